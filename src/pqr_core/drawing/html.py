"""The pictures of `drawing.text` as HTML, and the page around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from pqr_core.drawing.escaping import escape
from pqr_core.drawing.text import INITIALS, Cell, Mark, Marking, Span, Style, weeks_of
from pqr_core.language import WEEKDAYS, Language, month_title

__all__ = ("CSS", "html_months", "html_page", "html_table")

CSS: Final = """\
.pqr{font:15px/1.45 system-ui,sans-serif;max-width:60rem;--line:#8886;--good:#17692f;--warn:#8a5300;--bad:#b3141d}
.pqr.part{color-scheme:light dark;background:Canvas;color:CanvasText;padding:.6em}
.pqr,.pqr td,.pqr th{text-align:left}
.pqr h1{font-size:1.5em;margin:.4em 0}.pqr h2{font-size:1.2em;margin:1.2em 0 .3em}.pqr p{margin:.35em 0}
.pqr table{border-collapse:collapse;margin:.8em 0}
.pqr th,.pqr td{padding:.25em .7em;border-bottom:1px solid var(--line);vertical-align:top}
.pqr td:not(:last-child){white-space:nowrap}.pqr .rows td:last-child{min-width:14em}
.pqr .good{color:var(--good);font-weight:600}.pqr .warn{color:var(--warn);font-weight:600}
.pqr .bad{color:var(--bad);font-weight:600}.pqr .strong{font-weight:600}.pqr .dim{opacity:.75}
svg.pqr-chart{max-width:100%;height:auto}
.pqr .months{display:flex;flex-wrap:wrap;gap:1.2em;align-items:flex-start}.pqr .months table{margin:0}
.pqr .months caption{font-weight:600;padding:.2em}
.pqr .months th,.pqr .months td{border:0;padding:.15em .2em;text-align:right;min-width:2.1em;border-radius:.25em}
.pqr .months td span{display:inline-block;width:.8em;text-align:center;font-family:ui-monospace,monospace}
.pqr ul.key{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.3em 1.2em}
.pqr .key b{display:inline-block;min-width:1.5em;text-align:center;border-radius:.25em;margin-right:.35em;
font-family:ui-monospace,monospace}
.pqr .counted{background:#d3f0db;color:#0b3d1b}.pqr .holiday{background:#ecd9f7;color:#4a1268}
.pqr .closed{background:#cfeaf2;color:#0b3f4e}.pqr .paused{background:#fbe6bd;color:#573a00}
.pqr .base{outline:2px solid currentColor;outline-offset:-2px}.pqr .due{background:#1d4ea8;color:#fff;font-weight:600}
.pqr .months .bad{background:#b3141d;color:#fff}
@media (prefers-color-scheme:dark){.pqr{--good:#6fd68c;--warn:#f0b64e;--bad:#ff8f8a}
.pqr .counted{background:#164a26;color:#d9f7e1}.pqr .holiday{background:#4b1f66;color:#f3e2ff}
.pqr .closed{background:#0f4454;color:#d6f3fb}.pqr .paused{background:#5b4209;color:#ffeec9}
.pqr .due{background:#8fb8ff;color:#00173f}.pqr .months .bad{background:#ff8f8a;color:#330003}}
@media screen and (max-width:44rem){.pqr .rows thead{display:none}
.pqr .rows,.pqr .rows tbody,.pqr .rows tr{display:block}
.pqr .rows tr{border-bottom:1px solid var(--line);padding:.5em 0}
.pqr .rows td{display:grid;grid-template-columns:6.5em 1fr;gap:.8em;border:0;padding:.1em 0;white-space:normal}
.pqr .rows td::before{content:attr(data-label);color:CanvasText;opacity:.75;font-weight:400}
.pqr .rows td:first-child{display:block;font-weight:600}
.pqr .rows td:first-child::before,.pqr .rows td:empty{display:none}
.pqr .months{gap:.8em}}
@media print{.pqr{max-width:none;font-size:10pt;color:#000}.pqr .rows{width:100%}
.pqr .rows td:first-child{white-space:normal}.pqr .rows td:last-child{width:48%}
.pqr tr,.pqr .months table{break-inside:avoid}.pqr details::details-content{content-visibility:visible;block-size:auto}}
"""
"""The style of every picture: light and dark, phone and paper. A background always comes with a text colour.

A part inside another page has its own background: a notebook may be light on a dark system, or the reverse.
"""


def _html_class(style: Style) -> str:
    return f' class="{style}"' if style else ""


def html_table(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """The table as HTML; on a narrow screen each row becomes lines, with each cell beside its heading."""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td{_html_class(cell.style)} data-label="{escape(heading)}">{escape(cell.text)}</td>'
            for heading, cell in zip(headings, _spans(row), strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<table class="rows"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _spans(row: Iterable[Cell]) -> Iterator[Span]:
    return (each if isinstance(each, Span) else Span(each) for each in row)


def html_months(
    months: Iterable[tuple[int, int]], marking: Marking, key: Iterable[Mark] = (), lang: Language = "es"
) -> str:
    """The months side by side, with the key of their marks; the tooltip of a day is also its accessible name."""
    tables = "".join(_html_month(year, number, marking, lang) for year, number in months)
    items = "".join(f"<li><b{_html_class(mark.style)}>{escape(mark.symbol)}</b>{escape(mark.tip)}</li>" for mark in key)
    return f'<div class="months">{tables}</div>' + (f'<ul class="key">{items}</ul>' if items else "")


def _html_month(year: int, number: int, marking: Marking, lang: Language) -> str:
    def cell(day: date | None) -> str:
        if day is None:
            return "<td></td>"
        mark = marking(day) or Mark(" ", "")
        tip = f' title="{escape(mark.tip)}"' if mark.tip else ""
        return f"<td{_html_class(mark.style)}{tip}>{day.day}<span>{escape(mark.symbol)}</span></td>"

    names = zip(INITIALS[lang], WEEKDAYS[lang], strict=True)
    head = "".join(f'<th scope="col" abbr="{name}">{initial}</th>' for initial, name in names)
    body = "".join("<tr>" + "".join(map(cell, week)) + "</tr>" for week in weeks_of(year, number))
    title = escape(month_title(year, number, lang))
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def html_page(title: str, body: str, lang: Language = "es", *, style: str = "") -> str:
    """A complete document: `body` (HTML, already escaped) with the style of the pictures and `style`."""
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>:root{{color-scheme:light dark}}body{{margin:1.5rem}}\n"
        f'{CSS}{style}</style></head>\n<body><main class="pqr">{body}</main></body></html>\n'
    )
