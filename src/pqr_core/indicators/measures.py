"""What can be counted: rows of a register that pass conditions on their columns, by the month of one of their days.

A measure names columns of registers and holds no function, so that every evaluator (rows, frames, SQL) can read it. A
measure that cannot be counted raises here, both for the catalogue and for the file of a user.

>>> Measure(origin=Origin.FACTS, period_on="answered_in")
Traceback (most recent call last):
...
pqr_core.errors.InvalidInputError: period_on: expected a column of facts: account, answered_on, ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import Final, TypeAlias

from attrs import evolve, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.names import choices, column_of, shown
from pqr_core.registers import register_named
from pqr_core.sources import Origin

__all__ = (
    "ASKED",
    "REGISTER_COLUMNS",
    "Asked",
    "Column",
    "Condition",
    "DaysBetween",
    "Measure",
    "Number",
    "Test",
    "grouping_kinds",
)


REGISTER_COLUMNS: Final[Mapping[Origin, Mapping[str, type]]] = MappingProxyType(
    {origin: register_named(origin.value).columns for origin in Origin}
)
"""The columns that formulas may name, by register, with their type: bool, int, date, UUID or str."""


class Asked(Enum):
    """Stands for the day asked about, in a count at the end of a day."""

    DAY = "day"


ASKED: Final = Asked.DAY


@frozen
class Column:
    """Stands for the value of another column of the row. Nothing equals, precedes or follows an empty column."""

    name: str


@frozen
class DaysBetween:
    """The calendar days in (first, last]; `first` is a column, `last` is a column or the day asked about."""

    first: str
    last: str | Asked


Number: TypeAlias = str | DaysBetween


class Test(Enum):
    """How a column is tested against an operand; an empty column passes only `UNSET` and `NOT_BY`."""

    __test__ = False  # not a test of pytest

    SET = "is not empty"
    UNSET = "is empty"
    EQUAL = "="
    ONE_OF = "in"
    BEFORE = "<"
    BY = "<="
    NOT_BY = "is empty or >"


_STANDING_ASKS: Final = Said("solo un conteo de existencias pregunta por el día", "only a standing count asks the day")
_ORDERED: Final = frozenset({Test.BEFORE, Test.BY, Test.NOT_BY})


@frozen
class Condition:
    """A test of one column. The operand is a constant, several (`ONE_OF`), another column or the day asked about."""

    column: str
    test: Test
    operand: str | bool | int | tuple[str, ...] | Column | Asked | None = None

    def __str__(self) -> str:
        match self.operand:
            case None:
                return f"{self.column} {self.test.value}"
            case Column(name):
                against = name
            case Asked():
                against = "the day asked"
            case tuple():
                against = f"({', '.join(self.operand)})"
            case _:
                against = str(self.operand)
        return f"{self.column} {self.test.value} {against}"


@frozen(kw_only=True)
class Measure(Brief):
    """What is counted: the rows of a register that pass every condition, each with a whole number.

    Args:
        origin: the register of the rows.
        where: the conditions that a row must pass.
        of: the number of a row: a column of whole numbers, or the days between two columns. Rows without it are left
            out. None counts rows.
        period_on: the column with the day that puts a row into a period; rows without that day are left out. None makes
            a standing count, whose conditions may use the day asked about.
        stock: whether it measures what is there at the end of a period (subscribers), not what happened in it.

    Raises:
        InvalidInputError: the register does not have a column, the column has another type than needed, or its closed
            list of words does not have a word of a condition. The place is the path, such as `where[0].column`.
    """

    origin: Origin
    where: tuple[Condition, ...] = ()
    of: Number | None = None
    period_on: str | None = None
    stock: bool = False

    def __str__(self) -> str:
        """The measure in one line: `business_days_to_answer of facts by answered_on`."""
        match self.of:
            case None:
                what = "rows"
            case DaysBetween(first, last):
                what = f"days from {first} to {'the day asked' if last is ASKED else last}"
            case column:
                what = column
        by = "" if self.period_on is None else f" by {self.period_on}"
        where = f" where {' and '.join(map(str, self.where))}" if self.where else ""
        return f"{what} of {self.origin}{by}{where}"

    def __attrs_post_init__(self) -> None:
        for number, condition in enumerate(self.where):
            self._check(condition, f"where[{number}]")
        if isinstance(self.of, DaysBetween):
            self._require(self.of.first, date, "of.from")
            if isinstance(self.of.last, str):
                self._require(self.of.last, date, "of.to")
        elif self.of is not None:
            self._require(self.of, int, "of")
        if self.period_on is not None:
            self._require(self.period_on, date, "period_on")
            if ASKED in (condition.operand for condition in self.where) or (
                isinstance(self.of, DaysBetween) and self.of.last is ASKED
            ):
                raise InvalidInputError(place="where", detail=_STANDING_ASKS)

    @property
    def every(self) -> Measure:
        """The same measure without its number, so that rows without the number count too."""
        return evolve(self, of=None)

    @property
    def columns(self) -> frozenset[str]:
        """Every column that the measure reads."""
        return frozenset(self._named())

    def _named(self) -> Iterator[str]:
        for condition in self.where:
            yield condition.column
            if isinstance(condition.operand, Column):
                yield condition.operand.name
        if isinstance(self.of, DaysBetween):
            yield self.of.first
            if isinstance(self.of.last, str):
                yield self.of.last
        elif self.of is not None:
            yield self.of
        if self.period_on is not None:
            yield self.period_on

    def _require(self, column: str, kind: type, place: str) -> None:
        found = _kind(self.origin, column, place)
        if found is not kind:
            of = column_of(found.__name__)
            got = Said(f"{column!r}, {of.es}", f"{column!r}, {of.en}")
            raise InvalidInputError.expected(column_of(kind.__name__), got, place=place)

    def _check(self, condition: Condition, place: str) -> None:
        kind, operand = _kind(self.origin, condition.column, f"{place}.column"), condition.operand
        if condition.test in _ORDERED and kind is not date:
            of = column_of(kind.__name__)
            es = f"solo los días van antes o después unos de otros, y {condition.column!r} es {of.es}"
            en = f"only days come before and after one another, and {condition.column!r} is {of.en}"
            raise InvalidInputError(place=f"{place}.test", detail=Said(es, en))
        if condition.test in (Test.SET, Test.UNSET):
            fits = operand is None
        elif condition.test is Test.ONE_OF:
            fits = isinstance(operand, tuple) and bool(operand) and all(type(each) is kind for each in operand)
        elif isinstance(operand, Column):
            self._require(operand.name, kind, f"{place}.value.column")
            fits = True
        else:
            fits = operand is ASKED if kind is date else type(operand) is kind
        if not fits:
            of, test, told = column_of(kind.__name__), condition.test.value, shown(operand)
            es = f"{told.es} no se puede comparar por {test!r} con {condition.column!r}, {of.es}"
            en = f"{told.en} cannot be compared by {test!r} with {condition.column!r}, {of.en}"
            raise InvalidInputError(place=f"{place}.value", detail=Said(es, en))
        if (words := register_named(self.origin.value).words.get(condition.column)) is not None:
            for word in operand if isinstance(operand, tuple) else (operand,):
                if isinstance(word, str) and word not in words:  # no row would ever pass
                    raise InvalidInputError.unlisted(words, word, place=f"{place}.value")


def grouping_kinds(origin: Origin, by: tuple[str, ...]) -> tuple[type, ...]:
    """The types of the columns to group by.

    Raises:
        InvalidInputError: the register does not have a column.
    """
    return tuple(_kind(origin, column, "by") for column in by)


def _kind(origin: Origin, column: str, place: str) -> type:
    """The type of a column of a register."""
    kinds = REGISTER_COLUMNS[origin]
    if column not in kinds:
        known = choices(sorted(kinds), column)
        what = Said(f"una columna de {origin}: {known.es}", f"a column of {origin}: {known.en}")
        raise InvalidInputError.expected(what, shown(column), place=place)
    return kinds[column]
