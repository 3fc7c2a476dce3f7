"""The norms of each finding: why it matters in law. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import (
    CONSEJO_DE_ESTADO_2014_00219,
    CPACA,
    DECRETO_2150_1995,
    LEY_142_1994,
    LEY_1266_2008,
    LEY_1581_2012,
    SSPD_CONCEPTO_16_2010,
    SSPD_CONCEPTO_31_2016,
)
from pqr_core.vocabulary import Finding

__all__ = ("FINDING_NORMS", "TECHNICAL")

TECHNICAL: Final = frozenset(
    {
        Finding.RESULTADO_DESCONOCIDO,
        Finding.NOTIFICACION_NO_REGISTRADA,
        Finding.CALENDARIO_EN_DISPUTA,
        Finding.CIERRE_POSTERIOR,
    }
)
"""The findings about the register or the calendar, and not about the law: they cite no norm."""

_F = Finding
_ART_14_PAR: Final = cite(CPACA, "art. 14 par.", "antes del vencimiento, con los motivos y la fecha; hasta el doble")
_ART_17: Final = cite(CPACA, "art. 17", "dentro de los diez días siguientes a la radicación")
_ART_19: Final = cite(CPACA, "art. 19", "solo se archiva lo que se devolvió y no se aclaró en diez días")
_ART_15_1: Final = cite(
    LEY_1581_2012, "art. 15.1", "en el reclamo de datos: cinco días para requerir, dos para trasladar"
)
_ART_69: Final = cite(CPACA, "art. 69", "el aviso, al cabo de los cinco días del envío de la citación")
_ART_79: Final = cite(CPACA, "art. 79", "hasta treinta días, con una sola prórroga; el acto indica el día en que vence")
_ART_154: Final = cite(LEY_142_1994, "art. 154", "cinco días desde que se conoce la decisión")
_ART_158: Final = cite(LEY_142_1994, "art. 158", "solo exceptúa la demora que auspició el usuario y las pruebas")
_ART_159: Final = cite(LEY_142_1994, "art. 159", "la decisión se notifica en la forma que prevé el código")

FINDING_NORMS: Final[Mapping[Finding, tuple[Citation, ...]]] = MappingProxyType(
    {
        _F.REQUERIMIENTO_NO_PROCEDE: (
            cite(CPACA, "art. 17", "manda completar las peticiones"),
            cite(CPACA, "art. 78", "el recurso sin requisitos se rechaza, no se manda completar"),
        ),
        _F.REQUERIMIENTO_EXTEMPORANEO: (_ART_17, _ART_15_1),
        _F.REQUERIMIENTO_REPETIDO: (cite(CPACA, "art. 17", "prevé un solo requerimiento"),),
        _F.PRUEBAS_EXCEDEN_TOPE: (_ART_79,),
        _F.PRUEBAS_SIN_COMUNICAR: (
            _ART_79,
            cite(CPACA, "art. 40", "el interesado puede controvertirlas antes de la decisión"),
        ),
        _F.PRUEBAS_EXTEMPORANEAS: (_ART_158,),
        _F.PRUEBAS_REPETIDAS: (_ART_79,),
        _F.PRUEBAS_SIN_EFECTO: (
            cite(CPACA, "art. 40", "las pruebas de una petición no tienen término propio ni suspenden el de responder"),
            _ART_158,
        ),
        _F.DEMORA_SIN_EFECTO: (_ART_158,),
        _F.PRORROGA_EXCEDE_MAXIMO: (
            _ART_14_PAR,
            cite(LEY_1581_2012, "art. 14", "cinco días más"),
            cite(LEY_1581_2012, "art. 15.3", "ocho días más"),
            cite(LEY_1266_2008, "art. 16.I", "cinco días más"),
            cite(LEY_1266_2008, "art. 16.II.3", "ocho días más"),
        ),
        _F.PRORROGA_NO_PROCEDE: (
            cite(CPACA, "art. 14", "rige «salvo norma legal especial»"),
            _ART_158,
        ),
        _F.PRORROGA_EXTEMPORANEA: (_ART_14_PAR,),
        _F.PRORROGA_REPETIDA: (_ART_14_PAR,),
        _F.FUERZA_MAYOR_SIN_EFECTO: (_ART_158,),
        _F.TRASLADO_EXTEMPORANEO: (
            cite(CPACA, "art. 21", "dentro de los cinco días siguientes a la recepción"),
            _ART_15_1,
        ),
        _F.DESISTIMIENTO_PREMATURO: (cite(CPACA, "art. 17 inc. 4", "vencidos los términos sin que se complete"),),
        _F.ARCHIVO_SIN_CAUSA: (_ART_19,),
        _F.RESPUESTA_VERBAL_SIN_ESCRITO: (
            cite(CPACA, "art. 67", "se entrega copia del acto; sin ella la notificación no vale"),
        ),
        _F.RESPUESTA_PARCIAL: (
            cite(CPACA, "art. 42", "la decisión resuelve todo lo que se pidió a tiempo"),
            cite(CPACA, "art. 13", "pronta resolución, completa y de fondo"),
        ),
        _F.SILENCIO_POSITIVO: (
            _ART_158,
            cite(DECRETO_2150_1995, "art. 123", "la petición, la queja o el recurso se entiende resuelto a favor"),
            cite(
                SSPD_CONCEPTO_16_2010,
                "sec. 2",
                "opera de manera automática, sin escritura pública",
                Confidence.CITADA,
            ),
            cite(
                SSPD_CONCEPTO_31_2016,
                "",
                "mal notificada, la petición queda sin resolver, salvo que se subsane en los quince días o, si se "
                "respondió el último, en los cinco siguientes",
                Confidence.CITADA,
            ),
        ),
        _F.DECISION_POSTERIOR_AL_SILENCIO: (
            cite(
                CONSEJO_DE_ESTADO_2014_00219,
                "",
                "producido el silencio, la empresa perdió la competencia para decidir en contra",
                Confidence.CITADA,
            ),
            cite(CPACA, "art. 84 inc. 3", "el acto presunto solo puede revocarse directamente"),
            cite(CPACA, "art. 97", "y con el consentimiento del titular"),
        ),
        _F.SILENCIO_CREDITO: (
            cite(
                LEY_1266_2008,
                "art. 16.II.8",
                "sin respuesta en quince días más ocho, la solicitud se entiende aceptada",
            ),
        ),
        _F.DECISION_SIN_NOTIFICAR: (
            cite(CPACA, "art. 72", "sin notificación la decisión no produce efectos"),
            _ART_159,
        ),
        _F.CITACION_TARDIA: (cite(CPACA, "art. 68", "dentro de los cinco días siguientes a la expedición del acto"),),
        _F.NOTIFICACION_SIN_AUTORIZACION: (
            cite(CPACA, "art. 56", "siempre que el administrado haya aceptado este medio"),
            cite(CPACA, "art. 67", "num. 1: la electrónica necesita que el interesado la acepte"),
        ),
        _F.AVISO_SIN_CITACION: (cite(CPACA, "art. 68", "primero se cita"), _ART_69),
        _F.AVISO_PREMATURO: (_ART_69,),
        _F.DESISTIMIENTO_PENDIENTE: (
            cite(CPACA, "art. 17 inc. 4", "se decreta en acto motivado, que se notifica personalmente"),
        ),
        _F.ACTO_SIN_CLASIFICAR: (cite(LEY_142_1994, "art. 154 inc. 1", "nombra los cinco actos que admiten recurso"),),
        _F.RECURSO_EXTEMPORANEO: (
            _ART_154,
            cite(CPACA, "art. 78", "el que no se interpone dentro del plazo legal se rechaza"),
        ),
        _F.FACTURA_FUERA_DE_TERMINO: (
            cite(LEY_142_1994, "art. 154 inc. 3", "no proceden contra facturas de más de cinco meses de expedidas"),
        ),
        _F.SIN_PLAZO: (
            cite(CPACA, "art. 69", "no dice en cuántos días se envía el aviso"),
            cite(LEY_142_1994, "art. 159", "no dice en cuántos días se envía el expediente"),
            cite(CPACA, "art. 26", "no dice en cuántos días se envía la insistencia"),
        ),
        **dict.fromkeys(TECHNICAL, ()),
    }
)
"""The norms of every finding."""
