"""The sign-in backend. It loads the user with their client or trainer row, in one query."""

from allauth.account.auth_backends import AuthenticationBackend

from hinge_coach.accounts.models import User
from hinge_coach.fixed_reads import FixedRead

_USERS = FixedRead(lambda user: User.objects.select_related("client", "trainer").filter(pk=user), int)


class Backend(AuthenticationBackend):  # type: ignore[misc]
    def get_user(self, user_id: int) -> User | None:
        user = _USERS.first(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None
