"""Which warnings are due of rows of facts: computed here, sent by the host, and fired once by the ledger of a store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.errors import InvalidInputError
from pqr_core.facts import Facts
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import RuleBook
from pqr_core.law.urgency import Alert, reached
from pqr_core.storage.base import UnitOfWork

__all__ = ("alerts", "fire")


def alerts(
    rows: Iterable[Facts], day: date, *, rules: RuleBook, calendar: BusinessCalendar, profile: Profile
) -> Iterator[Alert]:
    """The warnings due on `day`: of each open duty the last step of its ladder that has been reached.

    A step that was missed (nobody asked on its day) is made good by the next: only one is due at a time, so that an
    old case just imported warns once. An agenda gives all steps (`pqr_core.law.worklist.alerts`), with the same keys.
    """
    for row in rows:
        due_on = row.next_due(day)
        if row.duty is None or due_on is None or row.waits(day):
            continue
        if row.duty not in rules.obligations:
            raise InvalidInputError(place="duty", detail=f"{row.duty!r} is no obligation of the rule book")
        of = (row.utility, row.case_id, row.radicado)
        *_, last = (None, *reached(rules.obligations[row.duty], due_on, day, of=of, calendar=calendar, profile=profile))
        if last is not None:
            yield last


def fire(unit: UnitOfWork, due: Iterable[Alert], *, at: datetime) -> tuple[Alert, ...]:
    """Those of `due` that never fired, now recorded as fired: to be sent once the unit has committed."""
    by_utility: dict[str, dict[str, Alert]] = {}
    for alert in due:
        # The ledger is each utility's own: without its name, which may be as long as a key.
        key = alert.key.removeprefix(f"{alert.utility}/")
        by_utility.setdefault(alert.utility, {})[key] = alert
    return tuple(
        keyed[key] for utility, keyed in sorted(by_utility.items()) for key in unit.fire(utility, keyed, at=at)
    )
