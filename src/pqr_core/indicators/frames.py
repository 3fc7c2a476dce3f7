"""Count in tables of polars (eager and lazy), pandas, PyArrow, DuckDB and PySpark, through narwhals.

Lazy tables stay lazy: each table runs one plan, and only the counts come back. A column of days has the date type of
the engine. pandas has no such type: there it is a naive datetime column of midnights. A column of days or of whole
numbers that is empty in every row may have any type. Tables in memory are counted by arrays (`coded`) where possible.

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

from pqr_core.errors import FrameError, InvalidInputError, MissingExtraError, NotADateError
from pqr_core.facts import case_id_of
from pqr_core.indicators.counts import COUNTED, Counted, Counts, Histogram, Tally
from pqr_core.indicators.measures import (
    ASKED,
    REGISTER_COLUMNS,
    Asked,
    Column,
    Condition,
    DaysBetween,
    Measure,
    Test,
    grouping_kinds,
)
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Window
from pqr_core.language import Said
from pqr_core.names import HOURS, WHOLE, column_of, shown
from pqr_core.sources import Frames, Origin

try:
    import narwhals as nw
except ImportError as error:
    raise MissingExtraError(feature="pqr_core.indicators.frames", package="narwhals", extra="frames") from error

from pqr_core.indicators.coded import Coded
from pqr_core.indicators.tables import require_columns, without_objects

__all__ = ("cases_of", "counts_of", "ordinal")

_WHICH: Final = "pqr_which"
_KEY: Final = "pqr_key"
_NUMBER: Final = "pqr_number"
_N: Final = "pqr_n"
_MONTHS: Final = 12
_CASE_ID: Final = "case_id"
_NO_KEY: Final = Said("una fila sin radicado necesita su case_id", "a row without radicado needs its case_id")

_Frame: TypeAlias = nw.DataFrame[Any] | nw.LazyFrame[Any]


def counts_of(frames: Frames, question: CountQuestion) -> Counts:
    """Count what the formulas measure, with one plan per table."""
    tables = [_Table(frames, each, question.of(each), question.grouping(each)) for each in Origin if question.of(each)]
    coded = {measure: histogram for table in tables for measure, histogram in table.coded(question)}
    others = Counts.of(question, (tally for table in tables for tally in table.tallies(question, without=coded)))
    return evolve(others, histograms={**others.histograms, **coded})


def cases_of(frames: Frames, question: CaseQuestion) -> Iterator[Counted]:
    """The rows that one measure counts."""
    origin = question.measure.origin
    named: tuple[str, ...] = COUNTED[origin]
    if _CASE_ID in named and _CASE_ID not in nw.from_native(frames.of(origin)).collect_schema():
        named = tuple(column for column in named if column != _CASE_ID)  # the id follows from the radicado
    return _Table(frames, origin, [question.measure], question.by, *named).cases(question, named)


def _python(series: nw.Series[Any], kind: type) -> list[Any]:
    """The values as Python objects: engines may return whole numbers as float or Decimal, and differ in empty cells."""
    empty = series.is_null().to_list()
    convert: Any = {int: int, bool: bool, str: str, UUID: lambda v: UUID(str(v)), date: _date}[kind]
    return [None if none else convert(value) for value, none in zip(series.to_list(), empty, strict=True)]


def _date(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _known_by_radicado(row: tuple[str, str | None]) -> Counted:
    utility, radicado = row
    if radicado is None:
        raise FrameError(place="radicado", detail=_NO_KEY)
    return Counted(utility, case_id_of(utility, radicado), radicado)


class _Table:
    """One table, with all its columns of days as one type."""

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
        require_columns(named, schema, origin)
        # pandas cannot compare its Arrow dates; it compares instants with instants.
        self._instants = table.implementation.is_pandas_like()
        kinds = {column: REGISTER_COLUMNS[origin][column] for column in named}
        chosen = without_objects(table.select(*named), kinds) if named else table
        schema = chosen.collect_schema()
        given = [self._days_of(chosen, column, schema[column]) for column in named if kinds[column] is date]
        given += [self._truths_of(chosen, column, schema[column]) for column in named if kinds[column] is bool]
        self._table: _Frame = chosen.with_columns(*given) if given else chosen
        # Fractions are looked for when the counts are back, because a lazy table is read only then.
        numbers = {measure.of for measure in measures if isinstance(measure.of, str)}
        for column in numbers:
            if not schema[column].is_numeric() and self._holds(chosen, ~nw.col(column).is_null()):
                raise FrameError.expected(column_of("int"), column_of(schema[column]), place=Said.alike(column))
        self._whole = nw.Int64 if all(schema[column].is_integer() for column in numbers) else nw.Float64

    def _days_of(self, table: _Frame, column: str, dtype: Any) -> nw.Expr:
        """A column of days in the type that this table compares; a column without any value may have any type."""
        days = nw.col(column)
        wanted = nw.Datetime("us") if self._instants else nw.Date
        if self._instants and isinstance(dtype, nw.Datetime) and dtype.time_zone is None:
            if self._holds(table, ~days.is_null() & (days != days.dt.truncate("1d"))):
                raise NotADateError(place=Said.alike(column), expected=column_of("date"), got=HOURS)
        elif dtype != nw.Date:
            if self._holds(table, ~days.is_null()):
                raise NotADateError(place=Said.alike(column), expected=column_of("date"), got=column_of(dtype))
            days = nw.lit(None)
        return days.cast(wanted).alias(column) if dtype != wanted else days

    def _truths_of(self, table: _Frame, column: str, dtype: Any) -> nw.Expr:
        """A column of booleans; words and numbers are not interpreted as booleans."""
        if dtype == nw.Boolean:
            return nw.col(column)
        if self._holds(table, ~nw.col(column).is_null()):
            raise FrameError.expected(column_of("bool"), column_of(dtype), place=Said.alike(column))
        # pandas reads an empty cell of a boolean column as False, but compares it correctly otherwise.
        return nw.col(column) if self._instants else nw.lit(None, nw.Boolean).alias(column)

    @staticmethod
    def _holds(table: _Frame, condition: nw.Expr) -> bool:
        """Whether any row passes a condition."""
        found = table.select(condition.any().alias(_N))
        return bool((found.collect() if isinstance(found, nw.LazyFrame) else found)[_N].to_list()[0])

    def _day(self, day: date) -> Any:
        return datetime(day.year, day.month, day.day) if self._instants else day  # noqa: DTZ001 - legal days, not instants

    def coded(self, question: CountQuestion) -> Iterator[tuple[Measure, Histogram]]:
        """The measures that arrays can count, with their histograms."""
        # Volumes are not counted by arrays, because their reporters are read from the tallies.
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
        """The tallies of the other measures, from one plan."""
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
                place = Said.alike(str(question.measures[which].of))
                raise InvalidInputError.expected(WHOLE, shown(number), place=place)
            standing = question.measures[which].period_on is None
            when = question.standing_days[key] if standing else date(key // _MONTHS, key % _MONTHS + 1, 1)
            yield which, when, tuple(group), int(number), n

    def _part(self, which: int, measure: Measure, place: int, asked: date | None, window: Window) -> _Frame:
        """The counts of one measure, by month or for one day asked about."""
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

    def cases(self, question: CaseQuestion, named: tuple[str, ...]) -> Iterator[Counted]:
        """The rows that the measure counts, with the columns `named` of `Counted`."""
        group = question.group
        where = list(self._where(question.measure, question.last_day, question.window))
        for name, part in zip(question.by, group or (), strict=group is not None):
            # Engines store a UUID in different types, but its text is the same in all of them.
            column = nw.col(name).cast(nw.String) if isinstance(part, UUID) else nw.col(name)
            same = self._day(part) if isinstance(part, date) else str(part) if isinstance(part, UUID) else part
            where.append(column.is_null() if part is None else column == same)
        chosen = (self._table.filter(*where) if where else self._table).select(*named)
        found = chosen.collect() if isinstance(chosen, nw.LazyFrame) else chosen
        kinds = grouping_kinds(self._origin, named)
        columns = (_python(found[name], kind) for name, kind in zip(named, kinds, strict=True))
        rows = zip(*columns, strict=True)
        return (Counted(*row) for row in rows) if _CASE_ID in named else map(_known_by_radicado, rows)

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
        end = nw.lit(asked.toordinal() if asked else 0) if isinstance(last, Asked) else ordinal(last)
        return (end - ordinal(first)).alias(_NUMBER)

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

    def _passes(self, condition: Condition, asked: date | None) -> Any:  # noqa: PLR0911 - one return for each test
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


def ordinal(column: str) -> nw.Expr:
    """The number of a day, as `date.toordinal` gives it, by arithmetic that is the same in every engine.

    Engines differ in the type of the difference of two dates and in its methods.
    """
    day = nw.col(column).dt
    year, month = day.year().cast(nw.Int64), day.month().cast(nw.Int64)
    # A year that begins in March ends with the leap day.
    shifted = month + 9 - (month + 9) // 12 * 12
    years = year - (shifted // 10)
    return years * 365 + years // 4 - years // 100 + years // 400 + (shifted * 153 + 2) // 5 + day.day() - 306
