"""What the company may do with a case now, what the case calls for, and of what may not be done, why and until when.

An act is judged at the instant it happened, with what had happened by then, whenever it is told; one that has not
happened yet is refused. What is permitted has effect: the guards (`law.guards`) refuse an act that the engine would
give none. The table of the workflow says in what order acts follow each other; an act that discharges an open duty
waits for no order.

What the user or an authority did, and whatever was done against the advice given, is a fact: `Case.record` takes it,
and the agenda says what effect the law gives it. The acts of others are judged here too, for who would know whether
they are in time.

The norms of a guard come from the rule book (`RuleBook.guards`); this module knows none.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Final

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event
from pqr_core.citations import Citation
from pqr_core.errors import TransitionRefused
from pqr_core.language import Language, Said, long_date
from pqr_core.law.agenda import Agenda, Deadline, Permit
from pqr_core.law.guards import EFFECT, FUTURE, GUARDS, ORDER, Guard
from pqr_core.law.standing import MEETS, Asked, Standing, days_to_come
from pqr_core.moments import at_noon
from pqr_core.vocabulary import EventType, Kind, LegalState, Role, WorkflowState

__all__ = ("GUARDS_OF", "WHENEVER", "Refusal", "act", "allowed", "refusals")

_E, _S = EventType, WorkflowState
_DAY: Final = timedelta(days=1)

GUARDS_OF: Final[Mapping[EventType, tuple[Guard, ...]]] = {
    kind: tuple(guard for guard in GUARDS if kind in guard.acts) for kind in EventType
}
"""The guards of each act, in their order."""


# --- what the case calls for ---------------------------------------------------------------------------------------

_WITHIN: Final[Mapping[EventType, str]] = {
    **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA, _E.DEVOLUCION_ACLARACION), "respuesta"),
    **dict.fromkeys((_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS, _E.PRACTICA_PRUEBA), "pruebas"),
    _E.PRORROGA_COMPLEMENTO: "complemento",
}
"""Acts that an obligation leaves room for while it is open, though they do not meet it."""

_STEPS: Final[Mapping[WorkflowState, tuple[EventType, ...]]] = {
    _S.RADICADO: (_E.ACUSE, _E.REGISTRO, _E.ASIGNACION, _E.ANALISIS),
    _S.REGISTRADO: (_E.ASIGNACION, _E.ANALISIS),
    _S.ASIGNADO: (_E.ANALISIS,),
}
"""What a case needs because of the state it is in."""

WHENEVER: Final = frozenset(
    {
        _E.DESISTIMIENTO_TACITO,
        _E.ARCHIVO,
        _E.RECONOCIMIENTO_SAP,
        _E.DECISION_SSPD,
        _E.ACEPTACION_DESISTIMIENTO,
        _E.RECURSO_RESUELTO,
        _E.CONFLICTO_RESUELTO,
        _E.EJECUCION,
        _E.CIERRE,
    }
)
"""Acts that the guards admit only when the case calls for them."""

_FOLLOWS: Final[Mapping[EventType, EventType]] = {
    _E.NOTIFICACION_ELECTRONICA: _E.ENVIO_NOTIFICACION_ELECTRONICA,
    _E.COMUNICACION_CERTIFICADA: _E.ENVIO_COMUNICACION_CERTIFICADA,
}
"""What comes of an act that was done."""

_ON_REQUEST: Final = frozenset({_E.TRASLADO_PARCIAL, _E.PUBLICACION_CITACION, _E.PUBLICACION_AVISO})
"""Acts that meet an obligation on a premise of their own: another's competence in part, an address not known."""


def _is_called_for(asked: Asked) -> bool:
    """Whether the case calls for an act; the others are permitted on request, for who knows of a reason."""
    now, kind = asked.now, asked.act
    if kind in _ON_REQUEST or (kind is _E.ENVIO_NOTIFICACION_ELECTRONICA and not _has_consent(now)):
        return False
    if kind in WHENEVER or asked.meets or _FOLLOWS.get(kind) in now.kinds:
        return True
    if kind in _STEPS.get(now.workflow_state, ()):
        return kind not in now.kinds
    if kind is _E.ENVIO_CITACION:  # what was sent otherwise has not notified it
        return "citacion" in now.rows and "notificacion_personal" not in now.rows
    return kind in _WITHIN and now.is_open(_WITHIN[kind])


