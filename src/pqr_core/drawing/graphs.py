"""Boxes and arrows, and spans over a line of days, from primitives: Mermaid, Graphviz, and SVG that needs no server.

Knows names, labels and days, nothing of cases or law. What an arrow or a span means can be read without colour: an
arrow has its label as tooltip, a span its label beside it.

>>> graph = Graph(labels={"a": "begun", "b": "done"}, arrows={("a", "b"): "finish"}, start="a")
>>> print(mermaid(graph))
stateDiagram-v2
    [*] --> a
    a: begun
    b: done
    a --> b: finish
    b --> [*]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Final, NamedTuple

from attrs import frozen

__all__ = ("Bar", "Graph", "days_svg", "dot", "mermaid", "svg")


@frozen(kw_only=True)
class Graph:
    """Named boxes with their labels, and one arrow a pair with its label; `start` is where one begins."""

    labels: Mapping[str, str]
    arrows: Mapping[tuple[str, str], str]
    start: str

    @property
    def ends(self) -> tuple[str, ...]:
        """The boxes that no arrow leaves."""
        left = {one for one, _ in self.arrows}
        return tuple(name for name in self.labels if name not in left)


def mermaid(graph: Graph) -> str:
    """The graph as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {graph.start}"]
    lines += [f"    {name}: {label}" for name, label in graph.labels.items()]
    lines += [f"    {one} --> {other}: {label}" for (one, other), label in graph.arrows.items()]
    return "\n".join([*lines, *(f"    {name} --> [*]" for name in graph.ends)])


def dot(graph: Graph) -> str:
    """The graph as Graphviz text."""
    lines = ["digraph {", '  node [shape=box, style=rounded, fontname="sans-serif"];']
    for name, label in graph.labels.items():
        double = ", peripheries=2" if name in graph.ends else ""
        lines.append(f"  {name} [label={_quoted(label)}{double}];")
    lines += [f"  {one} -> {other} [label={_quoted(label)}];" for (one, other), label in graph.arrows.items()]
    return "\n".join([*lines, "}"])


def _quoted(label: str) -> str:
    return '"' + label.replace("\\", "\\\\").replace('"', '\\"') + '"'


# --- boxes and arrows ----------------------------------------------------------------------------------------------

_WIDTH: Final = 180
_HEIGHT: Final = 34
_GAP: Final = 16
_MARGIN: Final = 20
_STEP: Final = 18
_STYLE: Final = (
    "<style>.b{fill:#f5f7fa;stroke:#37506b}.t{font:12px sans-serif;fill:#1b2733}.m{text-anchor:middle}"
    ".a{fill:none;stroke:#7a8ea3}.a:hover{stroke:#b3261e;stroke-width:3}.d{fill:#37506b}.n{stroke:#b3261e}"
    ".o{fill:#9db4cc}.x{fill:#d9867f}.l{stroke:#c7d0d9}</style>"
)
_HEAD: Final = (
    '<defs><marker id="pqr-arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path d="M0 0L8 4L0 8z" fill="#7a8ea3"/></marker></defs>'
)


def _picture(width: int, height: int, body: Iterable[str]) -> str:
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{_STYLE}{"".join(body)}</svg>'


def svg(graph: Graph) -> str:
    """The boxes in a column, in their order; arrows down on the right, up on the left, told when pointed at."""
    row = {name: number for number, name in enumerate(graph.labels)}
    arrows = [(row[one], row[other], label) for (one, other), label in graph.arrows.items()]
    left = _MARGIN + max((_bend(one - other) for one, other, _ in arrows if other < one), default=0)
    right = max((_bend(other - one) for one, other, _ in arrows if other > one), default=0)
    drawn = [_arrow(one, other, left, label) for one, other, label in arrows]
    drawn += [_box(row[name], left, label) for name, label in graph.labels.items()]
    return _picture(left + _WIDTH + right + _MARGIN, _MARGIN + len(row) * (_HEIGHT + _GAP), [_HEAD, *drawn])


def _bend(rows: int) -> int:
    """How far an arrow over that many rows stands out."""
    return _MARGIN + rows * _STEP


def _top(row: int) -> int:
    return _MARGIN + row * (_HEIGHT + _GAP)


def _box(row: int, x: int, label: str) -> str:
    y = _top(row)
    return (
        f'<rect class="b" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="6"/>'
        f'<text class="t m" x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 4}">{escape(label)}</text>'
    )


def _arrow(one: int, other: int, left: int, label: str) -> str:
    """It leaves below the middle of a box and comes in above that of the other, or the other way round."""
    down = other > one
    x = left + _WIDTH if down else left
    # A cubic curve reaches three quarters of the way to its control points.
    out = x + (1 if down else -1) * _bend(abs(other - one)) * 4 // 3
    begin, end = (_top(at) + _HEIGHT // 2 for at in (one, other))
    begin, end = (begin + 6, end - 6) if down else (begin - 6, end + 6)
    path = f"M{x} {begin}C{out} {begin} {out} {end} {x} {end}"
    return f'<path class="a" marker-end="url(#pqr-arrow)" d="{path}"><title>{escape(label)}</title></path>'


# --- days ----------------------------------------------------------------------------------------------------------


class Bar(NamedTuple):
    """A span of days, both included, with its label; `late` is drawn so, and said in the label by whoever makes it."""

    label: str
    first: date
    last: date
    late: bool = False


_LINE: Final = 900
_ROW: Final = 22


def days_svg(points: Sequence[tuple[date, str]], bars: Sequence[Bar], today: date) -> str:
    """What happened, each on its day along one line, and under it the spans; a stroke stands at `today`."""
    days = [today, *(day for day, _ in points), *(day for bar in bars for day in (bar.first, bar.last))]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def at(day: date) -> int:
        return _MARGIN + (day - first).days * _LINE // span

    base = _MARGIN + _ROW * len(points)
    drawn = [f'<line class="l" x1="{_MARGIN}" x2="{_MARGIN + _LINE}" y1="{base}" y2="{base}"/>']
    for row, (day, label) in enumerate(points):
        x, y = at(day), _MARGIN + row * _ROW
        drawn.append(
            f'<line class="l" x1="{x}" x2="{x}" y1="{y}" y2="{base}"/><circle class="d" cx="{x}" cy="{base}" r="4"/>'
        )
        drawn.append(_text(x, y, f"{day.isoformat()} {label}"))
    for row, bar in enumerate(bars):
        x, y = at(bar.first), base + _ROW // 2 + row * 2 * _ROW
        width = max(at(bar.last) - x, 3)
        drawn.append(f'<rect class="{"x" if bar.late else "o"}" x="{x}" y="{y}" width="{width}" height="8" rx="2"/>')
        drawn.append(_text(x, y + _ROW, bar.label))
    height = base + _ROW + len(bars) * 2 * _ROW
    drawn.append(f'<line class="n" x1="{at(today)}" x2="{at(today)}" y1="{_MARGIN}" y2="{height}"/>')
    return _picture(_LINE + 2 * _MARGIN, height + _MARGIN, drawn)


def _text(x: int, y: int, label: str) -> str:
    """A label that runs to the left where it would leave the picture."""
    right = x > _LINE // 2
    anchor = ' text-anchor="end"' if right else ""
    return f'<text class="t" x="{x - 6 if right else x + 6}" y="{y}"{anchor}>{escape(label)}</text>'
