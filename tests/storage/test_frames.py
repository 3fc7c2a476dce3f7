"""The rows of a store as tables: they are counted as the store counts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

pytest.importorskip("pandas")
pytest.importorskip("pyarrow")

import narwhals as nw
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.indicators import registers

from pqr_core import colombia
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.frames import Backend
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.registers import REGISTERS
from pqr_core.sources import Frames, Rows
from pqr_core.storage.base import Store
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore
from pqr_core.tickets import Ticket
from pqr_core.vocabulary import ActionKind

BACKENDS: tuple[Backend, ...] = ("polars", "pandas", "pyarrow")
PERIODS = [Period.parse("2026-03"), Period.parse("2026")]
FIRST, SECOND = datetime(2026, 4, 1, 12, tzinfo=UTC), datetime(2026, 4, 2, 12, tzinfo=UTC)
ACTION = ImprovementAction(
    utility="aguas",
    indicator="tiempo_respuesta_pqr",
    period="2026-03",
    by=("tipo",),
    group=("queja",),
    kind=ActionKind.CORRECTIVA,
    what="Más personas en la ventanilla",
    responsible="Jefe de atención",
    opened_on=date(2026, 4, 3),
    due_on=date(2026, 5, 3),
)

MINUTES = Minutes(
    utility="aguas", period="2026-03", held_on=date(2026, 4, 8), attendance=["Ana Ruiz"], decisions=["nada"]
)

SOME = Rows(
    facts=[
        Facts(
            utility=utility, radicado=f"R-{number}", tipo="queja", filed_on=date(2026, 3, 2), due_on=date(2026, 3, 24)
        )
        for utility in ("aguas", "rio")
        for number in range(3)
    ],
    volumes=[Volume(utility="aguas", month=date(2026, 3, 1), servicio="acueducto", subscribers=100)],
    surveys=[Survey(utility="aguas", survey_id="S-1", answered_on=date(2026, 3, 9), satisfied=True)],
    tickets=[Ticket(utility="aguas", ticket_id="T-1", taken_at=FIRST, taken_on=date(2026, 3, 9))],
)


def sqlite() -> SqlStore:
    """A database in memory with its tables."""
    store = SqlStore("sqlite://")
    store.create()
    return store


@pytest.fixture(params=[MemoryStore, sqlite], ids=["memory", "sqlite"])
def store(request: pytest.FixtureRequest) -> Iterator[Store]:
    """A store of each kind."""
    make: Callable[[], Store] = request.param
    with make() as made:
        yield made


def filled(store: Store, rows: Rows) -> None:
    """Put the rows of all registers into it."""
    with store.begin(recorded_at=FIRST) as unit:
        unit.facts.put(rows.facts)
        unit.volumes.put(rows.volumes)
        unit.surveys.put(rows.surveys)
        unit.actions.put([ACTION])
        unit.minutes.put([MINUTES])
        unit.tickets.put(rows.tickets)
        unit.commit()


@settings(max_examples=15)
@given(rows=registers.REGISTERS, backend=st.sampled_from(BACKENDS))
def test_a_table_is_counted_as_the_rows(rows: Rows, backend: Backend) -> None:
    """All indicators agree, on rows that were stored and read back."""
    store = MemoryStore()
    filled(store, rows)
    tables = Frames(**{name: store.frame(name, backend=backend) for name in ("facts", "volumes", "surveys", "tickets")})
    indicators = list(colombia.INDICATORS.values())
    days = [date(2026, 3, 31), date(2026, 12, 31)]
    expected = count(rows, indicators, periods=PERIODS, days=days)
    assert count(tables, indicators, periods=PERIODS, days=days).histograms == expected.histograms


@pytest.mark.parametrize("register", [each.name for each in REGISTERS])
@pytest.mark.parametrize("backend", BACKENDS)
def test_every_register_is_a_table(store: Store, backend: Backend, register: str) -> None:
    """With the same columns when it is empty."""
    empty = store.frame(register, backend=backend)
    filled(store, SOME)
    full = store.frame(register, backend=backend)
    assert nw.from_native(full).columns == nw.from_native(empty).columns
    assert len(empty) == 0
    assert len(full) > 0 or register == "reports"


def test_cells_are_plain(store: Store) -> None:
    """Identifiers are text, several texts JSON, instants in UTC; days are days."""
    filled(store, SOME)
    (action,) = store.frame("actions").to_dicts()
    assert (action["by"], action["group"], action["evidence"]) == ('["tipo"]', '["queja"]', "[]")
    assert action["kind"] == "correctiva"
    assert UUID(action["action_id"]) == ACTION.action_id
    (ticket,) = store.frame("tickets").to_dicts()
    assert ticket["taken_at"] == FIRST
    assert store.frame("facts").schema["filed_on"] == pl.Date
    assert "duties" not in store.frame("facts").columns


def test_one_utility_and_an_earlier_day(store: Store) -> None:
    """The tables can have one utility only, and the state recorded by an earlier instant."""
    filled(store, SOME)
    utilities = store.frame("facts")["utility"].unique().sort().to_list()
    assert len(utilities) > 1
    only = store.frame("facts", utilities[0])
    assert only["utility"].unique().to_list() == utilities[:1]
    assert len(store.frame("facts", before=FIRST)) == 0
    assert len(store.frame("facts", before=SECOND)) == len(store.frame("facts"))


def test_another_name_is_refused(store: Store) -> None:
    """An unknown register or engine is refused."""
    with pytest.raises(InvalidInputError, match="did you mean 'facts'"):
        store.frame("fact")
    backend: Any = "excel"
    with pytest.raises(InvalidInputError, match="backend: expected one of polars, pandas, pyarrow"):
        store.frame("facts", backend=backend)
