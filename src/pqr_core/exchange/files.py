"""The rows of a file, each kept or refused with its line, its column and the reason; no row is lost.

A file is read twice in constant memory: once to learn how it is written and which rows contradict each other, and once
for its rows, as the caller iterates. The id of a case is made of its utility and radicado, so a second import of the
same file names the same cases.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, tzinfo
from itertools import islice, takewhile
from types import TracebackType
from typing import Any, Final, Generic, Self, TextIO, TypeVar

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.catalogues import Catalogue
from pqr_core.errors import PQRError
from pqr_core.exchange.cases import CaseReader, CaseRow
from pqr_core.exchange.cells import RowReader, spaced, text_of
from pqr_core.exchange.columns import CASES, SURVEYS, TICKETS, VOLUMES, Takes, fold
from pqr_core.exchange.dates import DateFormat, DateSurvey
from pqr_core.exchange.dialect import DELIMITERS, Cell, Record
from pqr_core.exchange.faults import Reason, Rejected, RowFault
from pqr_core.exchange.layout import Layout, Rivals, find_headings, known_headings, layout_of, reject_headings
from pqr_core.exchange.reading import Reading
from pqr_core.exchange.registers import SurveyReader, TicketReader, VolumeReader, key_of, moments_of
from pqr_core.exchange.retold import Retold, contradiction
from pqr_core.exchange.spreadsheets import harmless, is_run
from pqr_core.exchange.tables import Table, open_table
from pqr_core.fields import has_surrogate, nfc
from pqr_core.language import Language
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.vocabulary import Unrecorded

__all__ = ("CaseFile", "Imported", "Parser", "RejectsWriter", "RowFile", "read_cases", "read_rows")

T = TypeVar("T")

_CHUNK: Final = 10_000
_ANSWERS: Final = "fecha_respuesta"
_NOTICES: Final = ("fecha_citacion", "fecha_notificacion")


@frozen(kw_only=True)
class Imported(Generic[T]):
    """A row that can be kept.

    Args:
        line: its first line.
        row: its content: a `CaseRow` in a file of cases, else a row of the register.
        raw: its cells as they are.
        blanks: the columns, by their headings in the file, in which a spreadsheet error counts as empty.
    """

    line: int
    row: T
    raw: tuple[Cell, ...] = field(repr=False)
    blanks: tuple[tuple[str, str], ...] = ()
    _parser: Parser[T] = field(repr=False)

    @property
    def case(self: Imported[CaseRow]) -> Case:
        """The case; only in a file of cases."""
        return self.row.case

    @property
    def stated_due_on(self: Imported[CaseRow]) -> date | None:
        """The due day that a file of cases states; it is compared with the law's and never believed."""
        return self.row.stated_due_on

    def refuse(self, error: PQRError) -> Rejected:
        """The row as a reject, if it cannot be kept after all (no rule in force, radicado of another case)."""
        return self._parser.rejected(Record(self.line, self.raw), RowFault.of(error))

    def ahead_of(self, at: datetime) -> Rejected | None:
        """The row as a reject if it tells of what had not happened by an instant; else None."""
        column = self._parser.ahead_of(self.row, at)
        if column is None:
            return None
        fault = RowFault(Reason.FUTURO, column, day=at.astimezone(self._parser.zone).date())
        return self._parser.rejected(Record(self.line, self.raw), fault)

    def contradict(self: Imported[CaseRow], said: Retold) -> Rejected:
        """The row as a reject, because it contradicts what is stored of the case."""
        heading_of = self._parser.layout.heading_of
        return self._parser.rejected(Record(self.line, self.raw), contradiction(said, heading_of))


