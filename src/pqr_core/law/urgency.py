"""How near the last day of a duty is: its class in the work of the office, and the warnings of its ladder.

Alerts are computed, not sent. Each has a stable key, so that a ledger can make it fire once.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final
from uuid import UUID

from attrs import frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.language import Language
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import ObligationRule
from pqr_core.vocabulary import WorkClass

__all__ = ("Alert", "reached", "work_class")

_BEFORE: Final = {"es": "faltan {n} días hábiles para", "en": "{n} business days left:"}
_LAST: Final = {"es": "falta un día hábil para", "en": "one business day left:"}
_TODAY: Final = {"es": "vence hoy:", "en": "due today:"}
_AFTER: Final = {"es": "venció hace {n} días hábiles:", "en": "overdue by {n} business days:"}
_JUST: Final = {"es": "venció hace un día hábil:", "en": "overdue by one business day:"}


def work_class(
    due_on: date | None, day: date, *, overdue: bool, suspended: bool, calendar: BusinessCalendar, soon: int
) -> WorkClass:
    """Where an open duty with the last day `due_on` stands on `day`.

    `overdue` says whether its time has passed, `suspended` whether its clock stands still; `soon` is the number of
    business days in (day, due] up to which it is due soon.
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
        case_id: the case.
        radicado: its number, once assigned.
        duty: what is owed.
        due_on: its last day.
        step: business days before the due day; 0 on it, negative after it.
        fires_on: the day from which it is to be given.
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
        """The duty by its code."""
        return self.duty.code

    @property
    def key(self) -> str:
        """The same for the same case, duty, due day and step; another when the due day moves."""
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


def reached(
    duty: ObligationRule,
    due_on: date,
    day: date,
    *,
    of: tuple[str, UUID, str | None],
    calendar: BusinessCalendar,
    profile: Profile,
) -> Iterator[Alert]:
    """The warnings that are to have been given by `day`, the earliest first; `of` is utility, case and radicado.

    Steps are those of the profile (`Profile.ladder`); each fires on the business day that many business days before
    the due day (the day itself for 0), so none is lost over a weekend.
    """
    utility, case_id, radicado = of
    for step in profile.ladder(duty.code):
        fires_on = calendar.add_business_days(due_on, -step) if step else due_on
        if fires_on <= day:
            yield Alert(
                utility=utility,
                case_id=case_id,
                radicado=radicado,
                duty=duty,
                due_on=due_on,
                step=step,
                fires_on=fires_on,
            )
