"""The area that the cells of a workbook span, found by scanning its XML before a cell is read.

A reader of a sheet makes room for every cell from the first to the last. Two cells in opposite corners of a sheet take
a few bytes of the file, but more memory than there is. So does one long text that is repeated in many cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final
from zipfile import ZipFile

__all__ = ("areas", "column_number", "texts")

_CHUNK: Final = 1 << 20
_LONGEST: Final = 1 << 12
"""The most bytes of a tag that is recognised; the tags of spreadsheets have some dozens."""
_OPENED: Final = re.compile(rb"<(?:\w+:)?(c|row)(?=[\s/>])([^<>]*+)>")
_PLACE: Final = re.compile(rb"""(?<![\w:.-])r\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
"""A place as a lenient reader finds it: also without a space before it, and more than once in a tag."""
_OF_TABLES: Final = re.compile(rb"<(/?)table:(table|table-row|(?:covered-)?table-cell)(?=[\s/>])([^<>]*+)>")
_REPEATED: Final = re.compile(rb"""table:number-(?:rows|columns)-repeated\s*=\s*["']([0-9]{1,18})["']""")
_VALUE: Final = re.compile(rb"(?:office|calcext):(?:string-|date-|time-|boolean-)?value\s*=|table:formula\s*=")
_SHARED: Final = "xl/sharedstrings.xml"
_SHARED_END: Final = re.compile(rb"</(?:\w+:)?si\s*>|<(?:\w+:)?si\s*/>")
_CELLS: Final = re.compile(rb"<(?:\w+:)?(?:(c)(?=[\s/>])([^<>]*+)>|v\s*>\s*([0-9]{1,9})\s*</)")
_OF_SHARED: Final = re.compile(rb"""(?:^|\s)t\s*=\s*["']s["']""")
_LEAST: Final = len(b"<v>0</")
"""The fewest bytes in which a sheet names a shared text."""
_RADIX: Final = 26
_BEFORE_A: Final = ord("A") - 1


def areas(archive: ZipFile) -> Iterator[int]:
    """The number of cells of each sheet that has any, from its first to its last, empty ones between them included."""
    for name in archive.namelist():
        if name == "content.xml":
            yield from _of_tables(archive)
        elif _may_be_sheet(name):
            yield _of_sheet(archive, name)


def _may_be_sheet(name: str) -> bool:
    return name.endswith((".xml", ".XML")) or "sheet" in name


def texts(archive: ZipFile, most: int) -> Iterator[int]:
    """The bytes of text of each sheet that may have more than `most`, a shared text once for each of its cells."""
    for name in archive.namelist():
        if name == "content.xml":
            yield from _texts_of_tables(archive)
        elif name.lower() == _SHARED:
            shared = _lengths(archive, name)
            longest = max(shared, default=0)
            for each in archive.infolist():
                # Most sheets are too small for that, whatever their cells hold, and need no second reading.
                if _may_be_sheet(each.filename) and each.file_size // _LEAST * longest > most:
                    yield _shared_of(archive, each.filename, shared)


def _lengths(archive: ZipFile, name: str) -> list[int]:
    """The bytes of each text that cells share, with its tags."""
    ends = [start for start, _tag in _placed(archive, name, _SHARED_END)]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


def _shared_of(archive: ZipFile, name: str, shared: list[int]) -> int:
    total, is_shared = 0, False
    for tag in _tags(archive, name, _CELLS):
        if tag[1] == b"c":
            is_shared = _OF_SHARED.search(tag[2], 0, _LONGEST) is not None
        elif is_shared and int(tag[3]) < len(shared):
            total += shared[int(tag[3])]
    return total


def _texts_of_tables(archive: ZipFile) -> Iterator[int]:
    total = of_row = begun = 0
    of_rows = of_cells = 1
    for place, tag in _placed(archive, "content.xml", _OF_TABLES):
        closing, kind, told = tag[1] == b"/", tag[2], tag[3]
        if kind.endswith(b"table-cell"):
            if closing:
                of_row += of_cells * (place - begun)
            else:
                of_cells, begun = _times(told), place + len(tag[0])
        elif kind == b"table-row":
            if closing:
                total += of_rows * of_row
            of_rows, of_row = _times(told), 0
        elif closing:
            yield total
            total = 0


def _tags(archive: ZipFile, name: str, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The tags of a part, in order and in constant memory; a tag longer than any real one is skipped."""
    return (tag for _place, tag in _placed(archive, name, pattern))


def _placed(archive: ZipFile, name: str, pattern: re.Pattern[bytes]) -> Iterator[tuple[int, re.Match[bytes]]]:
    """As `_tags`, each tag with its place in the part."""
    with archive.open(name) as stream:
        text, before = b"", 0
        while chunk := stream.read(_CHUNK):
            text += chunk
            end = max(text.rfind(b">") + 1, len(text) - _LONGEST)
            yield from ((before + tag.start(), tag) for tag in pattern.finditer(text, 0, end))
            text, before = text[end:], before + end


def _of_sheet(archive: ZipFile, name: str) -> int:
    """The area of a part of an Excel workbook; 0 if the part is not a sheet. Cells without a value do not count."""
    last = columns = line = here = 0
    for tag in _tags(archive, name, _OPENED):
        found = _PLACE.findall(tag[2], 0, _LONGEST)
        if tag[1] == b"row":
            line, here = max((int(number) for _letters, number in found), default=line + 1), 0
            continue
        line = max((int(number) for _letters, number in found), default=line)
        here = max((column_number(letters) for letters, _number in found), default=here + 1)
        if not tag[2].endswith(b"/"):
            last, columns = max(last, line), max(columns, here)
    return last * columns


def column_number(letters: bytes) -> int:
    """The number of a column, from 1, from its letters."""
    number = 0
    for letter in letters.upper():
        number = number * _RADIX + letter - _BEFORE_A
    return number


def _of_tables(archive: ZipFile) -> Iterator[int]:
    """The area of each table of an OpenDocument file; repeated rows and cells count as often as they are repeated."""
    lines = last = columns = 0
    repeated, place, width = 1, 0, 0
    for tag in _tags(archive, "content.xml", _OF_TABLES):
        closing, kind, told = tag[1] == b"/", tag[2], tag[3]
        if kind.endswith(b"table-cell"):
            if not closing:
                place += _times(told)
                if not told.endswith(b"/") or _VALUE.search(told, 0, _LONGEST):
                    width = place
        elif kind == b"table-row" and not closing:
            repeated, place, width = _times(told), 0, 0
        if kind == b"table-row" and (closing or told.endswith(b"/")):
            lines += repeated
            if width:
                last, columns = lines, max(columns, width)
        elif kind == b"table" and closing:
            yield last * columns
            lines = last = columns = 0


def _times(told: bytes) -> int:
    found = _REPEATED.search(told, 0, _LONGEST)
    return 1 if found is None else int(found[1])