class Parser(Generic[T]):
    """Turns a record into an `Imported` or a `Rejected`; it can be sent to another process.

    Args:
        layout: where the columns stand.
        cells: the reader of the cells of a row.
        make: turns the values of a row into a case or a row of a register.
        repeated: the keys that appear twice with different content, and the lines of the first two such rows.
    """

    def __init__(
        self,
        layout: Layout,
        cells: RowReader,
        make: Callable[[Mapping[str, Any]], T],
        repeated: Mapping[str, tuple[int, int]],
    ) -> None:
        self.layout = layout
        self._cells, self._make, self._repeated = cells, make, repeated

    def begun(self, repeated: Mapping[str, tuple[int, int]] | None = None) -> Parser[T]:
        """The same parser at the beginning of the file, with the keys `repeated` to refuse, if they are given."""
        make: Any = self._make.begun() if isinstance(self._make, SurveyReader) else self._make
        return Parser(self.layout, self._cells, make, self._repeated if repeated is None else repeated)

    def parse(self, record: Record) -> Imported[T] | Rejected:
        """The record as a row that can be kept, or as a reject."""
        try:
            values, blanks = self._cells.read(record)
            made = self._make(values)
            if self._repeated:
                self._check_repeated(record.line, *key_of(made))
        except RowFault as fault:
            return self.rejected(record, fault)
        told = tuple((self.layout.headings[self.layout.places[name]], text) for name, text in blanks)
        return Imported(line=record.line, row=made, raw=record.cells, blanks=told, parser=self)

    def _check_repeated(self, line: int, column: str, key: str) -> None:
        if key in self._repeated:
            first, second = self._repeated[key]
            raise RowFault(Reason.REPETIDO, column, line=second if line == first else first)

    @property
    def zone(self) -> tzinfo:
        """The zone of legal time."""
        return self._cells.zone

    def ahead_of(self, made: T, at: datetime) -> str | None:
        """The column of a row that tells of what had not happened by an instant; None if there is none."""
        today = at.astimezone(self.zone).date()
        for column, when in moments_of(made):
            if when is not None and (at < when if isinstance(when, datetime) else today < when):
                return column
        return None

    def texts(self, cells: tuple[Cell, ...]) -> Iterator[str]:
        """The cells of a row as a text file holds them, with moments where a workbook has their numbers."""
        return self._cells.texts(cells)

    def rejected(self, record: Record, fault: RowFault) -> Rejected:
        """The record as a reject."""
        fault.value = fault.value or self._cells.text(record, fault.column)
        return Rejected.of(record.line, record.cells, fault, self.layout.heading_of)


class RowFile(Generic[T]):
    """The rows of one file. Iterate as often as needed; close it (or use `with`) if the source was a stream.

    Attributes:
        name: the name of the file, for messages.
        reading: how it is read, with what was found; it can be the mapping of next month.
        layout: where its headings and columns stand.
        description: how it is written, in words.
        date_format: how it writes its days.
        unrecorded: what the register does not record; only of cases.
        unnamed: the numbers of the columns without a heading, from 1, that have data; they are not imported.
        total: the number of data rows, which is also the number of results of an iteration.
        parser: turns its records into results.
    """

    def __init__(self, table: Table, reading: Reading, parser: Parser[T], found: _Found) -> None:
        self._table = table
        self.name, self.reading, self.parser, self.layout = table.name, reading, parser, parser.layout
        self.description, self.delimiter = table.description, table.delimiter
        self.date_format, self.total, self.unrecorded = found.date_format, found.total, reading.not_recorded
        self.unnamed = found.unnamed

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what was opened, and delete the copy of a stream."""
        self._table.close()

    def records(self) -> Iterator[Record]:
        """The data rows as they are."""
        return _data(self._table, self.layout)

    def __iter__(self) -> Iterator[Imported[T] | Rejected]:
        return map(self.parser.begun().parse, self.records())

    def texts(self, cells: tuple[Cell, ...]) -> Iterator[str]:
        """The cells of a row as a text file holds them, with moments where a workbook has their numbers."""
        return self.parser.texts(cells)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the file's own columns, as they are."""
        return self.layout.headings

    @property
    def columns(self) -> dict[str, str]:
        """The column that each known heading means, by heading."""
        return {heading: name for name, heading in self.layout.heading_of.items()}

    @property
    def unknown(self) -> tuple[str, ...]:
        """The headings that mean no column; the cells under them are not imported."""
        return self.layout.unknown


@frozen(kw_only=True)
class _Found:
    """What the first pass over a file found."""

    date_format: DateFormat
    total: int
    repeated: Mapping[str, tuple[int, int]]
    unnamed: tuple[int, ...]


CaseFile = RowFile[CaseRow]
"""A file of cases."""


def read_cases(source: Any, *, utility_id: str, law: Law, reading: Reading | None = None) -> CaseFile:
    """A file of cases: iterating gives an `Imported` or a `Rejected` for every data row, in order.

    Args:
        source: a path, a binary stream (copied if it cannot be rewound), or a frame.
        utility_id: the utility to which the cases belong.
        law: the law whose types, zone and span the file is read with (`colombia.LAW`).
        reading: how it is to be read; what it does not say is found from the file.

    Raises:
        ImportFileError: one of its subclasses: not a table, not text in the encoding, two separators or sheets are
            possible, a needed column is missing or there twice, or the dates have two formats or an ambiguous one.
        InvalidInputError: the reading names a heading that the file does not have.
        MissingExtraError: the package that reads such a file is not installed.
    """
    return read_rows(source, profile=evolve(law.default_profile, utility_id=utility_id), law=law, reading=reading)


