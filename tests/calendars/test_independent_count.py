"""Every day of the span counted a second time, by another algorithm for Easter and a plain walk from day to day.

Only the calendar under test comes from the package.
"""

from __future__ import annotations

import random
from collections import deque
from datetime import date, timedelta
from typing import TypeAlias

import pytest

from pqr_core.calendars.business import BusinessCalendar, Closure
from pqr_core.colombia.calendars import calendar

FIRST, LAST = date(1984, 1, 1), date(2100, 12, 31)
DAY = timedelta(days=1)
DAYS = [FIRST + i * DAY for i in range((LAST - FIRST).days + 1)]
STEPS = (1, 2, 3, 5, 10, 15, 30, 60)

FIXED = ((1, 1), (5, 1), (7, 20), (8, 7), (12, 8), (12, 25))
TO_MONDAY = ((1, 6), (3, 19), (6, 29), (8, 15), (10, 12), (11, 1), (11, 11))

CLOSED = (
    (date(2000, 6, 3), date(2000, 6, 6)),
    (date(2024, 4, 1), date(2024, 4, 1)),
    (date(2051, 12, 9), date(2052, 1, 9)),
)


def easter_sunday(year: int) -> date:
    """Easter by the anonymous Gregorian computus (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    i = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    month, day = divmod(h + i - 7 * ((a + 11 * h + 22 * i) // 451) + 114, 31)
    return date(year, month, day + 1)


def holidays_of(year: int) -> set[date]:
    """Ley 51 de 1983 and Ley 2578 de 2026, written out a second time."""
    easter = easter_sunday(year)
    found = {date(year, month, day) for month, day in FIXED}
    found |= {easter + n * DAY for n in (-3, -2, 43, 64, 71)}
    for month, day in TO_MONDAY + (((7, 9),) if year >= 2026 else ()):
        moved = date(year, month, day)
        while moved.weekday():
            moved += DAY
        found.add(moved)
    return found


HOLIDAYS = {day for year in range(1984, 2101) for day in holidays_of(year)}
Configured: TypeAlias = tuple[BusinessCalendar, list[bool]]


@pytest.fixture(scope="module", params=["default", "saturdays", "dated saturdays", "closures"])
def configuration(request: pytest.FixtureRequest) -> Configured:
    """A calendar, and whether each day of the span counts by this file's own rules."""
    settings: dict[str, bool | date] = {"saturdays": True, "dated saturdays": date(2010, 3, 1)}
    saturdays = settings.get(request.param, False)
    closed = CLOSED if request.param == "closures" else ()
    cal = calendar(
        saturday_is_business_day=saturdays, closures=[Closure(first, last, act="Decreto 1") for first, last in closed]
    )
    from_day = {True: FIRST, False: date.max}[saturdays] if isinstance(saturdays, bool) else saturdays
    counts = [
        (day.weekday() < 5 or (day.weekday() == 5 and day >= from_day))
        and day not in HOLIDAYS
        and not any(first <= day <= last for first, last in closed)
        for day in DAYS
    ]
    return cal, counts


def test_every_day_of_the_span_is_judged_alike(configuration: Configured) -> None:
    """`is_business_day` agrees on each of the 42,735 days."""
    cal, counts = configuration
    assert [cal.is_business_day(day) for day in DAYS] == counts


@pytest.mark.parametrize("sign", [1, -1])
def test_adding_agrees_with_a_walk_from_every_day(configuration: Configured, sign: int) -> None:
    """The n-th business day after or before each day is the n-th open day that a walk meets."""
    cal, counts = configuration
    met: deque[date] = deque(maxlen=max(STEPS))
    pairs = list(zip(DAYS, counts, strict=True))
    for day, is_open in pairs if sign < 0 else reversed(pairs):
        for n in STEPS:
            if n <= len(met):
                assert cal.add_business_days(day, sign * n) == met[-n]
        if is_open:
            met.append(day)


def test_counting_agrees_with_a_running_count(configuration: Configured) -> None:
    """Between a day and each of a dozen others lie as many business days as a running count meets."""
    cal, counts = configuration
    running = {}
    total = 0
    for day, is_open in zip(DAYS, counts, strict=True):
        total += is_open
        running[day] = total
    chosen = random.Random(51)  # noqa: S311 - to choose days
    for day in DAYS:
        for other in (day, *chosen.choices(DAYS, k=3), min(day + 22 * DAY, LAST), max(day - 40 * DAY, FIRST)):
            expected = running[other] - running[day]
            assert cal.business_days_between(day, other) == expected


def test_far_steps_agree_with_the_list_of_open_days(configuration: Configured) -> None:
    """Thousands of business days at once, both ways, land on the day that a list of them names."""
    cal, counts = configuration
    opened = [day for day, is_open in zip(DAYS, counts, strict=True) if is_open]
    chosen = random.Random(1983)  # noqa: S311 - to choose days
    for _ in range(3000):
        start, end = chosen.randrange(len(opened)), chosen.randrange(len(opened))
        if start != end:
            assert cal.add_business_days(opened[start], end - start) == opened[end]
