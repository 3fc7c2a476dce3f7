"""The Django host, on SQLite and PostgreSQL: its own tests, and tests from outside.

Runs in `.ci/run`, in the Django that the interpreter of the step can have: 5.2 under Python 3.11, 6 from 3.12 on.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from attrs import evolve
from sqlalchemy import create_engine, text
from tests.hosts.conftest import need, of_libpq

from pqr_core import Filing, colombia
from pqr_core.storage.tables import SCHEMA

pytestmark = pytest.mark.hosts
ROOT = Path(__file__).parents[2]
HOST = ROOT / "examples" / "hosts" / "django"

ACKNOWLEDGE = """
from pqr_core import Event
from pqr_core.contrib.django import office_for
filed_on = office_for().look("{radicado}").case.filed_on
print(office_for().act("{radicado}", Event("acuse", on=filed_on)).version)
"""


def manage(*words: str, **environment: str) -> str:
    """A command of the host, with warnings as errors; what it prints."""
    need("django")
    command = [sys.executable, "-W", "error", "manage.py", *words]
    path = os.pathsep.join(filter(None, sys.path))
    own = {**os.environ, "PYTHONPATH": path, **environment}
    done = subprocess.run(command, cwd=HOST, env=own, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-8000:]
    return done.stdout + done.stderr


def ran(printed: str) -> int:
    """How many tests passed; none may have been skipped."""
    assert re.search(r"^OK$", printed, re.MULTILINE), printed[-4000:]
    found = re.search(r"Ran (\d+) tests", printed)
    assert found is not None
    return int(found[1])


def test_its_own_tests_on_sqlite() -> None:
    """Transactions, savepoints, threads, the admin, the command, its pages."""
    assert ran(manage("test", "--noinput")) == 16


def test_its_own_tests_on_postgresql(postgres: str) -> None:
    """The same."""
    assert ran(manage("test", "--noinput", **of_libpq(postgres))) == 16


def test_its_tables_are_those_of_the_store(postgres: str) -> None:
    """Made by `migrate`, they are read and written by an office without Django; a second `migrate` changes nothing."""
    manage("migrate", **of_libpq(postgres))
    office = colombia.office(postgres, evolve(colombia.DEFAULT_PROFILE, utility_id="aguas"))
    filed = office.file(Filing(tipo="reclamo"))
    program = ACKNOWLEDGE.format(radicado=filed.radicado)
    assert manage("shell", "-v", "0", "-c", program, **of_libpq(postgres)).split()[-1] == "2"
    assert office.look(filed.radicado).version == 2
    assert "No migrations to apply" in manage("migrate", **of_libpq(postgres))
    engine = create_engine(postgres)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM pqr_alembic_version")) == SCHEMA
    engine.dispose()
    office.store.close()


def test_another_database_is_refused(tmp_path: Path) -> None:
    """In words, before anything is asked of it."""
    need("django")
    program = (
        "from django.conf import settings\n"
        "settings.configure(DATABASES={'default': {'ENGINE': 'django.db.backends.dummy'}})\n"
        "from pqr_core.contrib.django import office_for\n"
        "office_for()\n"
    )
    path = os.pathsep.join(filter(None, sys.path))
    command, own = [sys.executable, "-c", program], {**os.environ, "PYTHONPATH": path}
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    assert "supported are SQLite, and PostgreSQL with psycopg 3" in done.stderr


def test_the_host_is_as_long_as_its_page_says() -> None:
    """Its pages and its table, without settings and tests."""
    lines = [(HOST / "counter" / name).read_text(encoding="utf-8").splitlines() for name in ("urls.py", "models.py")]
    assert sum(map(len, lines)) < 120
