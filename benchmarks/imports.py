"""A file of cases read, checked, projected and stored, compared with the bare driver writing the resulting rows.

python -m benchmarks.imports            SQLite in a temporary file, then each server of PQR_TEST_URLS
python -m benchmarks.imports URL...     these instead (tables `bench_*`, dropped at the end)

The cost of a row, and the memory held at once, are those of ten thousand rows for any number of rows.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import tracemalloc
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Final

from attrs import evolve

from benchmarks.side_by_side import OURS, Row, measure, report
from benchmarks.storage import DAY, NOON, RAW, Bench
from pqr_core import colombia
from pqr_core.exchange.files import read_cases
from pqr_core.office.imports import import_cases
from pqr_core.storage.sql import SqlStore

ROWS: Final = 10_000
THREE: Final = 30_000
MANY: Final = 50_000
TWO: Final = 1.6
FLAT: Final = 1.3
_NAMES: Final = (f"archivo {n}" for n in count())


def written(folder: Path, number: int) -> Path:
    """A register with that many claims, all answered and notified."""
    path = folder / f"{number}.csv"
    if not path.exists():
        told = DAY + timedelta(days=20)
        with path.open("w", encoding="utf-8") as file:
            file.write(
                "radicado,tipo,servicio,causal,cuenta,fecha_radicacion,fecha_respuesta,resultado,fecha_notificacion\n"
            )
            for n in range(number):
                answered = DAY + timedelta(days=n % 15)
                file.write(f"C-{n},reclamo,acueducto,cobro,A-{n % 900},{DAY},{answered},accede,{told}\n")
    return path


def imported(store: SqlStore, path: Path, jobs: int = 1) -> str:
    """Import the file for a new utility and return its name."""
    utility, at = next(_NAMES), NOON + timedelta(days=60)
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id=utility)
    with read_cases(path, utility_id=utility, law=colombia.LAW) as file:
        tally = import_cases(store, file, law=colombia.LAW, profile=profile, recorded_at=at, jobs=jobs)
        assert tally.added == file.total, tally
    return utility


def beside_the_driver(bench: Bench, folder: Path) -> bool:
    """Time a whole import against the driver inserting its rows."""
    path, driver = written(folder, ROWS), bench.driver()
    tables = (bench.tables.cases, bench.tables.events, bench.tables.facts, bench.tables.duties)
    first = imported(bench.store, path)
    rows = [[row[1:] for row in bench.stored(table, driver) if row[0] == first] for table in tables]
    driver.rollback()

    def raw() -> None:
        utility = next(_NAMES)
        bench.begin(driver)
        cursor = driver.cursor()
        for table, values in zip(tables, rows, strict=True):
            cursor.executemany(bench.insert(table), [(utility, *row) for row in values])
        driver.commit()

    found = measure([Row(RAW, raw, ROWS), Row(OURS, lambda: imported(bench.store, path), ROWS)], 2)
    driver.close()
    title = f"Import of {ROWS:,} cases from CSV, with their rows of facts"
    return report(title, "ns a case", found, RAW, bench.within(RAW, sqlite=5, postgresql=10))


def in_two_processes(bench: Bench, folder: Path) -> bool:
    """Time two processes against one; promised on SQLite, which lets one write at a time."""
    path = written(folder, THREE)
    taken = {1: 0.0, 2: 0.0}
    for jobs in (1, 2, 1, 2):
        begun = time.perf_counter()
        imported(bench.store, path, jobs)
        spent = time.perf_counter() - begun
        taken[jobs] = min(taken[jobs] or spent, spent)
    ratio = taken[1] / taken[2]
    holds = ratio >= TWO or not bench.sqlite
    print(f"\nTwo processes, {THREE:,} cases: {taken[2]:.1f} s; one: {taken[1]:.1f} s")
    print(f"  {'holds' if holds else 'FAILS'}: at least {TWO:g} times as fast: {ratio:.2f}")
    return holds


def flat(bench: Bench, folder: Path) -> bool:
    """The cost of a row and the most memory held at once, for few and for many rows."""
    costs, peaks = [], []
    for number in (ROWS, MANY):
        path = written(folder, number)
        begun = time.process_time()
        imported(bench.store, path)
        costs.append((time.process_time() - begun) / number)
    for number in (ROWS // 2, 2 * ROWS):  # measuring memory takes four times as long
        path = written(folder, number)
        tracemalloc.start()
        imported(bench.store, path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    growth, held = costs[1] / costs[0], peaks[1] / peaks[0]
    holds = growth <= FLAT and held <= FLAT
    print(f"\nA row of {MANY:,} costs {growth:.2f} times one of {ROWS:,}")
    print(f"At most {peaks[1] / 1e6:.1f} MB are held: {held:.2f} times as much, of four times as many rows")
    print(f"  {'holds' if holds else 'FAILS'}: within {FLAT:g} times: {max(growth, held):.2f}")
    return holds


def measured(url: str, folder: Path) -> bool:
    """Print every table of one database; return whether every promise is kept."""
    bench = Bench(url)
    print(f"\n=== {bench.name}")
    kept = [beside_the_driver(bench, folder), in_two_processes(bench, folder)]
    if bench.sqlite:
        kept.append(flat(bench, folder))
    bench.tables.metadata.drop_all(bench.engine)
    bench.store.close()
    return all(kept)


def main() -> int:
    """Measure every database asked for; return 0 if every promise is kept."""
    with tempfile.TemporaryDirectory() as folder:
        servers = [url for url in os.environ.get("PQR_TEST_URLS", "").split() if not url.startswith("sqlite")]
        urls = sys.argv[1:] or [f"sqlite:///{Path(folder) / 'bench.sqlite'}", *servers]
        kept = [measured(url, Path(folder)) for url in urls]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    raise SystemExit(main())
