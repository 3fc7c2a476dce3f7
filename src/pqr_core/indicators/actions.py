"""An improvement action opened from a missed verdict; a store keeps it (`unit.actions`) until evidence closes it.

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

from pqr_core.errors import InvalidInputError
from pqr_core.facts import ImprovementAction
from pqr_core.indicators.base import Verdict
from pqr_core.indicators.series import IndicatorSeries, Point
from pqr_core.vocabulary import ActionKind

__all__ = ("open_action",)


def open_action(
    series: IndicatorSeries,
    point: Point,
    *,
    utility: str,
    kind: ActionKind,
    what: str,
    responsible: str,
    opened_on: date,
    due_on: date,
) -> ImprovementAction:
    """The action about a point of a series that missed its target.

    Raises:
        InvalidInputError: the point is none of the series or did not miss, or the days are out of order.
    """
    if point not in series.points:
        raise InvalidInputError(place="point", detail=f"{point.period} is no point of this series")
    if point.verdict is not Verdict.MISSED:
        found = point.verdict.label("en") if point.verdict else "without target"
        raise InvalidInputError(place="point", detail=f"{point.period} is {found}, not missed")
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
    )
