"""The columns a file of cases may have, the headings and words people write for them, and how a heading is matched.

Accents, case, spaces and punctuation do not matter. A heading that is not known is reported, never guessed.

>>> fold("N.º de Radicado"), COLUMN_OF[fold("Fecha de Radicación")]
('n_o_de_radicado', 'fecha_radicacion')
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from pqr_core.vocabulary import ActKind, EventType, Outcome

if TYPE_CHECKING:
    from pqr_core.law.rules import CaseType

__all__ = (
    "COLUMNS",
    "COLUMN_OF",
    "DATE_COLUMNS",
    "DEPENDS_ON",
    "EVENT_COLUMNS",
    "REJECT_COLUMNS",
    "REQUIRED",
    "WORDS",
    "fold",
    "type_code",
)


def fold(text: str) -> str:
    """`text` without accents, in lower case, every run of other characters than letters and digits one underscore."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^a-z0-9]+", "_", plain.casefold()).strip("_")


_NUMBER: Final = ("n", "no", "n_o", "nro", "num", "numero")
"""`N°`, `Nº` or `No.`, `N.º`, `Nro.`, `Núm.` and `Número`, folded."""


def _numbered(*words: str) -> tuple[str, ...]:
    """The headings that call each word a number: before it, with or without "de", or behind it."""
    return tuple(form for word in words for n in _NUMBER for form in (f"{n}_{word}", f"{n}_de_{word}", f"{word}_{n}"))


COLUMNS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "radicado": (*_numbered("radicado", "radicacion"), "radicado_recibido", "radicado_entrada"),
        "fecha_radicacion": (
            "fecha_de_radicacion",
            "fecha_radicado",
            "fecha_de_radicado",
            "fecha_recibido",
            "fecha_de_recibido",
            "fecha_solicitud",
            "fecha_reclamacion",
        ),
        "hora_radicacion": ("hora_de_radicacion", "hora_radicado", "hora"),
        "tipo": (
            "tipo_tramite",
            "tipo_de_tramite",
            "tipo_pqr",
            "tipo_pqrs",
            "tipo_de_pqr",
            "tipo_solicitud",
            "tramite",
        ),
        "servicio": ("servicio_publico", "tipo_servicio"),
        "causal": ("detalle_causal", "detalle_de_la_causal", "detalle_de_causal", "codigo_causal"),
        "canal": ("canal_de_atencion", "canal_atencion", "canal_recepcion", "medio", "medio_recepcion"),
        "cuenta": (
            *_numbered("cuenta"),
            "cuenta_contrato",
            "matricula",
            "niu",
            "suscriptor",
            "codigo_suscriptor",
        ),
        "municipio": ("ciudad", "codigo_municipio", "dane_municipio"),
        "fecha_limite": ("fecha_limite_requerimiento",),
        "fecha_factura": ("factura_expedida", "fecha_expedicion_factura", "fecha_de_la_factura"),
        "fecha_notificacion_recurrida": ("notificacion_decision_recurrida", "fecha_notificacion_acto_recurrido"),
        "fecha_vencimiento": ("fecha_de_vencimiento", "vencimiento", "vence", "fecha_limite_respuesta"),
        "fecha_asignacion": ("fecha_de_asignacion", "fecha_reparto"),
        "fecha_analisis": ("fecha_de_analisis",),
        "fecha_requerimiento": ("fecha_de_requerimiento", "requerimiento"),
        "requerimiento_recibido": ("fecha_requerimiento_recibido",),
        "requerimiento_hasta": ("plazo_requerimiento",),
        "fecha_complemento": ("fecha_de_complemento", "fecha_completada", "complemento"),
        "fecha_devolucion": ("fecha_devolucion_aclaracion",),
        "fecha_aclaracion": ("fecha_de_aclaracion",),
        "fecha_pruebas": ("fecha_apertura_pruebas", "fecha_de_pruebas", "apertura_pruebas", "inicio_pruebas"),
        "pruebas_hasta": ("fin_pruebas", "fecha_fin_pruebas"),
        "pruebas_dias": ("dias_pruebas",),
        "pruebas_comunicadas": ("fecha_comunicacion_pruebas",),
        "fecha_cierre_pruebas": ("cierre_pruebas",),
        "fecha_prorroga": ("fecha_de_prorroga", "prorroga", "fecha_ampliacion_terminos"),
        "prorroga_hasta": ("nueva_fecha_respuesta",),
        "fecha_demora": ("fecha_demora_usuario", "demora_usuario"),
        "demora_hasta": ("fin_demora",),
        "fecha_respuesta": ("fecha_de_respuesta", "fecha_decision", "fecha_de_decision", "respondido"),
        "resultado": ("tipo_respuesta", "tipo_de_respuesta", "resultado_decision", "sentido_respuesta"),
        "acto": ("acto_decidido", "clase_de_acto"),
        "verbal": ("respuesta_verbal", "respuesta_inmediata"),
        "fecha_citacion": ("fecha_de_citacion", "fecha_envio_citacion", "citacion"),
        "fecha_notificacion": ("fecha_de_notificacion", "fecha_notificacion_o_ejecucion", "notificado"),
        "tipo_notificacion": ("tipo_de_notificacion", "forma_notificacion", "medio_notificacion"),
        "notificacion_autorizada": ("autoriza_notificacion_electronica", "acepta_notificacion_electronica"),
        "fecha_recurso": ("fecha_recurso_interpuesto", "fecha_interposicion_recurso"),
        "fecha_traslado": ("fecha_traslado_competencia", "fecha_traslado_por_competencia"),
        "fecha_remision_sspd": ("fecha_traslado_sspd", "fecha_traslado_a_la_sspd", "fecha_traslado_a_sspd"),
        "fecha_reconocimiento_sap": ("fecha_sap", "reconocimiento_sap"),
        "fecha_desistimiento": ("fecha_desistimiento_expreso",),
        "fecha_desistimiento_tacito": (),
        "fecha_cierre": ("fecha_de_cierre", "cierre"),
    }
)
"""Each column by its name here, with the other headings (folded) it goes by."""

