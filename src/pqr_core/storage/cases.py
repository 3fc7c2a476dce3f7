"""The contract of the cases of a store: read, add and save them, and verify their histories."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator
from contextlib import AbstractContextManager, suppress
from datetime import datetime
from typing import Final, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.privacy import without_personal
from pqr_core.errors import (
    CaseNotFoundError,
    HistoryRewrittenError,
    InvalidInputError,
)
from pqr_core.facts import (
    Facts,
    require_code,
)
from pqr_core.fields import nfc_or_none
from pqr_core.language import Said
from pqr_core.names import NAMED_ZONE
from pqr_core.storage.history import HistoryFault
from pqr_core.storage.kept import KeptCase
from pqr_core.storage.rows import Register
from pqr_core.tickets import Ticket, ticket_of

__all__ = ("Cases", "NewCase", "StoredCase", "Unit", "same_filing")


_KEY: Final = Said("un texto que distinga la radicación, o None", "a text that tells one filing from another, or None")


@frozen
class StoredCase:
    """A case as it was read or saved; it is needed to save the case again.

    Args:
        case: the case with its whole history.
        version: the version of the stored case, from 1, which each save raises. A save over a newer version is refused.
        head: the digest of the last entry of its history.
    """

    case: Case
    version: int
    head: str = field(repr=False)

    def added(self, case: Case) -> tuple[Event, ...]:
        """The events that `case` has and this stored case does not.

        Raises:
            InvalidInputError: `case` is another case, or has another time zone.
            HistoryRewrittenError: a stored event is missing in `case` or different.
        """
        mine = self.case
        if (case.utility_id, case.case_id) != (mine.utility_id, mine.case_id):
            es, en = f"{case.case_id} no es el caso guardado", f"{case.case_id} is not the stored case"
            raise InvalidInputError(place="case", detail=Said(f"{es}, {mine.case_id}", f"{en} {mine.case_id}"))
        if str(case.zone) != str(mine.zone):
            es, en = f"{case.zone} no es la zona del caso", f"{case.zone} is not the zone of the case"
            raise InvalidInputError(place="zone", detail=Said(f"{es}, {mine.zone}", f"{en}, {mine.zone}"))
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
        raise InvalidInputError.expected(NAMED_ZONE, case.zone, place="zone")


@frozen
class NewCase:
    """A case to add.

    Args:
        case: the case.
        facts: its row. If it is None, the store makes it (`Store.rows`) or refuses the case.
        key: the key of the host for the filing (the id of a form or a message): filing twice under it files once. An
            empty key is refused.
    """

    case: Case = field(validator=_keepable)
    facts: Facts | None = None
    key: str | None = field(default=None, converter=nfc_or_none)

    def __attrs_post_init__(self) -> None:
        if self.key is not None:
            require_code(self.key, "key")
            if not self.key.strip():  # an empty header would make one case of every filing
                raise InvalidInputError.expected(_KEY, Said("uno vacío", "an empty one"), place="key")
        if self.facts is not None:
            mine, theirs = self.case, self.facts
            if (theirs.utility, theirs.case_id) != (mine.utility_id, mine.case_id):
                es = f"son del caso {theirs.case_id} de {theirs.utility}, no de {mine.case_id} de {mine.utility_id}"
                en = f"they are of case {theirs.case_id} of {theirs.utility}, not {mine.case_id} of {mine.utility_id}"
                raise InvalidInputError(place="facts", detail=Said(es, en))


def same_filing(stored: Case, other: Case, *, bare: bool) -> bool:
    """Whether two cases were filed with the same content; ids and the instant of recording are not compared.

    If the stored case is `bare`, its personal data were deleted; then personal data are not compared either.
    """
    first, second = (evolve(case.events[0], id=None, recorded_at=None) for case in (stored, other))
    return first == (without_personal(second) if bare else second)


class Unit(Protocol):
    """What `Cases` needs of its unit of work; `base.UnitOfWork` describes each method."""

    tickets: Register[Ticket]

    def check(self, *, writing: bool = False) -> None:
        """Raise if the unit is over, or if it only reads and `writing` is asked for."""
        ...

    def row_of(self, case: Case) -> Facts:
        """The row of a case, made by the store."""
        ...

    def ending_on_errors(self, *, bulk: bool = False) -> AbstractContextManager[None]:
        """A context for an operation: an error within it ends the unit."""
        ...


class Cases(ABC):
    """The cases of a unit of work; all writes are recorded at the instant of the unit."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    @abstractmethod
    def get(self, utility_id: str, case_id: UUID) -> StoredCase:
        """The case with an id.

        Raises:
            CaseNotFoundError: there is none.
        """

    def get_many(self, utility_id: str, case_ids: Collection[UUID]) -> Iterator[StoredCase]:
        """Those of the cases that exist, in order of case id.

        A unit that writes locks them: no other unit can save one of them until this one ends.
        """
        for case_id in sorted(set(case_ids)):
            with suppress(CaseNotFoundError):
                yield self.get(utility_id, case_id)

    @abstractmethod
    def get_before(self, utility_id: str, case_id: UUID, before: datetime) -> Case:
        """The case as it had been recorded before an instant, exclusive; later records about earlier days are left out.

        Raises:
            CaseNotFoundError: no event of it had been recorded.
        """

    @abstractmethod
    def by_radicado(self, utility_id: str, radicado: str) -> StoredCase:
        """The case with a radicado; raises `CaseNotFoundError` if there is none."""

    @abstractmethod
    def by_key(self, utility_id: str, key: str) -> StoredCase:
        """The case filed under a key of the host; raises `CaseNotFoundError` if there is none."""

    @abstractmethod
    def stream(self, utility_id: str) -> Iterator[StoredCase]:
        """All cases of a utility, in order of case id, in constant memory."""

    def add(self, case: Case, facts: Facts | None = None, *, key: str | None = None) -> StoredCase:
        """Add a case with its row; without `facts`, the store makes the row (`Store.rows`).

        If a case with this id or `key` and the same filing is there already, it is returned as stored, and nothing is
        written.

        Raises:
            DuplicateCaseError: a case with this id or key is there with another filing.
            DuplicateRadicadoError: another case of the utility has the radicado.
            InvalidInputError: the facts belong to another case; or they are None and the store cannot make them; or a
                text cannot be stored.
        """
        self._unit.check(writing=True)
        return self._add(NewCase(case, facts, key))

    @abstractmethod
    def _add(self, new: NewCase) -> StoredCase: ...

    def _made(self, new: NewCase) -> Facts:
        """The row of a case, made before anything of the case is written."""
        return self._unit.row_of(new.case) if new.facts is None else new.facts

    def _keep_ticket(self, *cases: Case) -> None:
        """Put the tickets that the filings mention into the register of tickets, together with those of the queue."""
        if tickets := [ticket for case in cases if (ticket := ticket_of(case)) is not None]:
            self._unit.tickets.put(tickets)

    def add_many(self, new: Iterable[NewCase]) -> tuple[NewCase, ...]:
        """Add many cases with their rows at the speed of the engine; return those that were there already.

        A case whose id or key is stored, or came earlier in `new`, is not added. It is returned, so that the caller can
        compare it with the stored one.

        Any error ends the unit of work, and nothing of it is kept.

        Raises:
            InvalidInputError, DuplicateRadicadoError: as in `add`.
        """
        self._unit.check(writing=True)
        with self._unit.ending_on_errors(bulk=True):
            return self._add_many(new)

    @abstractmethod
    def _add_many(self, new: Iterable[NewCase]) -> tuple[NewCase, ...]: ...

    def save(self, stored: StoredCase, case: Case, facts: Facts | None = None) -> StoredCase:
        """Append the events that `case` has beyond `stored`, and replace its row; `facts` is as in `add`.

        Raises:
            StaleCaseError: the case was saved after `stored` was read.
            HistoryRewrittenError: `case` does not begin with the stored history.
            CaseNotFoundError: the case is not in this store.
            DuplicateRadicadoError: another case has the radicado that the case now has.
            InvalidInputError: as in `add` and `StoredCase.added`.
        """
        self._unit.check(writing=True)
        return self._save(stored, NewCase(case, facts))

    @abstractmethod
    def _save(self, stored: StoredCase, new: NewCase) -> StoredCase: ...

    def verify_history(self, utility_id: str, case_id: UUID) -> tuple[HistoryFault, ...]:
        """The stored events that were changed, removed, added or moved outside the library; empty if there are none.

        Personal data that do not match their event count as a change of the event; deleted personal data do not. Number
        0 stands for data kept beside the history that do not agree with it (radicado, time zone, number of events), and
        for entries without a valid number.

        Raises:
            CaseNotFoundError: the utility has no such case.
        """
        kept = self._kept(utility_id, case_id)
        if not kept.is_there:
            raise CaseNotFoundError(key=case_id, utility=utility_id)
        return kept.faults()

    @abstractmethod
    def _kept(self, utility_id: str, case_id: UUID) -> KeptCase:
        """What the store holds of a case, without trusting it."""

    @abstractmethod
    def history_digest(self, utility_id: str, since: datetime, until: datetime) -> str:
        """One digest (SHA-256) of all events recorded in [since, until), to keep in another place.

        It covers their texts and instants of recording. It proves later that the events are those of that time. It does
        not prove that they were true, or who wrote them.
        """

    @abstractmethod
    def anonymise(self, utility_id: str, case_id: UUID) -> int:
        """Delete the personal data of a case and their salts for good; return how many events had them.

        The history verifies as before. The case is read with None in place of these data.

        Raises:
            CaseNotFoundError: the utility has no such case.
        """
