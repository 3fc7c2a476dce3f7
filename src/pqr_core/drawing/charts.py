"""A line over periods as SVG: the target in force, control limits, missed points marked; for a report or a page.

The module knows numbers and words, and no indicator. Nothing depends on colour alone: a missed point is a cross, the
target a dashed line, the limits dotted lines, each with its name beside it. Colours are attributes of the elements, so
every program that draws SVG shows them; a media query replaces them in dark mode.

>>> svg = chart([Dot("ene", 10.5, "10,5"), Dot("feb", None, "sin datos")], title="Días", labels=Labels())
>>> svg.startswith("<svg"), "10,5" in svg
(True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from math import ceil, floor, log10
from textwrap import wrap
from typing import Final

from attrs import frozen

from pqr_core.drawing.escaping import escape

__all__ = ("Dot", "Labels", "Limits", "chart")

_WIDTH: Final = 760
_PLOT: Final = 256
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 26, 46
_LINE: Final = 20
"""The distance between two lines of the heading."""
_TITLE: Final = 76
"""How many letters of a title certainly fit into the picture; `_SUBTITLE` is for the smaller line below it."""
_SUBTITLE: Final = 96
_LETTER: Final = 8
"""The width of the widest digit."""
_STEPS: Final = 5
_FEW: Final = 9
_GAP: Final = 14
_KEY: Final = 110
_NAME: Final = 16
"""The distance between two names beside the plot."""

_COLOURS: Final[Mapping[str, tuple[str, str]]] = {
    "ink": ("#1b1b1b", "#eeeeee"),
    "soft": ("#5c5c5c", "#b5b5b5"),
    "grid": ("#dddddd", "#444444"),
    "line": ("#1d4ea8", "#8fb8ff"),
    "target": ("#17692f", "#6fd68c"),
    "bad": ("#b3141d", "#ff8f8a"),
    "ground": ("#ffffff", "#161616"),
    "none": ("none", "none"),
}
"""Each colour in light mode and in dark mode."""
_MARKS: Final[Mapping[str, Mapping[str, str]]] = {
    "ground": {"fill": "ground"},
    "title": {"fill": "ink", "font-size": "16", "font-weight": "600"},
    "word": {"fill": "ink"},
    "soft": {"fill": "soft"},
    "number": {"fill": "ink", "stroke": "ground", "stroke-width": "3", "paint-order": "stroke", "font-size": "12"},
    "grid": {"stroke": "grid"},
    "limit": {"stroke": "soft", "stroke-dasharray": "2 4"},
    "leader": {"stroke": "soft", "fill": "none"},
    "target": {"stroke": "target", "stroke-width": "2", "stroke-dasharray": "8 4", "fill": "none"},
    "line": {"stroke": "line", "stroke-width": "2.5", "fill": "none"},
    "dot": {"fill": "line"},
    "running": {"fill": "ground", "stroke": "line", "stroke-width": "2"},
    "empty": {"fill": "none", "stroke": "soft", "stroke-width": "1.5"},
    "cross": {"stroke": "bad", "stroke-width": "3", "fill": "none"},
}


def _attributes(mark: str) -> str:
    given = ((name, _COLOURS.get(value, (value,))[0]) for name, value in _MARKS[mark].items())
    return f'class="{mark}" ' + " ".join(f'{name}="{value}"' for name, value in given)


def _in_the_dark(mark: str) -> str:
    given = ((name, _COLOURS[value][1]) for name, value in _MARKS[mark].items() if value in _COLOURS)
    return f".pqr-chart .{mark}{{{';'.join(f'{name}:{value}' for name, value in given)}}}"


_IS: Final = {mark: _attributes(mark) for mark in _MARKS}
_STYLE: Final = f"@media (prefers-color-scheme:dark){{{''.join(map(_in_the_dark, _MARKS))}}}"


@frozen
class Dot:
    """One period: its name, its value (None if there is none) and the value as text.

    `number` is the value without its unit; it stands beside the dot if there is room.
    """

    name: str
    value: float | None
    text: str
    target: float | None = None
    missed: bool = False
    running: bool = False
    number: str = ""


@frozen(kw_only=True)
class Limits:
    """The mean and the control limits."""

    centre: float
    lower: float
    upper: float


@frozen(kw_only=True)
class Labels:
    """The words of the chart, and the function that writes a number."""

    target: str = "meta"
    centre: str = "media"
    upper: str = "límite superior"
    lower: str = "límite inferior"
    constant: str = "media y límites"
    missed: str = "no cumple"
    running: str = "en curso"
    undefined: str = "sin datos"
    limits_told: str = (
        "Punteado: la media y los límites de control. Entre los límites el valor varía como siempre; fuera de ellos, "
        "pasó algo distinto."
    )
    number: Callable[[float, int], str] = lambda value, decimals: f"{value:.{decimals}f}".replace(".", ",")

    def lines(self, limits: Limits | None) -> list[tuple[float, str]]:
        """The value and the name of each line of the limits; a series that never changed has one line for all."""
        if limits is None:
            return []
        if limits.lower == limits.upper:
            return [(limits.centre, self.constant)]
        return [(limits.upper, self.upper), (limits.centre, self.centre), (limits.lower, self.lower)]


def chart(
    dots: Sequence[Dot],
    *,
    title: str,
    labels: Labels,
    subtitle: str = "",
    limits: Limits | None = None,
    most: float | None = None,
) -> str:
    """The complete picture; its description names every value, for readers who do not see it.

    `subtitle` stands below the title (the unit, and other remarks); `most` is the largest value that is possible.
    """
    heading = [("title", line) for line in wrap(title, _TITLE)] + [("soft", line) for line in wrap(subtitle, _SUBTITLE)]
    told = wrap(labels.limits_told, _SUBTITLE) if labels.lines(limits) else []
    paper = _Paper(dots, labels, limits, top=_TOP + _LINE * (len(heading) + 1), most=most)
    height = paper.bottom + _BOTTOM + _LINE * len(told)
    body = [
        *(
            f'<text {_IS[mark]} x="{_GAP}" y="{_TOP + _LINE * place}">{escape(line)}</text>'
            for place, (mark, line) in enumerate(heading)
        ),
        *_key(dots, labels, _TOP + _LINE * len(heading)),
        *_axes(dots, paper),
        *_limits(paper, labels, limits),
        *_target(dots, paper),
        *_line(dots, paper),
        *_names(dots, paper, labels, limits),
        *(
            f'<text {_IS["soft"]} x="{_GAP}" y="{paper.bottom + _BOTTOM + _LINE * place + 4}">{escape(line)}</text>'
            for place, line in enumerate(told)
        ),
    ]
    values = "; ".join(f"{dot.name}: {dot.text}" + (f" ({labels.missed})" if dot.missed else "") for dot in dots)
    described = f"{subtitle}. {values}" if subtitle else values
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pqr-chart" viewBox="0 0 {_WIDTH} {height}" '
        f'width="{_WIDTH}" height="{height}" font-family="system-ui, sans-serif" font-size="13" role="img">'
        f"<title>{escape(title)}</title><desc>{escape(described)}</desc><style>{_STYLE}</style>"
        f'<rect {_IS["ground"]} width="{_WIDTH}" height="{height}"/>{"".join(body)}</svg>'
    )


class _Paper:
    """The coordinates of periods and values in the picture."""

    def __init__(
        self, dots: Sequence[Dot], labels: Labels, limits: Limits | None, *, top: int, most: float | None
    ) -> None:
        values = [value for dot in dots for value in (dot.value, dot.target) if value is not None]
        values += [limits.centre, limits.lower, limits.upper] if limits else []
        low, high = min(values, default=0.0), max(values, default=1.0)
        spread = (high - low) or abs(high) or 1.0
        step = _round_step(spread / _STEPS)
        ticks = [step * k for k in range(floor((low - spread / 12) / step), ceil((high + spread / 12) / step) + 1)]
        if low >= 0 > ticks[0]:
            ticks = [tick for tick in ticks if tick >= 0]
        if most is not None and high <= most < ticks[-1]:
            ticks = [*(tick for tick in ticks if tick < most), most]
        decimals = max(0, -floor(log10(step) + 1e-9))
        self.ticks = [(tick, labels.number(tick, decimals)) for tick in ticks]
        self.left = max(_LEFT, _GAP + _LETTER * (1 + max(len(number) for _, number in self.ticks)))
        self.right = _WIDTH - _RIGHT
        self.top = top
        self.bottom = top + _PLOT
        self._low, self._high = ticks[0], ticks[-1]
        self._count = max(len(dots), 1)

    def x(self, place: float) -> float:
        """The x of the period at a place, from 0."""
        return round(self.left + (self.right - self.left) * (place + 1 / 2) / self._count, 1)

    def y(self, value: float) -> float:
        """The y of a value."""
        return round(self.bottom - (value - self._low) / (self._high - self._low) * _PLOT, 1)


def _round_step(rough: float) -> float:
    """The smallest of 1, 2, 5, 10... times a power of ten that is not below `rough`."""
    power = 10.0 ** floor(log10(rough))
    return next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * (1 - 1e-9))


def _axes(dots: Sequence[Dot], paper: _Paper) -> Iterator[str]:
    for tick, number in paper.ticks:
        y = paper.y(tick)
        yield f'<line {_IS["grid"]} x1="{paper.left}" x2="{paper.right}" y1="{y}" y2="{y}"/>'
        yield f'<text {_IS["soft"]} x="{paper.left - 8}" y="{y + 4}" text-anchor="end">{escape(number)}</text>'
    every = ceil(len(dots) / _FEW)
    for place, dot in enumerate(dots):
        if (len(dots) - 1 - place) % every == 0:  # always the last one, which is the period asked for
            y = paper.bottom + 20
            yield f'<text {_IS["soft"]} x="{paper.x(place)}" y="{y}" text-anchor="middle">{escape(dot.name)}</text>'


def _limits(paper: _Paper, labels: Labels, limits: Limits | None) -> Iterator[str]:
    for value, _name in labels.lines(limits):
        y = paper.y(value)
        yield f'<line {_IS["limit"]} x1="{paper.left}" x2="{paper.right}" y1="{y}" y2="{y}"/>'


def _target(dots: Sequence[Dot], paper: _Paper) -> Iterator[str]:
    """A step for each target in force."""
    for target, run in groupby(enumerate(dots), key=lambda placed: placed[1].target):
        places = [place for place, _ in run]
        if target is not None:
            way = f"M{paper.x(places[0] - 0.5)} {paper.y(target)}H{paper.x(places[-1] + 0.5)}"
            yield f'<path {_IS["target"]} d="{way}"/>'


def _names(dots: Sequence[Dot], paper: _Paper, labels: Labels, limits: Limits | None) -> Iterator[str]:
    """The names of the lines beside the plot, kept apart from one another, each tied to its line."""
    named = [(paper.y(value), "soft", name) for value, name in labels.lines(limits)]
    target = next((dot.target for dot in reversed(dots) if dot.target is not None), None)
    if target is not None:
        named.append((paper.y(target), "word", labels.target))
    named.sort()
    ends: list[float] = []
    for y, _mark, _name in named:
        ends.append(max(y, ends[-1] + _NAME) if ends else y)
    for place in reversed(range(len(ends))):
        below = ends[place + 1] - _NAME if place + 1 < len(ends) else paper.bottom
        ends[place] = min(ends[place], below)
    for (y, mark, name), end in zip(named, ends, strict=True):
        yield f'<path {_IS["leader"]} d="M{paper.right} {y}L{paper.right + 10} {end}"/>'
        yield f'<text {_IS[mark]} x="{paper.right + 14}" y="{end + 4}">{escape(name)}</text>'


def _line(dots: Sequence[Dot], paper: _Paper) -> Iterator[str]:
    """The line with its points, broken where there is no value."""
    placed = [(paper.x(place), dot) for place, dot in enumerate(dots)]
    room = (paper.right - paper.left) / max(len(dots), 1)
    beside = max((len(dot.number) for dot in dots), default=0) * _LETTER <= room
    for there, run in groupby(placed, key=lambda point: point[1].value is not None):
        if there:
            way = "L".join(f"{x} {paper.y(dot.value)}" for x, dot in run if dot.value is not None)
            yield f'<path {_IS["line"]} d="M{way}"/>'
    for x, dot in placed:
        tip = f"<title>{escape(dot.name)}: {escape(dot.text)}</title>"
        if dot.value is None:
            yield f'<rect {_IS["empty"]} x="{x - 4}" y="{paper.bottom - 14}" width="8" height="8">{tip}</rect>'
            continue
        y = paper.y(dot.value)
        if dot.number and (beside or dot is dots[-1]):
            above = y - 10 if y - paper.top > _LINE else y + 22
            yield f'<text {_IS["number"]} x="{x}" y="{above}" text-anchor="middle">{escape(dot.number)}</text>'
        yield f'<circle {_IS["running" if dot.running else "dot"]} cx="{x}" cy="{y}" r="4.5">{tip}</circle>'
        if dot.missed:
            yield f'<path {_IS["cross"]} d="M{x - 7} {y - 7}l14 14m0 -14l-14 14"/>'


def _key(dots: Sequence[Dot], labels: Labels, y: int) -> Iterator[str]:
    """The key: the meaning of each mark that occurs."""
    marks = (
        (any(dot.missed for dot in dots), f'<path {_IS["cross"]} d="M0 -10l10 10m0 -10l-10 10"/>', labels.missed),
        (any(dot.running for dot in dots), f'<circle {_IS["running"]} cx="5" cy="-5" r="4.5"/>', labels.running),
        (
            any(dot.value is None for dot in dots),
            f'<rect {_IS["empty"]} x="1" y="-9" width="8" height="8"/>',
            labels.undefined,
        ),
    )
    for place, (mark, word) in enumerate((mark, word) for there, mark, word in marks if there):
        text = f'<text {_IS["word"]} x="16">{escape(word)}</text>'
        yield f'<g transform="translate({_GAP + _KEY * place} {y})">{mark}{text}</g>'
