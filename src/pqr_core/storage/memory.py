"""A store in memory: for tests, notebooks and trials. It behaves as the SQL store does, errors included.

It keeps the same stored text and chain, and reads cases back from it, so that nothing passes here that would not
survive a database. A unit that writes works on a copy of the indexes and is alone; one that reads sees what was
committed when it began.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from operator import attrgetter
from typing import Any, Final
from unicodedata import normalize
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import require_instant
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    StaleCaseError,
    StorageError,
)
from pqr_core.facts import Facts, Survey, Volume
from pqr_core.serialization import event_from_json, event_to_json
from pqr_core.storage.base import (
    Cases,
    FactsRegister,
    NewCase,
    R,
    Register,
    Store,
    StoredCase,
    UnitOfWork,
    same_filing,
)
from pqr_core.storage.history import Entry, HistoryFault, faults, linked, start_of

__all__ = ("MemoryStore",)

_PATIENCE_SECONDS: Final = 5.0
_CaseKey = tuple[str, UUID]


@frozen
class _Row:
    """A case as stored."""

    zone: str
    radicado: str | None
    key: str | None
    version: int
    length: int
    head: str
    entries: tuple[Entry, ...] = field(repr=False)


@frozen
class _Known:
    """A row of a register and the instants between which it was known."""

    row: Any
    known_from: datetime
    known_to: datetime | None = None


@frozen
class _State:
    """All that is kept; a unit that writes has a copy of its own."""

    cases: dict[_CaseKey, _Row] = field(factory=dict)
    ids_by_radicado: dict[tuple[str, str], UUID] = field(factory=dict)
    ids_by_key: dict[tuple[str, str], UUID] = field(factory=dict)
    facts: dict[tuple[Any, ...], tuple[_Known, ...]] = field(factory=dict)
    volumes: dict[tuple[Any, ...], tuple[_Known, ...]] = field(factory=dict)
    surveys: dict[tuple[Any, ...], tuple[_Known, ...]] = field(factory=dict)

    def copy(self) -> _State:
        return _State(
            dict(self.cases),
            dict(self.ids_by_radicado),
            dict(self.ids_by_key),
            dict(self.facts),
            dict(self.volumes),
            dict(self.surveys),
        )


class _MemoryUnit(UnitOfWork):
    def __init__(self, state: _State, publish: Callable[[_State | None], None] | None) -> None:
        super().__init__(writing=publish is not None)
        self.state = state
        self._publish = publish
        self.facts: _MemoryFacts = _MemoryFacts(self, state.facts, attrgetter("utility", "case_id"))
        self.volumes: _MemoryRegister[Volume] = _MemoryRegister(
            self, state.volumes, attrgetter("utility", "month", "servicio")
        )
        self.surveys: _MemoryRegister[Survey] = _MemoryRegister(self, state.surveys, attrgetter("utility", "survey_id"))
        self.cases = _MemoryCases(self)

    def _finish(self, *, keep: bool) -> None:
        if self._publish is not None:
            self._publish(self.state if keep else None)


class _MemoryRegister(Register[R]):
    def __init__(
        self, unit: _MemoryUnit, rows: dict[tuple[Any, ...], tuple[_Known, ...]], key_of: Callable[[R], tuple[Any, ...]]
    ) -> None:
        self.unit = unit
        self.rows = rows
        self.key_of = key_of

    def put(self, rows: Iterable[R], *, at: datetime) -> int:
        self.unit.check(at)
        changed = 0
        for row in rows:
            key = self.key_of(row)
            known = self.rows.get(key, ())
            if known and known[-1].row == row:
                continue
            if known:
                since = max(at, known[-1].known_from)
                self.rows[key] = (*known[:-1], evolve(known[-1], known_to=since), _Known(row, since))
            else:
                self.rows[key] = (_Known(row, at),)
            changed += 1
        return changed

    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        for key in sorted(key for key in self.rows if key[0] == utility):
            self.unit.check()
            row = _known(self.rows[key], before)
            if row is not None:
                yield row


def _known(known: tuple[_Known, ...], before: datetime | None) -> Any:
    if before is None:
        return known[-1].row
    return next((k.row for k in known if k.known_from < before and (k.known_to is None or k.known_to >= before)), None)


class _MemoryFacts(_MemoryRegister[Facts], FactsRegister):
    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        known = self.rows.get((utility, case_id))
        row: Facts | None = None if known is None else _known(known, before)
        return row

    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        wanted = normalize("NFC", radicado)
        return next((row for row in self.stream(utility) if row.radicado == wanted), None)

    def open_page(self, utility: str, *, after: UUID | None = None, limit: int = 1000) -> tuple[Facts, ...]:
        rows = (row for row in self.stream(utility) if row.duty is not None and (after is None or row.case_id > after))
        return tuple(row for row, _ in zip(rows, range(limit), strict=False))


class _MemoryCases(Cases):
    def __init__(self, unit: _MemoryUnit) -> None:
        self.unit = unit
        self.state = unit.state

    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        self.unit.check()
        return self._read((utility_id, case_id))

    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        return self._find(self.state.ids_by_radicado, utility_id, radicado)

    def by_key(self, utility_id: str, key: str) -> StoredCase:
        return self._find(self.state.ids_by_key, utility_id, key)

    def _find(self, index: Mapping[tuple[str, str], UUID], utility_id: str, value: str) -> StoredCase:
        self.unit.check()
        case_id = index.get((utility_id, normalize("NFC", value)))
        if case_id is None:
            raise CaseNotFoundError(key=value, utility=utility_id)
        return self._read((utility_id, case_id))

    def _read(self, key: _CaseKey) -> StoredCase:
        row = self._row(key)
        events = tuple(event_from_json(entry.text) for entry in row.entries)
        case = Case(utility_id=key[0], case_id=key[1], zone=ZoneInfo(row.zone), events=events)
        return StoredCase(case, row.version, row.head)

    def _row(self, key: _CaseKey) -> _Row:
        row = self.state.cases.get(key)
        if row is None:
            raise CaseNotFoundError(key=key[1], utility=key[0])
        return row

    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        for key in sorted(key for key in self.state.cases if key[0] == utility_id):
            yield self.get(*key)

    def _add(self, new: NewCase, at: datetime) -> StoredCase:
        self.unit.check(at)
        known = self._known(new)
        if known is None:
            return self._insert(new, at)
        stored = self._read((new.case.utility_id, known))
        if not same_filing(stored.case, new.case):
            raise DuplicateCaseError(key=new.key or new.case.case_id, utility=new.case.utility_id)
        return stored

    def add_many(self, new: Iterable[NewCase], *, at: datetime) -> tuple[NewCase, ...]:
        self.unit.check(at)
        present = []
        try:
            for each in new:
                if self._known(each) is None:
                    self._insert(each, at)
                else:
                    present.append(each)
        except BaseException:
            self.unit.end()
            raise
        return tuple(present)

    def _known(self, new: NewCase) -> UUID | None:
        utility, case_id = new.case.utility_id, new.case.case_id
        if new.key is not None and (found := self.state.ids_by_key.get((utility, normalize("NFC", new.key)))):
            return found
        return case_id if (utility, case_id) in self.state.cases else None

    def _insert(self, new: NewCase, at: datetime) -> StoredCase:
        case = new.case
        key = (case.utility_id, case.case_id)
        self._require_free(case)
        entries = tuple(linked(start_of(*key), map(event_to_json, case.events)))
        radicado = self._claim(case)
        host_key = None if new.key is None else normalize("NFC", new.key)
        head = entries[-1].digest
        self.state.cases[key] = _Row(str(case.zone), radicado, host_key, 1, len(entries), head, entries)
        if host_key is not None:
            self.state.ids_by_key[case.utility_id, host_key] = case.case_id
        if new.facts is not None:
            self.unit.facts.put((new.facts,), at=at)
        return StoredCase(case, 1, head)

    def _require_free(self, case: Case) -> None:
        radicado = _radicado(case)
        if (
            radicado is not None
            and self.state.ids_by_radicado.get((case.utility_id, radicado), case.case_id) != case.case_id
        ):
            raise DuplicateRadicadoError(radicado=radicado, utility=case.utility_id)

    def _claim(self, case: Case) -> str | None:
        """The radicado of the case, made its own."""
        radicado = _radicado(case)
        if radicado is not None:
            self.state.ids_by_radicado[case.utility_id, radicado] = case.case_id
        return radicado

    def save(self, stored: StoredCase, case: Case, facts: Facts | None = None, *, at: datetime) -> StoredCase:
        new = NewCase(case, facts)
        self.unit.check(at)
        added = stored.added(case)
        key = (case.utility_id, case.case_id)
        row = self._row(key)
        self._require_free(case)
        if row.version != stored.version:
            raise StaleCaseError(key=case.case_id, stored=row.version, expected=stored.version)
        entries = tuple(linked(stored.head, map(event_to_json, added), after=len(stored.case.events)))
        radicado = self._claim(case)
        if row.radicado not in (None, radicado):
            del self.state.ids_by_radicado[case.utility_id, row.radicado]
        head = entries[-1].digest if entries else stored.head
        self.state.cases[key] = evolve(
            row,
            radicado=radicado,
            version=row.version + 1,
            length=row.length + len(entries),
            head=head,
            entries=row.entries + entries,
        )
        if new.facts is not None:
            self.unit.facts.put((new.facts,), at=at)
        return StoredCase(case, row.version + 1, head)

    def verify_history(self, utility_id: str, case_id: UUID) -> tuple[HistoryFault, ...]:
        self.unit.check()
        row = self._row((utility_id, case_id))
        return faults(row.entries, start=start_of(utility_id, case_id), head=row.head, length=row.length)


def _radicado(case: Case) -> str | None:
    return None if case.filing.radicado is None else normalize("NFC", case.filing.radicado)


class MemoryStore(Store):
    """Cases in memory, gone with the process."""

    def __init__(self) -> None:
        self._state = _State()
        self._writer = threading.Lock()

    @contextmanager
    def begin(self, *, writing: bool = True) -> Iterator[UnitOfWork]:
        """See `Store.begin`."""
        if writing and not self._writer.acquire(timeout=_PATIENCE_SECONDS):
            raise StorageError(detail=f"another unit of work was still writing after {_PATIENCE_SECONDS:.0f} seconds")
        unit = _MemoryUnit(self._state.copy(), self._publish) if writing else _MemoryUnit(self._state, None)
        try:
            yield unit
        finally:
            unit.end()

    def _publish(self, state: _State | None) -> None:
        if state is not None:
            self._state = state
        self._writer.release()
