"""Pictures from primitives: tables, month grids, bars and lines as text, and the same as HTML.

Knows days, numbers and words, no law. A picture is lines of spans; a span has a style, and everything that a style
says is also said by a symbol or a word, so that no picture needs colour. `write` gives the styles to a terminal that
shows colour, through `rich` where it is installed.

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
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Final, Literal, NamedTuple, TextIO, TypeAlias

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
"""Columns of a terminal for which every picture is drawn."""

Style: TypeAlias = Literal[
    "", "strong", "dim", "good", "warn", "bad", "base", "counted", "due", "holiday", "closed", "paused"
]


class Span(NamedTuple):
    """A piece of text and how it is shown."""

    text: str
    style: Style = ""


Line: TypeAlias = tuple[Span, ...]
Cell: TypeAlias = str | Span


class Mark(NamedTuple):
    """What a day of a month grid is: one ASCII symbol, a style, and in HTML a tip."""

    symbol: str
    style: Style
    tip: str = ""


INITIALS: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": ("L", "M", "X", "J", "V", "S", "D"),
    "en": ("M", "T", "W", "T", "F", "S", "S"),
}


# --- text ----------------------------------------------------------------------------------------------------------


def width_of(text: str) -> int:
    """The columns that `text` takes in a terminal: none for a combining mark, two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in {"F", "W"} else 1 for c in text
    )


def _padded(cell: Span, width: int, *, right: bool = False) -> Span:
    space = " " * (width - width_of(cell.text))
    return Span(space + cell.text if right else cell.text + space, cell.style)


def wrapped(text: str, width: int = WIDTH, indent: str = "") -> list[str]:
    """`text` broken between words into lines of at most `width` columns, all but the first behind `indent`.

    A word longer than the line is cut.
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
    return text[:end]


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


_CONTROLS: Final = {
    code: f"\\u{code:04x}"
    for codes in (range(9), range(11, 32), range(127, 160), range(0x200E, 0x2010), range(0x2028, 0x202F),
                  range(0x2066, 0x206A), (0x061C,))
    for code in codes
}  # fmt: skip
"""What would move the cursor, give the terminal an order or turn the direction of the text, as JSON escapes it."""


def encodable(text: str, encoding: str | None) -> str:
    r"""`text` as an `encoding` can write it: signs replaced by ASCII ones, accents dropped, the rest question marks.

    Control characters but tabulators and line ends are written as their numbers: whatever a file held, a terminal
    shows it and does nothing else.

    >>> encodable("R-1\x1b[2J", "utf-8")
    'R-1\\u001b[2J'
    """
    target = encoding or "ascii"
    text = text.translate(_CONTROLS)
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
    """Write the lines to `stream`: with colour on a terminal that shows it, where `rich` is installed; else plain.

    `NO_COLOR` in the environment and a terminal that calls itself dumb are respected.
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
    """A table no wider than `width`: what does not fit is broken between words within its column.

    `right` are the columns (from 0) set to the right.
    """
    body = [[cell if isinstance(cell, Span) else Span(cell) for cell in row] for row in rows]
    head = [Span(heading, "strong") for heading in headings]
    widths = _widths([head, *body], width)
    at_right = frozenset(right)
    rule = [Span("─" * column, "dim") for column in widths]
    return [line for row in (head, rule, *body) for line in _row_lines(row, widths, at_right)]


_GAP: Final = "  "


def _widths(rows: Sequence[Sequence[Span]], width: int) -> list[int]:
    columns = list(zip(*rows, strict=True))
    widths = [max(width_of(cell.text) for cell in column) for column in columns]
    words = [max(width_of(word) for cell in column for word in cell.text.split() or [""]) for column in columns]
    room = max(width - len(_GAP) * (len(widths) - 1), len(widths))
    while sum(widths) > room:
        # The widest that can be broken between words; within words only where none can.
        able = [i for i, column in enumerate(widths) if column > words[i]] or list(range(len(widths)))
        widest = max(able, key=widths.__getitem__)
        others = sum(widths) - widths[widest]
        second = max((widths[i] for i in able if i != widest), default=1)
        least = words[widest] if widths[widest] > words[widest] else 1
        widths[widest] = max(min(widths[widest] - 1, second), room - others, least)
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
    """`value` as a bar of which `full` would fill `width` columns; anything above nothing shows at least one."""
    filled = 0 if full <= 0 or value <= 0 else min(max(round(value / full * width), 1), width)
    return "█" * filled + "░" * (width - filled)


# --- months --------------------------------------------------------------------------------------------------------

Marking: TypeAlias = Callable[[date], Mark | None]

NARROW: Final = 3
"""Columns of a day whose symbol touches the next day: three months fit side by side."""
WIDE: Final = 4
"""Columns of a day with room behind its symbol: two months fit side by side."""


def months_between(first: date, last: date) -> list[tuple[int, int]]:
    """Year and number of every month that has a day from `first` to `last`, both included."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1) for i in range(count)]


def weeks_of(year: int, number: int) -> list[list[date | None]]:
    """The weeks of a month from Monday to Sunday; None for the days of its neighbours."""
    weeks = calendar.Calendar().monthdayscalendar(year, number)
    return [[date(year, number, day) if day else None for day in week] for week in weeks]


def month(year: int, number: int, marking: Marking, lang: Language = "es", *, cell: int = WIDE) -> list[Line]:
    """A month from Monday to Sunday, each day in `cell` columns with the symbol of its mark behind it."""
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


def beside(pictures: Sequence[Sequence[Line]], *, across: int = 2, gap: int = 4) -> list[Line]:
    """Pictures in rows, `across` in each, with an empty line between the rows."""
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
    """What the symbols mean, in as few lines as fit."""
    lines: list[Line] = []
    here: list[Span] = []
    for mark in marks:
        item = [Span(mark.symbol, mark.style), Span(f" {mark.tip}")]
        if here and _line_width((*here, Span("   "), *item)) > width:
            lines.append(tuple(here))
            here = []
        here += [Span("   "), *item] if here else item
    return [*lines, tuple(here)] if here else lines
