"""The columns that files may have: one table for each kind of file, one line for each column, with its usual headings.

Accents, case, spaces and punctuation of a heading do not matter. An unknown heading is reported, never guessed.

>>> fold("N.º de Radicado"), CASES.column_of[fold("Fecha de Radicación")].name
('n_o_de_radicado', 'fecha_radicacion')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final, Self

from attrs import field, frozen

from pqr_core.exchange.words import ACTS, FLAGS, NOTICES, OUTCOMES, SATISFIED
from pqr_core.language import Named
from pqr_core.vocabulary import EventType

__all__ = ("CASES", "KINDS", "SURVEYS", "TICKETS", "VOLUMES", "Column", "Columns", "Takes", "fold")


def fold(text: str) -> str:
    """`text` without accents, in lower case; each run of other characters than letters and digits becomes one `_`."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")


class Takes(Named, Enum):
    """What a column takes, with its description in Spanish and English."""

    es: str
    en: str

    def __new__(cls, value: str, es: str, en: str) -> Self:
        """A member with its descriptions."""
        member = object.__new__(cls)
        member._value_ = value
        member.es, member.en = es, en
        return member

    IDENTITY = "identity", "un número o código que identifica", "a number or code that identifies"
    CODE = "code", "un código o nombre, como está escrito", "a code or name, as written"
    NAME = "name", "un código; no importan tildes ni mayúsculas", "a code; accents and case do not matter"
    TYPE = "type", "un tipo de trámite (pqr due lo muestra)", "a case type (pqr due shows them)"
    WORD = "word", "una de las palabras", "one of the words"
    FLAG = "flag", "sí o no", "yes or no"
    SCORE = "score", "sí o no, o una nota de la escala del perfil", "yes or no, or a score of the profile's scale"
    DATE = "date", "un día, con hora o sin ella", "a day, with or without hour"
    HOUR = "hour", "una hora", "an hour"
    MOMENT = "moment", "un instante, o una hora de ese día", "an instant, or an hour of that day"
    MONTH = "month", "un mes, como 2026-03", "a month, as 2026-03"
    DAYS = "days", "un número de días hábiles", "a number of business days"
    COUNT = "count", "un número entero", "a whole number"
    AMOUNT = "amount", "un valor en pesos, como 1.234.567,50", "an amount in COP, as 1.234.567,50"


@frozen
class Column:
    """One column.

    Args:
        name: the name of the column, which is also one of its headings.
        takes: what its cells hold.
        headings: its other headings, folded.
        needed: whether every row must have a value in it.
        needs: another column; a value in this one is refused if that one is empty.
        event: the type of the event that a day in this column records.
        words: for a column with a closed list, the meaning of each folded word.
    """

    name: str
    takes: Takes
    headings: tuple[str, ...] = ()
    needed: bool = field(default=False, kw_only=True)
    needs: str | None = field(default=None, kw_only=True)
    event: EventType | None = field(default=None, kw_only=True)
    words: Mapping[str, Any] = field(factory=dict, kw_only=True, repr=False)

    @property
    def usual(self) -> tuple[str, ...]:
        """Its other headings as people read them, without the many spellings of "número"."""
        told = (each for each in self.headings if not _A_NUMBER.search(each) or each.startswith("numero_de_"))
        return tuple(each.replace("_", " ") for each in told)

    @property
    def has_words(self) -> bool:
        """Whether the column takes words to which `--value` can give a meaning."""
        return self.takes in _OF_WORDS


_OF_WORDS: Final = frozenset({Takes.CODE, Takes.NAME, Takes.TYPE, Takes.WORD, Takes.FLAG, Takes.SCORE})


class Columns(Named, Mapping[str, Column]):
    """The columns of one kind of file, by name, in their order."""

    def __init__(self, kind: str, es: str, en: str, *columns: Column) -> None:
        self.kind, self.es, self.en = kind, es, en
        self._columns = {column.name: column for column in columns}

    def __getitem__(self, name: str) -> Column:
        return self._columns[name]

    def __iter__(self) -> Any:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    @cached_property
    def column_of(self) -> Mapping[str, Column]:
        """The column of each heading, by the folded heading."""
        return {heading: each for each in self.values() for heading in (each.name, *each.headings)}


