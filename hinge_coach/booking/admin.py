from django.contrib import admin
from django.http import HttpRequest

from hinge_coach.booking.models import Call, CallEvent, CallRules, DateRule, Hours


class CallEventInline(admin.TabularInline[CallEvent, Call]):
    model = CallEvent
    extra = 0
    can_delete = False
    readonly_fields = ["kind", "by", "at", "starts_at"]

    def has_add_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False


@admin.register(Call)
class CallAdmin(admin.ModelAdmin[Call]):
    """Read only: the pages of calls change the cells together with the call, this page would not."""

    list_display = ["name", "starts_at", "status", "phone", "email"]
    list_filter = ["status"]
    date_hierarchy = "starts_at"
    search_fields = ["name", "email", "phone"]
    inlines = [CallEventInline]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Call | None = None) -> bool:
        return False


@admin.register(Hours)
class HoursAdmin(admin.ModelAdmin[Hours]):
    list_display = ["weekday", "starts", "ends"]


@admin.register(DateRule)
class DateRuleAdmin(admin.ModelAdmin[DateRule]):
    list_display = ["on", "last", "kind", "starts", "ends"]


@admin.register(CallRules)
class CallRulesAdmin(admin.ModelAdmin[CallRules]):
    list_display = ["trainer", "length_minutes", "calls_a_day", "notice_minutes", "horizon_days"]
