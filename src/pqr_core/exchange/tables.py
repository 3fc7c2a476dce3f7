"""The rows of any source: a text file, a workbook, a Parquet file or a frame. Their content is not interpreted here.

The kind of a file is recognised by its bytes, not by its name. A workbook called `.csv` is read as a workbook, and an
HTML page is refused by what it is.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, islice
from math import isfinite, isnan
from pathlib import Path
from typing import Any, Final

from pqr_core.errors import (
    ForeignFileError,
    ImportFileError,
    InvalidInputError,
    ManySheetsError,
    MissingExtraError,
)
from pqr_core.exchange.columns import Column
from pqr_core.exchange.dialect import (
    UTF16_MARKS,
    Cell,
    Limits,
    Record,
    Source,
    find_delimiter,
    find_encoding,
    records,
    too_much_text,
)
from pqr_core.exchange.layout import find_headings, named, score
from pqr_core.exchange.reading import Reading
from pqr_core.exchange.workbooks import Workbook
from pqr_core.language import Said

__all__ = ("Table", "open_table")

_HEAD: Final = 4096
_BATCH: Final = 4096


class Table(ABC):
    """Rows that can be read several times.

    Attributes:
        name: the name of the file, for messages.
        description: how it is written, for people: encoding and separator, or the kind of file.
        delimiter: the separator for a text file written beside it.
        has_serials: whether a number in it may be a day.
    """

    has_serials = False

    def __init__(self, name: str, description: str, delimiter: str = ",") -> None:
        self.name, self.description, self.delimiter = name, description, delimiter

    @abstractmethod
    def records(self, width: int | None = None) -> Iterator[Record]:
        """Every record from the first; `width` is the number of cells of a row, if it is known."""

    def close(self) -> None:  # noqa: B027 - a frame opens nothing
        """Close what was opened."""


def open_table(source: Any, reading: Reading, known: Mapping[str, Column]) -> Table:
    """The rows of `source`: a path, a binary stream, or a frame of any engine that narwhals knows.

    `known` is the column of each folded heading: of several separators or sheets, the one with most of them is used.

    Raises:
        ImportFileError: it is a file of another kind, or can be read in two ways.
        MissingExtraError: the package that reads it is not installed.
        InvalidInputError: it is not a source that can be read.
    """
    if not (isinstance(source, str | Path) or hasattr(source, "read")):
        return _FrameTable(source)
    content = Source(source)
    try:
        with content.bytes() as stream:
            head = stream.read(_HEAD)
        if head.startswith(b"PAR1"):
            return _ParquetTable(content, reading.limits)
        if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")):
            return _WorkbookTable(content, reading, known)
        _refuse_foreign(content.name, head, reading.encoding)
        return _TextTable(content, reading, known)
    except BaseException:
        content.close()
        raise


# --- text ----------------------------------------------------------------------------------------------------------


class _TextTable(Table):
    def __init__(self, content: Source, reading: Reading, known: Mapping[str, Column]) -> None:
        self._content, self._limits = content, reading.limits
        self._encoding = find_encoding(content, reading.encoding)

        def best(rows: Iterable[Record]) -> int:
            return score(find_headings(rows, reading, known)[0].cells, known)

        delimiter = find_delimiter(content, self._encoding, best, limits=self._limits)
        super().__init__(content.name, f"{self._encoding}, {delimiter!r}", delimiter)

    def records(self, width: int | None = None) -> Iterator[Record]:
        with self._content.lines(self._encoding, self._limits.line) as lines:
            yield from records(lines, self.delimiter, width, limits=self._limits)

    def close(self) -> None:
        self._content.close()


_SAVE_AS: Final = Said(
    "ábralo con la hoja de cálculo y guárdelo como libro (.xlsx) o como CSV",
    "open it in a spreadsheet and save it as a workbook (.xlsx) or as CSV",
)
_ASK: Final = Said("pida la tabla de la que se hizo", "ask for the table it was made of")
_EXPORT: Final = Said("exporte la tabla a CSV", "export the table to CSV")
_FOREIGN: Final[tuple[tuple[tuple[bytes, ...], Said, Said], ...]] = (
    ((b"%pdf",), Said("un PDF", "a PDF"), _ASK),
    ((b"\x89png", b"\xff\xd8\xff", b"gif8"), Said("una imagen", "a picture"), _ASK),
    (
        (
            *(b"\x1f\x8b", b"\x1f\x9d", b"bzh", b"\xfd7zxz", b"7z\xbc\xaf", b"rar!"),
            *(b"\x28\xb5\x2f\xfd", b"pk\5\6", b"pk\7\x08"),
        ),
        Said("un archivo comprimido", "a compressed file"),
        Said("descomprímalo", "decompress it"),
    ),
    ((b"sqlite format 3",), Said("una base de datos SQLite", "an SQLite database"), _EXPORT),
    (
        (b"pgdmp", b"pgcopy", b"--\n-- postgresql", b"-- mysql", b"-- mariadb", b"insert into", b"create table"),
        Said("un volcado o un archivo SQL", "a dump or a file of SQL"),
        _EXPORT,
    ),
    (
        (b"{\\rtf",),
        Said("un documento de texto (RTF)", "a text document (RTF)"),
        Said(
            "copie su tabla a una hoja de cálculo y guárdela como libro (.xlsx)",
            "copy its table into a spreadsheet and save it as a workbook (.xlsx)",
        ),
    ),
    ((b"mime-version:",), Said("una página web (MHTML)", "a web page (MHTML)"), _SAVE_AS),
)
"""What the first bytes say, in lower case, that a file is."""
_MARKUP: Final = re.compile(rb"<[a-z!?/]")
_JSON: Final = re.compile(rb"""\{\s*["}]|\[\s*[\[{"\]]""")


def _refuse_foreign(name: str, head: bytes, encoding: str | None) -> None:
    """Name what is no table of text; of text in UTF-16 the marks are looked for, too."""
    if head.startswith(UTF16_MARKS):
        head = head.decode("utf-16", "ignore").encode()
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for marks, what, remedy in _FOREIGN:
        if text.startswith(marks):
            raise ForeignFileError(file=name, what=what, remedy=remedy)
    if _MARKUP.match(text):
        what = Said("una página HTML, o XML, con otro nombre", "a page of HTML, or XML, under another name")
        raise ForeignFileError(file=name, what=what, remedy=_SAVE_AS)
    if _JSON.match(text):
        what = Said("un archivo JSON", "a JSON file")
        remedy = Said("expórtelo como CSV o léalo con Python", "export it as CSV, or read it with Python")
        raise ForeignFileError(file=name, what=what, remedy=remedy)
    if encoding is None and b"\0" in head.partition(b"\n")[0]:
        what = Said("un archivo binario, o texto en UTF-16 sin su marca", "a binary file, or UTF-16 without its mark")
        remedy = Said(
            "guárdelo como libro (.xlsx) o como CSV o, si es texto, indique --encoding utf-16-le",
            "save it as a workbook (.xlsx) or as CSV or, if it is text, say --encoding utf-16-le",
        )
        raise ForeignFileError(file=name, what=what, remedy=remedy)


# --- workbooks -----------------------------------------------------------------------------------------------------


class _WorkbookTable(Table):
    def __init__(self, content: Source, reading: Reading, known: Mapping[str, Column]) -> None:
        self._content = content
        with ExitStack() as stack:
            self._book = Workbook(content.name, stack.enter_context(content.bytes()), reading.limits)
            self._opened = stack.pop_all()
        try:
            self._sheet = self._chosen(reading, known)
        except BaseException:
            self.close()
            raise
        self.has_serials = not self._book.is_from_1904
        several = f", {self._sheet}" if len(self._book.sheets) > 1 else ""
        super().__init__(content.name, f"{_kind_of_workbook(content.name)}{several}")

    def _chosen(self, reading: Reading, known: Mapping[str, Column]) -> str:
        """The sheet that the reading names, or else the one with all needed columns, or with most known ones.

        If several have all needed columns, the user must name one, because the rows of the others would be lost.
        """
        sheets = self._book.sheets
        names = ", ".join(sheets) or "-"
        if reading.sheet is not None:
            if reading.sheet not in sheets:
                detail = Said(f"no hay hoja {reading.sheet!r}", f"no sheet {reading.sheet!r}")
                raise ManySheetsError(file=self._content.name, detail=detail, sheets=names)
            return reading.sheet
        columns = {}
        for sheet in sheets:
            rows = islice(self._book.records(sheet), reading.limits.titles)
            columns[sheet] = named(find_headings(rows, reading, known)[0].cells, known)
        best = [sheet for sheet in sheets if reading.needed and columns[sheet].issuperset(reading.needed)]
        best = best or [sheet for sheet in sheets if len(columns[sheet]) == max(map(len, columns.values()))]
        if len(best) != 1:
            detail = Said("varias hojas pueden ser la que se importa", "several sheets may be the one to import")
            raise ManySheetsError(file=self._content.name, detail=detail, sheets=names)
        return best[0]

    def records(self, width: int | None = None) -> Iterator[Record]:
        del width  # every row of a sheet already has its width
        return self._book.records(self._sheet)

    def close(self) -> None:
        self._opened.close()
        self._content.close()


def _kind_of_workbook(name: str) -> str:
    suffix = Path(name).suffix.lower().removeprefix(".")
    return suffix if suffix in {"xlsx", "xlsm", "xls", "ods"} else "xlsx"


# --- frames and Parquet --------------------------------------------------------------------------------------------


class _FrameTable(Table):
    def __init__(self, frame: Any) -> None:
        try:
            import narwhals as nw
        except ImportError as error:
            raise MissingExtraError(feature=Said("una tabla", "a frame"), package="narwhals", extra="frames") from error
        try:
            table = nw.from_native(frame)
        except TypeError as error:
            detail = Said(
                f"se espera un archivo o una tabla, no {type(frame).__name__}",
                f"expected a file or a frame, got {type(frame).__name__}",
            )
            raise InvalidInputError(place="source", detail=detail) from error
        except nw.exceptions.DuplicateError as error:
            detail = Said("hay columnas que se llaman igual", "several columns have the same name")
            raise InvalidInputError(place="source", detail=detail) from error
        if isinstance(table, nw.LazyFrame):
            table = table.collect()
        self._table = table
        super().__init__("-", str(table.implementation).rpartition(".")[2].lower())

    def records(self, width: int | None = None) -> Iterator[Record]:
        del width
        rows = self._table.iter_rows(buffer_size=_BATCH)
        return _numbered(chain([tuple(self._table.columns)], (tuple(map(_of_frame, row)) for row in rows)))


_DAMAGE: Final = (OSError, ValueError, TypeError, LookupError, NotImplementedError, OverflowError)
"""What the reader of Parquet raises for a damaged file; Arrow's own errors are among them."""


