"""How a case stands when an act is asked about, and how it would stand after the act.

All guards (`law.guards`) share one reading of the agenda: its deadlines by code, what has happened by then, the state
of the workflow and, if the details of the act are known, the agenda after it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final
from uuid import UUID

from attrs import frozen

from pqr_core.cases.case import Case, Occurrence
from pqr_core.cases.events import Decision, Event, NotifiedOn, RecursoDecided, Until
from pqr_core.errors import OutOfSpanError
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.resolution import ResolvedRules
from pqr_core.moments import at_noon
from pqr_core.vocabulary import EventType, Finding, LegalState, Outcome, WorkflowState

__all__ = ("MEETS", "AskedAct", "Situation", "days_to_come", "recurso_telling", "telling_name")

_E, _L = EventType, LegalState
_DAY: Final = timedelta(days=1)
_OPEN: Final = frozenset({_L.PENDIENTE, _L.SUSPENDIDO, _L.VENCIDO, _L.DISPONIBLE})

MEETS: Final[Mapping[EventType, tuple[str, ...]]] = {
    **dict.fromkeys((_E.DECISION, _E.RESPUESTA_ENVIADA, _E.RESPUESTA_VERBAL), ("respuesta",)),
    **dict.fromkeys((_E.ENVIO_CITACION, _E.PUBLICACION_CITACION), ("citacion",)),
    **dict.fromkeys((_E.ENVIO_NOTIFICACION_ELECTRONICA, _E.ENVIO_COMUNICACION_CERTIFICADA), ("citacion",)),
    **dict.fromkeys((_E.ENTREGA_AVISO, _E.PUBLICACION_AVISO), ("aviso",)),
    **dict.fromkeys((_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL), ("traslado_competencia",)),
    _E.RECONOCIMIENTO_SAP: ("reconocimiento_sap", "respuesta"),
    _E.REQUERIMIENTO: ("requerimiento",),
    _E.COMPLEMENTO: ("complemento",),
    _E.ACLARACION: ("aclaracion",),
    _E.NOTIFICACION_PERSONAL: ("notificacion_personal",),
    _E.RECURSO_INTERPUESTO: ("recurso",),
    _E.QUEJA_INTERPUESTA: ("queja",),
    _E.REMISION_SSPD: ("remision_sspd",),
    _E.DECISION_SSPD: ("no_suspender",),
    _E.INSISTENCIA_INTERPUESTA: ("insistencia",),
    _E.REMISION_INSISTENCIA: ("remision_insistencia",),
    _E.LEYENDA_INCLUIDA: ("leyenda_tramite",),
    _E.ENTREGA_COPIAS: ("entrega_copias",),
    _E.AVISO_VISITA: ("aviso_visita",),
    _E.RECONEXION: ("reconexion",),
}
"""The obligations that each act meets; recognising the silence also ends the duty to answer."""

_TOLD_BY_RECURSO: Final = re.compile(
    rf"([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})"
    rf"/(?:{_E.RECURSO_INTERPUESTO}|{_E.RECURSO_RESUELTO})/\d+"
)
"""The id of an event recorded by a recurso: the id of its case, the type of the event, a running number."""


def telling_name(recurso: UUID, kind: EventType) -> str:
    """The id, without its running number, of the events of one type that a recurso records in the attacked case."""
    return f"{recurso}/{kind}"


def recurso_telling(event_id: str | None) -> str | None:
    """The id of the case of the recurso that recorded an event; None if the event was recorded by hand."""
    found = _TOLD_BY_RECURSO.fullmatch(event_id or "")
    return found and found[1]


@frozen(eq=False)
class Situation:
    """How a case stands at the instant of its agenda; later events do not count."""

    agenda: Agenda

    @property
    def case(self) -> Case:
        """The case."""
        return self.agenda.case

    @property
    def rules(self) -> ResolvedRules:
        """The rules of the case."""
        return self.agenda.basis.resolved

    @property
    def today(self) -> date:
        """The legal day of the agenda."""
        return self.agenda.as_of.date()

    @cached_property
    def rows(self) -> Mapping[str, Deadline]:
        """The deadlines that have arisen, by code."""
        return {row.code: row for row in self.agenda.deadlines}

    @cached_property
    def happened(self) -> tuple[Occurrence, ...]:
        """The events that have happened by the instant of the agenda."""
        return self.case.timeline(self.agenda.as_of)

    @cached_property
    def kinds(self) -> frozenset[EventType]:
        """The types of the events that have happened."""
        return frozenset(occurrence.event.type for occurrence in self.happened)

    @cached_property
    def workflow_state(self) -> WorkflowState:
        """The state of the workflow at the instant of the agenda."""
        return self.case.state_at(self.agenda.as_of)

    @cached_property
    def outcome(self) -> Outcome | None:
        """The outcome of the decision, once the duty to answer is met; a later decision does not change it."""
        return self.agenda.course.resultado

    def state(self, code: str) -> LegalState | None:
        """The state of an obligation; None if it has not arisen."""
        row = self.rows.get(code)
        return None if row is None else row.state

    def is_open(self, code: str) -> bool:
        """Whether an obligation has arisen and can still be met or used."""
        row = self.rows.get(code)
        if row is None or row.met_on is not None or row.state not in _OPEN:
            return False
        return row.closes_on is None or self.today < row.closes_on

    @property
    def is_notified(self) -> bool:
        """Whether the day on which the decision counts as notified has come."""
        notified_on = self.agenda.course.notified_on
        return notified_on is not None and notified_on <= self.today

    def ended(self, code: str) -> bool:
        """Whether the last day of an obligation has passed, whether or not it was met."""
        row = self.rows.get(code)
        return row is not None and row.due_on is not None and self.today > row.due_on

    def since(self, kind: EventType, day: date) -> bool:
        """Whether an act of that type was done on `day` or later."""
        return any(o.event.type is kind and o.day >= day for o in self.happened)

    def then(self, *events: Event, at: datetime | None = None) -> Agenda:
        """The agenda of the case with further events, at the same instant or at `at`."""
        return self.agenda.again(self.case.record(*events) if events else self.case, at)


@frozen(eq=False)
class AskedAct:
    """The question for a guard: an act, and the case as it stands.

    Args:
        now: how the case stands at the instant of the act.
        act: the type of the act.
        event: the act itself; None if its details are not known.
        told_at: when the act is recorded; later than the act itself if it is entered late.
    """

    now: Situation
    act: EventType
    event: Event | None = None
    told_at: datetime | None = None

    @cached_property
    def after(self) -> Agenda | None:
        """The agenda after the act, at its instant; None if its details are not known."""
        return None if self.event is None else self.now.then(self.event)

    @cached_property
    def longest(self) -> Agenda:
        """The agenda after the act; without details, after an act with the longest period, which the law cuts."""
        until = Until(self.now.agenda.basis.calendar.span[1])
        return self.after or self.now.then(Event(self.act, at=self.now.agenda.as_of, payload=until))

    @property
    def meets(self) -> tuple[Deadline, ...]:
        """The open obligations that the act meets; a partial decision, or one that is only internal, meets none."""
        if self.act is _E.DECISION and not (self.now.rules.type.sap and self._is_whole):
            return ()
        return tuple(self.now.rows[code] for code in MEETS.get(self.act, ()) if self.now.is_open(code))

    @property
    def _is_whole(self) -> bool:
        return self.event is None or self.event.detail(Decision).completa

    def leaves(self, finding: Finding) -> bool:
        """Whether the act would add a finding that the agenda does not have yet."""
        return self.after is not None and finding in self.after.findings and finding not in self.now.agenda.findings


def days_to_come(now: Situation) -> Iterator[Situation]:
    """How the case will stand on each later day on which something changes by itself, if nobody acts."""
    last_on = now.agenda.basis.calendar.span[1]
    while (day := min((day for day in _turns(now) if now.today < day <= last_on), default=None)) is not None:
        try:
            now = Situation(now.then(at=at_noon(day, now.case.zone)))
        except OutOfSpanError:  # the agenda of that day cannot be computed
            return
        yield now


def _turns(now: Situation) -> Iterator[date]:
    """The days on which something changes by itself: a term ends, or a day stated in an event comes."""
    yield from (occurrence.day for occurrence in now.case.timeline()[len(now.happened) :])
    for row in now.rows.values():
        if row.due_on is not None:
            yield row.due_on
            yield row.due_on + _DAY
        if row.closes_on is not None:
            yield row.closes_on
    course = now.agenda.course
    yield from (day for day in (course.notified_on, course.silence_on) if day is not None)
    if course.due_if_lapsed_on is not None:
        yield course.due_if_lapsed_on + _DAY
    for occurrence in now.happened:
        match occurrence.event.payload:
            case NotifiedOn(notificada_el=day) | RecursoDecided(notificado_el=day):
                yield day
