"""Cases in SQL: how a unit of work reads and writes them. This module handles no engine and no transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import groupby, takewhile
from typing import Any, NamedTuple, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, Table, bindparam, delete, or_, select, update
from sqlalchemy.exc import IntegrityError

from pqr_core.cases.canonical import instant_text
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.errors import (
    CaseNotFoundError,
    DuplicateCaseError,
    DuplicateRadicadoError,
    StaleCaseError,
)
from pqr_core.fields import nfc
from pqr_core.moments import require_instant
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.bulk import CHUNK, Among, Change, Insert, Read, chunks
from pqr_core.storage.cases import Cases, NewCase, StoredCase, same_filing
from pqr_core.storage.engines import as_stored, refused
from pqr_core.storage.history import Entry, digest_of, link, start_of
from pqr_core.storage.kept import KeptCase
from pqr_core.storage.personal import is_bare, parted, rejoined
from pqr_core.storage.rows import can_be_kept
from pqr_core.storage.sql_kept import KeptStatements
from pqr_core.storage.tables import Tables

__all__ = ("CaseStatements", "SqlCases")


class CaseStatements:
    """The statements of cases, built once for a store and used by each of its units of work."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        cases, events, personal = tables.cases, tables.events, tables.personal
        self.insert_cases = Insert(cases)
        self.insert_events = Insert(events)
        self.insert_personal = Insert(personal)
        self.case = select(cases).where(
            cases.c.utility_id == bindparam("utility"), cases.c.case_id == bindparam("case_id")
        )
        of_event = (
            (personal.c.utility_id == events.c.utility_id)
            & (personal.c.case_id == events.c.case_id)
            & (personal.c.seq == events.c.seq)
        )
        self.recorded = (
            select(events.c.text, personal.c.text.label("personal"), events.c.recorded_at)
            .outerjoin_from(events, personal, of_event)
            .where(events.c.utility_id == bindparam("utility"), events.c.case_id == bindparam("case_id"))
            .order_by(events.c.seq)
        )
        with_events = (
            select(cases.c.zone, cases.c.version, cases.c.head, events.c.text, personal.c.text.label("personal"))
            .select_from(cases)
            .outerjoin(events, (events.c.utility_id == cases.c.utility_id) & (events.c.case_id == cases.c.case_id))
            .outerjoin(personal, of_event)
            .where(cases.c.utility_id == bindparam("utility"), cases.c.case_id == bindparam("case_id"))
            .order_by(events.c.seq)
        )
        self.seen = _Reader(cases, with_events, locking=False)
        self.committed = _Reader(cases, with_events, locking=True)
        self.anonymise = delete(personal).where(
            personal.c.utility_id == bindparam("utility"), personal.c.case_id == bindparam("case_id")
        )
        self.case_page = select(cases).where(cases.c.utility_id == bindparam("utility")).order_by(cases.c.case_id)
        told = (
            select(events.c.case_id, events.c.text, personal.c.text.label("personal"))
            .outerjoin_from(events, personal, of_event)
            .where(events.c.utility_id == bindparam("utility"))
            .order_by(events.c.case_id, events.c.seq)
        )
        self.event_page = told.where(events.c.case_id.between(bindparam("first"), bindparam("last")))
        self.cases_among = self.case_page.where(cases.c.case_id.in_(bindparam("ids", expanding=True)))
        self.events_among = told.where(events.c.case_id.in_(bindparam("ids", expanding=True)))
        self.digests = (
            select(events.c.case_id, events.c.seq, events.c.text, events.c.digest, events.c.recorded_at)
            .where(
                events.c.utility_id == bindparam("utility"),
                events.c.recorded_at >= bindparam("since"),
                events.c.recorded_at < bindparam("until"),
            )
            .order_by(events.c.case_id, events.c.seq)
        )
        self.save = Change(
            update(cases)
            .where(
                cases.c.utility_id == bindparam("utility"),
                cases.c.case_id == bindparam("id"),
                cases.c.version == bindparam("expected"),
            )
            .values(
                version=bindparam("expected") + 1,
                radicado=bindparam("radicado"),
                length=bindparam("length"),
                head=bindparam("head"),
            )
        )


