"""Offices with random cases, and what the agendas at the last instant of a day say of those cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from attrs import evolve, frozen
from tests.oracle.crowds import crowded_vector
from tests.oracle.histories import agenda_vector

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.errors import EventBeforeFilingError, OutOfSpanError, PQRError
from pqr_core.exchange.vectors import read_case
from pqr_core.facts import facts_of
from pqr_core.law.agenda import Definitions
from pqr_core.law.engine import standing_of
from pqr_core.law.profiles import Profile
from pqr_core.law.urgency import Alert
from pqr_core.office import worklist
from pqr_core.storage.base import Store, UnitOfWork
from pqr_core.vocabulary import WorkClass

__all__ = ("LATER", "Office", "Told", "crowd", "kept", "lone", "told_by_agendas", "told_by_rows")

AT = datetime(2026, 3, 16, 10, tzinfo=colombia.ZONE)
LATER = 120
_DAY = timedelta(days=1)


@frozen(eq=False)
class Office:
    """The cases of one utility, with the law and the profile they are counted by."""

    cases: tuple[Case, ...]
    definitions: Definitions

    @property
    def utility(self) -> str:
        """The utility."""
        return self.definitions.profile.utility_id


@frozen
class Told:
    """What is known at the end of a day: the cases by class, the work list in its order, the alerts."""

    counts: dict[WorkClass, int]
    items: tuple[tuple[UUID, str, date | None, WorkClass], ...]
    alerts: frozenset[str]


# --- random offices ------------------------------------------------------------------------------------------------


def lone(seed: int) -> Office | None:
    """One case with a random history, of any type, era and readings; None if the law refuses it."""
    return _office([agenda_vector(Random(f"lone {seed}"))], f"u{seed}")  # noqa: S311 - a seed, not a secret


def crowd(seed: int, size: int) -> Office:
    """Cases filed on one day of 2026 whose acts often fall on the same days, under the readings of the first case."""
    random = Random(f"crowd {seed}")  # noqa: S311 - a seed, not a secret
    found = _office([crowded_vector(random) for _ in range(2 * size)], f"c{seed}")
    assert found is not None
    return evolve(found, cases=found.cases[:size])


def _office(vectors: Sequence[dict[str, Any]], utility: str) -> Office | None:
    cases: list[Case] = []
    definitions = None
    for number, vector in enumerate(vectors, start=1):
        with suppress(PQRError):
            case, profile = read_case({k: v for k, v in vector.items() if k in _PARTS}, colombia.LAW)
            if definitions is None:
                definitions = colombia.definitions(evolve(profile, utility_id=utility, ladders=LADDERS))
            case = _named(case, definitions.profile, number)
            standing_of(case, definitions)
            cases.append(case)
    return Office(tuple(cases), definitions) if definitions is not None and cases else None


_PARTS = frozenset({"case", "utility", "policies"})
LADDERS = (("*", (5, 2, 1, 0, -1, -3)), ("aviso_visita", (1, 0)), ("reconexion", (0, -1)))


def _named(case: Case, profile: Profile, number: int) -> Case:
    """The case as one of the utility, with this number."""
    filing = evolve(case.events[0], payload=evolve(case.filing, radicado=f"R-{number}"))
    return evolve(case, utility_id=profile.utility_id, case_id=UUID(int=number), events=(filing, *case.events[1:]))


# --- the two accounts of a day -------------------------------------------------------------------------------------


def kept(store: Store, office: Office) -> None:
    """Store the cases with their rows."""
    with store.begin(AT) as unit:
        for case in office.cases:
            unit.cases.add(case, facts_of(standing_of(case, office.definitions)))
        unit.define_all(office.definitions)
        unit.commit()


def told_by_rows(unit: UnitOfWork, office: Office, day: date, *, paged: bool) -> Told:
    """What the store says. If `paged`, the list is also read in pages, and by class."""
    utility, definitions = office.utility, office.definitions
    items = list(worklist.items(unit, utility, day, definitions))
    if paged:
        assert [item for page in _pages(unit, office, day) for item in page] == items
        by_class = [list(worklist.items(unit, utility, day, definitions, work_class=each)) for each in WorkClass]
        assert [item for each in by_class for item in each] == sorted(items, key=_class_of)
    return Told(
        worklist.counts(unit, utility, day, definitions),
        tuple((item.row.case_id, item.duty.code, item.due_on, item.work_class) for item in items),
        frozenset(alert.key for alert in worklist.alerts(unit, utility, day, definitions)),
    )


def _pages(unit: UnitOfWork, office: Office, day: date) -> Iterator[tuple[worklist.WorkItem, ...]]:
    after = None
    while True:
        page = worklist.page(unit, office.utility, day, office.definitions, after=after, limit=5)
        yield page.items
        after = page.next
        if after is None:
            return


def _class_of(item: worklist.WorkItem) -> int:
    return list(WorkClass).index(item.work_class)


def told_by_agendas(office: Office, day: date) -> Told | None:
    """What the agendas of all cases say; None if one of them lies outside the calendar."""
    counts = dict.fromkeys(WorkClass, 0)
    items: list[tuple[UUID, str, date | None, WorkClass]] = []
    alerts: list[Alert] = []
    for case in office.cases:
        at = datetime.combine(day, time.max, case.zone)
        try:
            agenda = colombia.agenda(case, at, profile=office.definitions.profile)
        except EventBeforeFilingError:
            continue
        except OutOfSpanError:
            return None
        alerts += agenda.alerts()
        if agenda.work_class is not None:
            counts[agenda.work_class] += 1
            first = agenda.open_duties()[0]
            items.append((case.case_id, first.code, first.due_on, agenda.work_class))
    ordered = sorted(items, key=lambda item: (item[2] or date.max, item[0]))
    return Told(counts, tuple(ordered), frozenset(alert.key for alert in alerts))


def days_of(office: Office, *, later: int, before: Callable[[date, date], Sequence[date]]) -> Iterator[date]:
    """The days to ask about: those before the last event that `before` picks, and every day from that event on."""
    filed_on = min(case.filed_on for case in office.cases)
    last_on = max(case.last_on for case in office.cases)
    yield from before(filed_on, last_on)
    yield from (last_on + _DAY * n for n in range(later + 1) if (date.max - last_on).days > n)
