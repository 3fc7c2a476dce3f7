"""Count in the database: one statement per question, over the rows of a store, with its indexes.

The statement only groups and counts; the arithmetic is the same for every evaluator. With `Stored.before`, it counts
the rows that had been recorded before an instant, and so what was known on a past day.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import Date as DateType
from sqlalchemy import (
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
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlalchemy.sql.functions import FunctionElement

from pqr_core.indicators.counts import COUNTED, Counted, Counts, Tally
from pqr_core.indicators.measures import ASKED, Asked, Column, Condition, DaysBetween, Measure, Test
from pqr_core.indicators.questions import CaseQuestion, CountQuestion, Window
from pqr_core.sources import Origin
from pqr_core.storage.engines import named_errors
from pqr_core.storage.stored import Stored

__all__ = ("cases_of", "counts_of", "statement")

_KEY: Final = "pqr_key"
_NUMBER: Final = "pqr_number"
_YEAR: Final = 100
"""A month is written as a number such as 202603."""
_Columns: TypeAlias = ReadOnlyColumnCollection[str, Any]


def counts_of(stored: Stored, question: CountQuestion) -> Counts:
    """Count what the formulas measure."""
    asked = statement(stored, question)
    if asked is None:
        return Counts.of(question, ())
    with named_errors():
        return Counts.of(question, _tallies(question, stored.connection.execute(asked)))


def _tallies(question: CountQuestion, rows: Iterable[Any]) -> Iterator[Tally]:
    for which, key, number, n, *group in rows:
        standing = question.measures[which].period_on is None
        when = question.standing_days[key] if standing else date(key // _YEAR, key % _YEAR, 1)
        yield which, when, tuple(group), int(number), int(n)


def statement(stored: Stored, question: CountQuestion) -> Any | None:
    """The statement that `counts_of` runs, for inspection; None if the question asks for nothing.

    Its columns are: the place of the measure in the question (from 0), the month (202603) or the place of the day asked
    about, the whole number, how many rows, and the columns to group by (`CountQuestion.grouping`).
    """
    parts = [
        _part(stored, question, which, place, asked)
        for which, measure in enumerate(question.measures)
        for place, asked in (enumerate(question.standing_days) if measure.period_on is None else ((0, None),))
    ]
    if len(parts) > 1:
        return union_all(*parts)
    return parts[0] if parts else None


def cases_of(stored: Stored, question: CaseQuestion) -> list[Counted]:
    """The rows that one measure counts."""
    measure, group = question.measure, question.group
    columns = _table(stored, measure.origin).c
    chosen = select(*(columns[name] for name in COUNTED[measure.origin])).where(
        *_rows(stored, measure, question.window, question.last_day),
        *(
            columns[name].is_not_distinct_from(part)
            for name, part in zip(question.by, group or (), strict=group is not None)
        ),
    )
    with named_errors():
        return [Counted(*row) for row in stored.connection.execute(chosen)]


# --- the statement -------------------------------------------------------------------------------------------------


def _table(stored: Stored, origin: Origin) -> Table:
    return stored.tables.registers[origin]


def _part(stored: Stored, question: CountQuestion, which: int, place: int, asked: date | None) -> Select[Any]:
    """The part of the statement for one measure: by month, or for one day asked about."""
    measure = question.measures[which]
    columns = _table(stored, measure.origin).c
    key = literal_column(str(place)) if measure.period_on is None else _Month(columns[measure.period_on])
    number = literal_column("0") if measure.of is None else _number(columns, measure.of, asked)
    groups = [columns[name] for name in question.grouping(measure.origin)]
    widest = max(len(question.grouping(each.origin)) for each in question.measures)
    # All parts of one statement must have the same number of columns.
    filling: list[Any] = [literal_column("NULL")] * (widest - len(groups))
    chosen = select(literal_column(str(which)), key.label(_KEY), number.label(_NUMBER), func.count(), *groups, *filling)
    # Group by name: PostgreSQL does not treat two parameters with the same value as the same expression.
    named = [*([_KEY] if measure.period_on else []), *([_NUMBER] if measure.of else [])]
    return chosen.where(*_rows(stored, measure, question.window(measure), asked)).group_by(
        *(literal_column(name) for name in named), *groups
    )


def _rows(stored: Stored, measure: Measure, window: Window, asked: date | None) -> Iterator[Any]:
    columns = _table(stored, measure.origin).c
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


def _passes(columns: _Columns, condition: Condition, asked: date | None) -> Any:  # noqa: PLR0911 - one return for each test
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
    """The month of a day as a number such as 202603."""

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
