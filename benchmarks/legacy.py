"""The batch over another system's table: 20,000 rows read, counted and written back, on SQLite in a temporary folder.

The time is processor time, without the start of Python; on a busy machine the wall clock shows more.

    python -m benchmarks.legacy                 20,000 rows
    python -m benchmarks.legacy 200000          another size
    python -m benchmarks.legacy 20000 URL       in another database
"""

from __future__ import annotations

import importlib.util
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

from sqlalchemy import create_engine, insert

BATCH = Path(__file__).parents[1] / "examples" / "hosts" / "legacy" / "batch.py"
ON = "2026-11-27"


def program() -> ModuleType:
    """The batch program, loaded from its file."""
    spec = importlib.util.spec_from_file_location("legacy_batch", BATCH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(size: int, url: str | None) -> None:
    """Fill the table, run the batch twice, and print the time of each run."""
    batch, chance = program(), random.Random(7)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as folder:
        place = url or f"sqlite:///{folder}/legacy.sqlite"
        engine = create_engine(place)
        days = [date(2024, 1, 2) + timedelta(days=chance.randrange(1050)) for _ in range(size)]
        rows = [
            {"NRO_RAD": f"{number:09}", "COD_TIPO": f"0{chance.randrange(1, 8)}", "FEC_RAD": f"{day:%d/%m/%Y}"}
            for number, day in enumerate(days)
        ]
        batch.TABLE.drop(engine, checkfirst=True)
        batch.TABLE.create(engine)
        with engine.begin() as connection:
            connection.execute(insert(batch.TABLE), rows)
        for run in ("all written", "nothing to write"):
            begun, since = time.process_time(), time.perf_counter()
            batch.main([place, "--on", ON, "--left", f"{folder}/left.csv"])
            print(f"{run}: {time.process_time() - begun:.2f} s of the processor, {time.perf_counter() - since:.2f} s")
        batch.TABLE.drop(engine)
        engine.dispose()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000, sys.argv[2] if len(sys.argv) > 2 else None)
