"""The business days of a case as they had been announced when each term ran.

A closure made known after a due day has passed does not move it, unless its act is retroactive: so a term is counted
with the closures known by the day on which it ends.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pqr_core.calendars import terms
from pqr_core.calendars.business import BusinessCalendar
from pqr_core.calendars.terms import Pause, Walk
from pqr_core.policies import Months

__all__ = ("AnnouncedDays",)


class AnnouncedDays:
    """Counts with one calendar; `posterior` tells whether a closure was left out because it came too late."""

    __slots__ = ("_all_known", "add", "calendar", "posterior")

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar
        self.posterior = False
        self._all_known = calendar.known_by(date.min) is calendar
        self.add: Callable[[date, int], date] = calendar.add_business_days if self._all_known else self._add
        """The n-th business day after a day (before it, when n < 0)."""

    def _add(self, day: date, n: int) -> date:
        return self._settled(day, lambda calendar: calendar.add_business_days(day, n))

    def business_days(self, after: date, n: int, pauses: Sequence[Pause] = ()) -> Walk:
        """As `terms.business_days`."""
        if self._all_known:
            return terms.business_days(self.calendar, after, n, pauses)
        due_on = self._settled(after, lambda calendar: terms.business_days(calendar, after, n, pauses).due_on)
        return terms.business_days(self.calendar.known_by(due_on), after, n, pauses)

    def months(self, base: date, n: int, reading: Months) -> Walk:
        """As `terms.months`."""
        if self._all_known:
            return terms.months(self.calendar, base, n, reading)
        due_on = self._settled(base, lambda calendar: terms.months(calendar, base, n, reading).due_on)
        return terms.months(self.calendar.known_by(due_on), base, n, reading)

    def calendar_days(self, day: date, n: int) -> date:
        """The n-th calendar day after a day.

        Raises:
            OutOfSpanError: it is outside the calendar.
        """
        return terms.calendar_days(self.calendar, day, n).due_on

    def within(self, day: date) -> date:
        """`day` itself.

        Raises:
            OutOfSpanError: it is outside the calendar.
        """
        self.calendar.is_business_day(day)
        return day

    def counts(self, day: date, due_on: Callable[[BusinessCalendar], date]) -> bool:
        """Whether `day` is a business day for a term that ends on the day that `due_on` finds with a calendar."""
        if self._all_known:
            return self.calendar.is_business_day(day)
        return self.calendar.known_by(self._settled(day, due_on)).is_business_day(day)

    def _settled(self, base: date, count: Callable[[BusinessCalendar], date]) -> date:
        known = self.calendar.known_by(base)
        due_on = count(known)
        if due_on < base:
            # Counted back: with what was known by the earliest day it can be, or a closure could take the day before
            # its own announcement and, not known by then, give it back.
            due_on = count(self.calendar.known_by(due_on))
        else:
            # Each closure that was known in time may bring the due day past the announcement of another; the due day
            # only moves forward and the closures are few, so this ends.
            while (wider := self.calendar.known_by(due_on)) is not known:
                known, due_on = wider, count(wider)
        if count(self.calendar) != due_on:
            self.posterior = True
        return due_on
