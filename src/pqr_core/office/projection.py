"""Making the rows of facts anew when the law, the days, the settings or this library have changed.

A row names the definitions it was made under. Lists refuse rows of other definitions (`RowsToProjectError`) until
they are made anew here, or recorded as equal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from attrs import evolve, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.facts import Facts, columns_of
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import standing_of
from pqr_core.office.worklist import readable
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.vocabulary import EventType

__all__ = ("Projection", "define", "project", "projected", "standing_under")

_BATCH: Final = 500


@frozen
class Projection:
    """What a projection did: rows made anew, and how many of them had a legal day moved."""

    rows: int = 0
    moved: int = 0


def define(unit: UnitOfWork, definitions: Definitions) -> str:
    """Store calendar, rule book and profile, each once; give the digest that facts name them by."""
    for text in (definitions.calendar.definition, definitions.rules.definition, definitions.profile.definition):
        unit.define(text)
    return unit.define(definitions.definition)


def standing_under(case: Case, definitions: Definitions) -> Agenda:
    """The agenda at the end of the last day on which something happened in the case, with its duties."""
    return standing_of(case, definitions)


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
    only: Callable[[UnitOfWork], Sequence[UUID]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Projection:
    """Make the rows of a utility anew that were made under other definitions.

    It works in batches, each a unit of work of its own, so that an interrupted run goes on where it stopped. A case of
    which a legal day moves records a note with the `reason`; a row that is only told differently does not. Cases
    without a row stay without.

    Args:
        store: the store.
        utility: the utility.
        definitions: those in force.
        at: the instant of recording.
        reason: why, for the notes: "Ley 2578 de 2026".
        actor: who asked for it.
        only: which cases can have moved, where that is known (`office.impact`); the definitions of all other rows are
            then recorded as equal to those in force.
        progress: told after each batch how many rows were made, and of how many.

    Raises:
        PQRError: a case cannot be counted under the definitions; what came before it is kept.
    """
    with store.begin(writing=False) as unit:
        known = readable(unit, utility, definitions)
        wanted = set(unit.facts.of_other_definitions(utility, known))
        olds = unit.facts.definitions(utility) - known if only is not None else frozenset[str]()
        wanted = wanted if only is None else wanted & set(only(unit))
    ids = sorted(wanted)
    done = Projection()
    for start in range(0, len(ids), _BATCH):
        with store.begin() as unit:
            define(unit, definitions)
            for case_id in ids[start : start + _BATCH]:
                moved = _project(unit, utility, case_id, definitions, at=at, reason=reason, actor=actor)
                done = Projection(done.rows + 1, done.moved + moved)
            unit.commit()
        if progress is not None:
            progress(done.rows, len(ids))
    if olds:
        with store.begin() as unit:
            for old in sorted(olds):
                unit.equate(utility, old, definitions.fingerprint)
            unit.commit()
    return done


def _project(
    unit: UnitOfWork,
    utility: str,
    case_id: UUID,
    definitions: Definitions,
    *,
    at: datetime,
    reason: str,
    actor: str | None,
) -> bool:
    """Make one row anew; whether a legal day of its case moved."""
    row = unit.facts.get(utility, case_id)
    if row is None:
        return False
    stored = unit.cases.get(utility, case_id)
    new = projected(row, standing_under(stored.case, definitions))
    if _legal_days(row) == _legal_days(new):
        unit.facts.put([new], at=at)
        return False
    note = Event(EventType.NOTA, at=at, recorded_at=at, actor=actor, evidence=(reason,))
    noted = stored.case.record(note)
    unit.cases.save(stored, noted, projected(row, standing_under(noted, definitions)), at=at)
    return True


def _legal_days(row: Facts) -> tuple[date | None, ...]:
    """The days by which a new law, closure or setting shows; others follow from them, or are only told differently."""
    return row.due_on or row.due_if_lapsed_on, row.answered_on, row.ended_on
