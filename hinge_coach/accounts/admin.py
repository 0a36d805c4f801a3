from typing import TYPE_CHECKING

from django.contrib import admin
from django.http import HttpRequest

from hinge_coach.accounts.models import Client, Invitation, Look, Trainer, User

if TYPE_CHECKING:
    LooksAdmin = admin.ModelAdmin[Look]
else:
    LooksAdmin = admin.ModelAdmin

admin.site.register([Client, Invitation, Trainer, User])


@admin.register(Look)
class LookAdmin(LooksAdmin):
    """To read. Rows are deleted with their client alone, for which Django asks here, too."""

    list_display = ("client", "kind", "by", "at")
    list_select_related = ("client__user", "by")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Look | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Look | None = None) -> bool:
        is_of_a_client = request.resolver_match is not None and "_look_" not in (request.resolver_match.url_name or "")
        return is_of_a_client and super().has_delete_permission(request, obj)
