"""Counts that add up: the small thing every evaluator makes, and from which every value follows exactly.

>>> january = date(2026, 1, 1)
>>> one, other = Histogram({(january, (), 9): 2}), Histogram({(january, (), 9): 1, (january, (), 12): 1})
>>> (one + other).at([january]).mean, (one + other).at([january]).quantile(Fraction(9, 10))
(Fraction(39, 4), 12)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from functools import cached_property
from itertools import accumulate, pairwise
from operator import mul
from types import MappingProxyType
from typing import Final, TypeAlias
from uuid import UUID

from attrs import evolve, field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Indicator, Result, Standing, Term, Undefined, Why
from pqr_core.indicators.measures import Measure
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.indicators.questions import REPORTERS, CountQuestion, Group, Window
from pqr_core.language import Language
from pqr_core.sources import Origin

__all__ = (
    "COUNTED",
    "Behind",
    "Counted",
    "Counts",
    "Distribution",
    "Histogram",
    "Key",
    "Tally",
    "group_texts",
)

Key: TypeAlias = tuple[date, Group, int]
"""The first day of a month (or the day asked, of a standing count), the group, and the whole number."""


def group_texts(group: Group, lang: Language = "es") -> tuple[str, ...]:
    """A group as people read it.

    >>> group_texts(("reclamo", None, True))
    ('reclamo', 'sin dato', 'sí')
    """
    words: Mapping[object, str] = (
        {None: "sin dato", True: "sí", False: "no"} if lang == "es" else {None: "no data", True: "yes", False: "no"}
    )
    return tuple(words[part] if part is None or isinstance(part, bool) else str(part) for part in group)


@frozen
class Distribution:
    """How many rows have each whole number."""

    counts: Mapping[int, int]

    def __repr__(self) -> str:
        return f"Distribution(n={self.n}, sum={self.sum})"

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

    def __repr__(self) -> str:
        return f"Histogram(n={sum(self.counts.values())}, groups={len(self.groups)})"

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
    """One histogram for each measure, grouped by the same columns.

    Counts of the parts of a register (offices, services, utilities) add up with `+` when the same was asked of each.

    Args:
        histograms: by what they count.
        by: the columns grouped by.
        days: the days for which standing counts were taken.
        until: the last day looked at.
        windows: the days of the months in which each measure was counted; without one, in all there are.
        reported: of each measure of volumes, its months, the group and who reported it (`REPORTERS`).
    """

    histograms: Mapping[Measure, Histogram]
    by: tuple[str, ...] = ()
    days: frozenset[date] = frozenset()
    until: date | None = None
    windows: Mapping[Measure, Window] = field(factory=dict)
    reported: Mapping[Measure, frozenset[tuple[date, Group, Group]]] = field(factory=dict)

    @classmethod
    def of(cls, question: CountQuestion, tallies: Iterable[Tally]) -> Counts:
        """The counts that answer a question; tallies of the same measure, day, group and number add up."""
        measures, own = question.measures, len(question.by)
        found: list[dict[Key, int]] = [defaultdict(int) for _ in measures]
        reporters = [question.grouping(Origin.VOLUMES).index(column) for column in REPORTERS]
        reported: dict[Measure, set[tuple[date, Group, Group]]] = {
            measure: set() for measure in measures if measure.origin is Origin.VOLUMES
        }
        for which, when, group, number, n in tallies:
            if measures[which].origin is Origin.VOLUMES:
                reported[measures[which]].add((when, group[:own], tuple(group[place] for place in reporters)))
            found[which][when, group[:own], number] += n
        windows = {measure: question.counted(measure) for measure in measures if measure.period_on is not None}
        return cls(
            histograms={m: Histogram(counts) for m, counts in zip(measures, found, strict=True)},
            by=question.by,
            days=frozenset(question.standing_days),
            until=question.until,
            windows={measure: window for measure, window in windows.items() if window != (None, None)},
            reported={measure: frozenset(who) for measure, who in reported.items()},
        )

    def __repr__(self) -> str:
        return f"Counts(measures={len(self.histograms)}, by={self.by}, until={self.until})"

    def __add__(self, other: Counts) -> Counts:
        if self.by != other.by:
            raise InvalidInputError(place="by", detail=f"counts by {self.by} and by {other.by} do not add up")
        if (self.days, self.until) != (other.days, other.until):
            raise InvalidInputError(place="days", detail="counts at the end of different days do not add up")
        if self.histograms.keys() != other.histograms.keys():
            raise InvalidInputError(place="histograms", detail="counts of different measures do not add up")
        if self.windows != other.windows:
            raise InvalidInputError(place="windows", detail="counts of different months do not add up")
        return evolve(
            self,
            histograms={measure: own + other._of(measure) for measure, own in self.histograms.items()},
            reported={measure: own | other.reported[measure] for measure, own in self.reported.items()},
        )

    def _of(self, measure: Measure) -> Histogram:
        try:
            return self.histograms[measure]
        except KeyError:
            if measure.period_on is None and not self.days:
                return Histogram()
            raise InvalidInputError(place="indicators", detail="the measures of this one were not counted") from None

    def groups(self, indicator: Indicator) -> tuple[Group, ...]:
        """The groups in which the formula has rows, in the order of their text."""
        found = (self._of(term.measure).groups for term in indicator.terms)
        return tuple(sorted(frozenset().union(*found), key=lambda group: [str(part) for part in group]))

    def distribution(self, measure: Measure, period: Period, group: Group | None = None) -> Distribution:
        """The rows of a measure in a period: those of all its months, or what there is at its end.

        Raises:
            InvalidInputError: the period was not counted; of a standing count, the day that closes it.
        """
        return self._of(measure).at(self._days(measure, period), group)

    def _days(self, measure: Measure, period: Period) -> list[date]:
        """What stands for the period in the histogram of the measure."""
        if measure.period_on is None:
            return [self._asked(period.closing_day(self.until), str(period))]
        months = [month.first_day for month in period.split(Frequency.MONTH)]
        read = months[-1:] if measure.stock else months
        if not self.windows:
            return read
        first, last = self.windows.get(measure, (None, None))
        if (first is not None and read[0] < first) or (last is not None and read[-1] > last):
            detail = f"{period} was not counted: counts of these months go from {first or 'the first'} to {last}"
            raise InvalidInputError(place="periods", detail=detail)
        return read

    def _asked(self, day: date, what: str) -> date:
        if day not in self.days:
            raise InvalidInputError(place="days", detail=f"{what} was not counted for {day}")
        return day

    def result(self, indicator: Indicator, period: Period, group: Group | None = None) -> Result:
        """The value in a period, of one group or (counted from all rows) of the whole.

        Raises:
            InvalidInputError: the indicator or the period was not counted.
        """
        if self.reported and self._lacks_volumes(indicator, period, group):
            return Undefined(Why.NO_ROWS)
        if indicator.quantile is not None:
            number = self.distribution(indicator.numerator[0].measure, period, group).quantile(indicator.quantile)
            return Undefined(Why.NO_ROWS) if number is None else indicator.value(number, 1)
        return indicator.value(
            sum(self._amount(term, period, group) for term in indicator.numerator),
            sum(self._amount(term, period, group) for term in indicator.denominator) if indicator.denominator else 1,
        )

    def _lacks_volumes(self, indicator: Indicator, period: Period, group: Group | None) -> bool:
        """Whether a month that the formula reads lacks the volume of a service that was reported up to then.

        A month of which nobody said how many subscribers there were is not a month without subscribers, and one in
        which somebody said it of half of the services does not have half of the subscribers.
        """
        terms = [term for term in indicator.terms if term.measure.origin is Origin.VOLUMES]
        read = [(term.measure, self._days(term.measure, period.shift(-term.lag))) for term in terms]
        last = max((day for _, days in read for day in days), default=date.min)
        for measure, days in read:
            own, every = (self._reporters.get((each, group), {}) for each in (measure, measure.every))
            expected = {who for when, reporters in every.items() if when <= last for who in reporters}
            if any(not own.get(day) or not expected <= own[day] for day in days):
                return True
        return False

    @cached_property
    def _reporters(self) -> Mapping[tuple[Measure, Group | None], Mapping[date, set[Group]]]:
        """Who reported a measure in each month, in one group and (under None) in all."""
        found: dict[tuple[Measure, Group | None], dict[date, set[Group]]] = defaultdict(lambda: defaultdict(set))
        for measure, reported in self.reported.items():
            for when, group, who in reported:
                found[measure, group][when].add(who)
                found[measure, None][when].add(who)
        return found

    def bands(self, indicator: Indicator, period: Period, group: Group | None = None) -> tuple[int, ...]:
        """How many rows of the numerator lie in each of the indicator's bands, the one above the last among them.

        Empty where it has no bands.
        """
        if not indicator.bands:
            return ()
        (term,) = indicator.numerator
        return self.distribution(term.measure, period.shift(-term.lag), group).bands(indicator.bands)

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


@frozen
class Counted:
    """A case, or an answer to the survey, behind a value.

    Args:
        utility: whose it is.
        key: the `case_id` of a case, the `survey_id` of an answer.
        radicado: its number; None where it has none.
    """

    utility: str
    key: UUID | str
    radicado: str | None


COUNTED: Final[Mapping[Origin, tuple[str, str, str]]] = MappingProxyType(
    {Origin.FACTS: ("utility", "case_id", "radicado"), Origin.SURVEYS: ("utility", "survey_id", "radicado")}
)
"""The columns of `Counted`; volumes have nobody behind them."""


@frozen(kw_only=True)
class Behind:
    """What is behind one value, each case once, by utility and radicado; those without a number last."""

    numerator: tuple[Counted, ...]
    denominator: tuple[Counted, ...]

    def __repr__(self) -> str:
        return f"Behind(numerator={len(self.numerator)}, denominator={len(self.denominator)})"

    @classmethod
    def of(cls, indicator: Indicator, counted_by: Callable[[Term], Iterable[Counted]]) -> Behind:
        """What is behind a value of an indicator, by what each of its terms counts."""

        def once(terms: Iterable[Term]) -> tuple[Counted, ...]:
            found = {each for term in terms if term.measure.origin in COUNTED for each in counted_by(term)}
            return tuple(sorted(found, key=_place))

        return cls(numerator=once(indicator.numerator), denominator=once(indicator.denominator))


def _place(each: Counted) -> tuple[str, bool, str, str]:
    return each.utility, each.radicado is None, each.radicado or "", str(each.key)
