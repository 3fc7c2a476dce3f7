"""The norms that the Colombian data cite, one `Norm` each. A citation adds the article and how it was checked."""

from __future__ import annotations

from datetime import date
from typing import Final

from pqr_core.citations import Confidence, Norm

__all__ = (
    "CIVIL_CODE",
    "CONSEJO_DE_ESTADO_2014_00219",
    "CONSEJO_DE_ESTADO_2316_2017",
    "CONSEJO_DE_ESTADO_7200",
    "CPACA",
    "CRA_413_2006",
    "CRA_943_2021",
    "DECRETO_229_2002",
    "DECRETO_302_2000",
    "DECRETO_491_2020",
    "DECRETO_1069_2015",
    "DECRETO_1077_2015",
    "DECRETO_1081_2015",
    "DECRETO_1842_1991",
    "DECRETO_2150_1995",
    "DECRETO_2663_1950",
    "DECRETO_2981_2013",
    "DECRETO_LEY_19_2012",
    "LEY_4_1913",
    "LEY_5_1992",
    "LEY_24_1992",
    "LEY_51_1983",
    "LEY_142_1994",
    "LEY_190_1995",
    "LEY_689_2001",
    "LEY_962_2005",
    "LEY_1266_2008",
    "LEY_1474_2011",
    "LEY_1564_2012",
    "LEY_1581_2012",
    "LEY_1712_2014",
    "LEY_1755_2015",
    "LEY_2080_2021",
    "LEY_2157_2021",
    "LEY_2207_2022",
    "LEY_2578_2026",
    "MINTIC_1519_2020",
    "SSPD_11295_2016",
    "SSPD_54575_2015",
    "SSPD_76635_2018",
    "SSPD_204125_2017",
    "SSPD_CONCEPTO_16_2010",
    "SSPD_CONCEPTO_31_2016",
)

_GESTOR: Final = "https://www.funcionpublica.gov.co/eva/gestornormativo/norma.php?i="

# --- holidays ------------------------------------------------------------------------------------------------------

DECRETO_2663_1950: Final = Norm(id="decreto-2663-1950", name="Decreto 2663 de 1950")
LEY_51_1983: Final = Norm(id="ley-51-1983", name="Ley 51 de 1983", url=f"{_GESTOR}4954")
LEY_2578_2026: Final = Norm(id="ley-2578-2026", name="Ley 2578 de 2026")

# --- petitions, complaints, claims and recursos --------------------------------------------------------------------

_SUIN: Final = "https://www.suin-juriscol.gov.co/viewDocument.asp?id="

