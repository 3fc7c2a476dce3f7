"""The contract of a store: units of work over cases and the registers beside them. `memory` and `sql` fulfil it.

Whoever writes another store subclasses `pqr_core.testing.conformance.StoreConformance` in its tests. Every store:

- keeps nothing of a unit of work that was left without `commit()`, whatever was done in it;
- ends the unit when it could not do what was asked, and when a bulk was refused: nothing half done can be committed;
- raises the errors of `pqr_core.errors` only, the driver's own error as their cause;
- takes the time from its caller: `at` is the instant of recording.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime
from types import TracebackType
from typing import Final, Generic, Self, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import AttrsInstance, evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.privacy import without_personal
from pqr_core.errors import CaseNotFoundError, HistoryRewrittenError, InvalidInputError, PQRError, StorageError
from pqr_core.facts import Facts, ImprovementAction, Report, Survey, Volume, require_code, require_text
from pqr_core.fields import has_surrogate, nfc, nfc_or_none
from pqr_core.moments import require_instant
from pqr_core.sources import Rows, Source
from pqr_core.storage.history import HistoryFault
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.work import Owed, WorkCounts, WorkKey, WorkPage, WorkQuery

__all__ = (
    "Cases",
    "Ending",
    "FactsRegister",
    "NewCase",
    "Register",
    "Store",
    "StoredCase",
    "UnitOfWork",
    "can_be_kept",
    "same_filing",
)


@frozen
class StoredCase:
    """A case as it was read or saved; needed to save it again.

    Args:
        case: the case with its whole history.
        version: how often it has been saved; a save over a newer version is refused.
        head: the digest of the last entry of its history.
    """

    case: Case
    version: int
    head: str = field(repr=False)

    def added(self, case: Case) -> tuple[Event, ...]:
        """The events `case` has beyond this one.

        Raises:
            InvalidInputError: `case` is another case.
            HistoryRewrittenError: an event that is stored is missing or different in it.
        """
        mine = self.case
        if (case.utility_id, case.case_id) != (mine.utility_id, mine.case_id):
            raise InvalidInputError(place="case", detail=f"{case.case_id} is not the stored case {mine.case_id}")
        if str(case.zone) != str(mine.zone):
            raise InvalidInputError(place="zone", detail=f"{case.zone} is not the zone of the case, {mine.zone}")
        if case.events[: len(mine.events)] != mine.events:
            pairs = zip(case.events, mine.events, strict=False)
            same = next((i for i, (one, other) in enumerate(pairs) if one != other), len(case.events))
            raise HistoryRewrittenError(key=case.case_id, seq=same + 1)
        return case.events[len(mine.events) :]


def _keepable(_instance: object, _attribute: object, case: Case) -> None:
    require_code(case.utility_id, "utility_id")
    if case.filing.radicado is not None:
        require_code(case.filing.radicado, "radicado")
    if not isinstance(case.zone, ZoneInfo) or case.zone.key is None:
        raise InvalidInputError(place="zone", detail=f"a named zone is needed, not {case.zone!r}")


@frozen
class NewCase:
    """A case to add.

    Args:
        case: the case.
        facts: its row; without one, none is written until `facts.put`.
        key: the host's own key of the filing (a form's id, a message's id): filing twice under it files once.
    """

    case: Case = field(validator=_keepable)
    facts: Facts | None = None
    key: str | None = field(default=None, converter=nfc_or_none)

    def __attrs_post_init__(self) -> None:
        if self.key is not None:
            require_code(self.key, "key")
        if self.facts is not None:
            mine, theirs = self.case, self.facts
            if (theirs.utility, theirs.case_id) != (mine.utility_id, mine.case_id):
                raise InvalidInputError(place="facts", detail=f"they are of case {theirs.case_id}, not {mine.case_id}")


def can_be_kept(*texts: str) -> bool:
    """Whether every text is one that a store can hold; what cannot be held is nothing's name, and is not asked for."""
    return all("\0" not in text and not has_surrogate(text) for text in texts)


def same_filing(stored: Case, other: Case, *, bare: bool) -> bool:
    """Whether two cases were filed with the same content; ids and the instant of recording do not matter.

    Of a stored case that is `bare`, its personal data deleted, nobody can tell any more whose they were: they do not
    matter either.
    """
    first, second = (evolve(case.events[0], id=None, recorded_at=None) for case in (stored, other))
    return first == (without_personal(second) if bare else second)


