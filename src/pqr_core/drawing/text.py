"""Pictures from primitives: tables, month grids, bars and lines as text, and the same as HTML.

The module knows days, numbers and words, and no law. A picture is lines of spans. A span has a style, and whatever a
style says is also said by a symbol or a word, so no picture needs colour. `write` sends the styles to a terminal that
shows colour, through `rich` if it is installed.

>>> from datetime import date
>>> print(plain(table(("día", "n"), (("lunes", "1"), ("sábado", "-")))))
día     n
──────  ─
lunes   1
sábado  -
>>> bar(3, 10, 5)
'██░░░'
"""

from __future__ import annotations

import calendar
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final, Literal, NamedTuple, TextIO, TypeAlias

from pqr_core.drawing.escaping import visible
from pqr_core.language import Language, month_title

__all__ = (
    "INITIALS",
    "NARROW",
    "WIDE",
    "WIDTH",
    "Cell",
    "Line",
    "Mark",
    "Marking",
    "Span",
    "Style",
    "bar",
    "beside",
    "encodable",
    "legend",
    "month",
    "months_between",
    "plain",
    "table",
    "weeks_of",
    "width_of",
    "wrapped",
    "write",
)

WIDTH: Final = 80
"""The columns of the terminal for which every picture is drawn by default."""

Style: TypeAlias = Literal[
    "", "strong", "dim", "good", "warn", "bad", "base", "counted", "due", "holiday", "closed", "paused"
]


class Span(NamedTuple):
    """A piece of text and its style."""

    text: str
    style: Style = ""


Line: TypeAlias = tuple[Span, ...]
Cell: TypeAlias = str | Span


class Mark(NamedTuple):
    """The mark of a day in a month grid: one ASCII symbol, a style, and in HTML a tooltip."""

    symbol: str
    style: Style
    tip: str = ""


INITIALS: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": ("L", "M", "X", "J", "V", "S", "D"),
    "en": ("M", "T", "W", "T", "F", "S", "S"),
}


# --- text ----------------------------------------------------------------------------------------------------------


