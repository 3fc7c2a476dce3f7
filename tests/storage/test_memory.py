from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import pytest
from attrs import evolve

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
        rows = self._store._state.facts[utility_id, case_id]  # noqa: SLF001 - as above
        return [(row.known_from, row.known_to) for row in rows]

    def holds(self, text: str) -> bool:
        """In the dictionaries, as they print but for what is kept out of it."""
        state = self._store._state  # noqa: SLF001 - as above
        kept = [*state.cases.values()]
        return text in repr(state) or any(text in str((row.entries, row.personal)) for row in kept)


class TestMemoryStore(StoreConformance):
    @pytest.fixture
    def store(self) -> MemoryStore:
        """An empty store in memory."""
        return MemoryStore()

    @pytest.fixture
    def backdoor(self, store: MemoryStore) -> Backdoor:
        """Its dictionaries."""
        return MemoryBackdoor(store)
