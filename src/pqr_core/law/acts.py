"""What the utility may do with a case now, what the case calls for, and why and until when an act is refused.

An act is judged at the instant at which it happened, by what had happened until then, even if it is recorded later. An
act in the future is refused. An allowed act has effect: the guards (`law.guards`) refuse an act to which the engine
would give no effect. The workflow table sets the order of acts; an act that discharges an open duty needs no order.

What the user or an authority did, and what was done against advice, is a fact: `Case.record` takes it, and the agenda
says what effect the law gives it. The acts of others can be judged here too, to know whether they are in time.

The norms of a guard come from the rule book (`RuleBook.guards`). This module has none of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Final

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event, require_event
from pqr_core.citations import Citation
from pqr_core.errors import TransitionRefused
from pqr_core.language import Language, Said, long_date
from pqr_core.law.agenda import Agenda, Deadline, Permit
from pqr_core.law.guards import EFFECT, FUTURE, GUARDS, ORDER, Guard
from pqr_core.law.standing import MEETS, AskedAct, Situation, days_to_come
from pqr_core.moments import at_end, at_noon
from pqr_core.vocabulary import EventType, Kind, LegalState, Role, WorkflowState

__all__ = ("GUARDS_OF", "WHENEVER", "Refusal", "act", "allowed", "is_ahead", "refusals")

_E, _S = EventType, WorkflowState
_DAY: Final = timedelta(days=1)

GUARDS_OF: Final[Mapping[EventType, tuple[Guard, ...]]] = {
    kind: tuple(guard for guard in GUARDS if kind in guard.acts) for kind in EventType
}
"""The guards of each type of act, in the order in which they are asked."""


# --- what the case calls for ---------------------------------------------------------------------------------------

_WITHIN: Final[Mapping[EventType, str]] = {
    **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA, _E.DEVOLUCION_ACLARACION), "respuesta"),
    **dict.fromkeys((_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS, _E.PRACTICA_PRUEBA), "pruebas"),
    _E.PRORROGA_COMPLEMENTO: "complemento",
}
"""The acts that do not meet an obligation but are possible while it is open, and that obligation."""

_STEPS: Final[Mapping[WorkflowState, tuple[EventType, ...]]] = {
    _S.RADICADO: (_E.ACUSE, _E.REGISTRO, _E.ASIGNACION, _E.ANALISIS),
    _S.REGISTRADO: (_E.ASIGNACION, _E.ANALISIS),
    _S.ASIGNADO: (_E.ANALISIS,),
}
"""The acts that a case needs in each state of the workflow."""

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
"""The acts that the case calls for whenever the guards allow them."""

_FOLLOWS: Final[Mapping[EventType, EventType]] = {
    _E.NOTIFICACION_ELECTRONICA: _E.ENVIO_NOTIFICACION_ELECTRONICA,
    _E.COMUNICACION_CERTIFICADA: _E.ENVIO_COMUNICACION_CERTIFICADA,
}
"""The acts that follow another act once it is done."""

_ON_REQUEST: Final = frozenset({_E.TRASLADO_PARCIAL, _E.PUBLICACION_CITACION, _E.PUBLICACION_AVISO})
"""The acts that need a further reason to meet an obligation: another authority is competent, an address is unknown."""


def _is_called_for(asked: AskedAct) -> bool:
    """Whether the case calls for an act; another act is still possible, for a reason that the case does not show."""
    now, kind = asked.now, asked.act
    if kind in _ON_REQUEST or (kind is _E.ENVIO_NOTIFICACION_ELECTRONICA and not _has_consent(now)):
        return False
    if kind in WHENEVER or asked.meets or _FOLLOWS.get(kind) in now.kinds:
        return True
    if kind in _STEPS.get(now.workflow_state, ()):
        return kind not in now.kinds
    if kind is _E.ENVIO_CITACION:  # another way of sending has not notified the decision
        return "citacion" in now.rows and "notificacion_personal" not in now.rows
    return kind in _WITHIN and now.is_open(_WITHIN[kind])


def _has_consent(now: Situation) -> bool:
    notices = now.case.filing.notificaciones
    return notices is not None and notices.acepta_electronica


def allowed(agenda: Agenda, role: Role | None = None) -> tuple[Permit, ...]:
    """The acts that the case calls for and that are allowed at the instant of its agenda, for everybody or one role.

    Overdue duties come first, then duties by their last day, then powers and burdens by theirs, then the rest of the
    procedure. An act that is not here may still be allowed (`refusals`).

    Raises:
        InvalidInputError: there is no such role.
    """
    only = None if role is None else Role(role)
    now = Situation(agenda)
    roles = now.case.workflow.roles
    found: list[tuple[_Rank, Permit]] = []
    for kind in EventType:
        by = roles.get(kind, ())
        if only is not None and only not in by:
            continue
        asked = AskedAct(now, kind)
        if _is_called_for(asked) and not _refusing(asked):
            row = _serves(asked)
            found.append((_rank(asked, row), Permit(act=kind, roles=by, until=_until(asked, row))))
    return tuple(permit for _, permit in sorted(found, key=lambda each: each[0]))


def _serves(asked: AskedAct) -> Deadline | None:
    """The open obligation whose last day limits an act; None if there is none."""
    return next(iter(asked.meets), None) or asked.now.rows.get(_WITHIN.get(asked.act, ""))


def _until(asked: AskedAct, row: Deadline | None) -> date | None:
    """The last day on which the act has effect; one that stops the clock must come before the last day of the term."""
    if row is None or row.due_on is None:
        return None
    stops = asked.act in (_E.APERTURA_PRUEBAS, _E.DEVOLUCION_ACLARACION) and asked.now.rules.type.sap
    return row.due_on - _DAY if stops else row.due_on


_Rank = tuple[int, date, int]


def _rank(asked: AskedAct, row: Deadline | None) -> _Rank:
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
    """The reason why an act is not allowed.

    Args:
        asked: the act, and how the case stood.
        guard: the guard that refuses it.
    """

    asked: AskedAct
    guard: Guard

    @property
    def act(self) -> EventType:
        """The type of the act."""
        return self.asked.act

    @property
    def state(self) -> WorkflowState:
        """The state of the workflow at the instant of the act."""
        return self.asked.now.workflow_state

    @property
    def norms(self) -> tuple[Citation, ...]:
        """The norms of the guard; else of the duty that prevents the act, or of the one it serves; else of the act."""
        book = self.asked.now.agenda.basis.rules.guards
        return book.get(self.guard.code) or _served(self.asked) or book.get(self.act, ())

    @property
    def remedy(self) -> Said:
        """What would make the act legal, or what to do instead."""
        is_order = self.guard is ORDER
        return self.asked.now.case.workflow.remedy(self.state, self.act) if is_order else self.guard.remedy

    @property
    def latest(self) -> date | None:
        """The last day that the law allows to be given, if the given day is later; otherwise None."""
        row = self.asked.after.get(self.guard.limit) if self.guard.limit and self.asked.after else None
        return None if row is None else row.due_on

    @cached_property
    def legal_from(self) -> date | None:
        """The first day on which nothing refuses the act if nothing else happens; None if waiting does not help.

        The agendas of the coming days are asked. Waiting does not help if the details of the act are refused.
        """
        now, kind = self.asked.now, self.act
        without_details = AskedAct(now, kind)
        if self.guard is FUTURE or any(not guard.refuses(without_details) for guard in _refusing(self.asked)):
            return None
        return next((later.today for later in days_to_come(now) if not _refusing(AskedAct(later, kind))), None)

    def text(self, lang: Language = "es") -> str:
        """The reason, its norms, what to do, until when and from when, in one sentence."""
        norms = "; ".join(norm.named(lang) for norm in self.norms)
        parts = [self.guard.why.text(lang) + (f" ({norms})" if norms else ""), self.remedy.text(lang)]
        if self.latest is not None:
            parts.append(_LATEST.text(lang) + long_date(self.latest, lang))
        if self.legal_from is not None:
            parts.append(_LEGAL_FROM.text(lang) + long_date(self.legal_from, lang))
        return "; ".join(parts)

    def error(self) -> TransitionRefused:
        """The refusal as an error."""
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

    An act is in the future if it is after its `recorded_at` or, if that is None, after the instant of the agenda.

    Raises:
        TransitionRefused: the act is in the future, or was not allowed when it happened; `guard`, `norm`, `remedy`,
            `legal_from` and `latest` say why. Nothing changes.
        EventBeforeFilingError: the act is before the filing, or would move an event or the filing there.
        InvalidInputError: `event` is not an event.
    """
    require_event(event)
    for refusal in refusals(agenda, event):
        raise refusal.error()
    after = agenda.case.record(event)
    after.timeline()  # a correction may leave an event before the filing
    return after


