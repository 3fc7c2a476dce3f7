"""Boxes and arrows as Mermaid, and spans over a line of days as SVG, from primitives.

The module knows names, labels and days, and nothing of cases or law. No meaning depends on colour: the label of a span
stands beside it.

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

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from attrs import frozen

from pqr_core.drawing.escaping import escape
from pqr_core.language import Language, month_title

__all__ = ("Bar", "Graph", "days_svg", "mermaid")


@frozen(kw_only=True)
class Graph:
    """Named boxes with their labels, and at most one labelled arrow between two boxes; `start` is the first box."""

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
_LINE: Final = 860
_ROW: Final = 24
_TICK: Final = 6
_LETTER: Final = 7
"""The approximate width of a letter of a label."""
_STYLE: Final = (
    "<style>.g{fill:#fff}.t{font:13px system-ui,sans-serif;fill:#1b2733;paint-order:stroke;stroke:#fff;stroke-width:4}"
    ".m{fill:#5c6670}.d{fill:#37506b}"
    ".n{stroke:#1d4ea8;stroke-width:1.5;stroke-dasharray:5 3}.h{fill:#1d4ea8;font-weight:600}"
    ".o{fill:#9db4cc}.x{fill:#d9867f}.l{stroke:#c7d0d9}.k{stroke:#5c6670}"
    "@media (prefers-color-scheme:dark){.g{fill:#161b22}.t{fill:#e6ebf0;stroke:#161b22}.m{fill:#a9b4bf}.d{fill:#a9c4e0}"
    ".n{stroke:#8fb8ff}.h{fill:#8fb8ff}.o{fill:#4d6a88}.x{fill:#b3524a}.l{stroke:#3a4550}.k{stroke:#a9b4bf}}</style>"
)


class Bar(NamedTuple):
    """A span of days, both included, with its label; `late` changes only its drawing, so the label must say it too."""

    label: str
    first: date
    last: date
    late: bool = False


def days_svg(
    points: Sequence[tuple[date, str]], bars: Sequence[Bar], today: date, lang: Language = "es", *, now: str = ""
) -> str:
    """What happened, each thing on its day along one line, and the spans below the line.

    A tick marks the first of each month, and a dashed stroke marks `today`, below the words `now`.
    """
    days = [today, *(day for day, _ in points), *(day for bar in bars for day in (bar.first, bar.last))]
    first, span = min(days), max((max(days) - min(days)).days, 1)

    def at(day: date) -> int:
        return _MARGIN + (day - first).days * _LINE // span

    base = _MARGIN + _ROW * (len(points) + 1)
    drawn = [f'<line class="k" x1="{_MARGIN}" x2="{_MARGIN + _LINE}" y1="{base}" y2="{base}"/>']
    for row, (day, label) in enumerate(points, 1):
        x, y = at(day), _MARGIN + row * _ROW
        drawn.append(
            f'<line class="l" x1="{x}" x2="{x}" y1="{y}" y2="{base}"/><circle class="d" cx="{x}" cy="{base}" r="4"/>'
        )
        drawn.append(_text(x, y, f"{day.isoformat()} {label}"))
    for day in _firsts_of_months(first, max(days)):
        title = month_title(day.year, day.month, lang)
        drawn.append(f'<line class="k" x1="{at(day)}" x2="{at(day)}" y1="{base}" y2="{base + _TICK}"/>')
        if at(day) + len(title) * _LETTER < _LINE + 2 * _MARGIN:
            drawn.append(f'<text class="t m" x="{at(day)}" y="{base + _ROW}">{escape(title)}</text>')
    under = base + _ROW + _ROW // 2
    for row, bar in enumerate(bars):
        x, y = at(bar.first), under + row * 2 * _ROW
        width = max(at(bar.last) - x, 3)
        drawn.append(f'<rect class="{"x" if bar.late else "o"}" x="{x}" y="{y}" width="{width}" height="8" rx="2"/>')
        drawn.append(_text(x, y + _ROW, bar.label))
    height = under + len(bars) * 2 * _ROW
    drawn.append(f'<line class="n" x1="{at(today)}" x2="{at(today)}" y1="{_MARGIN}" y2="{height}"/>')
    drawn.append(_text(at(today), _MARGIN, now, "t h"))
    width, height = _LINE + 2 * _MARGIN, height + _MARGIN
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" style="max-width:100%;height:auto"'
    ground = f'<rect class="g" width="{width}" height="{height}" rx="6"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{_STYLE}{ground}{"".join(drawn)}</svg>'


def _firsts_of_months(first: date, last: date) -> Iterator[date]:
    day = first.replace(day=1)
    while day <= last:
        if day >= first:
            yield day
        day = (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def _text(x: int, y: int, label: str, kind: str = "t") -> str:
    """A label; it runs to the left if it would leave the picture."""
    right = x > _LINE // 2
    anchor = ' text-anchor="end"' if right else ""
    return f'<text class="{kind}" x="{x - 6 if right else x + 6}" y="{y}"{anchor}>{escape(label)}</text>'
