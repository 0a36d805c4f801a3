from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "hinge_coach.accounts"

    def ready(self) -> None:
        from hinge_coach.accounts import checks  # noqa: F401
        from hinge_coach.content_mark import watch_content

        post_migrate.connect(watch_content, sender=self, dispatch_uid="content_mark")
