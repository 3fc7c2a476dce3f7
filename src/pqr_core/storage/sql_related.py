"""The rows that others may be related to, in SQL: one statement, each part of which uses an index."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, select, union_all

from pqr_core.storage.related import RELATING, Relating, Sought
from pqr_core.storage.tables import Tables

__all__ = ("RelatedStatements",)


class RelatedStatements:
    """The statements of relations, built once for a store."""

    def __init__(self, tables: Tables) -> None:
        self._columns = tables.facts.c
        self._chosen = select(*(self._columns[name] for name in RELATING), self._columns.known_to)

    def found(self, connection: Connection, utility: str, sought: Sought) -> Iterator[Relating]:
        """The current rows that are sought."""
        # Closed rows are read too and left out here: an engine without statistics would take "known_to is null" for the
        # rare condition and read all rows by it.
        parts = [self._chosen.where(self._columns.utility == utility, where) for where in self._where(sought)]
        rows = connection.execute(union_all(*parts) if len(parts) > 1 else parts[0]).all()
        return (Relating(*values) for *values, known_to in rows if known_to is None)

    def _where(self, sought: Sought) -> Iterator[Any]:
        columns = self._columns
        yield columns.case_id.in_(sorted(sought.ids))
        yield columns.recurso_of.in_(sorted(sought.ids))
        if sought.accounts:
            of_account = columns.account.in_(sorted(sought.accounts)), columns.causal.in_(sorted(sought.causales))
            yield and_(*of_account, columns.filed_on.between(sought.first, sought.last))
        if sought.radicados:
            yield columns.radicado.in_(sorted(sought.radicados))
        if sought.named:
            yield columns.recurso_of_radicado.in_(sorted(sought.named))
