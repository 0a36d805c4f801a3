"""Saving the hours of a page that may be older than what is stored: another tab, or the same button pressed twice."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeVar

from django.db import transaction
from django.db.models import Q, QuerySet

from hinge_coach.accounts.models import Trainer
from hinge_coach.booking.availability.days_off import DatedRange
from hinge_coach.booking.availability.hours_forms import CallRulesForm, RowFormSet, dates_text, hours_text
from hinge_coach.booking.availability.joined_hours import Join, join_hours
from hinge_coach.booking.availability.slots import DateRuleKind, WeeklyInterval
from hinge_coach.booking.calls.claiming import lock_trainer
from hinge_coach.booking.models import CallRules, DateRule, Hours

Value = TypeVar("Value")


def dates_ahead(trainer: Trainer, today: date) -> QuerySet[DateRule]:
    """The dates that differ, without those that are over."""
    return DateRule.objects.filter(trainer=trainer).filter(Q(on__gte=today) | Q(last__gte=today))


def interval_of(hours: Hours) -> WeeklyInterval:
    return WeeklyInterval(hours.weekday, hours.starts, hours.ends)


def range_of(rule: DateRule) -> DatedRange:
    return DatedRange(rule.on, rule.last, DateRuleKind(rule.kind), rule.starts, rule.ends)


def save_hours(trainer: Trainer, week: RowFormSet, dates: RowFormSet, *, today: date) -> tuple[Join, ...]:
    """Stores what was changed on the page, and returns which weekly hours were joined.

    A row that stands on the page as it was when the page was made is left to what is stored now: it stays deleted where
    another tab has deleted it. Saving the same page again changes nothing.
    """
    with transaction.atomic():
        lock_trainer(trainer)
        hours = {hours_text(interval_of(each)): each for each in Hours.objects.filter(trainer=trainer)}
        rows = [(form.cleaned_data["was"], hours_text(form.hours), form.hours) for form in week.kept_rows()]
        stored_hours = {text: interval_of(each) for text, each in hours.items()}
        joined = join_hours(merge_rows(stored_hours, rows, week.deleted_texts()))
        wanted = {hours_text(each): each for each in joined.hours}
        Hours.objects.filter(pk__in=[each.pk for text, each in hours.items() if text not in wanted]).delete()
        Hours.objects.bulk_create(
            Hours(trainer=trainer, weekday=each.weekday, starts=each.start, ends=each.end)
            for text, each in wanted.items()
            if text not in hours
        )
        rules = [(dates_text(range_of(each)), each) for each in dates_ahead(trainer, today)]
        ranges = [(form.cleaned_data["was"], dates_text(form.dates), form.dates) for form in dates.kept_rows()]
        stored_dates = {text: range_of(each) for text, each in rules}
        differ = {dates_text(each): each for each in merge_rows(stored_dates, ranges, dates.deleted_texts())}
        DateRule.objects.filter(pk__in=[each.pk for text, each in rules if text not in differ]).delete()
        DateRule.objects.bulk_create(
            DateRule(
                trainer=trainer, on=each.on, last=each.last, kind=each.kind.value, starts=each.start, ends=each.end
            )
            for text, each in differ.items()
            if text not in stored_dates
        )
    return joined.joins


def save_rules(trainer: Trainer, form: CallRulesForm) -> None:
    """Stores the call rules. The first save of all, pressed twice at once, makes one row."""
    with transaction.atomic():
        lock_trainer(trainer)
        CallRules.objects.update_or_create(trainer=trainer, defaults=form.cleaned_data)


def merge_rows(
    stored: Mapping[str, Value], rows: Iterable[tuple[str, str, Value]], deleted: Iterable[str]
) -> list[Value]:
    """What is to be stored, given what is stored now and what was changed on the page.

    Everything is known by its text. `rows` holds the text when the page was made, the text now, and the value;
    `deleted` holds the texts of rows that were deleted on the page.
    """
    rows = list(rows)
    removed = {*deleted, *(was for was, text, _ in rows if was != text)}
    kept = {text: value for text, value in stored.items() if text not in removed}
    changed = [value for was, text, value in rows if was != text and text not in kept]
    return [*kept.values(), *changed]
