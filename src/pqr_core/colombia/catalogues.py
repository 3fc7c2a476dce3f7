"""The codes of the Colombian water and waste services: services, channels, causales of the SUI, required fields.

The causales are those of the SUI's report of PQR: the list of 2016, and the one since 2018. Both are in the file
`sui_causales.csv` beside this module. Neither annex could be read at its source. The list of 2016 is that of a working
table of the SSPD. For acueducto, the later list is that of a utility, and the SUI's own export confirms it code by
code. For alcantarillado and aseo, it has the codes that occur in that export, so it may lack codes of the annex.

>>> from datetime import date
>>> [CATALOGUE.causal("401", "acueducto", day).group for day in (date(2017, 3, 1), date(2026, 3, 2))]
['I', 'P']
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from pqr_core.cases.catalogues import Catalogue, CatalogueCode, Causal
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import SSPD_54575_2015, SSPD_76635_2018
from pqr_core.dated import Dated, Version

__all__ = ("CATALOGUE", "CHANNELS", "GROUPS", "REQUIRED_FIELDS", "SERVICES", "causal_rows")

_FIRST_LIST: Final = date(2016, 7, 1)
_SECOND_LIST: Final = date(2018, 6, 22)


def _codes(*codes: CatalogueCode) -> Mapping[str, CatalogueCode]:
    return MappingProxyType({each.code: each for each in codes})


SERVICES: Final = _codes(
    CatalogueCode("acueducto", "acueducto", "water supply"),
    CatalogueCode("alcantarillado", "alcantarillado", "sewerage"),
    CatalogueCode("aseo", "aseo", "waste collection"),
)
"""The services by code."""

CHANNELS: Final = _codes(
    CatalogueCode("presencial", "presencial", "in person"),
    CatalogueCode("escrito", "escrito", "in writing"),
    CatalogueCode("telefonico", "telefónico", "by telephone"),
    CatalogueCode("correo", "correo electrónico", "by e-mail"),
    CatalogueCode("web", "página web", "web site"),
    CatalogueCode("buzon", "buzón de sugerencias", "suggestion box"),
    CatalogueCode("redes_sociales", "redes sociales", "social networks"),
)
"""The channels by code."""

GROUPS: Final = _codes(
    CatalogueCode("F", "facturación", "billing"),
    CatalogueCode("P", "prestación", "provision of the service"),
    CatalogueCode("I", "instalación", "installation"),
)
"""The groups of causales by letter."""

_WHO: Final = ("peticionario", "canal")
_CONTRACT: Final = (*_WHO, "servicio", "account", "causal")
_RECURSO: Final = (*_CONTRACT, "acto_atacado", "attacked_notified_on")

REQUIRED_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "peticion": (*_WHO, "servicio", "hechos"),
        "queja": (*_WHO, "servicio", "hechos"),
        "reclamo": (*_CONTRACT, "hechos"),
        "recurso_reposicion": _RECURSO,
        "recurso_reposicion_apelacion": _RECURSO,
        **dict.fromkeys(("peticion_general", "denuncia", "peticion_informacion", "consulta"), (*_WHO, "hechos")),
        **dict.fromkeys(
            ("peticion_autoridad", "peticion_congreso", "requerimiento_defensoria"),
            ("peticionario.nombre", "canal", "hechos"),
        ),
        **dict.fromkeys(
            ("habeas_data_consulta", "habeas_data_reclamo", "credito_consulta", "credito_reclamo"),
            ("peticionario.nombre", "peticionario.documento", "hechos"),
        ),
        "requerimiento_autoridad": ("peticionario.nombre", "fecha_limite"),
        **dict.fromkeys(("sugerencia", "felicitacion"), ("canal", "hechos")),
    }
)
"""The fields that the office needs to handle each type. Nobody may refuse to receive a filing that lacks some."""


@cache
def causal_rows() -> tuple[dict[str, str], ...]:
    """The rows of `sui_causales.csv`: code, groups, services and words of each causal, by year and by cube."""
    text = files("pqr_core.colombia").joinpath("sui_causales.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


def _list(causales: Iterable[Causal]) -> Mapping[str, Causal]:
    return MappingProxyType({each.code: each for each in causales if each.services})


def _of_2016() -> Mapping[str, Causal]:
    return _list(
        Causal(
            row["codigo"],
            row["grupo_2016"],
            row["detalle_2016"],
            frozenset(each for each in SERVICES if row[f"{each}_2016"] == "1"),
        )
        for row in causal_rows()
        if row["grupo_2016"]
    )


def _since_2018() -> Mapping[str, Causal]:
    return _list(
        Causal(
            row["codigo"],
            _group_since_2018(row),
            row["detalle_2018_acueducto"] or row["detalle_2016"],
            _services_since_2018(row),
        )
        for row in causal_rows()
    )


def _group_since_2018(row: Mapping[str, str]) -> str:
    return row["grupo_2018"] or row["grupo_2016"].replace("I", "P")


def _services_since_2018(row: Mapping[str, str]) -> frozenset[str]:
    occurring = {each for each in SERVICES if row[f"en_cubo_{each}"] == "1"}
    return frozenset(occurring | ({"acueducto"} if row["grupo_2018"] else set()))


CATALOGUE: Final = Catalogue(
    services=SERVICES,
    channels=CHANNELS,
    groups=GROUPS,
    causales=Dated(
        "causales",
        (
            Version(
                _of_2016(),
                first_day=_FIRST_LIST,
                last_day=_SECOND_LIST - timedelta(days=1),
                citations=(Citation(SSPD_54575_2015, "Anexo A", Confidence.CITADA),),
            ),
            Version(
                _since_2018(),
                first_day=_SECOND_LIST,
                citations=(Citation(SSPD_76635_2018, "", Confidence.CITADA, "el día de la resolución, de memoria"),),
            ),
        ),
    ),
    required=REQUIRED_FIELDS,
)
"""The codes of acueducto, alcantarillado and aseo."""
