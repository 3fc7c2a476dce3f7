"""`pqr db verify`: whatever was changed in the database directly is named, and the exit status is 1."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from tests.cli import Run

from pqr_core import colombia
from pqr_core.cases.events import Filing

SECOND = "select case_id from pqr_cases where radicado = '2026-000002'"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store of two cases, filed by an office."""
    path = tmp_path / "pqr.sqlite"
    office = colombia.office(f"sqlite:///{path}")
    for _ in range(2):
        office.file(Filing(tipo="reclamo"), on=date(2026, 3, 16))
    office.store.close()
    return path


def change(store: Path, statement: str) -> None:
    """Change the database directly."""
    connection = sqlite3.connect(store)
    assert connection.execute(statement).rowcount
    connection.commit()
    connection.close()


def test_a_store_that_nobody_touched_is_whole(run: Run, store: Path) -> None:
    """An unchanged store passes, and the output says what was compared."""
    ran = run("db", "verify", "--store", store)
    assert (ran.status, ran.err) == (0, "")
    assert "2 casos, 2 actuaciones, 2 filas y 4 definiciones. 0 diferencias." in " ".join(ran.out.split())
    assert json.loads(run("db", "verify", "--store", store, "--json", "--utility", "empresa").out)["whole"] is True


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("update pqr_facts set due_on = '2027-01-04' where radicado = '2026-000002'", "2026-000002: due_on"),
        (f"update pqr_duties set due_on = '2027-01-04' where case_id = ({SECOND})", "2026-000002: the duties"),  # noqa: S608 - ours
        ("update pqr_numbers set last = 3", "2026-000003"),
        ("update pqr_definitions set text = text || ' '", "the text of the definition"),
        ("update pqr_events set text = '{}' where rowid = 1", "event 1 is not what was recorded"),
        ("delete from pqr_facts where radicado = '2026-000001'", "2026-000001: its row is missing"),
    ],
)  # fmt: skip
def test_what_was_changed_is_named(run: Run, store: Path, statement: str, named: str) -> None:
    """Changed rows, duties, numbers, definitions and events are named, and the status is 1."""
    change(store, statement)
    ran = run("db", "verify", "--store", store, "--lang", "en")
    assert ran.status == 1
    assert named in " ".join(ran.out.split())
    document = json.loads(run("db", "verify", "--store", store, "--json", "--lang", "en").out)
    assert document["whole"] is False
    assert named.rsplit(": ", maxsplit=1)[-1] in " ".join(each["told"] for each in document["damages"])


def test_what_cannot_be_proved_is_told(run: Run, store: Path) -> None:
    """Rows without stored definitions, and an unknown utility, are reported."""
    change(store, "update pqr_facts set fingerprint = 'x'")
    ran = run("db", "verify", "--store", store, "--lang", "en")
    assert (ran.status, "rows of other definitions (see pqr db project): 2" in " ".join(ran.out.split())) == (0, True)
    assert run("db", "verify", "--store", store, "--utility", "nadie").status == 2
