"""`import pqr_core` stays light: it loads nothing heavy, and takes less than 1.5 times as long as its base.

The base is attrs, cattrs and holidays imported together. Each import is timed in fresh interpreters, the two in turn,
and the best run of each counts, because the rest is noise of the machine.
"""

from __future__ import annotations

import subprocess
import sys

LIMIT = 1.5
RUNS = 9
HEAVY = ("alembic", "holidays", "numpy", "pandas", "sqlalchemy")


def _run(statement: str) -> str:
    return subprocess.run([sys.executable, "-c", statement], capture_output=True, text=True, check=True).stdout.strip()


def _seconds(imports: str) -> float:
    return float(_run(f"import time; t = time.perf_counter(); import {imports}; print(time.perf_counter() - t)"))


def main() -> int:
    """Print both times and the ratio; return 1 if it is over the limit or something heavy was loaded."""
    loaded = _run(f"import pqr_core, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))")
    runs = [(_seconds("pqr_core"), _seconds("attrs, cattrs, holidays")) for _ in range(RUNS)]
    own, ground = (min(times) for times in zip(*runs, strict=True))
    holds = own < LIMIT * ground
    print(f"Importing pqr_core: {own * 1e3:.0f} ms; what it stands on: {ground * 1e3:.0f} ms")
    print(f"heavy modules loaded: {loaded or 'none'}")
    print(f"  {'holds' if holds else 'FAILS'}: within {LIMIT} times of what it stands on: {own / ground:.2f}")
    return 0 if holds and not loaded else 1


if __name__ == "__main__":
    sys.exit(main())
