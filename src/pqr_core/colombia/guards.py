"""The norms on which an act is refused, by the code of the guard (`law.acts.GUARDS`)."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import CPACA, DECRETO_2150_1995, DECRETO_LEY_19_2012, LEY_142_1994

__all__ = ("GUARD_NORMS",)

_ART_14: Final = cite(CPACA, "art. 14 par.")
_ART_17: Final = cite(CPACA, "art. 17")
_ART_19: Final = cite(CPACA, "art. 19")
_ART_21: Final = cite(CPACA, "art. 21")
_ART_56: Final = cite(CPACA, "art. 56")
_ART_68: Final = cite(CPACA, "art. 68")
_ART_69: Final = cite(CPACA, "art. 69")
_ART_74: Final = cite(CPACA, "art. 74.3")
_ART_79: Final = cite(CPACA, "art. 79")
_ART_87: Final = cite(CPACA, "art. 87")
_ART_154: Final = cite(LEY_142_1994, "art. 154")
_ART_158: Final = cite(LEY_142_1994, "art. 158")
_ART_159: Final = cite(LEY_142_1994, "art. 159")
_SAP: Final = (_ART_158, cite(DECRETO_2150_1995, "art. 123"))

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
        "comunicacion_no_procede": (cite(DECRETO_LEY_19_2012, "art. 43"),),
        "aviso_sin_citacion": (_ART_68, _ART_69),
        "aviso_prematuro": (_ART_69,),
        **dict.fromkeys(("recurso_no_procede", "recurso_extemporaneo"), (_ART_154,)),
        "queja_no_procede": (_ART_74,),
        "nada_que_remitir": (_ART_159,),
        "sin_causa_eliminada": (cite(DECRETO_LEY_19_2012, "art. 42"),),
        "sin_firmeza": (_ART_87,),
    }
)
"""Those that are not here rest on the order of things (`sin_visita`: a notice of no visit) or on the duty itself."""
