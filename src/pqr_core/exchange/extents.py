"""The parts of a workbook, read once before the reader of cells gets them: are they XML, and how far do they reach?

A reader of a sheet makes room for every cell from the first to the last. Two cells in opposite corners of a sheet take
a few bytes of the file, but more memory than there is. So does one long text that is repeated in many cells.

What the reader of cells would understand otherwise than we do is refused: a cell in a cell, a place that is none. It
skips what it does not know, so each class here says what it takes for a row, a cell or a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import IO, Final
from xml.parsers.expat import ExpatError, ParserCreate

__all__ = ("Book", "Manifest", "Part", "Relations", "Sheet", "Tables", "Texts", "UnsoundPartError", "Wide")

_CHUNK: Final = 1 << 16
_PLACE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ROW: Final = re.compile(r"[A-Za-z]{0,3}([0-9]{1,7})")
_TIMES: Final = re.compile(r"[0-9]{1,18}")
_INDEX: Final = re.compile(r"[0-9]{1,9}")
_RADIX: Final = 26
_BEFORE_A: Final = ord("A") - 1
_ROWS: Final = 1 << 20
_COLUMNS: Final = 1 << 14
"""The most that a sheet of any format has."""
_UNKNOWN: Final = "#N/A"
"""What is shown for an error without a text."""


class UnsoundPartError(ValueError):
    """A part that the reader of cells would not read as we do, or not bear."""


class Part:
    """A part that has to be XML in UTF-8, without a definition of its own.

    Args:
        is_xml: whether it has to be.
    """

    def __init__(self, *, is_xml: bool = True) -> None:
        self._is_xml = is_xml
        # The reader of cells looks for tags in bytes, whatever encoding the part says that it has.
        self.parser = ParserCreate("utf-8")
        self.parser.StartDoctypeDeclHandler = self._refuse_definition
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self._fed = 0

    def read(self, stream: IO[bytes]) -> Iterator[bytes]:
        """The bytes of the part, each chunk after it was looked at.

        Raises:
            UnsoundPartError: it is not such XML.
        """
        try:
            while chunk := stream.read(self._next_size()):
                self._fed += len(chunk)
                if self._is_xml:
                    if b"\0" in chunk:  # the parser would take it for UTF-16 all the same
                        message = "no UTF-8"
                        raise UnsoundPartError(message)
                    self.parser.Parse(chunk)
                yield chunk
            if self._is_xml:
                self.parser.Parse(b"", True)  # noqa: FBT003 - it has no name
        except ExpatError as error:
            raise UnsoundPartError(str(error)) from error

    def _next_size(self) -> int:
        """As much again as waits for the end of its tag, which is scanned from its beginning each time."""
        return max(_CHUNK, self._fed - max(self.parser.CurrentByteIndex, 0))

    def _start(self, name: str, told: dict[str, str]) -> None:
        """The start of an element, with its attributes."""

    def _end(self, name: str) -> None:
        """The end of an element."""

    def _refuse_definition(self, *_told: object) -> None:
        message = "a document type is defined"
        raise UnsoundPartError(message)


def _named(name: str) -> str:
    """The name of an element without its prefix; the reader of cells asks for no namespaces."""
    return name.partition(":")[2] if ":" in name else name


class Relations(Part):
    """Where other parts are, and of which kind, by key."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, tuple[str, str]] = {}

    def _start(self, name: str, told: dict[str, str]) -> None:
        if _named(name) == "Relationship" and "Id" in told:
            self.targets[told["Id"]] = (told.get("Type", ""), told.get("Target", ""))


class Book(Part):
    """The sheets that an Excel workbook names, by the keys of their relations, in order; and if it counts from 1904."""

    def __init__(self) -> None:
        super().__init__()
        self.keys: list[str] = []
        self.is_from_1904 = False
        self._names = set[str]()

    def _start(self, name: str, told: dict[str, str]) -> None:
        if _named(name) == "workbookPr":
            self.is_from_1904 = told.get("date1904") in {"1", "true"}
        if _named(name) == "sheet":
            self.keys.append(next((value for key, value in told.items() if key == "id" or key.endswith(":id")), ""))
            _add(self._names, told.get("name", ""))


def _add(names: set[str], name: str) -> None:
    # The reader of cells would take the first for each, and read it as often as it is named.
    if name in names:
        message = f"two sheets are called {name!r}"
        raise UnsoundPartError(message)
    names.add(name)