class Cases(ABC):
    """The cases of a unit of work."""

    @abstractmethod
    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        """The case under that key.

        Raises:
            CaseNotFoundError: there is none.
        """

    def get_many(self, utility_id: str, case_ids: Collection[UUID]) -> Iterator[StoredCase]:
        """Those of the cases that are there, in order of case id.

        In a unit that writes they are its own from here on: nobody else saves one of them until it ends.
        """
        for case_id in sorted(set(case_ids)):
            with suppress(CaseNotFoundError):
                yield self.get(utility_id, case_id)

    @abstractmethod
    def get_before(self, utility_id: str, case_id: UUID, before: datetime) -> Case:
        """The case as it had been recorded before an instant, whatever was recorded about earlier days since.

        Raises:
            CaseNotFoundError: nothing of it had been recorded.
        """

    @abstractmethod
    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        """The case with that radicado; `CaseNotFoundError` when there is none."""

    @abstractmethod
    def by_key(self, utility_id: str, key: str) -> StoredCase:
        """The case filed under that key of the host; `CaseNotFoundError` when there is none."""

    @abstractmethod
    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        """All cases of a utility, in order of case id, in constant memory."""

    def add(self, case: Case, facts: Facts | None = None, *, at: datetime, key: str | None = None) -> StoredCase:
        """Add a case.

        One that is there already, by its id or its `key`, with the same filing, is given back as it stands, and
        nothing is written.

        Raises:
            DuplicateCaseError: the id or the key is there with another filing.
            DuplicateRadicadoError: another case of the utility has the radicado.
            InvalidInputError: the facts are of another case; text that cannot be stored.
        """
        return self._add(NewCase(case, facts, key), at)

    @abstractmethod
    def _add(self, new: NewCase, at: datetime) -> StoredCase: ...

    @abstractmethod
    def add_many(self, new: Iterable[NewCase], *, at: datetime) -> tuple[NewCase, ...]:
        """Add thousands of cases at the speed of the engine.

        Those whose id or key is there already, or came earlier in `new`, are left as they are and given back, so
        that the caller can compare them.

        Any error ends the unit of work: nothing of it is kept.

        Raises:
            DuplicateRadicadoError: as in `add`.
        """

    @abstractmethod
    def save(self, stored: StoredCase, case: Case, facts: Facts | None = None, *, at: datetime) -> StoredCase:
        """Append the events that `case` has beyond `stored`, and replace its row of facts where one is given.

        Raises:
            StaleCaseError: somebody saved the case since `stored` was read.
            HistoryRewrittenError: `case` does not begin with the stored history.
            CaseNotFoundError: the case is not in this store.
            DuplicateRadicadoError: the radicado it has been given belongs to another case.
        """

    @abstractmethod
    def verify_history(self, utility_id: str, case_id: UUID) -> tuple[HistoryFault, ...]:
        """Each stored event that was changed, removed, added or moved behind the library's back; empty when none.

        Personal data that are not those of the event count as a change of it; that they were deleted does not. What
        was kept beside the history and is not what it says (the radicado) stands under the number 0.

        Raises:
            CaseNotFoundError: there is no such case.
        """

    @abstractmethod
    def history_digest(self, utility_id: str, since: datetime, until: datetime) -> str:
        """One digest of all events recorded in [since, until), with their texts and instants, to be kept elsewhere.

        It proves later that what is there is what was there then; not that it was true, nor who wrote it.
        """

    @abstractmethod
    def anonymise(self, utility_id: str, case_id: UUID) -> int:
        """Delete the personal data of a case with their salts, for good, and say of how many events.

        The history verifies as before; the case reads with None in their places.

        Raises:
            CaseNotFoundError: there is no such case.
        """


R = TypeVar("R", bound=AttrsInstance)
_LARGEST: Final = 2**31


class Register(ABC, Generic[R]):
    """Rows that are never overwritten: a new row of the same key closes the one before, which stays to be asked for.

    The keys: facts (utility, case_id), volumes (utility, month, servicio), surveys (utility, survey_id), actions
    (utility, action_id), reports (utility, code, period).
    """

    @abstractmethod
    def put(self, rows: Iterable[R], *, at: datetime) -> int:
        """Record rows as known from `at` on, and say how many were new: a row equal to the one known changes nothing.

        An `at` before the instant the last row was known from counts as that instant: what is known never shrinks.
        Any error ends the unit of work: nothing of it is kept.
        """

    @abstractmethod
    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        """The rows known now, or those that had been recorded before the instant `before`, in order of their key.

        For the close of a legal day, `before` is the midnight that ends it. Memory stays constant.
        """


@frozen
class _Streamed(Iterable[R]):
    """The rows of several utilities, as often as they are gone through."""

    register: Register[R]
    utilities: tuple[str, ...]
    before: datetime | None

    def __iter__(self) -> Iterator[R]:
        for utility in self.utilities:
            yield from self.register.stream(utility, before=self.before)


