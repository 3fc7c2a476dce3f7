"""Import files of cases, and of the registers beside them, into a store: every bad row is named, none is lost.

Importing the same file twice changes nothing. Rows are kept in batches, and a row that is there already counts as
unchanged, so that an interrupted import is simply run again.
"""

from __future__ import annotations

import gc
import os
import pickle
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from copyreg import dispatch_table
from datetime import datetime
from functools import cached_property, partial
from io import BytesIO
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from types import MappingProxyType
from typing import Any, Final, TypeVar
from uuid import UUID

from attrs import Factory, field, frozen
from attrs import define as values

from pqr_core.cases.case import Case
from pqr_core.errors import (
    DuplicateCaseError,
    DuplicateRadicadoError,
    InvalidInputError,
    PQRError,
    StaleCaseError,
)
from pqr_core.exchange.cases import CaseRow
from pqr_core.exchange.columns import CASES
from pqr_core.exchange.dialect import Record
from pqr_core.exchange.faults import Faults, Rejected
from pqr_core.exchange.files import Imported, Parser, RowFile, read_rows
from pqr_core.exchange.reading import Reading
from pqr_core.exchange.retold import retold
from pqr_core.facts import Facts, RowMaker
from pqr_core.language import Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.storage.base import Store, UnitOfWork, instant_of_recording
from pqr_core.storage.cases import NewCase, StoredCase
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.rows import Register

__all__ = ("Tally", "import_cases", "import_rows")

T = TypeVar("T")

_BATCH: Final = 1000
"""How many rows are kept in one unit of work; a killed import loses at most the units in progress."""
_AHEAD: Final = 2
"""How many batches are read ahead for each process, so that no process waits for rows."""
_OF_THE_ROW: Final = (DuplicateCaseError, DuplicateRadicadoError, InvalidInputError, StaleCaseError)
"""The errors of a store that concern one row, and do not mean that the store cannot work."""


@values
class Tally:
    """The outcome of the rows of a file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    faults: Faults = Factory(Faults)
    """The rows refused, by reason and column."""
    stated: int = 0
    """New cases whose row states a due day."""
    agreed: int = 0
    """How many of those state the due day that the law gives."""
    blanks: dict[str, list[tuple[int, str]]] = Factory(dict)
    """By column, the first lines with an error of a spreadsheet that was read as an empty cell, and the error."""
    blank: int = 0
    """How many cells with such an error there are."""
    complete: bool = field(default=False, kw_only=True)
    """Whether the import reached the last row; False if an error ended it."""

    @property
    def rejected(self) -> int:
        """How many rows were refused."""
        return self.faults.count

    @property
    def rows(self) -> int:
        """How many rows were handled: added, updated, unchanged and rejected."""
        return self.added + self.updated + self.unchanged + self.rejected


@values
class _Done:
    """The outcome of one batch of rows."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    stated: int = 0
    agreed: int = 0
    rejects: list[Rejected] = Factory(list)
    blanks: list[tuple[int, str, str]] = Factory(list)


