"""Counts that add up: the small thing every evaluator makes, and from which every value follows exactly.

>>> january = date(2026, 1, 1)
>>> one, other = Histogram({(january, (), 9): 2}), Histogram({(january, (), 9): 1, (january, (), 12): 1})
>>> (one + other).at([january]).mean, (one + other).at([january]).quantile(Fraction(9, 10))
(Fraction(39, 4), 12)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, chain, pairwise
from operator import mul
from typing import TypeAlias

from attrs import field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Indicator, Result, Standing, Term, Undefined, Why
from pqr_core.indicators.measures import Measure, Source
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.indicators.questions import Question

__all__ = ("Behind", "Counts", "Distribution", "Group", "Histogram", "Key", "Tally")

Group: TypeAlias = tuple[object, ...]
"""The values of the columns grouped by, in their order."""
Key: TypeAlias = tuple[date, Group, int]
"""The first day of a month (or the day asked, of a standing count), the group, and the whole number."""


@frozen
class Distribution:
    """How many rows have each whole number."""

    counts: Mapping[int, int]

    @cached_property
    def n(self) -> int:
        """How many rows."""
        return sum(self.counts.values())

    @cached_property
    def sum(self) -> int:
        """The numbers of all rows, added."""
        return sum(map(mul, self.counts.keys(), self.counts.values()))

    @property
    def mean(self) -> Fraction | None:
        """The exact mean; None without rows."""
        return Fraction(self.sum, self.n) if self.n else None

    def quantile(self, share: Fraction) -> int | None:
        """The smallest number that at least that share of the rows (above 0, to 1) do not exceed; None without rows."""
        if not 0 < share.numerator <= share.denominator:  # comparing fractions takes longer than all the rest
            raise InvalidInputError(place="share", detail=f"a share above 0 and up to 1 is meant, not {share}")
        if not self.n:
            return None
        numbers, upto = self._running
        needed = -(-self.n * share.numerator // share.denominator)
        return numbers[bisect_left(upto, needed)]

    @cached_property
    def _running(self) -> tuple[list[int], list[int]]:
        """The numbers in order, and how many rows have up to each."""
        numbers = sorted(self.counts)
        return numbers, list(accumulate(map(self.counts.__getitem__, numbers)))

    def bands(self, limits: Iterable[int]) -> tuple[int, ...]:
        """How many rows have up to the first limit, above it up to the second..., and above the last.

        >>> Distribution({3: 2, 15: 1, 16: 4}).bands((5, 15))
        (2, 1, 4)
        """
        numbers, upto = self._running
        reached = [0, *upto]
        edges = [reached[bisect_right(numbers, limit)] for limit in sorted(limits)]
        return tuple(after - before for before, after in pairwise((0, *edges, self.n)))


def _without_zeros(counts: Mapping[Key, int]) -> Mapping[Key, int]:
    return dict(counts) if all(counts.values()) else {key: n for key, n in counts.items() if n}


@frozen
class Histogram:
    """Rows by month, group and whole number; histograms of parts add up to that of the whole."""

    counts: Mapping[Key, int] = field(factory=dict, converter=_without_zeros)

    def __add__(self, other: Histogram) -> Histogram:
        merged = Counter(self.counts)
        merged.update(other.counts)
        return Histogram(merged)

    @cached_property
    def _cells(self) -> Mapping[date, Mapping[Group, Distribution]]:
        cells: dict[date, dict[Group, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
        for (when, group, number), n in self.counts.items():
            cells[when][group][number] = n
        return {
            when: {group: Distribution(counts) for group, counts in groups.items()} for when, groups in cells.items()
        }

    @property
    def groups(self) -> frozenset[Group]:
        """The groups that have rows."""
        return frozenset(group for _, group, _ in self.counts)

    def has(self, when: date, group: Group | None = None) -> bool:
        """Whether any row stands under that day, in one group or in any."""
        return when in self._cells if group is None else group in self._cells.get(when, {})

    def at(self, days: Iterable[date], group: Group | None = None) -> Distribution:
        """The rows of these days (first days of months, or days asked) in one group, or in all."""
        days = tuple(days)
        if group is not None and len(days) == 1:
            return self._cells.get(days[0], {}).get(group) or Distribution({})
        found: Counter[int] = Counter()
        for day in days:
            for own, part in self._cells.get(day, {}).items():
                if group in (None, own):
                    found.update(part.counts)
        return Distribution(found)


Tally: TypeAlias = tuple[int, date, Group, int, int]
"""Which measure of the question (from 0), the day or month, the group, the whole number, and how many rows."""


@frozen(kw_only=True)
class Counts:
    """One histogram for each measure, grouped by the same columns, and the days that standing counts were taken for.

    Counts of parts of a register (months, offices, utilities) add up with `+`. `until` is the last day looked at.
    """

    histograms: Mapping[Measure, Histogram]
    by: tuple[str, ...] = ()
    days: frozenset[date] = frozenset()
    until: date | None = None

    @classmethod
    def of(cls, question: Question, tallies: Iterable[Tally]) -> Counts:
        """The counts that answer a question; tallies of the same measure, day, group and number add up."""
        found: list[dict[Key, int]] = [defaultdict(int) for _ in question.measures]
        for which, when, group, number, n in tallies:
            found[which][when, group, number] += n
        histograms = {m: Histogram(counts) for m, counts in zip(question.measures, found, strict=True)}
        return cls(histograms=histograms, by=question.by, days=frozenset(question.standing_days), until=question.until)

    def __add__(self, other: Counts) -> Counts:
        if self.by != other.by:
            raise InvalidInputError(place="by", detail=f"counts by {self.by} and by {other.by} do not add up")
        if (self.days, self.until) != (other.days, other.until):
            raise InvalidInputError(place="days", detail="counts at the end of different days do not add up")
        every = dict.fromkeys(chain(self.histograms, other.histograms))
        added = {m: self._of(m) + other._of(m) for m in every}
        return Counts(histograms=added, by=self.by, days=self.days, until=self.until)

    def _of(self, measure: Measure) -> Histogram:
        return self.histograms.get(measure) or Histogram()

    def groups(self, indicator: Indicator) -> tuple[Group, ...]:
        """The groups in which the formula has rows, in the order of their text."""
        found = (self._of(term.measure).groups for term in indicator.terms)
        return tuple(sorted(frozenset().union(*found), key=lambda group: [str(part) for part in group]))

    def distribution(self, measure: Measure, period: Period, group: Group | None = None) -> Distribution:
        """The rows of a measure in a period: those of all its months, or what there is at its end.

        Raises:
            InvalidInputError: a standing count that was not taken for the day that closes the period.
        """
        return self._of(measure).at(self._days(measure, period), group)

    def _days(self, measure: Measure, period: Period) -> list[date]:
        """What stands for the period in the histogram of the measure."""
        if measure.period_on is None:
            return [self._asked(period.closing_day(self.until), str(period))]
        months = [month.first_day for month in period.split(Frequency.MONTH)]
        return months[-1:] if measure.stock else months

    def _asked(self, day: date, what: str) -> date:
        if day not in self.days:
            raise InvalidInputError(place="days", detail=f"{what} was not counted for {day}")
        return day

    def result(self, indicator: Indicator, period: Period, group: Group | None = None) -> Result:
        """The value in a period, of one group or (counted from all rows) of the whole."""
        for term in indicator.terms:
            measure = term.measure
            if measure.source is Source.VOLUMES:
                known = self._of(measure)
                # A month of which nobody said how many subscribers there were is not a month without subscribers.
                if not all(known.has(day, group) for day in self._days(measure, period.shift(-term.lag))):
                    return Undefined(Why.NO_ROWS)
        if indicator.quantile is not None:
            number = self.distribution(indicator.numerator[0].measure, period, group).quantile(indicator.quantile)
            return Undefined(Why.NO_ROWS) if number is None else indicator.value(number, 1)
        return indicator.value(
            sum(self._amount(term, period, group) for term in indicator.numerator),
            sum(self._amount(term, period, group) for term in indicator.denominator) if indicator.denominator else 1,
        )

    def _amount(self, term: Term, period: Period, group: Group | None) -> int:
        rows = self.distribution(term.measure, period.shift(-term.lag) if term.lag else period, group)
        return term.weight * (rows.n if term.rows or term.measure.of is None else rows.sum)

    def standing(self, standing: Standing, day: date, group: Group | None = None) -> int:
        """The standing count at the end of `day`.

        Raises:
            InvalidInputError: it was not counted for that day.
        """
        self._asked(day, standing.code)
        return sum(self._of(measure).at([day], group).n for measure in standing.measures)


@frozen(kw_only=True)
class Behind:
    """The numbers of the cases behind one value, each once and in the order of the rows; None where not assigned."""

    numerator: tuple[str | None, ...]
    denominator: tuple[str | None, ...]