def _require_limit(limit: int) -> None:
    if type(limit) is not int or not 0 < limit < _LARGEST:
        raise InvalidInputError(place="limit", detail=f"a whole number above 0 is meant, not {limit!r}")


class FactsRegister(Register[Facts]):
    """The rows of facts, one a case."""

    @abstractmethod
    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        """The row of a case as known now, or as recorded before an instant; None when there was none."""

    def get_many(self, utility: str, case_ids: Collection[UUID]) -> Iterator[Facts]:
        """The rows known now of those cases that have one, in order of case id."""
        rows = (self.get(utility, case_id) for case_id in sorted(set(case_ids)))
        return (row for row in rows if row is not None)

    @abstractmethod
    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        """The row known now with that radicado; None when there is none."""

    def page(
        self, utility: str, query: FactsQuery, *, after: UUID | None = None, limit: int = 1000
    ) -> tuple[Facts, ...]:
        """The rows known now that `query` wants, in order of case id, up to `limit` of those after `after`.

        Ask again with the id of the last row until an empty page comes.

        Raises:
            InvalidInputError: `limit` is no whole number above 0, of 32 bits.
        """
        _require_limit(limit)
        return self._page_of(utility, query, after, limit)

    @abstractmethod
    def _page_of(self, utility: str, query: FactsQuery, after: UUID | None, limit: int) -> tuple[Facts, ...]: ...

    def work_counts(self, utility: str, query: WorkQuery) -> WorkCounts:
        """How many cases each class of work has at the end of the day asked, in one statement.

        It tells what the rows tell: for a day before the last event of a case, what was owed is asked of the events
        (`later_than`).
        """
        self._unit_check()
        return self._work_counts(nfc(utility), query) if can_be_kept(utility) else WorkCounts({}, 0, is_mixed=False)

    @abstractmethod
    def _work_counts(self, utility: str, query: WorkQuery) -> WorkCounts: ...

    def work_page(self, utility: str, query: WorkQuery, *, after: WorkKey | None = None, limit: int = 1000) -> WorkPage:
        """The most urgent open duty of each case, of the class asked, in the order of the work, after the key `after`.

        Raises:
            InvalidInputError: as in `page`.
        """
        _require_limit(limit)
        self._unit_check()
        if not can_be_kept(utility):
            return WorkPage((), 0, is_mixed=False)
        return self._work_page(nfc(utility), query, after, limit)

    @abstractmethod
    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> WorkPage: ...

    def owed(self, utility: str, day: date, *, due_by: date) -> Iterator[Owed]:
        """Each duty, leading or not, that is open at the end of `day`, whose clock runs, due on or before `due_by`.

        In the order of the work, in constant memory, of rows as `work_counts` reads them.
        """
        self._unit_check()
        return self._owed(nfc(utility), day, due_by) if can_be_kept(utility) else iter(())

    @abstractmethod
    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]: ...

    def later_than(self, utility: str, day: date) -> list[UUID]:
        """The cases with a row in which something happened after `day`, in order."""
        self._unit_check()
        return self._later(nfc(utility), day) if can_be_kept(utility) else []

    @abstractmethod
    def _later(self, utility: str, day: date) -> list[UUID]: ...

    def other_definitions(self, utility: str, definitions: str) -> dict[str, int]:
        """The digests of the definitions that rows known now were made under, and of how many, but for `definitions`.

        Definitions recorded as equal to these are left out, and so are rows made directly.
        """
        self._unit_check()
        return self._others(nfc(utility), definitions) if can_be_kept(utility, definitions) else {}

    @abstractmethod
    def _others(self, utility: str, definitions: str) -> dict[str, int]: ...

    def made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        """The cases whose row known now was made under one of these definitions, in order."""
        self._unit_check()
        return self._made_under(nfc(utility), definitions) if can_be_kept(utility, *definitions) else []

    @abstractmethod
    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]: ...

    @abstractmethod
    def _unit_check(self) -> None:
        """Refuse to go on with a unit that is over."""


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
        if self._bulk or type(error) is StorageError or not isinstance(error, PQRError):
            with suppress(StorageError):  # what went wrong first says more
                self._unit.end()


