"""A store in memory: for tests, notebooks and trials. It behaves as the SQL store does, errors included.

It keeps the same stored text and chain, and reads cases back from it, so that nothing passes here that would not
survive a database. A unit that writes works on a copy of the indexes and is alone; one that reads sees what was
committed when it began. A store that keeps all in memory and writes down each commit overrides `keep`.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from hashlib import sha256
from itertools import islice, takewhile
from operator import attrgetter
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, fields, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    StaleCaseError,
    StorageError,
)
from pqr_core.facts import Facts, ImprovementAction, Report, Survey, Volume
from pqr_core.fields import nfc
from pqr_core.moments import require_instant
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
from pqr_core.storage.history import Entry, HistoryFault, digest_of, faults, linked, start_of, starts_of
from pqr_core.storage.personal import changed, is_bare, joined, parted
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.work import Owed, WorkCounts, WorkKey, WorkPage, WorkQuery, key_of

__all__ = ("CaseRow", "Known", "MemoryStore", "State")

_PATIENCE_SECONDS: Final = 5.0
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
class Known:
    """A row of a register and the instants between which it was known."""

    row: Any
    known_from: datetime
    known_to: datetime | None = None


@frozen
class State:
    """All that is kept; a unit that writes has a copy of its own."""

    cases: dict[_CaseKey, CaseRow] = field(factory=dict)
    ids_by_radicado: dict[tuple[str, str], UUID] = field(factory=dict)
    ids_by_key: dict[tuple[str, str], UUID] = field(factory=dict)
    facts: dict[tuple[Any, ...], tuple[Known, ...]] = field(factory=dict)
    volumes: dict[tuple[Any, ...], tuple[Known, ...]] = field(factory=dict)
    surveys: dict[tuple[Any, ...], tuple[Known, ...]] = field(factory=dict)
    actions: dict[tuple[Any, ...], tuple[Known, ...]] = field(factory=dict)
    reports: dict[tuple[Any, ...], tuple[Known, ...]] = field(factory=dict)
    numbers: dict[tuple[str, str], int] = field(factory=dict)
    alerts: dict[tuple[str, str], datetime] = field(factory=dict)
    definitions: dict[str, str] = field(factory=dict)
    equals: dict[tuple[str, str], frozenset[str]] = field(factory=dict)

    def copy(self) -> State:
        """Another with the same content."""
        return State(*(dict(getattr(self, attribute.name)) for attribute in fields(State)))


class _MemoryUnit(UnitOfWork):
    def __init__(self, state: State, publish: Callable[[State | None], None] | None) -> None:
        super().__init__(writing=publish is not None)
        self.state = state
        self._publish = publish
        self.facts: _MemoryFacts = _MemoryFacts(self, state.facts, attrgetter("utility", "case_id"))
        self.volumes: _MemoryRegister[Volume] = _MemoryRegister(
            self, state.volumes, attrgetter("utility", "month", "servicio")
        )
        self.surveys: _MemoryRegister[Survey] = _MemoryRegister(self, state.surveys, attrgetter("utility", "survey_id"))
        self.actions: _MemoryRegister[ImprovementAction] = _MemoryRegister(
            self, state.actions, attrgetter("utility", "action_id")
        )
        self.reports: _MemoryRegister[Report] = _MemoryRegister(
            self, state.reports, attrgetter("utility", "code", "period")
        )
        self.cases = _MemoryCases(self)

    def utilities(self) -> tuple[str, ...]:
        self.check()
        state = self.state
        kept = (state.cases, state.facts, state.volumes, state.surveys, state.actions, state.reports)
        return tuple(sorted({key[0] for rows in kept for key in rows}))

    def _next_number(self, utility_id: str, series: str) -> int:
        key = (utility_id, series)
        self.state.numbers[key] = self.state.numbers.get(key, 0) + 1
        return self.state.numbers[key]

    def _fire(self, utility_id: str, keys: list[str], at: datetime) -> tuple[str, ...]:
        new = [key for key in keys if (utility_id, key) not in self.state.alerts]
        self.state.alerts.update(((utility_id, key), at) for key in new)
        return tuple(new)

    def _define(self, text: str) -> str:
        digest = sha256(text.encode()).hexdigest()
        self.state.definitions[digest] = text
        return digest

    def _equate(self, utility_id: str, old: str, new: str) -> None:
        self.state.equals[utility_id, new] = self.state.equals.get((utility_id, new), frozenset()) | {old}

    def equal_to(self, utility_id: str, new: str) -> frozenset[str]:
        self.check()
        return self.state.equals.get((nfc(utility_id), new), frozenset())

    def definition(self, digest: str) -> str | None:
        self.check()
        return self.state.definitions.get(digest)

    def _finish(self, *, keep: bool) -> None:
        if self._publish is not None:
            self._publish(self.state if keep else None)


class _MemoryRegister(Register[R]):
    def __init__(
        self, unit: _MemoryUnit, rows: dict[tuple[Any, ...], tuple[Known, ...]], key_of: Callable[[R], tuple[Any, ...]]
    ) -> None:
        self.unit = unit
        self.rows = rows
        self.key_of = key_of

    def put(self, rows: Iterable[R], *, at: datetime) -> int:
        self.unit.check(at)
        with self.unit.ending_on_errors(bulk=True):
            return sum(self._put(row, at) for row in rows)

    def _put(self, row: R, at: datetime) -> bool:
        key = self.key_of(row)
        known = self.rows.get(key, ())
        if known and known[-1].row == row:
            return False
        if known:
            since = max(at, known[-1].known_from)
            self.rows[key] = (*known[:-1], evolve(known[-1], known_to=since), Known(row, since))
        else:
            self.rows[key] = (Known(row, at),)
        return True

    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        wanted = nfc(utility)
        for key in sorted(key for key in self.rows if key[0] == wanted):
            self.unit.check()
            row = _known(self.rows[key], before)
            if row is not None:
                yield row


def _known(known: tuple[Known, ...], before: datetime | None) -> Any:
    if before is None:
        return known[-1].row
    return next((k.row for k in known if k.known_from < before and (k.known_to is None or k.known_to >= before)), None)


class _MemoryFacts(_MemoryRegister[Facts], FactsRegister):
    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        self.unit.check()
        if before is not None:
            require_instant(before, "before")
        known = self.rows.get((nfc(utility), case_id))
        row: Facts | None = None if known is None else _known(known, before)
        return row

    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        wanted = nfc(radicado)
        return next((row for row in self.stream(utility) if row.radicado == wanted), None)

    def _page_of(self, utility: str, query: FactsQuery, after: UUID | None, limit: int) -> tuple[Facts, ...]:
        rows = (row for row in self.stream(utility) if (after is None or row.case_id > after) and query.matches(row))
        return tuple(islice(rows, limit))

    def _unit_check(self) -> None:
        self.unit.check()

    def _work_counts(self, utility: str, query: WorkQuery) -> WorkCounts:
        rows = list(self.stream(utility))
        led = (query.class_of(duty) for row in rows if (duty := row.leading(query.day)) is not None)
        return WorkCounts(Counter(led), *self._beside(utility, query))

    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> WorkPage:
        rows = list(self.stream(utility))
        led = (Owed(row, duty) for row in rows if (duty := row.leading(query.day)) is not None and query.wants(duty))
        ordered = (each for each in sorted(led, key=key_of) if after is None or key_of(each) > after)
        return WorkPage(tuple(islice(ordered, limit)), *self._beside(utility, query))

    def _beside(self, utility: str, query: WorkQuery) -> tuple[int, bool]:
        return len(self._later(utility, query.day)), bool(self._others(utility, query.definitions))

    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]:
        owed = (Owed(row, duty) for row in self.stream(utility) for duty in row.owed(day) if not duty.waits)
        due = (each for each in owed if each.duty.due_on is not None and each.duty.due_on <= due_by)
        return iter(sorted(due, key=lambda each: (*key_of(each), each.duty.code)))

    def _later(self, utility: str, day: date) -> list[UUID]:
        return [row.case_id for row in self.stream(utility) if row.last_on is not None and row.last_on > day]

    def _others(self, utility: str, definitions: str) -> dict[str, int]:
        alike = {definitions, "", *self.unit.equal_to(utility, definitions)}
        return Counter(row.fingerprint for row in self.stream(utility) if row.fingerprint not in alike)

    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        return [row.case_id for row in self.stream(utility) if row.fingerprint in definitions]


class _MemoryCases(Cases):
    def __init__(self, unit: _MemoryUnit) -> None:
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

    def _add(self, new: NewCase, at: datetime) -> StoredCase:
        self.unit.check(at)
        known = self._known(new)
        if known is None:
            return self._insert(new, at)
        stored = self._read((new.case.utility_id, known))
        row = self._row((stored.case.utility_id, stored.case.case_id))
        if not same_filing(stored.case, new.case, bare=is_bare(row.entries[0].text, row.personal.get(1))):
            raise DuplicateCaseError(key=new.key or new.case.case_id, utility=new.case.utility_id)
        return stored

    def add_many(self, new: Iterable[NewCase], *, at: datetime) -> tuple[NewCase, ...]:
        self.unit.check(at)
        present = []
        with self.unit.ending_on_errors(bulk=True):
            for each in new:
                if self._known(each) is None:
                    self._insert(each, at)
                else:
                    present.append(each)
        return tuple(present)

    def _known(self, new: NewCase) -> UUID | None:
        utility, case_id = new.case.utility_id, new.case.case_id
        if new.key is not None and (found := self.state.ids_by_key.get((utility, new.key))):
            return found
        return case_id if (utility, case_id) in self.state.cases else None

    def _insert(self, new: NewCase, at: datetime) -> StoredCase:
        case = new.case
        key = (case.utility_id, case.case_id)
        self._require_free(case)
        start = start_of(case.utility_id, str(case.case_id), str(case.zone))
        entries, personal = _kept(start, case.events, at, after=0)
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
        if new.facts is not None:
            self.unit.facts.put((new.facts,), at=at)
        return StoredCase(case, 1, head)

    def _require_free(self, case: Case) -> None:
        radicado = case.filing.radicado
        if (
            radicado is not None
            and self.state.ids_by_radicado.get((case.utility_id, radicado), case.case_id) != case.case_id
        ):
            raise DuplicateRadicadoError(radicado=radicado, utility=case.utility_id)

    def _claim(self, case: Case) -> str | None:
        """The radicado of the case, made its own."""
        radicado = case.filing.radicado
        if radicado is not None:
            self.state.ids_by_radicado[case.utility_id, radicado] = case.case_id
        return radicado

    def save(self, stored: StoredCase, case: Case, facts: Facts | None = None, *, at: datetime) -> StoredCase:
        new = NewCase(case, facts)
        self.unit.check(at)
        added = stored.added(case)
        key = (case.utility_id, case.case_id)
        row = self._row(key)
        if row.version != stored.version:
            raise StaleCaseError(key=case.case_id, stored=row.version, expected=stored.version)
        self._require_free(case)
        entries, personal = _kept(stored.head, added, at, after=len(stored.case.events))
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
        if new.facts is not None:
            self.unit.facts.put((new.facts,), at=at)
        return StoredCase(case, row.version + 1, head)

    def verify_history(self, utility_id: str, case_id: UUID) -> tuple[HistoryFault, ...]:
        self.unit.check()
        row = self._row((nfc(utility_id), case_id))
        return faults(
            row.entries,
            starts=starts_of(nfc(utility_id), str(case_id), row.zone),
            head=row.head,
            length=row.length,
            changed=changed(row.entries, row.personal, row.radicado),
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
    """The chained entries of `events`, and their personal data by number."""
    parts = [parted(event) for event in events]
    entries = tuple(linked(start, (text for text, _ in parts), at, after=after))
    personal = {seq: text for seq, (_, text) in enumerate(parts, after + 1) if text is not None}
    return entries, personal


def _case(key: _CaseKey, row: CaseRow, entries: Iterable[Entry]) -> Case:
    events = tuple(joined(entry.text, row.personal.get(entry.seq)) for entry in entries)
    return Case(utility_id=key[0], case_id=key[1], zone=ZoneInfo(row.zone), events=events)


class MemoryStore(Store):
    """Cases in memory, gone with the process."""

    def __init__(self, state: State | None = None) -> None:
        self._state = state or State()
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

    def keep(self, state: State) -> None:
        """Called with what is to be committed, before anybody sees it; an error keeps it from being so."""

    def _publish(self, state: State | None) -> None:
        try:
            if state is not None:
                self.keep(state)
                self._state = state
        finally:
            self._writer.release()
