"""The work of an office on a day, and its warnings, from the rows of a store: what the agendas of that day say.

Rows tell what is owed from the last event of each case on, so that no nightly job is needed for it to be true. Of the
cases in which something happened after the day asked, what was owed on it is asked of their events.

>>> from datetime import UTC, date, datetime
>>> from pqr_core import colombia
>>> from pqr_core.facts import Facts
>>> from pqr_core.storage.memory import MemoryStore
>>> row = Facts(utility="empresa", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> with MemoryStore().begin() as unit:
...     _ = unit.facts.put([row], at=datetime(2026, 3, 16, tzinfo=UTC))
...     print(page(unit, "empresa", date(2026, 4, 8), colombia.definitions()).items[0].work_class.label("en"))
due soon
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Final
from uuid import UUID

from attrs import evolve, frozen

from pqr_core.errors import EventBeforeFilingError, RowsToProjectError
from pqr_core.facts import Facts
from pqr_core.law.agenda import Definitions, Duty
from pqr_core.law.engine import agenda_of
from pqr_core.law.urgency import Alert, reached
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.work import Owed, WorkKey, WorkQuery, key_of
from pqr_core.vocabulary import LegalState, WorkClass

__all__ = ("WorkItem", "WorkPage", "alerts", "counts", "fire", "items", "page")

_DAY: Final = timedelta(days=1)
_PAGE: Final = 1000


@frozen
class WorkItem:
    """The most urgent open duty of a case: the row of the case, the duty and where it stands."""

    row: Facts
    duty: Duty
    work_class: WorkClass

    @property
    def radicado(self) -> str | None:
        """The number of the case, once assigned."""
        return self.row.radicado

    @property
    def tipo(self) -> str:
        """The type of the case."""
        return self.row.tipo

    @property
    def due_on(self) -> date | None:
        """The last day of the duty; None where it is not known, or not set."""
        return self.duty.due_on


@frozen
class WorkPage:
    """Items in the order of the work: by last day, then by case; `next` is where the page after it begins."""

    items: tuple[WorkItem, ...]
    next: WorkKey | None


def counts(unit: UnitOfWork, utility: str, day: date, definitions: Definitions) -> dict[WorkClass, int]:
    """How many cases stand in each class of work at the end of `day`, each open case in exactly one.

    Raises:
        RowsToProjectError: rows were made under other definitions than those given.
        OutOfSpanError: the day is outside the calendar.
    """
    query = _query(day, definitions)
    found = unit.facts.work_counts(utility, query)
    _require_uniform(unit, utility, query, is_mixed=found.is_mixed)
    of = {work_class: found.of.get(work_class, 0) for work_class in WorkClass}
    if found.later:
        for owed in _asked_of_events(unit, utility, day, definitions):
            if owed.duty.leads:
                of[query.class_of(owed.duty)] += 1
    return of


def page(
    unit: UnitOfWork,
    utility: str,
    day: date,
    definitions: Definitions,
    *,
    work_class: WorkClass | None = None,
    after: WorkKey | None = None,
    limit: int = 100,
) -> WorkPage:
    """The cases with an open duty at the end of `day`, the most urgent first, up to `limit` after the key `after`.

    Raises:
        RowsToProjectError: rows were made under other definitions than those given.
        OutOfSpanError: the day is outside the calendar.
        InvalidInputError: `limit` is not a whole number above 0.
    """
    query = evolve(_query(day, definitions), work_class=work_class)
    found = unit.facts.work_page(utility, query, after=after, limit=limit)
    _require_uniform(unit, utility, query, is_mixed=found.is_mixed)
    owed: Iterable[Owed] = found.owed
    if found.later:
        asked = (
            each
            for each in _asked_of_events(unit, utility, day, definitions)
            if each.duty.leads and query.wants(each.duty) and (after is None or key_of(each) > after)
        )
        owed = islice(sorted((*found.owed, *asked), key=key_of), limit)
    items = tuple(WorkItem(each.row, each.duty, query.class_of(each.duty)) for each in owed)
    is_last = len(items) < limit
    return WorkPage(items, None if is_last else key_of(Owed(items[-1].row, items[-1].duty)))


def items(
    unit: UnitOfWork, utility: str, day: date, definitions: Definitions, *, work_class: WorkClass | None = None
) -> Iterator[WorkItem]:
    """Every item of `page`, page by page, in constant memory."""
    after: WorkKey | None = None
    while True:
        found = page(unit, utility, day, definitions, work_class=work_class, after=after, limit=_PAGE)
        yield from found.items
        after = found.next
        if after is None:
            return


def alerts(unit: UnitOfWork, utility: str, day: date, definitions: Definitions) -> Iterator[Alert]:
    """The warnings due on `day`: of each open duty whose clock runs, the last step of its ladder that was reached.

    A step that was missed (nobody asked on its day) is made good by the next: only one is due at a time, so that an
    old case just imported warns once. An agenda gives all steps (`pqr_core.law.worklist.alerts`), with the same keys.

    Raises:
        RowsToProjectError: rows were made under other definitions than those given.
    """
    calendar, profile, rules = definitions.calendar, definitions.profile, definitions.rules
    query = _query(day, definitions)
    found = unit.facts.work_counts(utility, query)
    _require_uniform(unit, utility, query, is_mixed=found.is_mixed)
    farthest = max((step for _, steps in profile.ladders for step in steps), default=0)
    due_by = calendar.add_business_days(day, max(farthest, 0) + 1)
    asked = _asked_of_events(unit, utility, day, definitions) if found.later else ()
    for row, duty in ((each.row, each.duty) for each in (*unit.facts.owed(utility, day, due_by=due_by), *asked)):
        if duty.due_on is None or duty.waits:
            continue
        of = (row.utility, row.case_id, row.radicado)
        rule = rules.obligations[duty.code]
        *_, last = (None, *reached(rule, duty.due_on, day, of=of, calendar=calendar, profile=profile))
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


def _query(day: date, definitions: Definitions) -> WorkQuery:
    soon = definitions.profile.soon_business_days
    soon_on = definitions.calendar.add_business_days(day, soon + 1) - _DAY
    return WorkQuery(day, soon_on, definitions.fingerprint)


def _require_uniform(unit: UnitOfWork, utility: str, query: WorkQuery, *, is_mixed: bool) -> None:
    if is_mixed:
        n = sum(unit.facts.other_definitions(utility, query.definitions).values())
        raise RowsToProjectError(utility=utility, n=n)


def _asked_of_events(unit: UnitOfWork, utility: str, day: date, definitions: Definitions) -> Iterator[Owed]:
    """What was owed at the end of `day` in the cases in which something happened later, by their events of that day."""
    for case_id in unit.facts.later_than(utility, day):
        row = unit.facts.get(utility, case_id)
        if row is not None and row.fingerprint:
            yield from _owed_then(unit, row, day, definitions)


def _owed_then(unit: UnitOfWork, row: Facts, day: date, definitions: Definitions) -> Iterator[Owed]:
    case_id: UUID = row.case_id
    case = unit.cases.get(row.utility, case_id).case
    try:
        agenda = agenda_of(case, datetime.combine(day, time.max, case.zone), definitions)
    except EventBeforeFilingError:  # not filed yet
        return
    owed = agenda.open_duties()
    for duty in owed:
        waits = duty.state is LegalState.SUSPENDIDO
        leads = duty is owed[0]
        yield Owed(row, Duty(duty.code, day, day + _DAY, duty.due_on, duty.due_at, waits, leads))
