"""The pytest plugin: collects files of legal vectors as tests, one for each vector, and provides a few fixtures.

It collects `*.vectors.json` and the files that the setting `pqr_vectors` names. `--pqr-command CMD` puts the vectors to
another program, as `pqr verify --command` does. So a utility runs the packaged set against its own system:

    pytest --pyargs pqr_core.vectors --pqr-command ./nuestro-sistema

The fixtures are `calendar_co`, the business days of Colombia; `frozen_clock`, a clock that stands still until it is
moved; `memory_store`, an empty store; and `memory_office`, an office on that store that uses that clock.

pytest loads this module in every project where the package is installed. So it imports nothing but pytest, and looks
only at files with the right ending.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any, cast

import pytest

__all__ = ("calendar_co", "frozen_clock", "memory_office", "memory_store", "pytest_addoption", "pytest_collect_file")

_FILES = "pqr_core.testing.vector_files"
"""The module that makes the tests; it is loaded only if there is a file of vectors."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--pqr-command` and the setting `pqr_vectors`."""
    parser.getgroup("pqr", "legal vectors (pqr_core)").addoption(
        "--pqr-command", metavar="CMD", help="put the vectors to this program: one JSON object a line, in and out"
    )
    parser.addini("pqr_vectors", "patterns of further vector files, for instance vectors/*.json", type="linelist")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.File | None:
    """The collector of a vector file; None for every other file."""
    if file_path.suffix != ".json":
        return None
    patterns = ("*.vectors.json", *parent.config.getini("pqr_vectors"))
    if not any(file_path.match(pattern) for pattern in patterns):
        return None
    return cast("pytest.File", import_module(_FILES).VectorFile.from_parent(parent, path=file_path))


@pytest.fixture(scope="session")
def calendar_co() -> Any:
    """The business days of Colombia (`BusinessCalendar`) for a utility without Saturdays or closures of its own."""
    return import_module("pqr_core.colombia").calendar()


@pytest.fixture
def frozen_clock() -> Any:
    """A `FrozenClock` on Monday 16 March 2026 at ten: `frozen_clock.tick(...)` and `.move_to(...)` move it."""
    return import_module("pqr_core.testing.clocks").FrozenClock()


@pytest.fixture
def memory_store() -> Any:
    """An empty `MemoryStore`."""
    return import_module("pqr_core.storage.memory").MemoryStore()


@pytest.fixture
def memory_office(memory_store: Any, frozen_clock: Any) -> Any:
    """An `Office` of a Colombian utility with the default profile, on `memory_store`, at the time of `frozen_clock`."""
    return import_module("pqr_core.colombia").office(memory_store, clock=frozen_clock)
