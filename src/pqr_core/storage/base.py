"""The contract of a store: units of work over cases and registers. `memory` and `sql` implement it.

To write another store, subclass `pqr_core.testing.conformance.StoreConformance` in its tests. Every store:

- keeps nothing of a unit of work that was left without `commit()`;
- ends the unit after any error that the contract does not name and after a refused bulk, so that nothing half done can
  be committed;
- raises only errors of `pqr_core.errors`, with the error of the driver as their cause;
- records all that a unit writes at one instant, which the caller gives.
"""

from __future__ import annotations

import random
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import UTC, datetime
from hashlib import sha256
from itertools import chain
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar
from uuid import UUID

from attrs import frozen

from pqr_core import names
from pqr_core.cases.case import Case
from pqr_core.errors import (
    ConflictError,
    InvalidInputError,
    PQRError,
    StaleCaseError,
    StorageError,
)
from pqr_core.facts import (
    Facts,
    Report,
    RowMaker,
    Volume,
    require_code,
    require_text,
)
from pqr_core.frames import Backend
from pqr_core.language import Said
from pqr_core.law.agenda import Definitions
from pqr_core.meetings import ImprovementAction, Minutes
from pqr_core.moments import require_instant
from pqr_core.registers import R, register_named
from pqr_core.sources import Rows, Source
from pqr_core.storage.cases import Cases
from pqr_core.storage.kept import KeptCase
from pqr_core.storage.outbox import Posted
from pqr_core.storage.rows import FactsRegister, Register, SurveyRegister, require_limit
from pqr_core.tickets import Ticket

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

__all__ = ("Ending", "Store", "UnitOfWork", "instant_of_recording")

T = TypeVar("T")
_LAST_NUMBER: Final = 2**31 - 1
"""The largest number that the column of every engine can store."""
_TURNS: Final = 10
"""How often a unit is tried again if another one was faster."""
_WAIT_SECONDS: Final = 0.05


@frozen
class _Streamed(Iterable[R]):
    """The rows of several utilities; they can be iterated more than once."""

    register: Register[R]
    utilities: tuple[str, ...]
    before: datetime | None

    def __iter__(self) -> Iterator[R]:
        for utility in self.utilities:
            yield from self.register.stream(utility, before=self.before)


def _require_reader(reader: str) -> str:
    if not reader:
        raise InvalidInputError.expected(names.FILLED, reader, place="reader")
    return require_code(reader, "reader")


_ENDING: Final = (StorageError, ConflictError)
"""The types of error that end the unit, because the contract does not name a more exact one."""


class Ending(AbstractContextManager[None]):
    """See `UnitOfWork.ending_on_errors`."""

    def __init__(self, unit: UnitOfWork, *, bulk: bool) -> None:
        self._unit = unit
        self._bulk = bulk

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if error is None:
            return
        if self._bulk or type(error) in _ENDING or not isinstance(error, PQRError):
            with suppress(StorageError):  # the first error says more
                self._unit.end()


