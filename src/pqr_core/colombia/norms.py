"""The norms that the Colombian data cite, one `Norm` each; who cites them says the article and how it was checked."""

from __future__ import annotations

from typing import Final

from pqr_core.citations import Norm

__all__ = (
    "DECRETO_2663_1950",
    "LEY_51_1983",
    "LEY_2578_2026",
)

_GESTOR: Final = "https://www.funcionpublica.gov.co/eva/gestornormativo/norma.php?i="

# --- holidays ------------------------------------------------------------------------------------------------------

DECRETO_2663_1950: Final = Norm(id="decreto-2663-1950", name="Decreto 2663 de 1950")
LEY_51_1983: Final = Norm(id="ley-51-1983", name="Ley 51 de 1983", url=f"{_GESTOR}4954")
LEY_2578_2026: Final = Norm(id="ley-2578-2026", name="Ley 2578 de 2026")