def width_of(text: str) -> int:
    """The columns that `text` takes in a terminal; a combining mark takes none, a wide character two."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in {"F", "W"} else 1 for c in text
    )


def _padded(cell: Span, width: int, *, right: bool = False) -> Span:
    space = " " * (width - width_of(cell.text))
    return Span(space + cell.text if right else cell.text + space, cell.style)


def wrapped(text: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """`text` broken between words into lines of at most `width` columns; all lines but the first begin with `indent`.

    A word longer than the line is cut, after an underscore if it has one.
    """
    lines: list[str] = []
    here, prefix = "", ""
    for word in text.split():
        rest = word
        while rest:
            longer = f"{here} {rest}" if here else prefix + rest
            if width_of(longer) <= width:
                here, rest = longer, ""
            elif here:
                lines.append(here)
                here, prefix = "", indent
            else:
                head = _cut(rest, width - width_of(prefix))
                lines.append(prefix + head)
                prefix, rest = indent, rest[len(head) :]
    if here or not lines:
        lines.append(here)
    return lines


def _cut(text: str, width: int) -> str:
    end = 1
    while end < len(text) and width_of(text[: end + 1]) <= width:
        end += 1
    return text[: text.rfind("_", 0, end) + 1 or end]


def plain(lines: Iterable[Line]) -> str:
    """The lines as text without colour."""
    return "\n".join("".join(span.text for span in line).rstrip() for line in lines)


_ASCII: Final = str.maketrans(
    {
        "─": "-",
        "│": "|",
        "█": "#",
        "░": ".",
        "•": "*",
        "…": "...",
        "«": '"',
        "»": '"',
        "\N{EN DASH}": "-",
        "—": "-",
        "≥": ">=",
    }
    | {"≤": "<=", "→": "->", "¿": "", "¡": "", "º": "o"}
    | dict(zip("▁▂▃▄▅▆▇", "_..-=+*", strict=True))
)


def encodable(text: str, encoding: str | None) -> str:
    r"""`text` as an `encoding` can write it: signs become ASCII, accents are dropped, the rest become question marks.

    Control characters, except tabs and line ends, are written as their numbers, so no content of a file can make a
    terminal do anything but show it.

    >>> encodable("R-1\x1b[2J", "utf-8")
    'R-1\\u001b[2J'
    """
    target = encoding or "ascii"
    text = visible(text)
    try:
        text.encode(target)
    except UnicodeEncodeError:
        bare = "".join(c for c in unicodedata.normalize("NFKD", text.translate(_ASCII)) if not unicodedata.combining(c))
        return bare.encode(target, "replace").decode(target)
    return text


_RICH: Final[Mapping[Style, str]] = {
    "": "",
    "strong": "bold",
    "dim": "dim",
    "good": "green",
    "warn": "yellow",
    "bad": "bold red",
    "base": "bold underline",
    "counted": "green",
    "due": "bold reverse",
    "holiday": "bold magenta",
    "closed": "bold cyan",
    "paused": "yellow",
}


def write(lines: Iterable[Line], stream: TextIO) -> None:
    """Write the lines to `stream`: in colour on a terminal that shows it, if `rich` is installed; else plain.

    `NO_COLOR` in the environment and a terminal that calls itself dumb turn colour off.
    """
    encoding = getattr(stream, "encoding", None) or "utf-8"
    shown = [[Span(encodable(span.text.replace("\n", "\\n"), encoding), span.style) for span in line] for line in lines]
    if stream.isatty():
        try:
            from rich.console import Console
            from rich.text import Text
        except ImportError:
            pass
        else:
            console = Console(file=stream, highlight=False, emoji=False, legacy_windows=False)
            for line in shown:
                text = Text.assemble(*((span.text, _RICH[span.style]) for span in line))
                text.rstrip()
                console.print(text, soft_wrap=True)
            return
    for line in shown:
        stream.write("".join(span.text for span in line).rstrip() + "\n")


# --- tables --------------------------------------------------------------------------------------------------------


def table(
    headings: Sequence[str], rows: Iterable[Sequence[Cell]], *, right: Iterable[int] = (), width: int = WIDTH
) -> list[Line]:
    """A table no wider than `width`; cells that do not fit are broken between words within their column.

    If even the longest words do not fit side by side, each row becomes a paragraph with a line for each column.

    Args:
        headings: one for each column.
        rows: each with as many cells as there are headings.
        right: the columns, from 0, that are aligned to the right.
        width: columns of the terminal.
    """
    body = [[cell if isinstance(cell, Span) else Span(cell) for cell in row] for row in rows]
    head = [Span(heading, "strong") for heading in headings]
    longest = [max(map(_longest_part, column)) for column in zip(head, *body, strict=True)]
    if len(headings) > 1 and body and sum(longest) + len(_GAP) * (len(headings) - 1) > width:
        return _stacked(headings, body, width)
    widths = _widths([head, *body], width)
    at_right = frozenset(right)
    rule = [Span("─" * column, "dim") for column in widths]
    return [line for row in (head, rule, *body) for line in _row_lines(row, widths, at_right)]


_GAP: Final = "  "


def _longest_word(cell: Span) -> int:
    return max(map(width_of, cell.text.split()), default=0)


def _longest_part(cell: Span) -> int:
    """The columns of the longest part of a cell that need not be cut: a word, or a part of a code."""
    return max(map(width_of, _PART.findall(cell.text)), default=0)


_PART: Final = re.compile(r"[^\s_]*_|[^\s_]+")


def _stacked(headings: Sequence[str], rows: Sequence[Sequence[Span]], width: int) -> list[Line]:
    """The rows one below the other, with an empty line between them; a cell without text has no line."""
    lines: list[Line] = []
    for row in rows:
        lines += [()] if lines else []
        for heading, cell in zip(headings, row, strict=True):
            if cell.text:
                first, *more = wrapped(f"{heading}: {cell.text}", width, "  ")
                lines.append((Span(first[: len(heading) + 1], "strong"), Span(first[len(heading) + 1 :], cell.style)))
                lines += [(Span(line, cell.style),) for line in more]
    return lines


def _widths(rows: Sequence[Sequence[Span]], width: int) -> list[int]:
    """The widths of the columns: first headings shrink, then cells between words, codes between parts, and words."""
    columns = list(zip(*rows, strict=True))
    widths = [max(width_of(cell.text) for cell in column) for column in columns]
    words = [max(map(_longest_word, column)) for column in columns]
    cells = [max((width_of(cell.text) for cell in body), default=0) for _heading, *body in columns]
    room = max(width - len(_GAP) * (len(widths) - 1), len(widths))
    parts = [max(map(_longest_part, column)) for column in columns]
    for floor in ([*map(max, cells, words)], words, parts, [1] * len(widths)):
        while sum(widths) > room and (able := [i for i, column in enumerate(widths) if column > floor[i]]):
            widest = max(able, key=widths.__getitem__)
            others = sum(widths) - widths[widest]
            second = max((widths[i] for i in able if i != widest), default=1)
            widths[widest] = max(min(widths[widest] - 1, second), room - others, floor[widest])
    return widths


def _row_lines(row: Sequence[Span], widths: Sequence[int], at_right: frozenset[int]) -> Iterable[Line]:
    broken = [
        [Span(text, cell.style) for text in ([cell.text] if width_of(cell.text) <= w else wrapped(cell.text, w))]
        for cell, w in zip(row, widths, strict=True)
    ]
    for parts in zip_longest(*broken, fillvalue=Span("")):
        spans: list[Span] = []
        for i, part in enumerate(parts):
            spans += [Span(_GAP)] if i else []
            spans.append(_padded(part, widths[i], right=i in at_right))
        yield tuple(spans)


# --- numbers -------------------------------------------------------------------------------------------------------


def bar(value: float, full: float, width: int) -> str:
    """`value` as a bar; `full` would fill `width` columns, and anything above zero shows at least one."""
    filled = 0 if full <= 0 or value <= 0 else min(max(round(value / full * width), 1), width)
    return "█" * filled + "░" * (width - filled)


# --- months --------------------------------------------------------------------------------------------------------

Marking: TypeAlias = Callable[[date], Mark | None]

NARROW: Final = 3
"""The columns of a day without space after its symbol; three months fit side by side."""
WIDE: Final = 4
"""The columns of a day with space after its symbol; two months fit side by side."""


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """The year and number of every month that has a day from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1) for i in range(count)]


