"""One indicator over time: value, target, verdict and the counts beside it, to read, draw and compute with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any, Final

from attrs import frozen

from pqr_core.drawing.charts import Dot, Labels, Limits, chart
from pqr_core.drawing.html import CSS, html_table
from pqr_core.drawing.png import png_of
from pqr_core.drawing.text import Cell, Span, Style
from pqr_core.frames import Backend, CellKind, frame_of
from pqr_core.indicators.base import (
    Better,
    Indicator,
    Result,
    Undefined,
    Value,
    ValueUnit,
    Verdict,
    count_text,
    legible,
    number_text,
    value_text,
)
from pqr_core.indicators.counts import Counts, group_texts
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import Group
from pqr_core.language import Language

__all__ = (
    "ASCII_LEVELS",
    "LEVELS",
    "ControlLimits",
    "IndicatorSeries",
    "Point",
    "bound_text",
    "point_of",
    "target_text",
)

LEVELS: Final = "▁▂▃▄▅▆▇█"
ASCII_LEVELS: Final = "_.-=*#"
"""Levels for a terminal that cannot show the block characters."""
_GAP: Final = " "


@frozen(kw_only=True)
class Point:
    """One period of a series.

    Args:
        period: the period.
        result: the value, or undefined with its reason.
        target: the target in force, in the unit; None if there is none.
        verdict: the value compared with the target; None without target, or if the target judges only longer periods.
        beside: the standing counts at the end of the period, by code; None for a count that is not known.
        in_progress: whether the period had not ended on the day looked at.
        n: how many rows the value rests on (`Counts.n`); None if it is not known.
    """

    period: Period
    result: Result
    target: Fraction | None
    verdict: Verdict | None
    beside: Mapping[str, int | None]
    in_progress: bool
    n: int | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the point has no data: `n` is 0, the value is 0 or undefined, and the counts beside it are 0."""
        return self.n == 0 and not self.result.exact and not any(n != 0 for n in self.beside.values())

    def as_dict(self, lang: Language = "es") -> dict[str, Any]:
        """The point as a JSON object, without its period: the value as an exact fraction and as a decimal number.

        `reason` says why a value is undefined: the name of a `Why` in lower case. Only `text` depends on `lang`.
        """
        value = self.result if isinstance(self.result, Value) else None
        return {
            "numerator": value and value.numerator,
            "denominator": value and value.denominator,
            "value": value and str(value.exact),
            "decimal": value and float(value.exact),
            "n": self.n,
            "text": value_text(self.result, self.target, self.verdict, lang),
            "reason": self.result.why.name.lower() if isinstance(self.result, Undefined) else None,
            "verdict": None if self.verdict is None else self.verdict.name.lower(),
            "in_progress": self.in_progress,
            **self.beside,
        }


_ALL: Final = 100
_MOVING_RANGE: Final = Fraction(266, 100)
"""Three standard deviations per mean moving range of two: 3 / 1.128, rounded as in control charts of individuals."""


@frozen(kw_only=True)
class ControlLimits:
    """Limits of a control chart of individuals (moving range): chance alone does not explain a point outside them."""

    centre: Fraction
    lower: Fraction
    upper: Fraction

    def outside(self, value: Fraction) -> bool:
        """Whether the value is beyond a limit; a value equal to a limit is not."""
        return not self.lower <= value <= self.upper


