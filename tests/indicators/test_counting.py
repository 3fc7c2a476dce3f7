"""What `count` accepts as a source, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import Any

import pytest
from attrs import evolve

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.errors import InvalidInputError, StorageError
from pqr_core.facts import Facts
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.names import kind_of
from pqr_core.sources import Rows
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore

DAYS, MARCH = INDICATORS["tiempo_respuesta_pqr"], Period.parse("2026-03")
OPENED = Facts(utility="aguas", radicado="R-1", tipo="queja", filed_on=date(2026, 3, 2))
ANSWERED = evolve(OPENED, answered_on=date(2026, 3, 13), business_days_to_answer=9, duties=())
OTHER = evolve(ANSWERED, utility="otra", radicado="R-2", business_days_to_answer=11)


@contextmanager
def _reading(kind: str) -> Iterator[UnitOfWork]:
    """Two utilities, one of them with a row that replaced another."""
    with MemoryStore() if kind == "memory" else SqlStore("sqlite://") as store:
        if isinstance(store, SqlStore):
            store.create()
        for rows, day in (([OPENED, OTHER], 2), ([ANSWERED], 20)):
            with store.begin(datetime(2026, 3, day, tzinfo=UTC)) as unit:
                unit.facts.put(rows)
                unit.commit()
        with store.read() as unit:
            yield unit


@pytest.mark.parametrize("kind", ["memory", "sql"])
def test_a_unit_of_work_gives_what_there_is_to_count(kind: str) -> None:
    """Of one utility or several, now or before an instant; what is behind it can be asked of the same source."""
    with _reading(kind) as unit:
        one, both = unit.source("aguas"), unit.source("aguas", "otra")
        before = unit.source("aguas", before=datetime(2026, 3, 20, tzinfo=UTC))
        texts = [count(each, [DAYS], periods=[MARCH]).result(DAYS, MARCH).text() for each in (one, both, before)]
        assert texts == ["9,0 días hábiles", "10,0 días hábiles", "sin datos"]
        assert [each.radicado for each in behind(both, DAYS, MARCH).denominator] == ["R-1", "R-2"]
        assert count(unit.source("nadie\0"), [DAYS]) == count(Rows(), [DAYS])


@pytest.mark.parametrize("kind", ["memory", "sql"])
def test_a_unit_that_is_over_gives_no_source(kind: str) -> None:
    """Nor can one it gave be counted any more."""
    with _reading(kind) as unit:
        source = unit.source("aguas")
    with pytest.raises(StorageError):
        unit.source("aguas")
    with pytest.raises(StorageError):
        count(source, [DAYS])


@pytest.mark.parametrize("source", [[OPENED], None, "sqlite://"])
def test_what_is_no_source_is_refused(source: Any) -> None:
    """With what is expected, and what came."""
    with pytest.raises(InvalidInputError, match=rf"^source: expected Rows, Frames or .*got {kind_of(source).en}$"):
        count(source, [DAYS])
    with pytest.raises(InvalidInputError, match=r"^source: "):
        behind(source, DAYS, MARCH)


@pytest.mark.parametrize("group", [("queja", None), ()])
def test_a_group_has_a_value_for_each_column(group: tuple[object, ...]) -> None:
    """Of other columns than those named, it would be nobody's."""
    with pytest.raises(InvalidInputError, match=r"^group: expected a value for each"):
        behind(Rows(facts=[ANSWERED]), DAYS, MARCH, by=("tipo",), group=group)
