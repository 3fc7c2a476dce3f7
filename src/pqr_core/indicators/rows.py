"""Counting any iterable of rows in one pass and constant memory: the meaning the other evaluators must agree with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from operator import attrgetter
from typing import Any, TypeAlias

from attrs import frozen

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.indicators.base import ASKED, COLUMNS, Condition, Indicator, Measure, Source, Term, Test
from pqr_core.indicators.counts import Counts, Group, Histogram, Key
from pqr_core.indicators.periods import Frequency, Period

__all__ = ("Behind", "Rows", "behind", "count")

_Passes: TypeAlias = Callable[[Any], bool]


@frozen(kw_only=True)
class Rows:
    """What is counted. Generators will do: each is gone through once."""

    facts: Iterable[Facts] = ()
    volumes: Iterable[Volume] = ()
    surveys: Iterable[Survey] = ()

    def of(self, source: Source) -> Iterable[Facts | Volume | Survey]:
        """The rows of one source."""
        match source:
            case Source.FACTS:
                return self.facts
            case Source.VOLUMES:
                return self.volumes
            case Source.SURVEYS:
                return self.surveys


def count(rows: Rows, indicators: Iterable[Indicator], *, by: Sequence[str] = (), days: Iterable[date] = ()) -> Counts:
    """Count what the formulas name, in one pass over each source.

    Args:
        rows: the register.
        indicators: what is to be computed from the counts.
        by: columns to group by, that every source of the formulas has (`Indicator.can_group_by`).
        days: the days at whose end the standing counts are taken; without any there are none.

    Raises:
        InvalidInputError: a column that a source does not have.
    """
    measures = dict.fromkeys(measure for indicator in indicators for measure in indicator.measures)
    asked = tuple(dict.fromkeys(days))
    tallies: dict[Measure, dict[Key, int]] = {measure: defaultdict(int) for measure in measures}
    for source in dict.fromkeys(measure.source for measure in measures):
        group_of = _group_of(source, by)
        counters = [
            counter
            for measure in measures
            if measure.source is source
            for counter in _counters(measure, tallies[measure], asked)
        ]
        for row in rows.of(source):
            group = group_of(row)
            for counter in counters:
                counter(row, group)
    histograms = {measure: Histogram(tally) for measure, tally in tallies.items()}
    return Counts(histograms=histograms, by=tuple(by), days=frozenset(asked))


@frozen(kw_only=True)
class Behind:
    """The numbers of the cases behind one value, each once and in the order of the rows; None where not assigned."""

    numerator: tuple[str | None, ...]
    denominator: tuple[str | None, ...]


def behind(
    rows: Rows, indicator: Indicator, period: Period, *, by: Sequence[str] = (), group: Group | None = None
) -> Behind:
    """The radicados of the rows that make the numerator and the denominator of one value.

    Rows of volumes have none: what is made of them alone has nobody behind it. Pass rows that can be gone through
    twice.
    """

    def radicados(terms: Iterable[Term]) -> tuple[str | None, ...]:
        found = (number for term in terms for number in _radicados(rows, term, period, by, group))
        return tuple(dict.fromkeys(found))

    return Behind(numerator=radicados(indicator.numerator), denominator=radicados(indicator.denominator))


def _radicados(rows: Rows, term: Term, period: Period, by: Sequence[str], group: Group | None) -> Iterator[str | None]:
    measure = term.measure
    if measure.source is Source.VOLUMES or measure.period_on is None:
        return
    months = {month.first_day for month in period.shift(-term.lag).split(Frequency.MONTH)}
    group_of, counter = _group_of(measure.source, by), _Counter(measure, {}, None)
    for row in rows.of(measure.source):
        key = counter.key(row, group_of(row))
        if key is not None and key[0] in months and group in (None, key[1]):
            yield row.radicado  # type: ignore[union-attr]  # facts and surveys have one


# --- compiled once, run for every row ------------------------------------------------------------------------------


def _group_of(source: Source, by: Sequence[str]) -> Callable[[Any], Group]:
    for column in by:
        if column not in COLUMNS[source]:
            known = ", ".join(sorted(COLUMNS[source]))
            raise InvalidInputError(place="by", detail=f"{source} has no column {column!r} to group by; it has {known}")
    if not by:
        return lambda _row: ()
    get = attrgetter(*by)
    return get if len(by) > 1 else lambda row: (get(row),)


class _Counter:
    """Counts the rows of one measure, by month or (of a standing count) for one day asked."""

    def __init__(self, measure: Measure, tally: dict[Key, int], asked: date | None) -> None:
        self._tests = [_passes(condition, asked) for condition in measure.where]
        self._when = attrgetter(measure.period_on) if measure.period_on is not None else None
        self._number = attrgetter(measure.of) if measure.of is not None else None
        self._asked = asked
        self._tally = tally
        self._months: dict[date, date] = {}

    def key(self, row: Any, group: Group) -> Key | None:
        """Where the row counts; None where it does not."""
        for passes in self._tests:
            if not passes(row):
                return None
        number = 0 if self._number is None else self._number(row)
        when = self._asked if self._when is None else self._when(row)
        if number is None or when is None:
            return None
        return (when if self._when is None else self._month(when)), group, number

    def _month(self, day: date) -> date:
        month = self._months.get(day)
        if month is None:
            month = self._months[day] = day.replace(day=1)
        return month

    def __call__(self, row: Any, group: Group) -> None:
        key = self.key(row, group)
        if key is not None:
            self._tally[key] += 1


def _counters(measure: Measure, tally: dict[Key, int], asked: Iterable[date]) -> list[_Counter]:
    if measure.period_on is not None:
        return [_Counter(measure, tally, None)]
    return [_Counter(measure, tally, day) for day in asked]


def _passes(condition: Condition, asked: date | None) -> _Passes:
    get: Callable[[Any], Any] = attrgetter(condition.column)
    operand: Any = asked if condition.operand is ASKED else condition.operand
    match condition.test:
        case Test.SET:
            return lambda row: get(row) is not None
        case Test.UNSET:
            return lambda row: get(row) is None
        case Test.EQUAL:
            return lambda row: bool(get(row) == operand)
        case Test.BEFORE:
            return lambda row: (value := get(row)) is not None and bool(value < operand)
        case Test.BY:
            return lambda row: (value := get(row)) is not None and bool(value <= operand)
        case Test.NOT_BY:
            return lambda row: (value := get(row)) is None or bool(value > operand)