_NUMBER: Final = ("n", "no", "n_o", "nro", "num", "numero")
"""`N°`, `Nº` or `No.`, `N.º`, `Nro.`, `Núm.` and `Número`, folded."""


_A_NUMBER: Final = re.compile(rf"^(?:{'|'.join(_NUMBER)})_|_(?:{'|'.join(_NUMBER)})$")


def _numbered(*words: str) -> tuple[str, ...]:
    """The headings that call each word a number: with a word for number before (with or without "de") or after it."""
    return tuple(form for word in words for n in _NUMBER for form in (f"{n}_{word}", f"{n}_de_{word}", f"{word}_{n}"))


_RADICADO: Final = (*_numbered("radicado", "radicacion"), "radicado_recibido", "radicado_entrada")

# fmt: off
CASES: Final = Columns(
    "cases", "casos", "cases",
    Column("radicado", Takes.IDENTITY, _RADICADO, needed=True),
    Column("fecha_radicacion", Takes.DATE, ("fecha_de_radicacion", "fecha_radicado", "fecha_de_radicado", "fecha_recibido", "fecha_de_recibido", "fecha_solicitud", "fecha_reclamacion"), needed=True),
    Column("hora_radicacion", Takes.HOUR, ("hora_de_radicacion", "hora_radicado", "hora")),
    Column("tipo", Takes.TYPE, ("tipo_tramite", "tipo_de_tramite", "tipo_pqr", "tipo_pqrs", "tipo_de_pqr", "tipo_solicitud", "tramite"), needed=True),
    Column("servicio", Takes.NAME, ("servicio_publico", "tipo_servicio")),
    Column("causal", Takes.CODE, ("detalle_causal", "detalle_de_la_causal", "detalle_de_causal", "codigo_causal")),
    Column("canal", Takes.NAME, ("canal_de_atencion", "canal_atencion", "canal_recepcion", "medio", "medio_recepcion")),
    Column("cuenta", Takes.IDENTITY, (*_numbered("cuenta"), "cuenta_contrato", "matricula", "niu", "suscriptor", "codigo_suscriptor")),
    Column("municipio", Takes.CODE, ("ciudad", "codigo_municipio", "dane_municipio")),
    Column("fecha_limite", Takes.DATE, ("fecha_limite_requerimiento",)),
    Column("centro_poblado", Takes.IDENTITY, ("codigo_centro_poblado", "codigo_de_centro_poblado", "dane_centro_poblado", "dane_poblacion")),
    Column("numero_factura", Takes.IDENTITY, (*_numbered("factura", "identificador_de_factura"), "factura", "id_factura")),
    Column("fecha_factura", Takes.DATE, ("factura_expedida", "fecha_expedicion_factura", "fecha_de_la_factura")),
    Column("periodo_factura", Takes.CODE, ("periodo_facturado", "periodo_facturacion", "periodo_reclamado")),
    Column("valor_reclamado", Takes.AMOUNT, ("valor_en_reclamacion", "valor_de_la_reclamacion", "monto_reclamado")),
    Column("valor_no_reclamado", Takes.AMOUNT, ("valor_sin_reclamar", "monto_no_reclamado")),
    Column("fecha_notificacion_recurrida", Takes.DATE, ("notificacion_decision_recurrida", "fecha_notificacion_acto_recurrido")),
    Column("radicado_recurrido", Takes.IDENTITY, ("radicado_de_la_decision_recurrida", "radicado_inicial", "recurso_contra", "recurso_de")),
    Column("fecha_puesto_al_correo", Takes.DATE, ("puesto_al_correo_el", "fecha_correo")),
    Column("turno", Takes.IDENTITY, _numbered("turno")),
    Column("turno_tomado", Takes.MOMENT, ("hora_turno_tomado",), needs="turno"),
    Column("turno_llamado", Takes.MOMENT, ("hora_turno_llamado",), needs="turno"),
    Column("turno_atendido", Takes.MOMENT, ("hora_turno_atendido",), needs="turno"),
    Column("fecha_vencimiento", Takes.DATE, ("fecha_de_vencimiento", "vencimiento", "vence", "fecha_limite_respuesta")),
    Column("fecha_asignacion", Takes.DATE, ("fecha_de_asignacion", "fecha_reparto"), event=EventType.ASIGNACION),
    Column("responsable_asignacion", Takes.CODE, ("responsable_de_la_asignacion",), needs="fecha_asignacion"),
    Column("fecha_analisis", Takes.DATE, ("fecha_de_analisis",), event=EventType.ANALISIS),
    Column("fecha_requerimiento", Takes.DATE, ("fecha_de_requerimiento", "requerimiento"), event=EventType.REQUERIMIENTO),
    Column("requerimiento_recibido", Takes.DATE, ("fecha_requerimiento_recibido",), needs="fecha_requerimiento"),
    Column("requerimiento_hasta", Takes.DATE, ("plazo_requerimiento",), needs="fecha_requerimiento"),
    Column("fecha_complemento", Takes.DATE, ("fecha_de_complemento", "fecha_completada", "complemento"), event=EventType.COMPLEMENTO),
    Column("fecha_devolucion", Takes.DATE, ("fecha_devolucion_aclaracion",), event=EventType.DEVOLUCION_ACLARACION),
    Column("fecha_aclaracion", Takes.DATE, ("fecha_de_aclaracion",), event=EventType.ACLARACION),
    Column("fecha_pruebas", Takes.DATE, ("fecha_apertura_pruebas", "fecha_de_pruebas", "apertura_pruebas", "inicio_pruebas"), event=EventType.APERTURA_PRUEBAS),
    Column("pruebas_hasta", Takes.DATE, ("fin_pruebas", "fecha_fin_pruebas"), needs="fecha_pruebas"),
    Column("pruebas_dias", Takes.DAYS, ("dias_pruebas",), needs="fecha_pruebas"),
    Column("pruebas_comunicadas", Takes.DATE, ("fecha_comunicacion_pruebas",), needs="fecha_pruebas"),
    Column("fecha_cierre_pruebas", Takes.DATE, ("cierre_pruebas",), event=EventType.CIERRE_PRUEBAS),
    Column("fecha_prorroga", Takes.DATE, ("fecha_de_prorroga", "prorroga", "fecha_ampliacion_terminos"), event=EventType.PRORROGA),
    Column("prorroga_hasta", Takes.DATE, ("nueva_fecha_respuesta",), needs="fecha_prorroga"),
    Column("fecha_demora", Takes.DATE, ("fecha_demora_usuario", "demora_usuario"), event=EventType.DEMORA_USUARIO),
    Column("demora_hasta", Takes.DATE, ("fin_demora",), needs="fecha_demora"),
    Column("fecha_traslado", Takes.DATE, ("fecha_traslado_competencia", "fecha_traslado_por_competencia"), event=EventType.TRASLADO_COMPETENCIA),
    Column("destinatario_traslado", Takes.CODE, ("trasladado_a", "entidad_de_traslado", "entidad_competente"), needs="fecha_traslado"),
    Column("fecha_desistimiento", Takes.DATE, ("fecha_desistimiento_expreso",), event=EventType.DESISTIMIENTO_EXPRESO),
    Column("fecha_desistimiento_tacito", Takes.DATE, event=EventType.DESISTIMIENTO_TACITO),
    Column("fecha_respuesta", Takes.DATE, ("fecha_de_respuesta", "fecha_decision", "fecha_de_decision", "respondido"), event=EventType.DECISION),
    Column("resultado", Takes.WORD, ("tipo_respuesta", "tipo_de_respuesta", "resultado_decision", "sentido_respuesta"), needs="fecha_respuesta", words=OUTCOMES),
    Column("acto", Takes.WORD, ("acto_decidido", "clase_de_acto"), needs="fecha_respuesta", words=ACTS),
    Column("radicado_salida", Takes.IDENTITY, ("radicado_de_salida", "radicado_respuesta", "radicado_de_respuesta", *_numbered("salida", "respuesta")), needs="fecha_respuesta"),
    Column("verbal", Takes.FLAG, ("respuesta_verbal", "respuesta_inmediata"), needs="fecha_respuesta", words=FLAGS),
    Column("fecha_citacion", Takes.DATE, ("fecha_de_citacion", "fecha_envio_citacion", "citacion"), event=EventType.ENVIO_CITACION),
    Column("guia_citacion", Takes.IDENTITY, ("guia_de_la_citacion",), needs="fecha_citacion"),
    Column("fecha_notificacion", Takes.DATE, ("fecha_de_notificacion", "fecha_notificacion_o_ejecucion", "notificado"), event=EventType.NOTIFICACION_PERSONAL),
    Column("tipo_notificacion", Takes.WORD, ("tipo_de_notificacion", "forma_notificacion", "medio_notificacion"), needs="fecha_notificacion", words=NOTICES),
    Column("guia_notificacion", Takes.IDENTITY, ("guia_de_la_notificacion",), needs="fecha_notificacion"),
    Column("notificacion_autorizada", Takes.FLAG, ("autoriza_notificacion_electronica", "acepta_notificacion_electronica"), needs="fecha_notificacion", words=FLAGS),
    Column("fecha_recurso", Takes.DATE, ("fecha_recurso_interpuesto", "fecha_interposicion_recurso"), event=EventType.RECURSO_INTERPUESTO),
    Column("fecha_remision_sspd", Takes.DATE, ("fecha_traslado_sspd", "fecha_traslado_a_la_sspd", "fecha_traslado_a_sspd"), event=EventType.REMISION_SSPD),
    Column("fecha_reconocimiento_sap", Takes.DATE, ("fecha_sap", "reconocimiento_sap"), event=EventType.RECONOCIMIENTO_SAP),
    Column("fecha_cierre", Takes.DATE, ("fecha_de_cierre", "cierre"), event=EventType.CIERRE),
)
"""One case a row. Events are recorded in the order of their columns."""

