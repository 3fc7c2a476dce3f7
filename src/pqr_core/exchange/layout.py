"""Where the columns of a file stand: its row of headings, found below title rows, and what each heading means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from itertools import chain, islice
from typing import Final

from attrs import frozen

from pqr_core.errors import ImportFileError, InvalidInputError, MissingColumnsError, RepeatedColumnError
from pqr_core.exchange.columns import Column, fold
from pqr_core.exchange.dates import DateFormat, check_date_format
from pqr_core.exchange.dialect import Record
from pqr_core.exchange.faults import shown
from pqr_core.exchange.reading import Reading
from pqr_core.language import Said
from pqr_core.names import near

__all__ = (
    "Layout",
    "Rivals",
    "find_headings",
    "known_headings",
    "layout_of",
    "named",
    "reject_headings",
    "score",
)

_OURS: Final = ("pqr_core: línea", "pqr_core: columna", "pqr_core: motivo")
_OURS_AGAIN: Final = re.compile(r"pqr_core: motivo(?: \((?P<format>iso|dmy|mdy)\))?(?P<number> \d+)?")


@frozen
class Layout:
    """Where everything stands in a file.

    Args:
        line: the line of the headings.
        titles: the number of rows before the headings that are not empty.
        headings: the headings of the file's own columns, as they are.
        places: the index of each known column, from 0.
        width: how many cells a row has, including the added cells of a file of rejects.
        date_format: in a file of rejects, the date format of the original file.
    """

    line: int
    titles: int
    headings: tuple[str, ...]
    places: Mapping[str, int]
    width: int
    date_format: DateFormat | None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that mean no column; the cells under them are not imported."""
        known = set(self.places.values())
        return tuple(each for place, each in enumerate(self.headings) if each.strip() and place not in known)

    @property
    def heading_of(self) -> dict[str, str]:
        """The heading of each known column."""
        return {name: self.headings[place] for name, place in self.places.items()}


def known_headings(reading: Reading) -> dict[str, Column]:
    """The column of each folded heading; a heading that the reading gives replaces the usual headings of its column."""
    usual, ignored = reading.of_kind.column_of, {fold(heading) for heading in reading.ignore}
    said = {fold(heading): reading.of_kind[name] for name, heading in reading.columns.items()}
    left = {
        heading: each for heading, each in usual.items() if each.name not in reading.columns and heading not in ignored
    }
    return left | said


def named(row: Iterable[object], known: Mapping[str, Column]) -> set[str]:
    """The columns that the cells of a row name."""
    return {known[name].name for cell in row if isinstance(cell, str) and (name := fold(cell)) in known}


def score(row: Iterable[object], known: Mapping[str, Column]) -> int:
    """How many columns the cells of a row name."""
    return len(named(row, known))


def find_headings(records: Iterable[Record], reading: Reading, known: Mapping[str, Column]) -> tuple[Record, int]:
    """The row of headings, and how many rows that are not blank precede it (0 with `skip_rows`).

    It is the first row after `skip_rows`, or else the first of those that name the most known columns. In a file of
    rejects it is the first row, however many rows came before the headings in the file that the rejects come from.
    """
    every = iter(records)
    top = next(every, Record(1, ()))
    if _is_of_rejects(top):
        return top, 0
    every = chain([top], every)
    if reading.skip_rows is not None:
        skipped = reading.skip_rows
        rows = (each for each in every if each.line > skipped and not each.is_blank)
        return next(rows, Record(skipped + 1, ())), 0
    first = [each for each in islice(every, reading.limits.titles) if not each.is_blank]
    if not first:
        return Record(1, ()), 0
    best = max(range(len(first)), key=lambda place: score(first[place].cells, known))
    return first[best], best


