"""The grounds on which an act is refused: what the guards (`law.guards`) test, and of which acts.

A ground looks only at the act and at how the case stands (`law.standing`). It has no words: the guard has them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

from pqr_core.cases.events import (
    Consent,
    Correction,
    Decision,
    Execution,
    RecursoDecided,
    RecursoFiled,
    Requirement,
    VerbalAnswer,
)
from pqr_core.law.agenda import Agenda
from pqr_core.law.notification import AT_ONCE, AVISOS, CERTIFIED, CITATIONS, ELECTRONIC, GRANTED
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.standing import MEETS, AskedAct, Situation, recurso_telling
from pqr_core.vocabulary import ActKind, EventType, Finding, Kind, LegalState, Outcome, WorkflowState

__all__ = (
    "ANSWERS",
    "CLOCK",
    "EXITS",
    "NOTIFY",
    "SENDINGS",
    "TOLD",
    "VOID",
    "Ground",
    "absent",
    "against_silence",
    "already_notified",
    "carried_out",
    "closed",
    "delay_without_effect",
    "done",
    "ended",
    "evidence_over",
    "extends_nothing",
    "gains_no_day",
    "gives_no_day",
    "in_state",
    "late_recurso",
    "late_requirement",
    "leaves",
    "met",
    "no_appeal",
    "no_consent",
    "no_extension",
    "no_open_conflict",
    "no_outcome",
    "no_queja",
    "no_recurso",
    "no_withdrawn_recurso",
    "not_carried_out",
    "not_in_state",
    "not_notified",
    "not_silent",
    "nothing_granted",
    "nothing_to_notify",
    "out_of_order",
    "present",
    "prolonged",
    "received_before_sent",
    "recognised",
    "recurso_pending",
    "recursos_decided",
    "since_evidence",
    "without",
    "without_effect",
)

_E, _L, _F = EventType, LegalState, Finding

_GRANTS: Final = GRANTED | {Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA}

SENDINGS: Final = (*CITATIONS, ELECTRONIC[0], CERTIFIED[0])
"""The acts that send for the user, or send the decision."""
NOTIFY: Final = (*AT_ONCE, ELECTRONIC[1], CERTIFIED[1], *AVISOS)
"""The acts that notify the decision."""
ANSWERS: Final = (_E.DECISION, _E.RESPUESTA_ENVIADA, _E.RESPUESTA_VERBAL)
"""The acts that answer."""
EXITS: Final = (_E.DESISTIMIENTO_EXPRESO, _E.DESISTIMIENTO_TACITO, _E.ARCHIVO)
"""The acts that end a case without an answer."""
CLOCK: Final = (
    _E.REQUERIMIENTO,
    _E.COMPLEMENTO,
    _E.PRORROGA_COMPLEMENTO,
    _E.DEVOLUCION_ACLARACION,
    _E.ACLARACION,
    _E.APERTURA_PRUEBAS,
    _E.PRORROGA_PRUEBAS,
    _E.CIERRE_PRUEBAS,
    _E.DEMORA_USUARIO,
    _E.PRORROGA,
    _E.TRASLADO_PARCIAL,
    _E.CONFLICTO_PLANTEADO,
    _E.CONFLICTO_RESUELTO,
    _E.DESISTIMIENTO_TACITO,
    _E.ARCHIVO,
)
"""The acts that have no meaning in a type without an answer term."""

VOID: Final[Mapping[EventType, frozenset[Finding]]] = {
    _E.REQUERIMIENTO: frozenset(
        {_F.REQUERIMIENTO_NO_PROCEDE, _F.REQUERIMIENTO_EXTEMPORANEO, _F.REQUERIMIENTO_REPETIDO}
    ),
    _E.APERTURA_PRUEBAS: frozenset(
        {_F.PRUEBAS_EXCEDEN_TOPE, _F.PRUEBAS_EXTEMPORANEAS, _F.PRUEBAS_REPETIDAS, _F.PRUEBAS_SIN_EFECTO}
    ),
    _E.PRORROGA_PRUEBAS: frozenset({_F.PRUEBAS_EXCEDEN_TOPE, _F.PRUEBAS_REPETIDAS}),
    _E.DEMORA_USUARIO: frozenset({_F.DEMORA_SIN_EFECTO}),
    _E.PRORROGA: frozenset(
        {_F.PRORROGA_EXCEDE_MAXIMO, _F.PRORROGA_NO_PROCEDE, _F.PRORROGA_EXTEMPORANEA, _F.PRORROGA_REPETIDA}
    ),
    _E.FUERZA_MAYOR: frozenset({_F.FUERZA_MAYOR_SIN_EFECTO}),
    **dict.fromkeys((_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL), frozenset({_F.TRASLADO_EXTEMPORANEO})),
    _E.DESISTIMIENTO_TACITO: frozenset({_F.DESISTIMIENTO_PREMATURO}),
    _E.ARCHIVO: frozenset({_F.ARCHIVO_SIN_CAUSA}),
    _E.DECISION: frozenset({_F.RESULTADO_DESCONOCIDO, _F.DECISION_POSTERIOR_AL_SILENCIO}),
    _E.RESPUESTA_VERBAL: frozenset({_F.DECISION_POSTERIOR_AL_SILENCIO}),
    **dict.fromkeys(ELECTRONIC, frozenset({_F.NOTIFICACION_SIN_AUTORIZACION})),
    **dict.fromkeys(AVISOS, frozenset({_F.AVISO_SIN_CITACION, _F.AVISO_PREMATURO})),
}
"""The findings that say that an act of a type had no effect, or not the intended one."""

TOLD: Final[Mapping[EventType, tuple[str, ...]]] = {_E.DECISION: ("resultado",)}
"""The details that an act of the office must state, although an imported register may lack them."""

Ground: TypeAlias = Callable[[AskedAct], bool]
"""Whether an act is refused."""


def absent(code: str) -> Ground:
    """The ground that the obligation has not arisen."""
    return lambda asked: code not in asked.now.rows


def present(code: str) -> Ground:
    """The ground that the obligation has arisen."""
    return lambda asked: code in asked.now.rows


def in_state(code: str, *states: LegalState) -> Ground:
    """The ground that the obligation is in one of these states."""
    return lambda asked: asked.now.state(code) in states


def not_in_state(code: str, *states: LegalState) -> Ground:
    """The ground that the obligation is in none of these states, or has not arisen."""
    return lambda asked: asked.now.state(code) not in states


def ended(code: str) -> Ground:
    """The ground that the last day of the obligation has passed."""
    return lambda asked: asked.now.ended(code)


def without(trait: Callable[[ResolvedRules], bool]) -> Ground:
    """The ground that the type of the case lacks a trait."""
    return lambda asked: not trait(asked.now.rules)


def done(*kinds: EventType) -> Ground:
    """The ground that an act of one of these types was done."""
    return lambda asked: not asked.now.kinds.isdisjoint(kinds)


def leaves(finding: Finding) -> Ground:
    """The ground that the act would leave the finding."""
    return lambda asked: asked.leaves(finding)


def closed(asked: AskedAct) -> bool:
    """Whether the case is closed and the act may not follow the closing."""
    state = asked.now.workflow_state
    return state is WorkflowState.CERRADO and not _in_order(asked)


def out_of_order(asked: AskedAct) -> bool:
    """Whether the workflow table does not allow the act in this state, and no open duty calls for it."""
    return not _in_order(asked)


def _in_order(asked: AskedAct) -> bool:
    """Whether the workflow table allows the act in this state; an act that discharges an open duty needs no order."""
    table = asked.now.case.workflow.transitions
    return asked.act in table[asked.now.workflow_state] or any(row.kind is Kind.DEBER for row in asked.meets)


def against_silence(asked: AskedAct) -> bool:
    """Whether the positive silence has decided and the act is not a decision that grants everything requested."""
    now = asked.now
    if not now.rules.type.sap or now.state("respuesta") is not _L.VENCIDO:
        return False
    match asked.event.payload if asked.event else None:
        case Decision(completa=True, resultado=outcome) | VerbalAnswer(resultado=outcome):
            return outcome not in GRANTED
    return True


def late_requirement(asked: AskedAct) -> bool:
    """Whether the time to require completion, or the term to answer, has ended."""
    return asked.now.ended("requerimiento") or asked.now.state("respuesta") is _L.VENCIDO


def gives_no_day(code: str) -> Ground:
    """The ground that the period which the act opens, the obligation `code`, would end before its first day."""

    def test(asked: AskedAct) -> bool:
        row = asked.after.get(code) if asked.after else None
        return row is not None and row.base_on is not None and row.due_on is not None and row.due_on <= row.base_on

    return test


def received_before_sent(asked: AskedAct) -> bool:
    """Whether the requirement would have been received before the day on which it was sent."""
    received_on = asked.event.detail(Requirement).recibido_el if asked.event else None
    return received_on is not None and received_on < asked.now.today


def prolonged(asked: AskedAct) -> bool:
    """Whether the time to complete has been extended."""
    row = asked.now.rows.get("complemento")
    return row is not None and row.term is not None and row.term.n > asked.now.rules.completion.value.n


def evidence_over(asked: AskedAct) -> bool:
    """Whether the evidence period has ended or was closed."""
    return asked.now.ended("pruebas") or since_evidence(_E.CIERRE_PRUEBAS)(asked)


def since_evidence(kind: EventType) -> Ground:
    """The ground that an act of this type was done since the evidence period began."""

    def test(asked: AskedAct) -> bool:
        row = asked.now.rows.get("pruebas")
        return row is not None and row.base_on is not None and asked.now.since(kind, row.base_on)

    return test


def extends_nothing(code: str) -> Ground:
    """The ground that not even the longest extension would move the day of the obligation."""
    return lambda asked: _same_day(code, asked.now, asked.longest)


def _same_day(code: str, now: Situation, after: Agenda | None) -> bool:
    """Whether the last day of an obligation is known and is the same after the act."""
    before, then = now.rows.get(code), after.get(code) if after else None
    return before is not None and then is not None and before.due_on is not None and before.due_on == then.due_on


def gains_no_day(asked: AskedAct) -> bool:
    """Whether the act would gain no day: what opens on the last day of the term takes no day from it.

    A delay and a conflict, whose only purpose is to gain days, are judged by the agenda after the act.
    """
    if asked.event is not None and asked.act in (_E.DEMORA_USUARIO, _E.CONFLICTO_PLANTEADO):
        return _same_day("respuesta", asked.now, asked.after)
    row = asked.now.rows.get("respuesta")
    is_last = row is not None and row.due_on == asked.now.today
    return is_last and (asked.now.rules.type.sap or asked.act is _E.CONFLICTO_PLANTEADO)


def delay_without_effect(asked: AskedAct) -> bool:
    """Whether the user's delay does not stop the clock of this type, or the term has ended."""
    rules = asked.now.rules
    return not rules.type.sap or not rules.delay_stops or asked.now.state("respuesta") is _L.VENCIDO


