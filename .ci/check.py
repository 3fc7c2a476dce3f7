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
TESTS_OF_CORE = (
    *("src/pqr_core/law", "src/pqr_core/calendars", "src/pqr_core/dated.py", "src/pqr_core/citations.py"),
    *("src/pqr_core/policies.py", "tests/law", "tests/calendars", "tests/vectors", "tests/oracle"),
    *("tests/test_dated.py", "tests/test_citations.py", "tests/test_portable.py", "tests/test_reprs.py"),
    # What only those above the core ask of it: definitions read back, choices of reports, frames, envelopes as JSON.
    *("tests/exchange/test_profiles.py", "tests/exchange/test_vectors.py", "tests/exchange/test_due_frames.py"),
    *("tests/exchange/test_registers.py", "tests/office/test_views.py", "tests/office/test_office_work.py"),
    *("tests/cli/test_deadlines.py", "tests/storage/test_due_days.py", "tests/storage/test_verification.py"),
    "tests/reports/test_published.py",
)
PAGES = ("README.md", "README.es.md", "CONTRIBUTING.md", "docs")
SUITE = ("-m", "pytest", "-n", "auto", "--dist", "loadfile")
"""On all cores; the tests of a file, and the examples of a page, stay together."""
COVERED = ("-m", "coverage", "run", "-m", "pytest")
"""In one process: those of pytest-xdist may be ended before they have kept what they covered."""
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"

CHECKS: dict[str, tuple[tuple[str, ...], ...]] = {
    "format": (("-m", "ruff", "format", "--check"),),
    "lint": (("-m", "ruff", "check"),),
    "imports": (("-c", LINT_IMPORTS),),
    "types": (("-m", "mypy"),),
    "traces": ((".ci/traces.py",),),
    "test": (SUITE,),
    "rest": ((*SUITE, *(f"--ignore={each}" for each in TESTS_OF_CORE)),),
    "core": (
        ("-m", "coverage", "erase"),
        (*COVERED, *TESTS_OF_CORE),
        ("-m", "coverage", "combine", "--quiet"),
        ("-m", "coverage", "report", f"--include={','.join(LEGAL_CORE)}", "--fail-under=100"),
    ),
    "coverage": (
        ("-m", "coverage", "erase"),
        COVERED,
        ("-m", "coverage", "combine", "--quiet"),
        ("-m", "coverage", "report"),  # the floor is `fail_under` in pyproject.toml
    ),
    "docs": ((*SUITE, *PAGES),),
    "examples": ((".ci/examples.py",),),
}


LEFT_OUT = {"test", "docs", "coverage"}
"""Not part of all: `rest` and `core` are the whole suite; `.ci/full` measures the coverage of the whole package."""


def main(names: list[str]) -> int:
    """Run the checks named, or all in their order; return the code of the first that fails."""
    for name in names or (each for each in CHECKS if each not in LEFT_OUT):
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