class Manifest(Part):
    """The list of the parts of an OpenDocument file, which says whether they are encrypted."""

    def __init__(self) -> None:
        super().__init__()
        self.is_encrypted = False

    def _start(self, name: str, told: dict[str, str]) -> None:
        del told
        self.is_encrypted |= name == "manifest:encryption-data"


class Texts(Part):
    """The texts that cells of an Excel workbook share.

    Attributes:
        lengths: the bytes of each text, with its tags.
        claimed: how many there are, as the part says; the reader of cells makes room for so many.
    """

    def __init__(self) -> None:
        super().__init__()
        self.lengths: list[int] = []
        self.claimed = 0
        self._begun: int | None = None
        self._is_inside, self._is_over = False, False

    def _start(self, name: str, told: dict[str, str]) -> None:
        kind = _named(name)
        if kind == "sst" and not self._is_over:
            _require(not self._is_inside, "sst")
            self._is_inside = True
            self.claimed = _count(told.get("uniqueCount") or "0")
        elif kind == "si" and self._is_inside:
            _require(self._begun is None, "si")
            self._begun = self.parser.CurrentByteIndex

    def _end(self, name: str) -> None:
        kind = _named(name)
        if kind == "si" and self._begun is not None:
            self.lengths.append(self.parser.CurrentByteIndex - self._begun)
            self._begun = None
        elif kind == "sst":
            self._is_inside, self._is_over = False, True