class _Reader:
    """Looks up stored cases: as the transaction sees them or, with `locking`, as they are committed now.

    On MariaDB, the transaction of a host reads an older state of the data than its writes act on.
    """

    def __init__(self, cases: Table, with_events: Select[Any], *, locking: bool) -> None:
        self._cases = cases
        self._locking = locking
        self._with_events = Read(with_events.with_for_update(read=True) if locking else with_events)
        self._taken = {
            column: Among(cases, column, locking=locking) for column in ("case_id", "filing_key", "radicado")
        }

    def rows(self, connection: Connection, utility: str, case_id: UUID) -> Sequence[Any]:
        """The row of a case joined with each of its events, at least one; raises if there is no such case."""
        rows = self._with_events(connection, {"utility": utility, "case_id": str(case_id)})
        if not rows:
            raise CaseNotFoundError(key=case_id, utility=utility)
        return rows

    def find(self, connection: Connection, utility: str, column: str, value: str) -> UUID:
        """The id of the case with a value in a column; raises `CaseNotFoundError` if there is none."""
        cases = self._cases.c
        query = select(cases.case_id).where(cases.utility_id == utility, cases[column] == nfc(value))
        found = connection.execute(query.with_for_update(read=True) if self._locking else query)
        case_id: UUID | None = found.scalar_one_or_none()
        if case_id is None:
            raise CaseNotFoundError(key=value, utility=utility)
        return case_id

    def compared(self, connection: Connection, new: list[_Named]) -> tuple[list[_Named], list[_Named]]:
        """The cases whose id or key is there, and the cases to add; raises if another case has a radicado of theirs."""
        ids, keys = (self._there(connection, column, new) for column in ("case_id", "filing_key"))
        there: list[_Named] = []
        absent: list[_Named] = []
        radicados = set[tuple[str, str]]()
        for each in new:
            if (each.utility, each.case_id) in ids or (each.utility, each.filing_key) in keys:
                there.append(each)
                continue
            absent.append(each)  # counts as there for the ones that follow
            ids.add((each.utility, each.case_id))
            if each.filing_key is not None:
                keys.add((each.utility, each.filing_key))
            if each.radicado is not None:
                if (each.utility, each.radicado) in radicados:
                    raise DuplicateRadicadoError(radicado=each.radicado, utility=each.utility)
                radicados.add((each.utility, each.radicado))
        for utility, radicado in self._there(connection, "radicado", absent):
            raise DuplicateRadicadoError(radicado=radicado, utility=utility)
        return there, absent

    def _there(self, connection: Connection, column: str, new: Iterable[_Named]) -> set[tuple[str, str]]:
        """The pairs of utility and value of a column in `new` that the table holds already."""
        by_utility: dict[str, list[str]] = {}
        for each in new:
            value = getattr(each, column)
            if value is not None:
                by_utility.setdefault(each.utility, []).append(value)
        return {
            (utility, value)
            for utility, values in by_utility.items()
            for value in self._taken[column](connection, utility, values)
        }