class Rivals:
    """Finds other rows that could be the headings, as of a second table on the same sheet.

    The rows above the headings are not read, and those below another row of headings would be read by these. Headings
    in two rows, one right below the other, are of one table. If the reading says where the headings are, there are no
    others.

    Args:
        file: the name of the file, for the error.
        layout: where the columns of the file stand.
        reading: how the file is read.
        known: the column of each folded heading.
    """

    def __init__(self, file: str, layout: Layout, reading: Reading, known: Mapping[str, Column]) -> None:
        self._file, self._layout, self._known = file, layout, known
        is_found = reading.skip_rows is None and layout.date_format is None
        self._needed = frozenset(reading.needed if is_found else ())
        self._first = min((layout.places[name] for name in self._needed), default=None)
        self._own, self._texts = self._columns(layout.headings), frozenset(layout.heading_of.values())
        self._is_right_below = True

    def _columns(self, cells: Iterable[object]) -> list[tuple[int, str]]:
        """The known columns that the cells name, each with its place."""
        names = ((place, fold(cell)) for place, cell in enumerate(cells) if isinstance(cell, str))
        return [(place, self._known[name].name) for place, name in names if name in self._known]

    def _is_one(self, record: Record) -> bool:
        """Whether the record names every needed column, but not as the headings do."""
        found = self._columns(record.cells)
        return found != self._own and self._needed <= {name for _place, name in found}

    def check_above(self, records: tuple[Record, ...]) -> None:
        """Refuse a file with these records above the headings, if rows stand between other headings and these.

        Raises:
            ImportFileError: a row above the headings is one of other headings, and not right above them.
        """
        found: Record | None = None
        for record in records if self._needed else ():
            if found is not None and not record.is_blank and not self._is_one(record):
                raise self._several(found)
            if found is None and self._is_one(record):
                found = record

    def check(self, record: Record) -> None:
        """Refuse a file with this record below the headings, if it is one of other headings.

        Only a record that has a heading in a column that every row needs is looked at. The same headings again, as on
        each page of a report, are a row that is refused.

        Raises:
            ImportFileError: it is one of other headings, and not right below them.
        """
        is_below, self._is_right_below = not self._is_right_below, False
        if self._first is None or record.cells[self._first] not in self._texts:
            return
        if is_below and self._is_one(record):
            raise self._several(record)

    def _several(self, record: Record) -> ImportFileError:
        one, other = sorted((record.line, self._layout.line))
        detail = Said(
            es=f"las líneas {one} y {other} pueden ser los encabezados, cada una de otra tabla; deje una sola tabla, o "
            f"diga cuál se lee: --skip-rows {one - 1} o --skip-rows {other - 1}",
            en=f"lines {one} and {other} may be the headings, each of another table; leave one table, or say which to "
            f"read: --skip-rows {one - 1} or --skip-rows {other - 1}",
        )
        return ImportFileError(file=self._file, detail=detail)


def layout_of(file: str, found: tuple[Record, int], reading: Reading, known: Mapping[str, Column]) -> Layout:
    """Where the columns of `file` stand; `found` is its row of headings, as `find_headings` gives it.

    Raises:
        ImportFileError: there are more columns than a file may have.
        MissingColumnsError: a needed column is neither in the file nor given a default.
        RepeatedColumnError: two headings mean one column.
        InvalidInputError: the reading names a heading that is not there.
    """
    record, titles = found
    every = tuple("" if cell is None else str(cell) for cell in record.cells)
    if len(every) > reading.limits.columns:
        limit = reading.limits.columns
        detail = Said(f"{len(every)} columnas; se admiten {limit}", f"{len(every)} columns; {limit} are read")
        raise ImportFileError(file=file, detail=detail)
    own, date_format = _without_ours(every)
    _check_said(file, own, reading)
    places: dict[str, int] = {}
    for place, heading in enumerate(own):
        column = known.get(fold(heading))
        if column is None:
            continue
        if column.name in places:
            rivals = f"{own[places[column.name]]}, {heading}"
            raise RepeatedColumnError(file=file, headings=rivals, column=column.name)
        places[column.name] = place
    for name, heading in reading.columns.items():  # one heading may serve two columns
        places[name] = next(place for place, each in enumerate(own) if fold(each) == fold(heading))
    missing = [name for name in reading.needed if name not in places]
    if missing:
        headings = ", ".join(shown(each) for each in own if each.strip()) or "-"
        raise MissingColumnsError(file=file, missing=", ".join(missing), found=headings)
    return Layout(record.line, titles, own, places, len(every), date_format)


def _check_said(file: str, headings: tuple[str, ...], reading: Reading) -> None:
    there = set(map(fold, headings))
    for said in (*reading.columns.values(), *reading.ignore):
        if fold(said) not in there:
            asked, found = near(said, headings), ", ".join(map(shown, headings))
            detail = Said(
                es=f"no hay encabezado {said!r}{asked.es}; encabezados hallados: {found}",
                en=f"there is no heading {said!r}{asked.en}; headings found: {found}",
            )
            raise InvalidInputError(place=file, detail=detail)


# --- what a file of rejects has beside the file it comes from ------------------------------------------------------


def _without_ours(headings: tuple[str, ...]) -> tuple[tuple[str, ...], DateFormat | None]:
    """The headings of the file's own columns: the last three are removed if they are those of a file of rejects."""
    if len(headings) > len(_OURS) and (found := _OURS_AGAIN.fullmatch(headings[-1])):
        number = found["number"] or ""
        if headings[-len(_OURS) : -1] == tuple(f"{each}{number}" for each in _OURS[:-1]):
            return headings[: -len(_OURS)], check_date_format(found["format"])
    return headings, None


def _is_of_rejects(record: Record) -> bool:
    headings = tuple(map(str, record.cells))
    return _without_ours(headings)[0] != headings


def reject_headings(headings: tuple[str, ...], date_format: DateFormat) -> tuple[str, ...]:
    """Headings for line, column and reason that differ from all of these; the last one states the date format."""
    number, taken = "", set(headings)
    for again in range(2, len(headings) + 3):
        line, column, reason = (f"{each}{number}" for each in _OURS)
        reason = f"{_OURS[-1]} ({date_format}){number}"
        if not taken & {line, column, reason}:
            break
        number = f" {again}"
    return line, column, reason
