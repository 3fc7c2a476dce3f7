"""What may be counted: rows of a register that pass conditions on their columns, by the month of one of their days.

A measure names columns of the facts, the volumes and the surveys and holds no function, so that every evaluator
(rows, frames, SQL) can read it. What cannot be counted is refused here, for the catalogue and for a user's file alike.

>>> Measure(origin=Origin.FACTS, period_on="answered_in")
Traceback (most recent call last):
...
pqr_core.errors.InvalidInputError: period_on: 'answered_in' is no column of facts; columns: account, answered_on, ...
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Any, Final, TypeAlias, get_args, get_type_hints
from uuid import UUID

from attrs import evolve, fields, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.facts import APART, Facts, Survey, Volume
from pqr_core.sources import Origin

__all__ = (
    "ASKED",
    "COLUMNS",
    "Asked",
    "Column",
    "Condition",
    "DaysBetween",
    "Measure",
    "Number",
    "Test",
    "grouping_kinds",
)


_KINDS: Final = (bool, int, date, UUID, str)  # bool before int, which it is too


def _columns(row: type[Any]) -> Mapping[str, type]:
    hints = get_type_hints(row)

    def kind(hint: Any) -> type:
        found = next(each for each in (get_args(hint) or (hint,)) if each is not NoneType)
        return next(kind for kind in _KINDS if issubclass(found, kind))

    plain = (attribute.name for attribute in fields(row) if not attribute.metadata.get(APART))
    return MappingProxyType({name: kind(hints[name]) for name in plain})


COLUMNS: Final[Mapping[Origin, Mapping[str, type]]] = MappingProxyType(
    {Origin.FACTS: _columns(Facts), Origin.VOLUMES: _columns(Volume), Origin.SURVEYS: _columns(Survey)}
)
"""The columns that formulas may name, with what they hold: bool, int, date, UUID or str."""


class Asked(Enum):
    """Stands for the day asked, in what is counted at the end of a day."""

    DAY = "day"


ASKED: Final = Asked.DAY


@frozen
class Column:
    """Stands for what another column of the row holds; nothing is equal to an empty one, before it or after it."""

    name: str


@frozen
class DaysBetween:
    """The calendar days in (first, last]; `last` is a column or the day asked."""

    first: str
    last: str | Asked


Number: TypeAlias = str | DaysBetween


class Test(Enum):
    """How a column is tested against an operand; an empty column passes only where it says so."""

    __test__ = False  # not one of pytest's

    SET = "is not empty"
    UNSET = "is empty"
    EQUAL = "="
    ONE_OF = "in"
    BEFORE = "<"
    BY = "<="
    NOT_BY = "is empty or >"


_ORDERED: Final = frozenset({Test.BEFORE, Test.BY, Test.NOT_BY})


@frozen
class Condition:
    """A test of one column; the operand is a constant, several (`ONE_OF`), another column or the day asked."""

    column: str
    test: Test
    operand: str | bool | int | tuple[str, ...] | Column | Asked | None = None


@frozen(kw_only=True)
class Measure:
    """What is counted: rows of a register that pass every condition, each with a whole number.

    Args:
        origin: the register of the rows.
        where: the conditions of the population.
        of: the column of whole numbers, or the days between two columns, that is summed; rows without it are left
            out. None counts rows.
        period_on: the column with the day that puts a row into a period, rows without it left out; None for a
            standing count, whose conditions ask the day instead.
        stock: what is there at the end of a period (subscribers) rather than what happened in it.

    Raises:
        InvalidInputError: a column that the register does not have, or that does not hold what is asked of it; the
            place is the path to it, as `where[0].column`.
    """

    origin: Origin
    where: tuple[Condition, ...] = ()
    of: Number | None = None
    period_on: str | None = None
    stock: bool = False

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
                raise InvalidInputError(place="where", detail="only a standing count asks the day")

    @property
    def every(self) -> Measure:
        """Its rows, whether or not they have the number that it sums."""
        return evolve(self, of=None)

    @property
    def columns(self) -> frozenset[str]:
        """Every column it reads."""
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
        found = self._kind(column, place)
        if found is not kind:
            detail = f"a column of {kind.__name__} is meant, {column!r} is of {found.__name__}"
            raise InvalidInputError(place=place, detail=detail)

    def _kind(self, column: str, place: str) -> type:
        kinds = COLUMNS[self.origin]
        if column not in kinds:
            known = ", ".join(sorted(kinds))
            raise InvalidInputError(place=place, detail=f"{column!r} is no column of {self.origin}; columns: {known}")
        return kinds[column]

    def _check(self, condition: Condition, place: str) -> None:
        kind, operand = self._kind(condition.column, f"{place}.column"), condition.operand
        if condition.test in _ORDERED and kind is not date:
            detail = f"only days come before and after one another, and {condition.column!r} is of {kind.__name__}"
            raise InvalidInputError(place=f"{place}.test", detail=detail)
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
            by = f"by {condition.test.value!r} with {condition.column!r}, a column of {kind.__name__}"
            raise InvalidInputError(place=f"{place}.value", detail=f"{operand!r} cannot be compared {by}")


def grouping_kinds(origin: Origin, by: tuple[str, ...]) -> tuple[type, ...]:
    """What the columns grouped by hold.

    Raises:
        InvalidInputError: a column that the register does not have.
    """
    kinds = COLUMNS[origin]
    for column in by:
        if column not in kinds:
            known = ", ".join(sorted(kinds))
            raise InvalidInputError(place="by", detail=f"{origin} has no column {column!r} to group by; it has {known}")
    return tuple(kinds[column] for column in by)
