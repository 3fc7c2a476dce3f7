"""Making the rows of facts anew when the law, the days, the settings or this library have changed.

A row names the definitions it was made under. Lists refuse rows of other definitions (`RowsToProjectError`) until
they are made anew here, or recorded as equal.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
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
from pqr_core.storage.base import Store, StoredCase, UnitOfWork
from pqr_core.vocabulary import EventType

__all__ = ("Projection", "Refused", "define", "has_settings", "project", "projected")

_BATCH: Final = 1000
_OF_THE_CASE: Final = (CaseNotFoundError, ChangedEventError)
"""What a store refuses because of one case, rather than because it cannot work."""
_DAY: Final = timedelta(days=1)


@frozen
class Refused:
    """A case that cannot be counted under the definitions, and why."""

    case_id: UUID
    error: PQRError


@frozen
class Projection:
    """What a projection did: rows made anew, how many of them had a legal day moved, and cases it could not count."""

    rows: int = 0
    moved: int = 0
    refused: tuple[Refused, ...] = ()

    def __add__(self, other: Projection) -> Projection:
        return Projection(self.rows + other.rows, self.moved + other.moved, self.refused + other.refused)


def define(unit: UnitOfWork, definitions: Definitions) -> str:
    """Store calendar, rule book and profile, each once; give the digest that facts name them by."""
    for text in (definitions.calendar.definition, definitions.rules.definition, definitions.profile.definition):
        unit.define(text)
    return unit.define(definitions.definition)


def projected(row: Facts, agenda: Agenda) -> Facts:
    """`row` made anew from the case of `agenda`; what others told of it (the group, the survey) stays."""
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
    """Make the rows of a utility anew that were made under other definitions.

    It works in batches, each a unit of work of its own in which nobody else saves its cases, so that an interrupted
    run goes on where it stopped. A case of which a legal day moves records a note with the `reason`; a row that is
    only told differently does not. Cases without a row stay without; rows made directly, under no definitions, are
    made anew where a version wrote them that did not know what is owed from which day on.

    Args:
        store: the store.
        utility: the utility.
        definitions: those in force.
        at: the instant of recording.
        reason: why, for the notes: "Ley 2578 de 2026".
        actor: who asked for it.
        since: the definitions before, where only days were closed or opened since: of the rows made under them, those
            on whose days nothing changed stay as they are, and the pair is recorded as equal. Every process that
            saves cases is to use the new ones by then.
        progress: told after each batch how many rows were come to, and of how many.

    Raises:
        InvalidInputError: between `since` and `definitions` more than days differs.
        StorageError: the store cannot go on; what was made by then is kept.
    """
    days = frozenset[date]() if since is None else _changed_days(since, definitions)
    with store.begin(writing=False) as unit:
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
        with store.begin() as unit:
            define(unit, definitions)
            for old in sorted(equal):
                unit.equate(utility, old, definitions.fingerprint)
            unit.commit()
    return done


def has_settings(unit: UnitOfWork, utility: str, definitions: Definitions) -> bool:
    """Whether the rows to be made anew were made with the settings of these definitions, as far as those had them.

    Where it is not so, to make them anew means to change the settings of the utility. Of rows whose definitions were
    never stored (`define`), nobody can tell, and it is not so.
    """
    digests = unit.facts.other_definitions(utility, definitions.fingerprint)
    return all(_are_settings(unit, digest, definitions.profile) for digest in digests)


def _batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    return (ids[start : start + _BATCH] for start in range(0, len(ids), _BATCH))


def _remake_direct(store: Store, utility: str, at: datetime) -> int:
    """Make the rows without definitions anew that were written before there were spells, and say how many.

    A row made directly follows from its own columns, not from a case, and lists it by what it owes.
    """
    with store.begin(writing=False) as unit:
        ids = unit.facts.made_under(utility, [""])
    made = 0
    for batch in _batches(ids):
        with store.begin() as unit:
            old = [
                row for row in unit.facts.get_many(utility, batch) if row.last_on is None and row.filed_on is not None
            ]
            made += unit.facts.put([Facts(**_direct_columns(row)) for row in old], at=at)
            unit.commit()
    return made


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
    """Make the rows of some cases anew in one unit of work; where one cannot be counted, those of the others."""
    note = Event(EventType.NOTA, at=at, recorded_at=at, actor=actor, evidence=(reason,))
    try:
        with store.begin() as unit:
            made, moved = [], 0
            for stored, row in _read(unit, utility, ids):
                new = projected(row, standing_of(stored.case, definitions))
                if _legal_days(row, like=row) == _legal_days(new, like=row):
                    made.append(new)
                    continue
                noted = stored.case.record(note)
                unit.cases.save(stored, noted, projected(row, standing_of(noted, definitions)), at=at)
                moved += 1
            unit.facts.put(made, at=at)
            define(unit, definitions)
            unit.commit()
    except PQRError as error:
        if isinstance(error, StorageError) and not isinstance(error, _OF_THE_CASE):
            raise
        if len(ids) == 1:
            return Projection(refused=(Refused(ids[0], error),))
        middle = len(ids) // 2
        halves = (ids[:middle], ids[middle:])
        first, second = (
            _project(store, utility, half, definitions, at=at, reason=reason, actor=actor) for half in halves
        )
        return first + second
    return Projection(len(made) + moved, moved)


def _read(unit: UnitOfWork, utility: str, ids: Sequence[UUID]) -> Iterator[tuple[StoredCase, Facts]]:
    """The cases, which nobody else saves until the unit ends, with their rows as they are then."""
    cases = {stored.case.case_id: stored for stored in unit.cases.get_many(utility, ids)}
    for row in unit.facts.get_many(utility, ids):
        if row.case_id not in cases:
            raise CaseNotFoundError(key=row.case_id, utility=utility)
        yield cases[row.case_id], row


def _legal_days(row: Facts, *, like: Facts) -> tuple[Any, ...]:
    """The days by which a new law, closure or setting shows, as far as a row as old as `like` has them."""
    answer = (row.due_on or row.due_if_lapsed_on, row.answered_on, row.ended_on)
    if like.last_on is None:
        return answer
    duties = frozenset((duty.code, duty.due_on) for duty in row.duties if duty.due_on is not None)
    return *answer, row.notified_on, row.silence_on, duties


# --- what a change of days touches ---------------------------------------------------------------------------------


def _changed_days(old: Definitions, new: Definitions) -> frozenset[date]:
    """The days that count under one only, or that are closed otherwise.

    Raises:
        InvalidInputError: something else differs.
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
    """The cases whose row may change with these days: those with one of them between the first and the last it tells.

    What was counted beyond the last day that a row tells has ended nothing yet. Rows that do not know the day of the
    last event, made before there were spells, are always among them.
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
    """Whether the definitions stored under `digest` have these settings; not where they are not stored."""
    *_, of_profile = (unit.definition(digest) or "").splitlines() or [""]
    known = unit.definition(of_profile)
    return known is not None and _is_within(json.loads(known), json.loads(profile.definition))


def _is_within(old: Any, new: Any) -> bool:
    """Whether what an older version wrote of the settings stands in what this one writes, and nothing was added."""
    if isinstance(old, dict) and isinstance(new, dict):
        return all(_is_within(old[name], new[name]) for name in old.keys() & new.keys())
    if isinstance(old, list) and isinstance(new, list):
        pairs = zip_longest(old, new)
        return all(_is_within(one, other) for one, other in pairs)
    return bool(old == new)