def read_rows(source: Any, *, profile: Profile, law: Law, reading: Reading | None = None) -> RowFile[Any]:
    """A file of the kind that `reading` says, for the utility of `profile`; errors as for `read_cases`.

    Its results hold a `CaseRow`, or the row of the register of volumes, surveys or tickets.
    """
    reading = reading or Reading()
    known = known_headings(reading)
    table = open_table(source, reading, known)
    try:
        layout = layout_of(table.name, find_headings(table.records(), reading, known), reading, known)
        unrecorded = _unrecorded(reading, layout) if reading.of_kind is CASES else ()
        rivals = Rivals(table.name, layout, reading, known)
        if reading.skip_rows is None:
            rivals.check_above(tuple(takewhile(lambda each: each.line < layout.line, table.records())))
        found = _survey(table, layout, reading, law, rivals)
        cells = RowReader(
            layout,
            reading,
            types=law.rules.types,
            names=_names(law.catalogue),
            zone=law.zone,
            span=law.span,
            date_format=found.date_format,
            has_serials=table.has_serials,
        )
        parser: Parser[Any] = Parser(layout, cells, _maker(reading, profile, law, unrecorded), found.repeated)
        if reading.of_kind is not CASES:
            parser = parser.begun(_repeated_rows(map(parser.parse, _data(table, layout))))
    except BaseException:
        table.close()
        raise
    used = evolve(reading, columns=layout.heading_of, not_recorded=unrecorded, recorded=reading.recorded)
    if found.date_format != "iso":
        used = evolve(used, date_format=found.date_format)
    return RowFile(table, used, parser, found)


def _names(catalogue: Catalogue) -> dict[str, dict[str, str]]:
    """The codes of services and channels by their folded Spanish names and codes."""
    known = {"servicio": catalogue.services, "canal": catalogue.channels}
    return {
        column: {fold(name): code for code, each in codes.items() for name in (each.es, code)}
        for column, codes in known.items()
    }


def _maker(
    reading: Reading, profile: Profile, law: Law, unrecorded: tuple[Unrecorded, ...]
) -> Callable[[Mapping[str, Any]], Any]:
    """The function that turns the values of a row into its case or its row of a register."""
    match reading.kind:
        case VOLUMES.kind:
            return VolumeReader(profile.utility_id)
        case SURVEYS.kind:
            return SurveyReader(profile.utility_id, profile.survey_scale)
        case TICKETS.kind:
            return TicketReader(profile.utility_id, law.zone)
    return CaseReader(
        utility_id=profile.utility_id,
        types=law.rules.types,
        zone=law.zone,
        unrecorded=unrecorded,
        is_said=bool(reading.recorded or reading.not_recorded),
    )


def _unrecorded(reading: Reading, layout: Layout) -> tuple[Unrecorded, ...]:
    """What the register does not record: what the caller said, and notices if it has answers and no column of them."""
    found = set(reading.not_recorded)
    if _ANSWERS in layout.places and not any(name in layout.places for name in _NOTICES):
        found |= {Unrecorded.NOTIFICACION} - set(reading.recorded)
    return tuple(each for each in Unrecorded if each in found)


def _data(table: Table, layout: Layout) -> Iterator[Record]:
    """The records after the headings that are not blank."""
    records = table.records(layout.width)
    data = (each for each in records if each.line > layout.line and not each.is_blank)
    return data if layout.width == len(layout.headings) else map(_as_they_were, data)


def _as_they_were(record: Record) -> Record:
    """A record of a file of rejects, with its cells as they were before the file of rejects was written."""
    return record._replace(cells=tuple(map(_unmarked, record.cells)))


# --- the first look at a file --------------------------------------------------------------------------------------


def _survey(table: Table, layout: Layout, reading: Reading, law: Law, rivals: Rivals) -> _Found:
    """How the days of a file are written, which radicados appear twice, what has no heading, how many rows it has."""
    columns, places = reading.of_kind, layout.places
    days = [(layout.headings[place], place) for name, place in places.items() if columns[name].takes in _TIMED]
    key, known = places.get("radicado") if columns is CASES else None, sorted(places.values())
    dates, observed = DateSurvey(law.zone, reading.none), set[tuple[int, Cell]]()
    unnamed = _Unnamed(layout.headings)

    def keys() -> Iterator[tuple[str, int, int]]:
        for record in _data(table, layout):
            cells = record.cells
            if record.fault or len(cells) != layout.width:
                yield "", 0, record.line
                continue
            rivals.check(record)
            unnamed.observe(cells)
            for heading, place in days:
                cell = cells[place]
                if cell and (place, cell) not in observed:
                    if len(observed) < _REMEMBERED:
                        observed.add((place, cell))
                    if isinstance(cell, str | datetime):
                        dates.observe(heading, record.line, cell.strip() if isinstance(cell, str) else cell)
            if key is None:
                yield "", 0, record.line
            else:
                told = tuple([spaced(cell) if type(cell) is str else cell for cell in map(cells.__getitem__, known)])
                yield nfc(_text(cells[key])), hash(told), record.line

    with _Seen() as seen:
        total = seen.add(keys())
        repeated = seen.repeated()
    if reading.dates_as is None:
        dates.decide_midnights(table.name)
    date_format = reading.date_format or layout.date_format or dates.decide(table.name)
    return _Found(
        date_format=date_format,
        total=total,
        repeated=repeated,
        unnamed=unnamed.numbers,
    )


