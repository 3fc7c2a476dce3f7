"""The store of `examples/` passes the suite, and keeps what it holds from one process to the next."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests.storage.test_memory import MemoryBackdoor

from pqr_core.storage.history import Entry
from pqr_core.storage.memory import MemoryStore
from pqr_core.testing.conformance import Backdoor, StoreConformance

EXAMPLE = Path(__file__).parents[2] / "examples" / "json_directory_store.py"


@pytest.fixture(scope="module")
def example() -> Iterator[Any]:
    """The module of the example."""
    spec = importlib.util.spec_from_file_location("json_directory_store", EXAMPLE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules[spec.name]


class FilesBackdoor(MemoryBackdoor):
    """Reads the files; replaces what the store has in memory."""

    def __init__(self, example: Any, store: Any, folder: Path) -> None:
        super().__init__(store)
        self._example = example
        self._folder = folder

    def _state(self) -> Any:
        return self._example.JsonDirectoryStore(self._folder)._state  # noqa: SLF001 - as another process reads it

    def entries(self, utility_id: str, case_id: UUID) -> list[Entry]:
        """The entries as another process reads them."""
        return list(self._state().cases[utility_id, case_id].entries)

    def fact_rows(self, utility_id: str, case_id: UUID) -> list[tuple[datetime, datetime | None]]:
        """When each row was known."""
        return [(known.known_from, known.known_to) for known in self._state().registers["facts"][utility_id, case_id]]

    def holds(self, text: str) -> bool:
        """In the bytes of the files."""
        escaped = text.encode("unicode_escape").decode()
        contents = [path.read_text(encoding="utf-8") for path in self._folder.iterdir()]
        return any(text in content or escaped in content for content in contents)


class TestJsonDirectoryStore(StoreConformance):
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Its directory."""
        return tmp_path / "cases"

    @pytest.fixture
    def store(self, example: Any, folder: Path) -> MemoryStore:
        """An empty store."""
        store: MemoryStore = example.JsonDirectoryStore(folder)
        return store

    @pytest.fixture
    def backdoor(self, example: Any, store: MemoryStore, folder: Path) -> Backdoor:
        """Its files."""
        return FilesBackdoor(example, store, folder)


def test_the_example_is_short() -> None:
    """An adapter takes fewer than 150 lines."""
    assert len(EXAMPLE.read_text(encoding="utf-8").splitlines()) < 150