def no_extension(asked: AskedAct) -> bool:
    """Whether the law gives the term no extension."""
    return asked.now.rules.extension_total is None and asked.now.rules.extension_extra is None


def no_open_conflict(asked: AskedAct) -> bool:
    """Whether no conflict of competence that stops the clock waits to be resolved."""
    kinds = asked.now.kinds
    raised = _E.CONFLICTO_PLANTEADO in kinds and _E.CONFLICTO_RESUELTO not in kinds
    return not raised or asked.now.state("respuesta") is not _L.SUSPENDIDO


def no_outcome(asked: AskedAct) -> bool:
    """Whether the details of the act are known and lack one that it must state (`TOLD`)."""
    told = None if asked.event is None else asked.event.payload
    return told is not None and any(getattr(told, name) is None for name in TOLD[asked.act])


def recognised(asked: AskedAct) -> bool:
    """Whether the silence has decided and nothing of it is left to recognise."""
    return "reconocimiento_sap" in asked.now.rows and not_silent(asked)


def not_silent(asked: AskedAct) -> bool:
    """Whether the term to answer has not lapsed and no recognition of the silence is owed."""
    return asked.now.state("respuesta") is not _L.VENCIDO and not asked.now.is_open("reconocimiento_sap")


def nothing_to_notify(asked: AskedAct) -> bool:
    """Whether there is no complete decision to notify; one whose notification is not on file counts."""
    unrecorded = _F.NOTIFICACION_NO_REGISTRADA in asked.now.agenda.findings
    return "citacion" not in asked.now.rows and not unrecorded


