"""The batch on a table of another system: what it writes, what it leaves, and a second run after an interruption.

Runs in `.ci/run`: SQLite alone needs nothing; PostgreSQL is that of the other hosts.
"""

from __future__ import annotations

import csv
import importlib.util
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest
from sqlalchemy import Engine, create_engine, text

from pqr_core import colombia

pytestmark = pytest.mark.hosts
HOST = Path(__file__).parents[2] / "examples" / "hosts" / "legacy"
ON = date(2026, 11, 27)
ROWS = 6_000
OWN = '"NRO_RAD", "COD_TIPO", "FEC_RAD", "FEC_RTA", "NOMBRE"'
ODD = (
    ("2026-X1", "03", "16/03/2026", None, "09/04/2026", "S", None),
    ("2026-X2", "03", "2026-03-16", "20260408", "09/04/2026", "N", None),
    ("2026-X3", " 6 ", "16/03/2026", None, None, None, "COD_TIPO"),
    ("2026-X4", "03", "31/02/2026", None, None, None, "FEC_RAD"),
    ("2026-X5", "03", "16/03/2026", "pronto", None, None, "FEC_RTA"),
    ("2026-X6", "03", "16/03/2026", "15/03/2026", None, None, "FEC_RTA < FEC_RAD"),
    ("2026-X7", "03", "16/03/1901", None, None, None, "sin término"),
    ("2026-X8", "03 ", " 16/03/2026", "  ", "09/04/2026", "S", None),
)
"""Key, code, filed, answered; what is written in the two columns; why it is left."""


@pytest.fixture(scope="module")
def batch() -> ModuleType:
    """The program."""
    spec = importlib.util.spec_from_file_location("legacy_batch", HOST / "batch.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.BATCH = 2_000  # type: ignore[attr-defined]
    return module


@pytest.fixture(params=("sqlite", "postgresql"))
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database with the table of the other system."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'sistema.sqlite'}"
    found: str = request.getfixturevalue("postgres")
    return found


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """Its engine."""
    made = create_engine(url)
    chance = random.Random(7)  # noqa: S311 - no secret
    rows: list[dict[str, Any]] = []
    for number in range(ROWS):
        filed = date(2024, 1, 2) + timedelta(days=chance.randrange(1050))
        answered = filed + timedelta(days=chance.randrange(60)) if chance.random() < 0.7 else None
        code, shown = f"0{chance.randrange(1, 8)}", answered and answered.strftime("%d/%m/%Y")
        rows.append({"n": f"2026{number:06}", "c": code, "f": filed.strftime("%d/%m/%Y"), "a": shown})
    rows += [{"n": key, "c": code, "f": filed, "a": answered} for key, code, filed, answered, *_ in ODD]
    columns = ", ".join(
        f'"{name}" VARCHAR(40)' for name in ("COD_TIPO", "FEC_RAD", "FEC_RTA", "FEC_VENCE", "VENCIDO", "NOMBRE")
    )
    with made.begin() as connection:
        connection.execute(text('DROP TABLE IF EXISTS "RADICADOS"'))
        connection.execute(text(f'CREATE TABLE "RADICADOS" ("NRO_RAD" VARCHAR(20) PRIMARY KEY, {columns})'))
        connection.execute(text(f"INSERT INTO \"RADICADOS\" ({OWN}) VALUES (:n, :c, :f, :a, 'Ana')"), rows)  # noqa: S608 - ours
    yield made
    made.dispose()


def read(engine: Engine, columns: str) -> list[Any]:
    """The columns of the table, by its key."""
    with engine.connect() as connection:
        return list(connection.execute(text(f'SELECT {columns} FROM "RADICADOS" ORDER BY "NRO_RAD"')))  # noqa: S608 - ours


def test_it_writes_what_the_law_says_and_touches_nothing_else(
    batch: ModuleType, engine: Engine, url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each row as the engine of single cases says it; those that cannot be counted are listed, with the reason."""
    before, left = read(engine, OWN), tmp_path / "left.csv"
    batch.main([url, "--on", str(ON), "--left", str(left)])
    assert capsys.readouterr().err.splitlines()[-1] == f"{ROWS + 8} read, {ROWS + 3} written, 5 left as they were"
    assert read(engine, OWN) == before
    written = {
        key: tuple(row)
        for key, *row in read(engine, '"NRO_RAD", "COD_TIPO", "FEC_RAD", "FEC_RTA", "FEC_VENCE", "VENCIDO"')
    }
    for key, code, filed, answered, due, overdue, _why in ODD:
        assert written.pop(key) == (code, filed, answered, due, overdue)
    due_days: dict[tuple[str, str], date | None] = {}
    for code, filed, answered, due, overdue in written.values():
        day = due_days.get((code, filed))
        if day is None:
            found = colombia.due(batch.CODES[code], date(*map(int, reversed(filed.split("/"))))).due_on
            assert found is not None
            day = due_days[code, filed] = found
        is_open = answered is None or date(*map(int, reversed(answered.split("/")))) > ON
        assert (due, overdue) == (day.strftime("%d/%m/%Y"), "S" if is_open and day < ON else "N")
    with left.open(encoding="utf-8") as file:
        assert [(row["NRO_RAD"], row["por"]) for row in csv.DictReader(file)] == [
            (key, why) for key, *_, why in ODD if why
        ]


def test_interrupted_and_run_again_it_writes_the_rest(
    batch: ModuleType,
    engine: Engine,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Whole batches stand, none by half; the next run writes the others, and the one after it nothing."""
    words = [url, "--on", str(ON), "--left", str(tmp_path / "left.csv")]
    written = batch.write
    done: list[int] = []

    def fails(to: Engine, rows: pl.DataFrame) -> int:
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(written(to, rows))
        return done[-1]

    with monkeypatch.context() as broken:
        broken.setattr(batch, "write", fails)
        with pytest.raises(KeyboardInterrupt):
            batch.main(words)
    assert [due is not None for (due,) in read(engine, '"FEC_VENCE"')].count(True) == sum(done)
    assert 3_990 < sum(done) <= 4_000
    batch.main(words)
    assert capsys.readouterr().err.splitlines()[-1].startswith(f"{ROWS + 8} read, {ROWS + 3 - sum(done)} written")
    whole = read(engine, "*")
    batch.main(words)
    assert f"{ROWS + 8} read, 0 written" in capsys.readouterr().err
    assert read(engine, "*") == whole