class SqlCases(Cases):
    """The cases of a unit of work on a connection."""

    _unit: UnitOfWork

    def __init__(
        self, unit: UnitOfWork, connection: Connection, statements: CaseStatements, kept: KeptStatements
    ) -> None:
        super().__init__(unit)
        self._connection = connection
        self._kept_statements = kept
        self._statements = statements
        self._table = statements.tables.cases
        self.anonymised = False

    # --- reading ---------------------------------------------------------------------------------------------------

    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        """See `Cases.get`."""
        utility_id = self._require_name(case_id, utility_id)
        with self._unit.ending_on_errors(), as_stored():
            return _told(utility_id, case_id, self._statements.seen.rows(self._connection, utility_id, case_id))

    def get_many(self, utility_id: str, case_ids: Collection[UUID]) -> Iterator[StoredCase]:
        """See `Cases.get_many`."""
        if not can_be_kept(utility_id):
            return
        among, told = self._statements.cases_among, self._statements.events_among
        if self._unit.is_writing:
            # First lock the rows of the cases, for which other writers wait; then read their events.
            among = among.with_for_update()
            if self._looks_back:
                told = told.with_for_update(read=True)
        for some in chunks(sorted(set(case_ids))):
            self._unit.check()
            with self._unit.ending_on_errors(), as_stored():
                named = {"utility": nfc(utility_id), "ids": some}
                rows = self._connection.execute(among, named).all()
                found = _with_events(rows, self._connection.execute(told, named))
            yield from found

    def get_before(self, utility_id: str, case_id: UUID, before: datetime) -> Case:
        """See `Cases.get_before`."""
        utility_id = self._require_name(case_id, utility_id)
        require_instant(before, "before")
        with self._unit.ending_on_errors(), as_stored():
            key = {"utility": utility_id, "case_id": case_id}
            row = self._connection.execute(self._statements.case, key).one_or_none()
            rows = self._connection.execute(self._statements.recorded, key).all()
            known = [each[:2] for each in takewhile(lambda each: each.recorded_at < before, rows)]
            if row is None or not known:
                raise CaseNotFoundError(key=case_id, utility=utility_id)
            return _stored(row, known).case

    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        """See `Cases.by_radicado`."""
        return self.get(utility_id, self._find("radicado", utility_id, radicado))

    def by_key(self, utility_id: str, key: str) -> StoredCase:
        """See `Cases.by_key`."""
        return self.get(utility_id, self._find("filing_key", utility_id, key))

    def _find(self, column: str, utility_id: str, value: str) -> UUID:
        utility_id = self._require_name(value, utility_id, value)
        with self._unit.ending_on_errors():
            return self._statements.seen.find(self._connection, utility_id, column, value)

    def _require_name(self, key: object, utility_id: str, *names: str) -> str:
        """The utility as it is stored; raises if the unit is over, or if no case can have one of the names."""
        self._unit.check()
        if not can_be_kept(utility_id, *names):
            raise CaseNotFoundError(key=key, utility=utility_id)
        return nfc(utility_id)

    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        """See `Cases.stream`."""
        page = self._statements.case_page.limit(CHUNK)
        query = page
        self._unit.check()
        if not can_be_kept(utility_id):
            return
        while True:
            cases = self._page(query, nfc(utility_id))
            for case in cases:
                self._unit.require_open()
                yield case
            if len(cases) < CHUNK:
                return
            query = page.where(self._table.c.case_id > cases[-1].case.case_id)

    def _page(self, query: Any, utility_id: str) -> list[StoredCase]:
        self._unit.check()
        with self._unit.ending_on_errors(), as_stored():
            rows = self._connection.execute(query, {"utility": utility_id}).all()
            if not rows:
                return []
            span = {"utility": utility_id, "first": rows[0].case_id, "last": rows[-1].case_id}
            events = self._connection.execute(self._statements.event_page, span)
            return _with_events(rows, events)

    def _kept(self, utility_id: str, case_id: UUID) -> KeptCase:
        utility_id = self._require_name(case_id, utility_id)
        with self._unit.ending_on_errors():
            return self._kept_statements.case(self._connection, utility_id, str(case_id))

    def history_digest(self, utility_id: str, since: datetime, until: datetime) -> str:
        """See `Cases.history_digest`."""
        self._unit.check()
        require_instant(since, "since")
        require_instant(until, "until")
        if not can_be_kept(utility_id):
            return digest_of(())
        with self._unit.ending_on_errors():
            return digest_of(self._entries_between({"utility": nfc(utility_id), "since": since, "until": until}))

    def _entries_between(self, span: dict[str, Any]) -> Iterator[tuple[UUID, Entry]]:
        events = self._statements.tables.events.c
        query = page = self._statements.digests.limit(CHUNK)
        while True:
            rows = self._connection.execute(query, span).all()
            for case_id, *entry in rows:
                yield case_id, Entry(*entry)
            if len(rows) < CHUNK:
                return
            case_id, seq, *_ = rows[-1]
            query = page.where(or_(events.case_id > case_id, (events.case_id == case_id) & (events.seq > seq)))

    # --- writing ---------------------------------------------------------------------------------------------------

    def _add(self, new: NewCase) -> StoredCase:
        named, connection = [_Named.of(new)], self._connection
        with self._unit.ending_on_errors():
            _, absent = self._statements.seen.compared(connection, named)
            if absent:
                try:
                    with connection.begin_nested():
                        return StoredCase(new.case, 1, self._insert(absent))
                except IntegrityError as error:  # another unit has just filed it or taken its radicado
                    if self._statements.committed.compared(connection, named)[1]:
                        raise refused(error.orig) from None
            return self._as_filed(new)

    def _as_filed(self, new: NewCase) -> StoredCase:
        connection, utility, case_id = self._connection, new.case.utility_id, new.case.case_id
        reader = self._statements.committed if self._looks_back else self._statements.seen
        if new.key is not None:
            with suppress(CaseNotFoundError):
                case_id = reader.find(connection, utility, "filing_key", new.key)
        rows = reader.rows(connection, utility, case_id)
        stored = _told(utility, case_id, rows)
        *_, text, personal = rows[0]
        if not same_filing(stored.case, new.case, bare=is_bare(text or "", personal)):
            number = stored.case.filing.radicado or stored.case.case_id
            raise DuplicateCaseError(key=new.key or case_id, radicado=number, utility=utility)
        return stored

    @property
    def _looks_back(self) -> bool:
        """Whether the transaction may read an older state of the data than its writes act on."""
        return self._connection.dialect.name in ("mariadb", "mysql")

    def _add_many(self, new: Iterable[NewCase]) -> tuple[NewCase, ...]:
        present: list[NewCase] = []
        for chunk in chunks(map(_Named.of, new)):
            there, absent = self._statements.seen.compared(self._connection, chunk)
            present += (each.new for each in there)
            self._insert(absent)
        return tuple(present)

    def _insert(self, new: list[_Named]) -> str:
        """Insert the cases; return the head of the last one."""
        facts = [self._made(each.new) for each in new]
        rows, kept, head = [], _Kept(self._unit.recorded_at), ""
        for each in new:
            case = each.new.case
            key, zone = (each.utility, each.case_id), str(case.zone)
            head = kept.add(key, start_of(*key, zone), case.events, after=0)
            rows.append((*each.key, zone, 1, len(case.events), head))
        self._statements.insert_cases(self._connection, rows)
        self._write(kept)
        self._unit.facts.put(facts)
        self._keep_ticket(*(each.new.case for each in new))
        return head

    def _write(self, kept: _Kept) -> None:
        self._statements.insert_events(self._connection, kept.events)
        self._statements.insert_personal(self._connection, kept.personal)

    def _save(self, stored: StoredCase, new: NewCase) -> StoredCase:
        named, kept = _Named.of(new), _Kept(self._unit.recorded_at)
        key, seen = (named.utility, named.case_id), len(stored.case.events)
        head = kept.add(key, stored.head, stored.added(new.case), after=seen)
        with self._unit.ending_on_errors():
            made = self._made(new)
            if named.radicado == stored.case.filing.radicado:
                self._update(stored, named, head)
            else:
                self._assign(stored, named, head)
            self._write(kept)
            self._unit.facts.put((made,))
            if new.case.filing != stored.case.filing:
                self._keep_ticket(new.case)
        return StoredCase(new.case, stored.version + 1, head)

    def anonymise(self, utility_id: str, case_id: UUID) -> int:
        """See `Cases.anonymise`."""
        self._unit.check(writing=True)
        utility_id = self._require_name(case_id, utility_id)
        key = {"utility": utility_id, "case_id": case_id}
        with self._unit.ending_on_errors():
            if self._connection.execute(self._statements.case, key).one_or_none() is None:
                raise CaseNotFoundError(key=case_id, utility=utility_id)
            self.anonymised = True
            return self._connection.execute(self._statements.anonymise, key).rowcount

    def _assign(self, stored: StoredCase, named: _Named, head: str) -> None:
        """Save a case that has got another radicado; raises `DuplicateRadicadoError` if another case has it."""
        try:
            with self._connection.begin_nested():
                self._update(stored, named, head)
        except IntegrityError:
            raise DuplicateRadicadoError(radicado=named.radicado, utility=named.utility) from None

    def _update(self, stored: StoredCase, named: _Named, head: str) -> None:
        case = named.new.case
        values = {
            "utility": case.utility_id,
            "id": case.case_id,
            "expected": stored.version,
            "radicado": named.radicado,
            "length": len(case.events),
            "head": head,
        }
        if self._statements.save(self._connection, values) != 1:
            key = {"utility": case.utility_id, "case_id": case.case_id}
            row = self._connection.execute(self._statements.case.with_for_update(read=True), key).one_or_none()
            if row is None:
                raise CaseNotFoundError(key=case.case_id, utility=case.utility_id)
            number = stored.case.filing.radicado or case.case_id
            raise StaleCaseError(key=number, stored=row.version, expected=stored.version)


