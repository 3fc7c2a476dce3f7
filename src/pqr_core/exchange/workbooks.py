"""The cells of a workbook: XLSX and XLSM, XLS, ODS (extra `excel`).

Days, times of day and numbers keep their kind. python-calamine reads the cells. It gives the error of a formula
(`#N/A`) as an empty cell, so errors are looked up in the XML of the sheet. In XLS, which has none, they stay empty.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO, Final
from xml.etree.ElementTree import Element, ParseError, iterparse
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import BadZipFile, ZipFile

from pqr_core.errors import ForeignFileError, ImportFileError, MissingExtraError
from pqr_core.exchange.dialect import LIMITS, Cell, Limits, Record, too_much_text
from pqr_core.exchange.extents import areas, column_number, texts
from pqr_core.language import Said

__all__ = ("Workbook",)

_MAIN: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT: Final = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATED: Final = re.compile(r"\{http[^}]*relationships\}id")
_TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CELL: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS: Final = 18
_TABLES: Final = "content.xml"
_OF_WORKBOOKS: Final = frozenset({"[Content_Types].xml", _TABLES})
"""Every workbook has one of these: the first in Excel files, the second in OpenDocument files."""
_OF_DOCUMENTS: Final = ("word/", "ppt/")
_SPOILT: Final = (BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error)
"""What reading a part of an archive raises if it is damaged, encrypted or packed in an unknown way."""


class Workbook:
    """The visible sheets of a workbook.

    Args:
        name: the name of the file, for errors.
        stream: its bytes; the caller keeps it open while the workbook is read.
        limits: how much it may unpack to.

    Raises:
        MissingExtraError: python-calamine is not installed.
        ForeignFileError: the workbook is protected by a password.
        ImportFileError: it cannot be read, unpacks to more than the limit, or spans more cells than the limit.
    """

    def __init__(self, name: str, stream: BinaryIO, limits: Limits = LIMITS) -> None:
        try:
            import python_calamine as calamine
        except ImportError as error:
            raise MissingExtraError(feature=name, package="python-calamine", extra="excel") from error
        self._name, self._stream = name, stream
        self._check_archive(limits)
        self._error = calamine.CalamineError
        try:
            self._book = calamine.CalamineWorkbook.from_filelike(stream)
        except calamine.PasswordError as error:
            what = Said("un libro protegido con contraseña", "a workbook protected by a password")
            remedy = Said("guárdelo sin contraseña", "save it without one")
            raise ForeignFileError(file=name, what=what, remedy=remedy) from error
        except calamine.CalamineError as error:
            raise self._unreadable(error) from error
        visible = calamine.SheetVisibleEnum.Visible
        self.sheets = tuple(each.name for each in self._book.sheets_metadata if each.visible == visible)
        self._all = tuple(self._book.sheet_names)
        self._errors_of: dict[str, dict[int, list[tuple[int, str]]]] = {}

    def _check_archive(self, limits: Limits) -> None:
        """Refuse an archive that is not a workbook, unpacks to more than the limit, or has too large a sheet."""
        with suppress(BadZipFile), ZipFile(self._stream) as archive:
            if sum(each.file_size for each in archive.infolist()) > limits.unpacked:
                mebibytes = limits.unpacked / 2**20
                es = f"descomprimido pasa de {mebibytes:g} MiB"
                raise ImportFileError(file=self._name, detail=Said(es, f"unpacked it is more than {mebibytes:g} MiB"))
            self._check_parts(archive.namelist())
            self._check_tables(archive)
            if any(area > limits.cells for area in self._readably(areas(archive))):
                millions = limits.cells / 10**6
                es = f"una hoja abarca más de {millions:.3g} millones de celdas, también vacías: borre las del final"
                en = f"a sheet spans more than {millions:.3g} million cells, empty ones too: delete those at its end"
                raise ImportFileError(file=self._name, detail=Said(es, en))
            if any(length > limits.unpacked for length in self._readably(texts(archive, limits.unpacked))):
                raise ImportFileError(file=self._name, detail=too_much_text(limits))
        self._stream.seek(0)

    def _check_parts(self, names: list[str]) -> None:
        what = remedy = None
        if not _OF_WORKBOOKS & set(names):
            what = Said("un archivo comprimido", "a compressed file")
            remedy = Said("descomprímalo", "decompress it")
        elif any(name.startswith(_OF_DOCUMENTS) for name in names):
            what = Said("un documento o una presentación", "a document or a presentation")
            remedy = Said("copie su tabla a una hoja de cálculo", "copy its table into a spreadsheet")
        if what is not None:
            raise ForeignFileError(file=self._name, what=what, remedy=remedy)

    def _check_tables(self, archive: ZipFile) -> None:
        """Refuse an OpenDocument file that is not XML: calamine looks for the end of a table for ever."""
        if _TABLES in archive.namelist():
            try:
                with archive.open(_TABLES) as stream:
                    ParserCreate().ParseFile(stream)
            except (ExpatError, *_SPOILT) as error:
                raise self._unreadable(error) from error

    def _readably(self, found: Iterator[int]) -> Iterator[int]:
        try:
            yield from found
        except _SPOILT as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: Exception) -> ImportFileError:
        detail = Said("el libro está dañado, o no es un libro", f"the workbook is damaged, or is none ({error})")
        return ImportFileError(file=self._name, detail=detail)

    def records(self, sheet: str) -> Iterator[Record]:
        """The rows of a sheet; line 1 is its first row. The error of a formula is given as the text that it shows.

        Raises:
            ImportFileError: the sheet cannot be read.
        """
        errors = self._errors(sheet)
        try:
            cells = self._book.get_sheet_by_name(sheet)
            left: tuple[Cell, ...] = ("",) * (cells.start or (0, 0))[1]
            for line, row in enumerate(cells.iter_rows(), 1):
                told: list[Cell] = [*left, *row]
                for place, text in errors.get(line, ()):
                    told[place : place + 1] = [text]
                yield Record(line, tuple(told))
        except self._error as error:
            raise self._unreadable(error) from error

    def _errors(self, sheet: str) -> dict[int, list[tuple[int, str]]]:
        """The texts of failed formulas, by line: the index in the row, from 0, and the text."""
        if sheet not in self._errors_of:
            by_line: dict[int, list[tuple[int, str]]] = {}
            self._stream.seek(0)
            with suppress(*_SPOILT, LookupError, ParseError, StopIteration), ZipFile(self._stream) as archive:
                found = _errors_of_ods(archive, sheet)
                if _TABLES not in archive.namelist():
                    found = _errors_of_xlsx(archive, self._all.index(sheet))
                for line, place, text in found:
                    by_line.setdefault(line, []).append((place, text))
            self._errors_of[sheet] = by_line
        return self._errors_of[sheet]


def _errors_of_xlsx(archive: ZipFile, number: int) -> Iterator[tuple[int, int, str]]:
    with archive.open("xl/workbook.xml") as stream:
        sheets = [each for _, each in iterparse(stream) if each.tag in {f"{_MAIN}sheet", f"{_STRICT}sheet"}]
    key = next(value for name, value in sheets[number].attrib.items() if _RELATED.fullmatch(name))
    with archive.open("xl/_rels/workbook.xml.rels") as stream:
        target = next(each.attrib["Target"] for _, each in iterparse(stream) if each.attrib.get("Id") == key)
    path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    with archive.open(path) as stream:
        for _, element in iterparse(stream):
            tag = element.tag.rpartition("}")[2]
            if tag == "c" and element.attrib.get("t") == "e":
                value = next((each.text for each in element if each.tag.endswith("}v")), None)
                found = _CELL.fullmatch(element.attrib["r"])
                if found is not None:
                    yield int(found[2]), column_number(found[1].encode()) - 1, value or "#N/A"
            if tag == "row":
                element.clear()


def _errors_of_ods(archive: ZipFile, sheet: str) -> Iterator[tuple[int, int, str]]:
    line, inside = 1, False
    with archive.open(_TABLES) as stream:
        for event, element in iterparse(stream, ("start", "end")):
            if element.tag == f"{_TABLE}table" and event == "start":
                line, inside = 1, element.attrib.get(f"{_TABLE}name") == sheet
            if event == "start" or element.tag != f"{_TABLE}table-row":
                continue
            place = 0
            for cell in element if inside else ():
                if cell.attrib.get(f"{_CALC}value-type") == "error":
                    yield line, place, "".join(cell.itertext()) or "#N/A"
                place += _times(cell, "columns")
            line += _times(element, "rows")
            element.clear()


def _times(element: Element, what: str) -> int:
    """How often a row or a cell is repeated; once, if the attribute is not a number."""
    told = element.attrib.get(f"{_TABLE}number-{what}-repeated", "1")
    return int(told) if told.isdecimal() and len(told) <= _DIGITS else 1
