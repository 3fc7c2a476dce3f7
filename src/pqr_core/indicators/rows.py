"""Count any iterable of rows in one pass and constant memory: the reference for the other evaluators."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter, eq, gt, le, lt
from typing import Any, TypeAlias

from pqr_core.indicators.counts import COUNTED, Counted, Counts, Key
from pqr_core.indicators.measures import ASKED, Column, Condition, DaysBetween, Measure, Number, Test
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Group, Window
from pqr_core.sources import Origin, Rows

__all__ = ("cases_of", "counts_of")

_Passes: TypeAlias = Callable[[Any], bool]
_Whole: TypeAlias = Callable[[Any], int | None]


def counts_of(rows: Rows, question: CountQuestion) -> Counts:
    """Count what the formulas measure, in one pass over each register."""
    counters = [
        (which, counter)
        for which, measure in enumerate(question.measures)
        for counter in _counters(measure, question.window(measure), question.standing_days)
    ]
    for origin in Origin:
        own = [counter for which, counter in counters if question.measures[which].origin is origin]
        if own:
            _run(rows.of(origin), _group_of(question.grouping(origin)), own)
    return Counts.of(
        question,
        ((which, *key, n) for which, counter in counters for key, n in counter.tally.items()),
    )


def _run(rows: Iterable[Any], group_of: Callable[[Any], Group], counters: Sequence[_Counter]) -> None:
    for row in rows:
        group = group_of(row)
        for counter in counters:
            key = counter.key(row, group)
            if key is not None:
                counter.tally[key] += 1


def cases_of(rows: Rows, question: CaseQuestion) -> Iterator[Counted]:
    """The rows that one measure counts."""
    measure = question.measure
    group_of, (counter,) = _group_of(question.by), _counters(measure, question.window, [question.last_day])
    named = attrgetter(*COUNTED[measure.origin])
    for row in rows.of(measure.origin):
        key = counter.key(row, group_of(row))
        if key is not None and question.group in (None, key[1]):
            yield Counted(*named(row))


# --- compiled once, run for every row ------------------------------------------------------------------------------


def _group_of(by: Sequence[str]) -> Callable[[Any], Group]:
    if not by:
        return lambda _row: ()
    get = attrgetter(*by)
    return get if len(by) > 1 else lambda row: (get(row),)


def _counters(measure: Measure, window: Window, days: Iterable[date]) -> list[_Counter]:
    if measure.period_on is not None:
        return [_Counter(measure, window, None)]
    return [_Counter(measure, window, day) for day in days]


class _Counter:
    """Counts the rows of one measure: by month or, for a standing count, for one day asked about."""

    def __init__(self, measure: Measure, window: Window, asked: date | None) -> None:
        self.tally: dict[Key, int] = defaultdict(int)
        self._tests = [_passes(condition, asked) for condition in measure.where]
        self._when = attrgetter(measure.period_on) if measure.period_on is not None else None
        self._number = None if measure.of is None else _number(measure.of, asked)
        self._asked = asked
        self._first, self._last = window[0] or date.min, window[1] or date.max
        self._months: dict[date | None, date | None] = {None: None}

    def key(self, row: Any, group: Group) -> Key | None:
        """The key under which the row counts; None if it does not count."""
        for passes in self._tests:
            if not passes(row):
                return None
        number = 0 if self._number is None else self._number(row)
        when = self._asked if self._when is None else self._month(self._when(row))
        if number is None or when is None:
            return None
        return when, group, number

    def _month(self, day: date | None) -> date | None:
        """The first day of the month of a day; None if the day is outside the window."""
        try:
            return self._months[day]
        except KeyError:
            assert day is not None  # noqa: S101 - None is in the dict from the start
            month = self._months[day] = day.replace(day=1) if self._first <= day <= self._last else None
            return month


def _number(of: Number, asked: date | None) -> _Whole:
    if not isinstance(of, DaysBetween):
        return attrgetter(of)
    first: Callable[[Any], date | None] = attrgetter(of.first)
    last: Callable[[Any], date | None] = (lambda _row: asked) if of.last is ASKED else attrgetter(of.last)

    def days(row: Any) -> int | None:
        begin, end = first(row), last(row)
        return None if begin is None or end is None else (end - begin).days

    return days


def _passes(condition: Condition, asked: date | None) -> _Passes:  # noqa: PLR0911 - one return for each test
    get: Callable[[Any], Any] = attrgetter(condition.column)
    if isinstance(condition.operand, Column):
        return _passes_beside(get, condition.test, attrgetter(condition.operand.name))
    operand: Any = asked if condition.operand is ASKED else condition.operand
    match condition.test:
        case Test.SET:
            return lambda row: get(row) is not None
        case Test.UNSET:
            return lambda row: get(row) is None
        case Test.EQUAL:
            return lambda row: bool(get(row) == operand)
        case Test.ONE_OF:
            return lambda row: get(row) in operand
        case Test.BEFORE:
            return lambda row: (value := get(row)) is not None and bool(value < operand)
        case Test.BY:
            return lambda row: (value := get(row)) is not None and bool(value <= operand)
        case Test.NOT_BY:
            return lambda row: (value := get(row)) is None or bool(value > operand)


def _passes_beside(get: Callable[[Any], Any], test: Test, other: Callable[[Any], Any]) -> _Passes:
    """A test against another column, either of which may be empty."""
    compare: Callable[[Any, Any], bool] = {Test.EQUAL: eq, Test.BEFORE: lt, Test.BY: le, Test.NOT_BY: gt}[test]

    def passes(row: Any) -> bool:
        value, against = get(row), other(row)
        if value is None:
            return test is Test.NOT_BY
        return against is not None and compare(value, against)

    return passes