def weeks_of(year: int, number: int) -> list[list[date | None]]:
    """The weeks of a month from Monday to Sunday; None stands for the days of the neighbouring months."""
    weeks = calendar.Calendar().monthdayscalendar(year, number)
    return [[date(year, number, day) if day else None for day in week] for week in weeks]


def month(year: int, number: int, marking: Marking, lang: Language = "es", *, cell: int = WIDE) -> list[Line]:
    """A month from Monday to Sunday; each day takes `cell` columns, with the symbol of its mark after it."""
    lines: list[Line] = [
        (Span(month_title(year, number, lang).center(7 * cell), "strong"),),
        tuple(Span(f" {initial}".ljust(cell), "dim") for initial in INITIALS[lang]),
    ]
    for week in weeks_of(year, number):
        spans = []
        for day in week:
            mark = marking(day) if day else None
            shown = f"{day.day:2}{mark.symbol if mark else ''}" if day else ""
            spans += [Span(shown, mark.style if mark else ""), Span(" " * (cell - len(shown)))]
        lines.append(tuple(spans))
    return lines


def beside(pictures: Sequence[Sequence[Line]], *, across: int = 2, gap: int = 4, width: int = WIDTH) -> list[Line]:
    """Pictures in rows of `across`, or of as many as `width` has room for, with an empty line between the rows."""
    widest = max((_line_width(line) for picture in pictures for line in picture), default=0)
    across = max(min(across, (width + gap) // (widest + gap)), 1)
    lines: list[Line] = []
    for start in range(0, len(pictures), across):
        row = pictures[start : start + across]
        widths = [max(_line_width(line) for line in picture) for picture in row]
        lines += [()] if lines else []
        for parts in zip_longest(*row, fillvalue=()):
            spans: list[Span] = []
            for i, part in enumerate(parts):
                spans += [Span(" " * gap)] if i else []
                spans += [*part, Span(" " * (widths[i] - _line_width(part)))]
            lines.append(tuple(spans))
    return lines


def _line_width(line: Line) -> int:
    return sum(width_of(span.text) for span in line)


def legend(marks: Iterable[Mark], width: int = WIDTH) -> list[Line]:
    """The meaning of the symbols, in as few lines as possible."""
    lines: list[Line] = []
    here: list[Span] = []
    for mark in marks:
        item = [Span(mark.symbol, mark.style), Span(f" {mark.tip}")]
        if here and _line_width((*here, Span("   "), *item)) > width:
            lines.append(tuple(here))
            here = []
        here += [Span("   "), *item] if here else item
    return [*lines, tuple(here)] if here else lines
