from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from attrs import evolve

from pqr_core.errors import ConflictError
from pqr_core.storage.history import Entry
from pqr_core.storage.memory import MemoryStore
from pqr_core.testing.conformance import Backdoor, StoreConformance


class MemoryBackdoor:
    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def entries(self, utility_id: str, case_id: UUID) -> list[Entry]:
        """The entries as stored."""
        return list(self._store._state.cases[utility_id, case_id].entries)  # noqa: SLF001 - as above

    def replace(self, utility_id: str, case_id: UUID, entries: Sequence[Entry]) -> None:
        """Other entries, with the head and the length as they were."""
        cases = self._store._state.cases  # noqa: SLF001 - as above
        cases[utility_id, case_id] = evolve(cases[utility_id, case_id], entries=tuple(entries))

    def fact_rows(self, utility_id: str, case_id: UUID) -> list[tuple[datetime, datetime | None]]:
        """When each row was known."""
        rows = self._store._state.registers["facts"][utility_id, case_id]  # noqa: SLF001 - as above
        return [(row.known_from, row.known_to) for row in rows]

    def change_case(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Other fields beside the entries."""
        cases = self._store._state.cases  # noqa: SLF001 - as above
        cases[utility_id, case_id] = evolve(cases[utility_id, case_id], **values)

    def change_row(self, utility_id: str, case_id: UUID, **values: Any) -> None:
        """Other fields of the row known."""
        rows = self._store._state.registers["facts"]  # noqa: SLF001 - as above
        *closed, known = rows[utility_id, case_id]
        since = {"known_from": values.pop("known_from", known.known_from)}
        rows[utility_id, case_id] = (*closed, evolve(known, row=evolve(known.row, **values), **since))

    def remove_row(self, utility_id: str, case_id: UUID) -> None:
        """The rows without the last."""
        rows = self._store._state.registers["facts"]  # noqa: SLF001 - as above
        rows[utility_id, case_id] = rows[utility_id, case_id][:-1]

    def change_number(self, utility_id: str, series: str, last: int) -> None:
        """Another last number."""
        self._store._state.numbers[utility_id, series] = last  # noqa: SLF001 - as above

    def change_definition(self, digest: str, text: str) -> None:
        """Another text."""
        self._store._state.definitions[digest] = text  # noqa: SLF001 - as above

    def holds(self, text: str) -> bool:
        """In the dictionaries, or in any value that they hold."""
        return text.encode() in pickle.dumps(self._store._state)  # noqa: SLF001 - as above


class TestMemoryStore(StoreConformance):
    @pytest.fixture
    def store(self) -> MemoryStore:
        """An empty store in memory."""
        return MemoryStore()

    @pytest.fixture
    def backdoor(self, store: MemoryStore) -> Backdoor:
        """Its dictionaries."""
        return MemoryBackdoor(store)


def test_a_unit_that_waits_too_long_is_a_conflict(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on SQLite, so that `Store.do` and the office begin it again; the store works once the other unit has ended."""
    monkeypatch.setattr("pqr_core.storage.memory._PATIENCE_SECONDS", 0.01)
    store = MemoryStore()
    with store.begin(), pytest.raises(ConflictError, match="still writing"), store.begin():
        pass
    with store.begin() as unit:
        unit.commit()
