"""The list of work and the warnings of a day, read from rows; they agree with the agendas of that day.

A row holds what its case owes on every day from its last event on, so that the list is right without a nightly job. If
something happened in a case after the day asked about, its duties on that day are computed from its events.

>>> from datetime import UTC, date, datetime
>>> from pqr_core import colombia
>>> from pqr_core.facts import Facts
>>> from pqr_core.storage.memory import MemoryStore
>>> row = Facts(utility="empresa", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
>>> with MemoryStore().begin(datetime(2026, 3, 16, tzinfo=UTC)) as unit:
...     _ = unit.facts.put([row])
...     print(page(unit, "empresa", date(2026, 4, 8), colombia.definitions()).items[0].work_class.label("en"))
due soon
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from heapq import merge
from itertools import chain, islice
from operator import itemgetter
from typing import Annotated, Final, TypedDict
from uuid import UUID

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.errors import EventBeforeFilingError, InvalidInputError, RowsToProjectError
from pqr_core.facts import Facts
from pqr_core.fields import Brief, nfc_or_none
from pqr_core.language import Language, Said
from pqr_core.law.agenda import Definitions, Duty
from pqr_core.law.engine import agenda_of
from pqr_core.law.rules import RuleBook
from pqr_core.law.urgency import Alert, last_alert
from pqr_core.moments import at_end
from pqr_core.portable import Portable
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.work import Owed, WorkKey, WorkQuery, key_of
from pqr_core.vocabulary import LegalState, Role, WorkClass, WorkflowState

__all__ = (
    "WorkItem",
    "WorkItemForm",
    "WorkOfDay",
    "WorkPage",
    "Worklist",
    "WorklistForm",
    "alerts",
    "codes_of",
    "counts",
    "fire",
    "items",
    "key_from_text",
    "key_text",
    "of_day",
    "page",
)

_DAY: Final = timedelta(days=1)
_PAGE: Final = 1000


@frozen
class WorkItem(Brief):
    """The most urgent open duty of a case, with the row of the case and the class of work of the duty."""

    row: Facts
    duty: Duty
    work_class: WorkClass

    @property
    def radicado(self) -> str | None:
        """The number of the case; None if it has none."""
        return self.row.radicado

    @property
    def tipo(self) -> str:
        """The type of the case."""
        return self.row.tipo

    @property
    def due_on(self) -> date | None:
        """The last day of the duty, inclusive; None if it is unknown or not set."""
        return self.duty.due_on


@frozen
class WorkPage(Brief):
    """Items ordered by last day, then by case id. `next` is the key of the last item; None if the page is not full."""

    items: tuple[WorkItem, ...]
    next: WorkKey | None


class WorkItemForm(TypedDict):
    """An item: the case, its most urgent duty, and the class of that duty."""

    utility_id: str
    case_id: Annotated[str, UUID]
    radicado: str | None
    tipo: str
    filed_on: Annotated[str, date]
    state: Annotated[str, WorkflowState] | None
    responsable: str | None
    duty: str
    label: str
    due_on: Annotated[str, date] | None
    due_at: Annotated[str, datetime] | None
    work_class: Annotated[str, WorkClass]


class WorklistForm(TypedDict):
    """A page of the work; pass `next` as `after` to get the page that follows."""

    items: list[WorkItemForm]
    counts: dict[str, int]
    next: str | None


@frozen(kw_only=True)
class Worklist(Portable):
    """A page of the work of an office, with the counts of every class; iterating yields the items.

    Args:
        items: as in `WorkPage`.
        counts: how many cases stand in each class of work.
        next: the key of the last item, as text; None if the page is not full.
        rules: the rule book that names the duties.
    """

    items: tuple[WorkItem, ...]
    counts: Mapping[WorkClass, int]
    next: str | None
    rules: RuleBook = field(repr=False, eq=False)

    def __iter__(self) -> Iterator[WorkItem]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def as_dict(self, lang: Language = "es") -> WorklistForm:
        """The page as JSON values: codes are stable, labels are in `lang`."""
        return {
            "items": [self._item(each, lang) for each in self.items],
            "counts": {work_class.value: n for work_class, n in self.counts.items()},
            "next": self.next,
        }

    def _item(self, item: WorkItem, lang: Language) -> WorkItemForm:
        row, duty = item.row, item.duty
        return {
            "utility_id": row.utility,
            "case_id": str(row.case_id),
            "radicado": row.radicado,
            "tipo": row.tipo,
            "filed_on": row.filed_on.isoformat(),
            "state": None if row.state is None else row.state.value,
            "responsable": row.responsable,
            "duty": duty.code,
            "label": self.rules.obligations[duty.code].label(lang),
            "due_on": None if duty.due_on is None else duty.due_on.isoformat(),
            "due_at": None if duty.due_at is None else duty.due_at.isoformat(),
            "work_class": item.work_class.value,
        }


def key_text(key: WorkKey) -> str:
    """The key of an item in the order of the work, as text."""
    day, case_id = key
    return f"{day.isoformat()}.{case_id}"


def key_from_text(text: str) -> WorkKey:
    """The key that `key_text` wrote.

    Raises:
        InvalidInputError: the text was not written by `key_text`.
    """
    day, _, case_id = text.partition(".")
    try:
        return date.fromisoformat(day), UUID(case_id)
    except ValueError:
        raise InvalidInputError.expected(_PLACE, text, place="after") from None


_PLACE: Final = Said("el next de una página", "the next of a page")


def counts(
    unit: UnitOfWork,
    utility: str,
    day: date,
    definitions: Definitions,
    *,
    codes: Collection[str] | None = None,
    responsable: str | None = None,
) -> dict[WorkClass, int]:
    """How many cases stand in each class of work at the end of `day`; each open case counts in one class.

    With `codes`, the class of a case is that of its most urgent duty among these codes. With `responsable`, only the
    cases count that this account works on now.

    Raises:
        RowsToProjectError: some rows were made under other definitions than `definitions`.
        OutOfSpanError: the day is outside the calendar.
    """
    return WorkOfDay(unit, utility, day, definitions, codes=codes, responsable=responsable).counts()


def page(  # noqa: PLR0913 - keyword-only arguments
    unit: UnitOfWork,
    utility: str,
    day: date,
    definitions: Definitions,
    *,
    work_class: WorkClass | None = None,
    codes: Collection[str] | None = None,
    responsable: str | None = None,
    after: WorkKey | None = None,
    limit: int = 100,
) -> WorkPage:
    """At most `limit` cases with an open duty at the end of `day`, the most urgent first, after the key `after`.

    `codes` and `responsable` are as in `counts`.

    Raises:
        RowsToProjectError: some rows were made under other definitions than `definitions`.
        OutOfSpanError: the day is outside the calendar.
        InvalidInputError: `limit` is not a whole number above 0.
    """
    work = WorkOfDay(unit, utility, day, definitions, codes=codes, responsable=responsable)
    return work.page(work_class=work_class, after=after, limit=limit)


def of_day(
    unit: UnitOfWork,
    day: date,
    definitions: Definitions,
    *,
    role: Role | None = None,
    work_class: WorkClass | None = None,
    responsable: str | None = None,
    after: WorkKey | None = None,
    limit: int = 100,
) -> Worklist:
    """A page of the work of the utility of `definitions`, with the counts.

    With `role`, each case stands under the most urgent duty that this role works on.

    Raises:
        PQRError: as in `page`.
    """
    rules, profile, codes = definitions.rules, definitions.profile, codes_of(definitions, role)
    work = WorkOfDay(unit, profile.utility_id, day, definitions, codes=codes, responsable=responsable)
    of, found = work.counts(), work.page(work_class=work_class, after=after, limit=limit)
    following = None if found.next is None else key_text(found.next)
    return Worklist(items=found.items, counts=of, next=following, rules=rules)


def codes_of(definitions: Definitions, role: Role | None) -> list[str] | None:
    """The codes of the duties that a role works on; None (all duties) if `role` is None.

    Raises:
        InvalidInputError: the role does not exist.
    """
    if role is None:
        return None
    return [code for code in definitions.rules.obligations if definitions.profile.works_on(role, code)]


def items(
    unit: UnitOfWork,
    utility: str,
    day: date,
    definitions: Definitions,
    *,
    work_class: WorkClass | None = None,
    codes: Collection[str] | None = None,
    responsable: str | None = None,
) -> Iterator[WorkItem]:
    """Every item of `page`, read page by page.

    Memory does not grow with the list, except for the duties of cases in which something happened after `day`.

    Raises:
        PQRError: as in `page`.
    """
    work = WorkOfDay(unit, utility, day, definitions, codes=codes, responsable=responsable)
    return work.items(work_class=work_class)


class WorkOfDay:
    """The work at the end of a day: its counts, pages and lists. Events are read once for all of them.

    Args:
        unit: where the rows are; it must stay open while this object is used.
        utility: the utility.
        day: the day.
        definitions: the law, calendar and settings in force.
        codes: as in `counts`.
        responsable: as in `counts`.

    Raises:
        OutOfSpanError: the day is outside the calendar.
    """

    def __init__(
        self,
        unit: UnitOfWork,
        utility: str,
        day: date,
        definitions: Definitions,
        *,
        codes: Collection[str] | None = None,
        responsable: str | None = None,
    ) -> None:
        self._unit, self._utility, self._definitions = unit, utility, definitions
        self._query = _query(day, definitions, codes=codes, responsable=responsable)

    def counts(self) -> dict[WorkClass, int]:
        """See the function `counts`."""
        found = self._unit.facts.work_counts(self._utility, self._query)
        _require_uniform(self._unit, self._utility, self._query, is_mixed=found.is_mixed)
        of = {work_class: found.of.get(work_class, 0) for work_class in WorkClass}
        for _, duty in self._asked if found.later else ():
            of[self._query.class_of(duty)] += 1
        return of

    def page(self, *, work_class: WorkClass | None = None, after: WorkKey | None = None, limit: int = 100) -> WorkPage:
        """See the function `page`."""
        query = evolve(self._query, work_class=work_class)
        found = self._unit.facts.work_page(self._utility, query, after=after, limit=limit)
        _require_uniform(self._unit, self._utility, query, is_mixed=found.is_mixed)
        asked = self._again(query, after) if found.later else ()
        owed = tuple(islice(merge(found.owed, asked, key=key_of), limit))
        items = tuple(_item(each, query) for each in owed)
        return WorkPage(items, key_of(owed[-1]) if len(owed) == limit else None)

    def items(self, *, work_class: WorkClass | None = None) -> Iterator[WorkItem]:
        """See the function `items`."""
        query = evolve(self._query, work_class=work_class)
        found = self._unit.facts.work_page(self._utility, query, limit=_PAGE)
        _require_uniform(self._unit, self._utility, query, is_mixed=found.is_mixed)
        asked = self._again(query, None) if found.later else ()
        for each in merge(_following(self._unit, self._utility, query, found.owed), asked, key=key_of):
            yield _item(each, query)

    @cached_property
    def _asked(self) -> list[tuple[WorkKey, Duty]]:
        """The duties of the cases in which something happened after the day, computed from their events up to that day.

        They are in the order of the work, without the rows; `_again` reads the rows one page at a time.
        """
        owed = _owed_then(self._unit, self._utility, self._query.day, self._definitions)
        found = (self._query.asks(row, duties) for row, duties in owed)
        return sorted(((key_of(each), each.duty) for each in found if each is not None), key=itemgetter(0))

    def _again(self, query: WorkQuery, after: WorkKey | None) -> Iterator[Owed]:
        first = 0 if after is None else bisect_right(self._asked, after, key=itemgetter(0))
        wanted = (each for each in islice(self._asked, first, None) if query.wants(each[1]))
        while some := list(islice(wanted, _PAGE)):
            ids = [case_id for (_, case_id), _ in some]
            rows = {row.case_id: row for row in self._unit.facts.get_many(self._utility, ids)}
            yield from (Owed(rows[case_id], duty) for (_, case_id), duty in some)


def _following(unit: UnitOfWork, utility: str, query: WorkQuery, owed: tuple[Owed, ...]) -> Iterator[Owed]:
    """What the rows say, from the first page on."""
    yield from owed
    while len(owed) == _PAGE:
        owed = unit.facts.work_page(utility, query, after=key_of(owed[-1]), limit=_PAGE).owed
        yield from owed


def _item(owed: Owed, query: WorkQuery) -> WorkItem:
    return WorkItem(owed.row, owed.duty, query.class_of(owed.duty))


def alerts(unit: UnitOfWork, utility: str, day: date, definitions: Definitions) -> Iterator[Alert]:
    """The warnings due on `day`, as the agendas of that day give them (`Agenda.alerts`); in no particular order.

    Raises:
        RowsToProjectError: some rows were made under other definitions than `definitions`.
    """
    calendar, profile, rules = definitions.calendar, definitions.profile, definitions.rules
    query = _query(day, definitions)
    found = unit.facts.work_counts(utility, query)
    _require_uniform(unit, utility, query, is_mixed=found.is_mixed)
    farthest = max((step for _, steps in profile.ladders for step in steps), default=0)
    due_by = calendar.add_business_days(day, max(farthest, 0) + 1)
    asked = (
        (Owed(row, duty) for row, owed in _owed_then(unit, utility, day, definitions) for duty in owed)
        if found.later
        else ()
    )
    for row, duty in ((each.row, each.duty) for each in chain(unit.facts.owed(utility, day, due_by=due_by), asked)):
        if duty.due_on is None or duty.waits:
            continue
        of = (row.utility, row.case_id, row.radicado)
        rule = rules.obligations[duty.code]
        alert = last_alert(rule, duty.due_on, day, of=of, calendar=calendar, profile=profile)
        if alert is not None:
            yield alert


def fire(unit: UnitOfWork, due: Iterable[Alert]) -> tuple[Alert, ...]:
    """The warnings of `due` that never fired, now recorded as fired; send them once the unit has committed."""
    by_utility: dict[str, dict[str, Alert]] = {}
    for alert in due:
        # Each utility has its own ledger, so the key leaves out its name, which may be as long as a whole key.
        key = alert.key.removeprefix(f"{alert.utility}/")
        by_utility.setdefault(alert.utility, {})[key] = alert
    return tuple(keyed[key] for utility, keyed in sorted(by_utility.items()) for key in unit.fire(utility, keyed))


def _query(
    day: date,
    definitions: Definitions,
    *,
    work_class: WorkClass | None = None,
    codes: Collection[str] | None = None,
    responsable: str | None = None,
) -> WorkQuery:
    soon = definitions.profile.soon_business_days
    soon_on = definitions.calendar.add_business_days(day, soon + 1) - _DAY
    asked = None if codes is None else frozenset(codes)
    return WorkQuery(day, soon_on, definitions.fingerprint, work_class, asked, nfc_or_none(responsable))


def _require_uniform(unit: UnitOfWork, utility: str, query: WorkQuery, *, is_mixed: bool) -> None:
    if is_mixed:
        n = sum(unit.facts.other_definitions(utility, query.definitions).values())
        raise RowsToProjectError(utility=utility, n=n)


def _owed_then(
    unit: UnitOfWork, utility: str, day: date, definitions: Definitions
) -> Iterator[tuple[Facts, tuple[Duty, ...]]]:
    """The duties at the end of `day` of each case in which something happened later, from its events up to `day`."""
    later = unit.facts.later_than(utility, day)
    for start in range(0, len(later), _PAGE):
        ids = later[start : start + _PAGE]
        # Rows made directly (without a fingerprint) have no events to compute from.
        rows = {row.case_id: row for row in unit.facts.get_many(utility, ids) if row.fingerprint}
        for stored in unit.cases.get_many(utility, rows):
            yield rows[stored.case.case_id], tuple(_duties_of(stored.case, day, definitions))


def _duties_of(case: Case, day: date, definitions: Definitions) -> Iterator[Duty]:
    try:
        agenda = agenda_of(case, at_end(day, case.zone), definitions)
    except EventBeforeFilingError:  # not filed yet
        return
    owed = agenda.open_duties()
    for duty in owed:
        waits = duty.state is LegalState.SUSPENDIDO
        yield Duty(duty.code, day, day + _DAY, duty.due_on, duty.due_at, waits, duty is owed[0])
