"""The indicators as an office asks for them: by period and code, for all cases or by group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from pqr_core.fields import listed
from pqr_core.indicators.base import Indicators
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import Group
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.storage.base import Store

__all__ = ("measured",)


def measured(
    store: Store,
    indicators: Indicators,
    utility: str,
    *,
    periods: str | Period | Iterable[str | Period],
    codes: Iterable[str] | None,
    by: Sequence[str],
    until: date,
) -> tuple[IndicatorSeries, ...]:
    """One series for each indicator, as known on the day `until`; one for each group if `by` names columns.

    Raises:
        InvalidInputError: the indicator does not exist, or cannot be grouped by these columns.
        PeriodError: a period cannot be read.
    """
    spans = Period.several(periods)
    asked = [listed(indicators, code, "codes") for code in (indicators if codes is None else codes)]
    with store.read() as unit:
        days = [span.closing_day(until) for span in spans]
        counts = count(unit.source(utility), asked, by=by, periods=spans, until=until, days=days)
    groups: dict[str, Iterable[Group | None]] = {each.code: counts.groups(each) if by else (None,) for each in asked}
    return tuple(IndicatorSeries.of(each, counts, spans, group=group) for each in asked for group in groups[each.code])
