"""The rows of a store as a source of indicators, which are counted in the database."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import Attribute, field, frozen
from sqlalchemy import Connection

from pqr_core.moments import require_instant
from pqr_core.storage.tables import Tables

__all__ = ("Stored",)


@frozen(kw_only=True)
class Stored:
    """The rows of a store; `unit.source` makes this value.

    Args:
        connection: the connection of the unit of work.
        tables: the tables of the store.
        utilities: the utilities whose rows count.
        before: count the rows as recorded before this instant; None for the current rows.
    """

    kind: ClassVar[str] = "sql"

    connection: Connection = field(repr=False)
    tables: Tables = field(repr=False)
    utilities: tuple[str, ...]
    before: datetime | None = field(default=None)

    @before.validator
    def _is_instant(self, attribute: Attribute[datetime | None], value: datetime | None) -> None:
        if value is not None:
            require_instant(value, attribute.name)