def _has_consent(now: Standing) -> bool:
    petitioner = now.case.filing.peticionario
    return petitioner is not None and petitioner.acepta_electronica


def allowed(agenda: Agenda, role: Role | None = None) -> tuple[Permit, ...]:
    """What the case calls for at the instant of its agenda and may be done, for everybody or for one role.

    Overdue duties come first, then duties by their last day, then powers and burdens by theirs, then the rest of the
    procedure. What is not here may still be permitted (`refusals`).
    """
    now = Standing(agenda)
    roles = now.case.workflow.roles
    found: list[tuple[_Rank, Permit]] = []
    for kind in EventType:
        by = roles.get(kind, ())
        if role is not None and role not in by:
            continue
        asked = Asked(now, kind)
        if _is_called_for(asked) and not _refusing(asked):
            row = _serves(asked)
            found.append((_rank(asked, row), Permit(act=kind, roles=by, until=_until(asked, row))))
    return tuple(permit for _, permit in sorted(found, key=lambda each: each[0]))


def _serves(asked: Asked) -> Deadline | None:
    """The open obligation by whose last day an act is to be done."""
    return next(iter(asked.meets), None) or asked.now.rows.get(_WITHIN.get(asked.act, ""))


def _until(asked: Asked, row: Deadline | None) -> date | None:
    """The last day on which the act has effect: what stops the clock must begin before the last day of the term."""
    if row is None or row.due_on is None:
        return None
    stops = asked.act in (_E.APERTURA_PRUEBAS, _E.DEVOLUCION_ACLARACION) and asked.now.rules.type.sap
    return row.due_on - _DAY if stops else row.due_on


_Rank = tuple[int, date, int]


def _rank(asked: Asked, row: Deadline | None) -> _Rank:
    groups = (
        row is not None and row in asked.meets and row.state is LegalState.VENCIDO,
        row is not None and row in asked.meets and row.kind is Kind.DEBER,
        row is not None,
        True,
    )
    return groups.index(True), (row and row.due_on) or date.max, asked.act.rank


# --- what may not be done ------------------------------------------------------------------------------------------


@frozen
class Refusal:
    """Why an act may not be done.

    Args:
        asked: the act, and how the case stood.
        guard: the reason.
    """

    asked: Asked
    guard: Guard

    @property
    def act(self) -> EventType:
        """The type of the act."""
        return self.asked.act

    @property
    def state(self) -> WorkflowState:
        """The state of the workflow."""
        return self.asked.now.workflow_state

    @property
    def norms(self) -> tuple[Citation, ...]:
        """The norms of the guard; else of the duty that is in the way, or of what the act serves, or of the act."""
        book = self.asked.now.agenda.basis.rules.guards
        return book.get(self.guard.code) or _served(self.asked) or book.get(self.act, ())

    @property
    def remedy(self) -> Said:
        """What would make the act legal, or what to do instead."""
        is_order = self.guard is ORDER
        return self.asked.now.case.workflow.remedy(self.state, self.act) if is_order else self.guard.remedy

    @property
    def latest(self) -> date | None:
        """The last day that could be told, where the one told is beyond what the law allows."""
        row = self.asked.after.get(self.guard.limit) if self.guard.limit and self.asked.after else None
        return None if row is None else row.due_on

    @cached_property
    def legal_from(self) -> date | None:
        """The first day on which nothing refuses the act if nothing else happens; None where waiting does not help.

        It is asked of the agendas of the days to come. What lies in the details of the act is not mended by waiting.
        """
        now, kind = self.asked.now, self.act
        without_details = Asked(now, kind)
        if self.guard is FUTURE or any(not guard.refuses(without_details) for guard in _refusing(self.asked)):
            return None
        return next((later.today for later in days_to_come(now) if not _refusing(Asked(later, kind))), None)

    def text(self, lang: Language = "es") -> str:
        """The reason, its norm, what to do, until when and from when, in one sentence."""
        norms = "; ".join(norm.named(lang) for norm in self.norms)
        parts = [self.guard.why.text(lang) + (f" ({norms})" if norms else ""), self.remedy.text(lang)]
        if self.latest is not None:
            parts.append(_LATEST.text(lang) + long_date(self.latest, lang))
        if self.legal_from is not None:
            parts.append(_LEGAL_FROM.text(lang) + long_date(self.legal_from, lang))
        return "; ".join(parts)

    def error(self) -> TransitionRefused:
        """The same as an error."""
        return TransitionRefused(
            act=self.act,
            state=self.state,
            reason=self.text("en"),
            actuacion=self.act.label(),
            estado=self.state.label(),
            motivo=self.text("es"),
            guard=self.guard.code,
            norm="; ".join(map(str, self.norms)),
            remedy={"es": self.remedy.es, "en": self.remedy.en},
            legal_from=self.legal_from,
            latest=self.latest,
        )

    def __repr__(self) -> str:
        return f"<Refusal of {self.act} by {self.guard.code}>"


