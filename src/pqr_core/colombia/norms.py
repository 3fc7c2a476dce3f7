"""The norms that the Colombian data cite, one `Norm` each; who cites them says the article and how it was checked."""

from __future__ import annotations

from datetime import date
from typing import Final

from pqr_core.citations import Confidence, Norm

__all__ = (
    "CIVIL_CODE",
    "CONSEJO_DE_ESTADO_7200",
    "CPACA",
    "CRA_413_2006",
    "DECRETO_491_2020",
    "DECRETO_2150_1995",
    "DECRETO_2663_1950",
    "DECRETO_LEY_19_2012",
    "LEY_4_1913",
    "LEY_5_1992",
    "LEY_24_1992",
    "LEY_51_1983",
    "LEY_142_1994",
    "LEY_689_2001",
    "LEY_962_2005",
    "LEY_1266_2008",
    "LEY_1564_2012",
    "LEY_1581_2012",
    "LEY_1712_2014",
    "LEY_1755_2015",
    "LEY_2157_2021",
    "LEY_2207_2022",
    "LEY_2578_2026",
    "SSPD_54575_2015",
    "SSPD_76635_2018",
)

_GESTOR: Final = "https://www.funcionpublica.gov.co/eva/gestornormativo/norma.php?i="

# --- holidays ------------------------------------------------------------------------------------------------------

DECRETO_2663_1950: Final = Norm(id="decreto-2663-1950", name="Decreto 2663 de 1950")
LEY_51_1983: Final = Norm(id="ley-51-1983", name="Ley 51 de 1983", url=f"{_GESTOR}4954")
LEY_2578_2026: Final = Norm(id="ley-2578-2026", name="Ley 2578 de 2026")

# --- petitions, complaints, claims and recursos --------------------------------------------------------------------

_SUIN: Final = "https://www.suin-juriscol.gov.co/viewDocument.asp?id="

LEY_142_1994: Final = Norm(
    id="ley-142-1994", name="Ley 142 de 1994", url=f"{_GESTOR}2752", in_force_from=date(1994, 7, 11)
)
LEY_689_2001: Final = Norm(
    id="ley-689-2001", name="Ley 689 de 2001", url=f"{_GESTOR}4633", in_force_from=date(2001, 8, 31)
)
DECRETO_2150_1995: Final = Norm(
    id="decreto-2150-1995", name="Decreto 2150 de 1995", url=f"{_SUIN}1408573", in_force_from=date(1995, 12, 6)
)
CPACA: Final = Norm(
    id="ley-1437-2011", name="CPACA (Ley 1437 de 2011)", url=f"{_GESTOR}41249", in_force_from=date(2012, 7, 2)
)
LEY_1755_2015: Final = Norm(
    id="ley-1755-2015",
    name="Ley 1755 de 2015",
    url=f"{_GESTOR}65334",
    in_force_from=date(2015, 6, 30),
    in_force_confidence=Confidence.VISTA,
)
LEY_1712_2014: Final = Norm(id="ley-1712-2014", name="Ley 1712 de 2014", url=f"{_GESTOR}56882")
LEY_5_1992: Final = Norm(
    id="ley-5-1992",
    name="Ley 5 de 1992",
    url=f"{_GESTOR}11368",
    in_force_from=date(1992, 6, 18),
    in_force_confidence=Confidence.VISTA,
)
LEY_1581_2012: Final = Norm(
    id="ley-1581-2012",
    name="Ley 1581 de 2012",
    url=f"{_GESTOR}49981",
    in_force_from=date(2012, 10, 18),
    in_force_confidence=Confidence.VISTA,
)
LEY_1266_2008: Final = Norm(
    id="ley-1266-2008",
    name="Ley 1266 de 2008",
    in_force_from=date(2008, 12, 31),
    in_force_confidence=Confidence.VISTA,
)
LEY_2157_2021: Final = Norm(
    id="ley-2157-2021",
    name="Ley 2157 de 2021",
    in_force_from=date(2021, 10, 29),
    in_force_confidence=Confidence.VISTA,
)
LEY_24_1992: Final = Norm(id="ley-24-1992", name="Ley 24 de 1992", in_force_from=date(1992, 12, 15))
LEY_962_2005: Final = Norm(id="ley-962-2005", name="Ley 962 de 2005")
DECRETO_LEY_19_2012: Final = Norm(
    id="decreto-ley-19-2012", name="Decreto Ley 019 de 2012", url=f"{_SUIN}1004430", in_force_from=date(2012, 1, 10)
)
DECRETO_491_2020: Final = Norm(
    id="decreto-491-2020",
    name="Decreto Legislativo 491 de 2020",
    in_force_from=date(2020, 3, 28),
    in_force_confidence=Confidence.CITADA,
)
LEY_2207_2022: Final = Norm(
    id="ley-2207-2022",
    name="Ley 2207 de 2022",
    url=f"{_GESTOR}186809",
    in_force_from=date(2022, 5, 18),
    in_force_confidence=Confidence.VISTA,
)
CRA_413_2006: Final = Norm(id="cra-413-2006", name="Resolución CRA 413 de 2006")

# --- how terms are counted -----------------------------------------------------------------------------------------

LEY_4_1913: Final = Norm(id="ley-4-1913", name="Ley 4 de 1913", url=f"{_GESTOR}8426")
CIVIL_CODE: Final = Norm(id="codigo-civil", name="Código Civil")
LEY_1564_2012: Final = Norm(id="ley-1564-2012", name="CGP (Ley 1564 de 2012)", url=f"{_GESTOR}48425")
CONSEJO_DE_ESTADO_7200: Final = Norm(
    id="ce-7200-1995", name="Consejo de Estado, Sección Cuarta, sentencia 7200 de 1995"
)

# --- the report of PQR to the SUI ----------------------------------------------------------------------------------

SSPD_54575_2015: Final = Norm(
    id="sspd-20151300054575-2015",
    name="Resolución SSPD 20151300054575 de 2015",
    in_force_from=date(2016, 7, 1),
    in_force_confidence=Confidence.CITADA,
)
SSPD_76635_2018: Final = Norm(
    id="sspd-20188000076635-2018",
    name="Resolución SSPD 20188000076635 de 2018",
    in_force_from=date(2018, 6, 22),
    in_force_confidence=Confidence.RECORDADA,
)