def _require(is_sound: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not is_sound:
        message = f"{what!r} is out of place"
        raise UnsoundPartError(message)


def _count(told: str) -> int:
    if _TIMES.fullmatch(told) is None:
        message = f"{told!r} is no count"
        raise UnsoundPartError(message)
    return int(told)


class Wide(Part):
    """A part with cells.

    Attributes:
        area: the number of cells from its first to its last, empty ones between them included; so far.
        length: the bytes of text of its cells, a shared text once for each of them; so far.
        errors: by line, the failed formulas: the index in the row, from 0, and the text.
    """

    def __init__(self) -> None:
        super().__init__()
        self.area = self.length = 0
        self.errors: dict[int, list[tuple[int, str]]] = {}
        self._last = self._columns = self._before = 0
        self._pieces: list[str] = []

    def _reach(self, line: int, column: int) -> None:
        if line > self._last or column > self._columns:
            self._last, self._columns = max(self._last, line), max(self._columns, column)
            self.area = self._before + self._last * self._columns

    def _listen(self) -> None:
        """Keep the text from here on."""
        self._pieces = []
        self.parser.CharacterDataHandler = self._pieces.append

    def _heard(self) -> list[str]:
        self.parser.CharacterDataHandler = None
        return self._pieces

    def _fail(self, line: int, column: int) -> None:
        text = "".join(self._heard()) or _UNKNOWN
        self.errors.setdefault(line, []).append((column - 1, text))


class Sheet(Wide):
    """A sheet of an Excel workbook. Cells without a value do not count.

    Args:
        shared: the lengths of the texts that its cells share.
    """

    def __init__(self, shared: Sequence[int] = ()) -> None:
        super().__init__()
        self._shared, self._longest = shared, max(shared, default=0)
        self._line = self._column = 1
        self._place: tuple[int, int] | None = None
        self._kind: str | None = None
        self._is_row = self._is_value = False

    def _start(self, name: str, told: dict[str, str]) -> None:
        kind = _named(name)
        if self._place is not None:
            _require(kind not in {"c", "row"}, kind)
            if kind in {"v", "is"}:
                self._reach(*self._place)
            if kind == "v" and (self._kind == "e" or (self._kind == "s" and self._shared)):
                _require(not self._is_value, kind)
                self._is_value = True
                self._listen()
        elif kind == "c":
            if (place := told.get("r")) is None:
                self._place = (self._line, self._column)
            else:
                self._place = _of_place(place)
                self._column = self._place[1]
            self._kind = told.get("t")
        elif kind == "row":
            _require(not self._is_row, kind)
            self._is_row = True
            if (place := told.get("r")) is not None:
                self._line = _of_row(place)

    def _end(self, name: str) -> None:
        kind = _named(name)
        if kind == "v" and self._is_value and self._place is not None:
            self._is_value = False
            if self._kind == "e":
                self._fail(*self._place)
            else:
                self.length += self._length_of(self._heard())
        elif kind == "c":
            self._place = None
            self._column += 1
        elif kind == "row":
            self._is_row = False
            self._line += 1
            self._column = 1

    def _length_of(self, pieces: list[str]) -> int:
        """The bytes of the shared text with this number; the longest, if another reader may see another number."""
        if not pieces:
            return 0
        if len(pieces) != 1 or _INDEX.fullmatch(pieces[0]) is None or int(pieces[0]) >= len(self._shared):
            return self._longest
        return self._shared[int(pieces[0])]


def _of_place(told: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(told)
    if found is None:
        message = f"{told!r} is no place of a cell"
        raise UnsoundPartError(message)
    line, column = int(found[2]), _column_number(found[1])
    _require(line <= _ROWS and column <= _COLUMNS, told)
    return line, column


def _of_row(told: str) -> int:
    found = _ROW.fullmatch(told)
    if found is None:
        message = f"{told!r} is no place of a row"
        raise UnsoundPartError(message)
    line = int(found[1])
    _require(line <= _ROWS, told)
    return line


@lru_cache(maxsize=1 << 10)
def _column_number(letters: str) -> int:
    """The number of a column, from 1, from its letters."""
    number = 0
    for letter in letters.upper():
        number = number * _RADIX + ord(letter) - _BEFORE_A
    return number


_TABLE: Final = "table:table"
_TABLE_ROW: Final = "table:table-row"
_TABLE_CELL: Final = "table:table-cell"
_COVERED: Final = "table:covered-table-cell"
_SPACES: Final = "text:s"
_TEXTUAL: Final = ("office:string-value", "office:date-value", "office:time-value", "table:formula")
_FILLED: Final = frozenset({*_TEXTUAL, "office:value", "office:boolean-value"})
"""The attributes that give a cell of an OpenDocument file something; a text may be its content, too."""


class Tables(Wide):
    """The tables of an OpenDocument file; repeated rows and cells count as often as they are repeated.

    Attributes:
        errors_of: the errors of each table, in order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.errors_of: list[dict[int, list[tuple[int, str]]]] = []
        self._names = set[str]()
        self._is_table = self._is_row = self._is_cell = self._is_text = self._is_failed = False
        self._begin_table()

    def _begin_table(self) -> None:
        self._lines = self._last = self._columns = 0
        self._before = self.area  # all tables are in memory at once
        self._begin_row("1")

    def _begin_row(self, told: str) -> None:
        self._rows = _count(told)
        self._place = self._width = self._of_row = 0
        self._cells = self._begun = self._of_cell = 0

    def _start(self, name: str, told: dict[str, str]) -> None:
        if name == _TABLE and not self._is_row:
            if not self._is_table and "table:name" in told:
                _add(self._names, told["table:name"])
                self._is_table = True
                self.errors = {}
                self.errors_of.append(self.errors)
                self._begin_table()
        elif not self._is_table:
            return
        elif name in {_TABLE_CELL, _COVERED}:
            _require(self._is_row and not self._is_cell, name)
            self._start_cell(name, told)
        elif name in {_TABLE, _TABLE_ROW}:
            _require(not self._is_row, name)
            self._is_row = True
            self._begin_row(told.get("table:number-rows-repeated", "1"))
        elif name == _SPACES and self._is_cell:
            self._of_cell += _count(told.get("text:c", "1"))

    def _start_cell(self, name: str, told: dict[str, str]) -> None:
        self._is_cell = True
        self._cells = _count(told.get("table:number-columns-repeated", "1"))
        self._is_text = told.get("office:value-type") == "string"
        if self._is_text or not _FILLED.isdisjoint(told):
            self._width = self._place + self._cells
        self._of_cell = sum(len(told.get(each, "").encode()) for each in _TEXTUAL)
        # What is left until the end of the cell is its content, with its tags: no tag is shorter than this.
        self._begun = self.parser.CurrentByteIndex + len(name) + sum(map(_least, told.items()))
        self._is_failed = told.get("calcext:value-type") == "error"
        if self._is_failed:
            self._listen()

    def _end(self, name: str) -> None:
        if not self._is_table:
            return
        if name in {_TABLE_CELL, _COVERED}:
            self._is_cell = False
            if self._is_failed:
                self._fail(self._lines + 1, self._place + 1)
            if self._is_text:  # of another cell only the attributes are read; the last rows are billions of empty ones
                self._of_cell += max(self.parser.CurrentByteIndex - self._begun, 0)
            self._of_row += self._cells * self._of_cell
            self._place += self._cells
        elif name == _TABLE_ROW:
            self._is_row = False
            self._lines += self._rows
            self.length += self._rows * self._of_row
            if self._width:
                self._reach(self._lines, self._width)
        elif name == _TABLE:
            self._is_table = False


def _least(told: tuple[str, str]) -> int:
    """The fewest bytes of an attribute in its tag: a space, the name, the sign, two quotes and the value."""
    return len(' =""') + len(told[0]) + len(told[1])
