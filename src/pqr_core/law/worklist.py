"""The work of the office from its agendas: each open case in exactly one class, and the warnings of each duty."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from pqr_core.law.agenda import Agenda
from pqr_core.law.urgency import Alert, reached
from pqr_core.moments import local_time, require_instant
from pqr_core.vocabulary import WorkClass

__all__ = ("alerts", "by_work_class")


def alerts(agenda: Agenda, now: datetime) -> tuple[Alert, ...]:
    """The warnings that are to have been given by `now`, the oldest first, for the duties still open in `agenda`.

    A duty without a date gives none.
    """
    case, basis = agenda.case, agenda.basis
    today = local_time(require_instant(now, "now"), case.zone).date()
    of = (case.utility_id, case.case_id, case.filing.radicado)
    found = [
        alert
        for duty in agenda.open_duties()
        if duty.due_on is not None
        for alert in reached(duty.rule, duty.due_on, today, of=of, calendar=basis.calendar, profile=basis.profile)
    ]
    return tuple(sorted(found, key=lambda alert: (alert.fires_on, alert.key)))


def by_work_class(agendas: Iterable[Agenda]) -> dict[WorkClass, list[Agenda]]:
    """The open cases by class, each in exactly one, the earliest due first; a case without open duty is in none."""
    lists: dict[WorkClass, list[Agenda]] = {work_class: [] for work_class in WorkClass}
    for agenda in agendas:
        work_class = agenda.work_class
        if work_class is not None:
            lists[work_class].append(agenda)
    for members in lists.values():
        members.sort(key=lambda agenda: agenda.open_duties()[0].due_on or date.max)
    return lists
