"""The guards that refuse an act: one row per reason, with what would make the act legal or what to do instead.

A guard refuses an act to which the engine would give no effect, or for which it would leave a finding that says so. No
norm is here: the rule book has the norms of each guard (`RuleBook.guards`). No day is here either: where waiting is
enough, the agendas of the coming days give the day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeAlias

from attrs import frozen

from pqr_core.cases.events import Consent, Correction, Decision, Execution, RecursoDecided, RecursoFiled, VerbalAnswer
from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda
from pqr_core.law.notification import AVISOS, CITATIONS, GRANTED
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.standing import MEETS, AskedAct, Situation, recurso_telling
from pqr_core.vocabulary import ActKind, EventType, Finding, Kind, LegalState, Outcome, WorkflowState

__all__ = (
    "ANSWERS",
    "CERTIFIED",
    "CLOCK",
    "EFFECT",
    "ELECTRONIC",
    "EXITS",
    "FUTURE",
    "GUARDS",
    "NOTIFY",
    "ORDER",
    "SENDINGS",
    "TOLD",
    "VOID",
    "Ground",
    "Guard",
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
    "recognised",
    "recurso_pending",
    "since_evidence",
    "without",
    "without_effect",
)

_E, _L, _F = EventType, LegalState, Finding

_ANSWERED: Final = (_L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.EXTINGUIDO)
_LAPSED: Final = (_L.PRECLUIDO, _L.CUMPLIDO_TARDE)
_GRANTS: Final = GRANTED | {Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA}

ELECTRONIC: Final = (_E.ENVIO_NOTIFICACION_ELECTRONICA, _E.NOTIFICACION_ELECTRONICA)
"""The acts of electronic notice: the message, and its receipt."""
CERTIFIED: Final = (_E.ENVIO_COMUNICACION_CERTIFICADA, _E.COMUNICACION_CERTIFICADA)
"""The acts of notice by certified mail."""
SENDINGS: Final = (*CITATIONS, ELECTRONIC[0], CERTIFIED[0])
"""The acts that send for the user, or send the decision."""
NOTIFY: Final = (_E.NOTIFICACION_PERSONAL, _E.CONDUCTA_CONCLUYENTE, ELECTRONIC[1], CERTIFIED[1], *AVISOS)
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


@frozen(kw_only=True)
class Guard(Brief):
    """One reason to refuse an act.

    Args:
        code: its code; that of the finding that the engine would leave, if it would leave one.
        acts: the types of act that it checks.
        refuses: returns whether it refuses an act.
        why: what is wrong.
        remedy: what would make the act legal, or what to do instead.
        limit: the obligation whose last day, as cut by the law, is the latest day that the act may give; None if the
            act gives no day.
    """

    code: str
    acts: tuple[EventType, ...]
    refuses: Ground
    why: Said
    remedy: Said
    limit: str | None = None


# --- tests ---------------------------------------------------------------------------------------------------------


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
    """Whether fewer recursos are decided and notified by now than were filed.

    What was recorded by hand names no recurso. It may be about one that also has a case of its own: of the recursos
    filed, the larger count holds; a decision by hand that equals one of a case is the same decision.
    """
    events = [occurrence.event for occurrence in asked.now.happened]
    filed = [recurso_telling(each.id) for each in events if each.type is _E.RECURSO_INTERPUESTO]
    decided = [(recurso_telling(each.id), each.payload) for each in events if each.type is _E.RECURSO_RESUELTO]
    notified = [
        (recurso, detail)
        for recurso, detail in decided
        if isinstance(detail, RecursoDecided) and detail.notificado_el <= asked.now.today
    ]
    of_cases = {recurso: detail for recurso, detail in notified if recurso is not None}
    by_hand = sum(recurso is None and detail not in of_cases.values() for recurso, detail in notified)
    return max(len({*filed} - {None}), filed.count(None)) > len(of_cases) + by_hand


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


# --- the guards ----------------------------------------------------------------------------------------------------

_DECIDE: Final = Said("decida con lo que obra en el expediente", "decide with what is on file")
_ANSWER_NOW: Final = Said("responda ya: el término venció", "answer now: the term has ended")
_ANSWER_IN_TIME: Final = Said("responda dentro del término", "answer within the term")
_GO_ON: Final = Said("continúe el trámite: ya se hizo una vez", "go on: it has been done once")
_AS_ATTACHMENT: Final = Said("reciba el documento como adjunto", "receive the document as an attachment")
_AS_FACT: Final = Said("si ocurrió, regístrelo como hecho", "if it happened, record it as a fact")
_RECOGNISE: Final = Said(
    "reconozca los efectos del silencio; solo cabe una decisión que acceda a todo lo pedido",
    "recognise the effects of the silence; only a decision that grants everything may still be made",
)
_TERM_ENDED: Final = Said("venció el término para responder", "the term to answer has ended")
_LAST_DAY_LEFT: Final = Said("fije un día dentro del máximo", "set a day within the maximum")

GUARDS: Final = (
    Guard(
        code="caso_cerrado",
        acts=tuple(each for each in EventType if each is not _E.RADICACION),
        refuses=closed,
        why=Said("el caso está cerrado", "the case is closed"),
        remedy=Said("anule el cierre: con eso el caso se reabre", "annul the closing: that reopens the case"),
    ),
    Guard(
        code="ya_radicado",
        acts=(_E.RADICACION,),
        refuses=lambda _asked: True,
        why=Said("el caso ya está radicado", "the case has been filed"),
        remedy=Said("radique otro caso", "file another case"),
    ),
    Guard(
        code="fuerza_mayor_sin_efecto",
        acts=(_E.FUERZA_MAYOR,),
        refuses=lambda _asked: True,
        why=Said("la fuerza mayor no suspende el término", "force majeure does not stop the clock"),
        remedy=Said("regístrela como hecho y responda dentro del término", "record it as a fact, and answer in time"),
    ),
    Guard(
        code="sin_termino",
        acts=CLOCK,
        refuses=without(lambda rules: rules.has_response),
        why=Said("este tipo de trámite no tiene término de respuesta", "this type has no term to answer"),
        remedy=Said("conteste, si lo estima útil, y cierre", "answer where it helps, and close"),
    ),
    Guard(
        code="silencio_positivo",
        acts=(_E.DECISION, _E.RESPUESTA_VERBAL, _E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL, *EXITS),
        refuses=against_silence,
        why=Said("operó el silencio administrativo positivo", "the silence has decided for the user"),
        remedy=_RECOGNISE,
    ),
    Guard(
        code="ya_decidido",
        acts=ANSWERS,
        refuses=in_state("respuesta", *_ANSWERED),
        why=Said("ya se respondió, o ya no hay que responder", "it was answered, or no answer is owed any more"),
        remedy=Said(
            "una decisión se cambia al resolver el recurso, o se corrige",
            "a decision is changed by deciding the recurso, or corrected",
        ),
    ),
    Guard(
        code="ya_respondido",
        acts=(*dict.fromkeys((*CLOCK, *EXITS, _E.TRASLADO_COMPETENCIA)),),
        refuses=in_state("respuesta", *_ANSWERED),
        why=Said("ya se respondió, o ya no hay que responder", "it was answered, or no answer is owed any more"),
        remedy=Said("continúe con lo que sigue a la respuesta", "go on with what follows the answer"),
    ),
    # --- what completes or clarifies the petition
    Guard(
        code="requerimiento_no_procede",
        acts=(_E.REQUERIMIENTO,),
        refuses=without(lambda rules: rules.requirable),
        why=Said("este tipo de trámite no admite requerimiento", "this type admits no requirement"),
        remedy=_DECIDE,
    ),
    Guard(
        code="requerimiento_repetido",
        acts=(_E.REQUERIMIENTO,),
        refuses=present("complemento"),
        why=Said("ya se requirió una vez", "completion was required once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="requerimiento_extemporaneo",
        acts=(_E.REQUERIMIENTO,),
        refuses=late_requirement,
        why=Said("venció el término para requerir", "the time to require completion has ended"),
        remedy=_DECIDE,
    ),
    Guard(
        code="sin_requerimiento",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=absent("complemento"),
        why=Said("no hay requerimiento que atender", "there is no requirement to satisfy"),
        remedy=_AS_ATTACHMENT,
    ),
    Guard(
        code="complemento_vencido",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=in_state("complemento", _L.PRECLUIDO, _L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.NO_APLICA),
        why=Said("ya se completó, o venció el término para hacerlo", "it was completed, or the time for it has ended"),
        remedy=Said(
            "recíbalo como hecho; el usuario puede presentar de nuevo la petición",
            "record it as a fact; the user may file the petition again",
        ),
    ),
    Guard(
        code="prorroga_complemento_no_procede",
        acts=(_E.PRORROGA_COMPLEMENTO,),
        refuses=without(lambda rules: rules.art_17),
        why=Said("en este tipo de trámite no se prorroga el término para completar", "this type admits no more time"),
        remedy=Said("complete dentro del término", "complete within the term"),
    ),
    Guard(
        code="prorroga_complemento_repetida",
        acts=(_E.PRORROGA_COMPLEMENTO,),
        refuses=prolonged,
        why=Said("solo cabe una prórroga para completar", "the time to complete is extended once only"),
        remedy=Said("complete dentro del término", "complete within the term"),
    ),
    Guard(
        code="devolucion_no_procede",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=without(lambda rules: rules.type.clarifiable),
        why=Said("este tipo de trámite no se devuelve para aclarar", "this type is not returned to be clarified"),
        remedy=_DECIDE,
    ),
    Guard(
        code="devolucion_repetida",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=present("aclaracion"),
        why=Said("ya se devolvió una vez", "it was returned once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="devolucion_extemporanea",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="aclaracion_no_procede",
        acts=(_E.ACLARACION,),
        refuses=not_in_state("aclaracion", _L.PENDIENTE),
        why=Said("no hay devolución abierta que aclarar", "no return is open to be clarified"),
        remedy=_AS_ATTACHMENT,
    ),
    # --- evidence, delays, extensions, competence
    Guard(
        code="pruebas_sin_efecto",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=without(lambda rules: rules.type.sap),
        why=Said("las pruebas no suspenden este tipo de trámite", "evidence does not stop the clock of this type"),
        remedy=Said("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_repetidas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=present("pruebas"),
        why=Said("ya se abrió un período probatorio", "an evidence period was opened already"),
        remedy=Said("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_extemporaneas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="pruebas_sin_comunicar",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=lambda asked: asked.now.rules.evidence_needs_notice and asked.leaves(_F.PRUEBAS_SIN_COMUNICAR),
        why=Said(
            "las pruebas que no se comunican dentro del término para responder no lo suspenden",
            "evidence that is not told within the term to answer does not stop it",
        ),
        remedy=Said("comuníquelas al usuario y registre el día", "tell the user, and record the day"),
    ),
    Guard(
        code="pruebas_cerradas",
        acts=(_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS),
        refuses=lambda asked: "pruebas" not in asked.now.rows or evidence_over(asked),
        why=Said("no hay período probatorio abierto", "no evidence period is open"),
        remedy=_DECIDE,
    ),
    Guard(
        code="pruebas_ya_prorrogadas",
        acts=(_E.PRORROGA_PRUEBAS,),
        refuses=since_evidence(_E.PRORROGA_PRUEBAS),
        why=Said("el período probatorio se prorroga una vez", "the evidence period is extended once only"),
        remedy=Said("practíquelas dentro del período en curso", "take it within the period in force"),
    ),
    Guard(
        code="prorroga_pruebas_sin_efecto",
        acts=(_E.PRORROGA_PRUEBAS,),
        refuses=extends_nothing("pruebas"),
        why=Said("el período probatorio no terminaría más tarde", "the evidence period would not end any later"),
        remedy=Said("practíquelas dentro del período en curso", "take it within the period in force"),
    ),
    Guard(
        code="pruebas_exceden_tope",
        acts=(_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS),
        refuses=leaves(_F.PRUEBAS_EXCEDEN_TOPE),
        why=Said("el período probatorio pasaría del máximo legal", "the evidence period would exceed the legal cap"),
        remedy=_LAST_DAY_LEFT,
        limit="pruebas",
    ),
    Guard(
        code="demora_sin_efecto",
        acts=(_E.DEMORA_USUARIO,),
        refuses=delay_without_effect,
        why=Said("la demora del usuario no suspende el término", "the user's delay does not stop the clock"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="conflicto_no_procede",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=without(lambda rules: rules.conflict_stops),
        why=Said(
            "en este tipo de trámite el conflicto de competencia no suspende el término",
            "a conflict of competence does not stop the clock of this type",
        ),
        remedy=Said("regístrelo como hecho y responda dentro del término", "record it as a fact, and answer in time"),
    ),
    Guard(
        code="conflicto_repetido",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=done(_E.CONFLICTO_PLANTEADO),
        why=Said("ya se planteó un conflicto de competencia", "a conflict of competence was raised already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="conflicto_extemporaneo",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="sin_conflicto",
        acts=(_E.CONFLICTO_RESUELTO,),
        refuses=no_open_conflict,
        why=Said(
            "no hay conflicto de competencia que suspenda el término", "no conflict of competence stops the clock"
        ),
        remedy=_AS_FACT,
    ),
    Guard(
        code="no_suspende",
        acts=(_E.DEVOLUCION_ACLARACION, _E.APERTURA_PRUEBAS, _E.DEMORA_USUARIO, _E.CONFLICTO_PLANTEADO),
        refuses=gains_no_day,
        why=Said(
            "el término no ganaría ningún día: lo que empieza el último día ya no lo suspende",
            "the term would gain no day: what begins on its last day does not stop it",
        ),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_no_procede",
        acts=(_E.PRORROGA,),
        refuses=no_extension,
        why=Said("este término no se prorroga", "this term is not extended"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_repetida",
        acts=(_E.PRORROGA,),
        refuses=done(_E.PRORROGA),
        why=Said("solo cabe una prórroga", "the term is extended once only"),
        remedy=Said("responda dentro del término prorrogado", "answer within the extended term"),
    ),
    Guard(
        code="prorroga_extemporanea",
        acts=(_E.PRORROGA,),
        refuses=in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="prorroga_sin_efecto",
        acts=(_E.PRORROGA,),
        refuses=extends_nothing("respuesta"),
        why=Said("el término no terminaría más tarde", "the term would not end any later"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_excede_maximo",
        acts=(_E.PRORROGA,),
        refuses=leaves(_F.PRORROGA_EXCEDE_MAXIMO),
        why=Said("la prórroga pasaría del máximo legal", "the extension would exceed the legal maximum"),
        remedy=_LAST_DAY_LEFT,
        limit="respuesta",
    ),
    Guard(
        code="traslado_no_procede",
        acts=(_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL),
        refuses=absent("traslado_competencia"),
        why=Said("un recurso no se traslada", "a recurso is not transferred"),
        remedy=Said("decida el recurso", "decide the recurso"),
    ),
    Guard(
        code="traslado_extemporaneo",
        acts=(_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL),
        refuses=ended("traslado_competencia"),
        why=Said("venció el término para trasladar", "the time to transfer has ended"),
        remedy=Said(
            "traslade de todos modos, informe al peticionario y regístrelo como hecho",
            "transfer all the same, tell the petitioner, and record it as a fact",
        ),
    ),
    # --- the ways in which it ends
    Guard(
        code="desistimiento_no_procede",
        acts=(_E.DESISTIMIENTO_TACITO,),
        refuses=without(lambda rules: rules.art_17),
        why=Said("este tipo de trámite no admite desistimiento tácito", "this type admits no tacit withdrawal"),
        remedy=_DECIDE,
    ),
    Guard(
        code="desistimiento_prematuro",
        acts=(_E.DESISTIMIENTO_TACITO,),
        refuses=not_in_state("complemento", *_LAPSED),
        why=Said("no ha vencido un requerimiento sin respuesta", "no unanswered requirement has lapsed"),
        remedy=Said(
            "requiera primero, si falta algo, y espere a que venza el término para completar",
            "require first, if something is missing, and wait until the time to complete has ended",
        ),
    ),
    Guard(
        code="archivo_no_procede",
        acts=(_E.ARCHIVO,),
        refuses=without(lambda rules: rules.type.clarifiable),
        why=Said("este tipo de trámite no se devuelve para aclarar", "this type is not returned to be clarified"),
        remedy=_DECIDE,
    ),
    Guard(
        code="archivo_sin_causa",
        acts=(_E.ARCHIVO,),
        refuses=not_in_state("aclaracion", *_LAPSED),
        why=Said("no ha vencido una devolución sin aclarar", "no unanswered return has lapsed"),
        remedy=Said(
            "devuelva primero, si no se comprende, y espere a que venza el término para aclarar",
            "return it first, if it is not understood, and wait until the time to clarify has ended",
        ),
    ),
    Guard(
        code="decision_sin_resultado",
        acts=(_E.DECISION,),
        refuses=no_outcome,
        why=Said("la decisión no dice su resultado", "the decision does not tell its outcome"),
        remedy=Said("diga qué se resolvió", "say what was decided"),
    ),
    Guard(
        code="respuesta_sin_decision",
        acts=(_E.RESPUESTA_ENVIADA,),
        refuses=lambda asked: asked.now.rules.type.sap,
        why=Said(
            "este trámite no se responde con una comunicación, sino con una decisión que se notifica",
            "this type is not answered by a letter, but by a decision that is notified",
        ),
        remedy=Said("decida y notifique", "decide, and notify"),
    ),
    Guard(
        code="sin_silencio_positivo",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=without(lambda rules: rules.type.sap),
        why=Said(
            "este tipo de trámite no tiene el silencio que con este acto se reconoce: el del contrato de servicios",
            "this type has not the silence that this act recognises: that of the contract of services",
        ),
        remedy=Said("responda aunque el término haya vencido", "answer, although the term may have ended"),
    ),
    Guard(
        code="ya_reconocido",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=recognised,
        why=Said("ya se reconocieron los efectos del silencio", "the silence was recognised already"),
        remedy=Said("ejecute lo pedido y cierre", "carry out what was asked, and close"),
    ),
    Guard(
        code="sin_silencio",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=not_silent,
        why=Said("el silencio positivo no ha operado", "the silence has not decided"),
        remedy=Said("responda y notifique dentro del término", "answer and notify within the term"),
    ),
    # --- notification
    Guard(
        code="sin_decision",
        acts=(*SENDINGS, *NOTIFY),
        refuses=nothing_to_notify,
        why=Said("no hay decisión completa que notificar", "there is no complete decision to notify"),
        remedy=Said("decida todo lo pedido", "decide everything that was asked"),
    ),
    Guard(
        code="ya_notificado",
        acts=(*SENDINGS, *NOTIFY),
        refuses=already_notified,
        why=Said("la decisión ya está notificada, o va a estarlo", "the decision has been notified, or is about to be"),
        remedy=Said("continúe con lo que sigue a la notificación", "go on with what follows the notification"),
    ),
    Guard(
        code="notificacion_sin_autorizacion",
        acts=ELECTRONIC,
        refuses=no_consent,
        why=Said("el usuario no aceptó la notificación electrónica", "the user did not accept electronic notice"),
        remedy=Said("obtenga su aceptación o cítelo", "obtain the user's acceptance, or cite the user"),
    ),
    Guard(
        code="comunicacion_no_procede",
        acts=CERTIFIED,
        refuses=without(lambda rules: rules.type.recurso),
        why=Said("así solo se notifica la decisión de un recurso", "only the decision of a recurso is notified so"),
        remedy=Said("cite para notificar personalmente", "cite for personal notification"),
    ),
    Guard(
        code="aviso_sin_citacion",
        acts=AVISOS,
        refuses=absent("notificacion_personal"),
        why=Said("no se ha citado al usuario", "the user has not been cited"),
        remedy=Said("envíe la citación", "send the citation"),
    ),
    Guard(
        code="aviso_prematuro",
        acts=AVISOS,
        refuses=lambda asked: (
            "notificacion_personal" in asked.now.rows and not asked.now.ended("notificacion_personal")
        ),
        why=Said("corre el término para notificarse en persona", "the time for personal notice is still running"),
        remedy=Said("espere a que venza", "wait until it has ended"),
    ),
    # --- recursos
    Guard(
        code="ya_cumplido",
        acts=(
            _E.RECURSO_INTERPUESTO,
            _E.QUEJA_INTERPUESTA,
            _E.INSISTENCIA_INTERPUESTA,
            _E.REMISION_INSISTENCIA,
            _E.LEYENDA_INCLUIDA,
            _E.REMISION_SSPD,
            _E.AVISO_VISITA,
            _E.RECONEXION,
        ),
        refuses=met,
        why=Said("ya se hizo", "it has been done"),
        remedy=Said("si hubo otra, regístrela como hecho", "if there was another one, record it as a fact"),
    ),
    Guard(
        code="recurso_no_procede",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=no_recurso,
        why=Said("no hay decisión que admita recurso", "no decision admits a recurso"),
        remedy=Said(
            "recíbalo, regístrelo como hecho y resuelva si procede",
            "receive it, record it as a fact, and decide whether it is admitted",
        ),
    ),
    Guard(
        code="recurso_extemporaneo",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=late_recurso,
        why=Said("venció el término para recurrir", "the time to file a recurso has ended"),
        remedy=Said(
            "recíbalo, regístrelo como hecho y rechácelo por extemporáneo",
            "receive it, record it as a fact, and reject it as late",
        ),
    ),
    Guard(
        code="queja_no_procede",
        acts=(_E.QUEJA_INTERPUESTA,),
        refuses=no_queja,
        why=Said("no hay rechazo de apelación contra el que corra término", "no rejected appeal is open to it"),
        remedy=Said(
            "recíbala, regístrela como hecho y envíela a la SSPD", "receive it, record it as a fact, and send it on"
        ),
    ),
    Guard(
        code="nada_que_remitir",
        acts=(_E.REMISION_SSPD,),
        refuses=absent("remision_sspd"),
        why=Said("no hay apelación resuelta y notificada que remitir", "no decided appeal is to be sent"),
        remedy=Said("decida la reposición y notifíquela", "decide the reposición, and notify it"),
    ),
    Guard(
        code="sin_apelacion",
        acts=(_E.DECISION_SSPD,),
        refuses=no_appeal,
        why=Said("ninguna apelación ni queja espera la decisión de la SSPD", "no appeal waits for the SSPD"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_recurso_desistido",
        acts=(_E.ACEPTACION_DESISTIMIENTO,),
        refuses=no_withdrawn_recurso,
        why=Said("no hay recurso desistido por aceptar", "no withdrawn recurso waits for acceptance"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_recurso",
        acts=(_E.RECURSO_RESUELTO,),
        refuses=lambda asked: _E.RECURSO_INTERPUESTO not in asked.now.kinds,
        why=Said("no se interpuso recurso contra la decisión", "no recurso was filed against the decision"),
        remedy=Said("registre primero el recurso", "record the recurso first"),
    ),
    Guard(
        code="recurso_ya_resuelto",
        acts=(_E.RECURSO_RESUELTO,),
        refuses=done(_E.RECURSO_RESUELTO),
        why=Said("ya consta cómo se resolvió el recurso", "how the recurso was decided is known already"),
        remedy=Said("corrija la actuación anterior", "correct what was told before"),
    ),
    # --- secrecy
    Guard(
        code="negativa_no_procede",
        acts=(_E.NEGATIVA_RESERVA,),
        refuses=without(lambda rules: rules.has_response and not rules.type.recurso),
        why=Said("este tipo de trámite no se niega por reserva", "this type is not refused for secrecy"),
        remedy=_DECIDE,
    ),
    Guard(
        code="negativa_repetida",
        acts=(_E.NEGATIVA_RESERVA,),
        refuses=done(_E.NEGATIVA_RESERVA),
        why=Said("ya se negó una vez por reserva", "it was refused for secrecy once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="sin_negativa",
        acts=(_E.INSISTENCIA_INTERPUESTA,),
        refuses=absent("insistencia"),
        why=Said("no se ha negado nada por reserva", "nothing was refused for secrecy"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="insistencia_extemporanea",
        acts=(_E.INSISTENCIA_INTERPUESTA,),
        refuses=in_state("insistencia", _L.PRECLUIDO),
        why=Said("venció el término para insistir", "the time to insist has ended"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_insistencia",
        acts=(_E.REMISION_INSISTENCIA,),
        refuses=absent("remision_insistencia"),
        why=Said("no hay insistencia oportuna que remitir", "no timely insistence is to be sent"),
        remedy=_AS_FACT,
    ),
    # --- acts besides the procedure
    Guard(
        code="leyenda_no_procede",
        acts=(_E.LEYENDA_INCLUIDA,),
        refuses=lambda asked: not asked.now.is_open("leyenda_tramite"),
        why=Said("no hay reclamo de datos en trámite que deba llevar la leyenda", "no claim in process needs the note"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="copias_no_proceden",
        acts=(_E.ENTREGA_COPIAS,),
        refuses=without(lambda rules: rules.type.copies),
        why=Said("este tipo de trámite no pide copias", "no copies are asked in this type"),
        remedy=Said("envíelas con la respuesta", "send them with the answer"),
    ),
    Guard(
        code="copias_entregadas",
        acts=(_E.ENTREGA_COPIAS,),
        refuses=done(_E.ENTREGA_COPIAS),
        why=Said("las copias ya se entregaron", "the copies have been delivered"),
        remedy=_GO_ON,
    ),
    Guard(
        code="visita_repetida",
        acts=(_E.VISITA_PROGRAMADA,),
        refuses=present("aviso_visita"),
        why=Said("ya hay una visita programada, y se avisa esa", "a visit is planned already, which is the one told"),
        remedy=Said("anule la anterior, o regístrela como hecho", "annul that one, or record this one as a fact"),
    ),
    Guard(
        code="causa_repetida",
        acts=(_E.CAUSA_ELIMINADA,),
        refuses=present("reconexion"),
        why=Said("ya consta que se eliminó la causa", "the cause is known to be removed already"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_visita",
        acts=(_E.AVISO_VISITA,),
        refuses=absent("aviso_visita"),
        why=Said("no hay visita programada", "no visit is planned"),
        remedy=Said("programe la visita", "plan the visit"),
    ),
    Guard(
        code="visita_cumplida",
        acts=(_E.AVISO_VISITA,),
        refuses=lambda asked: "aviso_visita" in asked.now.rows and not asked.now.is_open("aviso_visita"),
        why=Said("llegó el día de la visita sin que se avisara", "the day of the visit has come without a notice"),
        remedy=Said("anule la visita y programe otra", "annul the visit, and plan another one"),
    ),
    Guard(
        code="sin_causa_eliminada",
        acts=(_E.RECONEXION,),
        refuses=absent("reconexion"),
        why=Said("no consta que se eliminó la causa del corte", "the cause of the cut is not known to be removed"),
        remedy=Said("registre cuándo se eliminó", "record when it was removed"),
    ),
    Guard(
        code="nada_que_ejecutar",
        acts=(_E.EJECUCION,),
        refuses=nothing_granted,
        why=Said("nada se ha concedido", "nothing has been granted"),
        remedy=Said("decida primero", "decide first"),
    ),
    Guard(
        code="ya_ejecutado",
        acts=(_E.EJECUCION,),
        refuses=carried_out,
        why=Said("ya consta que se ejecutó todo", "all of it is known to be carried out"),
        remedy=Said("cierre cuando quede en firme", "close when it is firm"),
    ),
    # --- closing
    Guard(
        code="deberes_pendientes",
        acts=(_E.CIERRE,),
        refuses=lambda asked: bool(asked.now.agenda.open_duties()),
        why=Said("la empresa tiene deberes sin cumplir", "the company has duties still to be met"),
        remedy=Said("cumpla lo que muestra la agenda", "meet what the agenda shows"),
    ),
    Guard(
        code="sin_notificar",
        acts=(_E.CIERRE,),
        refuses=not_notified,
        why=Said("la decisión no está notificada", "the decision has not been notified"),
        remedy=Said("notifíquela, o espere al día en que se entiende notificada", "notify it, or wait for its day"),
    ),
    Guard(
        code="sin_firmeza",
        acts=(_E.CIERRE,),
        refuses=in_state("firmeza", _L.PENDIENTE),
        why=Said("la decisión no está en firme", "the decision is not firm"),
        remedy=Said("espere a que quede en firme", "wait until it is firm"),
    ),
    Guard(
        code="recurso_sin_resolver",
        acts=(_E.CIERRE,),
        refuses=recurso_pending,
        why=Said("el recurso no está resuelto y notificado", "the recurso is not decided and notified"),
        remedy=Said("registre cómo y cuándo se resolvió", "record how and when it was decided"),
    ),
    Guard(
        code="insistencia_abierta",
        acts=(_E.CIERRE,),
        refuses=in_state("insistencia", _L.PENDIENTE),
        why=Said("corre el término del solicitante para insistir", "the time to insist is still running"),
        remedy=Said("espere a que venza", "wait until it has ended"),
    ),
    Guard(
        code="sin_ejecutar",
        acts=(_E.CIERRE,),
        refuses=not_carried_out,
        why=Said("falta ejecutar lo concedido", "what was granted is not carried out"),
        remedy=Said("registre su ejecución", "record that it was carried out"),
    ),
)
"""The guards of the law, in the order in which they are asked; the first that refuses gives the reason."""

FUTURE: Final = Guard(
    code="futuro",
    acts=tuple(EventType),
    refuses=lambda _asked: True,
    why=Said("aún no ha ocurrido", "it has not happened yet"),
    remedy=Said(
        "regístrela cuando ocurra, con la agenda de ese momento", "record it when it happens, by the agenda of then"
    ),
)
"""The guard against an act later than the instant at which it is recorded: it cannot be judged yet."""

ORDER: Final = Guard(
    code="tabla",
    acts=tuple(EventType),
    refuses=out_of_order,
    why=Said("otra actuación va primero", "another act comes first"),
    remedy=Said("haga antes lo que lleva a ella", "do first what leads to it"),
)
"""The order of the workflow, asked if no guard of the law refuses; the workflow itself gives the remedy."""

EFFECT: Final = Guard(
    code="sin_efecto",
    acts=tuple(each for each in EventType if each is not _E.ANULACION),
    refuses=without_effect,
    why=Said(
        "con lo que ya consta en el expediente no tendría efecto",
        "with what is on file it would have no effect",
    ),
    remedy=_AS_FACT,
)
"""The last guard, asked if no other refuses: an act whose details are known, and that would have no effect."""