COLUMN_OF: Final[Mapping[str, str]] = MappingProxyType(
    {heading: name for name, aliases in COLUMNS.items() for heading in (name, *aliases)}
)
"""The column of a folded heading."""

REQUIRED: Final = ("radicado", "fecha_radicacion", "tipo")
REJECT_COLUMNS: Final = ("linea", "columna", "motivo")
"""What a file of rejects has beside the columns of the file it comes from; passed over when it is read again."""

DATE_COLUMNS: Final = tuple(
    name for name in COLUMNS if name.startswith("fecha_") or name.endswith(("_hasta", "_recibido", "_comunicadas"))
)

EVENT_COLUMNS: Final[Mapping[str, EventType]] = MappingProxyType(
    {
        "fecha_asignacion": EventType.ASIGNACION,
        "fecha_analisis": EventType.ANALISIS,
        "fecha_requerimiento": EventType.REQUERIMIENTO,
        "fecha_complemento": EventType.COMPLEMENTO,
        "fecha_devolucion": EventType.DEVOLUCION_ACLARACION,
        "fecha_aclaracion": EventType.ACLARACION,
        "fecha_pruebas": EventType.APERTURA_PRUEBAS,
        "fecha_cierre_pruebas": EventType.CIERRE_PRUEBAS,
        "fecha_prorroga": EventType.PRORROGA,
        "fecha_demora": EventType.DEMORA_USUARIO,
        "fecha_traslado": EventType.TRASLADO_COMPETENCIA,
        "fecha_desistimiento": EventType.DESISTIMIENTO_EXPRESO,
        "fecha_desistimiento_tacito": EventType.DESISTIMIENTO_TACITO,
        "fecha_respuesta": EventType.DECISION,
        "fecha_citacion": EventType.ENVIO_CITACION,
        "fecha_notificacion": EventType.NOTIFICACION_PERSONAL,
        "fecha_recurso": EventType.RECURSO_INTERPUESTO,
        "fecha_remision_sspd": EventType.REMISION_SSPD,
        "fecha_reconocimiento_sap": EventType.RECONOCIMIENTO_SAP,
        "fecha_cierre": EventType.CIERRE,
    }
)
"""The event that a date in each column tells; `fecha_respuesta` and `fecha_notificacion` depend on other columns."""

