"""Which warnings are due on a day: computed here, sent by the host, and fired once by the ledger of a store.

The ladder of the profile says how many business days before a due day to warn (negative: after it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from uuid import UUID

from attrs import frozen

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.facts import Facts
from pqr_core.law.profiles import Profile
from pqr_core.storage.base import UnitOfWork

__all__ = ("Alert", "alerts", "fire")


@frozen(kw_only=True)
class Alert:
    """One warning: the case, the duty and its last day, and the step of the ladder that was reached.

    `step` is in business days before the due day, negative after it.
    """

    utility: str
    case_id: UUID
    radicado: str | None
    duty: str
    due_on: date
    step: int

    @property
    def key(self) -> str:
        """The same for the same warning; a due day that moves warns anew."""
        return f"{self.case_id}/{self.duty}/{self.due_on}/{self.step}"


def alerts(rows: Iterable[Facts], day: date, *, calendar: BusinessCalendar, profile: Profile) -> Iterator[Alert]:
    """The warnings due on `day`: of each open duty the last step of its ladder that has been reached.

    A step that was missed (nobody asked on its day) is made good by the next: only one is due at a time.
    """
    for row in rows:
        due_on = row.due(day) if row.duty == "respuesta" else row.duty_due_on
        if row.duty is None or due_on is None or row.suspended(day):
            continue
        left = calendar.business_days_between(day, due_on)
        reached = [step for step in profile.ladder(row.duty) if left <= step]
        if reached:
            yield Alert(
                utility=row.utility,
                case_id=row.case_id,
                radicado=row.radicado,
                duty=row.duty,
                due_on=due_on,
                step=min(reached),
            )


def fire(unit: UnitOfWork, due: Iterable[Alert], *, at: datetime) -> tuple[Alert, ...]:
    """Those of `due` that never fired, now recorded as fired: to be sent once the unit has committed."""
    by_utility: dict[str, dict[str, Alert]] = {}
    for alert in due:
        by_utility.setdefault(alert.utility, {})[alert.key] = alert
    return tuple(
        keyed[key] for utility, keyed in sorted(by_utility.items()) for key in unit.fire(utility, keyed, at=at)
    )
