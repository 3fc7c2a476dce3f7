"""The indicators that come with the library.

The first are the three of the customer-service process sheet of Serviciudad E.S.P.; the paper itself was not found in
public material, so that formulas and targets are cited as they were handed on. Days to answer are business days, as
the legal term is; calendar days are an indicator of their own.

>>> [code for code in CATALOG]
['satisfaccion_cliente', 'tiempo_respuesta_pqr', 'tiempo_respuesta_pqr_calendario', 'incremento_usuarios']
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.dated import Dated, Version
from pqr_core.indicators.base import (
    ASKED,
    Better,
    Condition,
    Indicator,
    Measure,
    Source,
    Standing,
    Target,
    Term,
    Test,
    Unit,
)
from pqr_core.indicators.periods import Frequency

__all__ = ("CATALOG", "OPEN", "OVERDUE", "PROCESS_SHEET")

PROCESS_SHEET: Final = Citation(
    Norm(
        id="serviciudad-ficha-servicio-al-cliente", name="Ficha del proceso de servicio al cliente, Serviciudad E.S.P."
    ),
    "indicadores",
    Confidence.CITADA,
    note="la ficha no se halló publicada; fórmulas y metas según el encargo",
)


def _target(code: str, value: Fraction) -> Target:
    return Dated(code, (Version(value, citations=(PROCESS_SHEET,)),))


_OPEN: Final = (
    Condition("filed_on", Test.BY, ASKED),
    Condition("answered_on", Test.NOT_BY, ASKED),
    Condition("ended_on", Test.NOT_BY, ASKED),
)

OPEN: Final = Standing(code="abiertos", es="abiertos", en="open", measures=(Measure(source=Source.FACTS, where=_OPEN),))
"""Cases that still owe an answer at the end of the day."""

OVERDUE: Final = Standing(
    code="vencidos",
    es="vencidos",
    en="overdue",
    measures=(
        Measure(source=Source.FACTS, where=(*_OPEN, Condition("due_on", Test.BEFORE, ASKED))),
        # Waited for the user, who let his time pass.
        Measure(
            source=Source.FACTS,
            where=(
                *_OPEN,
                Condition("due_on", Test.UNSET),
                Condition("suspended_until", Test.BEFORE, ASKED),
                Condition("due_if_lapsed_on", Test.BEFORE, ASKED),
            ),
        ),
    ),
)
"""Of those, the ones whose last day to answer is past."""


def _days_to_answer(column: str) -> Measure:
    return Measure(source=Source.FACTS, of=column, period_on="answered_on")


_BUSINESS_DAYS: Final = _days_to_answer("business_days_to_answer")
_CALENDAR_DAYS: Final = _days_to_answer("calendar_days_to_answer")
_ANSWERS: Final = Measure(source=Source.SURVEYS, period_on="answered_on")
_SATISFIED: Final = Measure(
    source=Source.SURVEYS, where=(Condition("satisfied", Test.EQUAL, operand=True),), period_on="answered_on"
)
_USERS: Final = Measure(source=Source.VOLUMES, of="subscribers", period_on="month", stock=True)


_ALL: Final = (
    Indicator(
        code="satisfaccion_cliente",
        name_es="Satisfacción del cliente",
        name_en="Customer satisfaction",
        formula_es="respuestas satisfechas / respuestas a la encuesta, en el año",
        numerator=(Term(_SATISFIED),),
        denominator=(Term(_ANSWERS),),
        unit=Unit.PERCENT,
        frequency=Frequency.YEAR,
        better=Better.HIGHER,
        target=_target("satisfaccion_cliente", Fraction(82)),
        source=PROCESS_SHEET,
    ),
    Indicator(
        code="tiempo_respuesta_pqr",
        name_es="Tiempo de respuesta de PQR",
        name_en="Time to answer a PQR",
        formula_es="suma de días hábiles de respuesta / casos respondidos, de los respondidos en el mes",
        numerator=(Term(_BUSINESS_DAYS),),
        denominator=(Term(_BUSINESS_DAYS, rows=True),),
        unit=Unit.BUSINESS_DAYS,
        frequency=Frequency.MONTH,
        better=Better.LOWER,
        target=_target("tiempo_respuesta_pqr", Fraction(12)),
        beside=(OPEN, OVERDUE),
        source=PROCESS_SHEET,
    ),
    Indicator(
        code="tiempo_respuesta_pqr_calendario",
        name_es="Tiempo de respuesta de PQR en días calendario",
        name_en="Time to answer a PQR in calendar days",
        formula_es="suma de días calendario de respuesta / casos respondidos, de los respondidos en el mes",
        numerator=(Term(_CALENDAR_DAYS),),
        denominator=(Term(_CALENDAR_DAYS, rows=True),),
        unit=Unit.CALENDAR_DAYS,
        frequency=Frequency.MONTH,
        better=Better.LOWER,
        beside=(OPEN, OVERDUE),
        source=PROCESS_SHEET,
    ),
    Indicator(
        code="incremento_usuarios",
        name_es="Incremento de usuarios",
        name_en="Growth in users",
        formula_es="(usuarios del mes - usuarios del mes anterior) / usuarios del mes anterior, todos los servicios",
        numerator=(Term(_USERS), Term(_USERS, weight=-1, lag=1)),
        denominator=(Term(_USERS, lag=1),),
        unit=Unit.PERCENT,
        frequency=Frequency.MONTH,
        better=Better.HIGHER,
        target=_target("incremento_usuarios", Fraction(33, 100)),
        decimals=2,
        source=PROCESS_SHEET,
    ),
)

CATALOG: Final[Mapping[str, Indicator]] = MappingProxyType({indicator.code: indicator for indicator in _ALL})
"""By code, in the order in which they are shown."""
