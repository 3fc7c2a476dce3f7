"""The follow-up as an HTML page: to read on a screen or a phone, to print on letter or A4, to sign and to file.

The page is one file, without scripts and without anything loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from pqr_core.drawing.escaping import escape
from pqr_core.drawing.html import html_page
from pqr_core.language import Language
from pqr_core.reports.followup import FollowUp
from pqr_core.reports.followup_parts import Cell, Part, Shown, Table, facts_of_header, parts_of, text_of, title_of

__all__ = ("html_of",)

_STYLE: Final = """\
.pqr{max-width:72rem;margin:auto}.pqr header p{margin:.1em 0}.pqr dl.head{display:grid;
grid-template-columns:max-content 1fr;gap:.1em 1em;margin:.6em 0}
.pqr dl.head dt{font-weight:600}.pqr dl.head dd{margin:0}
.pqr .warning{border-left:.3em solid var(--warn);padding:.3em .8em;margin:.8em 0}
.pqr nav ol{columns:2;margin:.4em 0 1em;padding-left:1.4em}.pqr nav a{color:inherit}
.pqr h2{margin-top:1.8em;border-bottom:2px solid var(--line)}.pqr h3{font-size:1em;margin:1em 0 .2em}
.pqr table{width:100%;font-size:.93em}.pqr td{white-space:normal!important}.pqr th{vertical-align:bottom}
.pqr .num{text-align:right;font-variant-numeric:tabular-nums}.pqr tr.total td{font-weight:600}
.pqr td.keep{white-space:nowrap!important}.pqr table:not(.wide){width:auto;min-width:min(24rem,100%)}
.pqr .note{opacity:.85;font-size:.93em}.pqr figure{margin:1em 0}
.pqr figure svg{width:100%;max-width:760px;display:block}
.pqr details summary{cursor:pointer}.pqr .sign{display:grid;grid-template-columns:1fr 1fr;gap:3em;margin-top:4em}
.pqr .sign div{border-top:1px solid currentColor;padding-top:.3em}
@media screen and (max-width:66rem){.pqr table.wide{font-size:.78em}.pqr table.wide :is(th,td){padding:.25em .4em}
.pqr table.wide th{hyphens:auto}}
@media screen and (max-width:44rem){body{margin:.8rem!important}.pqr nav ol{columns:1}
.pqr table :is(th,td){padding:.25em .4em}.pqr table.wide{font-size:.93em}.pqr table.wide thead{display:none}
.pqr table.wide tr{display:block;border-bottom:2px solid var(--line);padding:.4em 0}
.pqr table.wide td{display:flex;justify-content:space-between;gap:1em;border:0;padding:.1em 0;text-align:right}
.pqr table.wide td::before{content:attr(data-label);font-weight:600;text-align:left;opacity:.8}
.pqr table.wide td span{min-width:0;overflow-wrap:anywhere}.pqr .sign{grid-template-columns:1fr}}
@media print{@page{margin:16mm 14mm}body{margin:0!important}.pqr{font-size:10pt;max-width:none}
.pqr h2,.pqr h3{break-after:avoid}.pqr tr,.pqr figure,.pqr .sign{break-inside:avoid}
.pqr thead{display:table-header-group}
.pqr figure svg{max-width:150mm}.pqr nav{break-after:avoid}}
"""
_SHORT: Final = 20.0
"""The most letters of a text without spaces that is kept on one line."""
_WIDE: Final = 4.0
"""A table with more columns than this stacks its cells on a phone."""
_LONG: Final = 40.0
"""The letters from which a text leaves no room beside it for another such text on a phone."""


def html_of(found: FollowUp, lang: Language = "es") -> str:
    """The follow-up as an HTML page, in Spanish or English."""
    title = title_of(found, lang)
    parts = parts_of(found, lang)
    return html_page(
        f"{title} - {found.name or found.utility}", "".join(_body(found, title, parts, lang)), lang, style=_STYLE
    )


def _body(found: FollowUp, title: str, parts: tuple[Part, ...], lang: Language) -> Iterator[str]:
    yield f'<header><h1>{escape(title)}</h1><dl class="head">'
    for name, value in facts_of_header(found, lang):
        yield f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>"
    yield "</dl>"
    for note in found.notes:
        yield f'<p class="warning">{escape(note.text(lang))}</p>'
    yield "</header><nav><ol>"
    yield from (f'<li><a href="#{part.code}">{escape(part.title)}</a></li>' for part in parts)
    yield "</ol></nav>"
    for number, part in enumerate(parts, start=1):
        yield f'<section id="{part.code}"><h2>{number}. {escape(part.title)}</h2>'
        yield from _part(part, lang)
        yield "</section>"
    leader, group = ("Líder del proceso", "Grupo de trabajo") if lang == "es" else ("Process leader", "Group")
    yield f'<div class="sign"><div>{leader}</div><div>{group}</div></div>'


def _part(part: Part, lang: Language) -> Iterator[str]:
    first, *figures = part.tables or (None,)
    if first is not None:
        yield from _table(first, part, lang)
    yield from (f'<p class="note">{escape(note)}</p>' for note in part.notes)
    if part.charts:
        yield from (f"<figure>{series.svg(lang)}</figure>" for series in part.charts)
        summary = "Las cifras de los gráficos" if lang == "es" else "The figures of the charts"
        yield f"<details><summary>{summary}</summary>"
    for table in figures:
        if table is not None:
            yield from _table(table, part, lang)
    if part.charts:
        yield "</details>"


def _table(table: Table, part: Part, lang: Language) -> Iterator[str]:
    if table.title != part.title:
        yield f"<h3>{escape(table.title)}</h3>"
    wide = ' class="wide"' if _is_wide(table, lang) else ""
    numeric = [_is_numeric(table, column) for column in range(len(table.headings))]
    yield f"<table{wide}><thead><tr>"
    for heading, number in zip(table.headings, numeric, strict=True):
        aligned = ' class="num"' if number else ""
        yield f'<th scope="col"{aligned}>{escape(heading)}</th>'
    yield "</tr></thead><tbody>"
    for row in table.rows:
        yield '<tr class="total">' if row[0] == "total" else "<tr>"
        for heading, cell, number in zip(table.headings, row, numeric, strict=True):
            yield _cell(cell, heading, lang, number=number)
        yield "</tr>"
    yield "</tbody></table>"
    if table.left_out and part.code == "riesgo":
        more = (
            f"y {table.left_out} más; el libro de Excel los tiene todos"
            if lang == "es"
            else f"and {table.left_out} more; the workbook has them all"
        )
        yield f'<p class="note">... {more}</p>'


def _is_wide(table: Table, lang: Language) -> bool:
    """Whether a phone has no room for its columns side by side: they are many, or two of them hold long texts."""
    columns = zip(*table.rows, strict=True)
    longest = [max(len(text_of(cell, lang)) for cell in column) for column in columns]
    return len(table.headings) > _WIDE or sum(letters > _LONG for letters in longest) > 1


def _cell(cell: Cell, heading: str, lang: Language, *, number: bool) -> str:
    style = cell.style if isinstance(cell, Shown) else ""
    text = text_of(cell, lang)
    kept = "num" if number else "keep" if isinstance(cell, date) or (len(text) <= _SHORT and " " not in text) else ""
    of_cell, of_text = (f' class="{name}"' if name else "" for name in (kept, style))
    return f'<td data-label="{escape(heading)}"{of_cell}><span{of_text}>{escape(text)}</span></td>'


def _is_numeric(table: Table, column: int) -> bool:
    """Whether the column holds numbers, which are then aligned to the right."""
    values = [row[column].value if isinstance(row[column], Shown) else row[column] for row in table.rows]  # type: ignore[union-attr]
    known = [value for value in values if value is not None]
    return bool(known) and not any(isinstance(value, str) or hasattr(value, "year") for value in known)
