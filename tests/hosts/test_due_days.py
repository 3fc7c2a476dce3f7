"""The table of due days in PostgreSQL, read by a program in another language.

`.ci/run` asks its SQL; `.ci/full` runs the program in Node, which npm brings a driver for.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from tests.hosts.conftest import absent, of_libpq

from pqr_core.cli import main

pytestmark = pytest.mark.hosts
HOST = Path(__file__).parents[2] / "examples" / "hosts" / "due_days"
SHOWN = [
    ("1", "RECLAMO", "2026-04-09", "vencido", "15 días hábiles"),
    ("3", "RECURSO", "2026-04-10", "por vencer", "15 días hábiles"),
    ("4", "CONSULTA", "2026-04-30", "en término", "30 días hábiles"),
]
"""At the end of 10 April 2026: the second has been answered, and a suggestion owes no answer."""


@pytest.fixture(scope="module")
def database(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A register beside the table that the command has made."""
    engine = create_engine(postgres)
    with engine.begin() as connection:
        connection.exec_driver_sql((HOST / "register.sql").read_text(encoding="utf-8"))
    engine.dispose()
    profile = tmp_path_factory.mktemp("due") / "aguas.toml"
    profile.write_text('[utility]\nid = "aguas"\n', encoding="utf-8")
    assert main(["db", "upgrade", "--store", postgres]) == 0
    assert main(["tables", "due", "--store", postgres, "--profile", str(profile), "--years", "2026"]) == 0
    return postgres


def test_its_query(database: str) -> None:
    """As any tool asks it."""
    query = (HOST / "overdue.sql").read_text(encoding="utf-8").replace("$1", "'aguas'").replace("$2", "'2026-04-10'")
    engine = create_engine(database)
    with engine.connect() as connection:
        rows = connection.exec_driver_sql(query).all()
    engine.dispose()
    assert [(*row[:2], row.vence, row.estado, row.norma.partition(":")[0]) for row in rows] == SHOWN


@pytest.mark.full
def test_the_program_in_node(database: str, tmp_path: Path) -> None:
    """With its driver in the version of its lock."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            absent(f"no {program}")
    for each in HOST.iterdir():
        if each.is_file():
            shutil.copy(each, tmp_path)
    subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"], cwd=tmp_path, check=True)  # noqa: S607 - of the machine
    done = subprocess.run(
        ["node", "overdue.mjs", "aguas", "2026-04-10"],  # noqa: S607 - as above
        cwd=tmp_path,
        env={**os.environ, **of_libpq(database)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert [tuple(line.split("\t")) for line in done.stdout.splitlines()] == SHOWN
