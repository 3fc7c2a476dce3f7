"""A line over periods as SVG: the target in force, control limits, missed points marked; for a report or a page.

Knows numbers and words, no indicator. Nothing is said by colour alone: a missed point is a cross, the target a dashed
line, the limits dotted ones, each with its name beside it. The colours follow the page into the dark.

>>> svg = chart([Dot("ene", 10.5, "10,5"), Dot("feb", None, "sin datos")], title="Días", labels=Labels())
>>> svg.startswith("<svg"), "10,5" in svg
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby
from math import ceil, floor, log10
from typing import Final

from attrs import frozen

__all__ = ("Dot", "Labels", "Limits", "chart")

_WIDTH: Final = 760
_HEIGHT: Final = 360
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 58, 46
_STEPS: Final = 5
_FEW: Final = 9
_GAP: Final = 14

_STYLE: Final = """\
.pqr-chart{font:13px system-ui,sans-serif;--ink:#1b1b1b;--soft:#5c5c5c;--grid:#0002;--line:#1d4ea8;--target:#17692f;
--bad:#b3141d;--ground:#fff}
.pqr-chart .title{font-size:16px;font-weight:600}.pqr-chart text{fill:var(--ink)}.pqr-chart .soft{fill:var(--soft)}
.pqr-chart .grid{stroke:var(--grid)}.pqr-chart .limit{stroke:var(--soft);stroke-dasharray:2 4}
.pqr-chart .target{stroke:var(--target);stroke-width:2;stroke-dasharray:8 4;fill:none}
.pqr-chart .line{stroke:var(--line);stroke-width:2.5;fill:none}
.pqr-chart .dot{fill:var(--line)}.pqr-chart .running{fill:var(--ground);stroke:var(--line);stroke-width:2}
.pqr-chart .cross{stroke:var(--bad);stroke-width:3}.pqr-chart .named{paint-order:stroke;stroke:var(--ground);
stroke-width:3px}
@media (prefers-color-scheme:dark){.pqr-chart{--ink:#eee;--soft:#b5b5b5;--grid:#fff3;--line:#8fb8ff;--target:#6fd68c;
--bad:#ff8f8a;--ground:#161616}}"""


@frozen
class Dot:
    """One period: its name, the value (None where there is none) and the value as people read it."""

    name: str
    value: float | None
    text: str
    target: float | None = None
    missed: bool = False
    running: bool = False


@frozen(kw_only=True)
class Limits:
    """Mean and control limits."""

    centre: float
    lower: float
    upper: float


@frozen(kw_only=True)
class Labels:
    """The words of the chart, and how it writes a number."""

    target: str = "meta"
    centre: str = "media"
    upper: str = "límite superior"
    lower: str = "límite inferior"
    missed: str = "no cumple"
    running: str = "en curso"
    number: Callable[[float, int], str] = lambda value, decimals: f"{value:.{decimals}f}".replace(".", ",")


def chart(dots: Sequence[Dot], *, title: str, labels: Labels, limits: Limits | None = None) -> str:
    """The picture, whole in itself; its description tells every value to who does not see it."""
    scale = _Scale(dots, limits)
    body = [
        *_axes(dots, scale, labels),
        *_limits(scale, labels, limits),
        *_target(dots, scale, labels),
        *_line(dots, scale),
        *_key(dots, labels),
    ]
    told = "; ".join(f"{dot.name}: {dot.text}" + (f" ({labels.missed})" if dot.missed else "") for dot in dots)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pqr-chart" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
        f'width="{_WIDTH}" height="{_HEIGHT}" role="img"><title>{escape(title)}</title><desc>{escape(told)}</desc>'
        f'<style>{_STYLE}</style><rect width="100%" height="100%" style="fill:var(--ground)"/>'
        f'<text class="title" x="{_GAP}" y="26">{escape(title)}</text>{"".join(body)}</svg>'
    )


class _Scale:
    """Where a period and a value are on the paper."""

    def __init__(self, dots: Sequence[Dot], limits: Limits | None) -> None:
        values = [value for dot in dots for value in (dot.value, dot.target) if value is not None]
        values += [limits.centre, limits.lower, limits.upper] if limits else []
        low, high = min(values, default=0.0), max(values, default=1.0)
        spread = (high - low) or abs(high) or 1.0
        step = _round_step(spread / _STEPS)
        self.ticks = [step * k for k in range(floor((low - spread / 12) / step), ceil((high + spread / 12) / step) + 1)]
        if low >= 0 > self.ticks[0]:
            self.ticks = [tick for tick in self.ticks if tick >= 0]
        self.decimals = max(0, -floor(log10(step) + 1e-9))
        self._low, self._high = self.ticks[0], self.ticks[-1]
        self._count = max(len(dots), 1)

    def x(self, place: float) -> float:
        """Of the period at a place, from 0."""
        return round(_LEFT + (_WIDTH - _LEFT - _RIGHT) * (place + 1 / 2) / self._count, 1)

    def y(self, value: float) -> float:
        """Of a value."""
        share = (value - self._low) / (self._high - self._low)
        return round(_HEIGHT - _BOTTOM - share * (_HEIGHT - _TOP - _BOTTOM), 1)


def _round_step(rough: float) -> float:
    """The first of 1, 2, 5, 10... times a power of ten that is not below."""
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _axes(dots: Sequence[Dot], scale: _Scale, labels: Labels) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.y(tick)
        yield f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        number = escape(labels.number(tick, scale.decimals))
        yield f'<text class="soft" x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{number}</text>'
    every = ceil(len(dots) / _FEW)
    for place, dot in enumerate(dots):
        if place % every == 0:
            y = _HEIGHT - _BOTTOM + 20
            yield f'<text class="soft" x="{scale.x(place)}" y="{y}" text-anchor="middle">{escape(dot.name)}</text>'


def _limits(scale: _Scale, labels: Labels, limits: Limits | None) -> Iterator[str]:
    if limits is None:
        return
    for value, name in ((limits.upper, labels.upper), (limits.centre, labels.centre), (limits.lower, labels.lower)):
        y = scale.y(value)
        yield f'<line class="limit" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        yield f'<text class="soft" x="{_WIDTH - _RIGHT + 6}" y="{y + 4}">{escape(name)}</text>'


def _target(dots: Sequence[Dot], scale: _Scale, labels: Labels) -> Iterator[str]:
    """A step for each target in force."""
    last = None
    for target, run in groupby(enumerate(dots), key=lambda placed: placed[1].target):
        places = [place for place, _ in run]
        if target is None:
            continue
        y = last = scale.y(target)
        yield f'<path class="target" d="M{scale.x(places[0] - 0.5)} {y}H{scale.x(places[-1] + 0.5)}"/>'
    if last is not None:
        x = _WIDTH - _RIGHT - 4
        yield f'<text class="named" x="{x}" y="{last - 6}" text-anchor="end">{escape(labels.target)}</text>'


def _line(dots: Sequence[Dot], scale: _Scale) -> Iterator[str]:
    """The line, broken where there is no value, and its points."""
    placed = [(scale.x(place), dot) for place, dot in enumerate(dots)]
    for there, run in groupby(placed, key=lambda point: point[1].value is not None):
        if there:
            way = "L".join(f"{x} {scale.y(dot.value)}" for x, dot in run if dot.value is not None)
            yield f'<path class="line" d="M{way}"/>'
    for x, dot in placed:
        if dot.value is None:
            floor_y = _HEIGHT - _BOTTOM - 6
            yield f'<text class="soft" x="{x}" y="{floor_y}" text-anchor="middle">{escape(dot.text)}</text>'
            continue
        y = scale.y(dot.value)
        tip = f"<title>{escape(dot.name)}: {escape(dot.text)}</title>"
        yield f'<circle class="{"running" if dot.running else "dot"}" cx="{x}" cy="{y}" r="4.5">{tip}</circle>'
        if dot.missed:
            yield f'<path class="cross" d="M{x - 7} {y - 7}l14 14m0 -14l-14 14"/>'


def _key(dots: Sequence[Dot], labels: Labels) -> Iterator[str]:
    x, y = _LEFT, 44
    if any(dot.missed for dot in dots):
        yield f'<path class="cross" d="M{x} {y - 10}l10 10m0 -10l-10 10"/>'
        yield f'<text x="{x + 16}" y="{y}">{labels.missed}</text>'
        x += 110
    if any(dot.running for dot in dots):
        yield f'<circle class="running" cx="{x + 5}" cy="{y - 5}" r="4.5"/>'
        yield f'<text x="{x + 16}" y="{y}">{labels.running}</text>'
