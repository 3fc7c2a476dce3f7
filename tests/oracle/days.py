"""The calendar by brute force: holidays by law, closures, Saturdays, and terms counted by walking (contract 1 and 2).

This module knows nothing of cases or events.

>>> Calendar().add_business_days(date(2016, 3, 14), 10)
datetime.date(2016, 3, 31)
"""

from __future__ import annotations

import calendar as month_lengths
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NoReturn

__all__ = ("FIRST_DAY", "LAST_DAY", "Calendar", "RefusedError", "add_calendar_days", "easter", "holidays_of", "refuse")

FIRST_DAY = date(1984, 1, 1)
LAST_DAY = date(2100, 12, 31)
ONE_DAY = timedelta(days=1)
MONDAY, SATURDAY = 0, 5
DECEMBER = 12

LEY_51_FIRST_YEAR = 1984  # Ley 51 of 22 December 1983
LEY_2578_FIRST_YEAR = 2026  # Ley 2578 of 1 June 2026; its first 9 July is that of the same year

FIXED = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
MOVED_TO_MONDAY = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))
CHIQUINQUIRA = (7, 9)
HOLY_THURSDAY, GOOD_FRIDAY = -3, -2
ASCENSION, CORPUS_CHRISTI, SACRED_HEART = 39, 60, 68  # each is then moved to the Monday that follows


class RefusedError(Exception):
    """A refusal of the contract; `code` is one of those in section 8."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refuse(code: str) -> NoReturn:
    """Raise a refusal with a code of section 8."""
    raise RefusedError(code)


def easter(year: int) -> date:
    """Easter Sunday by the algorithm of Meeus, Jones and Butcher.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    golden = year % 19
    century, year_of_century = divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_correction + 15) % 30
    leap_years, year_rest = divmod(year_of_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * leap_years - epact - year_rest) % 7
    late_moon = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late_moon + 114, 31)
    return date(year, month, day + 1)


def _monday_from(day: date) -> date:
    while day.weekday() != MONDAY:
        day += ONE_DAY
    return day


@cache
def holidays_of(year: int) -> frozenset[date]:
    """The days that are holidays by law in one year (Ley 51/1983 and Ley 2578/2026).

    >>> date(2026, 7, 13) in holidays_of(2026), date(2025, 7, 14) in holidays_of(2025)
    (True, False)
    """
    if year < LEY_51_FIRST_YEAR:
        return frozenset()
    sunday = easter(year)
    days = {date(year, month, day) for month, day in FIXED}
    days |= {_monday_from(date(year, month, day)) for month, day in MOVED_TO_MONDAY}
    days |= {sunday + timedelta(offset) for offset in (HOLY_THURSDAY, GOOD_FRIDAY)}
    days |= {_monday_from(sunday + timedelta(offset)) for offset in (ASCENSION, CORPUS_CHRISTI, SACRED_HEART)}
    if year >= LEY_2578_FIRST_YEAR:
        days.add(_monday_from(date(year, *CHIQUINQUIRA)))
    return frozenset(days)


@cache
def ordinary_days_of(year: int, *, saturday: bool) -> frozenset[date]:
    """The bd of one year without closures: Monday to Friday, or to Saturday, minus the holidays (section 1)."""
    last = SATURDAY if saturday else SATURDAY - 1
    days = (date(year, 1, 1) + timedelta(number) for number in range(366))
    return frozenset(day for day in days if day.year == year and day.weekday() <= last) - holidays_of(year)


def add_calendar_days(day: date, count: int) -> date:
    """`count` calendar days after `day`; outside the span, refused."""
    _within(day)
    try:
        return _within(day + timedelta(count))
    except OverflowError:
        refuse("fuera_de_rango")


def _within(day: date) -> date:
    # Section 1, span: a computation that starts on, steps on or ends on a day outside is refused.
    if not FIRST_DAY <= day <= LAST_DAY:
        refuse("fuera_de_rango")
    return day


@dataclass(frozen=True)
class Calendar:
    """One utility's business days. Closures are (first, last), both inside."""

    saturday_is_business_day: bool = False
    closures: tuple[tuple[date, date], ...] = ()

    def is_business_day(self, day: date) -> bool:
        """Monday to Friday (or Saturday), less the holidays, less the closures (section 1)."""
        _within(day)
        if day not in ordinary_days_of(day.year, saturday=self.saturday_is_business_day):
            return False
        return not any(first <= day <= last for first, last in self.closures)

    def days_after(self, day: date) -> Iterator[date]:
        """Every calendar day after `day`; past the end of the span, a refusal."""
        _within(day)
        while True:
            day = _within(day + ONE_DAY)
            yield day

    def next_business_day(self, day: date) -> date:
        """The first bd strictly after `day`."""
        return next(later for later in self.days_after(day) if self.is_business_day(later))

    def on_or_after(self, day: date) -> date:
        """`day` itself if it is a bd, else the next."""
        return day if self.is_business_day(day) else self.next_business_day(day)

    def add_business_days(self, day: date, count: int) -> date:
        """The count-th bd after `day`, or before it when negative; 0 asks that `day` be a bd (section 1)."""
        _within(day)
        if count == 0:
            if not self.is_business_day(day):
                refuse("dia_no_habil")
            return day
        step = ONE_DAY if count > 0 else -ONE_DAY
        found = 0
        while found < abs(count):
            day = _within(day + step)
            if self.is_business_day(day):
                found += 1
        return day

    def business_days_between(self, start: date, end: date) -> int:
        """The bd in (start, end]; for an end before the start, minus those in (end, start] (section 1)."""
        if end < start:
            return -self.business_days_between(end, start)
        _within(start)
        _within(end)
        found = 0
        day = start
        while day < end:
            day += ONE_DAY
            if self.is_business_day(day):
                found += 1
        return found

    def add_months(self, base: date, count: int, policy: str) -> date:
        """The last day of a term of `count` months, rolled to a bd (section 2; policy `months`)."""
        _within(base)
        first = base if policy == "trigger_day" else _within(base + ONE_DAY)
        year, month = first.year, first.month
        for _ in range(count):
            year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
            if year > LAST_DAY.year:
                refuse("fuera_de_rango")
        length = month_lengths.monthrange(year, month)[1]
        return self.on_or_after(date(year, month, min(first.day, length)))
