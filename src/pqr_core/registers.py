"""Every register of a store, listed once: its name, the class of its rows and its key.

The store in memory, the SQL store and the tables loop over this list. A new register takes a row class, a line here and
a migration.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import Enum
from functools import cache
from operator import attrgetter
from types import MappingProxyType, NoneType, UnionType
from typing import Any, Final, Generic, TypeVar, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import AttrsInstance, fields, frozen

from pqr_core.facts import APART, Facts, Report, Survey, Volume
from pqr_core.fields import listed
from pqr_core.frames import Backend, CellKind, frame_of
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.tickets import Ticket

__all__ = ("REGISTERS", "RegisterOf", "register_named")

R = TypeVar("R", bound=AttrsInstance)


@frozen
class RegisterOf(Generic[R]):
    """A register of a store.

    Args:
        name: its name on a unit of work, and the name of its table after the prefix.
        row: the class of its rows.
        key: the fields that identify a row; no two present rows share them, and the first is the utility.
        over: combines a new row with the present one, if a new row says only part of what is known; else None.
    """

    name: str
    row: type[R]
    key: tuple[str, ...]
    over: Callable[[R, R], R] | None = None

    @property
    def key_of(self) -> Callable[[R], tuple[Any, ...]]:
        """The function that gives the key of a row."""
        return attrgetter(*self.key)

    @property
    def columns(self) -> Mapping[str, type]:
        """The columns that hold one plain value, with its type; several texts are a tuple."""
        return _columns_of(self.row)

    @property
    def words(self) -> Mapping[str, tuple[str, ...]]:
        """The words that a column can hold, for the columns whose words are a closed list."""
        return _words_of(self.row)

    def frame(self, rows: Iterable[R], backend: Backend = "polars") -> Any:
        """The rows as a table of `polars`, `pandas` or `pyarrow`; ids become text, and several texts become JSON.

        Raises:
            InvalidInputError: `backend` is not one of these.
            MissingExtraError: narwhals or PyArrow is not installed.
            MissingPackageError: polars or pandas was asked for and is not installed.
        """
        values = map(attrgetter(*self.columns), rows)
        told = list(zip(*values, strict=True)) or [()] * len(self.columns)
        cells = {name: list(map(_cell, column)) for name, column in zip(self.columns, told, strict=True)}
        kinds = {name: str if kind in (UUID, tuple) else kind for name, kind in self.columns.items()}
        return frame_of(cells, cast("Mapping[str, CellKind]", kinds), backend=backend)


def _cell(value: Any) -> Any:
    match value:
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case Enum() | UUID():
            return str(value)
        case _:
            return value


_KINDS: Final = (bool, int, datetime, date, UUID, str, tuple)  # a subclass before its base, as bool before int


def _types_of(row: type[AttrsInstance]) -> Mapping[str, type]:
    """The type of each column that holds one plain value; that of a column that may be empty is of its values."""
    hints = get_type_hints(row)

    def held(hint: Any) -> type:
        told = get_args(hint) if isinstance(hint, UnionType) else (hint,)
        found = next(each for each in told if each is not NoneType)
        return cast("type", get_origin(found) or found)

    plain = (attribute.name for attribute in fields(row) if not attribute.metadata.get(APART))
    return {name: held(hints[name]) for name in plain}


@cache
def _columns_of(row: type[AttrsInstance]) -> Mapping[str, type]:
    told = _types_of(row).items()
    return MappingProxyType({name: next(each for each in _KINDS if issubclass(kind, each)) for name, kind in told})


@cache
def _words_of(row: type[AttrsInstance]) -> Mapping[str, tuple[str, ...]]:
    told = _types_of(row).items()
    return MappingProxyType({name: tuple(map(str, kind)) for name, kind in told if issubclass(kind, Enum)})


REGISTERS: Final[tuple[RegisterOf[Any], ...]] = (
    RegisterOf("facts", Facts, ("utility", "case_id")),
    RegisterOf("volumes", Volume, ("utility", "month", "servicio")),
    RegisterOf("surveys", Survey, ("utility", "survey_id")),
    RegisterOf("tickets", Ticket, ("utility", "ticket_id"), Ticket.over),
    RegisterOf("actions", ImprovementAction, ("utility", "action_id")),
    RegisterOf("reports", Report, ("utility", "code", "period")),
    RegisterOf("minutes", Minutes, ("utility", "period", "held_on")),
)
"""In the order of their tables; the first, of facts, has queries of its own (`storage.base.FactsRegister`)."""


def register_named(name: str) -> RegisterOf[Any]:
    """The register with that name.

    Raises:
        InvalidInputError: there is no such register.
    """
    return listed({register.name: register for register in REGISTERS}, name, "register")
