"""Cases in a unit of work: find, lock, add and save them with all that belongs to them.

Every event that is added to a history here is put in the outbox. What a recurso does to the case that it attacks is
written in the same unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeVar
from uuid import UUID

from attrs import evolve, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event, Filing, Note, Payload
from pqr_core.cases.privacy import without_personal
from pqr_core.cases.workflow import OUTSIDERS
from pqr_core.errors import (
    CaseNotFoundError,
    ConflictError,
    IncompleteEventError,
    InvalidInputError,
    PQRError,
    RoleRefusedError,
)
from pqr_core.facts import Facts, RowMaker
from pqr_core.language import Said
from pqr_core.law.acts import refusals
from pqr_core.law.agenda import Agenda
from pqr_core.law.guards import FUTURE
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook
from pqr_core.moments import at_noon, require_date
from pqr_core.office.recursos import to_take_back, to_tell
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.cases import StoredCase
from pqr_core.storage.outbox import Posted
from pqr_core.vocabulary import EventType, Relation, Role

if TYPE_CHECKING:
    from sqlalchemy import Connection
    from sqlalchemy.orm import Session

__all__ = (
    "Call",
    "Told",
    "added",
    "attacked_after",
    "day_without_hour",
    "event_of",
    "facing",
    "filed_meanwhile",
    "is_same",
    "keyed",
    "locked",
    "moved",
    "present",
    "read_outbox",
    "recorded",
    "require_one_moment",
    "require_role",
    "require_unmoved",
    "row_of",
    "saved",
    "take_back",
    "tell_attacked",
    "written",
)

T = TypeVar("T")

Told = EventType | str | Payload | Event
"""What a host passes to an act: a type of event or its code, the details of one type, or an event with its moment."""

_RELINKING: Final = (EventType.VINCULO, EventType.ANULACION, EventType.CORRECCION)
"""The events that may change which case a recurso attacks."""
_TRIES: Final = 5
"""How often an act is tried again when another writer was faster."""
_BETWEEN_CLOCKS: Final = timedelta(minutes=5)
"""How far the clock of another machine may be ahead; what lies further ahead was told so, and is not taken as done."""
_ONE_MOMENT: Final = Said("un solo momento: el hecho ya dice cuándo ocurrió", "one moment only: the event has its own")
_DAY_OR_INSTANT: Final = Said(
    "dé el día (on) o el instante (at), no los dos", "give the day (on) or the instant (at), not both"
)
_A_REASON: Final = Said(
    "el motivo (reason), pues la norma o el flujo no lo admite", "a reason, since it is not permitted"
)


def event_of(
    told: Told,
    *,
    on: date | None,
    at: datetime | None,
    now: datetime,
    actor: str | None,
    today: date | None = None,
) -> Event:
    """`told` as an event recorded at `now`; without `on` and `at`, it happened at `now` too, or on the day `today`.

    Raises:
        IncompleteEventError: `told` is an event and `on` or `at` is given too; both are given; or details that the type
            requires are missing.
        InvalidInputError: the type of event does not exist, or the details belong to several types.
    """
    if isinstance(told, Event):
        if at is not None or on is not None:
            raise IncompleteEventError(place="events", event=told.type, needs=_ONE_MOMENT)
        return evolve(told, recorded_at=now, actor=told.actor if actor is None else actor)
    if at is None and on is None:
        at, on = (now, None) if today is None else (None, today)
    if isinstance(told, str):
        return Event(EventType(told), at=at, on=on, recorded_at=now, actor=actor)
    return Event.of(told, at=at, on=on, recorded_at=now, actor=actor)


def require_one_moment(on: date | None, at: datetime | None) -> None:
    """Check the moment of a question: a day or an instant, or neither for now.

    Raises:
        InvalidInputError: both are given.
        NotADateError: `on` is not a calendar day.
    """
    if on is not None:
        require_date(on, "on")
        if at is not None:
            raise InvalidInputError(place="on", detail=_DAY_OR_INSTANT)


def present(case: Case, now: datetime) -> datetime:
    """The instant `now`, or a little later where the case holds what has happened since by another clock.

    An event of today without hour counts from noon of its day, in the morning too.
    """
    today = now.astimezone(case.zone).date()
    untimed = any(event.on == today for event in case.every_event)
    return max(_latest(case, now), at_noon(today, case.zone)) if untimed else _latest(case, now)


def day_without_hour(case: Case, now: datetime) -> date | None:
    """Today, if an act of now must be recorded without hour, or else None.

    An event without hour counts from noon. In the morning, an act with its hour would come before what the case already
    holds of this day, and would be judged without it.
    """
    today = now.astimezone(case.zone).date()
    untimed = any(event.on == today and event.type is not EventType.RADICACION for event in case.every_event)
    return today if untimed and now < at_noon(today, case.zone) else None


def _latest(case: Case, now: datetime) -> datetime:
    """The instant `now`, or the last one, later by what clocks differ, at which an event happened or was recorded."""
    told = (at for event in case.every_event for at in (event.at, event.recorded_at) if at is not None)
    return max((now, *(at for at in told if now < at <= now + _BETWEEN_CLOCKS)))


def row_of(unit: UnitOfWork, utility: str, name: str | UUID) -> Facts:
    """The row of the case with a radicado or an id.

    Raises:
        CaseNotFoundError: the utility has no such case.
    """
    row = unit.facts.by_radicado(utility, name) if isinstance(name, str) else None
    if row is None and (case_id := _id_of(name)) is not None:
        row = unit.facts.get(utility, case_id)
    if row is None:
        raise CaseNotFoundError(key=name, utility=utility)
    return row


def _id_of(name: str | UUID) -> UUID | None:
    try:
        return name if isinstance(name, UUID) else UUID(str(name))
    except ValueError:
        return None


def keyed(unit: UnitOfWork, utility: str, key: str) -> StoredCase | None:
    """The case that was filed under a key of the host; None if there is none."""
    try:
        return unit.cases.by_key(utility, key)
    except CaseNotFoundError:
        return None


def filed_meanwhile(unit: UnitOfWork, case: Case) -> StoredCase | None:
    """The case with the same id that another writer has filed during a wait; None if there is none."""
    return next(iter(unit.cases.get_many(case.utility_id, [case.case_id])), None)


def is_same(stored: Case, filed: Event, *, told: bool) -> bool:
    """Whether a stored case was filed with this filing. A radicado given on filing is ignored.

    The moment is compared only if the caller `told` one. If the personal data of the case were deleted, they are not
    compared.
    """
    first = stored.events[0]
    if told and (first.at, first.on) != (filed.at, filed.on):
        return False
    kept, asked = first.detail(Filing), filed.detail(Filing)
    if asked.radicado is None:
        asked = evolve(asked, radicado=kept.radicado)
    return kept == asked or kept == without_personal(asked)


def _attacked_by(unit: UnitOfWork, case: Case, rules: RuleBook) -> UUID | None:
    """The id of the case that a recurso attacks; None if the store does not have that case."""
    for link in case.links if rules.case_type(case.filing.tipo).recurso else ():
        if link.relacion is Relation.RECURSO_DE:
            name = link.case_id or link.radicado
            with suppress(CaseNotFoundError):
                found = row_of(unit, case.utility_id, name or "").case_id
                return None if found == case.case_id else found
    return None


def attacked_after(
    unit: UnitOfWork, row: Facts, event: Event, rules: RuleBook, case: Case | None = None
) -> UUID | None:
    """The id of the case that a recurso attacks once `event` is recorded in it, or in `case`, as it was read before."""
    if event.type not in _RELINKING:
        return row.recurso_of
    known = case or unit.cases.get(row.utility, row.case_id).case
    return _attacked_by(unit, known.record(event), rules)


def require_unmoved(unit: UnitOfWork, row: Facts, stored: StoredCase, rules: RuleBook) -> None:
    """Check that `stored`, now locked, is the case that `row` named: it has its radicado and attacks the same case.

    Raises:
        ConflictError: another unit changed one of them after `row` was read.
    """
    told = stored.case.filing
    if told.radicado == row.radicado and row.recurso_of is None and not rules.case_type(told.tipo).recurso:
        return
    for current in unit.facts.current([row]):
        if (current.radicado, current.recurso_of) != (row.radicado, row.recurso_of):
            raise moved(stored.case)


def moved(case: Case) -> ConflictError:
    """The error where another unit changed a radicado or a link that this one had followed."""
    number = case.filing.radicado or case.case_id
    es, en = f"otro cambió el radicado o el vínculo de {number}", f"the radicado or the link of {number} was changed"
    return ConflictError(detail=Said(es, en))


def locked(unit: UnitOfWork, utility: str, *case_ids: UUID | None) -> dict[UUID | None, StoredCase]:
    """The cases by id, locked in the order of their ids until the unit ends; None and unknown ids are left out."""
    wanted = {case_id for case_id in case_ids if case_id is not None}
    return {stored.case.case_id: stored for stored in unit.cases.get_many(utility, wanted)}


def tell_attacked(unit: UnitOfWork, attacked: StoredCase | None, agenda: Agenda, event: Event, rows: RowMaker) -> None:
    """Record in the attacked case what is new in a recurso."""
    if attacked is None or not agenda.basis.resolved.type.recurso:
        return
    told = to_tell(attacked.case, agenda, told_at=unit.recorded_at, by=event, actor=event.actor)
    if told:
        saved(unit, attacked, attacked.case.record(*told), rows)


def take_back(unit: UnitOfWork, attacked: StoredCase | None, recurso: Case, event: Event, rows: RowMaker) -> None:
    """Annul what a recurso recorded in a case that it no longer attacks, and remake the row of that case."""
    if attacked is None:
        return
    told = to_take_back(attacked.case, recurso, told_at=unit.recorded_at, actor=event.actor)
    if told:
        saved(unit, attacked, attacked.case.record(*told), rows)
    else:
        unit.facts.put([unit.row_of(attacked.case, rows)])


def recorded(agenda: Agenda, event: Event, reason: str | None) -> Case:
    """The case of `agenda` with a fact recorded; if the fact is not permitted, `reason` follows as a note.

    Raises:
        IncompleteEventError: the fact is not permitted, and there is no reason.
        TransitionRefused: the fact lies in the future.
        EventBeforeFilingError: the fact lies before the filing.
    """
    refused = refusals(agenda, event)
    if any(each.guard is FUTURE for each in refused):
        raise refused[0].error()
    case = agenda.case.record(event)
    case.timeline()  # raises if an event lies before the filing
    if not refused:
        return case
    if reason is None:
        raise IncompleteEventError(place="reason", event=event.type, needs=_A_REASON)
    now = event.recorded_at
    return case.record(Event.of(Note(reason), at=now, recorded_at=now, actor=event.actor))


def require_role(profile: Profile, roles_of: Callable[[str], Iterable[Role]] | None, case: Case, event: Event) -> None:
    """Refuse an event that the roles of its actor may not record. Anyone may record what an outsider did.

    Raises:
        RoleRefusedError: the profile sets `enforce_roles`, and the actor has none of the roles of the event.
    """
    by = case.workflow.roles.get(event.type, ())
    if not profile.enforce_roles or OUTSIDERS.issuperset(by):
        return
    mine = () if roles_of is None or event.actor is None else tuple(roles_of(event.actor))
    if set(mine).isdisjoint(by):
        raise RoleRefusedError.of(event.type, event.actor, by=by, mine=mine)


def added(unit: UnitOfWork, case: Case, rows: RowMaker, *, key: str | None = None) -> StoredCase:
    """Add a case with its row, and put its events in the outbox."""
    stored = unit.cases.add(case, unit.row_of(case, rows), key=key)
    unit.post(case.utility_id, case.case_id, range(1, len(case.events) + 1))
    return stored


def saved(unit: UnitOfWork, stored: StoredCase, case: Case, rows: RowMaker) -> StoredCase:
    """Save a case with its row, and put the events that `stored` does not have in the outbox."""
    after = unit.cases.save(stored, case, unit.row_of(case, rows))
    unit.post(case.utility_id, case.case_id, range(len(stored.case.events) + 1, len(case.events) + 1))
    return after


@frozen
class Call:
    """The context of a call.

    Args:
        profile: the profile of the utility.
        now: the instant of recording.
        within: the transaction of the host, or None.
        clock: gives the present instant; None if the caller has told the instant of recording.
    """

    profile: Profile
    now: datetime
    within: Connection | Session | None
    clock: Callable[[], datetime] | None = None

    def holding(self, *cases: Case) -> Call:
        """The call once `cases` are read and locked: not earlier than what another call did while this one waited.

        An act of this call is judged on what it found. At the earlier instant, the case would not hold what the other
        call recorded, and what one of them excludes (a second decision) would be permitted.
        """
        if self.clock is None:
            return self
        now = max(self.now, self.clock())
        return evolve(self, now=max((now, *(_latest(case, now) for case in cases))))


def facing(unit: UnitOfWork, call: Call, case: Case, rules: RuleBook) -> tuple[StoredCase | None, Call]:
    """The case that a new recurso attacks, locked, and the call once it is; for any other case None and the call.

    Raises:
        ConflictError: another unit gave the radicado in the link to another case at the same time.
    """
    attacked_id = _attacked_by(unit, case, rules)
    attacked = locked(unit, case.utility_id, attacked_id).get(attacked_id)
    if attacked is None:
        return None, call
    if _attacked_by(unit, case, rules) != attacked_id:
        raise moved(attacked.case)
    holding = call.holding(attacked.case)
    unit.record_from(holding.now)
    return attacked, holding


def written(store: Store, call: Call, work: Callable[[UnitOfWork], T], *again: type[PQRError]) -> T:
    """Run `work` in a unit of work, which `work` commits, and return its result.

    It is run again after an error of `again` and after a conflict that the database reports. In a transaction of the
    host it runs once: the host must repeat its own transaction.
    """
    if call.within is not None:
        with store.join(call.within, call.now) as unit:
            return work(unit)
    for _ in range(_TRIES):
        with suppress(ConflictError, *again), store.begin(call.now) as unit:
            return work(unit)
    with store.begin(call.now) as unit:
        return work(unit)


def read_outbox(store: Store, call: Call, reader: str, limit: int) -> Iterator[tuple[Posted, ...]]:
    """What a reader has not read, in batches of `limit`; a batch is marked as read when the next one is asked for."""
    name = call.profile.utility_id

    def unread(unit: UnitOfWork) -> tuple[Posted, ...]:
        found = unit.unread(name, reader, limit)
        unit.commit()
        return found

    while batch := written(store, call, unread):
        yield batch
        last = batch[-1].position

        def mark(unit: UnitOfWork, last: int = last) -> None:
            unit.mark_read(name, reader, last)
            unit.commit()

        written(store, call, mark)
