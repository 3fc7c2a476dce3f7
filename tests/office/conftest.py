"""Stores that an office works on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pqr_core import colombia
from pqr_core.office.desk import Office
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.testing.clocks import FrozenClock


@pytest.fixture
def office_store(store_url: str) -> Iterator[Store]:
    """An empty store, in memory and on every database; at the end its tables are dropped and no connection is open."""
    if store_url == "memory":
        yield MemoryStore()
        return
    with SqlStore(store_url, prefix="o_") as store:
        store.tables.metadata.drop_all(store.engine)
        store.create()
        yield store
        assert getattr(store.engine.pool, "checkedout", lambda: 0)() == 0
        store.tables.metadata.drop_all(store.engine)


@pytest.fixture
def clock(frozen_clock: FrozenClock) -> FrozenClock:
    """Monday 16 March 2026, at ten."""
    return frozen_clock


@pytest.fixture
def office(office_store: Store, clock: FrozenClock) -> Office:
    """An office of one utility, with the default profile."""
    return Office(office_store, colombia.JURISDICTION, colombia.DEFAULT_PROFILE, clock=clock)
