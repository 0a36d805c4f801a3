"""What names a person besides their own rows: sessions, the log of changes by hand, mails on their way."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db.models import Q
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hinge_coach.accounts.models import User


def delete_traces(user: User) -> None:
    """Call it before the user is deleted. A mail that is being sent at this moment stays until it is."""
    for session in Session.objects.iterator(chunk_size=500):  # only its own words tell whose it is
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
    named = Q(object_repr__icontains=user.email) | Q(change_message__icontains=user.email)
    if user.name:
        named |= Q(object_repr__iexact=user.name) | Q(change_message__icontains=f'"{user.name}"')
    LogEntry.objects.filter(named).delete()
    # In JSON, so that the address of somebody else which ends alike is another one.
    mails = DBTaskResult.objects.filter(args_kwargs__icontains=f'"{user.email}"')
    mails.exclude(status=TaskResultStatus.RUNNING).delete()
