"""Cases from a file into a store: every bad row named, none lost, the same file twice no change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from attrs import Factory, field, frozen
from attrs import define as values

from pqr_core.cases.case import Case
from pqr_core.errors import (
    DuplicateCaseError,
    DuplicateRadicadoError,
    EventBeforeFilingError,
    InvalidInputError,
    PQRError,
    StaleCaseError,
)
from pqr_core.exchange.cases import retold
from pqr_core.exchange.csv import CaseFile, Imported, Rejected
from pqr_core.facts import Facts, facts_of
from pqr_core.law.agenda import Definitions
from pqr_core.law.engine import standing_of
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.office.projection import define, projected
from pqr_core.storage.base import NewCase, Store, UnitOfWork

__all__ = ("Tally", "import_cases")

T = TypeVar("T")

_BATCH: Final = 1000
_STEP: Final = 100
"""Rows after which progress is told."""
_OF_THE_ROW: Final = (
    DuplicateCaseError,
    DuplicateRadicadoError,
    InvalidInputError,
    StaleCaseError,
)
"""What a store refuses because of one row, rather than because it cannot work."""


@values
class Tally:
    """What came of the rows of a file."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejects: list[Rejected] = Factory(list)
    stated: int = 0
    """Rows whose file states a due day."""
    agreed: int = 0
    """Of those, the ones whose due day is the law's."""
    complete: bool = field(default=False, kw_only=True)
    """Whether every row was come to; not so where the store gave out on the way."""

    @property
    def rows(self) -> int:
        """All rows."""
        return self.added + self.updated + self.unchanged + len(self.rejects)


@frozen
class _Row:
    imported: Imported
    facts: Facts


def import_cases(
    store: Store,
    file: CaseFile,
    *,
    law: Law,
    profile: Profile,
    at: datetime,
    progress: Callable[[int, int], None] | None = None,
    tally: Tally | None = None,
) -> Tally:
    """Keep the cases of `file` with their facts, in units of some thousand rows.

    A case that is there already gets the events that are new; one of which the file tells otherwise what is stored is
    rejected, as is one that the law or the store refuses. What the facts are made with is stored, too.

    Args:
        store: the store.
        file: an open file of cases.
        law: the law they are counted under.
        profile: that of their utility.
        at: the instant of recording; what was filed after it is rejected.
        progress: told now and then how many rows are done, and of how many.
        tally: says what was done also when an error ends the work.
    """
    tally = Tally() if tally is None else tally
    definitions = law.definitions(profile)
    rows = _with_facts(_told(file, file.total, progress), tally, law, definitions, at)
    try:
        for batch in _batched(rows, _BATCH):
            _keep(batch, store, tally, definitions, at)
        tally.complete = True
    finally:
        tally.rejects.sort(key=lambda reject: reject.line)
    return tally


def _told(rows: Iterable[T], total: int, progress: Callable[[int, int], None] | None) -> Iterator[T]:
    done = 0
    for done, row in enumerate(rows, 1):
        yield row
        if progress is not None and done % _STEP == 0:
            progress(done, total)
    if progress is not None:
        progress(done, total)


def _with_facts(
    results: Iterable[Imported | Rejected], tally: Tally, law: Law, definitions: Definitions, at: datetime
) -> Iterator[_Row]:
    for result in results:
        if isinstance(result, Rejected):
            tally.rejects.append(result)
            continue
        try:
            case = result.case
            group = law.catalogue.group(case.filing, case.filed_on)
            _refuse_future(case, at)
            facts = facts_of(standing_of(case, definitions), grupo_causal=group)
        except PQRError as error:
            tally.rejects.append(result.refuse(error))
            continue
        if result.stated_due_on is not None:
            tally.stated += 1
            tally.agreed += result.stated_due_on == facts.due_on
        yield _Row(result, facts)


def _refuse_future(case: Case, at: datetime) -> None:
    """Refuse a case that was filed after the present."""
    filed = case.filed
    if (at < filed.at) if filed.has_hour else (at.astimezone(case.zone).date() < filed.day):
        raise EventBeforeFilingError(what="as_of", day=at.astimezone(case.zone).date(), filed=filed.day)


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def _keep(rows: Sequence[_Row], store: Store, tally: Tally, definitions: Definitions, at: datetime) -> None:
    """Keep the rows in one unit of work; where the store refuses one of them, the others without it."""
    row_of = {row.imported.case.case_id: row for row in rows}
    try:
        with store.begin() as unit:
            present = unit.cases.add_many([NewCase(row.imported.case, row.facts) for row in rows], at=at)
            found = [_again(unit, row_of[each.case.case_id], definitions, at) for each in present]
            define(unit, definitions)
            unit.commit()
    except _OF_THE_ROW as error:
        if len(rows) == 1:
            tally.rejects.append(rows[0].imported.refuse(error))
            return
        middle = len(rows) // 2
        _keep(rows[:middle], store, tally, definitions, at)
        _keep(rows[middle:], store, tally, definitions, at)
        return
    rejects = [each for each in found if isinstance(each, Rejected)]
    updated = found.count(True)
    tally.added += len(rows) - len(present)
    tally.updated += updated
    tally.unchanged += len(found) - updated - len(rejects)
    tally.rejects += rejects


def _again(unit: UnitOfWork, row: _Row, definitions: Definitions, at: datetime) -> bool | Rejected:
    """Whether the case, there already, had to be given events; the reject where the file tells it otherwise."""
    case = row.imported.case
    stored = unit.cases.get(case.utility_id, case.case_id)
    if stored.case.events == case.events:
        return False
    known = unit.facts.get(case.utility_id, case.case_id)
    try:
        said = retold(stored.case, case)
        if said.otherwise:
            return row.imported.contradict(stored.case)
        if not said.new:
            return False
        # A file lists events by column, a history by when they were recorded: the new ones come last.
        case = stored.case.record(*said.new)
        _refuse_future(case, at)
        facts = projected(known or row.facts, standing_of(case, definitions))
    except PQRError as error:
        return row.imported.refuse(error)
    unit.cases.save(stored, case, facts, at=at)
    return True
