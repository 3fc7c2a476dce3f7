"""One indicator over time: value, target in force, verdict and what stands beside it, drawn as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final

from attrs import evolve, frozen

from pqr_core.errors import Language
from pqr_core.indicators.base import Better, Indicator, Result, Undefined, Value, Verdict, number_text
from pqr_core.indicators.counts import Counts, Group
from pqr_core.indicators.periods import Period

__all__ = ("ASCII_LEVELS", "LEVELS", "IndicatorSeries", "Point")

LEVELS: Final = "▁▂▃▄▅▆▇█"
ASCII_LEVELS: Final = "_.-=*#"
"""For a terminal without the blocks."""
_GAP: Final = " "


@frozen(kw_only=True)
class Point:
    """One period of a series.

    Args:
        period: the period.
        result: the value, or undefined with its reason.
        target: the target in force, in the unit; None where there is none.
        verdict: the value against it; None without target.
        beside: standing counts at the end of the period, by code.
        in_progress: the period had not ended on the day it was looked at.
    """

    period: Period
    result: Result
    target: Fraction | None
    verdict: Verdict | None
    beside: Mapping[str, int]
    in_progress: bool


@frozen(kw_only=True)
class IndicatorSeries:
    """The points of one indicator (and one group of it) in the order of the periods."""

    indicator: Indicator
    points: tuple[Point, ...]
    by: tuple[str, ...] = ()
    group: Group | None = None

    @classmethod
    def of(
        cls,
        indicator: Indicator,
        counts: Counts,
        periods: Iterable[Period],
        *,
        group: Group | None = None,
    ) -> IndicatorSeries:
        """The series from counts of the same periods; those that begin after the day looked at are left out."""
        points = [
            _point(indicator, counts, period, group)
            for period in periods
            if counts.until is None or period.first_day <= counts.until
        ]
        return cls(indicator=indicator, points=tuple(points), by=counts.by, group=group)

    def sparkline(self, levels: str = LEVELS) -> str:
        """The values from lowest to highest as `levels`, one character a period, a blank where there is none."""
        values = [point.result.exact for point in self.points if isinstance(point.result, Value)]
        if not values:
            return _GAP * len(self.points)
        low, span = min(values), max(values) - min(values)

        def level(result: Result) -> str:
            if isinstance(result, Undefined):
                return _GAP
            return levels[int((result.exact - low) / span * (len(levels) - 1) + Fraction(1, 2))] if span else levels[0]

        return "".join(level(point.result) for point in self.points)

    def title(self, lang: Language = "es") -> str:
        """Name, group and last target: `Tiempo de respuesta de PQR (meta: máximo 12 días hábiles)`."""
        name = self.indicator.name(lang)
        if self.group is not None:
            name += " - " + ", ".join(f"{c}: {v}" for c, v in zip(self.by, self.group, strict=True))
        target = next((point.target for point in reversed(self.points) if point.target is not None), None)
        return name if target is None else f"{name} ({_target_text(self.indicator, target, lang)})"

    def text(self, lang: Language = "es", *, levels: str = LEVELS) -> str:
        """Title, line and one row a period, to be read in a terminal."""
        rows = [_cells(self.indicator, point, lang) for point in self.points]
        widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
        lines = [
            f"  {period:<{widths[0]}}  {value:>{widths[1]}}  {verdict:<{widths[2]}}  {beside}".rstrip()
            for period, value, verdict, beside in rows
        ]
        return "\n".join([self.title(lang), f"  {self.sparkline(levels)}".rstrip(), *lines])

    def __str__(self) -> str:
        return self.text()


def _point(indicator: Indicator, counts: Counts, period: Period, group: Group | None) -> Point:
    result, target = counts.result(indicator, period, group), indicator.target_at(period)
    day = period.closing_day(counts.until)
    return Point(
        period=period,
        result=result,
        target=target,
        verdict=indicator.verdict(result, target),
        beside={standing.code: counts.standing(standing, day, group) for standing in indicator.beside},
        in_progress=day < period.last_day,
    )


def _target_text(indicator: Indicator, target: Fraction, lang: Language) -> str:
    lower = indicator.better is Better.LOWER
    bound = ("máximo" if lower else "mínimo") if lang == "es" else ("at most" if lower else "at least")
    decimals = 0 if target.denominator == 1 else indicator.decimals
    word = "meta" if lang == "es" else "target"
    return f"{word}: {bound} {number_text(target, decimals, lang)}{indicator.unit.words(lang)}"


def _cells(indicator: Indicator, point: Point, lang: Language) -> tuple[str, str, str, str]:
    beside = ", ".join(
        f"{number_text(point.beside[standing.code], 0, lang)} {standing.label(lang)}" for standing in indicator.beside
    )
    if point.in_progress:
        running = "en curso" if lang == "es" else "in progress"
        beside = f"{beside}; {running}" if beside else running
    # An undefined value already says there are no data: the verdict would say it twice.
    verdict = "" if point.verdict in (None, Verdict.UNDEFINED) else point.verdict.label(lang)
    return str(point.period), _value_text(point, lang), verdict, beside


def _value_text(point: Point, lang: Language) -> str:
    """The value with as many decimals as it takes to see that it is not the target it misses."""
    result, target = point.result, point.target
    if isinstance(result, Value) and target is not None and point.verdict is Verdict.MISSED:
        decimals = result.decimals
        while number_text(result.exact, decimals) == number_text(target, decimals):
            decimals += 1
        result = evolve(result, decimals=decimals)
    return result.text(lang)
