"""How to write a store: a directory of JSON files, one for each case, that passes the same suite as the other stores.

It keeps everything in memory and writes each commit to disk before anybody sees it. First it writes new files for the
cases that changed, then `index.json`, which names the valid files. The renaming of that one file into place is the
commit. Files that a crash leaves behind are in no index. Only one process may write.

Run it to look at the files; `tests/storage/test_json_directory_store.py` runs the conformance suite on it.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import asdict, fields
from cattrs.preconf.json import make_converter

from pqr_core import MemoryStore, RowMaker, colombia
from pqr_core.errors import StorageError
from pqr_core.language import Said
from pqr_core.registers import REGISTERS
from pqr_core.storage.history import Entry
from pqr_core.storage.memory import CaseRow, State
from pqr_core.storage.memory_registers import Known

_TABLES: Final = ("ids_by_radicado", "ids_by_key", "numbers", "alerts", "outbox", "readers", "equals")
_KINDS: Final[dict[str, Any]] = {
    "numbers": int,
    "alerts": datetime,
    "outbox": tuple[UUID, int],
    "readers": int,
    "equals": frozenset[str],
}
"""The tables of the state whose values are not ids, with their classes."""
_converter: Final = make_converter()
_converter.register_structure_hook(UUID, lambda value, _kind: UUID(value))
_converter.register_unstructure_hook(UUID, str)


class JsonDirectoryStore(MemoryStore):
    """Cases in the files of a directory, which is made if it is missing."""

    def __init__(self, folder: Path, *, rows: RowMaker | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[tuple[str, UUID], str] = {}
        super().__init__(self._read() if (folder / "index.json").exists() else None, rows=rows)

    def keep(self, state: State) -> None:
        """Write what changed, then the index that makes it hold."""
        try:
            files = dict(self._files)
            for key, row in state.cases.items():
                if self._state.cases.get(key) is not row:
                    files[key] = f"{key[1]}-{uuid4().hex}.json"
                    self._write(files[key], {"case": list(map(str, key)), **_case_document(row)})
            self._write("index.json", {"cases": sorted(files.values()), **_rest_document(state)})
        except OSError as error:
            raise StorageError(detail=Said.of_system(error)) from error
        old, self._files = set(self._files.values()) - set(files.values()), files
        for name in old:
            (self._folder / name).unlink(missing_ok=True)

    def _write(self, name: str, document: dict[str, Any]) -> None:
        """Write a file completely or not at all."""
        path = self._folder / f"{name}.new"
        with path.open("w", encoding="utf-8") as file:
            json.dump(document, file)
            file.flush()
            os.fsync(file.fileno())
        path.replace(self._folder / name)

    def _read(self) -> State:
        index = self._load("index.json")
        state = State(definitions=index["definitions"])
        for name in index["cases"]:
            document = self._load(name)
            utility, case_id = document.pop("case")
            key = (utility, UUID(case_id))
            state.cases[key], self._files[key] = _case_row(document), name
        for table in _TABLES:
            kind = _KINDS.get(table, UUID)
            getattr(state, table).update({(a, b): _converter.structure(value, kind) for a, b, value in index[table]})
        for register in REGISTERS:
            for rows in index[register.name]:
                known = tuple(_known(row, register.row) for row in rows)
                state.registers[register.name][register.key_of(known[0].row)] = known
        return state

    def _load(self, name: str) -> Any:
        return json.loads((self._folder / name).read_text(encoding="utf-8"))


def _case_document(row: CaseRow) -> dict[str, Any]:
    document = {each.name: getattr(row, each.name) for each in fields(CaseRow)}
    document["entries"] = [(seq, text, digest, at.isoformat()) for seq, text, digest, at in row.entries]
    return document


def _case_row(document: dict[str, Any]) -> CaseRow:
    entries = tuple(
        Entry(seq, text, digest, datetime.fromisoformat(at)) for seq, text, digest, at in document.pop("entries")
    )
    personal = {int(seq): text for seq, text in document.pop("personal").items()}
    return CaseRow(entries=entries, personal=personal, **document)


def _rest_document(state: State) -> dict[str, Any]:
    tables = {
        table: [[*key, _converter.unstructure(value)] for key, value in getattr(state, table).items()]
        for table in _TABLES
    }
    registers = {
        name: [[_converter.unstructure(asdict(known)) for known in each] for each in rows.values()]
        for name, rows in state.registers.items()
    }
    return {"definitions": state.definitions, **tables, **registers}


def _known(document: Any, kind: Any) -> Known:
    known_to = document["known_to"]
    return Known(
        _converter.structure(document["row"], kind),
        datetime.fromisoformat(document["known_from"]),
        None if known_to is None else datetime.fromisoformat(known_to),
    )


if __name__ == "__main__":
    at = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
    filed = colombia.file("reclamo", at=at, utility="empresa", radicado="R-1")
    with tempfile.TemporaryDirectory() as place:
        rows = RowMaker(colombia.LAW, {"empresa": colombia.DEFAULT_PROFILE})
        with JsonDirectoryStore(Path(place), rows=rows).begin(at) as unit:
            unit.cases.add(filed)
            unit.commit()
        with JsonDirectoryStore(Path(place)).read() as unit:
            assert unit.cases.by_radicado("empresa", "R-1").case == filed
        print(*sorted(path.name for path in Path(place).iterdir()), sep="\n")
