r"""How a file of separated values is written: its encoding, its separator, and its records with their line numbers.

All this is found by reading; where two ways are possible the file is refused. A record with a stray quote does not
swallow the lines after it: its first line is returned as faulty, and reading goes on with the second line. The size of
lines and cells is bounded, and so is reading again what a quote swallowed, so the time stays linear.

>>> [(record.line, record.cells) for record in records(['a,b\n', '"x\n', 'y",2\n', 'z,3\n'], ",")]
[(1, ('a', 'b')), (2, ('x\ny', '2')), (4, ('z', '3'))]
"""

from __future__ import annotations

import codecs
import csv
import re
import shutil
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Final, Literal, NamedTuple, TypeAlias

from attrs import frozen

from pqr_core.errors import DelimiterError, ImportFileError, InvalidInputError, UnreadableFileError
from pqr_core.language import Said

__all__ = (
    "DELIMITERS",
    "LIMITS",
    "UTF16_MARKS",
    "Cell",
    "Limits",
    "Record",
    "Source",
    "find_delimiter",
    "find_encoding",
    "records",
    "too_much_text",
)

Cell: TypeAlias = object
"""What a cell holds: text; in a workbook or a frame also a number, a truth value, a day, an instant, or None."""

DELIMITERS: Final = (",", ";", "\t", "|", "~", "^")
_CHUNK: Final = 1 << 16
UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OF_NO_FILE: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""Codecs that Python counts among the text encodings, but in which nobody writes a file."""
_OF_UTF8: Final = re.compile(rb"\xc2[\xa0-\xbf]|\xc3[\x80-\xbf]")
"""A letter or sign of Spanish in UTF-8; in cp1252 it would be `Ã` or `Â` with a sign after it, as no word has them."""
_RUN: Final = re.compile(r"\d+|[^\W\d_a-zà-ÿ]+|[a-zà-ÿ]+")
_DAY: Final = re.compile(r'\s*"?\d{1,4}([-/.])\d{1,2}\1\d{2,4}\b')
_SAID_DELIMITER: Final = re.compile(r"\ufeff?sep=(?P<delimiter>[^\r\n])\s*", re.IGNORECASE)
"""A first line that tells a spreadsheet the separator; it is not a row."""


@frozen(kw_only=True)
class Limits:
    """The largest file that the reader accepts; beyond a bound the file is refused, or only the line.

    Args:
        line: characters of a line.
        lines: lines of one record.
        columns: cells of the row of headings.
        titles: how many rows are searched for the headings.
        unpacked: bytes of a workbook after its archive is unpacked; also of the texts in the cells of a Parquet file.
        cells: cells of a sheet from its first to its last, empty ones included.
    """

    line: int = 1_000_000
    lines: int = 500
    columns: int = 16_384
    titles: int = 50
    unpacked: int = 2**30
    cells: int = 2**26


LIMITS: Final = Limits()
"""The bounds by default."""


def too_much_text(limits: Limits) -> Said:
    """The sentence for a file whose cells share texts that come to more than `limits.unpacked`."""
    mebibytes = limits.unpacked / 2**20
    es, en = (
        f"los textos de sus celdas pasan de {mebibytes:g} MiB",
        f"the texts of its cells are more than {mebibytes:g} MiB",
    )
    return Said(es, en)


_READ_AGAIN: Final = 8
"""How many times, on average, the lines of a file may be read again because of stray quotes."""


class Record(NamedTuple):
    """One record, with the number of its first line.

    `fault` is "quote" for a quote out of place and "size" for a line or cell that is too large. Then `cells` holds the
    unparsed line, and `until` is the last line that the quote would have swallowed.
    """

    line: int
    cells: tuple[Cell, ...]
    fault: Literal["", "quote", "size"] = ""
    until: int = 0

    @property
    def is_blank(self) -> bool:
        """Whether no cell has anything in it."""
        return not any(cell.strip() if isinstance(cell, str) else cell is not None for cell in self.cells)


class _Lines:
    """Counted lines; the lines of the current record are kept, so that they can be read again."""

    def __init__(self, lines: Iterable[str], limits: Limits) -> None:
        self._lines = iter(lines)
        self._limits = limits
        self._again: deque[str] = deque()
        self._in_hand: list[str] = []
        self._furthest = 0
        self._read_again = 0
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        taken = len(self._in_hand)
        if taken >= self._limits.lines or (
            taken and self._read_again > _READ_AGAIN * self._furthest + self._limits.lines
        ):
            raise csv.Error  # ends a record that goes on for too long
        line = self._again.popleft() if self._again else next(self._lines)
        if not self.count and _SAID_DELIMITER.fullmatch(line):
            line = "\n"
        self._in_hand.append(line)
        self.count += 1
        self._furthest = max(self._furthest, self.count)
        return line

    def begin(self) -> int:
        """Begin a record and return the number of its first line."""
        self._in_hand.clear()
        return self.count + 1

    def give_up(self) -> str:
        """Return the first line of the current record; its other lines will be read again."""
        first, *others = self._in_hand
        self._again.extendleft(reversed(others))
        self._read_again += len(others)
        self.count -= len(others)
        return first

    def swallowed(self, delimiter: str, width: int) -> bool:
        """Whether the first line of the current record and a later one both look like a complete record.

        They do if both have as many cells as a row, or if they begin alike and have a day in the same cell. A day in
        the first cell does not count, because the lines of a note may begin with one.
        """
        first, *others = self._in_hand
        if first.count(delimiter) >= width - 1 and any(line.count(delimiter) >= width - 1 for line in others):
            return width > 1
        days = _days(first, delimiter)
        begins = _shape(first, delimiter)
        return bool(days) and any(
            _shape(line, delimiter) == begins and days & _days(line, delimiter) for line in others
        )


def _shape(line: str, delimiter: str) -> str:
    """The first cell of a line, with 0 for each number, A for capital and a for small letters: `R-12` is `A-0`."""
    cell = line.partition(delimiter)[0].strip()
    return _RUN.sub(lambda run: "0" if run[0].isdigit() else "A" if run[0].isupper() else "a", cell)


def _days(line: str, delimiter: str) -> set[int]:
    """The places of the cells of a line, except the first, that look like a day."""
    return {place for place, cell in enumerate(line.split(delimiter)) if place and _DAY.match(cell)}


def records(
    lines: Iterable[str], delimiter: str, width: int | None = None, *, limits: Limits = LIMITS
) -> Iterator[Record]:
    """The records of `lines`; a quoted cell may span lines. Blank records are among them.

    With `width`, a record of several lines counts as the work of a stray quote if it does not have that many cells, or
    if it contains lines that look like records.
    """
    source = _Lines(lines, limits)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            until = source.count
            raw = source.give_up().rstrip("\r\n")
            too_large = "limit" in str(error) and len(raw) > csv.field_size_limit()
            yield Record(line, (raw,), "size" if too_large else "quote", until)
        else:
            several = width is not None and (until := source.count) > line
            if several and (len(cells) != width or source.swallowed(delimiter, width)):
                yield Record(line, (source.give_up().rstrip("\r\n"),), "quote", until)
            else:
                yield Record(line, tuple(cells), until=source.count)


class Source:
    """The bytes of a file or a stream; a stream that can be read only once is copied to a temporary file."""

    def __init__(self, source: str | Path | BinaryIO) -> None:
        self.path: Path | None = None
        self._own: BinaryIO | None = None
        if isinstance(source, str | Path):
            self.path = Path(source)
            self.name = self.path.name
        else:
            self.name = str(getattr(source, "name", "-"))
            self._stream = source if source.seekable() else self._copy(source)

    def _copy(self, stream: BinaryIO) -> BinaryIO:
        self._own = copy = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the source; see close()
        shutil.copyfileobj(stream, copy)
        return copy

    def close(self) -> None:
        """Delete the temporary copy, if there is one; what the caller opened stays open."""
        if self._own is not None:
            self._own.close()

    @contextmanager
    def bytes(self) -> Iterator[BinaryIO]:
        """The bytes, from the beginning."""
        if self.path is not None:
            with self.path.open("rb") as stream:
                yield stream
        else:
            self._stream.seek(0)
            yield self._stream

    @contextmanager
    def lines(self, encoding: str, limit: int = LIMITS.line) -> Iterator[Iterator[str]]:
        """The lines, from the beginning, with their line ends; a line is cut after `limit` characters."""
        with self.bytes() as stream:
            text = TextIOWrapper(stream, encoding=encoding, newline="")
            try:
                yield _bounded(text, limit)
            finally:
                text.detach()


def _bounded(text: TextIOWrapper, limit: int) -> Iterator[str]:
    while line := text.readline(limit):
        yield line
        while len(line) == limit and line[-1] not in "\r\n":
            line = text.readline(limit)


def find_encoding(source: Source, encoding: str | None) -> str:
    """`encoding` if every byte is text in it. Without one: UTF-16 if the file has its mark, else UTF-8, else cp1252.

    The mark of UTF-8 says it over whatever was said: a file of rejects has one, and its mapping file may say the
    encoding of the file that it comes from.

    Raises:
        UnreadableFileError: some byte is not text in the encoding.
        ImportFileError: nothing was said, and the file is a mixture of UTF-8 and another encoding.
        InvalidInputError: there is no such encoding, or it is not a text encoding.
    """
    if encoding is not None and not _is_of_text(encoding):
        detail = Said(
            es=f"no hay codificación de texto {encoding!r} (las hay: utf-8, cp1252...)",
            en=f"unknown encoding of text {encoding!r} (there are utf-8, cp1252...)",
        )
        raise InvalidInputError(place="encoding", detail=detail)
    with source.bytes() as stream:
        head = stream.read(len(codecs.BOM_UTF8))
    if encoding is not None and head != codecs.BOM_UTF8:
        return _checked(source, encoding)
    if head.startswith(UTF16_MARKS):
        return _checked(source, "utf-16")
    try:
        return _checked(source, "utf-8-sig")
    except UnreadableFileError as error:
        found = _checked(source, "cp1252")
        _refuse_mixed(source, error.params["offset"])
        return found


def _refuse_mixed(source: Source, offset: int) -> None:
    """Refuse a file with letters in UTF-8 whose byte at `offset` is not UTF-8: one encoding would spoil the others."""
    line, left = 1, b""
    with source.bytes() as stream:
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            read = left + chunk
            if found := _OF_UTF8.search(read):
                line += read.count(b"\n", 0, found.start())
                detail = Said(
                    es=f"mezcla dos codificaciones: en la línea {line} hay letras en UTF-8, y el byte {offset} no lo "
                    "es; guárdelo todo en una, o indique cuál es (--encoding)",
                    en=f"a mixture of two encodings: on line {line} there are letters in UTF-8, and byte {offset} is "
                    "not UTF-8; save all of it in one, or say which it is (--encoding)",
                )
                raise ImportFileError(file=source.name, detail=detail)
            line, left = line + read.count(b"\n", 0, -1), read[-1:]


def _is_of_text(encoding: str) -> bool:
    try:
        "a".encode(encoding)
        return codecs.lookup(encoding).name not in _OF_NO_FILE
    except (LookupError, ValueError):  # ValueError comes from an invalid name, or a codec made to fail
        return False


def _checked(source: Source, encoding: str) -> str:
    decoder = codecs.getincrementaldecoder(encoding)()
    with source.bytes() as stream:
        before = 0
        for chunk in iter(lambda: stream.read(_CHUNK), b""):
            try:
                decoder.decode(chunk)
            except UnicodeError as error:
                offset = before + getattr(error, "start", 0)
                raise UnreadableFileError(file=source.name, offset=offset, encoding=encoding) from None
            before += len(chunk)
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            raise UnreadableFileError(file=source.name, offset=before, encoding=encoding) from None
    return encoding


def find_delimiter(
    source: Source, encoding: str, score: Callable[[Iterable[Record]], int], *, limits: Limits = LIMITS
) -> str:
    """The separator in a first line ``sep=;``, or else the one with which the first records have the highest `score`.

    Raises:
        DelimiterError: two separators share the highest score, and it is not zero.
    """
    with source.lines(encoding, limits.line) as lines:
        said = _SAID_DELIMITER.fullmatch(next(lines, ""))
    if said:
        return said["delimiter"]
    counts: dict[str, int] = {}
    for delimiter in DELIMITERS:
        with source.lines(encoding, limits.line) as lines:
            counts[delimiter] = score(records(lines, delimiter, limits=limits))
    best, second = sorted(DELIMITERS, key=counts.__getitem__, reverse=True)[:2]
    if counts[best] and counts[best] == counts[second]:
        raise DelimiterError(file=source.name, one=repr(best), other=repr(second))
    return best
