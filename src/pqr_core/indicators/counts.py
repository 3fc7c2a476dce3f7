"""Counts that add up: the result of every evaluator, from which every value is computed exactly.

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
from typing import Any, Final, TypeAlias, cast
from uuid import UUID

from attrs import evolve, field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.frames import Backend, CellKind, frame_of
from pqr_core.indicators.base import Addend, Indicator, Result, Standing, Undefined, Why
from pqr_core.indicators.measures import Measure, grouping_kinds
from pqr_core.indicators.periods import Frequency, Period
from pqr_core.indicators.questions import REPORTERS, CountQuestion, Group, Window
from pqr_core.language import Language, Said
from pqr_core.names import SHARE
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

_UNCOUNTED: Final = Said(
    "las medidas de este indicador no se contaron", "the measures of this indicator were not counted"
)


def _not_added(es: str, en: str) -> Said:
    return Said(f"los conteos {es} no se suman", f"counts {en} do not add up")


Key: TypeAlias = tuple[date, Group, int]
"""The first day of a month (for a standing count, the day asked about), the group, and the whole number."""


def group_texts(group: Group, lang: Language = "es") -> tuple[str, ...]:
    """The values of a group as text for people.

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
        """The number of rows."""
        return sum(self.counts.values())

    @cached_property
    def sum(self) -> int:
        """The sum of the numbers of all rows."""
        return sum(map(mul, self.counts.keys(), self.counts.values()))

    @property
    def mean(self) -> Fraction | None:
        """The exact mean; None without rows."""
        return Fraction(self.sum, self.n) if self.n else None

    def quantile(self, share: Fraction) -> int | None:
        """The smallest number that at least `share` (above 0, up to 1) of the rows do not exceed; None without rows."""
        if not 0 < share.numerator <= share.denominator:  # faster than comparing fractions
            raise InvalidInputError.expected(SHARE, Said.alike(str(share)), place="share")
        if not self.n:
            return None
        numbers, upto = self._running
        needed = -(-self.n * share.numerator // share.denominator)
        return numbers[bisect_left(upto, needed)]

    @cached_property
    def _running(self) -> tuple[list[int], list[int]]:
        """The numbers in ascending order, and for each how many rows have at most that number."""
        numbers = sorted(self.counts)
        return numbers, list(accumulate(map(self.counts.__getitem__, numbers)))

    def bands(self, limits: Iterable[int]) -> tuple[int, ...]:
        """How many rows lie in each band: up to the first limit, above it up to the second, ..., above the last one.

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
    """Rows by month, group and whole number; the histograms of parts add up to the histogram of the whole."""

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
        """The rows of these days (first days of months, or days asked about), in one group or in all."""
        days = tuple(days)
        if group is not None and len(days) == 1:
            return self._cells.get(days[0], {}).get(group) or Distribution({})
        found: Counter[int] = Counter()
        for day in days:
            for own, part in self._cells.get(day, {}).items():
                if group in (None, own):
                    found.update(part.counts)
        return Distribution(found)


def _in_order(cell: tuple[Key, int]) -> tuple[date, list[str], int]:
    (day, group, number), _n = cell
    return day, [str(part) for part in group], number


Tally: TypeAlias = tuple[int, date, Group, int, int]
"""The place of the measure in the question (from 0), the day or month, the group, the number, how many rows."""


@frozen(kw_only=True)
class Counts:
    """One histogram for each measure, grouped by the same columns.

    Counts of parts of a register (offices, services, utilities) can be added with `+` if they answer the same question.

    Args:
        histograms: the histograms, by measure.
        by: the columns to group by.
        days: the days for which standing counts were taken.
        until: the last day looked at, inclusive; None for no limit.
        windows: the days of the months in which each measure was counted; a measure without one was counted in all
            months.
        reported: for each measure of volumes: the months, the group and the reporter (`REPORTERS`).
    """

    histograms: Mapping[Measure, Histogram]
    by: tuple[str, ...] = ()
    days: frozenset[date] = frozenset()
    until: date | None = None
    windows: Mapping[Measure, Window] = field(factory=dict)
    reported: Mapping[Measure, frozenset[tuple[date, Group, Group]]] = field(factory=dict)

    @classmethod
    def of(cls, question: CountQuestion, tallies: Iterable[Tally]) -> Counts:
        """The counts that answer a question; tallies of the same measure, day, group and number are added."""
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
            raise InvalidInputError(place="by", detail=_not_added("por columnas distintas", "by different columns"))
        if (self.days, self.until) != (other.days, other.until):
            detail = _not_added("al cierre de días distintos", "at the end of different days")
            raise InvalidInputError(place="days", detail=detail)
        if self.histograms.keys() != other.histograms.keys():
            raise InvalidInputError(place="histograms", detail=_not_added("de medidas distintas", "of other measures"))
        if self.windows != other.windows:
            raise InvalidInputError(place="windows", detail=_not_added("de meses distintos", "of different months"))
        return evolve(
            self,
            histograms={measure: own + other._of(measure) for measure, own in self.histograms.items()},
            reported={measure: own | other.reported[measure] for measure, own in self.reported.items()},
        )

    def to_frame(self, backend: Backend = "polars") -> Any:
        """The counts as a table of `polars`, `pandas` or `pyarrow`, with one row for each cell of the histograms.

        The columns are `measure` (as text), `day` (the first day of the month or, for a standing count, the day asked
        about), the columns to group by, the whole number (`number`) and how many rows have it (`n`).

        Raises:
            InvalidInputError: `backend` is not one of these.
            MissingExtraError: narwhals or PyArrow is not installed.
            MissingPackageError: polars or pandas is asked for and is not installed.
        """
        kinds: dict[str, type] = {"measure": str, "day": date, "number": int, "n": int}
        columns: dict[str, list[Any]] = {name: [] for name in (*kinds, *self.by)}
        for measure, histogram in self.histograms.items():
            kinds |= zip(self.by, grouping_kinds(measure.origin, self.by), strict=True)
            for (day, group, number), n in sorted(histogram.counts.items(), key=_in_order):
                cells = (str(measure), day, number, n, *group)
                for name, value in zip(columns, cells, strict=True):
                    columns[name].append(str(value) if isinstance(value, UUID) else value)
        order = ("measure", "day", *self.by, "number", "n")
        plain = {name: str if kinds[name] is UUID else kinds[name] for name in order}
        return frame_of(columns, cast("Mapping[str, CellKind]", plain), backend=backend)

    def _of(self, measure: Measure) -> Histogram:
        try:
            return self.histograms[measure]
        except KeyError:
            if measure.period_on is None and not self.days:
                return Histogram()
            raise InvalidInputError(place="indicators", detail=_UNCOUNTED) from None

    def groups(self, indicator: Indicator) -> tuple[Group, ...]:
        """The groups in which the formula or its `beside` has rows, in the order of their text."""
        shown = indicator.measures.difference(measure for _, measure in indicator.reasons)
        found = (self._of(measure).groups for measure in shown)
        return tuple(sorted(frozenset().union(*found), key=lambda group: [str(part) for part in group]))

    def distribution(self, measure: Measure, period: Period | str, group: Group | None = None) -> Distribution:
        """The rows of a measure in a period: of all its months or, for a stock or a standing count, at its end.

        Raises:
            InvalidInputError: the period was not counted; for a standing count, its closing day was not counted.
        """
        return self._of(measure).at(self._days(measure, Period.read(period)), group)

    def _days(self, measure: Measure, period: Period) -> list[date]:
        """The days that stand for the period in the histogram of the measure."""
        if measure.period_on is None:
            return [self._asked(period.closing_day(self.until), str(period))]
        months = [month.first_day for month in period.split(Frequency.MONTH)]
        read = months[-1:] if measure.stock else months
        if not self.windows:
            return read
        first, last = self.windows.get(measure, (None, None))
        if (first is not None and read[0] < first) or (last is not None and read[-1] > last):
            es = f"{period} no se contó: los conteos de esos meses van de {first or 'el primero'} a {last}"
            en = f"{period} was not counted: counts of these months go from {first or 'the first'} to {last}"
            raise InvalidInputError(place="periods", detail=Said(es, en))
        return read

    def has_begun(self, period: Period) -> bool:
        """Whether the period had begun on the day looked at."""
        return self.until is None or self.until >= period.first_day

    def _asked(self, day: date, what: str) -> date:
        if day not in self.days:
            detail = Said(f"{what} no se contó para el {day}", f"{what} was not counted for {day}")
            raise InvalidInputError(place="days", detail=detail)
        return day

    def result(self, indicator: Indicator, period: Period | str, group: Group | None = None) -> Result:
        """The value in a period, of one group or of all rows.

        Raises:
            PeriodError: `period` cannot be read.
            InvalidInputError: the indicator or the period was not counted.
        """
        period = Period.read(period)
        if not self.has_begun(period):
            return Undefined(Why.NOT_BEGUN)
        if self.reported and self._lacks_volumes(indicator, period, group):
            return Undefined(Why.NO_ROWS)
        if indicator.quantile is not None:
            number = self.distribution(indicator.numerator[0].measure, period, group).quantile(indicator.quantile)
            return Undefined(Why.NO_ROWS) if number is None else indicator.value(number, 1)
        result = indicator.value(
            sum(self._amount(term, period, group) for term in indicator.numerator),
            sum(self._amount(term, period, group) for term in indicator.denominator) if indicator.denominator else 1,
        )
        if isinstance(result, Undefined):
            known = (why for why, measure in indicator.reasons if self.distribution(measure, period, group).n)
            return Undefined(next(known, result.why))
        return result

    def n(self, indicator: Indicator, period: Period | str, group: Group | None = None) -> int | None:
        """How much a value rests on: the denominator; for a count or a quantile, the number of rows.

        It is None if the period has not begun or volumes are missing.

        Raises:
            PeriodError, InvalidInputError: as in `result`.
        """
        result, period = self.result(indicator, period, group), Period.read(period)
        if isinstance(result, Undefined):
            lacks_volumes = result.why is Why.NO_ROWS and indicator.quantile is None
            return None if lacks_volumes or result.why is Why.NOT_BEGUN else 0
        if indicator.denominator:
            return result.denominator
        return sum(self.distribution(each.measure, period.shift(-each.lag), group).n for each in indicator.numerator)

    def _lacks_volumes(self, indicator: Indicator, period: Period, group: Group | None) -> bool:
        """Whether a month that the formula reads lacks the volume of a service that was reported before.

        If a month has no volumes, its number of subscribers is unknown, not zero. If only some services reported
        theirs, the sum is unknown too.
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
        """The reporters of a measure in each month, by group; the group None stands for all groups."""
        found: dict[tuple[Measure, Group | None], dict[date, set[Group]]] = defaultdict(lambda: defaultdict(set))
        for measure, reported in self.reported.items():
            for when, group, who in reported:
                found[measure, group][when].add(who)
                found[measure, None][when].add(who)
        return found

    def bands(self, indicator: Indicator, period: Period | str, group: Group | None = None) -> tuple[int, ...]:
        """How many rows of the numerator lie in each band of the indicator, including the one above the last limit.

        Empty if the indicator has no bands, or the period has not begun.
        """
        period = Period.read(period)
        if not indicator.bands or not self.has_begun(period):
            return ()
        (term,) = indicator.numerator
        return self.distribution(term.measure, period.shift(-term.lag), group).bands(indicator.bands)

    def _amount(self, term: Addend, period: Period, group: Group | None) -> int:
        rows = self.distribution(term.measure, period.shift(-term.lag) if term.lag else period, group)
        return term.weight * (rows.n if term.rows or term.measure.of is None else rows.sum)

    def standing(self, standing: Standing, day: date, group: Group | None = None) -> int | None:
        """The standing count at the end of `day`; None if it is unknown for some row whether it counts.

        Raises:
            InvalidInputError: the day was not counted.
        """
        self._asked(day, standing.code)
        if any(self._of(measure).at([day], group).n for measure in standing.unknown):
            return None
        return sum(self._of(measure).at([day], group).n for measure in standing.measures)


@frozen
class Counted:
    """A case, a survey or a ticket behind a value of an indicator.

    Args:
        utility: the utility.
        key: the `case_id` of a case, the `survey_id` of a survey, the `ticket_id` of a ticket.
        radicado: the radicado; None if it has none.
    """

    utility: str
    key: UUID | str
    radicado: str | None


COUNTED: Final[Mapping[Origin, tuple[str, str, str]]] = MappingProxyType(
    {
        Origin.FACTS: ("utility", "case_id", "radicado"),
        Origin.SURVEYS: ("utility", "survey_id", "radicado"),
        Origin.TICKETS: ("utility", "ticket_id", "radicado"),
    }
)
"""The columns of `Counted` by register; volumes have none, because no case is behind them."""


@frozen(kw_only=True)
class Behind:
    """The cases behind one value, each once, ordered by utility and radicado; those without one come last."""

    numerator: tuple[Counted, ...]
    denominator: tuple[Counted, ...]

    def __repr__(self) -> str:
        return f"Behind(numerator={len(self.numerator)}, denominator={len(self.denominator)})"

    @classmethod
    def of(cls, indicator: Indicator, counted_by: Callable[[Addend], Iterable[Counted]]) -> Behind:
        """The cases behind a value of an indicator; `counted_by` gives the cases that a term counts."""

        def once(terms: Iterable[Addend]) -> tuple[Counted, ...]:
            found = {each for term in terms if term.measure.origin in COUNTED for each in counted_by(term)}
            return tuple(sorted(found, key=_place))

        return cls(numerator=once(indicator.numerator), denominator=once(indicator.denominator))


def _place(each: Counted) -> tuple[str, bool, str, str]:
    return each.utility, each.radicado is None, each.radicado or "", str(each.key)