class _ParquetTable(Table):
    """A Parquet file, read in batches.

    A text that many cells share is in the file once. Its length is counted for each of them before they are made of it:
    else a file of fifty kilobytes fills the memory, and the rejects of its rows the disk.
    """

    def __init__(self, content: Source, limits: Limits) -> None:
        try:
            import pyarrow.parquet as pq
        except ImportError as error:
            raise MissingExtraError(feature=content.name, package="pyarrow", extra="parquet") from error
        self._content, self._limits = content, limits
        with ExitStack() as stack, self._readable():
            stream = stack.enter_context(content.bytes())
            first = pq.ParquetFile(stream)
            columns = [first.schema.column(place) for place in range(len(first.schema.names))]
            if _of_fixed_length(first.metadata, columns) > limits.unpacked:
                raise ImportFileError(file=content.name, detail=too_much_text(limits))
            shared = [each.path for each in columns if each.physical_type == "BYTE_ARRAY" and each.precision <= 0]
            self._file = pq.ParquetFile(stream, read_dictionary=shared)
            self._opened = stack.pop_all()
        super().__init__(content.name, "parquet")

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Name a file that is damaged as that, whatever its reader says of it."""
        try:
            yield
        except ImportFileError:
            raise
        except _DAMAGE as error:
            detail = Said("el archivo Parquet está dañado", f"the Parquet file is damaged ({error})")
            raise ImportFileError(file=self._content.name, detail=detail) from error

    def records(self, width: int | None = None) -> Iterator[Record]:
        del width
        return _numbered(
            chain([tuple(self._file.schema_arrow.names)], (tuple(map(_of_frame, row)) for row in self._rows()))
        )

    def _rows(self) -> Iterator[tuple[Any, ...]]:
        length = 0
        with self._readable():
            for batch in self._file.iter_batches(batch_size=_BATCH):
                batch.validate(full=True)  # else numbers of texts that are none are followed out of memory
                length += sum(map(_text_of, batch.columns))
                if length > self._limits.unpacked:
                    raise ImportFileError(file=self.name, detail=too_much_text(self._limits))
                yield from zip(*map(_values, batch.columns), strict=True)

    def close(self) -> None:
        self._opened.close()
        self._content.close()


def _of_fixed_length(metadata: Any, columns: Sequence[Any]) -> int:
    """The bytes of the values whose length the schema tells, and which therefore share nothing; numbers do not count.

    Of each column, there are at least as many as in a batch: they are made before they are counted.
    """
    return sum(
        each.length
        * max(_BATCH, sum(metadata.row_group(n).column(place).num_values for n in range(metadata.num_row_groups)))
        for place, each in enumerate(columns)
        if each.physical_type == "FIXED_LEN_BYTE_ARRAY" and each.precision <= 0
    )


def _text_of(column: Any) -> int:
    """The length of the texts of a column in bytes; a text that cells share counts for each of them."""
    import pyarrow.compute as pc

    if not hasattr(column, "dictionary"):
        return 0
    places, counts = column.indices.drop_null().value_counts().flatten()  # the dictionary may have more than the batch
    total: int | None = pc.sum(pc.multiply(pc.binary_length(column.dictionary.take(places)), counts)).as_py()
    return total or 0


def _values(column: Any) -> Iterable[Any]:
    if hasattr(column, "dictionary"):
        column = column.dictionary_decode()
    if column.type.num_fields:  # lists and the like share their texts within, so only one is in memory at a time
        return (each.as_py() for each in column)
    values: list[Any] = column.to_pylist()
    return values


def _numbered(rows: Iterable[tuple[Cell, ...]]) -> Iterator[Record]:
    return (Record(line, row) for line, row in enumerate(rows, 1))


_PLAIN: Final = (str, int, date, time)
_KINDS: Final = (str, bool, int, float, Decimal, date, time)


def _of_frame(value: Any) -> Cell:
    """The value without what its engine adds: scalar classes, words for nothing, zones."""
    if value is None or type(value) in _PLAIN:
        return value
    if isinstance(value, datetime):
        if value != value:  # noqa: PLR0124 - pandas' NaT
            return None
        told = value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value
        return told.date() if told.tzinfo is None and told.time() == time() else told
    if type(value).__name__ in {"NAType", "NaTType"}:
        return None
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, Decimal):
        value = _of_decimal(value)
    if isinstance(value, float) and not isfinite(value):
        return None if isnan(value) else str(value)
    return value if isinstance(value, _KINDS) or hasattr(value, "days") else str(value)


def _of_decimal(value: Decimal) -> Cell:
    """The number without zeros after its decimals; a text if it is none, as NaN."""
    if not value.is_finite():
        return str(value)
    return int(value) if value == value.to_integral_value() else value.normalize()