class _Kept:
    """Collects the rows of events and of their personal data, recorded at one instant."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._instant = instant_text(at)
        self.events: list[tuple[Any, ...]] = []
        self.personal: list[tuple[Any, ...]] = []

    def add(self, key: tuple[str, str], head: str, events: Iterable[Event], *, after: int) -> str:
        """Chain the events of a case to `head`, numbered from `after` + 1; return the digest of the last."""
        for seq, event in enumerate(events, after + 1):
            text, personal = parted(event)
            head = link(head, text, self._instant)
            self.events.append((*key, seq, self._at, event.type, text, head))
            if personal is not None:
                self.personal.append((*key, seq, personal))
        return head


def _told(utility_id: str, case_id: UUID, rows: Sequence[Any]) -> StoredCase:
    """The case made from its row joined with each of its events."""
    zone, version, head, *_ = rows[0]
    events = tuple(rejoined(text, personal) for _, _, _, text, personal in rows if text is not None)
    case = Case(utility_id=utility_id, case_id=case_id, zone=ZoneInfo(zone), events=events)
    return StoredCase(case, version, head)


def _with_events(rows: Sequence[Any], events: Iterable[Any]) -> list[StoredCase]:
    """The cases made from their rows and from the events of all of them, which are in order of case."""
    texts = {case_id: [row[1:] for row in group] for case_id, group in groupby(events, lambda row: row[0])}
    return [_stored(row, texts.get(row.case_id, ())) for row in rows]


def _stored(row: Any, texts: Iterable[Sequence[Any]]) -> StoredCase:
    events = tuple(rejoined(text, personal) for text, personal in texts)
    case = Case(utility_id=row.utility_id, case_id=row.case_id, zone=ZoneInfo(row.zone), events=events)
    return StoredCase(case, row.version, row.head)


class _Named(NamedTuple):
    """A case with its unique names (id, radicado, key) as they are stored."""

    new: NewCase
    utility: str
    case_id: str
    radicado: str | None
    filing_key: str | None

    @classmethod
    def of(cls, new: NewCase) -> Self:
        return cls(new, new.case.utility_id, str(new.case.case_id), new.case.filing.radicado, new.key)

    @property
    def key(self) -> tuple[str | None, ...]:
        """The utility and the names, as the first columns of the table."""
        return self[1:]
