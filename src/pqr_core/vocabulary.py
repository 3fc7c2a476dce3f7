"""The closed lists of the law and the work: each word with its code and its Spanish and English label.

Codes are used in JSON and in the database and are never renamed. Lists that a country or a sector may extend (case
types, services, causales) are not here but in a jurisdiction.

>>> LegalState.CUMPLIDO_TARDE.value, LegalState.CUMPLIDO_TARDE.label("es")
('cumplido_tarde', 'cumplido tarde')
"""

from __future__ import annotations

from typing import Final, Self

from pqr_core.errors import InvalidInputError
from pqr_core.fields import ClosedList
from pqr_core.language import Named
from pqr_core.names import one_of

__all__ = (
    "LEGAL_EVENTS",
    "ActKind",
    "ActionKind",
    "ActionState",
    "Activity",
    "Capacity",
    "DifferentialGroup",
    "EventType",
    "Finding",
    "IdentityDocument",
    "Kind",
    "LegalState",
    "Outcome",
    "PetitionerKind",
    "Priority",
    "Relation",
    "Role",
    "Unrecorded",
    "WorkClass",
    "WorkflowState",
)


class _Word(Named, ClosedList):
    """A code that is its own value, with a label in each language."""

    _value_: str
    es: str
    en: str

    def __new__(cls, code: str, es: str = "", en: str = "") -> Self:
        word = str.__new__(cls, code)
        word._value_ = code
        word.es = es
        word.en = en
        return word


