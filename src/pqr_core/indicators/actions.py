"""Open an improvement action for a missed target; a store keeps it (`unit.actions`) until evidence closes it.

>>> from pqr_core.colombia.indicators import INDICATORS
>>> from pqr_core.indicators.periods import Period
>>> days, march = INDICATORS["tiempo_respuesta_pqr"], Period.parse("2026-03")
>>> point = Point(period=march, result=days.value(50, 4), target=days.target_at(march),
...               verdict=Verdict.MISSED, beside={}, in_progress=False)
>>> series = IndicatorSeries(indicator=days, points=(point,))
>>> action = open_action(series, point, utility="aguas", kind=ActionKind.CORRECTIVA,
...     responsible="jefe de atención", what="dos turnos más en ventanilla",
...     opened_on=date(2026, 4, 6), due_on=date(2026, 5, 29))
>>> action.state(date(2026, 6, 1)).label(), action.closed(date(2026, 6, 1), ["acta 14 de 2026"]).is_open
('vencida', False)
"""

from __future__ import annotations

from datetime import date
from typing import Final

from pqr_core.errors import InvalidInputError
from pqr_core.indicators.base import Verdict
from pqr_core.indicators.series import IndicatorSeries, Point
from pqr_core.language import Said
from pqr_core.meetings import ImprovementAction
from pqr_core.vocabulary import ActionKind

__all__ = ("open_action",)

_MISSED: Final = Said("un punto que no cumplió su meta", "a point that missed its target")


def open_action(  # noqa: PLR0913 - keyword-only arguments
    series: IndicatorSeries,
    point: Point,
    *,
    utility: str,
    kind: ActionKind,
    what: str,
    responsible: str,
    opened_on: date,
    due_on: date,
    riesgo: str | None = None,
) -> ImprovementAction:
    """A new improvement action for a point of a series that missed its target.

    Raises:
        InvalidInputError: the point is not in the series or did not miss its target, or the days are out of order.
    """
    if point not in series.points:
        es, en = f"{point.period} no es un punto de esta serie", f"{point.period} is not a point of this series"
        raise InvalidInputError(place="point", detail=Said(es, en))
    if point.verdict is not Verdict.MISSED:
        told = point.verdict
        found = Said(told.label("es"), told.label("en")) if told else Said("sin meta", "without target")
        raise InvalidInputError.expected(_MISSED, found, place="point")
    return ImprovementAction(
        utility=utility,
        indicator=series.indicator.code,
        period=str(point.period),
        by=series.by,
        group=None if series.group is None else tuple(None if part is None else str(part) for part in series.group),
        kind=kind,
        what=what,
        responsible=responsible,
        opened_on=opened_on,
        due_on=due_on,
        riesgo=riesgo,
    )
