"""The tables of the free call."""

from hinge_coach.booking.models.availability import CallRules, DateRule, EmbedOrigin, Hours, Weekday, rules_of
from hinge_coach.booking.models.calendar import BusyCalendar, BusySpan, Feed
from hinge_coach.booking.models.call import (
    CALENDAR_NAMESPACE,
    CALL_PURPOSE,
    Call,
    CallEvent,
    CallNote,
    CallQuerySet,
    Cell,
    Reminder,
    uid_of,
)

__all__ = [
    "CALENDAR_NAMESPACE",
    "CALL_PURPOSE",
    "BusyCalendar",
    "BusySpan",
    "Call",
    "CallEvent",
    "CallNote",
    "CallQuerySet",
    "CallRules",
    "Cell",
    "DateRule",
    "EmbedOrigin",
    "Feed",
    "Hours",
    "Reminder",
    "Weekday",
    "rules_of",
    "uid_of",
]
