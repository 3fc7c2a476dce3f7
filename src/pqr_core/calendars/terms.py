"""A term counted from a day: where it ends, with the walk that found that day.

A walk is a few segments, not a list of days. The trace expands the same segments day by day, so it always agrees with
the date. Norms: Ley 4 de 1913 arts. 59 to 62, Código Civil art. 67.

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
from pqr_core.errors import InvalidInputError, OutOfSpanError
from pqr_core.language import Language, Said
from pqr_core.moments import require_instant
from pqr_core.names import POSITIVE, shown
from pqr_core.policies import Months
from pqr_core.vocabulary import EventType

__all__ = (
    "Pause",
    "Segment",
    "TracedDay",
    "Walk",
    "business_days",
    "calendar_day",
    "calendar_days",
    "hours",
    "months",
    "years",
)

_MONTHS_A_YEAR: Final = len(range(date.min.month, date.max.month + 1))


class Pause(NamedTuple):
    """Days that do not count, (after, until]: the day that opens the pause still counts, its last day does not."""

    after: date
    until: date
    cause: EventType
    """The event that opened the pause."""


class Segment(NamedTuple):
    """A part of a walk, (after, until]; [until, after) in a walk that goes back."""

    after: date
    until: date
    counted: bool
    """Whether its days count towards the term; in a term of business days, only its business days do."""
    cause: EventType | None = None
    """What opened the pause or, with PRORROGA, extended the term; None if it is counted, or moved to a business day."""


class TracedDay(NamedTuple):
    """One day of a walk: its number in the term, or why it has none."""

    day: date
    number: int | None
    reason: DayReason
    cause: EventType | None

    def __repr__(self) -> str:
        return f"<TracedDay {self.day}: {self.number or self.text()}>"

    def text(self, lang: Language = "es") -> str:
        """What the day was, in a few words."""
        if self.cause is None:
            return self.reason.text(lang)
        label = self.cause.label(lang)
        if self.cause is EventType.PRORROGA:
            return label
        return f"suspendido: {label}" if lang == "es" else f"suspended: {label}"


class Walk(NamedTuple):
    """How a term ran: the day it ends (`due_on`), and the segments from its base to that day, in order."""

    due_on: date
    segments: tuple[Segment, ...]
    every_day: bool = False
    """Whether every calendar day counts; otherwise only business days do."""

    def __repr__(self) -> str:
        return f"<Walk to {self.due_on}: {len(self.segments)} segments>"

    @property
    def counted_to(self) -> date:
        """The last day of the count: `due_on`, unless something extended the term after it."""
        return max(segment.until for segment in self.segments if segment.cause is None)

    def trace(self, calendar: BusinessCalendar) -> tuple[TracedDay, ...]:
        """Every day of the walk, with its number or why it has none; `calendar` must be the one that counted it."""
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
    """The n-th business day after `after` that is not in a pause; `pauses` are sorted by their first day.

    Overlapping pauses count once. A pause that opens on the last day takes no day.

    Raises:
        InvalidInputError: `n` is not positive.
        OutOfSpanError: a day of the walk is outside the calendar.
    """
    if not pauses and n > 0:
        due_on = calendar.add_business_days(after, n)
        return Walk(due_on, (Segment(after, due_on, True),))  # noqa: FBT003 - a NamedTuple, positional in the hot path
    return Walk(*_walk(calendar.add_business_days, calendar.business_days_between, after, _positive(n), pauses))


def calendar_days(calendar: BusinessCalendar, after: date, n: int, pauses: Sequence[Pause] = ()) -> Walk:
    """The n-th calendar day after `after` that is not in a pause; it may be a day that is not a business day.

    Raises:
        InvalidInputError: `n` is not positive.
        OutOfSpanError: a day of the walk is outside the calendar.
    """

    def add(day: date, days: int) -> date:
        return _within(calendar, day.toordinal() + days)

    def between(start: date, end: date) -> int:
        return end.toordinal() - start.toordinal()

    calendar.is_business_day(after)  # refuses a day outside the span, or no day
    return Walk(*_walk(add, between, after, _positive(n), pauses), every_day=True)


def calendar_day(calendar: BusinessCalendar, day: date, n: int) -> date:
    """The day `n` calendar days after `day` (n > 0), as in `calendar_days` but without the walk.

    Raises:
        OutOfSpanError: `day` or the day found is outside the calendar.
    """
    calendar.is_business_day(day)
    return _within(calendar, day.toordinal() + n)


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
    """The end of a term of `n` months from `base`; if that is not a business day, the next business day.

    With `first_counted_day`, the term starts on the calendar day after `base` and ends on the day with the same number.
    With `trigger_day`, it ends on the day with the number of `base`. In a month without that number, it ends on the
    last day. Norms: Ley 4 de 1913 art. 62, Código Civil art. 67; the reading is disputed (`Months`).

    Raises:
        InvalidInputError: `n` is not positive.
        UnknownPolicyError: `reading` is not one of `Months`.
        OutOfSpanError: a day of the term is outside the calendar.
    """
    _positive(n)
    calendar.is_business_day(base)
    start = base if Months(reading) is Months.TRIGGER_DAY else _within(calendar, base.toordinal() + 1)
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
    """The end of a term of `n` years from `base`, counted as 12 months each; raises the same errors as `months`."""
    return months(calendar, base, _positive(n) * _MONTHS_A_YEAR, reading)


def hours(instant: datetime, n: int) -> datetime:
    """The instant `n` hours after `instant`, itself still within the term, in the zone of `instant`.

    Hours are elapsed time, also across midnight and across a change of the zone's offset. Norm: Ley 4 de 1913 art. 60.

    Raises:
        InvalidInputError: `n` is not positive.
        NaiveDatetimeError: `instant` has no offset.
        NotADateError: `instant` is not a datetime.
    """
    return (require_instant(instant, "instant").astimezone(UTC) + timedelta(hours=_positive(n))).astimezone(
        instant.tzinfo
    )


def _positive(n: int) -> int:
    if type(n) is not int or n < 1:
        raise InvalidInputError.expected(POSITIVE, shown(n), place="n")
    return n


def _within(calendar: BusinessCalendar, ordinal: int) -> date:
    beyond = ordinal - calendar.span[-1].toordinal()
    if beyond > 0:
        raise _outside(calendar, Said(f"un día {beyond} días después", f"a day {beyond} days later"))
    return date.fromordinal(ordinal)


def _outside(calendar: BusinessCalendar, day: str | Said) -> OutOfSpanError:
    first, last = calendar.span
    return OutOfSpanError(day=day, first=first, last=last)