class UnitOfWork(ABC):
    """A transaction that reads and writes a store.

    Args:
        recorded_at: the instant at which writes are recorded; None for a unit that only reads.
        rows: as `Store.rows`.
    """

    cases: Cases
    facts: FactsRegister
    volumes: Register[Volume]
    surveys: SurveyRegister
    tickets: Register[Ticket]
    actions: Register[ImprovementAction]
    reports: Register[Report]
    minutes: Register[Minutes]

    def __init__(self, recorded_at: datetime | None, rows: RowMaker | None) -> None:
        self._recorded_at = recorded_at
        self._rows = rows
        self._over = False

    @property
    def recorded_at(self) -> datetime:
        """The instant at which the writes of this unit are recorded, up to the next `record_from`.

        Raises:
            StorageError: the unit only reads.
        """
        if self._recorded_at is None:
            es = "esta unidad de trabajo solo lee; abra una que escriba"
            raise StorageError(detail=Said(es, "this unit of work only reads; begin one that writes"))
        return self._recorded_at

    def record_from(self, instant: datetime) -> None:
        """Record what this unit writes from here on at `instant`, if that is later than `recorded_at`.

        A unit may wait a long time for another one. What it then writes rests on what the other one has kept, so it
        must not be recorded as earlier.

        Raises:
            NaiveDatetimeError: the instant has no offset.
            StorageError: the unit only reads.
        """
        self._recorded_at = max(self.recorded_at, require_instant(instant, "recorded_at"))

    @property
    def is_writing(self) -> bool:
        """Whether the unit may write."""
        return self._recorded_at is not None

    def commit(self) -> None:
        """Keep what was done and end the unit.

        Raises:
            StorageError: the unit was over already; or its work cannot be kept, and then nothing is kept.
        """
        self.check()
        self._over = True
        self._finish(keep=True)

    def end(self) -> None:
        """End the unit without keeping what was not committed. The store calls it at the end of `with`."""
        if not self._over:
            self._over = True
            self._finish(keep=False)

    @abstractmethod
    def utilities(self) -> tuple[str, ...]:
        """The utilities that have cases or rows of any register, sorted."""

    def source(self, *utilities: str, before: datetime | None = None) -> Source:
        """The rows of these utilities as a source for `indicators.counting`; usable until the unit ends.

        The source holds the current rows or, with `before`, those recorded before that instant. For the end of a legal
        day, pass the midnight that ends it.
        """
        self.check()
        facts, volumes, surveys, tickets = (
            _Streamed(each, utilities, before) for each in (self.facts, self.volumes, self.surveys, self.tickets)
        )
        return Rows(facts=facts, volumes=volumes, surveys=surveys, tickets=tickets)

    def next_number(self, utility_id: str, series: str) -> int:
        """The next number of a series, from 1 and without gaps: a unit that is not committed gives its numbers back.

        The series stays locked until the unit ends, so take the number as late as possible.

        Raises:
            StorageError: the series has reached its last number, 2,147,483,647.
        """
        self.check(writing=True)
        with self.ending_on_errors():
            number = self._next_number(require_code(utility_id, "utility_id"), require_code(series, "series"))
            if number > _LAST_NUMBER:
                es = f"la serie {series} ya dio su último número, {_LAST_NUMBER}"
                raise StorageError(detail=Said(es, f"the series {series} has given its last number, {_LAST_NUMBER}"))
        return number

    @abstractmethod
    def _next_number(self, utility_id: str, series: str) -> int: ...

    def fire(self, utility_id: str, alerts: Iterable[str]) -> tuple[str, ...]:
        """The keys of `alerts` that were never fired, now recorded as fired; in the order given, each once.

        If two units fire the same key at once, one of them gets it; the other waits and does not get it.
        """
        self.check(writing=True)
        keys = [require_code(key, "alerts") for key in alerts]
        return self._fire(require_code(utility_id, "utility_id"), list(dict.fromkeys(keys)))

    @abstractmethod
    def _fire(self, utility_id: str, keys: list[str]) -> tuple[str, ...]: ...

    def post(self, utility_id: str, case_id: UUID, seqs: Iterable[int]) -> None:
        """Put the events of a case with these numbers, recorded in this unit, in the outbox for every reader."""
        self.check(writing=True)
        self._post(require_code(utility_id, "utility_id"), case_id, seqs)

    @abstractmethod
    def _post(self, utility_id: str, case_id: UUID, seqs: Iterable[int]) -> None: ...

    def unread(self, utility_id: str, reader: str, limit: int = 100) -> tuple[Posted, ...]:
        """At most `limit` events of the outbox that a reader has not read, in order.

        The events of a case keep their order. Events of a transaction that ends late come late, but are not lost.
        Another unit that reads under the same name waits until this one ends.

        Raises:
            InvalidInputError: the name is empty or not a code, or `limit` is not a whole number above 0.
        """
        self.check(writing=True)
        require_limit(limit)
        return self._unread(require_code(utility_id, "utility_id"), _require_reader(reader), limit)

    @abstractmethod
    def _unread(self, utility_id: str, reader: str, limit: int) -> tuple[Posted, ...]: ...

    def mark_read(self, utility_id: str, reader: str, position: int) -> None:
        """Mark the events up to and including a position as read; a reader that is further stays there."""
        self.check(writing=True)
        self._mark_read(require_code(utility_id, "utility_id"), _require_reader(reader), position)

    @abstractmethod
    def _mark_read(self, utility_id: str, reader: str, position: int) -> None: ...

    def define(self, text: str) -> str:
        """Store a definition (a calendar, a rule book, a profile) once; return the SHA-256 under which it is found.

        Raises:
            InvalidInputError: the text holds NUL or half a character.
        """
        self.check(writing=True)
        return self._define(require_text(text, "text"))

    @abstractmethod
    def _define(self, text: str) -> str: ...

    def define_all(self, definitions: Definitions) -> str:
        """Store calendar, rule book and profile, each once; return the digest by which rows name the three."""
        self.check(writing=True)
        if self._definition(definitions.fingerprint) is None:  # stored last, after what it names
            for each in (definitions.calendar, definitions.rules, definitions.profile):
                self.define(each.definition)
            self.define(definitions.definition)
        return definitions.fingerprint

    def row_of(self, case: Case, maker: RowMaker | None = None) -> Facts:
        """The row of a case, made by `maker` or by the store; columns that do not come from the case stay as they are.

        The definitions that it is made with are stored.

        Raises:
            InvalidInputError: there is no maker of rows, or it has no profile of the utility.
            PQRError: the law refuses the case.
        """
        rows = maker or self._rows
        if rows is None:
            es = "falta la fila del caso: dé facts_of(agenda), o cree el almacén con RowMaker(law, profiles)"
            en = "the row of the case is missing: give facts_of(agenda), or make the store with RowMaker(law, profiles)"
            raise InvalidInputError(place="facts", detail=Said(es, en))
        definitions = rows.definitions(case.utility_id)
        row = rows.row(case, definitions, self.facts.get(case.utility_id, case.case_id))
        self.define_all(definitions)
        return row

    def definition(self, digest: str) -> str | None:
        """The definition with a SHA-256; None if there is none.

        Raises:
            StorageError: the stored text does not have this digest.
        """
        text = self._definition(digest)
        if text is not None and sha256(text.encode(errors="surrogatepass")).hexdigest() != digest:
            es = f"el texto de la definición {digest} no es el que se guardó: vea pqr db verify"
            en = f"the text of the definition {digest} is not the one that was stored: see pqr db verify"
            raise StorageError(detail=Said(es, en))
        return text

    @abstractmethod
    def _definition(self, digest: str) -> str | None: ...

    def equate(self, utility_id: str, old: str, new: str) -> None:
        """Record that rows of a utility made under the definitions `old` are the same under `new`."""
        self.check(writing=True)
        self._equate(require_code(utility_id, "utility_id"), require_code(old, "old"), require_code(new, "new"))

    @abstractmethod
    def _equate(self, utility_id: str, old: str, new: str) -> None: ...

    @abstractmethod
    def equal_to(self, utility_id: str, new: str) -> frozenset[str]:
        """The digests of the definitions recorded as equal to `new`, without `new` itself."""

    # --- stored data as they are, for `storage.verification` -------------------------------------------------------

    @abstractmethod
    def kept_utilities(self) -> tuple[str, ...]:
        """The utilities of which anything at all is stored, sorted."""

    @abstractmethod
    def kept(self, utility: str) -> Iterator[KeptCase]:
        """Every case of which any table holds anything, in constant memory."""

    @abstractmethod
    def kept_numbers(self, utility: str) -> Iterable[tuple[str, int]]:
        """Each series of a utility, with the last number given."""

    @abstractmethod
    def kept_definitions(self) -> Iterator[tuple[str, str]]:
        """Each definition: the digest under which it is stored, and the text."""

    def check(self, *, writing: bool = False) -> None:
        """Raise `StorageError` if the unit is over, or if it only reads and `writing` is asked for."""
        self.require_open()
        if writing:
            _ = self.recorded_at

    def require_open(self) -> None:
        """Raise `StorageError` if the unit is over."""
        if self._over:
            es = "la unidad de trabajo ya terminó; abra otra"
            raise StorageError(detail=Said(es, "the unit of work is over; begin another"))

    def ending_on_errors(self, *, bulk: bool = False) -> AbstractContextManager[None]:
        """A context for an operation: an error within it ends the unit, so that nothing half done is ever committed.

        A refusal that the contract names (a stale case, a radicado that is taken) leaves the unit as it was. In a
        `bulk`, part of which may be done, it ends the unit too.
        """
        return Ending(self, bulk=bulk)

    @abstractmethod
    def _finish(self, *, keep: bool) -> None:
        """End the transaction; `keep` says whether its work is kept."""


