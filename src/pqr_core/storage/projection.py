"""Making the rows of facts anew when the law, the days or the settings have changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from attrs import evolve

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.facts import Facts, columns_of
from pqr_core.law.agenda import Agenda
from pqr_core.law.deadlines import Basis
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.vocabulary import EventType

__all__ = ("define", "projected", "reproject")

_DAYS: Final = (
    "filed_on",
    "due_on",
    "due_if_lapsed_on",
    "suspended_from",
    "suspended_until",
    "days_left",
    "answered_on",
    "ended_on",
    "notified_on",
    "transferred_on",
    "business_days_to_answer",
    "duty_due_on",
)


def define(unit: UnitOfWork, basis: Basis) -> str:
    """Store the calendar, rule book and profile that facts are made with, each once; give what facts name them by."""
    for text in (basis.calendar.definition, basis.rules.definition, basis.profile.definition):
        unit.define(text)
    return unit.define(basis.definition)


def projected(row: Facts, case: Case, agenda: Agenda) -> Facts:
    """`row` made anew from `case` and its agenda; what others told of it (the group, the survey) stays."""
    return evolve(row, **columns_of(case, agenda))


def reproject(
    store: Store,
    utility_id: str,
    agenda: Callable[[Case], Agenda],
    *,
    at: datetime,
    reason: str,
    actor: str | None = None,
) -> int:
    """Rewrite the rows whose days change under the new `agenda`, and say how many; each case records a note of it.

    A case is rewritten in a unit of work of its own, so that an interrupted run goes on where it stopped. Cases
    without a row stay without.
    """
    with store.begin(writing=False) as unit:
        moved = [
            stored.case.case_id
            for stored in unit.cases.stream(utility_id)
            if (row := unit.facts.get(utility_id, stored.case.case_id)) is not None
            and _moved(row, projected(row, stored.case, agenda(stored.case)))
        ]
    for case_id in moved:
        with store.begin() as unit:
            stored, row = unit.cases.get(utility_id, case_id), unit.facts.get(utility_id, case_id)
            assert row is not None  # noqa: S101 - it was there, and a row known is only ever followed by another
            noted = stored.case.record(Event(EventType.NOTA, at=at, recorded_at=at, actor=actor, evidence=(reason,)))
            new = agenda(noted)
            define(unit, new.basis)
            unit.cases.save(stored, noted, projected(row, noted, new), at=at)
            unit.commit()
    return len(moved)


def _moved(old: Facts, new: Facts) -> bool:
    return any(getattr(old, name) != getattr(new, name) for name in _DAYS)
