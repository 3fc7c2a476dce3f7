"""The holidays of Colombia as dated data: the law that orders each, its first year, and how its day is found.

Ley 51 de 1983 has the whole list since 1984, with the fixed days that it took over from the labour code (Decreto 2663
de 1950). It moves ten holidays of fixed or Easter date to the next Monday. Ley 2578 de 2026 adds 9 July, also moved to
Monday and first kept on 13 July 2026; only quotations of that law were read.

>>> CHIQUINQUIRA.in_year(2026)
datetime.date(2026, 7, 13)
>>> CHIQUINQUIRA.in_year(2025) is None
True
"""

from __future__ import annotations

from datetime import date
from typing import Final

from pqr_core.calendars.business import EasterOffset, FixedDay, HolidayLaw
from pqr_core.calendars.drift import SecondOpinion
from pqr_core.citations import Citation, Confidence
from pqr_core.colombia.norms import DECRETO_2663_1950, LEY_51_1983, LEY_2578_2026

__all__ = ("CHIQUINQUIRA", "LAWS", "SECOND_OPINION", "SPAN", "VERIFIED_ON", "VERIFIED_THROUGH")

SPAN: Final = (date(1984, 1, 1), date(2100, 12, 31))
"""The first and the last day of the calendar, both included: Ley 51 de 1983 is in force from the first."""

VERIFIED_THROUGH: Final = 2026
"""The last year whose holidays were verified against the laws; answers for later years are projections."""

VERIFIED_ON: Final = date(2026, 11, 23)
"""The day on which the holidays were verified."""

_LIST: Final = (Citation(LEY_51_1983, "art. 1", Confidence.VISTA),)
_LIST_AND_CODE: Final = (*_LIST, Citation(DECRETO_2663_1950, "art. 177", Confidence.RECORDADA))
_EMILIANI: Final = 1984


def _kept(code: str, name_es: str, name_en: str, rule: FixedDay | EasterOffset) -> HolidayLaw:
    return HolidayLaw(
        code=code, name_es=name_es, name_en=name_en, citations=_LIST_AND_CODE, rule=rule, first_year=_EMILIANI
    )


def _moved(code: str, name_es: str, name_en: str, rule: FixedDay | EasterOffset) -> HolidayLaw:
    return HolidayLaw(
        code=code,
        name_es=name_es,
        name_en=name_en,
        citations=_LIST,
        rule=rule,
        first_year=_EMILIANI,
        moved_to_monday_from=_EMILIANI,
    )


CHIQUINQUIRA: Final = HolidayLaw(
    code="chiquinquira",
    name_es="Nuestra Señora del Rosario de Chiquinquirá",
    name_en="Our Lady of the Rosary of Chiquinquirá",
    citations=(Citation(LEY_2578_2026, "art. 6", Confidence.CITADA),),
    rule=FixedDay(7, 9),
    first_year=2026,
    moved_to_monday_from=2026,
)
"""The holiday of Ley 2578 de 2026, the only one that is not in Ley 51 de 1983."""

LAWS: Final = (
    _kept("ano_nuevo", "Año Nuevo", "New Year's Day", FixedDay(1, 1)),
    _moved("reyes_magos", "Reyes Magos", "Epiphany", FixedDay(1, 6)),
    _moved("san_jose", "San José", "Saint Joseph's Day", FixedDay(3, 19)),
    _kept("jueves_santo", "Jueves Santo", "Maundy Thursday", EasterOffset(-3)),
    _kept("viernes_santo", "Viernes Santo", "Good Friday", EasterOffset(-2)),
    _kept("dia_del_trabajo", "Día del Trabajo", "Labour Day", FixedDay(5, 1)),
    _moved("ascension", "Ascensión del Señor", "Ascension Day", EasterOffset(39)),
    _moved("corpus_christi", "Corpus Christi", "Corpus Christi", EasterOffset(60)),
    _moved("sagrado_corazon", "Sagrado Corazón de Jesús", "Sacred Heart", EasterOffset(68)),
    _moved("san_pedro_y_san_pablo", "San Pedro y San Pablo", "Saint Peter and Saint Paul", FixedDay(6, 29)),
    CHIQUINQUIRA,
    _kept("independencia", "Día de la Independencia", "Independence Day", FixedDay(7, 20)),
    _kept("batalla_de_boyaca", "Batalla de Boyacá", "Battle of Boyacá", FixedDay(8, 7)),
    _moved("asuncion", "Asunción de la Virgen", "Assumption of Mary", FixedDay(8, 15)),
    _moved("dia_de_la_raza", "Día de la Raza", "Columbus Day", FixedDay(10, 12)),
    _moved("todos_los_santos", "Todos los Santos", "All Saints' Day", FixedDay(11, 1)),
    _moved("independencia_de_cartagena", "Independencia de Cartagena", "Independence of Cartagena", FixedDay(11, 11)),
    _kept("inmaculada_concepcion", "Inmaculada Concepción", "Immaculate Conception", FixedDay(12, 8)),
    _kept("navidad", "Navidad", "Christmas Day", FixedDay(12, 25)),
)
"""The holiday laws, in the order of the year."""

SECOND_OPINION: Final = SecondOpinion(
    country="CO",
    language="es",
    observed_suffix=" (observado)",
    codes={
        "Año Nuevo": "ano_nuevo",
        "Día de los Reyes Magos": "reyes_magos",
        "Día de San José": "san_jose",
        "Jueves Santo": "jueves_santo",
        "Viernes Santo": "viernes_santo",
        "Día del Trabajo": "dia_del_trabajo",
        "Ascensión del señor": "ascension",
        "Corpus Christi": "corpus_christi",
        "Sagrado Corazón": "sagrado_corazon",
        "San Pedro y San Pablo": "san_pedro_y_san_pablo",
        "Día de Nuestra Señora del Rosario de Chiquinquirá": "chiquinquira",
        "Día de la Independencia": "independencia",
        "Batalla de Boyacá": "batalla_de_boyaca",
        "La Asunción": "asuncion",
        "Día de la Raza": "dia_de_la_raza",
        "Día de Todos los Santos": "todos_los_santos",
        "Independencia de Cartagena": "independencia_de_cartagena",
        "La Inmaculada Concepción": "inmaculada_concepcion",
        "Navidad": "navidad",
    },
)
"""The names that the `holidays` package gives to the same days."""
