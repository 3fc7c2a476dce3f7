"""The work of the office: each open case in exactly one class, and the warnings of each duty.

Alerts are computed, not sent. Each has a stable key, so that a ledger can make it fire once.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Final

from attrs import frozen

from pqr_core.cases.events import local_time, require_instant
from pqr_core.errors import Language
from pqr_core.law.agenda import Agenda
from pqr_core.law.deadlines import Deadline
from pqr_core.vocabulary import WorkClass

__all__ = ("Alert", "alerts", "by_work_class")

_BEFORE: Final = {"es": "faltan {n} días hábiles para", "en": "{n} business days left:"}
_LAST: Final = {"es": "falta un día hábil para", "en": "one business day left:"}
_TODAY: Final = {"es": "vence hoy:", "en": "due today:"}
_AFTER: Final = {"es": "venció hace {n} días hábiles:", "en": "overdue by {n} business days:"}
_JUST: Final = {"es": "venció hace un día hábil:", "en": "overdue by one business day:"}


@frozen(kw_only=True)
class Alert:
    """A warning about one duty.

    Args:
        key: the same for the same case, duty, due day and step; another when the due day moves.
        case_id: the case, as text.
        code: the duty.
        due_on: its last day.
        step: business days before the due day; 0 on it, negative after it.
        fires_on: the day from which it is to be given.
        duty: the deadline itself.
    """

    key: str
    case_id: str
    code: str
    due_on: date
    step: int
    fires_on: date
    duty: Deadline

    def text(self, lang: Language = "es") -> str:
        """The warning in one line."""
        if self.step == 0:
            opening = _TODAY
        elif self.step > 0:
            opening = _LAST if self.step == 1 else _BEFORE
        else:
            opening = _JUST if self.step == -1 else _AFTER
        return f"{opening[lang].format(n=abs(self.step))} {self.duty.rule.label(lang)} ({self.due_on})"


def alerts(agenda: Agenda, now: datetime) -> tuple[Alert, ...]:
    """The warnings that are to have been given by `now`, the oldest first, for the duties still open in `agenda`.

    A duty without a date gives none. Steps are those of the profile (`Profile.ladder`); each fires on the business
    day that many business days before the due day (the day itself for 0), so none is lost over a weekend.
    """
    today = local_time(require_instant(now, "now"), agenda.case.zone).date()
    found = [
        alert
        for duty in agenda.open_duties()
        if duty.due_on is not None
        for alert in _ladder(agenda, duty, duty.due_on)
        if alert.fires_on <= today
    ]
    return tuple(sorted(found, key=lambda alert: (alert.fires_on, alert.key)))


def _ladder(agenda: Agenda, duty: Deadline, due_on: date) -> Iterable[Alert]:
    calendar, case = agenda.basis.calendar, agenda.case
    for step in agenda.basis.profile.ladder(duty.code):
        yield Alert(
            key=f"{case.utility_id}/{case.case_id}/{duty.code}/{due_on.isoformat()}/{step}",
            case_id=str(case.case_id),
            code=duty.code,
            due_on=due_on,
            step=step,
            fires_on=calendar.add_business_days(due_on, -step) if step else due_on,
            duty=duty,
        )


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
