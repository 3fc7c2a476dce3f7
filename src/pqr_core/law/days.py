"""The business days of a case, with the closures that had been announced when each term ran.

A closure that is announced after a due day has passed does not move that day, unless its act is retroactive. So a term
is counted with the closures known by the day on which it ends.
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
    """Counts with one calendar; `posterior` is set once a closure was left out because it was announced too late."""

    __slots__ = ("_all_known", "add", "calendar", "posterior")

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar
        self.posterior = False
        self._all_known = calendar.known_by(date.min) is calendar
        self.add: Callable[[date, int], date] = calendar.add_business_days if self._all_known else self._add
        """The n-th business day after a day, or before it if n < 0, as in `BusinessCalendar.add_business_days`."""

    def _add(self, day: date, n: int) -> date:
        return self._settled(day, lambda calendar: calendar.add_business_days(day, n))

    def business_days(self, after: date, n: int, pauses: Sequence[Pause] = ()) -> Walk:
        """The same as `terms.business_days`, with the closures known by the day on which the term ends."""
        if self._all_known:
            return terms.business_days(self.calendar, after, n, pauses)
        due_on = self._settled(after, lambda calendar: terms.business_days(calendar, after, n, pauses).due_on)
        return terms.business_days(self.calendar.known_by(due_on), after, n, pauses)

    def months(self, base: date, n: int, reading: Months) -> Walk:
        """The same as `terms.months`, with the closures known by the day on which the term ends."""
        if self._all_known:
            return terms.months(self.calendar, base, n, reading)
        due_on = self._settled(base, lambda calendar: terms.months(calendar, base, n, reading).due_on)
        return terms.months(self.calendar.known_by(due_on), base, n, reading)

    def calendar_days(self, day: date, n: int) -> date:
        """The n-th calendar day after a day.

        Raises:
            OutOfSpanError: that day is outside the calendar.
        """
        return terms.calendar_day(self.calendar, day, n)

    def within(self, day: date) -> date:
        """`day` itself, if the calendar contains it.

        Raises:
            OutOfSpanError: `day` is outside the calendar.
        """
        self.calendar.is_business_day(day)
        return day

    def counts(self, day: date, due_on: Callable[[BusinessCalendar], date]) -> bool:
        """Whether `day` is a business day for a term that ends on the day that `due_on` computes from a calendar."""
        if self._all_known:
            return self.calendar.is_business_day(day)
        return self.calendar.known_by(self._settled(day, due_on)).is_business_day(day)

    def _settled(self, base: date, count: Callable[[BusinessCalendar], date]) -> date:
        known = self.calendar.known_by(base)
        due_on = count(known)
        if due_on < base:
            # A term counted back ends on the earliest day it can be. It is counted with what was known by then, or a
            # closure could take away the day before its own announcement and then, not known by that day, give it back.
            due_on = count(self.calendar.known_by(due_on))
        else:
            # Each closure known in time may move the due day past the announcement of another one. The due day only
            # moves forward and there are few closures, so the loop ends.
            while (wider := self.calendar.known_by(due_on)) is not known:
                known, due_on = wider, count(wider)
        if count(self.calendar) != due_on:
            self.posterior = True
        return due_on
