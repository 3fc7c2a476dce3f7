"""How near the last day of a duty is: its class in the work of the office, and the alerts of its ladder.

Alerts are computed, not sent. Each has a stable key, so that a ledger can make it fire once.
"""

from __future__ import annotations

from datetime import date
from typing import Final
from uuid import UUID

from attrs import frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.language import Language
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import ObligationRule
from pqr_core.vocabulary import WorkClass

__all__ = ("Alert", "last_alert", "work_class")

_BEFORE: Final = {"es": "faltan {n} días hábiles para", "en": "{n} business days left:"}
_LAST: Final = {"es": "falta un día hábil para", "en": "one business day left:"}
_TODAY: Final = {"es": "vence hoy:", "en": "due today:"}
_AFTER: Final = {"es": "venció hace {n} días hábiles:", "en": "overdue by {n} business days:"}
_JUST: Final = {"es": "venció hace un día hábil:", "en": "overdue by one business day:"}


def work_class(
    due_on: date | None, day: date, *, overdue: bool, suspended: bool, calendar: BusinessCalendar, soon: int
) -> WorkClass:
    """The class of an open duty on `day`.

    Args:
        due_on: the last day of the duty; None if it is not known.
        day: the day of the question.
        overdue: whether the time of the duty has passed.
        suspended: whether its clock stands still.
        calendar: the business days.
        soon: the duty is due soon if at most this many business days lie in (day, due_on].

    Raises:
        OutOfSpanError: `day` or `due_on` is outside the calendar and the business days between them are counted.
    """
    if overdue:
        return WorkClass.OVERDUE
    if suspended:
        return WorkClass.SUSPENDED
    if due_on is None:
        return WorkClass.UNDATED
    if due_on == day:
        return WorkClass.TODAY
    return WorkClass.SOON if calendar.business_days_between(day, due_on) <= soon else WorkClass.LATER


@frozen(kw_only=True)
class Alert:
    """A warning about one duty.

    Args:
            utility: the utility.
            case_id: the id of the case.
            radicado: the number of the case, once it is assigned.
            duty: the obligation.
            due_on: its last day.
            step: the business days before `due_on`; 0 on that day, negative after it.
            fires_on: the first day on which the warning is given.
    """

    utility: str
    case_id: UUID
    radicado: str | None
    duty: ObligationRule
    due_on: date
    step: int
    fires_on: date

    @property
    def code(self) -> str:
        """The code of the obligation."""
        return self.duty.code

    @property
    def key(self) -> str:
        """A key that is the same for the same case, duty, due day and step; it changes when the due day moves."""
        return f"{self.utility}/{self.case_id}/{self.code}/{self.due_on}/{self.step}"

    def text(self, lang: Language = "es") -> str:
        """The warning in one line."""
        if self.step == 0:
            opening = _TODAY
        elif self.step > 0:
            opening = _LAST if self.step == 1 else _BEFORE
        else:
            opening = _JUST if self.step == -1 else _AFTER
        return f"{opening[lang].format(n=abs(self.step))} {self.duty.label(lang)} ({self.due_on})"


def last_alert(
    duty: ObligationRule,
    due_on: date,
    day: date,
    *,
    of: tuple[str, UUID, str | None],
    calendar: BusinessCalendar,
    profile: Profile,
) -> Alert | None:
    """The last step of the ladder of `duty` that is reached by `day`; None before the first step.

    The profile sets the steps (`Profile.ladder`). A step fires on the business day that is that many business days
    before `due_on` (on `due_on` itself for step 0), so a weekend hides none. A step that was missed because nobody
    asked on its day is replaced by the next one: an old case that has just been imported warns once.

    Args:
        duty: the obligation.
        due_on: its last day.
        day: the day of the question.
        of: the utility, the case id and the radicado.
        calendar: the business days.
        profile: the profile of the utility.

    Raises:
        OutOfSpanError: a step falls outside the calendar.
    """
    utility, case_id, radicado = of
    for step in reversed(profile.ladder(duty.code)):
        fires_on = calendar.add_business_days(due_on, -step) if step else due_on
        if fires_on <= day:
            return Alert(
                utility=utility,
                case_id=case_id,
                radicado=radicado,
                duty=duty,
                due_on=due_on,
                step=step,
                fires_on=fires_on,
            )
    return None
