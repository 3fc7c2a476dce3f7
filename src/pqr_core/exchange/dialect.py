r"""How a file of separated values is written: its encoding, its separator, and its records with their line numbers.

Everything is found by reading, and where two readings are possible the file is refused. A record with a stray quote
does not take the lines after it along: its first line is given back as faulty and reading goes on with the second.

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
from typing import BinaryIO, Final, Literal, NamedTuple

from attrs import frozen

from pqr_core.errors import DelimiterError, InvalidInputError, UnreadableFileError
from pqr_core.language import Said

__all__ = ("DELIMITERS", "Dialect", "Record", "Source", "find_delimiter", "find_encoding", "records")

DELIMITERS: Final = (",", ";", "\t")
_CHUNK: Final = 1 << 16
_UTF16_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_OF_NO_FILE: Final = frozenset({"idna", "punycode", "raw-unicode-escape", "unicode-escape"})
"""Codecs that Python counts among the encodings of text, and in which nobody writes a file."""
_SAID_DELIMITER: Final = re.compile(r"\ufeff?sep=(?P<delimiter>[^\r\n])\s*", re.IGNORECASE)
"""The first line with which a spreadsheet is told the separator; it is no row."""


@frozen
class Dialect:
    """How a file is written."""

    encoding: str
    delimiter: str
    date_format: str


class Record(NamedTuple):
    """One record, with the number of its first line.

    With a `fault`, a quote out of place or a cell larger than `csv.field_size_limit()`, `cells` is the line as it
    stands, unparsed.
    """

    line: int
    cells: tuple[str, ...]
    fault: Literal["", "quote", "size"] = ""

    @property
    def is_blank(self) -> bool:
        """Whether no cell has anything in it."""
        return not any(cell.strip() for cell in self.cells)


class _Lines:
    """Lines, counted, with those of the record in hand kept so that they can be read again."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._again: deque[str] = deque()
        self._in_hand: list[str] = []
        self.count = 0

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._lines)
        if not self.count and _SAID_DELIMITER.fullmatch(line):
            line = "\n"
        self._in_hand.append(line)
        self.count += 1
        return line

    def begin(self) -> int:
        """Begin a record; the number of its first line."""
        self._in_hand.clear()
        return self.count + 1

    def give_up(self) -> str:
        """The first line of the record in hand; the others will be read again."""
        first, *others = self._in_hand
        self._again.extendleft(reversed(others))
        self.count -= len(others)
        return first


def records(lines: Iterable[str], delimiter: str, width: int | None = None) -> Iterator[Record]:
    """The records of `lines`; a quoted cell may span lines. Blank records are among them.

    With `width`, a record of several lines that has not so many cells is taken for the work of a stray quote.
    """
    source = _Lines(lines)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        line = source.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raw = source.give_up().rstrip("\r\n")
            too_large = "limit" in str(error) and len(raw) > csv.field_size_limit()
            yield Record(line, (raw,), fault="size" if too_large else "quote")
        else:
            if width is not None and len(cells) != width and source.count > line:
                yield Record(line, (source.give_up().rstrip("\r\n"),), fault="quote")
            else:
                yield Record(line, tuple(cells))


class Source:
    """The bytes of a file, of a stream, or of a stream that can be read only once (kept in a temporary file)."""

    def __init__(self, source: str | Path | BinaryIO) -> None:
        self._path: Path | None = None
        self._own: BinaryIO | None = None
        if isinstance(source, str | Path):
            self._path = Path(source)
            self.name = self._path.name
        else:
            self.name = str(getattr(source, "name", "-"))
            self._stream = source if source.seekable() else self._copy(source)

    def _copy(self, stream: BinaryIO) -> BinaryIO:
        self._own = copy = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the source; see close()
        shutil.copyfileobj(stream, copy)
        return copy

    def close(self) -> None:
        """Let go of the temporary copy, if one was made; what the caller opened stays open."""
        if self._own is not None:
            self._own.close()

    @contextmanager
    def bytes(self) -> Iterator[BinaryIO]:
        """The bytes from the beginning."""
        if self._path is not None:
            with self._path.open("rb") as stream:
                yield stream
        else:
            self._stream.seek(0)
            yield self._stream

    @contextmanager
    def lines(self, encoding: str) -> Iterator[Iterator[str]]:
        """The lines from the beginning, with their ends."""
        with self.bytes() as stream:
            text = TextIOWrapper(stream, encoding=encoding, newline="")
            try:
                yield text
            finally:
                text.detach()


def find_encoding(source: Source, encoding: str | None) -> str:
    """`encoding` when every byte is text in it; without one, UTF-8 (a byte order mark left out) or else cp1252.

    Raises:
        UnreadableFileError: some byte is no text in it.
        InvalidInputError: there is no such encoding, or it is none of text.
    """
    if encoding is not None:
        if not _is_of_text(encoding):
            detail = Said(
                es=f"no hay codificación de texto {encoding!r} (las hay: utf-8, cp1252...)",
                en=f"unknown encoding of text {encoding!r} (there are utf-8, cp1252...)",
            )
            raise InvalidInputError(place="encoding", detail=detail)
        return _checked(source, encoding)
    with source.bytes() as stream:
        if stream.read(2) in _UTF16_MARKS:
            return _checked(source, "utf-16")
    try:
        return _checked(source, "utf-8-sig")
    except UnreadableFileError:
        return _checked(source, "cp1252")


def _is_of_text(encoding: str) -> bool:
    try:
        "a".encode(encoding)
        return codecs.lookup(encoding).name not in _OF_NO_FILE
    except (LookupError, ValueError):  # the second, of a name or a codec that is made to fail
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


def find_delimiter(source: Source, encoding: str, known: Callable[[str], bool]) -> str:
    """The separator that a first line ``sep=;`` says, or that makes most known headings of the first record.

    Raises:
        DelimiterError: two separators make equally many, at least one.
    """
    with source.lines(encoding) as lines:
        said = _SAID_DELIMITER.fullmatch(next(lines, ""))
    if said:
        return said["delimiter"]
    counts: dict[str, int] = {}
    for delimiter in DELIMITERS:
        with source.lines(encoding) as lines:
            first = next((record for record in records(lines, delimiter) if not record.is_blank), None)
        counts[delimiter] = sum(map(known, first.cells)) if first else 0
    best, second = sorted(DELIMITERS, key=counts.__getitem__, reverse=True)[:2]
    if counts[best] and counts[best] == counts[second]:
        raise DelimiterError(file=source.name, one=repr(best), other=repr(second))
    return best
