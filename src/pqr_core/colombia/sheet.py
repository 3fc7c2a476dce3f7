"""The norms that the utility's process sheet cites with an error, or that have since been compiled. Data only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.articles import cite
from pqr_core.colombia.norms import (
    CRA_413_2006,
    CRA_943_2021,
    DECRETO_229_2002,
    DECRETO_302_2000,
    DECRETO_1077_2015,
    DECRETO_2981_2013,
)

__all__ = ("SHEET",)

SHEET: Final[Mapping[str, tuple[Citation, ...]]] = MappingProxyType(
    {
        "Decreto N.º 302 de 200": (
            cite(
                DECRETO_302_2000,
                "arts. 23 a 26",
                "cuándo se suspende el servicio; por falta de pago, salvo que haya reclamación o recurso",
            ),
            cite(DECRETO_302_2000, "art. 32", "daba dos días hábiles para restablecer el servicio suspendido"),
            cite(DECRETO_1077_2015, "art. 2.3.1.1.1", "compila sus definiciones", Confidence.CITADA),
        ),
        "Decreto 229 de 2003": (
            cite(
                DECRETO_229_2002,
                "art. 1",
                "da el texto del art. 3 del Decreto 302: reconexión es la de un servicio cortado",
            ),
            cite(DECRETO_229_2002, "arts. 2 a 11", "cambia otros artículos, ninguno con término de respuesta"),
            cite(DECRETO_1077_2015, "art. 2.3.1.1.1", "compila sus definiciones", Confidence.CITADA),
        ),
        "Resolución CRA N.º 413 de 2006": (
            cite(CRA_413_2006, "art. 12", "aviso de la visita técnica", Confidence.CITADA),
            cite(CRA_943_2021, "", "la compila", Confidence.RECORDADA),
        ),
        "Decreto 2981 de 2013": (
            cite(
                DECRETO_2981_2013,
                "art. 102",
                "oficina y registro de las peticiones, quejas y recursos del servicio de aseo",
            ),
            cite(DECRETO_2981_2013, "art. 111", "quince días hábiles para resolver la terminación anticipada"),
            cite(DECRETO_1077_2015, "art. 2.3.2.1.1", "lo compila; su fuente es el art. 2", Confidence.CITADA),
        ),
    }
)
"""What the sheet writes, with the intended norm first. Where a number or a year differs, the sheet has an error."""
