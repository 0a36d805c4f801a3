from django.contrib import admin
from django.http import HttpRequest

from hinge_coach.accounts.admin import AboutClientAdmin
from hinge_coach.tightness.models import CheckIn


@admin.register(CheckIn)
class CheckInAdmin(AboutClientAdmin):
    """Adds and changes nothing: only clients enter and correct their check-ins."""

    list_display = ["client", "local_on", "score", "moment", "situation", "deleted_at"]
    list_filter = ["moment", "situation"]
    list_select_related = ["client__user"]
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: CheckIn | None = None) -> bool:
        return False
