"""The guards that refuse an act: one row per reason, with what would make the act legal or what to do instead.

A guard refuses an act to which the engine would give no effect, or for which it would leave a finding that says so.
What it tests is a ground (`law.grounds`). No norm is here: the rule book has the norms of each guard
(`RuleBook.guards`). No day is here either: where waiting is enough, the agendas of the coming days give the day.
"""

from __future__ import annotations

from typing import Final

from attrs import frozen

from pqr_core.fields import Brief
from pqr_core.language import Said
from pqr_core.law import grounds
from pqr_core.law.notification import AVISOS, CERTIFIED, ELECTRONIC
from pqr_core.vocabulary import EventType, Finding, LegalState

__all__ = ("EFFECT", "FUTURE", "GUARDS", "ORDER", "Guard")

_E, _L, _F = EventType, LegalState, Finding

_ANSWERED: Final = (_L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.EXTINGUIDO)
_LAPSED: Final = (_L.PRECLUIDO, _L.CUMPLIDO_TARDE)


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
    refuses: grounds.Ground
    why: Said
    remedy: Said
    limit: str | None = None


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
        refuses=grounds.closed,
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
        acts=grounds.CLOCK,
        refuses=grounds.without(lambda rules: rules.has_response),
        why=Said("este tipo de trámite no tiene término de respuesta", "this type has no term to answer"),
        remedy=Said("conteste, si lo estima útil, y cierre", "answer where it helps, and close"),
    ),
    Guard(
        code="silencio_positivo",
        acts=(_E.DECISION, _E.RESPUESTA_VERBAL, _E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL, *grounds.EXITS),
        refuses=grounds.against_silence,
        why=Said("operó el silencio administrativo positivo", "the silence has decided for the user"),
        remedy=_RECOGNISE,
    ),
    Guard(
        code="ya_decidido",
        acts=grounds.ANSWERS,
        refuses=grounds.in_state("respuesta", *_ANSWERED),
        why=Said("ya se respondió, o ya no hay que responder", "it was answered, or no answer is owed any more"),
        remedy=Said(
            "una decisión se cambia al resolver el recurso, o se corrige",
            "a decision is changed by deciding the recurso, or corrected",
        ),
    ),
    Guard(
        code="ya_respondido",
        acts=(*dict.fromkeys((*grounds.CLOCK, *grounds.EXITS, _E.TRASLADO_COMPETENCIA)),),
        refuses=grounds.in_state("respuesta", *_ANSWERED),
        why=Said("ya se respondió, o ya no hay que responder", "it was answered, or no answer is owed any more"),
        remedy=Said("continúe con lo que sigue a la respuesta", "go on with what follows the answer"),
    ),
    # --- what completes or clarifies the petition
    Guard(
        code="requerimiento_no_procede",
        acts=(_E.REQUERIMIENTO,),
        refuses=grounds.without(lambda rules: rules.requirable),
        why=Said("este tipo de trámite no admite requerimiento", "this type admits no requirement"),
        remedy=_DECIDE,
    ),
    Guard(
        code="requerimiento_repetido",
        acts=(_E.REQUERIMIENTO,),
        refuses=grounds.present("complemento"),
        why=Said("ya se requirió una vez", "completion was required once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="requerimiento_extemporaneo",
        acts=(_E.REQUERIMIENTO,),
        refuses=grounds.late_requirement,
        why=Said("venció el término para requerir", "the time to require completion has ended"),
        remedy=_DECIDE,
    ),
    Guard(
        code="requerimiento_recibido_antes",
        acts=(_E.REQUERIMIENTO,),
        refuses=grounds.received_before_sent,
        why=Said("se habría recibido antes de enviarse", "it would have been received before it was sent"),
        remedy=Said("diga el día en que se envió y el día en que se recibió", "say when it was sent and received"),
    ),
    Guard(
        code="requerimiento_sin_plazo",
        acts=(_E.REQUERIMIENTO,),
        refuses=grounds.gives_no_day("complemento"),
        why=Said(
            "el plazo para completar terminaría sin dejar ni un día", "the time to complete would end without one day"
        ),
        remedy=Said("fije un día posterior al del recibo", "set a day after that of the receipt"),
    ),
    Guard(
        code="sin_requerimiento",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=grounds.absent("complemento"),
        why=Said("no hay requerimiento que atender", "there is no requirement to satisfy"),
        remedy=_AS_ATTACHMENT,
    ),
    Guard(
        code="complemento_vencido",
        acts=(_E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO),
        refuses=grounds.in_state("complemento", _L.PRECLUIDO, _L.CUMPLIDO, _L.CUMPLIDO_TARDE, _L.NO_APLICA),
        why=Said("ya se completó, o venció el término para hacerlo", "it was completed, or the time for it has ended"),
        remedy=Said(
            "recíbalo como hecho; el usuario puede presentar de nuevo la petición",
            "record it as a fact; the user may file the petition again",
        ),
    ),
    Guard(
        code="prorroga_complemento_no_procede",
        acts=(_E.PRORROGA_COMPLEMENTO,),
        refuses=grounds.without(lambda rules: rules.art_17),
        why=Said("en este tipo de trámite no se prorroga el término para completar", "this type admits no more time"),
        remedy=Said("complete dentro del término", "complete within the term"),
    ),
    Guard(
        code="prorroga_complemento_repetida",
        acts=(_E.PRORROGA_COMPLEMENTO,),
        refuses=grounds.prolonged,
        why=Said("solo cabe una prórroga para completar", "the time to complete is extended once only"),
        remedy=Said("complete dentro del término", "complete within the term"),
    ),
    Guard(
        code="devolucion_no_procede",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=grounds.without(lambda rules: rules.type.clarifiable),
        why=Said("este tipo de trámite no se devuelve para aclarar", "this type is not returned to be clarified"),
        remedy=_DECIDE,
    ),
    Guard(
        code="devolucion_repetida",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=grounds.present("aclaracion"),
        why=Said("ya se devolvió una vez", "it was returned once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="devolucion_extemporanea",
        acts=(_E.DEVOLUCION_ACLARACION,),
        refuses=grounds.in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="aclaracion_no_procede",
        acts=(_E.ACLARACION,),
        refuses=grounds.not_in_state("aclaracion", _L.PENDIENTE),
        why=Said("no hay devolución abierta que aclarar", "no return is open to be clarified"),
        remedy=_AS_ATTACHMENT,
    ),
    # --- evidence, delays, extensions, competence
    Guard(
        code="pruebas_sin_efecto",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=grounds.without(lambda rules: rules.type.sap),
        why=Said("las pruebas no suspenden este tipo de trámite", "evidence does not stop the clock of this type"),
        remedy=Said("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_repetidas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=grounds.present("pruebas"),
        why=Said("ya se abrió un período probatorio", "an evidence period was opened already"),
        remedy=Said("practíquelas dentro del término", "take it within the term"),
    ),
    Guard(
        code="pruebas_extemporaneas",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=grounds.in_state("respuesta", _L.VENCIDO),
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
        code="pruebas_sin_plazo",
        acts=(_E.APERTURA_PRUEBAS,),
        refuses=grounds.gives_no_day("pruebas"),
        why=Said(
            "el período probatorio terminaría sin dejar ni un día", "the evidence period would end without one day"
        ),
        remedy=Said("fije un día posterior al de la apertura", "set a day after that of the opening"),
    ),
    Guard(
        code="pruebas_cerradas",
        acts=(_E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS),
        refuses=lambda asked: "pruebas" not in asked.now.rows or grounds.evidence_over(asked),
        why=Said("no hay período probatorio abierto", "no evidence period is open"),
        remedy=_DECIDE,
    ),
    Guard(
        code="pruebas_ya_prorrogadas",
        acts=(_E.PRORROGA_PRUEBAS,),
        refuses=grounds.since_evidence(_E.PRORROGA_PRUEBAS),
        why=Said("el período probatorio se prorroga una vez", "the evidence period is extended once only"),
        remedy=Said("practíquelas dentro del período en curso", "take it within the period in force"),
    ),
    Guard(
        code="prorroga_pruebas_sin_efecto",
        acts=(_E.PRORROGA_PRUEBAS,),
        refuses=grounds.extends_nothing("pruebas"),
        why=Said("el período probatorio no terminaría más tarde", "the evidence period would not end any later"),
        remedy=Said("practíquelas dentro del período en curso", "take it within the period in force"),
    ),
    Guard(
        code="pruebas_exceden_tope",
        acts=(_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS),
        refuses=grounds.leaves(_F.PRUEBAS_EXCEDEN_TOPE),
        why=Said("el período probatorio pasaría del máximo legal", "the evidence period would exceed the legal cap"),
        remedy=_LAST_DAY_LEFT,
        limit="pruebas",
    ),
    Guard(
        code="demora_sin_efecto",
        acts=(_E.DEMORA_USUARIO,),
        refuses=grounds.delay_without_effect,
        why=Said("la demora del usuario no suspende el término", "the user's delay does not stop the clock"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="conflicto_no_procede",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=grounds.without(lambda rules: rules.conflict_stops),
        why=Said(
            "en este tipo de trámite el conflicto de competencia no suspende el término",
            "a conflict of competence does not stop the clock of this type",
        ),
        remedy=Said("regístrelo como hecho y responda dentro del término", "record it as a fact, and answer in time"),
    ),
    Guard(
        code="conflicto_repetido",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=grounds.done(_E.CONFLICTO_PLANTEADO),
        why=Said("ya se planteó un conflicto de competencia", "a conflict of competence was raised already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="conflicto_extemporaneo",
        acts=(_E.CONFLICTO_PLANTEADO,),
        refuses=grounds.in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="sin_conflicto",
        acts=(_E.CONFLICTO_RESUELTO,),
        refuses=grounds.no_open_conflict,
        why=Said(
            "no hay conflicto de competencia que suspenda el término", "no conflict of competence stops the clock"
        ),
        remedy=_AS_FACT,
    ),
    Guard(
        code="no_suspende",
        acts=(_E.DEVOLUCION_ACLARACION, _E.APERTURA_PRUEBAS, _E.DEMORA_USUARIO, _E.CONFLICTO_PLANTEADO),
        refuses=grounds.gains_no_day,
        why=Said(
            "el término no ganaría ningún día: lo que empieza el último día ya no lo suspende",
            "the term would gain no day: what begins on its last day does not stop it",
        ),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_no_procede",
        acts=(_E.PRORROGA,),
        refuses=grounds.no_extension,
        why=Said("este término no se prorroga", "this term is not extended"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_repetida",
        acts=(_E.PRORROGA,),
        refuses=grounds.done(_E.PRORROGA),
        why=Said("solo cabe una prórroga", "the term is extended once only"),
        remedy=Said("responda dentro del término prorrogado", "answer within the extended term"),
    ),
    Guard(
        code="prorroga_extemporanea",
        acts=(_E.PRORROGA,),
        refuses=grounds.in_state("respuesta", _L.VENCIDO),
        why=_TERM_ENDED,
        remedy=_ANSWER_NOW,
    ),
    Guard(
        code="prorroga_sin_efecto",
        acts=(_E.PRORROGA,),
        refuses=grounds.extends_nothing("respuesta"),
        why=Said("el término no terminaría más tarde", "the term would not end any later"),
        remedy=_ANSWER_IN_TIME,
    ),
    Guard(
        code="prorroga_excede_maximo",
        acts=(_E.PRORROGA,),
        refuses=grounds.leaves(_F.PRORROGA_EXCEDE_MAXIMO),
        why=Said("la prórroga pasaría del máximo legal", "the extension would exceed the legal maximum"),
        remedy=_LAST_DAY_LEFT,
        limit="respuesta",
    ),
    Guard(
        code="traslado_no_procede",
        acts=(_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL),
        refuses=grounds.absent("traslado_competencia"),
        why=Said("un recurso no se traslada", "a recurso is not transferred"),
        remedy=Said("decida el recurso", "decide the recurso"),
    ),
    Guard(
        code="traslado_extemporaneo",
        acts=(_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL),
        refuses=grounds.ended("traslado_competencia"),
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
        refuses=grounds.without(lambda rules: rules.art_17),
        why=Said("este tipo de trámite no admite desistimiento tácito", "this type admits no tacit withdrawal"),
        remedy=_DECIDE,
    ),
    Guard(
        code="desistimiento_prematuro",
        acts=(_E.DESISTIMIENTO_TACITO,),
        refuses=grounds.not_in_state("complemento", *_LAPSED),
        why=Said("no ha vencido un requerimiento sin respuesta", "no unanswered requirement has lapsed"),
        remedy=Said(
            "requiera primero, si falta algo, y espere a que venza el término para completar",
            "require first, if something is missing, and wait until the time to complete has ended",
        ),
    ),
    Guard(
        code="archivo_no_procede",
        acts=(_E.ARCHIVO,),
        refuses=grounds.without(lambda rules: rules.type.clarifiable),
        why=Said("este tipo de trámite no se devuelve para aclarar", "this type is not returned to be clarified"),
        remedy=_DECIDE,
    ),
    Guard(
        code="archivo_sin_causa",
        acts=(_E.ARCHIVO,),
        refuses=grounds.not_in_state("aclaracion", *_LAPSED),
        why=Said("no ha vencido una devolución sin aclarar", "no unanswered return has lapsed"),
        remedy=Said(
            "devuelva primero, si no se comprende, y espere a que venza el término para aclarar",
            "return it first, if it is not understood, and wait until the time to clarify has ended",
        ),
    ),
    Guard(
        code="decision_sin_resultado",
        acts=(_E.DECISION,),
        refuses=grounds.no_outcome,
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
        refuses=grounds.without(lambda rules: rules.type.sap),
        why=Said(
            "este tipo de trámite no tiene el silencio que con este acto se reconoce: el del contrato de servicios",
            "this type has not the silence that this act recognises: that of the contract of services",
        ),
        remedy=Said("responda aunque el término haya vencido", "answer, although the term may have ended"),
    ),
    Guard(
        code="ya_reconocido",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=grounds.recognised,
        why=Said("ya se reconocieron los efectos del silencio", "the silence was recognised already"),
        remedy=Said("ejecute lo pedido y cierre", "carry out what was asked, and close"),
    ),
    Guard(
        code="sin_silencio",
        acts=(_E.RECONOCIMIENTO_SAP,),
        refuses=grounds.not_silent,
        why=Said("el silencio positivo no ha operado", "the silence has not decided"),
        remedy=Said("responda y notifique dentro del término", "answer and notify within the term"),
    ),
    # --- notification
    Guard(
        code="sin_decision",
        acts=(*grounds.SENDINGS, *grounds.NOTIFY),
        refuses=grounds.nothing_to_notify,
        why=Said("no hay decisión completa que notificar", "there is no complete decision to notify"),
        remedy=Said("decida todo lo pedido", "decide everything that was asked"),
    ),
    Guard(
        code="ya_notificado",
        acts=(*grounds.SENDINGS, *grounds.NOTIFY),
        refuses=grounds.already_notified,
        why=Said("la decisión ya está notificada, o va a estarlo", "the decision has been notified, or is about to be"),
        remedy=Said("continúe con lo que sigue a la notificación", "go on with what follows the notification"),
    ),
    Guard(
        code="notificacion_sin_autorizacion",
        acts=ELECTRONIC,
        refuses=grounds.no_consent,
        why=Said("el usuario no aceptó la notificación electrónica", "the user did not accept electronic notice"),
        remedy=Said("obtenga su aceptación o cítelo", "obtain the user's acceptance, or cite the user"),
    ),
    Guard(
        code="comunicacion_no_procede",
        acts=CERTIFIED,
        refuses=grounds.without(lambda rules: rules.type.recurso),
        why=Said("así solo se notifica la decisión de un recurso", "only the decision of a recurso is notified so"),
        remedy=Said("cite para notificar personalmente", "cite for personal notification"),
    ),
    Guard(
        code="aviso_sin_citacion",
        acts=AVISOS,
        refuses=grounds.absent("notificacion_personal"),
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
        refuses=grounds.met,
        why=Said("ya se hizo", "it has been done"),
        remedy=Said("si hubo otra, regístrela como hecho", "if there was another one, record it as a fact"),
    ),
    Guard(
        code="recurso_no_procede",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=grounds.no_recurso,
        why=Said("no hay decisión que admita recurso", "no decision admits a recurso"),
        remedy=Said(
            "recíbalo, regístrelo como hecho y resuelva si procede",
            "receive it, record it as a fact, and decide whether it is admitted",
        ),
    ),
    Guard(
        code="recurso_extemporaneo",
        acts=(_E.RECURSO_INTERPUESTO,),
        refuses=grounds.late_recurso,
        why=Said("venció el término para recurrir", "the time to file a recurso has ended"),
        remedy=Said(
            "recíbalo, regístrelo como hecho y rechácelo por extemporáneo",
            "receive it, record it as a fact, and reject it as late",
        ),
    ),
    Guard(
        code="queja_no_procede",
        acts=(_E.QUEJA_INTERPUESTA,),
        refuses=grounds.no_queja,
        why=Said("no hay rechazo de apelación contra el que corra término", "no rejected appeal is open to it"),
        remedy=Said(
            "recíbala, regístrela como hecho y envíela a la SSPD", "receive it, record it as a fact, and send it on"
        ),
    ),
    Guard(
        code="nada_que_remitir",
        acts=(_E.REMISION_SSPD,),
        refuses=grounds.absent("remision_sspd"),
        why=Said("no hay apelación resuelta y notificada que remitir", "no decided appeal is to be sent"),
        remedy=Said("decida la reposición y notifíquela", "decide the reposición, and notify it"),
    ),
    Guard(
        code="sin_apelacion",
        acts=(_E.DECISION_SSPD,),
        refuses=grounds.no_appeal,
        why=Said("ninguna apelación ni queja espera la decisión de la SSPD", "no appeal waits for the SSPD"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_recurso_desistido",
        acts=(_E.ACEPTACION_DESISTIMIENTO,),
        refuses=grounds.no_withdrawn_recurso,
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
        refuses=grounds.recursos_decided,
        why=Said("ya consta cómo se resolvió el recurso", "how the recurso was decided is known already"),
        remedy=Said("corrija la actuación anterior", "correct what was told before"),
    ),
    # --- secrecy
    Guard(
        code="negativa_no_procede",
        acts=(_E.NEGATIVA_RESERVA,),
        refuses=grounds.without(lambda rules: rules.has_response and not rules.type.recurso),
        why=Said("este tipo de trámite no se niega por reserva", "this type is not refused for secrecy"),
        remedy=_DECIDE,
    ),
    Guard(
        code="negativa_repetida",
        acts=(_E.NEGATIVA_RESERVA,),
        refuses=grounds.done(_E.NEGATIVA_RESERVA),
        why=Said("ya se negó una vez por reserva", "it was refused for secrecy once already"),
        remedy=_GO_ON,
    ),
    Guard(
        code="sin_negativa",
        acts=(_E.INSISTENCIA_INTERPUESTA,),
        refuses=grounds.absent("insistencia"),
        why=Said("no se ha negado nada por reserva", "nothing was refused for secrecy"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="insistencia_extemporanea",
        acts=(_E.INSISTENCIA_INTERPUESTA,),
        refuses=grounds.in_state("insistencia", _L.PRECLUIDO),
        why=Said("venció el término para insistir", "the time to insist has ended"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_insistencia",
        acts=(_E.REMISION_INSISTENCIA,),
        refuses=grounds.absent("remision_insistencia"),
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
        refuses=grounds.without(lambda rules: rules.type.copies),
        why=Said("este tipo de trámite no pide copias", "no copies are asked in this type"),
        remedy=Said("envíelas con la respuesta", "send them with the answer"),
    ),
    Guard(
        code="copias_entregadas",
        acts=(_E.ENTREGA_COPIAS,),
        refuses=grounds.done(_E.ENTREGA_COPIAS),
        why=Said("las copias ya se entregaron", "the copies have been delivered"),
        remedy=_GO_ON,
    ),
    Guard(
        code="visita_repetida",
        acts=(_E.VISITA_PROGRAMADA,),
        refuses=grounds.present("aviso_visita"),
        why=Said("ya hay una visita programada, y se avisa esa", "a visit is planned already, which is the one told"),
        remedy=Said("anule la anterior, o regístrela como hecho", "annul that one, or record this one as a fact"),
    ),
    Guard(
        code="causa_repetida",
        acts=(_E.CAUSA_ELIMINADA,),
        refuses=grounds.present("reconexion"),
        why=Said("ya consta que se eliminó la causa", "the cause is known to be removed already"),
        remedy=_AS_FACT,
    ),
    Guard(
        code="sin_visita",
        acts=(_E.AVISO_VISITA,),
        refuses=grounds.absent("aviso_visita"),
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
        refuses=grounds.absent("reconexion"),
        why=Said("no consta que se eliminó la causa del corte", "the cause of the cut is not known to be removed"),
        remedy=Said("registre cuándo se eliminó", "record when it was removed"),
    ),
    Guard(
        code="nada_que_ejecutar",
        acts=(_E.EJECUCION,),
        refuses=grounds.nothing_granted,
        why=Said("nada se ha concedido", "nothing has been granted"),
        remedy=Said("decida primero", "decide first"),
    ),
    Guard(
        code="ya_ejecutado",
        acts=(_E.EJECUCION,),
        refuses=grounds.carried_out,
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
        refuses=grounds.not_notified,
        why=Said("la decisión no está notificada", "the decision has not been notified"),
        remedy=Said("notifíquela, o espere al día en que se entiende notificada", "notify it, or wait for its day"),
    ),
    Guard(
        code="sin_firmeza",
        acts=(_E.CIERRE,),
        refuses=grounds.in_state("firmeza", _L.PENDIENTE),
        why=Said("la decisión no está en firme", "the decision is not firm"),
        remedy=Said("espere a que quede en firme", "wait until it is firm"),
    ),
    Guard(
        code="recurso_sin_resolver",
        acts=(_E.CIERRE,),
        refuses=grounds.recurso_pending,
        why=Said("el recurso no está resuelto y notificado", "the recurso is not decided and notified"),
        remedy=Said("registre cómo y cuándo se resolvió", "record how and when it was decided"),
    ),
    Guard(
        code="insistencia_abierta",
        acts=(_E.CIERRE,),
        refuses=grounds.in_state("insistencia", _L.PENDIENTE),
        why=Said("corre el término del solicitante para insistir", "the time to insist is still running"),
        remedy=Said("espere a que venza", "wait until it has ended"),
    ),
    Guard(
        code="sin_ejecutar",
        acts=(_E.CIERRE,),
        refuses=grounds.not_carried_out,
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
    refuses=grounds.out_of_order,
    why=Said("otra actuación va primero", "another act comes first"),
    remedy=Said("haga antes lo que lleva a ella", "do first what leads to it"),
)
"""The order of the workflow, asked if no guard of the law refuses; the workflow itself gives the remedy."""

EFFECT: Final = Guard(
    code="sin_efecto",
    acts=tuple(each for each in EventType if each is not _E.ANULACION),
    refuses=grounds.without_effect,
    why=Said(
        "con lo que ya consta en el expediente no tendría efecto",
        "with what is on file it would have no effect",
    ),
    remedy=_AS_FACT,
)
"""The last guard, asked if no other refuses: an act whose details are known, and that would have no effect."""
