"""The norms on which an act is refused, by the code of the guard (`law.guards`) or by the type of the act."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import (
    CPACA,
    CRA_413_2006,
    DECRETO_2150_1995,
    DECRETO_LEY_19_2012,
    LEY_142_1994,
    LEY_1266_2008,
    LEY_1581_2012,
)
from pqr_core.vocabulary import EventType

__all__ = ("GUARD_NORMS",)

_E = EventType

_ART_13: Final = cite(CPACA, "art. 13")
_ART_14: Final = cite(CPACA, "art. 14 par.")
_ART_15: Final = cite(CPACA, "art. 15")
_ART_17: Final = cite(CPACA, "art. 17")
_ART_18: Final = cite(CPACA, "art. 18")
_ART_19: Final = cite(CPACA, "art. 19")
_ART_21: Final = cite(CPACA, "art. 21")
_ART_25: Final = cite(CPACA, "art. 25")
_ART_26: Final = cite(CPACA, "art. 26")
_ART_36: Final = cite(CPACA, "art. 36", confidence=Confidence.RECORDADA)
_ART_39: Final = cite(CPACA, "art. 39")
_ART_40: Final = cite(CPACA, "art. 40")
_ART_42: Final = cite(CPACA, "art. 42")
_ART_45: Final = cite(CPACA, "art. 45")
_ART_56: Final = cite(CPACA, "art. 56")
_ART_68: Final = cite(CPACA, "art. 68")
_ART_69: Final = cite(CPACA, "art. 69")
_ART_72: Final = cite(CPACA, "art. 72")
_ART_74: Final = cite(CPACA, "art. 74.3")
_ART_79: Final = cite(CPACA, "art. 79")
_ART_80: Final = cite(CPACA, "art. 80")
_ART_81: Final = cite(CPACA, "art. 81")
_ART_87: Final = cite(CPACA, "art. 87")
_ART_89: Final = cite(CPACA, "art. 89", confidence=Confidence.RECORDADA)
_ART_153: Final = cite(LEY_142_1994, "art. 153")
_ART_154: Final = cite(LEY_142_1994, "art. 154")
_ART_158: Final = cite(LEY_142_1994, "art. 158")
_ART_159: Final = cite(LEY_142_1994, "art. 159")
_SAP: Final = (_ART_158, cite(DECRETO_2150_1995, "art. 123"))
_CERTIFIED: Final = cite(DECRETO_LEY_19_2012, "art. 43")
_RECONNECTION: Final = cite(DECRETO_LEY_19_2012, "art. 42")
_VISIT: Final = cite(CRA_413_2006, "art. 12", confidence=Confidence.CITADA)
_LEGEND: Final = (cite(LEY_1581_2012, "art. 15.2"), cite(LEY_1266_2008, "art. 16.II"))

_BY_GUARD: Final[Mapping[str, tuple[Citation, ...]]] = {
    **dict.fromkeys(("pruebas_sin_efecto", "pruebas_sin_comunicar"), (_ART_40, _ART_158)),
    "pruebas_extemporaneas": (_ART_158,),
    "prorroga_no_procede": (_ART_14, _ART_158),
    "decision_sin_resultado": (_ART_42,),
    "respuesta_sin_decision": (_ART_159,),
    **dict.fromkeys(("silencio_positivo", "sin_silencio_positivo", "ya_reconocido", "sin_silencio"), _SAP),
    "ya_notificado": (_ART_72,),
    "notificacion_sin_autorizacion": (_ART_56,),
    "comunicacion_no_procede": (_CERTIFIED,),
    "aviso_sin_citacion": (_ART_68, _ART_69),
    "sin_apelacion": (_ART_159,),
    "sin_notificar": (_ART_72, _ART_159),
    "sin_firmeza": (_ART_87,),
    "recurso_sin_resolver": (_ART_80,),
    "insistencia_abierta": (_ART_26,),
    "sin_ejecutar": (_ART_89,),
}
_BY_ACT: Final[Mapping[EventType, tuple[Citation, ...]]] = {
    **dict.fromkeys((_E.RADICACION, _E.ACUSE), (_ART_15,)),
    **dict.fromkeys((_E.REGISTRO, _E.ASIGNACION, _E.CIERRE), (_ART_153,)),
    **dict.fromkeys((_E.ANALISIS, _E.NOTA, _E.ADJUNTO, _E.VINCULO), (_ART_36,)),
    **dict.fromkeys((_E.ANULACION, _E.CORRECCION), (_ART_45,)),
    **dict.fromkeys((_E.REQUERIMIENTO, _E.COMPLEMENTO, _E.PRORROGA_COMPLEMENTO, _E.DESISTIMIENTO_TACITO), (_ART_17,)),
    **dict.fromkeys((_E.DEVOLUCION_ACLARACION, _E.ACLARACION, _E.ARCHIVO), (_ART_19,)),
    **dict.fromkeys((_E.APERTURA_PRUEBAS, _E.PRORROGA_PRUEBAS, _E.CIERRE_PRUEBAS), (_ART_79,)),
    _E.PRACTICA_PRUEBA: (_ART_40,),
    **dict.fromkeys((_E.DEMORA_USUARIO, _E.FUERZA_MAYOR), (_ART_158,)),
    _E.PRORROGA: (_ART_14,),
    **dict.fromkeys((_E.TRASLADO_COMPETENCIA, _E.TRASLADO_PARCIAL), (_ART_21,)),
    **dict.fromkeys((_E.CONFLICTO_PLANTEADO, _E.CONFLICTO_RESUELTO), (_ART_39,)),
    _E.DESISTIMIENTO_EXPRESO: (_ART_18,),
    _E.RECONOCIMIENTO_SAP: _SAP,
    **dict.fromkeys((_E.DECISION, _E.RESPUESTA_ENVIADA, _E.RESPUESTA_VERBAL), (_ART_13,)),
    **dict.fromkeys((_E.ENVIO_CITACION, _E.PUBLICACION_CITACION, _E.NOTIFICACION_PERSONAL), (_ART_68,)),
    **dict.fromkeys((_E.ENVIO_NOTIFICACION_ELECTRONICA, _E.NOTIFICACION_ELECTRONICA), (_ART_56,)),
    **dict.fromkeys((_E.ENVIO_COMUNICACION_CERTIFICADA, _E.COMUNICACION_CERTIFICADA), (_CERTIFIED,)),
    **dict.fromkeys((_E.ENTREGA_AVISO, _E.PUBLICACION_AVISO), (_ART_69,)),
    _E.CONDUCTA_CONCLUYENTE: (_ART_72,),
    _E.RECURSO_INTERPUESTO: (_ART_154,),
    _E.RECURSO_RESUELTO: (_ART_80,),
    _E.ACEPTACION_DESISTIMIENTO: (_ART_81,),
    _E.QUEJA_INTERPUESTA: (_ART_74,),
    **dict.fromkeys((_E.REMISION_SSPD, _E.DECISION_SSPD), (_ART_159,)),
    _E.NEGATIVA_RESERVA: (_ART_25,),
    **dict.fromkeys((_E.INSISTENCIA_INTERPUESTA, _E.REMISION_INSISTENCIA), (_ART_26,)),
    _E.LEYENDA_INCLUIDA: _LEGEND,
    _E.ENTREGA_COPIAS: (cite(CPACA, "art. 14.1"),),
    **dict.fromkeys((_E.VISITA_PROGRAMADA, _E.AVISO_VISITA), (_VISIT,)),
    **dict.fromkeys((_E.CAUSA_ELIMINADA, _E.RECONEXION), (_RECONNECTION,)),
    _E.EJECUCION: (_ART_89,),
}

GUARD_NORMS: Final[Mapping[str, tuple[Citation, ...]]] = MappingProxyType(
    {**_BY_GUARD, **{act.value: norms for act, norms in _BY_ACT.items()}}
)
"""The norms by guard and by act. A guard that is not here has those of its obligation, or else those of the act."""
