"""The sign-in backend. It loads the user with their client or trainer row, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from hinge_coach.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        user = User.objects.select_related("client", "trainer").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None