@frozen(kw_only=True)
class IndicatorSeries:
    """The points of one indicator, of all rows or of one group, in the order of the periods."""

    indicator: Indicator
    points: tuple[Point, ...]
    by: tuple[str, ...] = ()
    group: Group | None = None

    @classmethod
    def of(
        cls,
        indicator: Indicator,
        counts: Counts,
        periods: str | Period | Iterable[Period | str],
        *,
        group: Group | None = None,
    ) -> IndicatorSeries:
        """The series from counts of the same periods; periods that begin after the day looked at are left out."""
        points = [
            point_of(indicator, counts, period, group) for period in Period.several(periods) if counts.has_begun(period)
        ]
        return cls(indicator=indicator, points=tuple(points), by=counts.by, group=group)

    def __repr__(self) -> str:
        ends = [str(self.points[place].period) for place in (0, -1)] if self.points else []
        return f"IndicatorSeries({self.indicator.code!r}, {' to '.join(ends)}, group={self.group})"

    def sparkline(self, levels: str = LEVELS) -> str:
        """The values as characters of `levels`, from lowest to highest; a blank for an undefined value."""
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
        """The name, the group and the last target: `Tiempo de respuesta de PQR (meta: máximo 12 días hábiles)`."""
        name = self.indicator.name(lang)
        if self.group is not None:
            parts = zip(self.by, group_texts(self.group, lang), strict=True)
            name += " - " + ", ".join(f"{column}: {part}" for column, part in parts)
        target = next((point.target for point in reversed(self.points) if point.target is not None), None)
        return name if target is None else f"{name} ({_target_text(self.indicator, target, lang)})"

    def text(self, lang: Language = "es", *, levels: str = LEVELS) -> str:
        """The title, the sparkline and one row per period, for a terminal."""
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
        """The mean and limits of the ended periods with a value; None if no two of them follow one another.

        If no value is negative, the lower limit is at least 0. If no value of a percentage exceeds 100, the upper limit
        is at most 100. Neither holds for an indicator that compares periods, because a change can go either way.
        """
        ended = [None if point.in_progress else point.result.exact for point in self.points]
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
        """The most that a value can be: 100 for a percentage; None if there is no such bound."""
        if self.indicator.unit is not ValueUnit.PERCENT or self.indicator.compares:
            return None
        values = [point.result.exact for point in self.points if isinstance(point.result, Value)]
        return Fraction(_ALL) if max(values, default=Fraction()) <= _ALL else None

    # --- to draw ---------------------------------------------------------------------------------------------------

    def _subtitle(self, lang: Language) -> str:
        """The unit and the counts beside the last value: `días hábiles; mar 2026: 4 abiertos, 2 vencidos`."""
        unit = self.indicator.unit.words(lang).strip()
        if not self.points or not self.indicator.beside:
            return unit
        last = self.points[-1]
        return f"{unit}; {last.period.label(lang)}: {_beside_text(self.indicator, last, lang)}"

    def svg(self, lang: Language = "es") -> str:
        """The chart as a self-contained SVG: line, target in force, control limits, missed points marked."""
        drawn = [
            Dot(
                name=point.period.label(lang),
                value=_float(point.result.exact),
                text=_value_text(point, lang),
                number=_number_text(point, lang),
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

    def png(self, lang: Language = "es") -> bytes:
        """The chart as a PNG, for a program that cannot show SVG.

        Raises:
            MissingExtraError: Typst is not installed (extra `pdf`).
        """
        return png_of(self.svg(lang))

    def _repr_html_(self) -> str:
        """The chart and its figures for a notebook, in Spanish."""
        indicator = self.indicator
        headings = ["Período", "Valor", "n", "Meta", "Cumplimiento", *(each.label() for each in indicator.beside)]
        styles: dict[Verdict | None, Style] = {Verdict.MET: "good", Verdict.MISSED: "bad"}
        rows: list[list[Cell]] = [
            [
                f"{point.period}{' (en curso)' if point.in_progress else ''}",
                _value_text(point, "es"),
                count_text(point.n),
                "-" if point.target is None else target_text(point.target, indicator),
                Span(point.verdict.label() if point.verdict else "-", styles.get(point.verdict, "")),
                *(count_text(point.beside[each.code]) for each in indicator.beside),
            ]
            for point in self.points
        ]
        return f'<style>{CSS}</style><div class="pqr">{self.svg()}{html_table(headings, rows)}</div>'

    # --- to compute on ---------------------------------------------------------------------------------------------

    def records(self) -> list[dict[str, Any]]:
        """One dict per period: the exact numbers as numerator and denominator, and the value as a float for drawing.

        `reason` says why a value is undefined: the name of a `Why` in lower case.
        """
        names = dict(zip(self.by, self.group or (), strict=False))
        return [
            {
                "indicator": self.indicator.code,
                "period": str(point.period),
                **{name: None if part is None else str(part) for name, part in names.items()},
                "numerator": point.result.numerator if isinstance(point.result, Value) else None,
                "denominator": point.result.denominator if isinstance(point.result, Value) else None,
                "value": _float(point.result.exact),
                "n": point.n,
                "target": _float(point.target),
                "verdict": None if point.verdict is None else point.verdict.name.lower(),
                "reason": point.result.why.name.lower() if isinstance(point.result, Undefined) else None,
                "in_progress": point.in_progress,
                **{each.code: point.beside[each.code] for each in self.indicator.beside},
            }
            for point in self.points
        ]

    def to_frame(self, backend: Backend = "polars") -> Any:
        """The records as a table of `polars`, `pandas` or `pyarrow`.

        Raises:
            InvalidInputError: `backend` is not one of these.
            MissingExtraError: narwhals or PyArrow is not installed.
            MissingPackageError: polars or pandas is asked for and is not installed.
        """
        return frame_of(self._columns(), self._kinds(), backend=backend)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The records as an Arrow stream, for packages that read Arrow; it needs pyarrow."""
        return self.to_frame("pyarrow").__arrow_c_stream__(requested_schema)

    def _columns(self) -> dict[str, list[Any]]:
        records = self.records()
        return {name: [record[name] for record in records] for name in self._kinds()}

    def _kinds(self) -> dict[str, CellKind]:
        counted: dict[str, CellKind] = {each.code: int for each in self.indicator.beside}
        groups: dict[str, CellKind] = dict.fromkeys(self.by if self.group is not None else (), str)
        return {
            "indicator": str,
            "period": str,
            **groups,
            "numerator": int,
            "denominator": int,
            "value": float,
            "n": int,
            "target": float,
            "verdict": str,
            "reason": str,
            "in_progress": bool,
            **counted,
        }


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _labels(lang: Language) -> Labels:
    def number(value: float, decimals: int) -> str:
        return number_text(Fraction(value), decimals, lang)

    if lang == "es":
        return Labels(number=number)
    return Labels(
        limits_told="Dotted: mean and control limits. Between the limits a value changes as it always does; "
        "beyond one, something else happened.",
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
    """The number of a target; without decimals if it is a whole number."""
    return number_text(target, 0 if target.denominator == 1 else indicator.decimals, lang)


def point_of(indicator: Indicator, counts: Counts, period: Period, group: Group | None = None) -> Point:
    """The point of one period, of all rows or of one group, as of the day looked at; the period may not have begun.

    Raises:
        InvalidInputError: the indicator or the period was not counted.
    """
    result, target = counts.result(indicator, period, group), indicator.target_at(period)
    begun = counts.has_begun(period)
    day = period.closing_day(counts.until)
    in_progress = begun and day < period.last_day
    return Point(
        period=period,
        result=result,
        target=target,
        verdict=indicator.verdict(result, target, period, in_progress=in_progress) if begun else None,
        beside={each.code: counts.standing(each, day, group) if begun else None for each in indicator.beside},
        in_progress=in_progress,
        n=counts.n(indicator, period, group),
    )


def bound_text(indicator: Indicator, target: Fraction, lang: Language = "es") -> str:
    """A target with its direction and unit: `máximo 12 días hábiles`."""
    lower = indicator.better is Better.LOWER
    bound = ("máximo" if lower else "mínimo") if lang == "es" else ("at most" if lower else "at least")
    return f"{bound} {indicator.unit.after(target_text(target, indicator, lang), lang)}"


def _target_text(indicator: Indicator, target: Fraction, lang: Language) -> str:
    return f"{'meta' if lang == 'es' else 'target'}: {bound_text(indicator, target, lang)}"


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
    # The text of an undefined value says that there are no data, and the end of the line says that the period is in
    # progress; the verdict would repeat it.
    verdict = "" if point.verdict in (None, Verdict.UNDEFINED, Verdict.IN_PROGRESS) else point.verdict.label(lang)
    return str(point.period), _value_text(point, lang), verdict, beside


def _number_text(point: Point, lang: Language) -> str:
    """The value without its unit, as it stands beside its dot in the chart."""
    result = legible(point.result, point.target, point.verdict)
    return number_text(result.exact, result.decimals, lang) if isinstance(result, Value) else ""


def _value_text(point: Point, lang: Language) -> str:
    return value_text(point.result, point.target, point.verdict, lang)