def already_notified(asked: AskedAct) -> bool:
    """Whether the decision counts as notified, or will and one more act brings no earlier day and meets no duty."""
    notified_on = asked.now.agenda.course.notified_on
    if asked.now.is_notified or notified_on is None or asked.act not in NOTIFY or asked.meets:
        return asked.now.is_notified
    if asked.after is None:
        return asked.act in asked.now.kinds
    return asked.after.course.notified_on == notified_on


def no_consent(asked: AskedAct) -> bool:
    """Whether the user has not accepted electronic notice, as far as is known."""
    if asked.event is not None:
        return not asked.event.detail(Consent).autorizada
    filing = asked.now.case.filing
    if filing.notificaciones is None:  # unknown; an unnamed petitioner may have consented
        return filing.peticionario is not None
    return not filing.notificaciones.acepta_electronica


def no_recurso(asked: AskedAct) -> bool:
    """Whether no decision admits a recurso; it need not be notified, for whoever files a recurso knows the decision."""
    now = asked.now
    if "recurso" in now.rows:
        return False
    if nothing_to_notify(asked) or now.is_notified:
        return True
    answer = now.rows["respuesta"]
    is_withdrawal = answer.state is _L.EXTINGUIDO
    return not is_withdrawal and (not now.rules.type.contract or _decided_act(now, answer.met_on) is ActKind.OTRO)


