"""The rows of a store as they are counted in the database."""

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
    """Rows of a store; `unit.source` makes it.

    Args:
        connection: that of the unit of work.
        tables: those of the store.
        utilities: whose rows.
        before: the rows recorded before this instant instead of those known now.
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
