"""Who has looked: rows are only added, and the client reads them by day and kind."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from hinge_coach.accounts.looks import LookLine, NotShownError, look_lines, record_look, record_looks
from hinge_coach.accounts.models import Client, Look, Trainer, User, WrittenOnceError
from tests.conftest import SignIn
from tests.reading import words_of

Kind = Look.Kind


def looked(client: Client, at: datetime, kind: Look.Kind = Kind.FILE) -> Look:
    return Look.objects.create(client=client, kind=kind, at=at)


def test_a_look_is_neither_changed_nor_deleted(maya: Client, now: datetime) -> None:
    look = looked(maya, now)
    look.kind = Kind.EXPORT
    for change in (
        look.save,
        look.delete,
        maya.looks.all().delete,
        lambda: maya.looks.all().update(kind=Kind.EXPORT),
        lambda: Look.objects.bulk_update([look], ["kind"]),
    ):
        with transaction.atomic(), pytest.raises(WrittenOnceError):
            change()
    with transaction.atomic(), pytest.raises(IntegrityError):
        Look(pk=look.pk, client=maya, kind=Kind.EXPORT, at=now).save()
    assert list(Look.objects.values_list("client", "kind", "at")) == [(maya.pk, "file", now)]


def test_looks_go_with_their_client_alone(maya: Client, other_client: Client, now: datetime) -> None:
    looked(maya, now)
    looked(other_client, now)
    maya.user.delete()
    assert list(Look.objects.values_list("client", flat=True)) == [other_client.pk]


def test_the_admin_shows_looks_and_changes_none(trainer: Trainer, maya: Client, now: datetime, sign_in: SignIn) -> None:
    look = looked(maya, now)
    User.objects.filter(pk=trainer.user.pk).update(is_superuser=True)
    browser = sign_in(trainer)
    change = f"/admin/accounts/look/{look.pk}/change/"
    assert browser.get(change).status_code == 200
    assert browser.post(change, {"kind": "export"}).status_code == 403
    assert browser.post(f"/admin/accounts/look/{look.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.get("/admin/accounts/look/add/").status_code == 403
    assert list(Look.objects.values_list("kind", flat=True)) == ["file"]
    # Somebody who asks by mail to be erased is erased there, looks included.
    browser.post(f"/admin/accounts/client/{maya.pk}/delete/", {"post": "yes"})
    assert (Client.objects.count(), Look.objects.count()) == (0, 0)


@pytest.mark.parametrize("how", ["HEAD", "prefetch", "prefetch;prerender"])
def test_what_nobody_sees_is_no_look(trainer: Trainer, maya: Client, rf: RequestFactory, how: str) -> None:
    request = rf.head("/") if how == "HEAD" else rf.get("/", headers={"Sec-Purpose": how})
    request.user = trainer.user
    with pytest.raises(NotShownError) as refused:
        record_look(request, maya, Kind.FILE)
    assert refused.value.is_unseen
    assert Look.objects.count() == 0


def test_looks_at_many_clients_are_one_act(
    trainer: Trainer, maya: Client, other_client: Client, rf: RequestFactory, now: datetime
) -> None:
    request = rf.get("/")
    request.user = trainer.user
    record_looks(request, [maya.pk, other_client.pk], Kind.EXPORT, at=now)
    rows = Look.objects.order_by("client").values_list("client", "by", "kind", "at")
    assert list(rows) == [(client.pk, trainer.user.pk, "export", now) for client in (maya, other_client)]


def test_a_look_that_can_not_be_written_is_an_error_and_not_a_silence(
    trainer: Trainer, maya: Client, rf: RequestFactory
) -> None:
    request = rf.get("/")
    request.user = trainer.user
    gone = Client(pk=maya.pk, user=maya.user)
    maya.user.delete()
    record_look(request, gone, Kind.FILE)  # the database checks foreign keys at the end of the transaction
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_look")
    with pytest.raises(NotShownError) as refused:
        record_look(request, gone, "no such kind")  # type: ignore[arg-type]
    assert not refused.value.is_unseen


def test_lines_are_of_the_clients_own_calendar(maya: Client, now: datetime) -> None:
    late = datetime(2026, 3, 4, 5, 59, tzinfo=now.tzinfo)  # a minute before midnight in Chicago
    looks = [
        looked(maya, late + timedelta(minutes=2), Kind.SUMMARY),
        looked(maya, late + timedelta(minutes=1)),
        looked(maya, late),
        looked(maya, late - timedelta(hours=1), Kind.EXPORT),
        looked(maya, late - timedelta(hours=2)),
    ]
    assert look_lines(maya, looks) == [
        LookLine(on=date(2026, 3, 4), kind=Kind.SUMMARY, times=1),
        LookLine(on=date(2026, 3, 4), kind=Kind.FILE, times=1),
        LookLine(on=date(2026, 3, 3), kind=Kind.FILE, times=2),
        LookLine(on=date(2026, 3, 3), kind=Kind.EXPORT, times=1),
    ]


def test_me_shows_the_latest_thirty_and_leads_to_all(maya: Client, now: datetime, sign_in: SignIn) -> None:
    browser = sign_in(maya)
    with time_machine.travel(now, tick=False):
        assert "Nobody has opened your file yet." in words_of(browser.get("/me/"))
        for days in range(32):
            looked(maya, now - timedelta(days=days), Kind.SUMMARY if days == 31 else Kind.FILE)
        me, everything = words_of(browser.get("/me/")), words_of(browser.get("/me/looks/"))
    assert (me.count("Opened your page"), me.count("Opened your summary for a doctor")) == (30, 0)
    assert (everything.count("Opened your page"), everything.count("Opened your summary for a doctor")) == (31, 1)
    assert "All of them" in me
    assert "Opened your summary for a doctor Feb 1, 2026" in everything
