from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from hinge_coach.accounts.models import Client, Invitation, Look, Trainer, User

if TYPE_CHECKING:
    AnyAdmin = admin.ModelAdmin[Any]
    LooksAdmin = admin.ModelAdmin[Look]
else:
    AnyAdmin = LooksAdmin = admin.ModelAdmin


class AboutClientAdmin(AnyAdmin):
    """Rows about a client. What is written here takes the client's lock, as all writers do, and the desk hears of it.

    `to_client`: the way from such a row to the id of its client.
    """

    to_client = "client"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        self._lock(obj)  # whose it was
        super().save_model(request, obj, form, change)
        self._lock(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self._lock(obj)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        self._lock_all(queryset)
        super().delete_queryset(request, queryset)

    def _lock(self, row: Model) -> None:
        self._lock_all(self.model._base_manager.filter(pk=row.pk))

    def _lock_all(self, rows: QuerySet[Any]) -> None:
        for client in Client.objects.filter(pk__in=list(rows.values_list(self.to_client, flat=True))):
            client.lock()


@admin.register(Client)
class ClientAdmin(AboutClientAdmin):
    to_client = "pk"


admin.site.register(User, AboutClientAdmin)
admin.site.register([Invitation, Trainer])


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
