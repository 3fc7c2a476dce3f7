"""A store in memory, for tests, notebooks and trials. It behaves as the SQL store does, also in its errors.

It stores the same text and chain as the SQL store and reads cases back from them, so that whatever works here also
works in a database. A unit that writes works on a copy of the indexes, one at a time. A unit that reads sees what was
committed when it began. A store that keeps all in memory and saves each commit elsewhere overrides `keep`.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from hashlib import sha256
from itertools import chain, takewhile
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, fields, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.errors import (
    CaseNotFoundError,
    ConflictError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    StaleCaseError,
)
from pqr_core.facts import RowMaker
from pqr_core.fields import nfc
from pqr_core.language import Said
from pqr_core.moments import require_instant
from pqr_core.registers import REGISTERS
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.cases import Cases, NewCase, StoredCase, same_filing
from pqr_core.storage.history import Entry, digest_of, linked, start_of
from pqr_core.storage.kept import KeptCase, KeptRow
from pqr_core.storage.memory_registers import SPECIAL, MemoryRegister, RegisterRows
from pqr_core.storage.outbox import Posted
from pqr_core.storage.personal import is_bare, parted, rejoined

__all__ = ("CaseRow", "MemoryStore", "State")

_PATIENCE_SECONDS: Final = 5.0
_EVERYBODY: Final = ""
"""The reader of the outbox whose position is the last number given."""
_CaseKey = tuple[str, UUID]


@frozen
class CaseRow:
    """A case as stored."""

    zone: str
    radicado: str | None
    key: str | None
    version: int
    length: int
    head: str
    entries: tuple[Entry, ...] = field(repr=False)
    personal: Mapping[int, str] = field(repr=False)


@frozen
class State:
    """All that the store keeps; a unit that writes has its own copy."""

    cases: dict[_CaseKey, CaseRow] = field(factory=dict)
    ids_by_radicado: dict[tuple[str, str], UUID] = field(factory=dict)
    ids_by_key: dict[tuple[str, str], UUID] = field(factory=dict)
    registers: dict[str, RegisterRows] = field(factory=lambda: {register.name: {} for register in REGISTERS})
    numbers: dict[tuple[str, str], int] = field(factory=dict)
    alerts: dict[tuple[str, str], datetime] = field(factory=dict)
    outbox: dict[tuple[str, int], tuple[UUID, int]] = field(factory=dict)
    """The case id and number of each event of the outbox, by utility and position."""
    readers: dict[tuple[str, str], int] = field(factory=dict)
    definitions: dict[str, str] = field(factory=dict)
    equals: dict[tuple[str, str], frozenset[str]] = field(factory=dict)

    def copy(self) -> State:
        """A copy with the same content."""
        copied = State(*(dict(getattr(self, attribute.name)) for attribute in fields(State)))
        copied.registers.update((name, dict(rows)) for name, rows in self.registers.items())
        return copied


class _MemoryUnit(UnitOfWork):
    def __init__(
        self,
        state: State,
        publish: Callable[[State | None], None] | None,
        recorded_at: datetime | None,
        rows: RowMaker | None,
    ) -> None:
        super().__init__(recorded_at, rows)
        self.state = state
        self._publish = publish
        for register in REGISTERS:
            made = SPECIAL.get(register.row, MemoryRegister)
            setattr(self, register.name, made(self, state.registers[register.name], register))
        self.cases = _MemoryCases(self)

    def utilities(self) -> tuple[str, ...]:
        self.check()
        keys: Iterable[tuple[Any, ...]] = chain(self.state.cases, *self.state.registers.values())
        return tuple(sorted({utility for utility, *_ in keys}))

    def _next_number(self, utility_id: str, series: str) -> int:
        key = (utility_id, series)
        self.state.numbers[key] = self.state.numbers.get(key, 0) + 1
        return self.state.numbers[key]

    def _fire(self, utility_id: str, keys: list[str]) -> tuple[str, ...]:
        new = [key for key in keys if (utility_id, key) not in self.state.alerts]
        self.state.alerts.update(((utility_id, key), self.recorded_at) for key in new)
        return tuple(new)

    def _post(self, utility_id: str, case_id: UUID, seqs: Iterable[int]) -> None:
        last = self.state.readers.get((utility_id, _EVERYBODY), 0)
        new = {(utility_id, place): (case_id, seq) for place, seq in enumerate(seqs, last + 1)}
        self.state.outbox.update(new)
        self.state.readers[utility_id, _EVERYBODY] = last + len(new)

    def _unread(self, utility_id: str, reader: str, limit: int) -> tuple[Posted, ...]:
        read = self.state.readers.get((utility_id, reader), 0)
        last = min(read + limit, self.state.readers.get((utility_id, _EVERYBODY), 0))
        return tuple(self._posted(utility_id, place) for place in range(read + 1, last + 1))

    def _mark_read(self, utility_id: str, reader: str, position: int) -> None:
        key = (utility_id, reader)
        self.state.readers[key] = max(position, self.state.readers.get(key, 0))

    def _posted(self, utility: str, place: int) -> Posted:
        case_id, seq = self.state.outbox[utility, place]
        row = self.state.cases[utility, case_id]
        entry = row.entries[seq - 1]
        return Posted(
            utility=utility,
            case_id=case_id,
            radicado=row.radicado,
            seq=seq,
            position=place,
            recorded_at=entry.at,
            event=rejoined(entry.text, row.personal.get(seq)),
        )

    def _define(self, text: str) -> str:
        digest = sha256(text.encode()).hexdigest()
        self.state.definitions[digest] = text
        return digest

    def _equate(self, utility_id: str, old: str, new: str) -> None:
        self.state.equals[utility_id, new] = self.state.equals.get((utility_id, new), frozenset()) | {old}

    def equal_to(self, utility_id: str, new: str) -> frozenset[str]:
        self.check()
        return self.state.equals.get((nfc(utility_id), new), frozenset())

    def _definition(self, digest: str) -> str | None:
        self.check()
        return self.state.definitions.get(digest)

    def kept_utilities(self) -> tuple[str, ...]:
        return tuple(sorted({*self.utilities(), *(utility for utility, _ in self.state.numbers)}))

    def kept(self, utility: str) -> Iterator[KeptCase]:
        wanted = nfc(utility)
        ids = {case_id for of, case_id in chain(self.state.cases, self.state.registers["facts"]) if of == wanted}
        return (self.cases._kept(wanted, case_id) for case_id in sorted(ids))  # noqa: SLF001 - of this module

    def kept_numbers(self, utility: str) -> Iterable[tuple[str, int]]:
        self.check()
        return ((series, last) for (of, series), last in self.state.numbers.items() if of == nfc(utility))

    def kept_definitions(self) -> Iterator[tuple[str, str]]:
        self.check()
        return iter(sorted(self.state.definitions.items()))

    def _finish(self, *, keep: bool) -> None:
        if self._publish is not None:
            self._publish(self.state if keep else None)


class _MemoryCases(Cases):
    def __init__(self, unit: _MemoryUnit) -> None:
        super().__init__(unit)
        self.unit = unit
        self.state = unit.state

    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        self.unit.check()
        return self._read((nfc(utility_id), case_id))

    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        return self._find(self.state.ids_by_radicado, utility_id, radicado)

    def by_key(self, utility_id: str, key: str) -> StoredCase:
        return self._find(self.state.ids_by_key, utility_id, key)

    def _find(self, index: Mapping[tuple[str, str], UUID], utility_id: str, value: str) -> StoredCase:
        self.unit.check()
        case_id = index.get((nfc(utility_id), nfc(value)))
        if case_id is None:
            raise CaseNotFoundError(key=value, utility=utility_id)
        return self._read((nfc(utility_id), case_id))

    def get_before(self, utility_id: str, case_id: UUID, before: datetime) -> Case:
        self.unit.check()
        require_instant(before, "before")
        key = (nfc(utility_id), case_id)
        row = self._row(key)
        known = tuple(takewhile(lambda entry: entry.at < before, row.entries))
        if not known:
            raise CaseNotFoundError(key=case_id, utility=utility_id)
        return _case(key, row, known)

    def _read(self, key: _CaseKey) -> StoredCase:
        row = self._row(key)
        return StoredCase(_case(key, row, row.entries), row.version, row.head)

    def _row(self, key: _CaseKey) -> CaseRow:
        row = self.state.cases.get(key)
        if row is None:
            raise CaseNotFoundError(key=key[1], utility=key[0])
        return row

    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        self.unit.check()
        utility = nfc(utility_id)
        for key in sorted(key for key in self.state.cases if key[0] == utility):
            yield self.get(*key)

    def _add(self, new: NewCase) -> StoredCase:
        known = self._known(new)
        if known is None:
            return self._insert(new)
        stored = self._read((new.case.utility_id, known))
        row = self._row((stored.case.utility_id, stored.case.case_id))
        if not same_filing(stored.case, new.case, bare=is_bare(row.entries[0].text, row.personal.get(1))):
            number = stored.case.filing.radicado or stored.case.case_id
            raise DuplicateCaseError(key=new.key or new.case.case_id, radicado=number, utility=new.case.utility_id)
        return stored

    def _add_many(self, new: Iterable[NewCase]) -> tuple[NewCase, ...]:
        present = []
        for each in new:
            if self._known(each) is None:
                self._insert(each)
            else:
                present.append(each)
        return tuple(present)

    def _known(self, new: NewCase) -> UUID | None:
        utility, case_id = new.case.utility_id, new.case.case_id
        if new.key is not None and (found := self.state.ids_by_key.get((utility, new.key))):
            return found
        return case_id if (utility, case_id) in self.state.cases else None

    def _insert(self, new: NewCase) -> StoredCase:
        case = new.case
        key = (case.utility_id, case.case_id)
        self._require_free(case)
        made = self._made(new)
        start = start_of(case.utility_id, str(case.case_id), str(case.zone))
        entries, personal = _kept(start, case.events, self.unit.recorded_at, after=0)
        radicado = self._claim(case)
        head = entries[-1].digest
        self.state.cases[key] = CaseRow(
            zone=str(case.zone),
            radicado=radicado,
            key=new.key,
            version=1,
            length=len(entries),
            head=head,
            entries=entries,
            personal=personal,
        )
        if new.key is not None:
            self.state.ids_by_key[case.utility_id, new.key] = case.case_id
        self.unit.facts.put((made,))
        self._keep_ticket(case)
        return StoredCase(case, 1, head)

    def _require_free(self, case: Case) -> None:
        radicado = case.filing.radicado
        if (
            radicado is not None
            and self.state.ids_by_radicado.get((case.utility_id, radicado), case.case_id) != case.case_id
        ):
            raise DuplicateRadicadoError(radicado=radicado, utility=case.utility_id)

    def _claim(self, case: Case) -> str | None:
        """Register the radicado of the case as taken, and return it."""
        radicado = case.filing.radicado
        if radicado is not None:
            self.state.ids_by_radicado[case.utility_id, radicado] = case.case_id
        return radicado

    def _save(self, stored: StoredCase, new: NewCase) -> StoredCase:
        case = new.case
        added = stored.added(case)
        key = (case.utility_id, case.case_id)
        row = self._row(key)
        if row.version != stored.version:
            number = stored.case.filing.radicado or case.case_id
            raise StaleCaseError(key=number, stored=row.version, expected=stored.version)
        self._require_free(case)
        made = self._made(new)
        entries, personal = _kept(stored.head, added, self.unit.recorded_at, after=len(stored.case.events))
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
            personal={**row.personal, **personal},
        )
        self.unit.facts.put((made,))
        if case.filing != stored.case.filing:
            self._keep_ticket(case)
        return StoredCase(case, row.version + 1, head)

    def _kept(self, utility_id: str, case_id: UUID) -> KeptCase:
        self.unit.check()
        utility = nfc(utility_id)
        row = self.state.cases.get((utility, case_id))
        known = self.state.registers["facts"].get((utility, case_id), ())
        rows = tuple(KeptRow(k.row, n, k.known_from, k.known_to) for n, k in enumerate(known, 1))
        if row is None:
            return KeptCase(utility=utility, case_id=str(case_id), is_there=False, rows=rows)
        return KeptCase(
            utility=utility,
            case_id=str(case_id),
            zone=row.zone,
            radicado=row.radicado,
            length=row.length,
            head=row.head,
            entries=row.entries,
            personal=row.personal,
            rows=rows,
        )

    def history_digest(self, utility_id: str, since: datetime, until: datetime) -> str:
        self.unit.check()
        require_instant(since, "since")
        require_instant(until, "until")
        return digest_of(
            (case_id, entry)
            for (of, case_id), row in sorted(self.state.cases.items(), key=lambda item: item[0])
            if of == nfc(utility_id)
            for entry in row.entries
            if since <= entry.at < until
        )

    def anonymise(self, utility_id: str, case_id: UUID) -> int:
        self.unit.check(writing=True)
        key = (nfc(utility_id), case_id)
        row = self._row(key)
        self.state.cases[key] = evolve(row, personal={})
        return len(row.personal)


def _kept(start: str, events: Iterable[Event], at: datetime, *, after: int) -> tuple[tuple[Entry, ...], dict[int, str]]:
    """The chained entries of `events`, and the personal data by number of event."""
    parts = [parted(event) for event in events]
    entries = tuple(linked(start, (text for text, _ in parts), at, after=after))
    personal = {seq: text for seq, (_, text) in enumerate(parts, after + 1) if text is not None}
    return entries, personal


def _case(key: _CaseKey, row: CaseRow, entries: Iterable[Entry]) -> Case:
    events = tuple(rejoined(entry.text, row.personal.get(entry.seq)) for entry in entries)
    return Case(utility_id=key[0], case_id=key[1], zone=ZoneInfo(row.zone), events=events)


class MemoryStore(Store):
    """A store of cases in memory, which end with the process."""

    def __init__(self, state: State | None = None, *, rows: RowMaker | None = None) -> None:
        self._state = state or State()
        self.rows = rows
        self._writer = threading.Lock()

    @contextmanager
    def _begin(self, recorded_at: datetime | None) -> Iterator[UnitOfWork]:
        writing = recorded_at is not None
        if writing and not self._writer.acquire(timeout=_PATIENCE_SECONDS):
            es = f"otra unidad de trabajo seguía escribiendo después de {_PATIENCE_SECONDS:.0f} segundos"
            en = f"another unit of work was still writing after {_PATIENCE_SECONDS:.0f} seconds"
            raise ConflictError(detail=Said(es, en))
        state, publish = (self._state.copy(), self._publish) if writing else (self._state, None)
        unit = _MemoryUnit(state, publish, recorded_at, self.rows)
        try:
            yield unit
        finally:
            unit.end()

    def keep(self, state: State) -> None:
        """Called with the new state before it is committed; an error prevents the commit."""

    def _publish(self, state: State | None) -> None:
        try:
            if state is not None:
                self.keep(state)
                self._state = state
        finally:
            self._writer.release()
