"""The one list of checks, for a developer (`make check`) and for `.ci/run` alike: run all, or those named.

Needs nothing but the interpreter that has the `dev` group; the first check that fails ends the run.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
LEGAL_CORE = (
    "src/pqr_core/dated.py",
    "src/pqr_core/citations.py",
    "src/pqr_core/policies.py",
    "src/pqr_core/calendars/business.py",
    "src/pqr_core/calendars/terms.py",
    "src/pqr_core/law/*",
)
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CHECKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "format": (("-m", "ruff", "format", "--check"),),
    "lint": (("-m", "ruff", "check"),),
    "imports": (("-c", LINT_IMPORTS),),
    "types": (("-m", "mypy"),),
    "traces": ((".ci/traces.py",),),
    "test": (
        ("-m", "coverage", "erase"),
        ("-m", "coverage", "run", "-m", "pytest"),
        ("-m", "coverage", "combine", "--quiet"),
        ("-m", "coverage", "report"),  # the floor is `fail_under` in pyproject.toml
        ("-m", "coverage", "report", f"--include={','.join(LEGAL_CORE)}", "--fail-under=100"),
    ),
    "docs": (("-m", "pytest", "README.md", "README.es.md", "CONTRIBUTING.md", "docs"),),
    "examples": ((".ci/examples.py",),),
}


def main(names: list[str]) -> int:
    """Run the checks named, or all in their order; return the code of the first that fails."""
    for name in names or CHECKS:
        print(f"--- {name}", flush=True)
        begun = time.monotonic()
        for command in CHECKS[name]:
            code = subprocess.run([sys.executable, *command], cwd=ROOT, check=False).returncode
            if code:
                print(f"--- {name} FAILED: python {' '.join(command)}", flush=True)
                return code
        print(f"--- {name} passed in {time.monotonic() - begun:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
