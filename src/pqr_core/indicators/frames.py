"""Counting in tables of polars (eager and lazy), pandas, PyArrow, DuckDB and PySpark, through narwhals.

Lazy tables stay lazy: one plan is all that a table is asked for, and only the counts come back. A day is what the
engine calls a date; pandas has no such type, so there a naive datetime column is taken, of midnights. A column of days
or of whole numbers that is empty in every row may be of any type. What `coded` can count by arrays in tables in memory,
it does.

>>> import polars as pl
>>> from pqr_core.colombia.indicators import INDICATORS
>>> from pqr_core.indicators.periods import Period
>>> days = INDICATORS["tiempo_respuesta_pqr_calendario"]
>>> answered = pl.DataFrame({"answered_on": [date(2026, 3, 9), None], "calendar_days_to_answer": [7, None]})
>>> counts_of(Frames(facts=answered), CountQuestion(indicators=(days,))).result(days, Period.parse("2026-03")).exact
Fraction(7, 1)
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from attrs import evolve

from pqr_core.errors import InvalidInputError, MissingExtraError, NotADateError
from pqr_core.indicators.counts import COUNTED, Counted, Counts, Histogram, Tally
from pqr_core.indicators.measures import (
    ASKED,
    COLUMNS,
    Asked,
    Column,
    Condition,
    DaysBetween,
    Measure,
    Test,
    grouping_kinds,
)
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Window
from pqr_core.sources import Frames, Origin

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.frames", package="narwhals", extra="frames") from error

from pqr_core.indicators.coded import Coded

__all__ = ("cases_of", "counts_of")

_WHICH: Final = "pqr_which"
_KEY: Final = "pqr_key"
_NUMBER: Final = "pqr_number"
_N: Final = "pqr_n"
_MONTHS: Final = 12

_Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


def counts_of(frames: Frames, question: CountQuestion) -> Counts:
    """What the formulas name; all that a table is asked for is one plan."""
    tables = [_Table(frames, each, question.of(each), question.grouping(each)) for each in Origin if question.of(each)]
    coded = {measure: histogram for table in tables for measure, histogram in table.coded(question)}
    others = Counts.of(question, (tally for table in tables for tally in table.tallies(question, without=coded)))
    return evolve(others, histograms={**others.histograms, **coded})


def cases_of(frames: Frames, question: CaseQuestion) -> Iterator[Counted]:
    """The cases that one measure counts."""
    origin = question.measure.origin
    return _Table(frames, origin, [question.measure], question.by, *COUNTED[origin]).cases(question)


def _python(series: nw.Series[Any], kind: type) -> list[Any]:
    """The values as Python has them: engines give whole numbers as float or Decimal, and empty cells as they like."""
    empty = series.is_null().to_list()
    convert: Any = {int: int, bool: bool, str: str, UUID: lambda v: UUID(str(v)), date: _date}[kind]
    return [None if none else convert(value) for value, none in zip(series.to_list(), empty, strict=True)]


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


class _Table:
    """One table, with its days as one type."""

    def __init__(
        self, frames: Frames, origin: Origin, measures: Sequence[Measure], by: tuple[str, ...], *others: str
    ) -> None:
        table: _Frame = nw.from_native(frames.of(origin))
        self._origin = origin
        self._measures = measures
        self._by = by
        self._kinds = grouping_kinds(origin, by)
        schema = table.collect_schema()
        named = sorted({*others, *by, *(column for measure in measures for column in measure.columns)})
        for column in named:
            if column not in schema:
                detail = f"no such column in the table of {origin}; it has {', '.join(schema)}"
                raise InvalidInputError(place=column, detail=detail)
        days = [column for column in named if COLUMNS[origin][column] is date]
        # pandas compares its Arrow dates with nothing and its instants with instants.
        self._instants = table.implementation.is_pandas_like()
        chosen = table.select(*named) if named else table
        given = [self._days_of(chosen, column, schema[column]) for column in days]
        self._table: _Frame = chosen.with_columns(*given) if given else chosen
        # What an engine keeps as a fraction is looked at when the counts are back: not before is a lazy table read.
        numbers = {measure.of for measure in measures if isinstance(measure.of, str)}
        for column in numbers:
            if not schema[column].is_numeric() and self._holds(chosen, ~nw.col(column).is_null()):
                raise InvalidInputError(
                    place=column, detail=f"a column of whole numbers is meant, not of {schema[column]}"
                )
        self._whole = nw.Int64 if all(schema[column].is_integer() for column in numbers) else nw.Float64

    def _days_of(self, table: _Frame, column: str, dtype: Any) -> nw.Expr:
        """A column of days as this table compares them; one that is empty in every row has no type to go by."""
        days = nw.col(column)
        wanted = nw.Datetime("us") if self._instants else nw.Date
        if self._instants and isinstance(dtype, nw.Datetime) and dtype.time_zone is None:
            if self._holds(table, ~days.is_null() & (days != days.dt.truncate("1d"))):
                raise NotADateError(place=column, kind="a column with times of day, of", value=dtype)
        elif dtype != nw.Date:
            if self._holds(table, ~days.is_null()):
                raise NotADateError(place=column, kind="a column of", value=dtype)
            days = nw.lit(None)
        return days.cast(wanted).alias(column) if dtype != wanted else days

    @staticmethod
    def _holds(table: _Frame, condition: nw.Expr) -> bool:
        """Whether any row passes."""
        found = table.select(condition.any().alias(_N))
        return bool((found.collect() if isinstance(found, nw.LazyFrame) else found)[_N].to_list()[0])

    def _day(self, day: date) -> Any:
        return datetime(day.year, day.month, day.day) if self._instants else day  # noqa: DTZ001 - legal days, no instants

    def coded(self, question: CountQuestion) -> Iterator[tuple[Measure, Histogram]]:
        """Those of the measures that arrays can count, counted."""
        # Who reported volumes is read from their tallies.
        periodic = self._origin is not Origin.VOLUMES
        measures = [each for each in self._measures if periodic and each.period_on is not None]
        coded = Coded.of(self._table, dict(zip(self._by, self._kinds, strict=True))) if measures else None
        if coded is None:
            return
        for measure in measures:
            histogram = coded.histogram(measure, self._where(measure, None, question.window(measure)))
            if histogram is not None:
                yield measure, histogram

    def tallies(self, question: CountQuestion, without: Container[Measure]) -> Iterator[Tally]:
        """The counts of the other measures, in one plan."""
        parts: list[Any] = [
            self._part(which, measure, place, asked, question.window(measure))
            for which, measure in enumerate(question.measures)
            if measure.origin is self._origin and measure not in without
            for place, asked in (enumerate(question.standing_days) if measure.period_on is None else ((0, None),))
        ]
        if not parts:
            return
        found = nw.concat(parts) if len(parts) > 1 else parts[0]
        counted = found.collect() if isinstance(found, nw.LazyFrame) else found
        groups = [_python(counted[name], kind) for name, kind in zip(self._by, self._kinds, strict=True)]
        whole = (_python(counted[name], int) for name in (_WHICH, _KEY, _N))
        for number, which, key, n, *group in zip(counted[_NUMBER].to_list(), *whole, *groups, strict=True):
            if number % 1:
                place = str(question.measures[which].of)
                raise InvalidInputError(place=place, detail=f"a whole number is meant, not {number}")
            standing = question.measures[which].period_on is None
            when = question.standing_days[key] if standing else date(key // _MONTHS, key % _MONTHS + 1, 1)
            yield which, when, tuple(group), int(number), n

    def _part(self, which: int, measure: Measure, place: int, asked: date | None, window: Window) -> _Frame:
        """The counts of one measure, by month or for one day asked."""
        by = self._by
        where = list(self._where(measure, asked, window))
        chosen = self._table.filter(*where) if where else self._table
        keyed = chosen.with_columns(self._key(measure, place), self._number(measure, asked))
        counted = keyed.group_by(_KEY, _NUMBER, *by).agg(nw.len().alias(_N))
        whole = [nw.col(name).cast(nw.Int64) for name in (_KEY, _N)]
        whole.append(nw.col(_NUMBER).cast(self._whole))
        return counted.with_columns(nw.lit(which).cast(nw.Int64).alias(_WHICH), *whole).select(
            _WHICH, _KEY, _NUMBER, _N, *by
        )

    def cases(self, question: CaseQuestion) -> Iterator[Counted]:
        """The cases that the measure counts."""
        group = question.group
        where = list(self._where(question.measure, question.last_day, question.window))
        for name, part in zip(question.by, group or (), strict=group is not None):
            # Engines keep a UUID as they like: its text is the same in all of them.
            column = nw.col(name).cast(nw.String) if isinstance(part, UUID) else nw.col(name)
            same = self._day(part) if isinstance(part, date) else str(part) if isinstance(part, UUID) else part
            where.append(column.is_null() if part is None else column == same)
        named = COUNTED[self._origin]
        chosen = (self._table.filter(*where) if where else self._table).select(*named)
        found = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
        kinds = grouping_kinds(self._origin, named)
        columns = (_python(found[name], kind) for name, kind in zip(named, kinds, strict=True))
        return (Counted(*row) for row in zip(*columns, strict=True))

    def _key(self, measure: Measure, place: int) -> nw.Expr:
        if measure.period_on is None:
            return nw.lit(place).alias(_KEY)
        day = nw.col(measure.period_on).dt
        return (day.year() * _MONTHS + day.month() - 1).alias(_KEY)

    def _number(self, measure: Measure, asked: date | None) -> nw.Expr:
        if measure.of is None:
            return nw.lit(0).alias(_NUMBER)
        if isinstance(measure.of, str):
            return nw.col(measure.of).alias(_NUMBER)
        first, last = measure.of.first, measure.of.last
        end = nw.lit(asked.toordinal() if asked else 0) if isinstance(last, Asked) else _ordinal(last)
        return (end - _ordinal(first)).alias(_NUMBER)

    def _where(self, measure: Measure, asked: date | None, window: Window) -> Iterator[nw.Expr]:
        for condition in measure.where:
            yield self._passes(condition, asked)
        of = measure.of
        needed = [of.first, of.last] if isinstance(of, DaysBetween) else [of]
        for column in needed:
            if isinstance(column, str):
                yield ~nw.col(column).is_null()
        if measure.period_on is None:
            return
        when, (first, last) = nw.col(measure.period_on), window
        yield ~when.is_null()
        if first is not None:
            yield when >= self._day(first)
        if last is not None:
            yield when <= self._day(last)

    def _passes(self, condition: Condition, asked: date | None) -> Any:  # noqa: PLR0911 - one a test
        column, operand = nw.col(condition.column), condition.operand
        against: Any = operand
        if isinstance(operand, Column):
            against = nw.col(operand.name)
        elif operand is ASKED and asked is not None:
            against = self._day(asked)
        match condition.test:
            case Test.SET:
                return ~column.is_null()
            case Test.UNSET:
                return column.is_null()
            case Test.EQUAL:
                return column == against
            case Test.ONE_OF:
                return column.is_in(against)
            case Test.BEFORE:
                return column < against
            case Test.BY:
                return column <= against
            case Test.NOT_BY:
                return column.is_null() | (column > against)


def _ordinal(column: str) -> nw.Expr:
    """The number of a day as `date.toordinal` has it, by arithmetic that every engine does alike.

    Engines agree on neither the type of the difference of two dates nor what can be asked of it.
    """
    day = nw.col(column).dt
    year, month = day.year().cast(nw.Int64), day.month().cast(nw.Int64)
    # Years that begin in March end with the leap day.
    shifted = month + 9 - (month + 9) // 12 * 12
    years = year - (shifted // 10)
    return years * 365 + years // 4 - years // 100 + years // 400 + (shifted * 153 + 2) // 5 + day.day() - 306
