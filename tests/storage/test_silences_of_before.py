"""Cases with a silence, stored by a version whose workflow could not close them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.events import Event
from pqr_core.facts import facts_of
from pqr_core.law.engine import standing_of
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, LegalState, WorkflowState

E, S = EventType, WorkflowState
STORED: Final = Path(__file__).parent / "data" / "silences_0017.sql"
"""Three reclamos: one assigned and never answered; one recognised and carried out, which could not be closed any more;
one decided against the user after the silence, and recognised."""
PROFILE: Final = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    """The store of before, upgraded."""
    path = tmp_path / "silences.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(STORED.read_text(encoding="utf-8"))
    with SqlStore(f"sqlite:///{path}") as upgraded:
        upgraded.upgrade()
        yield upgraded


def do(store: SqlStore, radicado: str, kind: EventType, day: date) -> None:
    """An act on a stored case, judged, saved with its row."""
    at = datetime(day.year, day.month, day.day, 15, tzinfo=UTC)
    with store.begin(at) as unit:
        stored = unit.cases.by_radicado("aguas", radicado)
        case = colombia.agenda(stored.case, at, profile=PROFILE).act(Event(kind, at=at))
        facts = facts_of(standing_of(case, colombia.definitions(PROFILE)))
        unit.cases.save(stored, case, facts)
        unit.commit()


@pytest.mark.parametrize(
    ("radicado", "was", "steps"),
    [
        ("R-1", S.ASIGNADO, [E.RECONOCIMIENTO_SAP, E.EJECUCION, E.CIERRE]),
        ("R-2", S.EN_EJECUCION, [E.CIERRE]),
        ("R-3", S.SILENCIO, [E.EJECUCION, E.ENVIO_CITACION, E.NOTIFICACION_PERSONAL, E.CIERRE]),
    ],
)
def test_a_silence_of_before_finds_its_way_out(
    store: SqlStore, radicado: str, was: WorkflowState, steps: list[EventType]
) -> None:
    """Upgraded, read in the state it had, brought to its end by permitted acts; its history is whole."""
    with store.read() as unit:
        before = unit.cases.by_radicado("aguas", radicado).case
    assert before.state is was
    for number, kind in enumerate(steps, start=4):
        do(store, radicado, kind, date(2026, 5, number))
    with store.read() as unit:
        after = unit.cases.by_radicado("aguas", radicado).case
        row = unit.facts.by_radicado("aguas", radicado)
        assert unit.cases.verify_history("aguas", after.case_id) == ()
    assert row is not None
    assert after.events[: len(before.events)] == before.events
    assert [each.type for each in after.events[len(before.events) :]] == steps
    assert (after.state, row.state) == (S.CERRADO, S.CERRADO)
    ended = colombia.agenda(after, date(2026, 7, 1), profile=PROFILE)
    assert ended.open_duties() == ()
    assert ended["respuesta"].state in (LegalState.EXTINGUIDO, LegalState.CUMPLIDO_TARDE)
