"""Remake the rows of facts when the law, the days, the settings or this library have changed.

A row names the definitions under which it was made. Lists refuse rows of other definitions (`RowsToProjectError`) until
the rows are remade here, or until those definitions are recorded as equal.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from itertools import zip_longest
from typing import Any, Final
from uuid import UUID

from attrs import evolve, fields, frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cases.events import Event
from pqr_core.errors import CaseNotFoundError, ChangedEventError, InvalidInputError, PQRError, StorageError
from pqr_core.facts import Facts, columns_of
from pqr_core.language import Said
from pqr_core.law.agenda import ENDLESS, Agenda, Definitions
from pqr_core.law.engine import standing_of
from pqr_core.law.profiles import Profile
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.storage.cases import StoredCase
from pqr_core.vocabulary import EventType

__all__ = ("Projection", "Uncounted", "has_settings", "project", "projected")

_BATCH: Final = 1000
_OF_THE_CASE: Final = (CaseNotFoundError, ChangedEventError)
"""The errors of a store that concern one case, and do not mean that the store cannot work."""
_DAY: Final = timedelta(days=1)


@frozen
class Uncounted:
    """A case that cannot be counted under the definitions, and the reason."""

    case_id: UUID
    error: PQRError


@frozen
class Projection:
    """What a projection did: rows remade, how many of them got another legal day, and the cases it could not count."""

    rows: int = 0
    moved: int = 0
    refused: tuple[Uncounted, ...] = ()

    def __add__(self, other: Projection) -> Projection:
        return Projection(self.rows + other.rows, self.moved + other.moved, self.refused + other.refused)


def projected(row: Facts, agenda: Agenda) -> Facts:
    """`row` remade from the case of `agenda`; the columns that do not come from the case (group, survey) stay."""
    return evolve(row, **columns_of(agenda))


def project(
    store: Store,
    utility: str,
    definitions: Definitions,
    *,
    at: datetime,
    reason: str,
    actor: str | None = None,
    since: Definitions | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Projection:
    """Remake the rows of a utility that were made under other definitions.

    It works in batches. Each batch is one unit of work that locks its cases, so that an interrupted run can be repeated
    and goes on where it stopped. If a legal day of a case moves, a note with the `reason` is recorded in the case. A
    change in other columns records nothing. Cases without a row stay without one. Rows made directly, without a case,
    are remade if an older version wrote them that did not know the duties by day.

    Args:
        store: the store.
        utility: the utility.
        definitions: the definitions in force.
        at: the instant of recording.
        reason: the text of the notes, such as "Ley 2578 de 2026".
        actor: the account that asked for it.
        since: the previous definitions, if only days were closed or opened since then. Rows made under them whose days
            did not change stay as they are, and the two definitions are recorded as equal. Every process that saves
            cases must already use the new definitions.
        progress: called after each batch with how many rows were handled, and of how many.

    Raises:
        InvalidInputError: `since` and `definitions` differ in more than days.
        StorageError: the store cannot go on; the batches done before it stay.
    """
    days = frozenset[date]() if since is None else _changed_days(since, definitions)
    with store.read() as unit:
        others = unit.facts.other_definitions(utility, definitions.fingerprint).keys()
        before = frozenset[str]() if since is None else unit.equal_to(utility, since.fingerprint) | {since.fingerprint}
        ids = unit.facts.made_under(utility, others - before)
        if equal := others & before:
            ids += _touched(unit, utility, unit.facts.made_under(utility, equal), days)
    done, seen = Projection(_remake_direct(store, utility, at)), 0
    for batch in _batches(sorted(ids)):
        done += _project(store, utility, batch, definitions, at=at, reason=reason, actor=actor)
        seen += len(batch)
        if progress is not None:
            progress(seen, len(ids))
    if equal and not done.refused:
        store.do(lambda unit: _equate(unit, utility, equal, definitions), at)
    return done


def has_settings(unit: UnitOfWork, utility: str, definitions: Definitions) -> bool:
    """Whether the rows to remake were made with the settings of `definitions`, as far as their version had them.

    If not, remaking them changes the settings of the utility. It is False too if the definitions of some row were never
    stored.
    """
    digests = unit.facts.other_definitions(utility, definitions.fingerprint)
    return all(_are_settings(unit, digest, definitions.profile) for digest in digests)


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _remake_direct(store: Store, utility: str, at: datetime) -> int:
    """Remake the rows without definitions that were written before rows held duties; return how many.

    A row made directly has no case: its duties follow from its own columns.
    """
    with store.read() as unit:
        ids = unit.facts.made_under(utility, [""])
    made = 0
    for batch in _batches(ids):
        made += store.do(partial(_direct, utility=utility, ids=batch), at)
    return made


def _direct(unit: UnitOfWork, utility: str, ids: Sequence[UUID]) -> int:
    old = (row for row in unit.facts.get_many(utility, ids) if row.last_on is None and row.filed_on is not None)
    return unit.facts.put([Facts(**_direct_columns(row)) for row in old])


def _equate(unit: UnitOfWork, utility: str, equal: Iterable[str], definitions: Definitions) -> None:
    unit.define_all(definitions)
    for old in sorted(equal):
        unit.equate(utility, old, definitions.fingerprint)


def _direct_columns(row: Facts) -> dict[str, Any]:
    names = (attribute.name for attribute in fields(Facts) if attribute.name not in {"last_on", "duties"})
    return {name: getattr(row, name) for name in names}


# --- one batch -----------------------------------------------------------------------------------------------------


def _project(
    store: Store,
    utility: str,
    ids: Sequence[UUID],
    definitions: Definitions,
    *,
    at: datetime,
    reason: str,
    actor: str | None,
) -> Projection:
    """Remake the rows of some cases in one unit of work; if one case cannot be counted, do so without it."""
    note = Event(EventType.NOTA, at=at, recorded_at=at, actor=actor, evidence=(reason,))

    def work(unit: UnitOfWork) -> Projection:
        made, moved = [], 0
        for stored, row in _read(unit, utility, ids):
            if row.fingerprint == definitions.fingerprint:  # another projection has remade it already
                continue
            new = projected(row, standing_of(stored.case, definitions))
            if _legal_days(row, like=row) == _legal_days(new, like=row):
                made.append(new)
                continue
            noted = stored.case.record(note)
            unit.cases.save(stored, noted, projected(row, standing_of(noted, definitions)))
            moved += 1
        unit.facts.put(made)
        unit.define_all(definitions)
        return Projection(len(made) + moved, moved)

    try:
        return store.do(work, at)
    except PQRError as error:
        if isinstance(error, StorageError) and not isinstance(error, _OF_THE_CASE):
            raise
        if len(ids) == 1:
            return Projection(refused=(Uncounted(ids[0], error),))
        middle = len(ids) // 2
        halves = (ids[:middle], ids[middle:])
        first, second = (
            _project(store, utility, half, definitions, at=at, reason=reason, actor=actor) for half in halves
        )
        return first + second


def _read(unit: UnitOfWork, utility: str, ids: Sequence[UUID]) -> Iterator[tuple[StoredCase, Facts]]:
    """The cases, locked until the unit ends, with their current rows."""
    cases = {stored.case.case_id: stored for stored in unit.cases.get_many(utility, ids)}
    for row in unit.facts.get_many(utility, ids):
        if row.case_id not in cases:
            raise CaseNotFoundError(key=row.case_id, utility=utility)
        yield cases[row.case_id], row


def _legal_days(row: Facts, *, like: Facts) -> tuple[Any, ...]:
    """The legal days that a new law, closure or setting may move, as far as a row as old as `like` has them."""
    answer = (row.due_on or row.due_if_lapsed_on, row.answered_on, row.ended_on)
    if like.last_on is None:
        return answer
    duties = frozenset((duty.code, duty.due_on) for duty in row.duties if duty.due_on is not None)
    return *answer, row.notified_on, row.silence_on, duties


# --- what a change of days touches ---------------------------------------------------------------------------------


def _changed_days(old: Definitions, new: Definitions) -> frozenset[date]:
    """The days that are business days under one calendar only, and the days of closures that only one of them has.

    Raises:
        InvalidInputError: the rules or other settings differ too.
    """
    profile = new.profile
    alike = evolve(
        old.profile,
        utility_id=profile.utility_id,
        closures=profile.closures,
        saturday_is_business_day=profile.saturday_is_business_day,
    )
    if old.rules.fingerprint != new.rules.fingerprint or alike.fingerprint != profile.fingerprint:
        es = "cambió algo más que los días: la ley o los ajustes de la empresa; rehaga todas las filas, sin `since`"
        en = "more than days has changed: the law or the settings of the utility; make all rows anew, without `since`"
        raise InvalidInputError(place="since", detail=Said(es, en))
    closures = frozenset(old.calendar.closures) ^ frozenset(new.calendar.closures)
    closed = {day for each in closures for day in _days(each.first, each.last)}
    (first, last), (also_first, also_last) = old.calendar.span, new.calendar.span
    for day in _days(min(first, also_first), max(last, also_last)):
        if _counts(old.calendar, day) != _counts(new.calendar, day):
            closed.add(day)
    return frozenset(closed)


def _counts(calendar: BusinessCalendar, day: date) -> bool:
    return calendar.span[0] <= day <= calendar.span[1] and calendar.is_business_day(day)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))


def _touched(unit: UnitOfWork, utility: str, ids: Sequence[UUID], days: frozenset[date]) -> Iterator[UUID]:
    """The cases whose row may change with `days`: one of them lies between the first and the last day of the row.

    A later day cannot change a row, because nothing in the row ends after its last day. Rows of an older version,
    without the day of the last event, are always included.
    """
    ordered = sorted(days)
    for batch in _batches(ids):
        for row in unit.facts.get_many(utility, batch):
            told = [*_told(row)]
            first = bisect_left(ordered, min(told))
            if row.last_on is None or (first < len(ordered) and ordered[first] <= max(told)):
                yield row.case_id


def _told(row: Facts) -> Iterator[date]:
    """The days of a row and of its duties."""
    for attribute in fields(Facts):
        value = getattr(row, attribute.name)
        if isinstance(value, date):
            yield value
    for duty in row.duties:
        yield from (day for day in (duty.from_on, duty.until_on, duty.due_on) if day is not None and day != ENDLESS)


# --- the settings that rows were made with -------------------------------------------------------------------------


def _are_settings(unit: UnitOfWork, digest: str, profile: Profile) -> bool:
    """Whether the definitions stored under `digest` have these settings; False if they are not stored."""
    *_, of_profile = (unit.definition(digest) or "").splitlines() or [""]
    known = unit.definition(of_profile)
    return known is not None and _is_within(json.loads(known), json.loads(profile.definition))


def _is_within(old: Any, new: Any) -> bool:
    """Whether every setting that both versions write has the same value in both."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_is_within(old[name], new[name]) for name in old.keys() & new.keys())
    if isinstance(old, list) and isinstance(new, list):
        pairs = zip_longest(old, new)
        return all(_is_within(one, other) for one, other in pairs)
    return bool(old == new)