class _PersonWord(_Word):
    """A code about a person: an invalid value may be their name or number, so the error does not repeat it."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise InvalidInputError.expected(one_of(cls, None), value, place=cls.__name__)


class ActionKind(_Word):
    """The purpose of an improvement action."""

    CORRECTIVA = "correctiva", "correctiva", "corrective"
    PREVENTIVA = "preventiva", "preventiva", "preventive"
    MEJORA = "mejora", "de mejora", "of improvement"


class ActionState(_Word):
    """The state of an improvement action on a day."""

    ABIERTA = "abierta", "abierta", "open"
    VENCIDA = "vencida", "vencida", "overdue"
    CERRADA = "cerrada", "cerrada", "closed"


class Kind(_Word):
    """What a deadline is for whom it binds, and so what happens when it passes unused."""

    DEBER = "deber", "deber", "duty"
    FACULTAD = "facultad", "facultad", "power"
    CARGA = "carga", "carga", "burden"
    EFECTO = "efecto", "efecto", "effect"


class LegalState(_Word):
    """The state of a deadline at an instant."""

    PENDIENTE = "pendiente", "pendiente", "pending"
    SUSPENDIDO = "suspendido", "suspendido", "suspended"
    DISPONIBLE = "disponible", "disponible", "available"
    CUMPLIDO = "cumplido", "cumplido", "met"
    CUMPLIDO_TARDE = "cumplido_tarde", "cumplido tarde", "met late"
    VENCIDO = "vencido", "vencido", "overdue"
    PRECLUIDO = "precluido", "precluido", "lapsed"
    EXTINGUIDO = "extinguido", "extinguido", "extinguished"
    NO_APLICA = "no_aplica", "no aplica", "moot"


class Outcome(_Word):
    """The `resultado` of a decision."""

    ACCEDE = "accede", "accede", "granted"
    ACCEDE_PARCIALMENTE = "accede_parcialmente", "accede parcialmente", "granted in part"
    NO_ACCEDE = "no_accede", "no accede", "denied"
    CONFIRMA = "confirma", "confirma", "confirmed"
    MODIFICA = "modifica", "modifica", "modified"
    REVOCA = "revoca", "revoca", "revoked"
    RECHAZA = "rechaza", "rechaza", "rejected"
    TRASLADA = "traslada", "traslada", "transferred"
    ARCHIVA = "archiva", "archiva", "archived"


class ActKind(_Word):
    """The `acto` that a decision is about; the first five are those of Ley 142 de 1994, art. 154."""

    NEGATIVA_CONTRATO = "negativa_contrato", "negativa del contrato", "refusal of the contract"
    SUSPENSION = "suspension", "suspensión del servicio", "suspension of the service"
    TERMINACION = "terminacion", "terminación del contrato", "termination of the contract"
    CORTE = "corte", "corte del servicio", "cut of the service"
    FACTURACION = "facturacion", "facturación", "billing"
    OTRO = "otro", "otro acto", "another act"


class Unrecorded(_Word):
    """What a register does not record; it is unknown, not undone (`no_registrado`)."""

    NOTIFICACION = "notificacion", "las notificaciones", "notices"
    SILENCIO = "silencio", "los reconocimientos del silencio", "recognitions of the silence"


class WorkClass(_Word):
    """The class of an open case in the work of the office; each case is in exactly one."""

    OVERDUE = "vencido", "vencido", "overdue"
    TODAY = "vence_hoy", "vence hoy", "due today"
    SOON = "vence_pronto", "vence pronto", "due soon"
    LATER = "vence_despues", "vence después", "due later"
    SUSPENDED = "suspendido", "suspendido", "suspended"
    UNDATED = "sin_fecha", "sin fecha", "without a date"


class WorkflowState(_Word):
    """The state of a case in the table of the workflow."""

    RADICADO = "radicado", "radicado", "filed"
    ASIGNADO = "asignado", "asignado", "assigned"
    EN_ANALISIS = "en_analisis", "en análisis", "under analysis"
    DECIDIDO = "decidido", "decidido", "decided"
    NOTIFICADO = "notificado", "notificado", "notified"
    CERRADO = "cerrado", "cerrado", "closed"
    REGISTRADO = "registrado", "registrado", "registered"
    EN_ESPERA = "en_espera", "en espera del usuario", "waiting for the user"
    EN_PRUEBAS = "en_pruebas", "en pruebas", "gathering evidence"
    CITADO = "citado", "citado para notificar", "cited for notification"
    RECURRIDO = "recurrido", "recurrido", "appealed"
    EN_SSPD = "en_sspd", "en la SSPD", "before the SSPD"
    SILENCIO = "silencio", "silencio reconocido", "silence recognised"
    EN_EJECUCION = "en_ejecucion", "en ejecución", "being carried out"
    TRASLADADO = "trasladado", "trasladado por competencia", "transferred"
    DESISTIDO = "desistido", "desistido", "withdrawn"
    DEVUELTO = "devuelto", "archivado sin aclaración", "archived unclarified"


class EventType(_Word):
    """What can happen to a case. The order is part of the contract: it sorts events of the same instant."""

    REQUERIMIENTO = "requerimiento", "requerimiento de completar", "requirement to complete"
    COMPLEMENTO = "complemento", "complemento de la petición", "completion"
    PRORROGA_COMPLEMENTO = "prorroga_complemento", "prórroga para completar", "more time to complete"
    DEVOLUCION_ACLARACION = "devolucion_aclaracion", "devolución para aclarar", "return for clarification"
    ACLARACION = "aclaracion", "aclaración", "clarification"
    APERTURA_PRUEBAS = "apertura_pruebas", "apertura a pruebas", "evidence period opened"
    PRORROGA_PRUEBAS = "prorroga_pruebas", "prórroga de las pruebas", "evidence period extended"
    CIERRE_PRUEBAS = "cierre_pruebas", "cierre de las pruebas", "evidence period closed"
    DEMORA_USUARIO = "demora_usuario", "demora auspiciada por el usuario", "delay caused by the user"
    PRORROGA = "prorroga", "prórroga de la respuesta", "extension of the answer"
    FUERZA_MAYOR = "fuerza_mayor", "fuerza mayor", "force majeure"
    TRASLADO_COMPETENCIA = "traslado_competencia", "traslado por competencia", "transfer to the competent authority"
    TRASLADO_PARCIAL = "traslado_parcial", "traslado parcial por competencia", "transfer of a part"
    CONFLICTO_PLANTEADO = "conflicto_planteado", "conflicto de competencia planteado", "conflict of competence raised"
    CONFLICTO_RESUELTO = "conflicto_resuelto", "conflicto de competencia resuelto", "conflict of competence resolved"
    DESISTIMIENTO_EXPRESO = "desistimiento_expreso", "desistimiento expreso", "express withdrawal"
    DESISTIMIENTO_TACITO = "desistimiento_tacito", "desistimiento tácito", "tacit withdrawal"
    RECONOCIMIENTO_SAP = "reconocimiento_sap", "reconocimiento del silencio", "silence recognised"
    ARCHIVO = "archivo", "archivo por falta de aclaración", "archived for want of clarification"
    DECISION = "decision", "decisión", "decision"
    RESPUESTA_ENVIADA = "respuesta_enviada", "respuesta enviada", "answer sent"
    RESPUESTA_VERBAL = "respuesta_verbal", "respuesta verbal", "answer on the spot"
    ENVIO_NOTIFICACION_ELECTRONICA = (
        "envio_notificacion_electronica",
        "envío de la notificación electrónica",
        "electronic notification sent",
    )
    ENVIO_COMUNICACION_CERTIFICADA = (
        "envio_comunicacion_certificada",
        "envío por correo certificado",
        "certified mail sent",
    )
    ENVIO_CITACION = "envio_citacion", "envío de la citación", "citation sent"
    PUBLICACION_CITACION = "publicacion_citacion", "publicación de la citación", "citation published"
    NOTIFICACION_PERSONAL = "notificacion_personal", "notificación personal", "personal notification"
    CONDUCTA_CONCLUYENTE = "conducta_concluyente", "conducta concluyente", "conduct showing knowledge"
    NOTIFICACION_ELECTRONICA = "notificacion_electronica", "notificación electrónica", "electronic notification"
    COMUNICACION_CERTIFICADA = "comunicacion_certificada", "comunicación certificada", "certified mail"
    ENTREGA_AVISO = "entrega_aviso", "entrega del aviso", "aviso delivered"
    PUBLICACION_AVISO = "publicacion_aviso", "publicación del aviso", "aviso published"
    RECURSO_INTERPUESTO = "recurso_interpuesto", "recurso interpuesto", "recurso filed"
    QUEJA_INTERPUESTA = "queja_interpuesta", "recurso de queja interpuesto", "recurso de queja filed"
    DECISION_SSPD = "decision_sspd", "decisión de la SSPD", "decision of the SSPD"
    ACEPTACION_DESISTIMIENTO = (
        "aceptacion_desistimiento",
        "aceptación del desistimiento del recurso",
        "withdrawal of the recurso accepted",
    )
    NEGATIVA_RESERVA = "negativa_reserva", "negativa por reserva", "refusal for secrecy"
    INSISTENCIA_INTERPUESTA = "insistencia_interpuesta", "insistencia del solicitante", "insistence filed"
    REMISION_INSISTENCIA = "remision_insistencia", "remisión de la insistencia", "insistence sent to the judge"
    LEYENDA_INCLUIDA = "leyenda_incluida", "leyenda «reclamo en trámite»", "note «claim in process» included"
    ENTREGA_COPIAS = "entrega_copias", "entrega de las copias", "copies delivered"
    REMISION_SSPD = "remision_sspd", "remisión a la SSPD", "file sent to the SSPD"
    VISITA_PROGRAMADA = "visita_programada", "visita programada", "visit planned"
    AVISO_VISITA = "aviso_visita", "aviso de la visita", "notice of the visit"
    CAUSA_ELIMINADA = "causa_eliminada", "causa del corte eliminada", "cause of the cut removed"
    RECONEXION = "reconexion", "reconexión", "reconnection"
    RECURSO_RESUELTO = "recurso_resuelto", "recurso resuelto", "recurso decided"
    ACUSE = "acuse", "acuse de recibo", "receipt acknowledged"
    ASIGNACION = "asignacion", "asignación", "assignment"
    ANALISIS = "analisis", "análisis", "analysis"
    NOTA = "nota", "nota", "note"
    CIERRE = "cierre", "cierre", "closing"
    ANULACION = "anulacion", "anulación de una actuación", "annulment of an event"
    CORRECCION = "correccion", "corrección de una actuación", "correction of an event"
    RADICACION = "radicacion", "radicación", "filing"
    # The types below describe the life of a case and move no deadline; vectors know only the types above.
    REGISTRO = "registro", "registro", "registration"
    ADJUNTO = "adjunto", "documento adjunto", "document attached"
    VINCULO = "vinculo", "vínculo con otro trámite", "link with another case"
    PRACTICA_PRUEBA = "practica_prueba", "práctica de una prueba", "piece of evidence taken"
    EJECUCION = "ejecucion", "ejecución de lo concedido", "carrying out of what was granted"

    rank: int


for _rank, _event in enumerate(EventType):
    _event.rank = _rank

LEGAL_EVENTS: Final = tuple(event for event in EventType if event.rank < EventType.RADICACION.rank)
"""The events of the legal contract and its vectors, in their order; in a vector the filing is not an event."""


class Activity(_Word):
    """The activities of the process sheet, in their order, and those that follow the answer."""

    ATENCION = "atencion", "atención", "attention"
    RECEPCION = "recepcion", "recepción", "reception"
    REGISTRO = "registro", "registro", "registration"
    ANALISIS = "analisis", "análisis", "analysis"
    PRUEBAS = "pruebas", "recolección de pruebas", "gathering of evidence"
    RESPUESTA = "respuesta", "respuesta", "answer"
    NOTIFICACION = "notificacion", "notificación", "notification"
    RECURSO = "recurso", "recurso", "recurso"
    EJECUCION = "ejecucion", "ejecución", "carrying out"
    ARCHIVO = "archivo", "archivo", "closing"


class Role(_Word):
    """Who does an act: a role of the office, the user, or an authority."""

    USUARIO = "usuario", "usuario", "user"
    VENTANILLA = "ventanilla", "ventanilla", "counter"
    ANALISTA = "analista", "analista", "analyst"
    TECNICO = "tecnico", "técnico de campo", "field technician"
    RESPONSABLE = "responsable", "jefe de atención al usuario", "head of customer attention"
    NOTIFICADOR = "notificador", "notificador", "notifier"
    SSPD = "sspd", "SSPD", "SSPD"
    AUTORIDAD = "autoridad", "autoridad", "authority"


class PetitionerKind(_PersonWord):
    """The kind of petitioner."""

    NATURAL = "natural", "persona natural", "natural person"
    JURIDICA = "juridica", "persona jurídica", "legal person"
    ANONIMA = "anonima", "anónimo", "anonymous"


class Capacity(_Word):
    """The capacity in which a person received a document or came to be notified (CPACA arts. 67, 71)."""

    INTERESADO = "interesado", "interesado", "the person concerned"
    REPRESENTANTE = "representante", "representante", "representative"
    APODERADO = "apoderado", "apoderado", "lawyer"
    AUTORIZADO = "autorizado", "persona autorizada por escrito", "person authorised in writing"
    TERCERO = "tercero", "persona que recibió en la dirección", "somebody at the address"


class IdentityDocument(_PersonWord):
    """The kind of document that identifies a person."""

    CC = "cc", "cédula de ciudadanía", "citizen's card"
    CE = "ce", "cédula de extranjería", "foreigner's card"
    TI = "ti", "tarjeta de identidad", "minor's card"
    NIT = "nit", "NIT", "tax number"
    PASAPORTE = "pasaporte", "pasaporte", "passport"
    PPT = "ppt", "permiso por protección temporal", "temporary protection permit"


class DifferentialGroup(_PersonWord):
    """A group of people with a right to special attention (CPACA art. 5, num. 6)."""

    DISCAPACIDAD = "discapacidad", "persona con discapacidad", "person with a disability"
    MENOR = "menor", "niño, niña o adolescente", "child or adolescent"
    GESTANTE = "gestante", "mujer gestante", "pregnant woman"
    ADULTO_MAYOR = "adulto_mayor", "adulto mayor", "older adult"
    INDEFENSION = "indefension", "indefensión o debilidad manifiesta", "defenceless or manifestly weak"


class Priority(_Word):
    """Why a petition has priority (CPACA art. 20)."""

    PERJUICIO_IRREMEDIABLE = "perjuicio_irremediable", "perjuicio irremediable", "irreparable harm"
    PELIGRO_INMINENTE = "peligro_inminente", "peligro para la vida o la integridad", "danger to life or integrity"
    PERIODISTA = "periodista", "periodista en ejercicio", "journalist at work"


class Relation(_Word):
    """The relation of a case to another one."""

    RECURSO_DE = "recurso_de", "recurso contra", "recurso against"
    DUPLICADO_DE = "duplicado_de", "duplicado de", "duplicate of"
    ACUMULADO_CON = "acumulado_con", "acumulado con", "joined with"
    REABIERTO_COMO = "reabierto_como", "reabierto como", "reopened as"


class Finding(_Word):
    """What the engine noticed in a case, apart from the dates."""

    REQUERIMIENTO_NO_PROCEDE = (
        "requerimiento_no_procede",
        "el requerimiento no procede en este tipo de trámite",
        "a requirement does not fit this type",
    )
    REQUERIMIENTO_EXTEMPORANEO = (
        "requerimiento_extemporaneo",
        "requerimiento hecho fuera de su término",
        "requirement made after its window",
    )
    REQUERIMIENTO_REPETIDO = (
        "requerimiento_repetido",
        "solo se puede requerir una vez",
        "a second requirement has no effect",
    )
    PRUEBAS_EXCEDEN_TOPE = (
        "pruebas_exceden_tope",
        "el período probatorio pasa del máximo legal",
        "evidence period beyond the legal cap",
    )
    PRUEBAS_SIN_COMUNICAR = (
        "pruebas_sin_comunicar",
        "las pruebas no se comunicaron dentro del término para responder",
        "evidence period not told within the term",
    )
    PRUEBAS_EXTEMPORANEAS = (
        "pruebas_extemporaneas",
        "pruebas abiertas después de vencido el término",
        "evidence period opened after the due day",
    )
    PRUEBAS_REPETIDAS = (
        "pruebas_repetidas",
        "las pruebas o su prórroga se ordenaron de más o fuera de término",
        "evidence ordered or extended again, or late",
    )
    PRUEBAS_SIN_EFECTO = (
        "pruebas_sin_efecto",
        "las pruebas no suspenden el término en este tipo de trámite",
        "evidence does not stop the clock of this type",
    )
    DEMORA_SIN_EFECTO = (
        "demora_sin_efecto",
        "la demora del usuario no suspende el término",
        "the user's delay does not stop the clock",
    )
    PRORROGA_EXCEDE_MAXIMO = (
        "prorroga_excede_maximo",
        "la prórroga pasa del máximo legal y se recorta",
        "extension beyond the legal maximum, cut",
    )
    PRORROGA_NO_PROCEDE = (
        "prorroga_no_procede",
        "la prórroga no procede en este tipo de trámite",
        "no extension for this type",
    )
    PRORROGA_EXTEMPORANEA = (
        "prorroga_extemporanea",
        "la prórroga se informó después de vencido el término",
        "extension told after the due day",
    )
    PRORROGA_REPETIDA = "prorroga_repetida", "solo cabe una prórroga", "a second extension has no effect"
    FUERZA_MAYOR_SIN_EFECTO = (
        "fuerza_mayor_sin_efecto",
        "la fuerza mayor no suspende el término",
        "force majeure does not stop the clock",
    )
    TRASLADO_EXTEMPORANEO = (
        "traslado_extemporaneo",
        "traslado por competencia hecho fuera de su término",
        "transfer made after its window",
    )
    DESISTIMIENTO_PREMATURO = (
        "desistimiento_prematuro",
        "desistimiento tácito sin requerimiento vencido",
        "tacit withdrawal without a lapsed requirement",
    )
    ARCHIVO_SIN_CAUSA = (
        "archivo_sin_causa",
        "archivo sin devolución vencida",
        "archived without a lapsed return",
    )
    RESULTADO_DESCONOCIDO = (
        "resultado_desconocido",
        "no consta el resultado de la decisión",
        "the outcome of the decision is not known",
    )
    RESPUESTA_VERBAL_SIN_ESCRITO = (
        "respuesta_verbal_sin_escrito",
        "la respuesta verbal que no accede se notifica con su texto",
        "an answer on the spot that does not grant must be notified in writing",
    )
    RESPUESTA_PARCIAL = (
        "respuesta_parcial",
        "la decisión no resuelve todo lo pedido",
        "the decision does not answer everything",
    )
    SILENCIO_POSITIVO = (
        "silencio_positivo",
        "operó el silencio administrativo positivo",
        "the silence has decided for the user",
    )
    DECISION_POSTERIOR_AL_SILENCIO = (
        "decision_posterior_al_silencio",
        "se decidió contra el usuario cuando ya había operado el silencio",
        "decided against the user after the silence had decided",
    )
    SILENCIO_CREDITO = (
        "silencio_credito",
        "el reclamo de datos crediticios no se respondió a tiempo: se entiende aceptado",
        "the claim about credit data was not answered in time: it counts as accepted",
    )
    DECISION_SIN_NOTIFICAR = (
        "decision_sin_notificar",
        "la decisión sigue sin notificar y los términos para hacerlo vencieron",
        "the decision is not notified and the terms to do so have ended",
    )
    NOTIFICACION_NO_REGISTRADA = (
        "notificacion_no_registrada",
        "el registro no dice si la decisión se notificó",
        "the register does not say whether the decision was notified",
    )
    CITACION_TARDIA = "citacion_tardia", "citación enviada fuera de término", "citation after its due day"
    NOTIFICACION_SIN_AUTORIZACION = (
        "notificacion_sin_autorizacion",
        "notificación electrónica sin autorización del usuario",
        "electronic notification without the user's consent",
    )
    AVISO_SIN_CITACION = "aviso_sin_citacion", "aviso sin citación previa", "aviso without a citation"
    AVISO_PREMATURO = (
        "aviso_prematuro",
        "aviso antes de vencer la notificación personal",
        "aviso before the personal window ended",
    )
    DESISTIMIENTO_PENDIENTE = (
        "desistimiento_pendiente",
        "venció el término para completar: cabe decretar el desistimiento",
        "completion lapsed: withdrawal may be decreed",
    )
    ACTO_SIN_CLASIFICAR = (
        "acto_sin_clasificar",
        "decisión notificada sin decir qué acto es",
        "decision notified without saying which act",
    )
    RECURSO_EXTEMPORANEO = "recurso_extemporaneo", "recurso presentado fuera de término", "recurso filed late"
    FACTURA_FUERA_DE_TERMINO = (
        "factura_fuera_de_termino",
        "reclamo contra una factura de más de cinco meses",
        "claim against an invoice of more than five months",
    )
    SIN_PLAZO = "sin_plazo", "deber sin plazo fijado", "duty without a date"
    CALENDARIO_EN_DISPUTA = (
        "calendario_en_disputa",
        "las fuentes de festivos no coinciden en un día contado",
        "holiday sources disagree on a day of the count",
    )
    CIERRE_POSTERIOR = (
        "cierre_posterior",
        "un cierre anunciado después del vencimiento no lo mueve",
        "a closure announced after the due day does not move it",
    )
