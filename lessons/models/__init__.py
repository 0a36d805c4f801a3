"""The tables of lessons and of a client's practice and progress."""

from lessons.models.answer import AnswerScale, answer_scale
from lessons.models.client_summary import ClientSummary, Signal
from lessons.models.daily_life import CarryOver, DailySituation, Plan
from lessons.models.kept_lessons import lessons_by_track, lessons_in_order
from lessons.models.lesson import Lesson, LessonQuerySet, Track, TrackLessons
from lessons.models.load import LessonLoad, Load, load_of
from lessons.models.measure import HIGHEST_MEASURE, MEASURES, Measure, number_text
from lessons.models.message import LONGEST_MESSAGE, Message, MessageMail
from lessons.models.morning_mail import MorningMail, MorningMailQuerySet
from lessons.models.news_seen import NewsSeen
from lessons.models.position import Move, TrackPosition, move_client
from lessons.models.practice import (
    VALUE_COLUMNS,
    Guess,
    Practice,
    PracticeQuerySet,
    VerdictRecord,
    answered_words,
    practice_value,
    was_self_checked,
)
from lessons.models.rule_set import RuleSet, RuleSetManager
from lessons.models.start_test import SkippedStartTest, StartTest, placement_rows
from lessons.models.step import Asks, Doing, Shows, Turn, turns
from lessons.models.talk import NewUsual, Talk, TalkQuerySet
from lessons.models.variation_answer import VariationAnswer, answered_variations, shown_variations

__all__ = [
    "HIGHEST_MEASURE",
    "LONGEST_MESSAGE",
    "MEASURES",
    "VALUE_COLUMNS",
    "AnswerScale",
    "Asks",
    "CarryOver",
    "ClientSummary",
    "DailySituation",
    "Doing",
    "Guess",
    "Lesson",
    "LessonLoad",
    "LessonQuerySet",
    "Load",
    "Measure",
    "Message",
    "MessageMail",
    "MorningMail",
    "MorningMailQuerySet",
    "Move",
    "NewUsual",
    "NewsSeen",
    "Plan",
    "Practice",
    "PracticeQuerySet",
    "RuleSet",
    "RuleSetManager",
    "Shows",
    "Signal",
    "SkippedStartTest",
    "StartTest",
    "Talk",
    "TalkQuerySet",
    "Track",
    "TrackLessons",
    "TrackPosition",
    "Turn",
    "VariationAnswer",
    "VerdictRecord",
    "answer_scale",
    "answered_variations",
    "answered_words",
    "lessons_by_track",
    "lessons_in_order",
    "load_of",
    "move_client",
    "number_text",
    "placement_rows",
    "practice_value",
    "shown_variations",
    "turns",
    "was_self_checked",
]
