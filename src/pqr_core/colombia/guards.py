"""The norms on which an act is refused, by the code of the guard (`law.acts.GUARDS`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import (
    CPACA,
    DECRETO_2150_1995,
    DECRETO_LEY_19_2012,
    LEY_142_1994,
    LEY_689_2001,
    LEY_1755_2015,
)

__all__ = ("GUARD_NORMS",)

_ART_14: Final = Citation(LEY_1755_2015, "art. 1 (CPACA art. 14 par.)", Confidence.VISTA)
_ART_17: Final = Citation(LEY_1755_2015, "art. 1 (CPACA art. 17)", Confidence.VISTA)
_ART_19: Final = Citation(LEY_1755_2015, "art. 1 (CPACA art. 19)", Confidence.VISTA)
_ART_21: Final = Citation(LEY_1755_2015, "art. 1 (CPACA art. 21)", Confidence.VISTA)
_ART_56: Final = Citation(CPACA, "art. 56", Confidence.CITADA)
_ART_68: Final = Citation(CPACA, "art. 68", Confidence.VISTA)
_ART_69: Final = Citation(CPACA, "art. 69", Confidence.VISTA)
_ART_74: Final = Citation(CPACA, "art. 74.3", Confidence.VISTA)
_ART_79: Final = Citation(CPACA, "art. 79", Confidence.VISTA)
_ART_87: Final = Citation(CPACA, "art. 87", Confidence.VISTA)
_ART_154: Final = Citation(LEY_142_1994, "art. 154", Confidence.VISTA)
_ART_158: Final = Citation(LEY_142_1994, "art. 158", Confidence.VISTA)
_ART_159: Final = Citation(LEY_689_2001, "art. 20 (Ley 142 de 1994 art. 159)", Confidence.VISTA)
_SAP: Final = (_ART_158, Citation(DECRETO_2150_1995, "art. 123", Confidence.VISTA))

GUARD_NORMS: Final[Mapping[str, tuple[Citation, ...]]] = MappingProxyType(
    {
        **dict.fromkeys(
            ("requerimiento_no_procede", "requerimiento_repetido", "requerimiento_extemporaneo"), (_ART_17,)
        ),
        **dict.fromkeys(("sin_requerimiento", "complemento_vencido", "prorroga_complemento_repetida"), (_ART_17,)),
        **dict.fromkeys(("devolucion_no_procede", "devolucion_repetida", "devolucion_extemporanea"), (_ART_19,)),
        **dict.fromkeys(("aclaracion_no_procede", "archivo_sin_causa"), (_ART_19,)),
        **dict.fromkeys(("pruebas_sin_efecto", "pruebas_extemporaneas", "demora_sin_efecto"), (_ART_158,)),
        **dict.fromkeys(("pruebas_repetidas", "pruebas_cerradas", "pruebas_ya_prorrogadas"), (_ART_79,)),
        **dict.fromkeys(("prorroga_no_procede", "prorroga_repetida", "prorroga_extemporanea"), (_ART_14,)),
        **dict.fromkeys(("traslado_no_procede", "traslado_extemporaneo"), (_ART_21,)),
        "desistimiento_prematuro": (_ART_17,),
        "ya_decidido": (_ART_154,),
        **dict.fromkeys(("silencio_positivo", "sin_silencio"), _SAP),
        "sin_decision": (_ART_68,),
        "notificacion_sin_autorizacion": (_ART_56,),
        "comunicacion_no_procede": (Citation(DECRETO_LEY_19_2012, "art. 43", Confidence.VISTA),),
        "aviso_sin_citacion": (_ART_68, _ART_69),
        "aviso_prematuro": (_ART_69,),
        **dict.fromkeys(("recurso_no_procede", "recurso_extemporaneo"), (_ART_154,)),
        "queja_no_procede": (_ART_74,),
        "nada_que_remitir": (_ART_159,),
        "sin_causa_eliminada": (Citation(DECRETO_LEY_19_2012, "art. 42", Confidence.VISTA),),
        "sin_firmeza": (_ART_87,),
    }
)
"""Those that are not here rest on the order of things (`sin_visita`: a notice of no visit) or on the duty itself."""
