"""What can be counted: rows in memory, tables of an engine, the rows of a store.

A source only holds what is counted. `indicators.counting` counts it, whatever its kind; a store gives one for its rows
(`unit.source`).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, ClassVar, Protocol

from attrs import field, frozen

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Survey, Volume

__all__ = ("Frames", "Origin", "Rows", "Source")


class Origin(StrEnum):
    """The register that rows come from."""

    FACTS = "facts"
    VOLUMES = "volumes"
    SURVEYS = "surveys"


class Source(Protocol):
    """What is counted, by its kind: `rows`, `frames` or `sql`."""

    kind: ClassVar[str]


@frozen(kw_only=True)
class Rows:
    """Rows in memory. Generators will do for `count`, which goes through each once."""

    kind: ClassVar[str] = "rows"

    facts: Iterable[Facts] = field(default=(), repr=False)
    volumes: Iterable[Volume] = field(default=(), repr=False)
    surveys: Iterable[Survey] = field(default=(), repr=False)

    def of(self, origin: Origin) -> Iterable[Facts | Volume | Survey]:
        """The rows of one register."""
        match origin:
            case Origin.FACTS:
                return self.facts
            case Origin.VOLUMES:
                return self.volumes
            case Origin.SURVEYS:
                return self.surveys


@frozen(kw_only=True)
class Frames:
    """One table a register, of any engine that narwhals reads; None where the question does not need it.

    A table has the columns that the question names; others do not disturb. One of volumes says of which `utility` and
    `servicio` each row is.
    """

    kind: ClassVar[str] = "frames"

    facts: Any = field(default=None, repr=False)
    volumes: Any = field(default=None, repr=False)
    surveys: Any = field(default=None, repr=False)

    def of(self, origin: Origin) -> Any:
        """The table of one register.

        Raises:
            InvalidInputError: there is none.
        """
        table = {Origin.FACTS: self.facts, Origin.VOLUMES: self.volumes, Origin.SURVEYS: self.surveys}[origin]
        if table is None:
            raise InvalidInputError(place=origin.value, detail="the question needs a table of it")
        return table