LEY_142_1994: Final = Norm(
    id="ley-142-1994",
    name="Ley 142 de 1994",
    url=f"{_GESTOR}2752",
    in_force_from=date(1994, 7, 11),
    in_force_confidence=Confidence.VISTA,
)
LEY_689_2001: Final = Norm(
    id="ley-689-2001",
    name="Ley 689 de 2001",
    url=f"{_GESTOR}4633",
    in_force_from=date(2001, 10, 31),  # "two months after" 31 August, its publication: 31 October or 1 November
    in_force_confidence=Confidence.EN_DISPUTA,
)
DECRETO_2150_1995: Final = Norm(
    id="decreto-2150-1995",
    name="Decreto 2150 de 1995",
    url=f"{_SUIN}1408573",
    in_force_from=date(1995, 12, 6),
    in_force_confidence=Confidence.CITADA,
)
CPACA: Final = Norm(
    id="ley-1437-2011",
    name="CPACA",
    title="Ley 1437 de 2011, Código de Procedimiento Administrativo y de lo Contencioso Administrativo",
    url=f"{_GESTOR}41249",
    in_force_from=date(2012, 7, 2),
    in_force_confidence=Confidence.VISTA,
)
LEY_1755_2015: Final = Norm(
    id="ley-1755-2015",
    name="Ley 1755 de 2015",
    url=f"{_GESTOR}65334",
    in_force_from=date(2015, 6, 30),
    in_force_confidence=Confidence.VISTA,
)
LEY_2080_2021: Final = Norm(
    id="ley-2080-2021",
    name="Ley 2080 de 2021",
    url=f"{_GESTOR}156590",
    in_force_from=date(2021, 1, 25),
    in_force_confidence=Confidence.RECORDADA,
)
LEY_1712_2014: Final = Norm(id="ley-1712-2014", name="Ley 1712 de 2014", url=f"{_GESTOR}56882")
LEY_5_1992: Final = Norm(
    id="ley-5-1992",
    name="Ley 5 de 1992",
    url=f"{_GESTOR}11368",
    in_force_from=date(1992, 6, 18),
    in_force_confidence=Confidence.VISTA,
)
LEY_24_1992: Final = Norm(
    id="ley-24-1992",
    name="Ley 24 de 1992",
    url=f"{_GESTOR}15688",
    in_force_from=date(1992, 12, 15),
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
    url=f"{_GESTOR}34488",
    in_force_from=date(2008, 12, 31),
    in_force_confidence=Confidence.VISTA,
)
LEY_2157_2021: Final = Norm(
    id="ley-2157-2021",
    name="Ley 2157 de 2021",
    url=f"{_GESTOR}173246",
    in_force_from=date(2021, 10, 29),
    in_force_confidence=Confidence.VISTA,
)
LEY_962_2005: Final = Norm(
    id="ley-962-2005",
    name="Ley 962 de 2005",
    url=f"{_GESTOR}17004",
    in_force_from=date(2005, 7, 8),
    in_force_confidence=Confidence.VISTA,
)
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
CRA_943_2021: Final = Norm(id="cra-943-2021", name="Resolución CRA 943 de 2021")
DECRETO_302_2000: Final = Norm(
    id="decreto-302-2000",
    name="Decreto 302 de 2000",
    url=f"{_SUIN}1069472",
    in_force_from=date(2000, 2, 29),
    in_force_confidence=Confidence.CITADA,
)
DECRETO_229_2002: Final = Norm(
    id="decreto-229-2002",
    name="Decreto 229 de 2002",
    url=f"{_SUIN}1052049",
    in_force_from=date(2002, 2, 15),
    in_force_confidence=Confidence.VISTA,
)
DECRETO_2981_2013: Final = Norm(
    id="decreto-2981-2013",
    name="Decreto 2981 de 2013",
    url=f"{_SUIN}1505864",
    in_force_from=date(2013, 12, 20),
    in_force_confidence=Confidence.CITADA,
)
DECRETO_1077_2015: Final = Norm(id="decreto-1077-2015", name="Decreto 1077 de 2015")
DECRETO_1069_2015: Final = Norm(id="decreto-1069-2015", name="Decreto 1069 de 2015")
DECRETO_1842_1991: Final = Norm(id="decreto-1842-1991", name="Decreto 1842 de 1991", url=f"{_SUIN}1359657")
CONSEJO_DE_ESTADO_2014_00219: Final = Norm(
    id="ce-2014-00219", name="Consejo de Estado, Sección Cuarta, 25 de abril de 2018, exp. 2014-00219"
)
CONSEJO_DE_ESTADO_2316_2017: Final = Norm(
    id="ce-2316-2017", name="Consejo de Estado, Sala de Consulta y Servicio Civil, concepto 2316 de 2017"
)
SSPD_CONCEPTO_16_2010: Final = Norm(id="sspd-cu-16-2010", name="Concepto Unificado SSPD-OJU-2010-16")
SSPD_CONCEPTO_31_2016: Final = Norm(id="sspd-cu-31-2016", name="Concepto Unificado SSPD 31 de 2016")

# --- how terms are counted -----------------------------------------------------------------------------------------

LEY_4_1913: Final = Norm(id="ley-4-1913", name="Ley 4 de 1913", url=f"{_GESTOR}8426")
CIVIL_CODE: Final = Norm(id="codigo-civil", name="Código Civil")
LEY_1564_2012: Final = Norm(
    id="ley-1564-2012",
    name="CGP",
    title="Ley 1564 de 2012, Código General del Proceso",
    url=f"{_GESTOR}48425",
)
CONSEJO_DE_ESTADO_7200: Final = Norm(
    id="ce-7200-1995", name="Consejo de Estado, Sección Cuarta, sentencia 7200 de 1995"
)

# --- what is published, and reported to the head of the utility ----------------------------------------------------

DECRETO_1081_2015: Final = Norm(id="decreto-1081-2015", name="Decreto 1081 de 2015")
LEY_190_1995: Final = Norm(id="ley-190-1995", name="Ley 190 de 1995")
LEY_1474_2011: Final = Norm(id="ley-1474-2011", name="Ley 1474 de 2011")
MINTIC_1519_2020: Final = Norm(id="mintic-1519-2020", name="Resolución MinTIC 1519 de 2020")

# --- the report of PQR to the SUI ----------------------------------------------------------------------------------

SSPD_54575_2015: Final = Norm(
    id="sspd-20151300054575-2015",
    name="Resolución SSPD 20151300054575 de 2015",
    in_force_from=date(2016, 7, 1),
    in_force_confidence=Confidence.CITADA,
)
SSPD_11295_2016: Final = Norm(
    id="sspd-20161300011295-2016",
    name="Resolución SSPD 20161300011295 de 2016",
    title="modifica y aclara la Resolución SSPD 20151300054575 de 2015",
)
SSPD_204125_2017: Final = Norm(
    id="sspd-20171000204125-2017",
    name="Resolución SSPD 20171000204125 de 2017",
    title="lineamientos para modificar la información cargada al SUI",
)
SSPD_76635_2018: Final = Norm(
    id="sspd-20188000076635-2018",
    name="Resolución SSPD 20188000076635 de 2018",
    in_force_from=date(2018, 6, 22),
    in_force_confidence=Confidence.RECORDADA,
)