def _decided_act(now: Situation, day: date | None) -> ActKind | None:
    for occurrence in now.happened:
        match occurrence.event.payload:
            case Decision(completa=True, acto=acto) if occurrence.day == day:
                return acto
    return None


def late_recurso(asked: AskedAct) -> bool:
    """Whether the time to file a recurso has ended; a recurso posted in time is not late."""
    row = asked.now.rows.get("recurso")
    if row is None or row.state is not _L.PRECLUIDO:
        return False
    posted_on = asked.event.detail(RecursoFiled).puesto_al_correo_el if asked.event else None
    return posted_on is None or row.due_on is None or posted_on > row.due_on


def no_queja(asked: AskedAct) -> bool:
    """Whether no rejected appeal is open to a queja, or the time for it has ended."""
    now = asked.now
    if "queja" in now.rows:
        return now.state("queja") is _L.PRECLUIDO
    rejected = now.rules.type.apelacion and now.agenda.course.resultado is Outcome.RECHAZA
    return not rejected or now.is_notified


def no_appeal(asked: AskedAct) -> bool:
    """Whether nothing waits for the SSPD.

    That is so if there is no apelación, nothing was decided and notified, everything was granted, or the SSPD has
    decided.
    """
    now = asked.now
    if _E.DECISION_SSPD in now.kinds:
        return True
    waits = now.rules.type.apelacion and now.is_notified and now.is_open("no_suspender")
    return not waits or now.state("queja") not in (None, _L.CUMPLIDO)


def no_withdrawn_recurso(asked: AskedAct) -> bool:
    """Whether no withdrawn recurso waits for its withdrawal to be accepted."""
    now = asked.now
    waits = now.state("respuesta") is _L.EXTINGUIDO and now.state("firmeza") is _L.PENDIENTE
    return not (now.rules.type.recurso and waits and now.rows["firmeza"].due_on is None)


