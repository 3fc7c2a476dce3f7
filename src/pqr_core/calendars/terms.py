"""A term applied to a day: where it ends, with the walk that found it.

A walk is a few segments, not days; the trace spreads the same segments out day by day, so that it cannot tell
another story than the date. Norms: Ley 4 de 1913 arts. 59 to 62, Código Civil art. 67.

>>> from datetime import date
>>> from pqr_core.colombia.calendars import calendar
>>> walk = business_days(calendar(), date(2026, 3, 16), 15)
>>> walk.due_on, sum(day.number is not None for day in walk.trace(calendar()))
(datetime.date(2026, 4, 9), 15)
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final, NamedTuple

from pqr_core.calendars.business import BusinessCalendar, DayReason
from pqr_core.errors import InvalidInputError, NaiveDatetimeError, NotADateError, OutOfSpanError, UnknownPolicyError
from pqr_core.language import Language
from pqr_core.policies import Months
from pqr_core.vocabulary import EventType

__all__ = (
    "Pause",
    "Segment",
    "TracedDay",
    "Walk",
    "business_days",
    "calendar_days",
    "hours",
    "months",
    "years",
)

_MONTHS_A_YEAR: Final = len(range(date.min.month, date.max.month + 1))


class Pause(NamedTuple):
    """Days that do not count, (after, until]: the day that opens it still counts, the day that closes it does not."""

    after: date
    until: date
    cause: EventType
    """What opened it."""


class Segment(NamedTuple):
    """A stretch of a walk, (after, until]; of one that goes back, [until, after)."""

    after: date
    until: date
    counted: bool
    """Whether the days of the unit in it count towards the term."""
    cause: EventType | None = None
    """What opened the pause or, with PRORROGA, extended the term. None where it is counted or only rolled over."""


class TracedDay(NamedTuple):
    """One day of a walk: its number in the term, or why it has none."""

    day: date
    number: int | None
    reason: DayReason
    cause: EventType | None

    def text(self, lang: Language = "es") -> str:
        """What the day was, in a few words."""
        if self.cause is None:
            return self.reason.text(lang)
        label = self.cause.label(lang)
        if self.cause is EventType.PRORROGA:
            return label
        return f"suspendido: {label}" if lang == "es" else f"suspended: {label}"


class Walk(NamedTuple):
    """How a term ran: the day it ends (`due_on`) and the segments from its base to that day, in order."""

    due_on: date
    segments: tuple[Segment, ...]
    every_day: bool = False
    """Whether each calendar day counts, rather than business days only."""

    @property
    def counted_to(self) -> date:
        """The day on which the count ended: the day it ends, unless something prolonged it from there."""
        return max(segment.until for segment in self.segments if segment.cause is None)

    def trace(self, calendar: BusinessCalendar) -> tuple[TracedDay, ...]:
        """Every day walked, with its number or the reason why it has none; `calendar` is the one it was found with."""
        return tuple(self._days(calendar))

    def _days(self, calendar: BusinessCalendar) -> Iterator[TracedDay]:
        number = 0
        for segment in self.segments:
            step = 1 if segment.after <= segment.until else -1
            for ordinal in range(segment.after.toordinal() + step, segment.until.toordinal() + step, step):
                day = date.fromordinal(ordinal)
                counts = segment.counted and (self.every_day or calendar.is_business_day(day))
                number += counts
                yield TracedDay(day, number if counts else None, calendar.why(day), segment.cause)


def business_days(calendar: BusinessCalendar, after: date, n: int, pauses: Sequence[Pause] = ()) -> Walk:
    """The n-th business day after `after` that lies in no pause (n > 0); pauses are in order of their first day.

    Overlapping pauses count once. A pause that opens on the last day takes no day.

    Raises:
        InvalidInputError: `n` is not positive.
        OutOfSpanError: a day walked is outside the calendar.
    """
    if not pauses and n > 0:
        due_on = calendar.add_business_days(after, n)
        return Walk(due_on, (Segment(after, due_on, True),))  # noqa: FBT003 - a NamedTuple, positional in the hot path
    return Walk(*_walk(calendar.add_business_days, calendar.business_days_between, after, _positive(n), pauses))


def calendar_days(calendar: BusinessCalendar, after: date, n: int, pauses: Sequence[Pause] = ()) -> Walk:
    """The n-th calendar day after `after` that lies in no pause (n > 0); the last day is not rolled.

    Raises:
        InvalidInputError: `n` is not positive.
        OutOfSpanError: a day walked is outside the calendar.
    """

    def add(day: date, days: int) -> date:
        return _within(calendar, day.toordinal() + days)

    def between(start: date, end: date) -> int:
        return end.toordinal() - start.toordinal()

    calendar.is_business_day(after)  # a day outside the span, or no day at all, is refused as everywhere
    return Walk(*_walk(add, between, after, _positive(n), pauses), every_day=True)


def _walk(
    add: Callable[[date, int], date],
    between: Callable[[date, date], int],
    after: date,
    n: int,
    pauses: Sequence[Pause],
) -> tuple[date, tuple[Segment, ...]]:
    segments: list[Segment] = []
    here, left = after, n
    for pause in pauses:
        if pause.until <= here:
            continue
        if pause.after > here:
            available = between(here, pause.after)
            if available >= left:
                break
            segments.append(Segment(here, pause.after, counted=True))
            here, left = pause.after, left - available
        segments.append(Segment(here, pause.until, counted=False, cause=pause.cause))
        here = pause.until
    due_on = add(here, left)
    segments.append(Segment(here, due_on, counted=True))
    return due_on, tuple(segments)


def months(calendar: BusinessCalendar, base: date, n: int, reading: Months = Months.FIRST_COUNTED_DAY) -> Walk:
    """The end of a term of `n` months (n > 0) from `base`, on the next business day when it ends on another.

    `first_counted_day`: the term starts on the calendar day after `base` and ends on the day of the same number.
    `trigger_day`: it ends on the day with the number of `base`. A month without such a day gives its last.
    Norms: Ley 4 de 1913 art. 62, Código Civil art. 67; the reading is disputed (`Months`).

    Raises:
        InvalidInputError: `n` is not positive.
        UnknownPolicyError: `reading` is none of `Months`.
        OutOfSpanError: a day of the term is outside the calendar.
    """
    _positive(n)
    calendar.is_business_day(base)
    start = base if _reading(reading) is Months.TRIGGER_DAY else _within(calendar, base.toordinal() + 1)
    year, month = divmod(start.year * _MONTHS_A_YEAR + start.month - 1 + n, _MONTHS_A_YEAR)
    if year > calendar.span[-1].year:
        raise _outside(calendar, f"{year}-{month + 1:02}")
    nominal = date(year, month + 1, min(start.day, monthrange(year, month + 1)[-1]))
    counted = Segment(base, nominal, counted=True)
    if calendar.is_business_day(nominal):
        return Walk(nominal, (counted,), every_day=True)
    due_on = calendar.next_business_day(nominal)
    return Walk(due_on, (counted, Segment(nominal, due_on, counted=False)), every_day=True)


def years(calendar: BusinessCalendar, base: date, n: int, reading: Months = Months.FIRST_COUNTED_DAY) -> Walk:
    """The end of a term of `n` years (n > 0): as `months`, twelve for each."""
    return months(calendar, base, _positive(n) * _MONTHS_A_YEAR, reading)


def hours(instant: datetime, n: int) -> datetime:
    """`n` hours after `instant` (n > 0), to its last minute inclusive, in the zone of `instant` (Ley 4/1913 art. 60).

    Hours are elapsed time: across midnight, and across a change of the zone's offset.

    Raises:
        InvalidInputError: `n` is not positive.
        NaiveDatetimeError: `instant` has no offset.
    """
    if not isinstance(instant, datetime):
        raise NotADateError(place="instant", kind=type(instant).__name__, value=instant)
    if instant.utcoffset() is None:
        raise NaiveDatetimeError(place="instant", value=instant.isoformat())
    return (instant.astimezone(UTC) + timedelta(hours=_positive(n))).astimezone(instant.tzinfo)


def _reading(value: str) -> Months:
    try:
        return Months(value)
    except ValueError:
        raise UnknownPolicyError(policy="months", value=value, allowed=", ".join(Months)) from None


def _positive(n: int) -> int:
    if type(n) is not int or n < 1:
        raise InvalidInputError(place="n", detail=f"a positive whole number is meant, not {n!r}")
    return n


def _within(calendar: BusinessCalendar, ordinal: int) -> date:
    beyond = ordinal - calendar.span[-1].toordinal()
    if beyond > 0:
        raise _outside(calendar, f"a day {beyond} days later")
    return date.fromordinal(ordinal)


def _outside(calendar: BusinessCalendar, day: str) -> OutOfSpanError:
    first, last = calendar.span
    return OutOfSpanError(day=day, first=first, last=last)