class UnitOfWork(ABC):
    """Reading and writing in one transaction."""

    cases: Cases
    facts: FactsRegister
    volumes: Register[Volume]
    surveys: Register[Survey]
    actions: Register[ImprovementAction]
    reports: Register[Report]

    def __init__(self, *, writing: bool) -> None:
        self.is_writing = writing
        self._over = False

    def commit(self) -> None:
        """Keep what was done; the unit is over with it.

        Raises:
            StorageError: it was over already, or what was done cannot be kept; then nothing is.
        """
        self.check()
        self._over = True
        self._finish(keep=True)

    def end(self) -> None:
        """Keep nothing of what was not committed; the unit is over. For the store: `with` calls it."""
        if not self._over:
            self._over = True
            self._finish(keep=False)

    @abstractmethod
    def utilities(self) -> tuple[str, ...]:
        """The utilities of which there are cases or rows of any register, in order."""

    def source(self, *utilities: str, before: datetime | None = None) -> Source:
        """What there is to count of these utilities, while the unit lasts (`indicators.counting`).

        The rows known now, or those recorded before the instant `before`: for the close of a legal day, the midnight
        that ends it.
        """
        self.check()
        facts, volumes, surveys = (
            _Streamed(each, utilities, before) for each in (self.facts, self.volumes, self.surveys)
        )
        return Rows(facts=facts, volumes=volumes, surveys=surveys)

    def next_number(self, utility_id: str, series: str) -> int:
        """The next number of a series, from 1 and without gap: a unit that is not committed gives its numbers back.

        The series stays locked until the unit is over, so take the number last.
        """
        self.check(writing=True)
        return self._next_number(require_code(utility_id, "utility_id"), require_code(series, "series"))

    @abstractmethod
    def _next_number(self, utility_id: str, series: str) -> int: ...

    def fire(self, utility_id: str, alerts: Iterable[str], *, at: datetime) -> tuple[str, ...]:
        """Those of the keys of `alerts` that had never been fired, now recorded as fired; in order, each once.

        Of two units that fire the same key one gets it, the other waits and does not.
        """
        self.check(at)
        keys = [require_code(key, "alerts") for key in alerts]
        return self._fire(require_code(utility_id, "utility_id"), list(dict.fromkeys(keys)), at)

    @abstractmethod
    def _fire(self, utility_id: str, keys: list[str], at: datetime) -> tuple[str, ...]: ...

    def define(self, text: str) -> str:
        """Store a definition (a calendar, a rule book, a profile) once, and give the SHA-256 it is found by.

        Raises:
            InvalidInputError: text with NUL or half a character in it.
        """
        self.check(writing=True)
        return self._define(require_text(text, "text"))

    @abstractmethod
    def _define(self, text: str) -> str: ...

    @abstractmethod
    def definition(self, digest: str) -> str | None:
        """The definition with that SHA-256; None where there is none."""

    def equate(self, utility_id: str, old: str, new: str) -> None:
        """Record that the rows of a utility made under the definitions `old` are as `new` would make them."""
        self.check(writing=True)
        self._equate(require_code(utility_id, "utility_id"), require_code(old, "old"), require_code(new, "new"))

    @abstractmethod
    def _equate(self, utility_id: str, old: str, new: str) -> None: ...

    @abstractmethod
    def equal_to(self, utility_id: str, new: str) -> frozenset[str]:
        """The digests of definitions whose rows are as `new` would make them; `new` itself is not among them."""

    def check(self, at: datetime | None = None, *, writing: bool = False) -> None:
        """Refuse to go on with a unit that is over, or to write (at an instant) in one that only reads."""
        self.require_open()
        if at is not None:
            require_instant(at, "at")
        if (writing or at is not None) and not self.is_writing:
            raise StorageError(detail="this unit of work only reads; begin one that writes")

    def require_open(self) -> None:
        """Refuse to go on with a unit that is over."""
        if self._over:
            raise StorageError(detail="the unit of work is over; begin another")

    def ending_on_errors(self, *, bulk: bool = False) -> AbstractContextManager[None]:
        """Around what an operation does: whatever goes wrong ends the unit, so that no half of it is ever committed.

        What the contract refuses by name (a stale case, a radicado taken) leaves the unit as it was before; in a
        `bulk`, of which some may have been done, it ends it too.
        """
        return Ending(self, bulk=bulk)

    @abstractmethod
    def _finish(self, *, keep: bool) -> None:
        """End the transaction, keeping what was done in it or not."""


class Store(ABC):
    """Where cases are kept. Safe to share between threads; a unit of work belongs to one thread."""

    @abstractmethod
    def begin(self, *, writing: bool = True) -> AbstractContextManager[UnitOfWork]:
        """A unit of work, for `with`. Leaving it without `commit()` changes nothing.

        A unit that only reads (`writing=False`) never waits for one that writes, and refuses to write.

        Raises:
            StorageError: the store cannot be reached, or another unit that writes did not end in time.
            SchemaVersionError: the tables are not there, or of another version.
        """

    def close(self) -> None:  # noqa: B027 - a store that opens nothing has nothing to close
        """Give back what the store opened itself; nothing of the host's is closed."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
