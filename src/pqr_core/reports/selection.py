"""Select the cases that belong to the file of a month, each with the reason.

A month holds whole legal days, from midnight to midnight of legal time. The cases are looked at as they stand at the
end of its last day, or of an earlier day while the month runs. What happened later belongs to another month.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from attrs import field, frozen

from pqr_core.cases.case import Case
from pqr_core.facts import Facts
from pqr_core.fields import Brief
from pqr_core.indicators.periods import Period
from pqr_core.vocabulary import EventType

__all__ = ("Entered", "Selected", "is_candidate", "selected", "sent_on")


class Entered(StrEnum):
    """Why a case is in the file of a month: the first of these reasons that holds."""

    FILED = "radicado"
    ANSWERED = "respondido"
    OPEN = "pendiente"
    NOTIFIED = "notificado"
    SENT = "trasladado"


@frozen
class Selected(Brief):
    """A case of the file, with its row and the reason."""

    case: Case = field(repr=False)
    row: Facts = field(repr=False)
    why: Entered


def is_candidate(row: Facts, appeals: frozenset[str], period: Period) -> bool:
    """Whether the case of a row may belong to the month.

    For a recurso answered earlier, the row cannot say whether its file went to the authority in the month: then its
    history must be read (`selected`).

    Args:
        row: a row whose type goes into the file.
        appeals: the case types whose file goes on to the authority.
        period: the month.
    """
    first, last = period.first_day, period.last_day
    return row.filed_on <= last and (_why(row, first, last) is not None or _may_be_sent(row, appeals, first))


def _may_be_sent(row: Facts, appeals: frozenset[str], first: date) -> bool:
    return row.tipo in appeals and row.last_on is not None and row.last_on >= first


def selected(
    found: Iterable[tuple[Facts, Case]], appeals: frozenset[str], period: Period, until: date
) -> Iterator[Selected]:
    """The cases that belong to the month, as they stand at the end of the day `until`.

    Args:
        found: the candidate rows (`is_candidate`) with their cases.
        appeals: the case types whose file goes on to the authority.
        period: the month.
        until: the last day looked at, inclusive, within the month.
    """
    for row, case in found:
        why = _why(row, period.first_day, until)
        if why is None and row.tipo in appeals and (day := sent_on(case, until)) is not None:
            why = Entered.SENT if period.first_day <= day else None
        if why is not None and row.filed_on <= until:
            yield Selected(case, row, why)


def _why(row: Facts, first: date, until: date) -> Entered | None:
    done_on = row.answered_on or row.ended_on
    if first <= row.filed_on <= until:
        return Entered.FILED
    if done_on is None or done_on > until:
        return Entered.OPEN
    if done_on >= first:
        return Entered.ANSWERED
    if row.notified_on is not None and first <= row.notified_on <= until:
        return Entered.NOTIFIED
    return None


def sent_on(case: Case, until: date) -> date | None:
    """The first day, up to and including `until`, on which the file went to the authority; None if it did not."""
    days = (o.day for o in case.timeline() if o.event.type is EventType.REMISION_SSPD and o.day <= until)
    return next(days, None)
