"""The vectors for authors of calendars find every planted mistake, and each vector is needed.

The calendar below is a third implementation, only for this test. Without a mistake it passes; with one of `MISTAKES` it
is what somebody might have written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any, Final

import pytest
from tests.vectors.asking import failed

from pqr_core.vectors import theme

DAY: Final = timedelta(days=1)
VECTORS: Final = theme("days")

KEPT: Final = {"new year": (1, 1), "labour": (5, 1), "independence": (7, 20), "boyaca": (8, 7), "conception": (12, 8)}
MOVED: Final = {"kings": (1, 6), "joseph": (3, 19), "peter": (6, 29), "assumption": (8, 15), "race": (10, 12)}
MOVED_LATE: Final = {"saints": (11, 1), "cartagena": (11, 11)}

MISTAKES: Final = (
    *("list without 2578", "2578 on its date", "2578 before its year", "2578 in its year only"),
    *("nothing moves", "the date of what moves is off too", "the list ends with the year", "a Monday moves on"),
    *("what is fixed moves", "no Easter", "all of Holy Week", "Easter Monday", "Gauss 2049", "Gauss 2076"),
    *("Easter until 2099", "Ascension on Thursday", "Corpus on Thursday", "no Sacred Heart", "Christmas Eve"),
    *("civic days", "Saturdays always", "Saturdays never", "Saturdays before holidays", "Sundays with Saturdays"),
    *("no closures", "closures without their last day", "closures with the day after", "a closure takes twice"),
    *("holidays take twice", "holidays on weekends take", "first day counted", "last day not counted", "no sign"),
    *("one holiday too many", "filing counts", "rolled first", "no new year", "backwards plain", "backwards rolled"),
    *("zero is next", "closures move no term", "Saturdays move no term", "thirty days", "runs over", "29 to 1"),
    *("month by month", "months end anywhere", "months end in closures", "months end before Saturdays"),
)


class Calendar:
    """Days counted one by one, with one mistake or none."""

    def __init__(self, body: Mapping[str, Any], mistake: str) -> None:
        utility = body.get("utility", {})
        self.mistake = mistake
        self.saturdays = utility.get("saturday_is_business_day", False)
        self.closed = {day for each in utility.get("closures", ()) for day in self._closed(each)}
        self.moves = body.get("policies", {}).get("months", "first_counted_day")

    def _closed(self, closure: Mapping[str, str]) -> Iterator[date]:
        first, last = date.fromisoformat(closure["from"]), date.fromisoformat(closure["to"])
        last += DAY * (self.mistake == "closures with the day after") - DAY * (
            self.mistake == "closures without their last day" and last > first
        )
        yield from (first + DAY * n for n in range((last - first).days + 1))

    def easter(self, year: int) -> date:
        """Easter by the algorithm of Gauss, with its exceptions, for the years of the table."""
        a, b, c = year % 19, year % 4, year % 7
        m, n = (24, 6) if year >= 2100 and self.mistake != "Easter until 2099" else (24, 5)
        d = (19 * a + m) % 30
        e = (2 * b + 4 * c + 6 * d + n) % 7
        day = date(year, 3, 22) + DAY * (d + e)
        if day == date(year, 4, 26) and self.mistake != "Gauss 2076":
            return day - 7 * DAY
        if day == date(year, 4, 25) and d == 28 and a > 10 and self.mistake != "Gauss 2049":
            return day - 7 * DAY
        return day

    def holidays(self, year: int) -> Iterator[date]:
        """The holidays of a year, one for each law."""
        moved = dict(MOVED) | MOVED_LATE
        if year >= 2026 or self.mistake == "2578 before its year":
            moved["2578"] = (7, 9)
        if self.mistake == "list without 2578" or (self.mistake == "2578 in its year only" and year > 2026):
            moved.pop("2578", None)
        for name, (month, number) in (dict(KEPT) | {"christmas": (12, 25)}).items():
            day = date(year, month, number)
            if name != "new year" or self.mistake != "no new year" or year != 2026:
                yield day + DAY * (-day.weekday() % 7) if self.mistake == "what is fixed moves" else day
        for name, (month, number) in moved.items():
            yield from self._moved(date(year, month, number), name)
        if self.mistake != "no Easter":
            yield from self._by_easter(self.easter(year))
        if self.mistake == "Christmas Eve":
            yield from (date(year, 12, 24), date(year, 12, 31))
        if self.mistake == "civic days":
            yield date(2026, 4, 17)
        if self.mistake == "one holiday too many":
            yield date(year, 12, 24)

    def _moved(self, day: date, name: str) -> Iterator[date]:
        if self.mistake == "nothing moves" or (name == "2578" and self.mistake == "2578 on its date"):
            yield day
        elif name == "kings" and day.year > 2026 and self.mistake == "the list ends with the year":
            return
        else:
            if self.mistake == "the date of what moves is off too":
                yield day
            yield day + DAY * (-day.weekday() % 7 or 7 * (self.mistake == "a Monday moves on"))

    def _by_easter(self, easter: date) -> Iterator[date]:
        thursday = {"Ascension on Thursday": 43, "Corpus on Thursday": 64}
        for after in (-3, -2, 43, 64, 71):
            if after != 71 or self.mistake != "no Sacred Heart":
                yield easter + DAY * (after - 4 * (thursday.get(self.mistake) == after))
        if self.mistake == "all of Holy Week":
            yield from (easter - DAY * n for n in (6, 5, 4))
        if self.mistake == "Easter Monday":
            yield easter + DAY

    def works(self, day: date, *, counting: bool = False) -> bool:
        """Whether the day counts."""
        saturdays = self.saturdays
        saturdays = saturdays and not (counting and self.mistake == "Saturdays move no term")
        saturdays = (saturdays or self.mistake == "Saturdays always") and self.mistake != "Saturdays never"
        closed = day in self.closed and self.mistake != "no closures"
        if closed and not (counting and self.mistake == "closures move no term"):
            return False
        if day.weekday() == 5 and saturdays and self.mistake == "Saturdays before holidays":
            return True
        if day in self.holidays(day.year):
            return False
        if day.weekday() == 6:
            return bool(saturdays) and self.mistake == "Sundays with Saturdays"
        return day.weekday() < 5 or bool(saturdays)

    def add(self, day: date, n: int) -> date:
        """The n-th day that counts."""
        step = DAY if n >= 0 else -DAY
        if n == 0 and self.mistake == "zero is next":
            n = 1
        if n < 0 and self.mistake == "backwards plain":
            return self._weekdays_back(day, -n)
        if not self.works(day) and self.mistake == ("rolled first" if n > 0 else "backwards rolled"):
            while not self.works(day):
                day += step
        if self.mistake == "filing counts":
            n -= 1
        for _ in range(abs(n)):
            day += step
            while not self.works(day, counting=True):
                day += step
        return day

    @staticmethod
    def _weekdays_back(day: date, n: int) -> date:
        while n:
            day -= DAY
            n -= day.weekday() < 5
        return day

    def between(self, first: date, last: date) -> int:
        """The number of counted days in (first, last]."""
        if last < first:
            return self.between(last, first) * (1 if self.mistake == "no sign" else -1)
        days = [first + DAY * n for n in range((last - first).days + 1)]
        counted = days[:-1] if self.mistake == "last day not counted" else days[1:]
        if self.mistake == "first day counted":
            counted = days
        if self.mistake in {"holidays take twice", "holidays on weekends take", "a closure takes twice"}:
            return self._subtracted(counted)
        return sum(map(self.works, counted))

    def _subtracted(self, days: list[date]) -> int:
        """Weekdays minus holidays minus closures, as many programs compute it."""
        all_holidays = [day for day in self.holidays(days[-1].year if days else 2026) if day in days]
        twice = self.mistake == "holidays take twice"
        weekend = self.mistake == "holidays on weekends take"
        off = [day for day in (all_holidays if twice else set(all_holidays)) if weekend or day.weekday() < 5]
        closed = self.closed if self.mistake == "a closure takes twice" else self.closed - set(off)
        return sum(day.weekday() < 5 for day in days) - len(off) - len([day for day in closed if day in days])

    def months(self, base: date, n: int) -> date:
        """The end of a term of months."""
        start = base if self.moves == "trigger_day" else base + DAY
        if self.mistake == "thirty days":
            end = start + 30 * n * DAY
        elif self.mistake == "month by month":
            end = start
            for _ in range(n):
                end = self._later(end, 1)
        else:
            end = self._later(start, n)
        while not self._ends(end):
            end += DAY
        return end

    def _later(self, day: date, n: int) -> date:
        index = day.year * 12 + day.month - 1 + n
        year, month = index // 12, index % 12 + 1
        last = (date(year + month // 12, month % 12 + 1, 1) - DAY).day
        if day.day > last and (self.mistake == "runs over" or (self.mistake == "29 to 1" and day.day == 29)):
            return date(year, month, last) + DAY * (day.day - last)
        return date(year, month, min(day.day, last))

    def _ends(self, day: date) -> bool:
        if self.mistake == "months end anywhere" or (day in self.closed and self.mistake == "months end in closures"):
            return True
        return self.works(day) and not (day.weekday() == 5 and self.mistake == "months end before Saturdays")


def answer(body: Mapping[str, Any], mistake: str = "") -> Any:
    """The answer of a calendar with that mistake."""
    calendar = Calendar(body, mistake)
    days = {key: date.fromisoformat(body[key]) for key in ("on", "from", "to") if key in body}
    match body["op"]:
        case "is_business_day":
            return calendar.works(days["on"])
        case "add_business_days":
            return calendar.add(days["from"], body["n"]).isoformat()
        case "business_days_between":
            return calendar.between(days["from"], days["to"])
        case _:
            return calendar.months(days["from"], body["n"]).isoformat()


def test_a_calendar_without_mistakes_holds() -> None:
    """The calendar without a mistake agrees with every vector."""
    assert failed(VECTORS, answer) == []


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_found(mistake: str) -> None:
    """Every mistake makes at least one vector fail."""
    assert failed(VECTORS, partial(answer, mistake=mistake))


def test_no_vector_is_idle() -> None:
    """Each vector finds a mistake, so no vector can be left out."""
    found = {each for mistake in MISTAKES for each in failed(VECTORS, partial(answer, mistake=mistake))}
    assert [vector.id for vector in VECTORS if vector.id not in found] == []


def test_each_names_its_trap_in_both_languages() -> None:
    """Each vector has a text in both languages about the mistake that it finds."""
    assert [v.id for v in VECTORS if {"es", "en"} != set(v.body.get("trap", ())) or not v.body["source"]] == []
    assert len({v.body["trap"]["es"] for v in VECTORS}) == len(VECTORS)
