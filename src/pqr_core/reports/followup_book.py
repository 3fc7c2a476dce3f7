"""The follow-up as the sheets of a workbook: every table with all its rows, numbers as numbers."""

from __future__ import annotations

from itertools import chain

from pqr_core.exchange.spreadsheets import Sheet, SheetCell
from pqr_core.language import Language
from pqr_core.reports.followup import FollowUp
from pqr_core.reports.followup_parts import Cell, Part, Shown, Table, facts_of_header, parts_of, title_of

__all__ = ("sheets_of", "sheets_of_part")


def sheets_of(found: FollowUp, lang: Language = "es") -> tuple[Sheet, ...]:
    """The sheets of the workbook. The first holds the heading and the notes about the data."""
    parts = parts_of(found, lang, whole=True)
    return (_first(found, lang), *chain.from_iterable(sheets_of_part(part, lang) for part in parts))


def _first(found: FollowUp, lang: Language) -> Sheet:
    what, value = ("Dato", "Valor") if lang == "es" else ("What", "Value")
    note, heading = ("Nota", title_of(found, lang)) if lang == "es" else ("Note", title_of(found, lang))
    told = [(name, value) for name, value in facts_of_header(found, lang)]
    told += [(note, each.text(lang)) for each in found.notes]
    told += [(part.title, each) for part in parts_of(found, lang, whole=True) for each in part.notes]
    return Sheet(heading, (what, value), told, lang, personal=True)


def sheets_of_part(part: Part, lang: Language) -> list[Sheet]:
    """A sheet for each table of a part of the follow-up."""

    def sheet(table: Table) -> Sheet:
        title = part.title if len(part.tables) == 1 else table.title
        rows = [[_value(cell) for cell in row] for row in table.rows]
        return Sheet(title, table.headings, rows, lang, personal=True)

    return [sheet(table) for table in part.tables]


def _value(cell: Cell) -> SheetCell:
    return cell.value if isinstance(cell, Shown) else cell
