"""What may be done with a case now, by whom and until when; and of what may not, why, and what would make it legal.

The table of the workflow says in what order acts follow each other. The guards here read the agenda, so that one
engine decides: a guard refuses an act that the engine would give no effect, or against which it would note a finding.
A fact that happened all the same is recorded (`Case.record`), and the agenda says what effect the law gives it.

The norms of a guard come from the rule book (`RuleBook.guards`); this module knows none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Final

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Consent, Event, Execution
from pqr_core.citations import Citation
from pqr_core.errors import InvalidInputError, Language, TransitionRefused
from pqr_core.law.agenda import Agenda
from pqr_core.law.deadlines import Deadline
from pqr_core.vocabulary import EventType, LegalState, Outcome, Role, WorkflowState

__all__ = ("GUARDS", "Guard", "Permit", "Refusal", "act", "allowed", "refusals")

_E, _L = EventType, LegalState
_DAY: Final = timedelta(days=1)
_MET: Final = frozenset({_L.CUMPLIDO, _L.CUMPLIDO_TARDE})
_CLOSED: Final = frozenset({_L.PRECLUIDO, _L.NO_APLICA, _L.EXTINGUIDO})
_GRANTS: Final = frozenset({Outcome.ACCEDE, Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA, Outcome.REVOCA})


@frozen
class _Asked:
    """The question a guard answers: an act on a case as its agenda stands; `event` where its details are known."""

    case: Case
    agenda: Agenda
    event: Event | None

    def state(self, code: str) -> LegalState | None:
        """The state of an obligation; None where it has not arisen."""
        row = self.agenda.get(code)
        return None if row is None else row.state

    def done(self, *kinds: EventType) -> bool:
        """Whether an act of one of these types has happened."""
        return any(o.event.type in kinds for o in self.case.timeline(self.agenda.as_of))

    @property
    def is_sap(self) -> bool:
        """Whether silence decides for the user."""
        return self.agenda.basis.resolved.type.sap


_Test = Callable[[_Asked], bool]


@frozen(kw_only=True)
class Guard:
    """One reason to refuse an act.

    Args:
        code: its name; that of the finding the engine would note, where it would.
        acts: the acts it stands before.
        refuses: whether it refuses.
        why: what is wrong, in Spanish and in English.
        remedy: what would make it legal, or what to do instead.
        opens: the obligation after whose last day the act becomes legal; `opens_on_day`: on that day itself.
    """

    code: str
    acts: tuple[EventType, ...]
    refuses: _Test
    why: Mapping[Language, str]
    remedy: Mapping[Language, str]
    opens: str | None = None
    opens_on_day: bool = False


def _words(es: str, en: str) -> Mapping[Language, str]:
    return {"es": es, "en": en}


def _absent(code: str) -> _Test:
    return lambda asked: asked.agenda.get(code) is None


def _is(code: str, *states: LegalState) -> _Test:
    return lambda asked: asked.state(code) in states


def _no_consent(asked: _Asked) -> bool:
    if asked.event is not None:
        return not asked.event.detail(Consent).autorizada
    petitioner = asked.case.filing.peticionario
    return petitioner is not None and not petitioner.acepta_electronica


def _not_pending_withdrawal(asked: _Asked) -> bool:
    return asked.state("complemento") is not _L.PRECLUIDO or not asked.agenda.basis.resolved.art_17


def _evidence_over(asked: _Asked) -> bool:
    row = asked.agenda.get("pruebas")
    over = row is None or row.due_on is None or row.due_on < asked.agenda.as_of.date()
    return over or asked.done(_E.CIERRE_PRUEBAS)


def _nothing_granted(asked: _Asked) -> bool:
    return asked.case.outcome not in _GRANTS and not asked.done(_E.RECONOCIMIENTO_SAP, _E.DECISION_SSPD)


def _not_carried_out(asked: _Asked) -> bool:
    owed = asked.is_sap and (asked.case.outcome in _GRANTS or asked.done(_E.RECONOCIMIENTO_SAP))
    return owed and not any(
        o.event.detail(Execution).completa for o in asked.case.timeline() if o.event.type is _E.EJECUCION
    )


def _no_extension(asked: _Asked) -> bool:
    resolved = asked.agenda.basis.resolved
    return resolved.extension_total is None and resolved.extension_extra is None


_ANSWERS: Final = (_E.DECISION, _E.RESPUESTA_VERBAL)
_CITATIONS: Final = (_E.ENVIO_CITACION, _E.PUBLICACION_CITACION)
_AVISOS: Final = (_E.ENTREGA_AVISO, _E.PUBLICACION_AVISO)
_NO_EFFECT: Final = _words("decida con lo que obra en el expediente", "decide with what is on file")
_TOO_LATE: Final = _words("responda ya: el término venció", "answer now: the term has ended")
_ONCE: Final = _words("continúe el trámite: ya se hizo una vez", "go on: it has been done once")

GUARDS: Final = (
    Guard(
        code="requerimiento_no_procede",
        acts=(_E.REQUERIMIENTO,),
        refuses=_absent("requerimiento"),
        why=_words("este tipo de trámite no admite requerimiento", "this type admits no requirement"),
        remedy=_NO_EFFECT,
    ),
    Guard(
        code="requerimiento_repetido",
        acts=(_E.REQUERIMIENTO,),
        refuses=lambda asked: asked.agenda.get("complemento") is not None,
        why=_words("ya se requirió una vez", "completion was required once already"),
        remedy=_ONCE,
    ),
    Guard(
        code="requerimiento_extemporaneo",
        acts=(_E.REQUERIMIENTO,),
        refuses=_is("requerimiento", _L.PRECLUIDO),
        why=_words("venció el término para requerir", "the time to require completion has ended"),
        remedy=_NO_EFFECT,
    ),
    Guard(
        code="sin_requerimiento",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=_absent("complemento"),
        why=_words("no hay requerimiento que atender", "there is no requirement to satisfy"),
        remedy=_words("reciba el documento como adjunto", "receive the document as an attachment"),
    ),
    Guard(
        code="complemento_vencido",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=_is("complemento", _L.PRECLUIDO, _L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.NO_APLICA),
        why=_words("el término para completar terminó", "the time to complete is over"),
        remedy=_words("el usuario puede presentar de nuevo la petición", "the user may file the petition again"),
    ),
    Guard(
        code="prorroga_complemento_repetida",
        acts=(_E.PRORROGA_COMPLEMENTO,),
        refuses=lambda asked: asked.done(_E.PRORROGA_COMPLEMENTO),
        why=_words("solo cabe una prórroga para completar", "the time to complete is extended once only"),
        remedy=_words("complete dentro del término", "complete within the term"),
    ),
    Guard(
        code="devolucion_no_procede",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=lambda asked: not asked.agenda.basis.resolved.type.clarifiable,
        why=_words("este tipo de trámite no se devuelve para aclarar", "this type is not returned to be clarified"),
        remedy=_NO_EFFECT,
    ),
    Guard(
        code="devolucion_repetida",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=lambda asked: asked.agenda.get("aclaracion") is not None,
        why=_words("ya se devolvió una vez", "it was returned once already"),
        remedy=_ONCE,
    ),
    Guard(
        code="devolucion_extemporanea",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=_is("respuesta", _L.VENCIDO),
        why=_words("venció el término para responder", "the term to answer has ended"),
        remedy=_TOO_LATE,
    ),
    Guard(
        code="aclaracion_no_procede",
        acts=(_E.ACLARACION,),
        refuses=lambda asked: asked.state("aclaracion") is not _L.PENDIENTE,
        why=_words("no hay devolución abierta que aclarar", "no return is open to be clarified"),
        remedy=_words("reciba el documento como adjunto", "receive the document as an attachment"),
    ),
    Guard(
        code="pruebas_sin_efecto",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=lambda asked: not asked.is_sap,
        why=_words("las pruebas no suspenden este tipo de trámite", "evidence does not stop the clock of this type"),
        remedy=_words("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_repetidas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=lambda asked: asked.agenda.get("pruebas") is not None,
        why=_words("ya se abrió un período probatorio", "an evidence period was opened already"),
        remedy=_words("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_extemporaneas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=_is("respuesta", _L.VENCIDO),
        why=_words("venció el término para responder", "the term to answer has ended"),
        remedy=_TOO_LATE,
    ),
    Guard(
        code="pruebas_cerradas",
        acts=(_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS),
        refuses=_evidence_over,
        why=_words("no hay período probatorio abierto", "no evidence period is open"),
        remedy=_NO_EFFECT,
    ),
    Guard(
        code="pruebas_ya_prorrogadas",
        acts=(_E.PRORROGA_PRUEBAS,),
        refuses=lambda asked: asked.done(_E.PRORROGA_PRUEBAS),
        why=_words("el período probatorio se prorroga una vez", "the evidence period is extended once only"),
        remedy=_words("practíquelas dentro del período en curso", "take it within the period in force"),
    ),
    Guard(
        code="demora_sin_efecto",
        acts=(_E.DEMORA_USUARIO,),
        refuses=lambda asked: not asked.is_sap or asked.state("respuesta") is _L.VENCIDO,
        why=_words("la demora del usuario ya no suspende el término", "the user's delay does not stop the clock"),
        remedy=_TOO_LATE,
    ),
    Guard(
        code="prorroga_no_procede",
        acts=(_E.PRORROGA,),
        refuses=_no_extension,
        why=_words("este término no se prorroga", "this term is not extended"),
        remedy=_words("responda dentro del término", "answer within the term"),
    ),
    Guard(
        code="prorroga_repetida",
        acts=(_E.PRORROGA,),
        refuses=lambda asked: asked.done(_E.PRORROGA),
        why=_words("solo cabe una prórroga", "the term is extended once only"),
        remedy=_words("responda dentro del término prorrogado", "answer within the extended term"),
    ),
    Guard(
        code="prorroga_extemporanea",
        acts=(_E.PRORROGA,),
        refuses=_is("respuesta", _L.VENCIDO),
        why=_words("venció el término para responder", "the term to answer has ended"),
        remedy=_TOO_LATE,
    ),
    Guard(
        code="traslado_no_procede",
        acts=(_E.TRASLADO_COMPETENCIA,),
        refuses=_absent("traslado_competencia"),
        why=_words("un recurso no se traslada", "a recurso is not transferred"),
        remedy=_words("decida el recurso", "decide the recurso"),
    ),
    Guard(
        code="traslado_extemporaneo",
        acts=(_E.TRASLADO_COMPETENCIA,),
        refuses=_is("traslado_competencia", _L.PRECLUIDO),
        why=_words("venció el término para trasladar", "the time to transfer has ended"),
        remedy=_words(
            "traslade e informe al peticionario, y regístrelo como hecho", "transfer all the same; record it as a fact"
        ),
    ),
    Guard(
        code="desistimiento_prematuro",
        acts=(_E.DESISTIMIENTO_TACITO,),
        refuses=_not_pending_withdrawal,
        why=_words("no ha vencido un requerimiento sin respuesta", "no unanswered requirement has lapsed"),
        remedy=_words("espere a que venza el término para completar", "wait until the time to complete has ended"),
        opens="complemento",
    ),
    Guard(
        code="archivo_sin_causa",
        acts=(_E.ARCHIVO,),
        refuses=lambda asked: asked.state("aclaracion") is not _L.PRECLUIDO,
        why=_words("no ha vencido una devolución sin aclarar", "no unanswered return has lapsed"),
        remedy=_words("espere a que venza el término para aclarar", "wait until the time to clarify has ended"),
        opens="aclaracion",
    ),
    Guard(
        code="ya_decidido",
        acts=_ANSWERS,
        refuses=_is("respuesta", _L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.EXTINGUIDO),
        why=_words("ya se respondió, o ya no hay que responder", "it was answered, or no answer is owed any more"),
        remedy=_words("una decisión se cambia al resolver el recurso", "a decision is changed by deciding the recurso"),
    ),
    Guard(
        code="silencio_positivo",
        acts=_ANSWERS,
        refuses=lambda asked: asked.is_sap and asked.state("respuesta") is _L.VENCIDO,
        why=_words("operó el silencio administrativo positivo", "the silence has decided for the user"),
        remedy=_words("reconozca los efectos del silencio", "recognise the effects of the silence"),
    ),
    Guard(
        code="sin_silencio",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=_absent("reconocimiento_sap"),
        why=_words("el silencio positivo no ha operado", "the silence has not decided"),
        remedy=_words("responda dentro del término", "answer within the term"),
        opens="respuesta",
    ),
    Guard(
        code="sin_decision",
        acts=_CITATIONS,
        refuses=_absent("citacion"),
        why=_words("no hay decisión completa que notificar", "there is no complete decision to notify"),
        remedy=_words("decida todo lo pedido", "decide everything that was asked"),
    ),
    Guard(
        code="notificacion_sin_autorizacion",
        acts=(_E.NOTIFICACION_ELECTRONICA,),
        refuses=_no_consent,
        why=_words("el usuario no aceptó la notificación electrónica", "the user did not accept electronic notice"),
        remedy=_words("obtenga su aceptación o cítelo", "obtain his acceptance, or cite him"),
    ),
    Guard(
        code="comunicacion_no_procede",
        acts=(_E.COMUNICACION_CERTIFICADA,),
        refuses=lambda asked: not asked.agenda.basis.resolved.type.recurso,
        why=_words("así solo se notifica la decisión de un recurso", "only the decision of a recurso is notified so"),
        remedy=_words("cite para notificar personalmente", "cite for personal notification"),
    ),
    Guard(
        code="aviso_sin_citacion",
        acts=_AVISOS,
        refuses=lambda asked: asked.state("citacion") not in _MET,
        why=_words("no se ha citado al usuario", "the user has not been cited"),
        remedy=_words("envíe la citación", "send the citation"),
    ),
    Guard(
        code="aviso_prematuro",
        acts=_AVISOS,
        refuses=_is("notificacion_personal", _L.PENDIENTE),
        why=_words("corre el término para notificarse en persona", "the time for personal notice is still running"),
        remedy=_words("espere a que venza", "wait until it has ended"),
        opens="notificacion_personal",
    ),
    Guard(
        code="recurso_no_procede",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=_absent("recurso"),
        why=_words("no hay decisión notificada que admita recurso", "no notified decision admits a recurso"),
        remedy=_words("recíbalo y resuelva si procede", "receive it, and decide whether it is admitted"),
    ),
    Guard(
        code="recurso_extemporaneo",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=_is("recurso", _L.PRECLUIDO),
        why=_words("venció el término para recurrir", "the time to file a recurso has ended"),
        remedy=_words("recíbalo y rechácelo por extemporáneo", "receive it, and reject it as late"),
    ),
    Guard(
        code="queja_no_procede",
        acts=(_E.QUEJA_INTERPUESTA,),
        refuses=lambda asked: asked.state("queja") is not _L.PENDIENTE,
        why=_words("no hay rechazo de apelación contra el que corra término", "no rejected appeal is open to it"),
        remedy=_words("recíbala y envíela a la SSPD", "receive it, and send it to the SSPD"),
    ),
    Guard(
        code="nada_que_remitir",
        acts=(_E.REMISION_SSPD,),
        refuses=_absent("remision_sspd"),
        why=_words("no hay apelación resuelta y notificada que remitir", "no decided appeal is to be sent"),
        remedy=_words("decida la reposición y notifíquela", "decide the reposición, and notify it"),
    ),
    Guard(
        code="sin_visita",
        acts=(_E.AVISO_VISITA,),
        refuses=_absent("aviso_visita"),
        why=_words("no hay visita programada", "no visit is planned"),
        remedy=_words("programe la visita", "plan the visit"),
    ),
    Guard(
        code="sin_causa_eliminada",
        acts=(_E.RECONEXION,),
        refuses=_absent("reconexion"),
        why=_words("no consta que se eliminó la causa del corte", "the cause of the cut is not known to be removed"),
        remedy=_words("registre cuándo se eliminó", "record when it was removed"),
    ),
    Guard(
        code="nada_que_ejecutar",
        acts=(_E.EJECUCION,),
        refuses=_nothing_granted,
        why=_words("nada se ha concedido", "nothing has been granted"),
        remedy=_words("decida primero", "decide first"),
    ),
    Guard(
        code="deberes_pendientes",
        acts=(_E.CIERRE,),
        refuses=lambda asked: bool(asked.agenda.open_duties()),
        why=_words("la empresa tiene deberes sin cumplir", "the company has duties still to be met"),
        remedy=_words("cumpla lo que muestra la agenda", "meet what the agenda shows"),
    ),
    Guard(
        code="sin_firmeza",
        acts=(_E.CIERRE,),
        refuses=_is("firmeza", _L.PENDIENTE),
        why=_words("la decisión no está en firme", "the decision is not firm"),
        remedy=_words("espere a que quede en firme", "wait until it is firm"),
        opens="firmeza",
        opens_on_day=True,
    ),
    Guard(
        code="sin_ejecutar",
        acts=(_E.CIERRE,),
        refuses=_not_carried_out,
        why=_words("falta ejecutar lo concedido", "what was granted is not carried out"),
        remedy=_words("registre su ejecución", "record that it was carried out"),
    ),
)
"""Every guard, in the order in which it is asked."""

_MEETS: Final[Mapping[EventType, str]] = {
    **dict.fromkeys((*_ANSWERS, _E.RESPUESTA_ENVIADA), "respuesta"),
    **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.DEMORA_USUARIO, _E.PRORROGA, _E.DEVOLUCION_ACLARACION), "respuesta"),
    **dict.fromkeys((_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO), "complemento"),
    **dict.fromkeys((_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS), "pruebas"),
    **dict.fromkeys(_CITATIONS, "citacion"),
    **dict.fromkeys(_AVISOS, "aviso"),
    _E.REQUERIMIENTO: "requerimiento",
    _E.TRASLADO_COMPETENCIA: "traslado_competencia",
    _E.ACLARACION: "aclaracion",
    _E.NOTIFICACION_PERSONAL: "notificacion_personal",
    _E.RECURSO_INTERPUESTO: "recurso",
    _E.QUEJA_INTERPUESTA: "queja",
    _E.REMISION_SSPD: "remision_sspd",
    _E.RECONOCIMIENTO_SAP: "reconocimiento_sap",
    _E.ENTREGA_COPIAS: "entrega_copias",
    _E.RECONEXION: "reconexion",
    _E.AVISO_VISITA: "aviso_visita",
}
"""The obligation by whose last day an act is to be done."""


@frozen(kw_only=True)
class Permit:
    """An act that may be done now, by whom, and its last day if it has one (already past for what is overdue)."""

    act: EventType
    roles: tuple[Role, ...]
    until: date | None = None


@frozen(kw_only=True)
class Refusal:
    """Why an act may not be done now.

    `legal_from` is the first day on which it will be legal if nothing else happens; None where waiting does not help.
    """

    act: EventType
    state: WorkflowState
    guard: Guard
    norms: tuple[Citation, ...]
    legal_from: date | None = None

    def text(self, lang: Language = "es") -> str:
        """The reason, its norm, what to do and from when, in one sentence."""
        norms = "; ".join(map(str, self.norms))
        parts = [self.guard.why[lang] + (f" ({norms})" if norms else ""), self.guard.remedy[lang]]
        if self.legal_from is not None:
            parts.append(f"{'procede desde el' if lang == 'es' else 'legal from'} {self.legal_from.isoformat()}")
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
            remedy=dict(self.guard.remedy),
            legal_from=self.legal_from,
        )


def allowed(case: Case, agenda: Agenda) -> tuple[Permit, ...]:
    """What may be done with `case` as its agenda stands, in the order of the contract.

    Raises:
        InvalidInputError: the agenda is of another case.
    """
    _require_same(case, agenda)
    roles = case.workflow.roles
    return tuple(
        Permit(act=kind, roles=roles.get(kind, ()), until=_until(agenda, kind))
        for kind in case.workflow.allowed(case.state)
        if next(_refused(kind, _Asked(case, agenda, None)), None) is None
    )


def refusals(case: Case, agenda: Agenda, kind: EventType, event: Event | None = None) -> tuple[Refusal, ...]:
    """The reasons of the guards against an act of that type, or against `event` itself; empty when there are none."""
    _require_same(case, agenda)
    return tuple(_refused(kind, _Asked(case, agenda, event)))


def act(case: Case, agenda: Agenda, event: Event) -> Case:
    """The case after an act that both the table and the law allow, as the agenda stands.

    Raises:
        TransitionRefused: one of them does not; `guard`, `norm`, `remedy` and `legal_from` say why. Nothing changes.
    """
    case.workflow.step(case.state, event.type)
    for refusal in refusals(case, agenda, event.type, event):
        raise refusal.error()
    return case.record(event)


def _require_same(case: Case, agenda: Agenda) -> None:
    if agenda.case is not case and agenda.case != case:
        raise InvalidInputError(place="agenda", detail=f"it is of another history than case {case.case_id} has")


def _refused(kind: EventType, asked: _Asked) -> Iterator[Refusal]:
    norms = asked.agenda.basis.rules.guards
    for guard in GUARDS:
        if kind in guard.acts and guard.refuses(asked):
            yield Refusal(
                act=kind,
                state=asked.case.state,
                guard=guard,
                norms=norms.get(guard.code) or _of_the_duty(guard, asked.agenda),
                legal_from=_legal_from(guard, asked.agenda),
            )


def _of_the_duty(guard: Guard, agenda: Agenda) -> tuple[Citation, ...]:
    """The norms of the duty that stands in the way of closing; nothing for another guard without a norm."""
    duties = agenda.open_duties() if guard.acts == (_E.CIERRE,) else ()
    return duties[0].citations if duties else ()


def _legal_from(guard: Guard, agenda: Agenda) -> date | None:
    row = agenda.get(guard.opens) if guard.opens else None
    if row is None or row.due_on is None or row.state not in (_L.PENDIENTE, _L.SUSPENDIDO):
        return None
    return row.due_on if guard.opens_on_day else row.due_on + _DAY


def _until(agenda: Agenda, kind: EventType) -> date | None:
    row: Deadline | None = agenda.get(_MEETS[kind]) if kind in _MEETS else None
    return None if row is None or row.met_on is not None or row.state in _CLOSED else row.due_on
