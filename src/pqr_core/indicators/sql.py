"""Counting in the database: one statement a question, over the rows of a store, by its index.

The statement groups and counts and nothing else; months, numbers and days come back whole, and the arithmetic is that
of every evaluator. `before` asks what had been recorded before an instant, and so what was known on a past day.

>>> from pqr_core.colombia.indicators import INDICATORS
>>> from pqr_core.storage.sql import SqlStore
>>> march, days = Period.parse("2026-03"), INDICATORS["tiempo_respuesta_pqr"]
>>> with SqlStore("sqlite://") as store:
...     store.create()
...     with store.engine.connect() as connection:
...         stored = Stored(connection=connection, tables=store.tables, utilities="aguas")
...         counts = count(stored, [days], periods=[march])
>>> counts.result(days, march).text()
'sin datos'
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeAlias

from attrs import Attribute, field, frozen
from sqlalchemy import (
    Connection,
    Integer,
    Select,
    Table,
    and_,
    func,
    literal,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy import Date as DateType
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.functions import FunctionElement

from pqr_core.indicators.base import Indicator, Term
from pqr_core.indicators.counts import COUNTED, Behind, Counted, Counts, Group, Tally
from pqr_core.indicators.measures import ASKED, Asked, Column, Condition, DaysBetween, Measure, Source, Test
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import Question, Window
from pqr_core.moments import require_instant
from pqr_core.storage.engines import named_errors
from pqr_core.storage.tables import Tables

__all__ = ("Stored", "behind", "count", "statement")

_KEY: Final = "pqr_key"
_NUMBER: Final = "pqr_number"
_YEAR: Final = 100
"""Months are counted as 202603."""
_Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]


def _several(utilities: str | Iterable[str]) -> tuple[str, ...]:
    return (utilities,) if isinstance(utilities, str) else tuple(utilities)


@frozen(kw_only=True)
class Stored:
    """What is counted: rows of a store.

    Args:
        connection: in whatever transaction the host is.
        tables: those of the store.
        utilities: whose rows; one, or several.
        before: the rows recorded before this instant instead of those known now. For the close of a legal day, the
            midnight that ends it.
    """

    connection: Connection
    tables: Tables
    utilities: tuple[str, ...] = field(converter=_several)
    before: datetime | None = field(default=None)

    @before.validator
    def _is_instant(self, attribute: Attribute[datetime | None], value: datetime | None) -> None:
        if value is not None:
            require_instant(value, attribute.name)


def count(
    stored: Stored,
    indicators: Iterable[Indicator],
    *,
    by: Sequence[str] = (),
    days: Iterable[date] = (),
    periods: Iterable[Period] = (),
    until: date | None = None,
) -> Counts:
    """Count what the formulas name; the arguments are those of `Question`.

    Name the `periods`: only they are read, and the index makes a month as cheap as it is small.

    Raises:
        InvalidInputError: a column that a source does not have.
        StorageError: the database refused.
    """
    question = Question(indicators=indicators, by=by, days=days, periods=periods, until=until)
    asked = statement(stored, question)
    if asked is None:
        return Counts.of(question, ())
    with named_errors():
        return Counts.of(question, _tallies(question, stored.connection.execute(asked)))


def _tallies(question: Question, rows: Iterable[Any]) -> Iterator[Tally]:
    for which, key, number, n, *group in rows:
        standing = question.measures[which].period_on is None
        when = question.standing_days[key] if standing else date(key // _YEAR, key % _YEAR, 1)
        yield which, when, tuple(group), int(number), int(n)


def statement(stored: Stored, question: Question) -> Any | None:
    """The statement that `count` runs, to be looked at or explained; None where the question asks for nothing.

    Its columns: the place of the measure in the question, the month (202603) or the place of the day asked, the whole
    number, how many rows, and the columns grouped by (`Question.grouping`).
    """
    parts = [
        _part(stored, question, which, place, asked)
        for which, measure in enumerate(question.measures)
        for place, asked in (enumerate(question.standing_days) if measure.period_on is None else ((0, None),))
    ]
    if len(parts) > 1:
        return union_all(*parts)
    return parts[0] if parts else None


def behind(
    stored: Stored,
    indicator: Indicator,
    period: Period,
    *,
    by: Sequence[str] = (),
    group: Group | None = None,
    until: date | None = None,
) -> Behind:
    """The cases behind one value, as `rows.behind` finds them."""
    Question(indicators=[indicator], by=by)

    def counted(term: Term) -> Iterator[Counted]:
        measure, meant = term.measure, period.shift(-term.lag)
        columns, last = _table(stored, measure.source).c, meant.closing_day(until)
        chosen = select(*(columns[name] for name in COUNTED[measure.source])).where(
            *_rows(stored, measure, (meant.first_day, last), last),
            *(
                columns[name].is_not_distinct_from(part)
                for name, part in zip(by, group or (), strict=group is not None)
            ),
        )
        return (Counted(*row) for row in stored.connection.execute(chosen))

    with named_errors():
        return Behind.of(indicator, counted)


# --- the statement -------------------------------------------------------------------------------------------------


def _table(stored: Stored, source: Source) -> Table:
    tables = stored.tables
    return {Source.FACTS: tables.facts, Source.VOLUMES: tables.volumes, Source.SURVEYS: tables.surveys}[source]


def _part(stored: Stored, question: Question, which: int, place: int, asked: date | None) -> Select[Any]:
    """The rows of one measure, by month or for one day asked."""
    measure = question.measures[which]
    columns = _table(stored, measure.source).c
    key = literal_column(str(place)) if measure.period_on is None else _Month(columns[measure.period_on])
    number = literal_column("0") if measure.of is None else _number(columns, measure.of, asked)
    groups = [columns[name] for name in question.grouping(measure.source)]
    widest = max(len(question.grouping(each.source)) for each in question.measures)
    # The parts of one statement have the same columns.
    filling: list[Any] = [literal_column("NULL")] * (widest - len(groups))
    chosen = select(literal_column(str(which)), key.label(_KEY), number.label(_NUMBER), func.count(), *groups, *filling)
    # By name: to PostgreSQL two parameters of the same value are not the same expression.
    named = [*([_KEY] if measure.period_on else []), *([_NUMBER] if measure.of else [])]
    return chosen.where(*_rows(stored, measure, question.window(measure), asked)).group_by(
        *(literal_column(name) for name in named), *groups
    )


def _rows(stored: Stored, measure: Measure, window: Window, asked: date | None) -> Iterator[Any]:
    columns = _table(stored, measure.source).c
    own, before = stored.utilities, stored.before
    yield columns.utility == own[0] if len(own) == 1 else columns.utility.in_(own)
    if before is None:
        yield columns.known_to.is_(None)
    else:
        yield and_(columns.known_from < before, or_(columns.known_to.is_(None), columns.known_to >= before))
    for condition in measure.where:
        yield _passes(columns, condition, asked)
    if measure.of is not None:
        yield _number(columns, measure.of, asked).is_not(None)
    if measure.period_on is not None:
        when, (first, last) = columns[measure.period_on], window
        yield when.is_not(None) if first is None else when >= first
        if last is not None:
            yield when <= last


def _number(columns: _Columns, of: str | DaysBetween, asked: date | None) -> Any:
    if isinstance(of, str):
        return columns[of]
    last = literal(asked, DateType) if isinstance(of.last, Asked) else columns[of.last]
    return _Days(columns[of.first], last)


def _passes(columns: _Columns, condition: Condition, asked: date | None) -> Any:  # noqa: PLR0911 - one a test
    column, operand = columns[condition.column], condition.operand
    against: Any = asked if operand is ASKED else columns[operand.name] if isinstance(operand, Column) else operand
    match condition.test:
        case Test.SET:
            return column.is_not(None)
        case Test.UNSET:
            return column.is_(None)
        case Test.EQUAL:
            return column == against
        case Test.ONE_OF:
            return column.in_(against)
        case Test.BEFORE:
            return column < against
        case Test.BY:
            return column <= against
        case Test.NOT_BY:
            return or_(column.is_(None), column > against)


# --- what each engine calls it -------------------------------------------------------------------------------------


class _Month(FunctionElement[int]):
    """The month of a day, as 202603."""

    name = "pqr_month"
    type = Integer()
    inherit_cache = True


@compiles(_Month)
def _month(element: _Month, compiler: Any, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"CAST(EXTRACT(year FROM {day}) * 100 + EXTRACT(month FROM {day}) AS INTEGER)"


@compiles(_Month, "postgresql")
def _month_postgresql(element: _Month, compiler: Any, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"CAST(date_part('year', {day}) * 100 + date_part('month', {day}) AS INTEGER)"


@compiles(_Month, "mysql")
@compiles(_Month, "mariadb")
def _month_mariadb(element: _Month, compiler: Any, **options: Any) -> str:
    return f"EXTRACT(YEAR_MONTH FROM {compiler.process(element.clauses, **options)})"


@compiles(_Month, "sqlite")
def _month_sqlite(element: _Month, compiler: Any, **options: Any) -> str:
    day = compiler.process(element.clauses, **options)
    return f"CAST(substr({day}, 1, 4) || substr({day}, 6, 2) AS INTEGER)"


class _Days(FunctionElement[int]):
    """The calendar days in (first, last]."""

    name = "pqr_days"
    type = Integer()
    inherit_cache = True


def _both(element: _Days, compiler: Any, options: dict[str, Any]) -> tuple[str, str]:
    first, last = (compiler.process(clause, **options) for clause in element.clauses)
    return first, last


@compiles(_Days)
def _days(element: _Days, compiler: Any, **options: Any) -> str:
    first, last = _both(element, compiler, options)
    return f"(CAST({last} AS DATE) - {first})"


@compiles(_Days, "mysql")
@compiles(_Days, "mariadb")
def _days_mariadb(element: _Days, compiler: Any, **options: Any) -> str:
    first, last = _both(element, compiler, options)
    return f"DATEDIFF({last}, {first})"


@compiles(_Days, "sqlite")
def _days_sqlite(element: _Days, compiler: Any, **options: Any) -> str:
    first, last = _both(element, compiler, options)
    return f"CAST(julianday({last}) - julianday({first}) AS INTEGER)"
