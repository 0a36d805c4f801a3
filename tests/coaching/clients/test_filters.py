"""Which clients a query string chooses."""

from datetime import datetime

import pytest
from django.http import QueryDict

from hinge_coach.accounts.models import Client
from hinge_coach.coaching.clients.filters import Sort, chosen
from hinge_coach.coaching.clients.listing import ordered_ids
from tests.coaching.clients.people import HOUR, a_full_desk, person, signal, summarize

ALL = "Ahead Away Closed Doctor Handled Later Message New Newer Over Quiet Silent Snoozed Woken"

CHOICES = [
    ("", ALL),
    ("which=needs", "Closed Message Newer Silent Woken"),
    ("which=message", "Message"),
    ("which=new", "New"),
    ("which=silent", "Silent"),
    ("which=closed", "Closed Doctor"),
    ("which=paused", "Ahead Away"),
    ("which=past", "Past"),
    ("place=wall-tap", "Quiet"),
    ("place=hinge", " ".join(name for name in ALL.split() if name != "Message")),
    ("place=hinge-finished", "Message"),
    ("place=hinge-or-squat", ""),
    ("tag=desk+job", "Quiet Silent"),
    ("tag=desk", ""),
    ("q=desk", "Quiet Silent"),
    ("q=ILEN", "Silent"),
    ("q=away%40example.com", "Away"),
    ("q=desk+quiet", "Quiet"),
    ("q=%25", ""),
    ("q=knee", ""),
    ("q=knee&which=past", "Past"),
    ("which=silent&tag=desk+job&place=pelvic-clock", "Silent"),
]


def names(query: str, now: datetime) -> list[str]:
    ids = ordered_ids(chosen(QueryDict(query)), now=now)
    found = Client.objects.select_related("user").in_bulk(ids)
    return [str(found[key]) for key in ids]


def test_each_filter_chooses_its_clients(curriculum: None, now: datetime) -> None:
    a_full_desk(now)
    assert {query: " ".join(names(query, now)) for query, _ in CHOICES} == dict(CHOICES)


def test_at_a_first_lesson_are_also_those_who_never_moved(curriculum: None, now: datetime) -> None:
    a_full_desk(now)
    assert set(ALL.split()) - set(names("place=tall-kneel-hinge", now)) == {"Quiet", "Message"}


UNKNOWN = [
    ("which=loud", "There is no filter “loud”."),
    ("sort=luck", "There is no order “luck”."),
    ("place=nowhere", "There is no lesson “nowhere”."),
    ("place=hinge-begun", "There is no lesson “hinge-begun”."),
    ("place=%00", "There is no lesson “”."),
    ("which=" + "x" * 10_000, f"There is no filter “{'x' * 30}…”."),
    ("tag=" + "x" * 31, f"There is no tag “{'x' * 30}…”."),
    ("q=" + "x" * 101, "Please search for at most 6 words, 100 letters in all."),
    ("q=a+b+c+d+e+f+g", "Please search for at most 6 words, 100 letters in all."),
]


@pytest.mark.parametrize(("query", "sentence"), UNKNOWN, ids=lambda value: value[:20])
def test_what_does_not_exist_is_named_and_left_out(curriculum: None, now: datetime, query: str, sentence: str) -> None:
    person("Maya", now)
    choice = chosen(QueryDict(query))
    assert (choice.errors, choice.query, names(query, now)) == ((sentence,), "", ["Maya"])


def test_the_query_of_a_filter_chooses_the_same(curriculum: None) -> None:
    query = "q=knee+golf&which=silent&place=wall-tap&tag=desk+job&sort=usual"
    assert chosen(QueryDict(query)).query == query


def test_the_orders(curriculum: None, now: datetime) -> None:
    people = a_full_desk(now)
    for place, name in enumerate(["Quiet", "Away", "Silent"]):
        summarize(people[name], now, usual=place, last_report_at=now - place * HOUR)
    signal(people["Silent"], now, "week_up", 80, points=9)
    orders = {
        Sort.URGENT: ["Closed", "Silent", "Woken", "Message", "Newer", "Ahead", "Away"],
        Sort.REPORT: ["Quiet", "Away", "Silent", "Ahead"],
        Sort.USUAL: ["Silent", "Away", "Quiet", "Ahead"],
        Sort.JOINED: ["New", "Ahead", "Away", "Woken"],  # the one with the highest key first, where the day is the same
    }
    assert {sort: names(f"sort={sort}", now)[: len(first)] for sort, first in orders.items()} == orders
    assert {sort: sorted(names(f"sort={sort}", now)) for sort in Sort} == {sort: ALL.split() for sort in Sort}


@pytest.mark.parametrize("sort", Sort)
def test_pages_of_any_order_leave_nobody_out(curriculum: None, now: datetime, sort: Sort) -> None:
    people = a_full_desk(now)
    summarize(people["Quiet"], now, usual=2, last_report_at=now)
    choice = chosen(QueryDict(f"sort={sort}"))
    whole = ordered_ids(choice, now=now)
    in_pages = [key for start in range(0, 20, 4) for key in ordered_ids(choice, now=now, start=start, most=4)]
    assert in_pages == whole
