"""Cases stored before some fields of a filing moved are read with the new fields; the stored text does not change."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final
from uuid import UUID

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.cases.filing import Invoice, Notices, Petitioner, Property
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType

STORED: Final = Path(__file__).parent / "data" / "fields_0029.sql"
"""A reclamo whose filing was corrected by its identity, decided, with a citation annulled by its identity."""
ID: Final = UUID(int=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the store of before."""
    path = tmp_path / "fields.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(STORED.read_text(encoding="utf-8"))
    return path


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    """The store of before, upgraded."""
    with SqlStore(f"sqlite:///{path}") as upgraded:
        upgraded.upgrade()
        yield upgraded


def texts(path: Path) -> list[tuple[str, str]]:
    """Text and digest of each event as they are stored."""
    with closing(sqlite3.connect(path)) as database:
        return database.execute("select text, digest from pqr_events order by seq").fetchall()


def test_a_case_of_before_is_read_and_verifies(path: Path, store: SqlStore) -> None:
    """The fields at their new places, corrections and annulments found, the digests right, the texts untouched."""
    before = texts(path)
    with store.read() as unit:
        case = unit.cases.get("aguas", ID).case
        assert unit.cases.verify_history("aguas", ID) == ()
    filing = case.filing
    assert (filing.centro_poblado, filing.notificaciones) == ("001", Notices(acepta_electronica=True))
    assert filing.factura == Invoice(numero="F-1", valor_reclamado=Decimal("85000.50"))
    assert filing.predio == Property(direccion="Calle 1 # 2-3")
    assert filing.peticionario == Petitioner(clase="natural", nombre="Ana Pérez", correo="ana@correo.example")
    assert [o.event.type for o in case.timeline()] == [EventType.DECISION, EventType.ENVIO_NOTIFICACION_ELECTRONICA]
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id="aguas")
    agenda = colombia.agenda(case, date(2026, 3, 26), profile=profile)
    assert not agenda.refusals(EventType.ENVIO_NOTIFICACION_ELECTRONICA)
    assert texts(path) == before


def test_a_case_of_before_is_anonymised_and_still_verifies(path: Path, store: SqlStore) -> None:
    """Personal values are erased; moved fields that are not personal remain."""
    before = texts(path)
    with store.begin() as unit:
        assert unit.cases.anonymise("aguas", ID) == 2
        unit.commit()
    with store.read() as unit:
        filing = unit.cases.get("aguas", ID).case.filing
        assert unit.cases.verify_history("aguas", ID) == ()
    assert (filing.centro_poblado, filing.predio) == ("001", Property())
    assert filing.peticionario == Petitioner(clase="natural")
    assert texts(path) == before
