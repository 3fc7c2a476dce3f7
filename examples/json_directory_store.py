"""How to write a store: a directory of JSON files, one a case, that passes the same suite as the others.

It keeps everything in memory and writes each commit down before anybody sees it: first new files for what changed,
then `index.json`, which says which files hold; to rename that one file into place is the commit. What a crash leaves
behind is named in no index. One process writes.

Run it for a look at the files; its conformance is tested in `tests/storage/test_json_directory_store.py`.
"""

from __future__ import annotations

import json
import os
import tempfile
from datetime import datetime
from operator import attrgetter
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from attrs import asdict, fields
from cattrs.preconf.json import make_converter

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.errors import StorageError
from pqr_core.facts import Facts, ImprovementAction, Report, Survey, Volume
from pqr_core.storage.history import Entry
from pqr_core.storage.memory import CaseRow, Known, MemoryStore, State

_REGISTERS: Final[dict[str, tuple[Any, Any]]] = {
    "facts": (Facts, attrgetter("utility", "case_id")),
    "volumes": (Volume, attrgetter("utility", "month", "servicio")),
    "surveys": (Survey, attrgetter("utility", "survey_id")),
    "actions": (ImprovementAction, attrgetter("utility", "action_id")),
    "reports": (Report, attrgetter("utility", "code", "period")),
}
_TABLES: Final = ("ids_by_radicado", "ids_by_key", "numbers", "alerts", "equals")
_converter: Final = make_converter()
_converter.register_structure_hook(UUID, lambda value, _kind: UUID(value))
_converter.register_unstructure_hook(UUID, str)


class JsonDirectoryStore(MemoryStore):
    """Cases in files of a directory, which is made where it is missing."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._files: dict[tuple[str, UUID], str] = {}
        super().__init__(self._read() if (folder / "index.json").exists() else None)

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
            raise StorageError(detail=str(error)) from error
        old, self._files = set(self._files.values()) - set(files.values()), files
        for name in old:
            (self._folder / name).unlink(missing_ok=True)

    def _write(self, name: str, document: dict[str, Any]) -> None:
        """Write a file whole or not at all."""
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
            kind: Any = {"numbers": int, "alerts": datetime, "equals": frozenset[str]}.get(table, UUID)
            getattr(state, table).update({(a, b): _converter.structure(value, kind) for a, b, value in index[table]})
        for register, (kind, key_of) in _REGISTERS.items():
            for rows in index[register]:
                known = tuple(_known(row, kind) for row in rows)
                getattr(state, register)[key_of(known[0].row)] = known
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
        register: [
            [_converter.unstructure(asdict(known)) for known in rows] for rows in getattr(state, register).values()
        ]
        for register in _REGISTERS
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
    filed = Case.file(Filing(tipo="reclamo", radicado="R-1"), at=at, utility_id="aguas", zone=colombia.ZONE)
    with tempfile.TemporaryDirectory() as place:
        with JsonDirectoryStore(Path(place)).begin() as unit:
            unit.cases.add(filed, at=at)
            unit.commit()
        with JsonDirectoryStore(Path(place)).begin(writing=False) as unit:
            assert unit.cases.by_radicado("aguas", "R-1").case == filed
        print(*sorted(path.name for path in Path(place).iterdir()), sep="\n")