def refusals(agenda: Agenda, act: EventType | Event) -> tuple[Refusal, ...]:
    """The reasons against an act, the first one first; empty if it is allowed.

    A type of act, or its code, is judged at the instant of the agenda, as far as that is possible without its details.
    An event is judged at its own instant.

    Raises:
        InvalidInputError: `act` is no event and no type of one.
    """
    if not isinstance(act, Event):
        return _refused(AskedAct(Situation(agenda), EventType(act)))
    told = act.recorded_at or agenda.as_of
    if any(is_ahead(each, told, agenda.case.zone) for each in _told_by(act)):
        return (Refusal(AskedAct(Situation(agenda), act.type), FUTURE),)
    then = Situation(agenda).then(at=_judged_at(act, agenda))
    return _refused(AskedAct(Situation(then), act.type, then.case.judged(act), told))


def _told_by(event: Event) -> tuple[Event, ...]:
    """The event and, for a correction, the event that it puts in the place of another."""
    return (event, event.payload.event) if isinstance(event.payload, Correction) else (event,)


def is_ahead(event: Event, told: datetime, zone: tzinfo) -> bool:
    """Whether an event is later than the instant `told`; they are compared by days if either has no hour."""
    at, told = event.local(zone), told.astimezone(zone)
    by_day = event.at is None or told == at_noon(told.date(), zone)
    return at.date() > told.date() if by_day else at > told


def _judged_at(event: Event, agenda: Agenda) -> datetime:
    """The instant of the event; the end of its day if it has no hour, so that all events of that day count."""
    zone = agenda.case.zone
    return event.local(zone) if event.on is None else at_end(event.on, zone)


def _refused(asked: AskedAct) -> tuple[Refusal, ...]:
    return tuple(Refusal(asked, guard) for guard in _refusing(asked))


def _refusing(asked: AskedAct) -> list[Guard]:
    """The guards that refuse the act: those of the law; else the order of the workflow; else that it has no effect."""
    found = [guard for guard in GUARDS_OF[asked.act] if guard.refuses(asked)]
    return found or [guard for guard in (ORDER, EFFECT) if asked.act in guard.acts and guard.refuses(asked)][:1]


def _served(asked: AskedAct) -> tuple[Citation, ...]:
    if asked.act is _E.CIERRE:
        duties = asked.now.agenda.open_duties()
        return duties[0].citations if duties else ()
    if asked.act is _E.PRORROGA:
        response = asked.now.rules.type.response
        return response.extension.citations if response and response.extension else ()
    if asked.act in (_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO):
        return asked.now.rules.completion.citations
    rows = (asked.now.rows.get(code) for code in MEETS.get(asked.act, ()))
    return next((row.citations for row in rows if row is not None), ())
