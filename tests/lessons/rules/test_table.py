"""Every row of the table at its boundary, and that no number of the rules can shift unnoticed."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest

from hinge_coach.safety.screening import Level
from hinge_coach.tightness import usual
from hinge_coach.tightness.trend import Moment
from lessons.rules import facts, table, talks
from lessons.rules.table import CLIENT_RULES, LESSON_RULES, ClientRule, LessonRule
from lessons.rules.thresholds import Thresholds
from lessons.rules.values import PauseDays, TalkCode, TalkValue
from tests.lessons.rules.histories import (
    DEFAULT,
    EASIER_HERE,
    FIRST_GOOD,
    HERE,
    NOW,
    OTHER_LESSON,
    READY,
    Case,
    Entries,
    at,
    extended,
    fine,
    maya,
    number,
    numbers,
    practice,
    reported,
    stopped,
)
from tests.lessons.rules.test_talks import TALKS

TODAY = NOW.date()


def on(day: int) -> TalkValue:
    """An open talk about the next days, since that day."""
    return TalkValue(code=TalkCode.NEXT_DAYS_UP, opened_on=at(day).date())


def next_days(*rises: int, first_day: int = 1) -> tuple[Entries, ...]:
    """By somebody at 3: a practice at 2 every third day, and what the next day added to it."""
    days: list[Entries] = []
    for index, rise in enumerate(rises):
        day = first_day + 3 * index
        days += [number(day - 1, 3), practice(day), number(day + 1, 2 + rise, hour=7)]
    return tuple(days)


AT_3 = numbers(-6, *[3] * 6)

HARMFUL = reported(AT_3, *next_days(2, 2, 2, 2, 2, 2, 2))

SAFETY = {
    "a safety answer asks for help now": Case(
        history=replace(READY, screening=Level.EMERGENCY), outcome="stop: safety_emergency"
    ),
    "a safety answer asks for a doctor today": Case(
        history=replace(READY, screening=Level.TODAY), outcome="stop: safety_urgent"
    ),
    "a safety answer asks for a doctor first": Case(
        history=replace(READY, screening=Level.REFER), outcome="stop: safety_refer"
    ),
}

STOP = {
    "three days at 8, and a usual of 2": Case(history=maya(numbers(18, 8, 8, 8)), outcome="stop: very_tight"),
    "two days at 8 after a 7": Case(history=maya(numbers(18, 7, 8, 8)), outcome="rest: very_high_now"),
    "two days at 8, and a 7 now": Case(history=maya(numbers(18, 8, 8, 7)), outcome="ease: flare"),
    "three days at 8, and a usual of 6": Case(
        history=reported(numbers(1, *[6] * 10), numbers(18, 8, 8, 8)), outcome="stop: very_tight"
    ),
    "three days at 8, and a usual of 7": Case(
        history=reported(numbers(1, *[7] * 10), numbers(18, 8, 8, 8)), outcome="hold: nothing_yet"
    ),
    "the three days at 8 are 20 days old": Case(
        history=maya(numbers(11, 8, 8, 8)), now=at(33), outcome="stop: very_tight"
    ),
    "the three days at 8 are 21 days old": Case(
        history=maya(numbers(11, 8, 8, 8)), now=at(34), outcome="rest: very_high_now"
    ),
    "the first three days ever at 8": Case(history=reported(numbers(18, 8, 8, 8)), outcome="stop: very_tight"),
    "the first seven days ever at 8": Case(history=reported(numbers(14, *[8] * 7)), outcome="stop: very_tight"),
    "the first eight days ever at 8": Case(history=reported(numbers(13, *[8] * 8)), outcome="hold: nothing_yet"),
    "the first three days ever at 8, and lower ones since": Case(
        history=reported(numbers(1, 8, 8, 8), numbers(10, *[3] * 9)), outcome="hold: nothing_yet"
    ),
    "the first two days at 8, opened, and a third": Case(
        history=reported(numbers(18, 8, 8, 8), anew_on=at(19).date()), outcome="hold: nothing_yet"
    ),
    "a 7 among the first three days": Case(history=reported(numbers(18, 8, 7, 8)), outcome="hold: nothing_yet"),
    "the first three days at 8, and the trainer opened practice since": Case(
        history=reported(numbers(17, 8, 8, 8), number(20, 8), anew_on=at(19).date()), outcome="hold: nothing_yet"
    ),
    "three days at 8, and the trainer opened practice on the first of them": Case(
        history=maya(numbers(18, 8, 8, 8), anew_on=at(18).date()), outcome="rest: very_high_now"
    ),
    "three days at 8, and the trainer opened practice on the last of them": Case(
        history=maya(numbers(17, 8, 8, 8), number(20, 8), anew_on=at(19).date()), outcome="hold: nothing_yet"
    ),
}

PAUSED = {
    "a pause that begins today": Case(
        history=replace(READY, pauses=(PauseDays(TODAY, None),)), outcome="paused: paused"
    ),
    "a pause that ends today": Case(
        history=replace(READY, pauses=(PauseDays(at(11).date(), TODAY),)), outcome="paused: paused"
    ),
    "a pause that ended yesterday": Case(
        history=replace(READY, pauses=(PauseDays(at(11).date(), at(19).date()),)), outcome="progress: two_good"
    ),
    "a pause that begins tomorrow": Case(
        history=replace(READY, pauses=(PauseDays(at(21).date(), None),)), outcome="progress: two_good"
    ),
    "a pause leaves a closure closed": Case(
        history=maya(numbers(18, 8, 8, 8), pauses=(PauseDays(TODAY, None),)), outcome="stop: very_tight"
    ),
}

REST = {
    "an 8, and a usual of 5": Case(
        history=reported(numbers(1, *[5] * 10), number(20, 8)), outcome="rest: very_high_now"
    ),
    "an 8, and a usual of 6": Case(history=reported(numbers(1, *[6] * 10), number(20, 8)), outcome="hold: nothing_yet"),
    "a 7, and a usual of 2": Case(history=maya(number(20, 7)), outcome="hold: nothing_yet"),
    "an 8 right after practice": Case(history=maya(practice(19, 2, 8)), outcome="rest: very_high_now"),
    "a calm number after the 8": Case(history=maya(practice(19, 2, 8), number(20, 2)), outcome="hold: not_good"),
    "an 8 on the second day ever": Case(history=reported(numbers(19, 7, 8)), outcome="rest: very_high_now"),
    "an 8 recalled from the day before the first": Case(
        history=reported(number(18, 8, Moment.RECALLED), number(19, 8, Moment.RECALLED), number(20, 7)),
        outcome="hold: nothing_yet",
    ),
    "an 8 on the third day ever": Case(history=reported(numbers(18, 6, 7, 8)), outcome="hold: nothing_yet"),
}

EASE = {
    "two of the last three days at 4": Case(history=maya(numbers(18, 4, 4, 2)), outcome="ease: flare"),
    "one of the last three days at 4": Case(history=maya(numbers(18, 2, 4, 2)), outcome="hold: nothing_yet"),
    "two of the last three days at 3": Case(history=maya(numbers(18, 3, 3, 2)), outcome="hold: nothing_yet"),
    "three high days, with three days before them": Case(
        history=reported(numbers(15, 2, 2, 2, 4, 4, 4)), outcome="ease: flare"
    ),
    "three high days, with two days before them": Case(
        history=reported(numbers(16, 2, 2, 4, 4, 4)), outcome="hold: nothing_yet"
    ),
    "four of the last seven days, the last three calm": Case(
        history=maya(numbers(14, 4, 4, 4, 4, 2, 2, 2)), outcome="ease: flare"
    ),
    "three of the last seven days, the last three calm": Case(
        history=maya(numbers(14, 2, 4, 4, 4, 2, 2, 2)), outcome="hold: nothing_yet"
    ),
    "four of the last seven days, with seven days before them": Case(
        history=reported(numbers(7, *[2] * 7), numbers(14, 4, 4, 4, 4, 2, 2, 2)), outcome="ease: flare"
    ),
    "four of the last seven days, with six days before them": Case(
        history=reported(numbers(8, *[2] * 6), numbers(14, 4, 4, 4, 4, 2, 2, 2)), outcome="hold: nothing_yet"
    ),
    "the flare is 20 days old": Case(history=maya(numbers(11, 4, 4, 4)), now=at(33), outcome="ease: flare"),
    "the flare is 21 days old": Case(history=maya(numbers(11, 4, 4, 4)), now=at(34), outcome="hold: nothing_yet"),
    "two 2s by who lives at 0: up to 2 is always fine": Case(
        history=reported(numbers(1, *[0] * 10), numbers(18, 2, 2, 2)), outcome="hold: nothing_yet"
    ),
    "two 3s by who lives at 0": Case(
        history=reported(numbers(1, *[0] * 10), numbers(18, 3, 3, 0)), outcome="ease: flare"
    ),
    "a chatty day counts once": Case(
        history=maya(*(number(19, 9, hour=hour) for hour in (8, 10, 12)), number(20, 2)), outcome="hold: nothing_yet"
    ),
    "a flare stands above two good days": Case(
        history=maya(practice(15), number(16, 2), practice(17), number(18, 2), numbers(19, 4, 4)),
        outcome="ease: flare",
    ),
    "high days that the trainer called the usual": Case(
        history=maya(numbers(17, 5, 5, 5), number(20, 5), anew_on=at(19).date()), outcome="hold: nothing_yet"
    ),
}

REGRESS = {
    "it rose twice in a lesson that was passed before": Case(
        history=maya(practice(17, 2, 4), practice(19, 2, 4)),
        standing=replace(HERE, passed=True),
        outcome="hold: already_passed",
    ),
    "it rose twice in an extra": Case(
        history=maya(practice(17, 2, 4), practice(19, 2, 4)),
        standing=replace(HERE, passed=True, is_extra=True),
        outcome="hold: already_passed",
    ),
    "it rose from 2 to 4 twice": Case(
        history=maya(practice(17, 2, 4), practice(19, 2, 4)), outcome="regress: rose_running, easier"
    ),
    "it rose from 2 to 4 once": Case(history=maya(practice(17), practice(19, 2, 4)), outcome="hold: not_good"),
    "it rose from 2 to 4, and from 3 to 4": Case(
        history=maya(practice(17, 2, 4), practice(19, 3, 4)), outcome="hold: not_good"
    ),
    "it rose from 1 to 3 twice, which is not up": Case(
        history=maya(practice(17, 1, 3), practice(19, 1, 3)), outcome="progress: two_good"
    ),
    "it rose twice, with a fine day between": Case(
        history=maya(practice(17, 2, 4), fine(18), practice(19, 2, 4)), outcome="regress: rose_running, easier"
    ),
    "it rose twice, with a calm day between": Case(
        history=maya(practice(15, 2, 4), practice(17), practice(19, 2, 4)), outcome="hold: not_good"
    ),
    "it rose twice on one day": Case(
        history=maya(practice(19, 2, 4, hour=9), practice(19, 2, 4)), outcome="hold: not_good"
    ),
    "it rose in the easier version, too": Case(
        history=maya(practice(17, 2, 4, easier=True), practice(19, 2, 4, easier=True)),
        standing=EASIER_HERE,
        outcome="regress: rose_running, previous",
    ),
    "it rose in a lesson that was eased before": Case(
        history=maya(practice(17, 2, 4), practice(19, 2, 4)),
        standing=replace(HERE, was_eased=True),
        outcome="regress: rose_running, previous",
    ),
    "it rose in the easier version of the first lesson": Case(
        history=maya(practice(17, 2, 4, easier=True), practice(19, 2, 4, easier=True)),
        standing=replace(EASIER_HERE, has_previous=False),
        outcome="regress: rose_running, easier",
    ),
    "four missed self-checks": Case(
        history=maya(*(practice(day, passed=False) for day in (13, 15, 17, 19))),
        outcome="regress: missed_running, easier",
    ),
    "three missed self-checks": Case(
        history=maya(*(practice(day, passed=False) for day in (15, 17, 19))), outcome="hold: not_good"
    ),
    "a passed self-check before three missed ones": Case(
        history=maya(practice(13), *(practice(day, passed=False) for day in (15, 17, 19))), outcome="hold: not_good"
    ),
    "four missed self-checks of the easier version": Case(
        history=maya(*(practice(day, passed=False, easier=True) for day in (13, 15, 17, 19))),
        outcome="hold: easier_last",
    ),
    "four missed self-checks, the last one passed on the second try": Case(
        history=maya(*(practice(day, passed=False) for day in (13, 15, 17, 19)), practice(19, hour=20)),
        outcome="hold: one_more",
    ),
    "four missed self-checks while the usual isn't known": Case(
        history=reported(*(fine(day, passed=False) for day in (13, 15, 17, 19))),
        outcome="regress: missed_running, easier",
    ),
}

HOLD = {
    "nothing practiced": Case(history=maya(), outcome="hold: nothing_yet"),
    "only another lesson practiced": Case(
        history=maya(practice(17, lesson=OTHER_LESSON), practice(19, lesson=OTHER_LESSON), number(20, 2)),
        outcome="hold: nothing_yet",
    ),
    "one day reported": Case(history=reported(practice(20, hour=9)), outcome="hold: learning_usual"),
    "two days reported": Case(history=reported(practice(19), number(20, 2)), outcome="hold: learning_usual"),
    "three days reported": Case(history=reported(number(18, 2), practice(19), number(20, 2)), outcome="hold: one_more"),
    "three numbers at sign-up": Case(
        history=reported(number(18, 2, Moment.RECALLED), number(19, 2, Moment.RECALLED), practice(20, hour=9)),
        outcome="hold: one_more",
    ),
    "only one number recalled at sign-up": Case(
        history=reported(number(19, 2, Moment.RECALLED), practice(20, hour=9)), outcome="hold: learning_usual"
    ),
    "the easier version by choice, after a good day": Case(
        history=maya(*FIRST_GOOD, practice(19, easier=True), number(20, 2)), outcome="hold: easier_last"
    ),
    "one calm day of the easier version": Case(
        history=maya(practice(19, easier=True)), standing=EASIER_HERE, outcome="hold: easier_last"
    ),
    "a rise in the last day of the easier version": Case(
        history=maya(*(practice(day, easier=True) for day in (15, 17)), practice(19, 2, 4, easier=True)),
        standing=EASIER_HERE,
        outcome="hold: easier_last",
    ),
    "a rise in the last day but one of the easier version": Case(
        history=maya(practice(15, easier=True), practice(17, 2, 4, easier=True), practice(19, easier=True)),
        standing=EASIER_HERE,
        outcome="hold: easier_last",
    ),
    "the full version after two calm days of the easier one": Case(
        history=maya(practice(15, easier=True), practice(17, easier=True), practice(19, 2, 4)),
        standing=EASIER_HERE,
        outcome="restore: easier_went_well",
    ),
    "the next day was 2 higher seven times": Case(history=HARMFUL, outcome="hold: next_days_up"),
    "the next day was 2 higher four times of seven": Case(
        history=reported(AT_3, *next_days(0, 2, 0, 2, 0, 2, 2)), outcome="hold: next_days_up"
    ),
    "the next day was 2 higher three times of seven": Case(
        history=reported(AT_3, *next_days(0, 2, 0, 2, 0, 0, 2)), outcome="progress: two_good"
    ),
    "the next day was 2 higher six times": Case(
        history=reported(AT_3, *next_days(2, 2, 2, 2, 2, 2, first_day=4)),
        outcome="progress: two_good",
    ),
    "the next day was 2 higher, with practice on the eve once": Case(
        history=extended(HARMFUL, practice(9, None, None, lesson=OTHER_LESSON)), outcome="progress: two_good"
    ),
    "the seventh of those days is 41 days old": Case(
        history=reported(AT_3, practice(-21), number(-20, 4), *next_days(2, 2, 2, 2, 2, 2, first_day=4)),
        outcome="hold: next_days_up",
    ),
    "the seventh of those days is 42 days old": Case(
        history=reported(AT_3, practice(-22), number(-21, 4), *next_days(2, 2, 2, 2, 2, 2, first_day=4)),
        outcome="progress: two_good",
    ),
    "the talk about the next days is open for 14 days": Case(
        history=replace(HARMFUL, talks=(on(7),)), outcome="hold: next_days_up"
    ),
    "the talk about the next days is open for 15 days": Case(
        history=replace(HARMFUL, talks=(on(6),)), outcome="progress: two_good"
    ),
    "they talked about the next days 41 days ago": Case(
        history=replace(HARMFUL, talks=(replace(on(-22), talked_on=at(-21).date()),)), outcome="progress: two_good"
    ),
    "they talked about the next days 42 days ago": Case(
        history=replace(HARMFUL, talks=(replace(on(-22), talked_on=at(-22).date()),)), outcome="hold: next_days_up"
    ),
    "they talked about something else": Case(
        history=replace(HARMFUL, talks=(TalkValue(code=TalkCode.WEEK_UP, opened_on=TODAY, talked_on=TODAY),)),
        outcome="hold: next_days_up",
    ),
    "4 after practice": Case(history=maya(*FIRST_GOOD, practice(19, 2, 4), number(20, 2)), outcome="hold: not_good"),
    "4 before practice": Case(history=maya(*FIRST_GOOD, practice(19, 4, 3), number(20, 2)), outcome="hold: not_good"),
    "4 on the next day": Case(history=maya(*FIRST_GOOD, practice(19), number(20, 4)), outcome="hold: not_good"),
    "4 as the higher of two numbers on the next day": Case(
        history=maya(*FIRST_GOOD, practice(19), number(20, 4, hour=7), number(20, 2)), outcome="hold: not_good"
    ),
    "effort 7": Case(history=maya(*FIRST_GOOD, practice(19, effort=7), number(20, 2)), outcome="hold: not_good"),
    "a missed self-check": Case(
        history=maya(*FIRST_GOOD, practice(19, passed=False), number(20, 2)), outcome="hold: not_good"
    ),
    "a good day, and an effort of 7 earlier that day": Case(
        history=maya(*FIRST_GOOD, practice(19, effort=7, hour=9), practice(19), number(20, 2)),
        outcome="hold: not_good",
    ),
    "the week before the trainer opened practice belongs to the new usual": Case(
        history=maya(number(11, 2), numbers(12, 5, 5, 2, 2), practice(20, 3, 5, hour=9), anew_on=at(19).date()),
        outcome="hold: one_more",
    ),
    "one good day": Case(history=maya(practice(19), number(20, 2)), outcome="hold: one_more"),
    "two practices of one day": Case(
        history=maya(practice(19, hour=9), practice(19), number(20, 2)), outcome="hold: one_more"
    ),
    "a good day, two others, and a good day": Case(
        history=maya(
            practice(13), number(14, 2), practice(15, effort=7), practice(17, effort=7), practice(19), number(20, 2)
        ),
        outcome="hold: one_more",
    ),
    "the first of the two good days is 21 days old": Case(
        history=reported(numbers(-15, *[2] * 10), practice(-1), number(0, 2), practice(19), number(20, 2)),
        outcome="hold: one_more",
    ),
    "two good days, and no number after them": Case(
        history=maya(practice(15), practice(18)), outcome="hold: answer_missing"
    ),
    "the number after 4 hours and 59 minutes": Case(
        history=maya(practice(18, hour=23), practice(15), number(19, 2, hour=3 + 59 / 60)),
        outcome="hold: answer_missing",
    ),
    "the number on the third day after": Case(
        history=maya(practice(13), practice(16), number(19, 2)), outcome="hold: answer_missing"
    ),
    "only fine days": Case(
        history=maya(fine(17), number(18, 2), fine(19), number(20, 2)), outcome="hold: answer_missing"
    ),
    "a fine day with a number after it, and a good day without": Case(
        history=maya(fine(15), number(16, 2), practice(19)), outcome="hold: answer_missing"
    ),
    "the number after practice is none at rest": Case(
        history=maya(practice(16), practice(19, None, None), number(20, 2, Moment.AFTER)),
        outcome="hold: answer_missing",
    ),
    "ten past midnight belongs to the day of practice": Case(
        history=maya(practice(15), practice(18, hour=18), number(19, 2, hour=1 / 6)._replace(local_on=at(18).date())),
        outcome="hold: answer_missing",
    ),
}

RESTORE = {
    "two calm days of the easier version": Case(
        history=maya(practice(17, easier=True), practice(19, easier=True)),
        standing=EASIER_HERE,
        outcome="restore: easier_went_well",
    ),
    "two calm days of the easier version, self-check missed and hard": Case(
        history=maya(*(practice(day, easier=True, passed=False, effort=9) for day in (17, 19))),
        standing=EASIER_HERE,
        outcome="restore: easier_went_well",
    ),
    "two calm days of the easier version, by choice": Case(
        history=maya(practice(17, easier=True), practice(19, easier=True)), outcome="hold: easier_last"
    ),
    "two calm days, with the full version between them": Case(
        history=maya(practice(15, easier=True), practice(17, effort=9), practice(19, easier=True)),
        standing=EASIER_HERE,
        outcome="restore: easier_went_well",
    ),
    "two calm days of the easier version, then a high next day": Case(
        history=maya(practice(17, easier=True), practice(19, easier=True), number(20, 4)),
        standing=EASIER_HERE,
        outcome="hold: easier_last",
    ),
}

PROGRESS = {
    "two good days": Case(history=READY, outcome="progress: two_good"),
    "3 after practice": Case(
        history=maya(*FIRST_GOOD, practice(19, 2, 3), number(20, 2)), outcome="progress: two_good"
    ),
    "3 before practice": Case(
        history=maya(*FIRST_GOOD, practice(19, 3, 3), number(20, 2)), outcome="progress: two_good"
    ),
    "3 on the next day": Case(history=maya(*FIRST_GOOD, practice(19), number(20, 3)), outcome="progress: two_good"),
    "effort 6": Case(history=maya(*FIRST_GOOD, practice(19, effort=6), number(20, 2)), outcome="progress: two_good"),
    "a bad day between two good ones": Case(
        history=maya(practice(15), number(16, 2), practice(17, 2, 5), practice(19)), outcome="progress: two_good"
    ),
    "the last good day has no number after it yet": Case(
        history=maya(*FIRST_GOOD, practice(19)), now=at(19, 19), outcome="progress: two_good"
    ),
    "a fine day after a good one": Case(history=maya(*FIRST_GOOD, fine(19)), outcome="progress: two_good"),
    "the number after 5 hours": Case(
        history=maya(practice(15), practice(18, hour=23), number(19, 2, hour=4)), outcome="progress: two_good"
    ),
    "the number on the second day after": Case(
        history=maya(practice(14), practice(17), number(19, 2)), outcome="progress: two_good"
    ),
    "the number before the next practice": Case(history=maya(practice(18), practice(19)), outcome="progress: two_good"),
    "a number of the small hours, and one of the second day after": Case(
        history=maya(practice(15), practice(18, hour=23), number(19, 2, hour=2), number(20, 2)),
        outcome="progress: two_good",
    ),
    "the first of the two good days is 20 days old": Case(
        history=reported(numbers(-15, *[2] * 10), practice(0), number(1, 2), practice(19), number(20, 2)),
        outcome="progress: two_good",
    ),
    "full and easier on one day count as the full version": Case(
        history=maya(*FIRST_GOOD, practice(19), practice(19, easier=True, hour=20, effort=9), number(20, 2)),
        outcome="progress: two_good",
    ),
    "a missed self-check, passed later that day": Case(
        history=maya(*FIRST_GOOD, practice(19, passed=False, hour=9), practice(19), number(20, 2)),
        outcome="progress: two_good",
    ),
}

LIVES_AT_6 = reported(
    number(17, 6, Moment.RECALLED), number(18, 6, Moment.RECALLED), practice(19, 6, 7), practice(20, 6, 6, hour=9)
)

PEOPLE = {
    "Ada lives at 6, and moves on the second day": Case(history=LIVES_AT_6, outcome="progress: two_good"),
    "Ben's high morning is two weeks old": Case(
        history=extended(READY, number(6, 9, Moment.MORNING, hour=7), number(6, 9)), outcome="progress: two_good"
    ),
    "Cleo's trainer placed her after the first good day": Case(
        history=READY, standing=replace(HERE, placed_at=at(17, 18.01)), outcome="hold: one_more"
    ),
    "Cleo's trainer placed her in the very second of it": Case(
        history=READY, standing=replace(HERE, placed_at=at(17, 18)), outcome="hold: one_more"
    ),
    "Cleo's trainer placed her a second before it": Case(
        history=READY, standing=replace(HERE, placed_at=at(17, 18) - timedelta(seconds=1)), outcome="progress: two_good"
    ),
    "Dan was away for 40 days": Case(history=READY, now=at(60), outcome="hold: nothing_yet"),
    "Dan comes back after 40 days, 2 higher": Case(
        history=extended(READY, number(60, 4)), now=at(60), outcome="hold: nothing_yet"
    ),
    "Dan comes back after 40 days, 2 higher on two days": Case(
        history=extended(READY, number(60, 4), number(61, 4)), now=at(61), outcome="ease: flare"
    ),
    "Eve never reports a morning, and practices every third day": Case(
        history=reported(*(practice(day) for day in (10, 13, 16, 19))), outcome="hold: answer_missing"
    ),
    "Eve never reports a morning, and practices every second day": Case(
        history=reported(*(practice(day) for day in (15, 17, 19))), outcome="progress: two_good"
    ),
}

STOPPED = {
    "stopped after a good day": Case(history=maya(*FIRST_GOOD, stopped(19), number(20, 2)), outcome="hold: not_good"),
    "stopped, and a good practice later that day": Case(
        history=maya(*FIRST_GOOD, stopped(19, hour=9), practice(19), number(20, 2)), outcome="hold: not_good"
    ),
    "stopped between two good days": Case(
        history=maya(practice(15), number(16, 2), stopped(17), practice(19), number(20, 2)),
        outcome="progress: two_good",
    ),
    "the number after a stop makes everybody rest": Case(
        history=maya(stopped(20, after=8, hour=9)), outcome="rest: very_high_now"
    ),
    "stopped twice with a rise": Case(
        history=maya(stopped(17, 2, 4), stopped(19, 2, 4)), outcome="regress: rose_running, easier"
    ),
    "a stop without the number before it is no rise and ends no run": Case(
        history=maya(practice(15, 2, 4), stopped(17, after=4), practice(19, 2, 4)),
        outcome="regress: rose_running, easier",
    ),
    "stopped four times": Case(
        history=maya(*(stopped(day) for day in (13, 15, 17, 19))), outcome="regress: missed_running, easier"
    ),
    "stopped in the easier version": Case(
        history=maya(practice(17, easier=True), stopped(19, easier=True)),
        standing=EASIER_HERE,
        outcome="hold: easier_last",
    ),
}

CASES = {**SAFETY, **STOP, **PAUSED, **REST, **EASE, **REGRESS, **HOLD, **RESTORE, **PROGRESS, **PEOPLE, **STOPPED}

RULES: tuple[ClientRule | LessonRule, ...] = (*CLIENT_RULES, *LESSON_RULES)

# How often is asked decides nothing here: `test_prompt_schedule` shifts these.
OF_ASKING = {"steady_sessions", "steady_days", "settled_sessions", "settled_days"}


@pytest.mark.parametrize("name", CASES)
def test_the_first_row_that_fits_decides(name: str) -> None:
    assert CASES[name].decided() == CASES[name].outcome


def test_half_of_the_days_are_not_most_of_them() -> None:
    case = Case(history=maya(numbers(13, 4, 4, 4, 4, 2, 2, 2, 2)), outcome="hold: nothing_yet")
    assert case.decided(replace(DEFAULT, week_days=8)) == case.outcome


def test_every_row_of_the_table_is_reached() -> None:
    reached = {case.verdict().reason.code for case in CASES.values()}
    assert reached == {rule.code for rule in RULES}


def is_noticed(thresholds: Thresholds = DEFAULT) -> bool:
    """Whether any case, of the decisions or of the talks, ends otherwise with these thresholds."""
    return any(case.decided(thresholds) != case.outcome for case in CASES.values()) or any(
        case.fitting(thresholds) != case.codes for case in TALKS.values()
    )


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize("name", [field.name for field in fields(Thresholds) if field.name not in OF_ASKING])
def test_no_threshold_can_shift_by_one_unnoticed(name: str, step: int) -> None:
    assert is_noticed(replace(DEFAULT, **{name: getattr(DEFAULT, name) + step}))


@pytest.mark.parametrize("step", [-1, 1])
@pytest.mark.parametrize(
    ("name", "modules"),
    [
        ("FIRST_DAYS", (usual, facts, table)),
        ("KEPT_BEFORE_ANEW", (usual,)),
        ("HOLD_DAYS", (facts,)),
        ("MANY_PRACTICE_DAYS", (talks,)),
        ("STILL_REPORTING", (talks,)),
    ],
)
def test_no_fixed_number_can_shift_by_one_unnoticed(
    monkeypatch: pytest.MonkeyPatch, name: str, modules: tuple[object, ...], step: int
) -> None:
    for module in modules:
        value = getattr(module, name)
        monkeypatch.setattr(module, name, value + (timedelta(days=step) if isinstance(value, timedelta) else step))
    assert is_noticed()


def test_the_public_table_takes_its_numbers_from_the_thresholds() -> None:
    words = {rule.code.value: rule.words(Thresholds(very_high=7, rise=3)) for rule in RULES}
    assert words["very_tight"] == (
        "The latest 3 reported days are all at 7 or more, and the usual before them was 4 or less. Or the first 3 "
        "to 7 reported days ever are all at 7 or more, and the trainer has not opened practice yet."
    )
    assert [sentence for sentence in words.values() if "{" in sentence] == []