def met(asked: AskedAct) -> bool:
    """Whether an obligation that the act meets has been met."""
    return any(row.met_on is not None for code in MEETS[asked.act] if (row := asked.now.rows.get(code)))


def nothing_granted(asked: AskedAct) -> bool:
    """Whether nothing is known to be granted: by the decision, the silence, a recurso or the SSPD."""
    if asked.now.outcome in _GRANTS or done(_E.RECONOCIMIENTO_SAP, _E.DECISION_SSPD)(asked):
        return False
    resolved = (o.event.payload for o in asked.now.happened if o.event.type is _E.RECURSO_RESUELTO)
    return not any(isinstance(each, RecursoDecided) and each.resultado in _GRANTS for each in resolved)


def carried_out(asked: AskedAct) -> bool:
    """Whether all that was granted is known to be carried out."""
    return any(o.event.detail(Execution).completa for o in asked.now.happened if o.event.type is _E.EJECUCION)


def not_carried_out(asked: AskedAct) -> bool:
    """Whether a decision or the positive silence granted something, and it is not all carried out."""
    granted = asked.now.outcome in _GRANTS or _E.RECONOCIMIENTO_SAP in asked.now.kinds
    return asked.now.rules.type.sap and granted and not carried_out(asked)


def not_notified(asked: AskedAct) -> bool:
    """Whether there is a decision that has not been notified."""
    return "citacion" in asked.now.rows and not asked.now.is_notified


def recurso_pending(asked: AskedAct) -> bool:
    """Whether fewer recursos are decided and notified by now than were filed."""
    return _undecided(asked, notified=True) > 0


def recursos_decided(asked: AskedAct) -> bool:
    """Whether it is known of each recurso that was filed how it was decided."""
    return _E.RECURSO_RESUELTO in asked.now.kinds and _undecided(asked, notified=False) <= 0


def _undecided(asked: AskedAct, *, notified: bool) -> int:
    """The number of recursos that were filed, less those decided and, if asked for, notified by now.

    What was recorded by hand names no recurso. It may be about one that also has a case of its own: of the recursos
    filed, the larger count holds; a decision by hand that equals one of a case is the same decision.
    """
    events = [occurrence.event for occurrence in asked.now.happened]
    filed = [recurso_telling(each.id) for each in events if each.type is _E.RECURSO_INTERPUESTO]
    told = [(recurso_telling(each.id), each.payload) for each in events if each.type is _E.RECURSO_RESUELTO]
    decided = [
        (recurso, detail)
        for recurso, detail in told
        if isinstance(detail, RecursoDecided) and (not notified or detail.notificado_el <= asked.now.today)
    ]
    of_cases = {recurso: detail for recurso, detail in decided if recurso is not None}
    by_hand = sum(recurso is None and detail not in of_cases.values() for recurso, detail in decided)
    return max(len({*filed} - {None}), filed.count(None)) - len(of_cases) - by_hand


def without_effect(asked: AskedAct) -> bool:
    """Whether the engine would give the act no effect, at its own instant or by what had happened when recorded."""
    if asked.event is None or asked.after is None:
        return False
    now, after = asked.now, Situation(asked.after)
    # The decision of the SSPD ends what it meets on the day it is notified, which may be in the future.
    if asked.act is not _E.DECISION_SSPD and any(after.is_open(row.code) for row in asked.meets):
        return True
    # A correction is judged by the type of the event that it puts in the place of another.
    payload = asked.event.payload
    said = VOID.get(payload.event.type if isinstance(payload, Correction) else asked.act, frozenset())
    if asked.told_at is None or asked.told_at <= now.agenda.as_of:
        return not said.isdisjoint(set(asked.after.findings) - set(now.agenda.findings))
    as_told, before = now.then(asked.event, at=asked.told_at), now.then(at=asked.told_at)
    return not said.isdisjoint(set(as_told.findings) - set(before.findings))