def import_cases(  # noqa: PLR0913 - keyword-only arguments
    store: Store,
    source: Any,
    *,
    law: Law,
    profile: Profile,
    recorded_at: datetime | None = None,
    reading: Reading | None = None,
    jobs: int = 1,
    post: bool = False,
    on_reject: Callable[[Rejected], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Import the cases of a file, with their rows of facts.

    A case that is there already gets the events that are new. A row is rejected if it contradicts the stored case, or
    if the law or the store refuses it. The definitions that the facts are made with are stored too.

    Args:
        store: the store.
        source: a path, a binary stream, a frame, or a file of cases that is open (`exchange.files.read_cases`).
        law: the law under which the days are counted.
        profile: the profile of the utility of the cases.
        recorded_at: the instant of recording; None means now. A row that tells of a later filing, answer or other act
            is rejected.
        reading: how to read the file, if `source` is not an open one.
        jobs: how many processes work. More than one needs a store that another process can open.
        post: whether new events are put in the outbox, for its readers. Leave it False for a register of past years.
        on_reject: called with each rejected row, in the order of the file.
        progress: called after each batch with how many rows are done, and of how many.
        tally: is filled while the work goes on, so that the caller can read it when an error ends the work.

    Raises:
        ImportFileError, InvalidInputError, MissingExtraError: as `exchange.files.read_cases`.
        InvalidInputError: the file is not one of cases, or `jobs` is less than 1.
        StorageError: the store cannot go on; batches kept before it stay kept.
    """
    with ExitStack() as stack:
        file = _opened(stack, source, profile, law, reading or Reading())
        if file.reading.of_kind is not CASES:
            detail = Said("no es un archivo de casos: use import_rows", "not a file of cases: use import_rows")
            raise InvalidInputError(place="source", detail=detail)
        told = _Telling(Tally() if tally is None else tally, file.total, on_reject, progress)
        batches = _batched(file.records(), _BATCH)
        if jobs == 1:
            importer = _Importer(store, file.parser, law, profile, instant_of_recording(recorded_at), post=post)
            for batch in batches:
                done = _Done()
                try:
                    with _uncollected():
                        importer.keep(batch, done)
                finally:  # counted even if an error ended the batch
                    told.add(done)
        else:
            work = (store.opener(), file.parser, law, profile, instant_of_recording(recorded_at), post)
            for done in _in_processes(batches, jobs, work, one_writer=store.one_writer):
                told.add(done)
        told.tally.complete = True
        return told.tally


def import_rows(  # noqa: PLR0913 - as above
    store: Store,
    source: Any,
    *,
    law: Law,
    profile: Profile,
    recorded_at: datetime | None = None,
    reading: Reading | None = None,
    on_reject: Callable[[Rejected], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Import the rows of a file of volumes, surveys or tickets, as `reading` says.

    The arguments are those of `import_cases`. A row that changes a stored one closes it and is known from then on; it
    counts as added.

    Raises:
        ImportFileError, InvalidInputError, MissingExtraError: as `exchange.files.read_rows`.
        StorageError: the store cannot go on; batches kept before it stay kept.
    """
    with ExitStack() as stack:
        file = _opened(stack, source, profile, law, reading or Reading())
        told = _Telling(Tally() if tally is None else tally, file.total, on_reject, progress)
        at = instant_of_recording(recorded_at)
        for batch in _batched(file, _BATCH):
            done, rows = _Done(), []
            for each in batch:
                if isinstance(each, Rejected):
                    done.rejects.append(each)
                elif (early := each.ahead_of(at)) is not None:
                    done.rejects.append(early)
                else:
                    rows.append(each.row)
                    done.blanks += [(each.line, *blank) for blank in each.blanks]
            done.added = store.do(partial(_put, kind=file.reading.kind, rows=rows), recorded_at)
            done.unchanged = len(rows) - done.added
            told.add(done)
        told.tally.complete = True
        return told.tally


def _put(unit: UnitOfWork, *, kind: str, rows: Sequence[Any]) -> int:
    register: Register[Any] = getattr(unit, kind)
    return register.put(rows)


def _opened(stack: ExitStack, source: Any, profile: Profile, law: Law, reading: Reading) -> RowFile[Any]:
    if isinstance(source, RowFile):
        return source
    return stack.enter_context(read_rows(source, profile=profile, law=law, reading=reading))


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


@frozen
class _Telling:
    """Adds up the outcome of each batch and calls the callbacks."""

    tally: Tally
    _total: int
    _on_reject: Callable[[Rejected], None] | None
    _progress: Callable[[int, int], None] | None

    def add(self, done: _Done) -> None:
        """Add the outcome of the next batch."""
        tally = self.tally
        tally.added += done.added
        tally.updated += done.updated
        tally.unchanged += done.unchanged
        tally.stated += done.stated
        tally.agreed += done.agreed
        for line, column, text in done.blanks:
            tally.blank += 1
            first = tally.blanks.setdefault(column, [])
            if len(first) < _FIRST:
                first.append((line, text))
        for reject in sorted(done.rejects, key=lambda each: each.line):
            tally.faults.add(reject)
            if self._on_reject is not None:
                self._on_reject(reject)
        if self._progress is not None:
            self._progress(tally.rows, self._total)


_FIRST: Final = 3


@contextmanager
def _uncollected() -> Iterator[None]:
    """Turn off the garbage collector for one batch: its many values hold no cycles, so collecting only costs time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


# --- one batch -----------------------------------------------------------------------------------------------------


_ALWAYS: Final[AbstractContextManager[Any]] = nullcontext()


class _Importer:
    """Keeps the cases of one batch of records after another; it writes while it holds the lock `turn`."""

    def __init__(
        self,
        store: Store,
        parser: Parser[CaseRow],
        law: Law,
        profile: Profile,
        at: datetime,
        turn: AbstractContextManager[Any] = _ALWAYS,
        *,
        post: bool,
    ) -> None:
        self._store, self._parser, self._at, self._turn, self._post = store, parser, at, turn, post
        self._rows = RowMaker(law, {profile.utility_id: profile})
        self._definitions = law.definitions(profile)
        self._utility = profile.utility_id

    @cached_property
    def _is_new(self) -> bool:
        """Whether the utility had no cases at first; then no stored case has to be looked up."""
        with self._store.read() as unit:
            return not unit.facts.page(self._utility, FactsQuery(), limit=1)

    def keep(self, records: Sequence[Record], done: _Done) -> None:
        """Keep the cases of the records, and add the outcome to `done`."""
        rows: list[Imported[CaseRow]] = []
        for record in records:
            result = self._parser.parse(record)
            if isinstance(result, Rejected):
                done.rejects.append(result)
            else:
                rows.append(result)
                done.blanks += [(result.line, *blank) for blank in result.blanks]
        if rows:
            self._keep(self._with_facts(rows, done), done)

    def _with_facts(
        self, rows: Sequence[Imported[CaseRow]], done: _Done
    ) -> list[tuple[Imported[CaseRow], Facts | None]]:
        """The rows to keep, each with its facts; with None if the case is stored already and the row has new events."""
        stored = {} if self._is_new else self._stored(rows)
        wanted: list[tuple[Imported[CaseRow], Facts | None]] = []
        for row in rows:
            case = row.case
            if (early := row.ahead_of(self._at)) is not None:
                done.rejects.append(early)
                continue
            try:
                if case.case_id in stored:
                    if self._has_more(stored[case.case_id], row, done):
                        wanted.append((row, None))
                    continue
                facts = self._rows.row(case, self._definitions)
            except PQRError as error:
                done.rejects.append(row.refuse(error))
                continue
            if row.stated_due_on is not None:
                done.stated += 1
                done.agreed += row.stated_due_on == facts.due_on
            wanted.append((row, facts))
        return wanted

    def _stored(self, rows: Sequence[Imported[CaseRow]]) -> dict[UUID, Case]:
        with self._store.read() as unit:
            found = unit.cases.get_many(self._utility, [row.case.case_id for row in rows])
            return {each.case.case_id: each.case for each in found}

    def _has_more(self, stored: Case, row: Imported[CaseRow], done: _Done) -> bool:
        """Whether the row has events that are not stored. A row that contradicts the stored case is rejected."""
        said = None if stored.events == row.case.events else retold(stored, row.row)
        if said is not None and said.otherwise:
            done.rejects.append(row.contradict(said))
        elif said is None or not said.new:
            done.unchanged += 1
        return said is not None and bool(said.new)

    def _keep(self, rows: Sequence[tuple[Imported[CaseRow], Facts | None]], done: _Done) -> None:
        """Keep the rows in one unit of work. If the store refuses one row, keep the others without it."""
        if not rows:
            return
        try:
            kept = self._kept(rows)
        except _OF_THE_ROW as error:
            if len(rows) == 1:
                done.rejects.append(rows[0][0].refuse(error))
                return
            middle = len(rows) // 2
            self._keep(rows[:middle], done)
            self._keep(rows[middle:], done)
            return
        done.added += kept.added
        done.updated += kept.updated
        done.unchanged += kept.unchanged
        done.rejects += kept.rejects

    def _kept(self, rows: Sequence[tuple[Imported[CaseRow], Facts | None]]) -> _Done:
        """The outcome of rows kept in one unit of work. The store repeats the unit if another writer got in the way."""
        row_of = {row.case.case_id: row for row, _facts in rows}
        new = [NewCase(row.case, facts) for row, facts in rows if facts is not None]
        told = [row.case.case_id for row, facts in rows if facts is None]

        def work(unit: UnitOfWork) -> _Done:
            kept = _Done()
            # Lock the cases before anything is written, as every writer that acts on a case does.
            there = {each.case.case_id: each for each in unit.cases.get_many(self._utility, told)}
            present = unit.cases.add_many(new)
            kept.added = len(new) - len(present)
            if self._post:
                left = {each.case.case_id for each in present}
                for case in (each.case for each in new if each.case.case_id not in left):
                    unit.post(self._utility, case.case_id, range(1, len(case.events) + 1))
            for case_id in [*(each.case.case_id for each in present), *told]:
                stored = there.get(case_id) or unit.cases.get(self._utility, case_id)
                self._append(unit, stored, row_of[case_id], kept)
            unit.define_all(self._definitions)
            return kept

        with self._turn:
            return self._store.do(work, self._at)

    def _append(self, unit: UnitOfWork, stored: StoredCase, row: Imported[CaseRow], kept: _Done) -> None:
        """Add to a stored case the events that only the row has."""
        told = row.case
        if not self._has_more(stored.case, row, kept):
            return
        known = unit.facts.get(told.utility_id, told.case_id)
        try:
            # A file orders events by column, a history by when they were recorded: so the new ones come last.
            case = stored.case.record(*retold(stored.case, row.row).new)
            facts = self._rows.row(case, self._definitions, known)
        except PQRError as error:
            kept.rejects.append(row.refuse(error))
            return
        unit.cases.save(stored, case, facts)
        if self._post:
            unit.post(self._utility, case.case_id, range(len(stored.case.events) + 1, len(case.events) + 1))
        kept.updated += 1


# --- several processes ---------------------------------------------------------------------------------------------

_Work = tuple[Callable[[], Store], "Parser[CaseRow]", Law, Profile, datetime, bool]


def _in_processes(batches: Iterator[list[Record]], jobs: int, work: _Work, *, one_writer: bool) -> Iterator[_Done]:
    """The outcome of each batch, in order. Each process parses, counts and keeps its own batches."""
    if jobs < 1:
        detail = Said(f"se espera un número de procesos, no {jobs}", f"expected a number of processes, got {jobs}")
        raise InvalidInputError(place="jobs", detail=detail)
    # A forked process need not import everything again, but a process with threads must not be forked.
    forked = "fork" in get_all_start_methods() and threading.active_count() == 1
    context = get_context("fork" if forked else "spawn")
    waiting: deque[Future[tuple[_Done, Exception | None]]] = deque()

    def next_done() -> Iterator[_Done]:
        done, error = waiting.popleft().result()
        yield done
        if error is not None:
            raise error

    # A process that waits for this lock wakes at once; one that waits for SQLite sleeps and tries again.
    given = (_dumped(work), context.Lock() if one_writer else _ALWAYS)
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=given) as pool:
        try:
            for batch in batches:
                waiting.append(pool.submit(_imported, batch))
                if len(waiting) > jobs * _AHEAD:
                    yield from next_done()
            while waiting:
                yield from next_done()
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise


_importer: list[_Importer] = []
"""The importer of this process of the pool."""


def _begin(work: bytes, turn: AbstractContextManager[Any]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    opener, parser, law, profile, at, post = pickle.loads(work)  # noqa: S301 - written by the parent process
    _importer[:] = [_Importer(opener(), parser, law, profile, at, turn, post=post)]


def _imported(records: list[Record]) -> tuple[_Done, Exception | None]:
    done = _Done()
    try:
        with _uncollected():
            _importer[0].keep(records, done)
    except Exception as error:  # noqa: BLE001 - raised again by the process that waits
        return done, error
    return done, None


def _end_with_parent() -> None:
    """End this process when its parent dies: then no one waits for its work."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


class _Pickler(pickle.Pickler):
    """A pickler that can send the read-only mappings of a law."""

    dispatch_table = dispatch_table | {MappingProxyType: lambda table: (_proxy, (dict(table),))}


def _proxy(table: Mapping[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(dict(table))


def _dumped(work: _Work) -> bytes:
    stream = BytesIO()
    _Pickler(stream, pickle.HIGHEST_PROTOCOL).dump(work)
    return stream.getvalue()