_LATEST: Final = Said(es="a más tardar el ", en="at the latest on ")
_LEGAL_FROM: Final = Said(es="procede desde el ", en="legal from ")


def act(agenda: Agenda, event: Event) -> Case:
    """The case after an act that the workflow and the law allow, judged at the instant of the act.

    The present is the instant at which the act is told: its `recorded_at`, or that of the agenda.

    Raises:
        TransitionRefused: the act is in the future, or not allowed when it happened; `guard`, `norm`, `remedy`,
            `legal_from` and `latest` say why. Nothing changes.
        EventBeforeFilingError: it is before the filing, or would move an event or the filing there.
    """
    for refusal in refusals(agenda, event):
        raise refusal.error()
    after = agenda.case.record(event)
    after.timeline()  # a correction may leave an event before the filing
    return after


def refusals(agenda: Agenda, act: EventType | Event) -> tuple[Refusal, ...]:
    """The reasons against an act, the first one first; empty when it is permitted.

    A type is judged at the instant of the agenda, by what can be said without its details; an event at its own.
    """
    if isinstance(act, EventType):
        return _refused(Asked(Standing(agenda), act))
    told = act.recorded_at or agenda.as_of
    if any(_is_ahead(each, told, agenda) for each in _told_by(act)):
        return (Refusal(Asked(Standing(agenda), act.type), FUTURE),)
    then = Standing(agenda).then(at=_judged_at(act, agenda))
    return _refused(Asked(Standing(then), act.type, act, told))


def _told_by(event: Event) -> tuple[Event, ...]:
    """The event, and the one that a correction puts in the place of another."""
    return (event, event.payload.event) if isinstance(event.payload, Correction) else (event,)


def _is_ahead(event: Event, told: datetime, agenda: Agenda) -> bool:
    """Whether an event is later than the instant it is told; by days, where either has no hour."""
    zone = agenda.case.zone
    at, told = event.local(zone), told.astimezone(zone)
    by_day = event.at is None or told == at_noon(told.date(), zone)
    return at.date() > told.date() if by_day else at > told


def _judged_at(event: Event, agenda: Agenda) -> datetime:
    """Its instant; the end of its day where it has no hour, so that what is told of that day counts."""
    zone = agenda.case.zone
    return event.local(zone) if event.on is None else datetime.combine(event.on, datetime.max.time(), zone)


def _refused(asked: Asked) -> tuple[Refusal, ...]:
    return tuple(Refusal(asked, guard) for guard in _refusing(asked))


def _refusing(asked: Asked) -> list[Guard]:
    """What refuses the act: the law, else the order of the workflow, else that it would have no effect."""
    found = [guard for guard in GUARDS_OF[asked.act] if guard.refuses(asked)]
    return found or [guard for guard in (ORDER, EFFECT) if asked.act in guard.acts and guard.refuses(asked)][:1]


def _served(asked: Asked) -> tuple[Citation, ...]:
    if asked.act is _E.CIERRE:
        duties = asked.now.agenda.open_duties()
        return duties[0].citations if duties else ()
    if asked.act is _E.PRORROGA:
        response = asked.now.rules.type.response
        return response.extension.citations if response and response.extension else ()
    rows = (asked.now.rows.get(code) for code in MEETS.get(asked.act, ()))
    return next((row.citations for row in rows if row is not None), ())
