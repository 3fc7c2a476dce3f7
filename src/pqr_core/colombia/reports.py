"""The reports that a Colombian utility hands in or publishes, by their kind, each with the norms that require it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.indicators import INFORMATION_REQUEST
from pqr_core.colombia.norms import (
    DECRETO_1081_2015,
    DECRETO_2981_2013,
    LEY_142_1994,
    LEY_190_1995,
    LEY_1474_2011,
    LEY_1712_2014,
    MINTIC_1519_2020,
)
from pqr_core.colombia.sui import CODES, FORMATO_A
from pqr_core.indicators.periods import Frequency
from pqr_core.reports.control import control_report
from pqr_core.reports.official import ReportKind
from pqr_core.reports.register import register_report
from pqr_core.reports.regulator import told_monthly
from pqr_core.reports.transparency import transparency_report
from pqr_core.vocabulary import EventType

__all__ = ("REPORTS",)

_REGISTER: Final = (
    Citation(LEY_142_1994, "art. 153", Confidence.VISTA),
    Citation(DECRETO_2981_2013, "art. 102", Confidence.VISTA, "para el servicio de aseo"),
)
_ANSWERS: Final = frozenset({*CODES.letters[EventType.DECISION], "requerimiento_respuesta"})
"""The kinds of letter that answer."""
_TRANSPARENCY: Final = (
    Citation(LEY_1712_2014, "art. 11, lit. h", Confidence.VISTA),
    Citation(DECRETO_1081_2015, "art. 2.1.1.6.2", Confidence.CITADA),
    Citation(MINTIC_1519_2020, "anexo 2, num. 4.10", Confidence.RECORDADA, "período trimestral"),
)
_CONTROL: Final = (
    Citation(LEY_1474_2011, "art. 76", Confidence.VISTA),
    Citation(LEY_190_1995, "art. 54", Confidence.VISTA),
)

REPORTS: Final[Mapping[str, ReportKind]] = MappingProxyType(
    {
        each.code: each
        for each in (
            ReportKind(
                "sui",
                "el archivo mensual de la SSPD (Formato A del SUI)",
                "the monthly file of the SSPD (Formato A of the SUI)",
                Frequency.MONTH,
                partial(told_monthly, FORMATO_A),
                is_fixed=True,
            ),
            ReportKind(
                "registro",
                "el registro de peticiones y recursos",
                "the register of petitions and recursos",
                Frequency.MONTH,
                partial(register_report, _REGISTER, _ANSWERS),
            ),
            ReportKind(
                "transparencia",
                "el informe de solicitudes de información y de peticiones, para publicar",
                "the report of requests for information and of petitions, to publish",
                Frequency.QUARTER,
                partial(transparency_report, _TRANSPARENCY, frozenset({INFORMATION_REQUEST})),
            ),
            ReportKind(
                "control-interno",
                "el informe semestral de quejas, sugerencias y reclamos",
                "the half-yearly report of complaints, suggestions and claims",
                Frequency.SEMESTER,
                partial(
                    control_report,
                    _CONTROL,
                    frozenset({"queja", "reclamo", "denuncia"}),
                    frozenset({"sugerencia"}),
                ),
            ),
        )
    }
)
"""The kinds of report, in the order in which they are listed."""
