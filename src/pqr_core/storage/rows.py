"""The contract of the registers of a store: rows that are never overwritten, and the queries of the rows of facts."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Final, Generic
from uuid import UUID

from attrs import evolve

from pqr_core.errors import (
    InvalidInputError,
)
from pqr_core.facts import Facts, Survey
from pqr_core.fields import has_surrogate, nfc
from pqr_core.names import POSITIVE, shown
from pqr_core.registers import R
from pqr_core.storage.queries import FactsQuery
from pqr_core.storage.related import Relating, Sought, related, sought
from pqr_core.storage.work import Owed, OwedPage, WorkCounts, WorkKey, WorkQuery

__all__ = ("FactsRegister", "Register", "SurveyRegister", "can_be_kept", "require_limit")

_LARGEST: Final = 2**31


def can_be_kept(*texts: str) -> bool:
    """Whether a store can hold every text. A text that cannot be stored names nothing, so no query is made for it."""
    return all("\0" not in text and not has_surrogate(text) for text in texts)


class Register(ABC, Generic[R]):
    """Rows that are never overwritten: a new row with the same key closes the previous one, which can still be read.

    `registers.REGISTERS` gives the key of each register.
    """

    @abstractmethod
    def put(self, rows: Iterable[R]) -> int:
        """Record rows as known from the instant of the unit on; return how many were new or changed.

        If the instant is earlier than the start of the current row, that start is used: recorded time never goes back.
        Any error ends the unit of work, and nothing of it is kept.
        """

    @abstractmethod
    def stream(self, utility: str, *, before: datetime | None = None) -> Iterator[R]:
        """The current rows, or those recorded before the instant `before`, in order of their key.

        For the end of a legal day, `before` is the midnight that ends it. Memory stays constant.
        """


def require_limit(limit: int) -> None:
    """Raise `InvalidInputError` unless `limit` is a whole number from 1 to 2^31 - 1."""
    if type(limit) is not int or not 0 < limit < _LARGEST:
        raise InvalidInputError.expected(POSITIVE, shown(limit), place="limit")


class SurveyRegister(Register[Survey]):
    """The satisfaction surveys. Putting one also updates the row of the case that it is about."""

    @abstractmethod
    def about(self, utility: str, radicados: Collection[str]) -> Iterator[Survey]:
        """The current surveys about the cases with these radicados, in any order."""


class FactsRegister(Register[Facts]):
    """The rows of facts, one for each case."""

    @abstractmethod
    def get(self, utility: str, case_id: UUID, *, before: datetime | None = None) -> Facts | None:
        """The current row of a case, or the one recorded before an instant; None if there is none."""

    def get_many(self, utility: str, case_ids: Collection[UUID]) -> Iterator[Facts]:
        """The current rows of those of the cases that have one, in order of case id."""
        rows = (self.get(utility, case_id) for case_id in sorted(set(case_ids)))
        return (row for row in rows if row is not None)

    @abstractmethod
    def by_radicado(self, utility: str, radicado: str) -> Facts | None:
        """The current row with a radicado; None if there is none."""

    def relate(self, utility: str, case_ids: Collection[UUID]) -> int:
        """Find again the relations between the rows of these cases and other rows (`storage.related`).

        A row is related when it is put. This is for rows that two units put at the same time without seeing each other,
        and for rows that another version of this library put. It returns how many rows changed.
        """
        rows = self.current(self.get_many(utility, case_ids))
        if not rows:
            return 0
        found, others = self._with_related(rows, {})
        changed = [new for row, new in zip(rows, found, strict=True) if new != row]
        return self.put([*changed, *others]) if changed or others else 0

    def _with_related(self, rows: Sequence[Facts], known: Mapping[UUID, Facts]) -> tuple[list[Facts], list[Facts]]:
        """Rows of one utility with their relations, and the other rows that change with them."""
        rows = self._with_surveys(rows, known)
        wanted = sought(rows, known)
        if wanted is None:
            return list(rows), []
        utility = rows[0].utility
        found = related(rows, known, self._found(utility, wanted))
        others = self.current(self.get_many(utility, found.others)) if found.others else ()
        return found.rows, [evolve(each, **found.others[each.case_id]) for each in others]

    def current(self, rows: Iterable[Facts]) -> list[Facts]:
        """These rows as they are once nobody else can change them: no other unit can put them until this one ends."""
        return list(rows)

    def _with_surveys(self, rows: Sequence[Facts], known: Mapping[UUID, Facts]) -> list[Facts]:
        """Rows of one utility, with `satisfied` filled from their surveys; a row without a survey stays as it is."""
        kept = [_of_its_own(row, known.get(row.case_id)) for row in rows]
        asked = {row.radicado for row in kept if row.radicado is not None and _may_be_surveyed(row)}
        told = _satisfaction_of(self._surveys(rows[0].utility, asked)) if asked else {}
        return [_surveyed(row, told) for row in kept]

    def survey(self, utility: str, radicados: Collection[str]) -> None:
        """Fill `satisfied` anew in the rows of the cases with these radicados, after surveys about them changed."""
        rows = self.current(self._of_radicados(utility, radicados))
        self.put([evolve(row, satisfied=None) for row in rows])

    @abstractmethod
    def _of_radicados(self, utility: str, radicados: Collection[str]) -> Iterator[Facts]:
        """The current rows with these radicados."""

    @abstractmethod
    def _surveys(self, utility: str, radicados: Collection[str]) -> Iterable[Survey]:
        """See `SurveyRegister.about`."""

    @abstractmethod
    def _found(self, utility: str, wanted: Sought) -> Iterable[Relating]:
        """The current rows that are sought; it may return more."""

    def page(
        self, utility: str, query: FactsQuery, *, after: UUID | None = None, limit: int = 1000
    ) -> tuple[Facts, ...]:
        """At most `limit` current rows that `query` wants, in order of case id, after the case id `after`.

        To read on, pass the id of the last row as `after`, until a page is empty.

        Raises:
            InvalidInputError: `limit` is not a whole number from 1 to 2^31 - 1.
        """
        require_limit(limit)
        return self._page_of(utility, query, after, limit)

    @abstractmethod
    def _page_of(self, utility: str, query: FactsQuery, after: UUID | None, limit: int) -> tuple[Facts, ...]: ...

    def work_counts(self, utility: str, query: WorkQuery) -> WorkCounts:
        """How many cases stand in each class of work at the end of the day of the query, in one statement.

        It counts from the current rows. A row holds nothing about days before the last event of its case: the duties of
        such cases must be computed from their events (`later_than`).
        """
        self._unit_check()
        return self._work_counts(nfc(utility), query) if can_be_kept(utility) else WorkCounts({}, 0, is_mixed=False)

    @abstractmethod
    def _work_counts(self, utility: str, query: WorkQuery) -> WorkCounts: ...

    def work_page(self, utility: str, query: WorkQuery, *, after: WorkKey | None = None, limit: int = 1000) -> OwedPage:
        """At most `limit` cases of the wanted class, each with its most urgent duty, in the order of the work.

        They follow the key `after`.

        Raises:
            InvalidInputError: as in `page`.
        """
        require_limit(limit)
        self._unit_check()
        if not can_be_kept(utility):
            return OwedPage((), 0, is_mixed=False)
        return self._work_page(nfc(utility), query, after, limit)

    @abstractmethod
    def _work_page(self, utility: str, query: WorkQuery, after: WorkKey | None, limit: int) -> OwedPage: ...

    def owed(self, utility: str, day: date, *, due_by: date) -> Iterator[Owed]:
        """Every duty, leading or not, that is open at the end of `day`, does not wait and is due by `due_by`.

        The day `due_by` is inclusive. The duties come in the order of the work, in constant memory, from the rows that
        `work_counts` reads.
        """
        self._unit_check()
        return self._owed(nfc(utility), day, due_by) if can_be_kept(utility) else iter(())

    @abstractmethod
    def _owed(self, utility: str, day: date, due_by: date) -> Iterator[Owed]: ...

    def later_than(self, utility: str, day: date) -> list[UUID]:
        """The ids of the cases filed up to `day`, inclusive, in which something happened after it, in order."""
        self._unit_check()
        return self._later(nfc(utility), day) if can_be_kept(utility) else []

    @abstractmethod
    def _later(self, utility: str, day: date) -> list[UUID]: ...

    def other_definitions(self, utility: str, definitions: str) -> dict[str, int]:
        """The other definitions under which current rows were made: their digests, each with the number of rows.

        The digest `definitions`, definitions recorded as equal to it, and rows made directly are left out.
        """
        self._unit_check()
        return self._others(nfc(utility), definitions) if can_be_kept(utility, definitions) else {}

    @abstractmethod
    def _others(self, utility: str, definitions: str) -> dict[str, int]: ...

    def made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]:
        """The ids of the cases whose current row was made under one of these definitions, in order."""
        self._unit_check()
        return self._made_under(nfc(utility), definitions) if can_be_kept(utility, *definitions) else []

    @abstractmethod
    def _made_under(self, utility: str, definitions: Collection[str]) -> list[UUID]: ...

    @abstractmethod
    def _unit_check(self) -> None:
        """Raise `StorageError` if the unit is over."""


def _satisfaction_of(surveys: Iterable[Survey]) -> dict[str, bool | None]:
    """By radicado, what the survey that was answered last says; None if no survey says it."""
    told: dict[str, bool | None] = {}
    for each in sorted(surveys, key=lambda each: (each.answered_on or date.min, each.survey_id)):
        if each.radicado is not None:
            told[each.radicado] = told.get(each.radicado) if each.satisfied is None else each.satisfied
    return told


def _may_be_surveyed(row: Facts) -> bool:
    """Whether the case is answered, or was when `satisfied` was filled."""
    return row.answered_on is not None or row.satisfied is not None


def _of_its_own(row: Facts, before: Facts | None) -> Facts:
    """The row without the `satisfied` that surveys about its former radicado gave."""
    is_renamed = before is not None and before.radicado != row.radicado and before.satisfied is row.satisfied
    return evolve(row, satisfied=None) if is_renamed else row


def _surveyed(row: Facts, told: Mapping[str, bool | None]) -> Facts:
    if row.radicado is None or row.radicado not in told:
        return row
    return evolve(row, satisfied=None if row.answered_on is None else told[row.radicado])