VOLUMES: Final = Columns(
    "volumes", "suscriptores y facturas por mes y servicio", "subscribers and invoices by month and service",
    Column("mes", Takes.MONTH, ("periodo", "fecha", "mes_facturacion"), needed=True),
    Column("servicio", Takes.NAME, ("servicio_publico", "tipo_servicio"), needed=True),
    Column("suscriptores", Takes.COUNT, ("usuarios", "numero_suscriptores", "total_suscriptores", "numero_de_suscriptores", "n_suscriptores"), needed=True),
    Column("facturas", Takes.COUNT, ("facturas_emitidas", "facturas_expedidas", "numero_facturas", "numero_de_facturas", "total_facturas")),
)
"""One month and service a row."""

SURVEYS: Final = Columns(
    "surveys", "encuestas de satisfacción", "satisfaction surveys",
    Column("encuesta", Takes.IDENTITY, (*_numbered("encuesta"), "id_encuesta", "id")),
    Column("radicado", Takes.IDENTITY, _RADICADO),
    Column("fecha_envio", Takes.DATE, ("enviada", "fecha_de_envio", "fecha_encuesta")),
    Column("fecha", Takes.DATE, ("respondida", "fecha_respuesta", "fecha_de_respuesta", "fecha_respondida")),
    Column("satisfecho", Takes.SCORE, ("satisfaccion", "calificacion", "nivel_de_satisfaccion", "nivel_satisfaccion", "puntaje", "respuesta"), words=SATISFIED),
)
"""One survey a row, answered or not."""

TICKETS: Final = Columns(
    "tickets", "turnos de la sala", "tickets of the queue",
    Column("turno", Takes.IDENTITY, (*_numbered("turno"), "ficho", "tiquete", "id_turno"), needed=True),
    Column("fecha", Takes.DATE, ("fecha_turno", "dia")),
    Column("tomado", Takes.MOMENT, ("hora_tomado", "hora_turno", "hora_de_llegada", "hora_llegada", "llegada", "hora_toma"), needed=True),
    Column("llamado", Takes.MOMENT, ("hora_llamado", "hora_de_llamado", "hora_llamada", "inicio_atencion", "hora_inicio")),
    Column("atendido", Takes.MOMENT, ("hora_atendido", "fin_atencion", "hora_fin", "hora_de_fin", "finalizado")),
    Column("retirado", Takes.MOMENT, ("hora_retiro", "abandono", "hora_abandono", "se_fue")),
    Column("radicado", Takes.IDENTITY, _RADICADO),
)
"""One ticket a row, with or without a filing."""
# fmt: on

KINDS: Final[Mapping[str, Columns]] = MappingProxyType({each.kind: each for each in (CASES, VOLUMES, SURVEYS, TICKETS)})
"""The kinds of file that can be imported."""
