"""`import pqr_core` stays light: nothing heavy is loaded, and it takes under 1.5 times what its ground takes.

The ground is attrs, cattrs and holidays imported together. Each is timed in fresh interpreters, the two in turn, and
the best of the runs counts: the rest is noise of the machine.
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
    """Print both times and the ratio; return 1 over the limit or when something heavy was loaded."""
    loaded = _run(f"import pqr_core, sys; print(*sorted(set({HEAVY}) & set(sys.modules)))")
    runs = [(_seconds("pqr_core"), _seconds("attrs, cattrs, holidays")) for _ in range(RUNS)]
    own, ground = (min(times) for times in zip(*runs, strict=True))
    print(f"import pqr_core {own * 1e3:.0f} ms, its ground {ground * 1e3:.0f} ms, ratio {own / ground:.2f} (< {LIMIT})")
    print(f"heavy modules loaded: {loaded or 'none'}")
    return 1 if loaded or own >= LIMIT * ground else 0


if __name__ == "__main__":
    sys.exit(main())
