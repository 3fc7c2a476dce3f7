"""Tables for spreadsheets: CSV and XLSX in which no text ever runs as a formula.

A text that a spreadsheet would run as a formula is written as a text cell in XLSX, and with an apostrophe in front in
CSV. Days are written as days, and numbers as numbers.

>>> import sys
>>> write_csv(Sheet("Días", ("Festivo", "Día"), [("=1+1", date(2026, 7, 13)), ("-5", None)]), sys.stdout)
Festivo,Día
'=1+1,2026-07-13
-5,
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from typing import IO, Any, Final, Protocol, TypeAlias

from attrs import field, frozen

from pqr_core.errors import InvalidInputError, MissingExtraError
from pqr_core.language import Language, Said

__all__ = ("Sheet", "SheetCell", "Writable", "harmless", "is_run", "write_csv", "write_xlsx")


class Writable(Protocol):
    """A target for text."""

    def write(self, text: str, /) -> object:
        """Write the text."""


SheetCell: TypeAlias = str | int | float | Fraction | bool | date | datetime | None

_FORMULA: Final = re.compile(r"(?=[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])(?![+-]?[\d.,\s]*$)", re.DOTALL)
"""A text that a spreadsheet would run as a formula, full-width signs included; a number with its sign is not one."""
_FLAGS: Final = {"es": ("no", "sí"), "en": ("no", "yes")}
_ROWS: Final = 1_048_576
_TEXT: Final = 32_767
"""The most rows of a sheet, and characters of a cell, that the format holds."""
_NARROWEST, _WIDEST = 6, 60
_NO_CLOCK: Final = datetime(2000, 1, 1)  # noqa: DTZ001 - no zones in the format; it keeps the bytes the same


@frozen
class Sheet:
    """A table.

    Args:
        title: what the table is; in a workbook, the name of the sheet.
        headings: the headings of its columns.
        rows: the cells of each row, as many as the headings.
        lang: the language of its truth values.
        personal: whether it is about a person or a case; then only its owner may read the file.
    """

    title: str
    headings: tuple[str, ...]
    rows: Iterable[Sequence[SheetCell]] = field(repr=False)
    lang: Language = "es"
    personal: bool = False


def is_run(text: str, start: int = 0) -> bool:
    """Whether a spreadsheet would run `text`, from `start` on, as a formula."""
    return _FORMULA.match(text, start) is not None


def harmless(text: str) -> str:
    """`text` as a cell of CSV; it gets an apostrophe in front if a spreadsheet would run it."""
    return f"'{text}" if is_run(text) else text


def write_csv(sheet: Sheet, target: Writable) -> None:
    """Write the table as comma-separated values; open `target` with ``newline=""``."""
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(_plain(heading, sheet.lang) for heading in sheet.headings)
    writer.writerows([_plain(cell, sheet.lang) for cell in row] for row in sheet.rows)


def _plain(cell: SheetCell, lang: Language) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return _FLAGS[lang][cell]
        case str():
            # For some readers a lone carriage return would end the row.
            return "\n".join(harmless(cell).replace("\r\n", "\n").split("\r"))
        case Fraction():
            return str(cell.numerator if cell.denominator == 1 else float(cell))
        case _:
            return str(cell)


def write_xlsx(sheets: Iterable[Sheet], target: IO[bytes]) -> None:
    """Write the tables as a workbook, with the row of headings frozen and the columns as wide as their content.

    A sheet prints one page wide, with its headings on each page.

    Raises:
        MissingExtraError: XlsxWriter is not installed.
        InvalidInputError: a table or a text is longer than the format holds.
    """
    try:
        from xlsxwriter import Workbook
    except ImportError as error:
        feature = Said("escribir un libro de Excel", "writing a workbook")
        raise MissingExtraError(feature=feature, package="XlsxWriter", extra="excel") from error
    # No cell becomes a formula or a link.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(target, options) as book:
        book.set_properties({"created": _NO_CLOCK})
        bold = book.add_format({"bold": True})
        as_day = book.add_format({"num_format": "yyyy-mm-dd"})
        as_instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        as_fraction = book.add_format({"num_format": "#,##0.00"})
        formats = {date: as_day, datetime: as_instant, Fraction: as_fraction}
        for sheet in sheets:
            page = book.add_worksheet(_name(sheet.title))
            page.freeze_panes(1, 0)
            page.set_landscape()
            page.fit_to_pages(1, 0)
            page.repeat_rows(0)
            widths = [len(heading) for heading in sheet.headings]
            for column, heading in enumerate(sheet.headings):
                page.write_string(0, column, heading, bold)
            last = 0
            for last, row in enumerate(sheet.rows, start=1):
                if last >= _ROWS:
                    es, en = f"más de {_ROWS} filas; escríbala en CSV", f"more than {_ROWS} rows; write it as CSV"
                    raise InvalidInputError(place=Said.alike(sheet.title), detail=Said(es, en))
                for column, cell in enumerate(row):
                    _write(page, last, column, cell, sheet, formats)
                    widths[column] = max(widths[column], len(_plain(cell, sheet.lang)))
            page.autofilter(0, 0, last, len(sheet.headings) - 1)
            for column, width in enumerate(widths):
                page.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))


def _write(page: Any, row: int, column: int, cell: SheetCell, sheet: Sheet, formats: Mapping[type, Any]) -> None:
    match cell:
        case None:
            pass
        case bool():
            page.write_string(row, column, _FLAGS[sheet.lang][cell])
        case str():
            if len(cell) > _TEXT:
                es, en = f"un texto de más de {_TEXT} caracteres", f"a text of more than {_TEXT} characters"
                raise InvalidInputError(place=Said.alike(sheet.headings[column]), detail=Said(es, en))
            page.write_string(row, column, cell)
        case datetime():
            page.write_datetime(row, column, cell.replace(tzinfo=None), formats[datetime])
        case date():
            page.write_datetime(row, column, cell, formats[date])
        case Fraction() if cell.denominator != 1:
            page.write_number(row, column, float(cell), formats[Fraction])
        case _:
            page.write_number(row, column, float(cell))


def _name(title: str) -> str:
    """`title` as the name of a sheet: at most 31 characters, without those that a name may not have."""
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31].strip("'") or "1"