DEPENDS_ON: Final[Mapping[str, str]] = MappingProxyType(
    {
        "requerimiento_recibido": "fecha_requerimiento",
        "requerimiento_hasta": "fecha_requerimiento",
        "pruebas_hasta": "fecha_pruebas",
        "pruebas_dias": "fecha_pruebas",
        "pruebas_comunicadas": "fecha_pruebas",
        "prorroga_hasta": "fecha_prorroga",
        "demora_hasta": "fecha_demora",
        "resultado": "fecha_respuesta",
        "acto": "fecha_respuesta",
        "verbal": "fecha_respuesta",
        "tipo_notificacion": "fecha_notificacion",
        "notificacion_autorizada": "fecha_notificacion",
    }
)
"""Columns that say nothing without the day in another one."""

_TIPOS: Final = {
    "derecho_peticion": "peticion_general",
    "reclamacion": "reclamo",
    "recurso_reposicion_subsidio_apelacion": "recurso_reposicion_apelacion",
    "reposicion": "recurso_reposicion",
    "reposicion_apelacion": "recurso_reposicion_apelacion",
    "reposicion_subsidio_apelacion": "recurso_reposicion_apelacion",
    "solicitud_informacion": "peticion_informacion",
    "solicitud_informacion_copia_documento": "peticion_informacion",
    "peticion_consulta": "consulta",
}
"""Other words for a type, as `_type_word` writes them."""

_FILLERS: Final = frozenset({"a", "de", "del", "el", "en", "la", "las", "los", "o", "y"})
_PLURAL: Final = re.compile(r"(?<=[aeio])s$|(?<=[^aeious])es$")


@lru_cache(maxsize=1024)
def _type_word(text: str) -> str:
    """`text` folded, without the small words between the others, each of which is in the singular."""
    words = (_PLURAL.sub("", word) for word in fold(text).split("_") if word not in _FILLERS)
    return "_".join("subsidio" if word.startswith("subsidiari") else word for word in words)


def type_code(text: str, types: Mapping[str, CaseType]) -> str | None:
    """The code of the type of `types` that `text` means: its code, its name or another word, in singular or plural.

    >>> from pqr_core.colombia import RULES
    >>> type_code("Recursos de reposición y (en) subsidio de apelación", RULES.types)
    'recurso_reposicion_apelacion'
    """
    if text in types:
        return text
    word = _type_word(text)
    code = _TIPOS.get(word)
    if code is not None and code in types:
        return code
    return next((code for code, each in types.items() if word in {_type_word(code), _type_word(each.es)}), None)


_RESULTADOS: Final = {
    "accede_totalmente": Outcome.ACCEDE,
    "favorable": Outcome.ACCEDE,
    "accede_parcial": Outcome.ACCEDE_PARCIALMENTE,
    "parcial": Outcome.ACCEDE_PARCIALMENTE,
    "niega": Outcome.NO_ACCEDE,
    "desfavorable": Outcome.NO_ACCEDE,
    "traslada_por_competencia": Outcome.TRASLADA,
}

_YES_OR_NO: Final = {"si": "si", "s": "si", "x": "si", "1": "si", "no": "", "n": "", "0": ""}

_NOTICES: Final = {
    "personal": EventType.NOTIFICACION_PERSONAL,
    "electronica": EventType.NOTIFICACION_ELECTRONICA,
    "correo_electronico": EventType.NOTIFICACION_ELECTRONICA,
    "conducta_concluyente": EventType.CONDUCTA_CONCLUYENTE,
    "certificada": EventType.COMUNICACION_CERTIFICADA,
    "comunicacion_certificada": EventType.COMUNICACION_CERTIFICADA,
    "aviso": EventType.ENTREGA_AVISO,
    "entrega_aviso": EventType.ENTREGA_AVISO,
    "publicacion_aviso": EventType.PUBLICACION_AVISO,
}

WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "resultado": {**{word.value: word for word in Outcome}, **_RESULTADOS},
        "acto": {word.value: word for word in ActKind},
        "tipo_notificacion": _NOTICES,
        "verbal": _YES_OR_NO,
        "notificacion_autorizada": _YES_OR_NO,
    }
)
"""The code of a folded word, for the columns with a closed list; for `tipo` see `type_code`."""
