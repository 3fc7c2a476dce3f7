"""One indicator over time: value, target in force, verdict and what stands beside it, to read, draw and compute on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final, Literal

from attrs import frozen

from pqr_core.drawing.charts import Dot, Labels, Limits, chart
from pqr_core.drawing.html import CSS, html_table
from pqr_core.drawing.text import Cell, Span, Style
from pqr_core.errors import MissingExtraError
from pqr_core.indicators.base import (
    Better,
    Indicator,
    Result,
    Undefined,
    Unit,
    Value,
    Verdict,
    number_text,
    value_text,
)
from pqr_core.indicators.counts import Counts, group_texts
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import Group
from pqr_core.language import Language

__all__ = ("ASCII_LEVELS", "LEVELS", "ControlLimits", "IndicatorSeries", "Point", "target_text")

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


_ALL: Final = 100
_MOVING_RANGE: Final = Fraction(266, 100)
"""Three standard deviations in mean moving ranges of two: 3 / 1.128, as control charts of individuals round it."""


@frozen(kw_only=True)
class ControlLimits:
    """Control limits of individuals and moving range: a point outside did not happen by chance alone."""

    centre: Fraction
    lower: Fraction
    upper: Fraction

    def outside(self, value: Fraction) -> bool:
        """Whether the value is beyond a limit; on it, it is not."""
        return not self.lower <= value <= self.upper


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

    def __repr__(self) -> str:
        ends = [str(self.points[place].period) for place in (0, -1)] if self.points else []
        return f"IndicatorSeries({self.indicator.code!r}, {' to '.join(ends)}, group={self.group})"

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
            parts = zip(self.by, group_texts(self.group, lang), strict=True)
            name += " - " + ", ".join(f"{column}: {part}" for column, part in parts)
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

    @property
    def control_limits(self) -> ControlLimits | None:
        """Mean and limits over the whole periods that have a value; None where fewer than two follow one another.

        A change can go either way; of anything else no limit is below zero where no value is, nor above 100 of a
        percentage of which no value is.
        """
        ended = [None if point.in_progress else _exact(point.result) for point in self.points]
        values = [value for value in ended if value is not None]
        ranges = [abs(b - a) for a, b in pairwise(ended) if a is not None and b is not None]
        if not ranges:
            return None
        centre = sum(values, Fraction()) / len(values)
        reach = _MOVING_RANGE * sum(ranges, Fraction()) / len(ranges)
        lower, upper, most = centre - reach, centre + reach, self._most
        if min(values) >= 0 and not self.indicator.compares:
            lower = max(lower, Fraction())
        return ControlLimits(centre=centre, lower=lower, upper=upper if most is None else min(upper, most))

    @property
    def _most(self) -> Fraction | None:
        """What no value can exceed: all of it, of a share."""
        if self.indicator.unit is not Unit.PERCENT or self.indicator.compares:
            return None
        values = [point.result.exact for point in self.points if isinstance(point.result, Value)]
        return Fraction(_ALL) if max(values, default=Fraction()) <= _ALL else None

    # --- to draw ---------------------------------------------------------------------------------------------------

    def _subtitle(self, lang: Language) -> str:
        """The unit, and what stood beside the last value: `días hábiles; 2026-03: 4 abiertos, 2 vencidos`."""
        unit = self.indicator.unit.words(lang).strip()
        if not self.points or not self.indicator.beside:
            return unit
        last = self.points[-1]
        return f"{unit}; {last.period}: {_beside_text(self.indicator, last, lang)}"

    def svg(self, lang: Language = "es") -> str:
        """The chart, whole in itself: line, target in force, control limits, missed points marked."""
        drawn = [
            Dot(
                name=str(point.period),
                value=_float(_exact(point.result)),
                text=_value_text(point, lang),
                target=_float(point.target),
                missed=point.verdict is Verdict.MISSED,
                running=point.in_progress,
            )
            for point in self.points
        ]
        return chart(
            drawn,
            title=self.title(lang),
            subtitle=self._subtitle(lang),
            labels=_labels(lang),
            limits=_drawn(self.control_limits),
            most=_float(self._most),
        )

    def _repr_html_(self) -> str:
        """The chart and its figures, for a notebook; in Spanish."""
        indicator = self.indicator
        headings = ["Período", "Valor", "Meta", "Juicio", *(each.label() for each in indicator.beside)]
        styles: dict[Verdict | None, Style] = {Verdict.MET: "good", Verdict.MISSED: "bad"}
        rows: list[list[Cell]] = [
            [
                f"{point.period}{' (en curso)' if point.in_progress else ''}",
                _value_text(point, "es"),
                "-" if point.target is None else target_text(point.target, indicator),
                Span(point.verdict.label() if point.verdict else "-", styles.get(point.verdict, "")),
                *(number_text(point.beside[each.code], 0) for each in indicator.beside),
            ]
            for point in self.points
        ]
        return f'<style>{CSS}</style><div class="pqr">{self.svg()}{html_table(headings, rows)}</div>'

    # --- to compute on ---------------------------------------------------------------------------------------------

    def records(self) -> list[dict[str, Any]]:
        """One plain row a period: exact numbers as numerator and denominator, and the value as a float to draw.

        `reason` says why there is none: `zero_denominator` or `no_rows`.
        """
        names = dict(zip(self.by, self.group or (), strict=False))
        return [
            {
                "indicator": self.indicator.code,
                "period": str(point.period),
                **{name: None if part is None else str(part) for name, part in names.items()},
                "numerator": point.result.numerator if isinstance(point.result, Value) else None,
                "denominator": point.result.denominator if isinstance(point.result, Value) else None,
                "value": _float(_exact(point.result)),
                "target": _float(point.target),
                "verdict": None if point.verdict is None else point.verdict.name.lower(),
                "reason": point.result.why.name.lower() if isinstance(point.result, Undefined) else None,
                "in_progress": point.in_progress,
                **{each.code: point.beside[each.code] for each in self.indicator.beside},
            }
            for point in self.points
        ]

    def to_frame(self, backend: Literal["polars", "pandas", "pyarrow"] = "polars") -> Any:
        """The records as a table of `polars`, `pandas` or `pyarrow`.

        Raises:
            MissingExtraError: narwhals, or the library asked for, is not installed.
        """
        columns, kinds = self._columns(), self._kinds()
        try:
            if backend == "pandas":
                import pandas as pd

                # Its own integers have no empty cell.
                nullable = {"Int64": "Int64", "Float64": "float64", "String": "object", "Boolean": "bool"}
                made = {name: pd.Series(columns[name], dtype=nullable[kind]) for name, kind in kinds.items()}
                return pd.DataFrame(made)
            import narwhals as nw

            schema: Any = {name: getattr(nw, kind) for name, kind in kinds.items()}
            return nw.from_dict(columns, schema, backend=backend).to_native()
        except ImportError as error:
            package = backend if backend == "pandas" else f"narwhals and {backend}"
            raise MissingExtraError(feature="a table of a series", package=package, extra="notebook") from error

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The records for whatever reads Arrow; needs pyarrow."""
        return self.to_frame("pyarrow").__arrow_c_stream__(requested_schema)

    def _columns(self) -> dict[str, list[Any]]:
        records = self.records()
        return {name: [record[name] for record in records] for name in self._kinds()}

    def _kinds(self) -> dict[str, str]:
        counted = {each.code: "Int64" for each in self.indicator.beside}
        groups = dict.fromkeys(self.by if self.group is not None else (), "String")
        return {
            "indicator": "String",
            "period": "String",
            **groups,
            "numerator": "Int64",
            "denominator": "Int64",
            "value": "Float64",
            "target": "Float64",
            "verdict": "String",
            "reason": "String",
            "in_progress": "Boolean",
            **counted,
        }


