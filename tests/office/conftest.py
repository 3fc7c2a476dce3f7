"""Stores that an office works on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore


@pytest.fixture
def office_store(store_url: str) -> Iterator[Store]:
    """An empty store, in memory and on every database; its tables are gone at the end, every connection given back."""
    if store_url == "memory":
        yield MemoryStore()
        return
    with SqlStore(store_url, prefix="o_") as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        assert getattr(store.engine.pool, "checkedout", lambda: 0)() == 0
        store.tables.metadata.drop_all(store.engine)
