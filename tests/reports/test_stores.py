"""Reports are the same on every store."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from attrs import evolve
from tests.reports.months import CASES, NOW, PROFILE, office

from pqr_core import colombia
from pqr_core.facts import RowMaker
from pqr_core.office.desk import Office
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore

ROWS = RowMaker(colombia.LAW, {"aguas": PROFILE})
PERIODS = {"sui": "2026-10", "registro": "2026-10", "transparencia": "2026-Q4", "control-interno": "2026-S2"}


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store with the cases of October, in memory and on every database."""
    opened: Store = MemoryStore(rows=ROWS)
    if store_url != "memory":
        opened = sql = SqlStore(store_url, prefix="re_", rows=ROWS)
        sql.tables.metadata.drop_all(sql.engine)
        sql.create()
    with opened:
        with opened.begin(NOW) as unit:
            for each in sorted(CASES, key=lambda one: one.filed_on):
                unit.cases.add(each)
            unit.commit()
        yield opened
        if isinstance(opened, SqlStore):
            opened.tables.metadata.drop_all(opened.engine)


def test_a_report_is_the_same_on_every_store(store: Store) -> None:
    """Each kind, and what is kept of it with its digest."""
    of = Office(store, colombia.JURISDICTION, PROFILE, clock=lambda: NOW)
    there = office()
    for kind, period in PERIODS.items():
        assert of.report(kind, period) == there.report(kind, period)
    kept = of.hand_in(of.report("sui", "2026-10"), reference="SUI-77", incomplete=True)
    assert of.handed_in("sui", "2026-10") == kept
    assert kept == evolve(there.report("sui", "2026-10").handed(NOW.date()), reference="SUI-77")