def _exact(result: Result) -> Fraction | None:
    return result.exact if isinstance(result, Value) else None


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _labels(lang: Language) -> Labels:
    def number(value: float, decimals: int) -> str:
        return number_text(Fraction(value), decimals, lang)

    if lang == "es":
        return Labels(number=number)
    return Labels(
        target="target",
        centre="mean",
        upper="upper limit",
        lower="lower limit",
        constant="mean and limits",
        missed="missed",
        running="in progress",
        undefined="no data",
        number=number,
    )


def target_text(target: Fraction, indicator: Indicator, lang: Language = "es") -> str:
    """The number of a target: without decimals where it has none."""
    return number_text(target, 0 if target.denominator == 1 else indicator.decimals, lang)


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
    word = "meta" if lang == "es" else "target"
    return f"{word}: {bound} {indicator.unit.after(target_text(target, indicator, lang), lang)}"


def _drawn(limits: ControlLimits | None) -> Limits | None:
    if limits is None:
        return None
    return Limits(centre=float(limits.centre), lower=float(limits.lower), upper=float(limits.upper))


def _beside_text(indicator: Indicator, point: Point, lang: Language) -> str:
    return ", ".join(each.text(point.beside[each.code], lang) for each in indicator.beside)


def _cells(indicator: Indicator, point: Point, lang: Language) -> tuple[str, str, str, str]:
    beside = _beside_text(indicator, point, lang)
    if point.in_progress:
        running = "en curso" if lang == "es" else "in progress"
        beside = f"{beside}; {running}" if beside else running
    # An undefined value already says there are no data: the verdict would say it twice.
    verdict = "" if point.verdict in (None, Verdict.UNDEFINED) else point.verdict.label(lang)
    return str(point.period), _value_text(point, lang), verdict, beside


def _value_text(point: Point, lang: Language) -> str:
    return value_text(point.result, point.target, point.verdict, lang)