_REMEMBERED: Final = 50_000
_TIMED: Final = frozenset({Takes.DATE, Takes.MOMENT, Takes.MONTH})


def _text(cell: Cell) -> str:
    return spaced(cell) if isinstance(cell, str) else text_of(cell, "iso")


def _repeated_rows(results: Iterable[Imported[Any] | Rejected]) -> Mapping[str, tuple[int, int]]:
    """The keys of a register that two different rows share."""
    with _Seen() as seen:
        seen.add((key_of(each.row)[1], hash(each.row), each.line) for each in results if isinstance(each, Imported))
        return seen.repeated()


_NOTHING: Final = (None, "")


class _Unnamed:
    """The columns without a heading, and which of them have data."""

    def __init__(self, headings: tuple[str, ...]) -> None:
        self._empty = [place for place, heading in enumerate(headings) if not heading.strip()]
        self._found = set[int]()

    def observe(self, cells: tuple[Cell, ...]) -> None:
        """Take the cells of a row into account."""
        if len(self._found) < len(self._empty):
            told = ((place, cells[place]) for place in self._empty if cells[place] not in _NOTHING)
            self._found.update(place for place, cell in told if text_of(cell, "iso").strip())

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the columns that have data, from 1."""
        return tuple(place + 1 for place in sorted(self._found))


class _Seen:
    """Keys with a hash of their rows, in a temporary database, so memory stays constant however many there are."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", isolation_level=None)
        self._base.execute("CREATE TABLE seen (key TEXT, digest INTEGER, line INTEGER)")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._base.close()

    def add(self, rows: Iterator[tuple[str, int, int]]) -> int:
        """Store the rows and return how many there were."""
        total = 0
        self._base.execute("BEGIN")
        while chunk := list(islice(rows, _CHUNK)):
            total += len(chunk)
            self._base.executemany(
                "INSERT INTO seen VALUES (?, ?, ?)", [each for each in chunk if _can_be_a_key(each[0])]
            )
        self._base.execute("COMMIT")
        return total

    def repeated(self) -> dict[str, tuple[int, int]]:
        """The keys whose rows differ, with the line of the first row and of the first that differs from it."""
        query = """
            SELECT first.key, first.line, min(other.line)
            FROM (SELECT key, min(line) AS line, digest FROM seen GROUP BY key HAVING count(DISTINCT digest) > 1) first
            JOIN seen other ON other.key = first.key AND other.digest <> first.digest
            GROUP BY first.key
        """
        return {key: (line, other) for key, line, other in self._base.execute(query)}


# --- rejects -------------------------------------------------------------------------------------------------------


class RejectsWriter:
    """Writes rejects: the columns of `file` as they were and, after them, line, column and reason.

    Our three headings can never be those of the user. They are ignored when the file is read again, so the user can
    correct the rows and import the file as it is. Cells beyond the headings follow ours, so nothing of a row is lost. A
    text that a spreadsheet would run as a formula gets an apostrophe in front, which the reader removes.

    Args:
        file: the file from which the rejects come.
        target: the stream to write to; open it with ``newline=""``.
        lang: the language of the reasons.
    """

    def __init__(self, file: RowFile[Any], target: TextIO, *, lang: Language = "es") -> None:
        self._file, self._lang = file, lang
        # A separator that only the first line of the file said is not found again without that line.
        delimiter = file.delimiter if file.delimiter in DELIMITERS else ","
        self._writer = csv.writer(target, delimiter=delimiter, lineterminator="\r\n")
        headings = file.layout.headings
        self._writer.writerow([*map(harmless, headings), *reject_headings(headings, file.date_format)])

    def write(self, reject: Rejected) -> None:
        """Write one reject."""
        cells = [harmless(text) for text in self._file.texts(reject.raw)]
        width = len(self._file.layout.headings)
        own, beyond = cells[:width], cells[self._file.layout.width :]
        own += [""] * (width - len(own))
        ours = (reject.line, harmless(reject.column), reject.reason(self._lang))
        self._writer.writerow([*own, *ours, *beyond])


def _unmarked(cell: Cell) -> Cell:
    marked = isinstance(cell, str) and cell.startswith("'") and is_run(cell, 1)
    return cell[1:] if isinstance(cell, str) and marked else cell


def _can_be_a_key(text: str) -> bool:
    """Whether it is not empty and has no lone surrogate, with which its row is refused anyway."""
    return bool(text) and not has_surrogate(text)
