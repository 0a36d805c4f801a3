from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "hinge_coach.accounts"

    def ready(self) -> None:
        from hinge_coach.accounts import checks  # noqa: F401