def instant_of_recording(told: datetime | None) -> datetime:
    """The instant `told`; if it is None, now by the clock of the system.

    Raises:
        NaiveDatetimeError: the instant has no offset.
    """
    if told is None:
        return datetime.now(UTC)  # noqa: TID251 - the only clock below the office, for the instant of recording
    return require_instant(told, "recorded_at")


class Store(ABC):
    """A store of cases. It may be shared between threads; a unit of work belongs to one thread."""

    rows: RowMaker | None = None
    """Makes the row of a case that is added or saved without one; if it is None, such a case is refused."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def begin(self, recorded_at: datetime | None = None) -> AbstractContextManager[UnitOfWork]:
        """A unit of work, for `with`. Without `commit()`, nothing is kept.

        Args:
            recorded_at: the instant at which all its writes are recorded; None means now, by the clock of the system.

        Raises:
            StorageError: the store cannot be reached.
            ConflictError: another unit that writes did not end in time; on a server, a later call may raise it instead.
            SchemaVersionError: the tables do not exist, or are of another version.
            NaiveDatetimeError: `recorded_at` has no offset.
        """
        return self._begin(instant_of_recording(recorded_at))

    def do(self, work: Callable[[UnitOfWork], T], recorded_at: datetime | None = None) -> T:
        """Run `work` in a unit of work, commit it and return the result; try again if another unit was faster.

        `work` may run several times, so it must read within the unit what it saves.

        Raises:
            ConflictError, StaleCaseError: another unit was faster every time.
            PQRError: as raised by `begin` and `work`.
        """
        told = instant_of_recording(recorded_at)
        for turn in range(_TURNS):
            try:
                return self._done(work, told)
            except (ConflictError, StaleCaseError):
                # Wait for a random time, so that the same units do not meet again.
                time.sleep(random.uniform(0, _WAIT_SECONDS * (turn + 1)))  # noqa: S311 - it need not be secret
        return self._done(work, told)

    def _done(self, work: Callable[[UnitOfWork], T], recorded_at: datetime) -> T:
        with self.begin(recorded_at) as unit:
            given = work(unit)
            unit.commit()
        return given

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit that only reads, for `with`: it sees one state of the store, does not wait and refuses to write.

        Raises:
            StorageError: the store cannot be reached.
            SchemaVersionError: as in `begin`.
        """
        return self._begin(None)

    @abstractmethod
    def _begin(self, recorded_at: datetime | None) -> AbstractContextManager[UnitOfWork]:
        """A unit that writes at an instant; with None, one that only reads."""

    @property
    def one_writer(self) -> bool:
        """Whether only one unit can write at a time, so that several writers should take turns."""
        return False

    def join(
        self,
        host: Connection | Session,  # noqa: ARG002 - used by stores that can join
        recorded_at: datetime | None = None,  # noqa: ARG002
    ) -> AbstractContextManager[UnitOfWork]:
        """A unit of work inside the transaction of a host, for a store in the database of the host.

        Raises:
            StorageError: the store is not in a database.
        """
        es = f"{type(self).__name__} no está en la base de datos de otro programa: no admite within"
        en = f"{type(self).__name__} is in no database of a host: it takes no part in a transaction (within)"
        raise StorageError(detail=Said(es, en))

    def frame(
        self, register: str, utility: str | None = None, *, before: datetime | None = None, backend: Backend = "polars"
    ) -> Any:
        """The rows of a register ("facts", "volumes", "surveys"...) as a table of `polars`, `pandas` or `pyarrow`.

        Indicators can be counted from such a table (`sources.Frames`) as from the store.

        Args:
            register: the name of the register, as on a unit of work.
            utility: the utility whose rows are taken; None for all utilities.
            before: take the rows recorded before this instant; None for the current rows.
            backend: the package of the table.

        Raises:
            InvalidInputError: the register or the backend does not exist.
            MissingExtraError: narwhals or PyArrow is not installed.
            MissingPackageError: polars or pandas is asked for and is not installed.
            StorageError: the store cannot be reached.
        """
        asked = register_named(register)
        with self.read() as unit:
            utilities = unit.utilities() if utility is None else (utility,)
            streams = (getattr(unit, asked.name).stream(each, before=before) for each in utilities)
            return asked.frame(chain.from_iterable(streams), backend)

    def opener(self) -> Callable[[], Store]:
        """A function that opens the same store in another process; it can be pickled.

        Raises:
            InvalidInputError: the store exists in this process only.
        """
        es = "este almacén vive en este proceso: importe con jobs=1"
        en = "this store lives in this process: import with jobs=1"
        raise InvalidInputError(place="jobs", detail=Said(es, en))

    def close(self) -> None:  # noqa: B027 - many stores have nothing to close
        """Close what the store opened itself; nothing of the host is closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
