"""A case at the end of a day, with what registers and public reports say about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Transfer
from pqr_core.facts import DENIALS, Facts
from pqr_core.law.agenda import Agenda
from pqr_core.moments import at_end
from pqr_core.reports.official import ReportRequest
from pqr_core.vocabulary import EventType, Outcome

__all__ = ("CaseStanding", "filed_in", "standings")

_TRANSFERS = frozenset({EventType.TRASLADO_COMPETENCIA, EventType.TRASLADO_PARCIAL})


@frozen(repr=False)
class CaseStanding:
    """A case with its agenda at the end of the day looked at."""

    agenda: Agenda

    @property
    def case(self) -> Case:
        """The case."""
        return self.agenda.case

    @property
    def outcome(self) -> Outcome | None:
        """The outcome of the answer; None if there is no answer or its outcome is unknown."""
        course = self.agenda.course
        if course.met_on is None:
            return None
        return course.resultado or self.case.outcome_at(self.agenda.as_of)

    @property
    def days_used(self) -> int | None:
        """Business days in (day of filing, day of the answer]; None without an answer."""
        answered_on = self.agenda.course.met_on
        if answered_on is None:
            return None
        return self.agenda.basis.calendar.business_days_between(self.case.filed_on, answered_on)

    @property
    def reserved_on(self) -> date | None:
        """The day on which access was refused for secrecy (CPACA art. 25); None if it was not."""
        return self.first(EventType.NEGATIVA_RESERVA)

    @property
    def is_denied(self) -> bool:
        """Whether the request was refused, by its outcome or for secrecy."""
        return self.outcome in DENIALS or self.reserved_on is not None

    @property
    def transferred_to(self) -> str | None:
        """The first authority named to which the case was transferred, in whole or in part; None if none is named."""
        sent = (o.event.detail(Transfer) for o in self.case.timeline(self.agenda.as_of) if o.event.type in _TRANSFERS)
        return next((each.destinatario for each in sent if each.destinatario), None)

    def first(self, kind: EventType) -> date | None:
        """The day of the first event of a type, up to the day looked at; None if there is none."""
        return next((o.day for o in self.case.timeline(self.agenda.as_of) if o.event.type is kind), None)


def filed_in(asked: ReportRequest, wanted: Callable[[Facts], bool] = lambda _row: True) -> list[Facts]:
    """The rows that are `wanted` of the cases filed in the period, up to the day looked at, in the order of filing."""
    last = asked.period.closing_day(asked.until)
    rows = asked.unit.facts.stream(asked.profile.utility_id)
    found = [row for row in rows if asked.period.first_day <= row.filed_on <= last and wanted(row)]
    return sorted(found, key=lambda row: (row.filed_on, row.radicado or "", row.case_id))


def standings(asked: ReportRequest, rows: list[Facts]) -> Iterator[CaseStanding]:
    """The cases of these rows at the end of the day looked at, in the order of the rows."""
    at = at_end(asked.until, asked.law.zone)
    stored = asked.unit.cases.get_many(asked.profile.utility_id, [row.case_id for row in rows])
    cases = {each.case.case_id: each.case for each in stored}
    for done, row in enumerate(rows, 1):
        yield CaseStanding(asked.law.agenda(cases[row.case_id], at, asked.profile))
        asked.tell(done, len(rows))
