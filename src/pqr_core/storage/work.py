"""Queries of the duties beside the rows of facts: how many stand in each class of work, and which come next.

A query is about the end of one day. The answer comes from the duties of the current rows. It also says how many rows
cannot answer, because something happened in their case after the day: their events must be read instead. And it says
whether there are rows made under other definitions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from attrs import converters, field, frozen

from pqr_core.facts import Facts
from pqr_core.law.agenda import Duty
from pqr_core.vocabulary import WorkClass

__all__ = ("Owed", "OwedPage", "WorkCounts", "WorkKey", "WorkQuery", "key_of", "urgency_of")

WorkKey = tuple[date, UUID]
"""A key in the order of the work: the last day (`law.agenda.ENDLESS` if there is none), then the case id."""


@frozen
class WorkQuery:
    """A query of what is owed at the end of a day.

    Args:
        day: the day.
        soon_on: the last day, inclusive, that counts as "due soon" on that day.
        definitions: the digest of the definitions in force. Rows made under others make the answer `is_mixed`, except
            rows of definitions recorded as equal and rows made directly.
        work_class: only this class; None for all classes.
        codes: only duties with these codes, and of each case the most urgent one; None for the duty that leads the
            case.
        responsable: only the cases that this account works on; None for all cases.
    """

    day: date
    soon_on: date
    definitions: str
    work_class: WorkClass | None = field(default=None, converter=converters.optional(WorkClass))
    codes: frozenset[str] | None = None
    responsable: str | None = None

    def class_of(self, duty: Duty) -> WorkClass:
        """The class of work in which an open duty stands."""
        if duty.is_overdue(self.day):
            return WorkClass.OVERDUE
        if duty.waits:
            return WorkClass.SUSPENDED
        if duty.due_on is None:
            return WorkClass.UNDATED
        if duty.due_on == self.day:
            return WorkClass.TODAY
        return WorkClass.SOON if duty.due_on <= self.soon_on else WorkClass.LATER

    def wants(self, duty: Duty) -> bool:
        """Whether the duty is of the wanted class."""
        return self.work_class in (None, self.class_of(duty))

    def asks(self, row: Facts, owed: Iterable[Duty]) -> Owed | None:
        """The duty that counts for a case, among those that it owes; None if none of them is wanted."""
        if self.responsable not in (None, row.responsable):
            return None
        wanted = (duty for duty in owed if (duty.leads if self.codes is None else duty.code in self.codes))
        found = min(wanted, key=urgency_of, default=None)
        return None if found is None else Owed(row, found)


def urgency_of(duty: Duty) -> tuple[date, bool, str]:
    """The order of urgency of the duties of a case: by last day; of one day, those that wait first; then by code."""
    return duty.due_on or date.max, not duty.waits, duty.code


@frozen
class Owed:
    """A duty of a case, and the row of the case."""

    row: Facts
    duty: Duty


def key_of(owed: Owed) -> WorkKey:
    """The key of a duty in the order of the work."""
    return owed.duty.due_on or date.max, owed.row.case_id


@frozen
class WorkCounts:
    """How many cases stand in each class of work.

    `later` is the number of cases in which something happened after the day. `is_mixed` says whether there are rows of
    other definitions.
    """

    of: Mapping[WorkClass, int]
    later: int
    is_mixed: bool


@frozen
class OwedPage:
    """The duties that count for their cases, in the order of the work; the rest is as in `WorkCounts`."""

    owed: tuple[Owed, ...]
    later: int
    is_mixed: bool
