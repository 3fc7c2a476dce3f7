"""What can be counted: rows in memory, tables of an engine, the rows of a store.

A source only holds what is counted. `indicators.counting` counts every kind; a store provides a source of its rows
(`unit.source`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar, Final, Protocol

from attrs import field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.language import Said
from pqr_core.tickets import Ticket

__all__ = ("Frames", "Origin", "Rows", "Source")


class Origin(StrEnum):
    """The register from which rows come."""

    FACTS = "facts"
    VOLUMES = "volumes"
    SURVEYS = "surveys"
    TICKETS = "tickets"


class Source(Protocol):
    """What can be counted; `kind` is `rows`, `frames` or `sql`."""

    kind: ClassVar[str]


@frozen(kw_only=True)
class Rows:
    """Rows in memory. Generators work for `count`, which reads each once."""

    kind: ClassVar[str] = "rows"

    facts: Iterable[Facts] = field(default=(), repr=False)
    volumes: Iterable[Volume] = field(default=(), repr=False)
    surveys: Iterable[Survey] = field(default=(), repr=False)
    tickets: Iterable[Ticket] = field(default=(), repr=False)

    def of(self, origin: Origin) -> Iterable[Facts | Volume | Survey | Ticket]:
        """The rows of one register."""
        match origin:
            case Origin.FACTS:
                return self.facts
            case Origin.VOLUMES:
                return self.volumes
            case Origin.SURVEYS:
                return self.surveys
            case Origin.TICKETS:
                return self.tickets


_NEEDS_TABLE: Final = Said("la consulta necesita una tabla de ellos", "the question needs a table of it")


@frozen(kw_only=True)
class Frames:
    """One table for each register, of any engine that narwhals reads; None where the question does not need it.

    A table must have the columns that the question names; others are ignored. A table of volumes must have `utility`
    and `servicio`.
    """

    kind: ClassVar[str] = "frames"

    facts: Any = field(default=None, repr=False)
    volumes: Any = field(default=None, repr=False)
    surveys: Any = field(default=None, repr=False)
    tickets: Any = field(default=None, repr=False)

    def of(self, origin: Origin) -> Any:
        """The table of one register.

        Raises:
            InvalidInputError: there is no table of that register.
        """
        table = getattr(self, origin.value)
        if table is None:
            raise InvalidInputError(place=origin.value, detail=_NEEDS_TABLE)
        return table
