"""What is asked of the duties that stand beside the rows of facts: how many are where, which come next.

A question is of the end of one day. It is answered from the spells of the rows known now; what had to be asked of the
events instead (the rows of cases in which something happened later) is told beside the answer, and so are rows that
were made under other definitions than those in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from attrs import frozen

from pqr_core.facts import Facts
from pqr_core.law.agenda import Duty
from pqr_core.vocabulary import WorkClass

__all__ = ("Owed", "WorkCounts", "WorkKey", "WorkPage", "WorkQuery", "key_of")

WorkKey = tuple[date, UUID]
"""The order of the work: the last day (`law.agenda.ENDLESS` where there is none), then the case."""


@frozen
class WorkQuery:
    """What is owed at the end of a day.

    Args:
        day: the day.
        soon_on: the last day that is "due soon" as seen from it.
        definitions: the digest of the definitions in force. Rows made under others are told beside the answer, but not
            those of definitions recorded as equal to them, nor rows made directly.
        work_class: only this class; all of them where None.
    """

    day: date
    soon_on: date
    definitions: str
    work_class: WorkClass | None = None

    def class_of(self, duty: Duty) -> WorkClass:
        """Where an open duty stands."""
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
        """Whether the duty is of the class asked for."""
        return self.work_class in (None, self.class_of(duty))


@frozen
class Owed:
    """A duty of a case, and the row of the case."""

    row: Facts
    duty: Duty


def key_of(owed: Owed) -> WorkKey:
    """Its place in the order of the work."""
    return owed.duty.due_on or date.max, owed.row.case_id


@frozen
class WorkCounts:
    """How many cases each class has.

    `later` is the number of rows of cases in which something happened after the day, `is_mixed` whether rows of other
    definitions are there.
    """

    of: Mapping[WorkClass, int]
    later: int
    is_mixed: bool


@frozen
class WorkPage:
    """Leading duties in the order of the work; `later` and `is_mixed` as in `WorkCounts`."""

    owed: tuple[Owed, ...]
    later: int
    is_mixed: bool
