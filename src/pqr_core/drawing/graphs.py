"""Boxes and arrows as Mermaid, and spans over a line of days as SVG, from primitives.

Knows names, labels and days, nothing of cases or law. What a span means can be read without colour: its label is
beside it.

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

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from typing import Final, NamedTuple

from attrs import frozen

__all__ = ("Bar", "Graph", "days_svg", "mermaid")


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


# --- days ----------------------------------------------------------------------------------------------------------

_MARGIN: Final = 20
_LINE: Final = 900
_ROW: Final = 22
_STYLE: Final = (
    "<style>.t{font:12px sans-serif;fill:#1b2733}.d{fill:#37506b}.n{stroke:#b3261e}.o{fill:#9db4cc}.x{fill:#d9867f}"
    ".l{stroke:#c7d0d9}</style>"
)


class Bar(NamedTuple):
    """A span of days, both included, with its label; `late` is drawn so, and said in the label by whoever makes it."""

    label: str
    first: date
    last: date
    late: bool = False


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
    width, height = _LINE + 2 * _MARGIN, height + _MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{_STYLE}{"".join(drawn)}</svg>'


def _text(x: int, y: int, label: str) -> str:
    """A label that runs to the left where it would leave the picture."""
    right = x > _LINE // 2
    anchor = ' text-anchor="end"' if right else ""
    return f'<text class="t" x="{x - 6 if right else x + 6}" y="{y}"{anchor}>{escape(label)}</text>'
