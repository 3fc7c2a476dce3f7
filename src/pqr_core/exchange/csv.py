"""Cases from a file of separated values: every row is either a case or a reject with its line, column and reason.

The file is read twice in constant memory (but for one digest a radicado, to see repetitions): once to know how it is
written, and once, by the caller's iteration, for its rows. A case has the id that its utility and radicado give, so
that importing a file again names the same cases.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self, TextIO

from attrs import field, frozen

from pqr_core.cases.case import Case
from pqr_core.errors import InvalidInputError, MissingColumnsError, PQRError, RepeatedColumnError
from pqr_core.exchange.cases import CaseReader, Reason, RowFault
from pqr_core.exchange.columns import COLUMN_OF, COLUMNS, DATE_COLUMNS, REJECT_COLUMNS, REQUIRED, fold
from pqr_core.exchange.dates import DateFormat, DateSurvey, check_date_format
from pqr_core.exchange.dialect import Dialect, Record, Source, find_delimiter, find_encoding, records
from pqr_core.fields import nfc
from pqr_core.language import Language, Said
from pqr_core.law.jurisdiction import Law

__all__ = ("CaseFile", "Imported", "Rejected", "read_cases", "shown", "write_rejects")

_DIGEST_BYTES: Final = 16
_SHOWN: Final = 60
"""Characters of a cell or a heading in a message; what is cut says how long it was."""


@frozen(kw_only=True)
class Rejected:
    """A row that is no case: its first line (the headings are on line 1), the column, what stands there, and why.

    `column` is empty where the whole row is at fault. A long `value` is cut. `raw` are the cells as they stand, or the
    one unreadable line.
    """

    line: int
    column: str
    value: str
    reason_es: str
    reason_en: str
    raw: tuple[str, ...] = field(repr=False)

    def reason(self, lang: Language = "es") -> str:
        """Why, in words."""
        return self.reason_es if lang == "es" else self.reason_en


@frozen(kw_only=True)
class Imported:
    """A row that is a case; `stated_due_on` is the due day the file states, to be compared with the law's."""

    line: int
    case: Case
    stated_due_on: date | None
    raw: tuple[str, ...] = field(repr=False)
    _cells: Mapping[str, str] = field(repr=False)
    _heading_of: Mapping[str, str] = field(repr=False)

    def refuse(self, error: PQRError) -> Rejected:
        """The row as a reject, where the case cannot be kept after all (no rule in force, radicado of another)."""
        return self._as(RowFault.of(error))

    def contradict(self, stored: Case) -> Rejected:
        """The row as a reject, where it tells otherwise what is `stored` of the case already."""
        return self._as(RowFault.of_history(stored, self.case))

    def _as(self, fault: RowFault) -> Rejected:
        return _reject(self.line, self.raw, fault, self._heading_of, self._cells)


def _reject(
    line: int, raw: tuple[str, ...], fault: RowFault, heading_of: Mapping[str, str], cells: Mapping[str, str]
) -> Rejected:
    return Rejected(
        line=line,
        column=heading_of.get(fault.column, fault.column),
        value=shown(fault.value or cells.get(fault.column, "")),
        reason_es=fault.reason("es"),
        reason_en=fault.reason("en"),
        raw=raw,
    )


def shown(text: str) -> str:
    """A cell or a heading as a message shows it: cut where it is long, with its length."""
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)})"


class CaseFile:
    """The rows of one file. Iterate as often as needed; close it (or use `with`) where the source was a stream.

    Attributes:
        headings: the headings as they stand.
        columns: the column that each known heading means, by heading.
        unknown: headings that mean no column: what stands under them is not imported.
        dialect: encoding, separator and date format found or said.
        total: how many data rows there are; so many results the iteration gives.
    """

    def __init__(
        self,
        source: Source,
        *,
        reader: CaseReader,
        dialect: Dialect,
        headings: tuple[str, ...],
        columns: Mapping[str, str],
        constants: Mapping[str, str],
        repeated: Mapping[str, tuple[int, int]],
        total: int,
    ) -> None:
        self.headings = headings
        self.columns = columns
        self.unknown = tuple(h for h in headings if h.strip() and h not in columns and fold(h) not in REJECT_COLUMNS)
        self.dialect = dialect
        self.total = total
        self._source = source
        self._reader = reader
        self._constants = constants
        self._repeated = repeated
        self._heading_of = {column: heading for heading, column in columns.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the copy of a stream."""
        self._source.close()

    def __iter__(self) -> Iterator[Imported | Rejected]:
        with self._source.lines(self.dialect.encoding) as lines:
            for record in _data(lines, self.dialect.delimiter, len(self.headings)):
                yield self._result(record)

    def _result(self, record: Record) -> Imported | Rejected:
        cells: dict[str, str] = {}
        try:
            cells = {**self._constants, **_cells(record, self.headings, self.columns)}
            self._check_repeated(record.line, cells.get("radicado", ""))
            case = self._reader.read(cells)
            return Imported(
                line=record.line,
                case=case,
                stated_due_on=self._reader.stated_due_on(cells),
                raw=record.cells,
                cells=cells,
                heading_of=self._heading_of,
            )
        except RowFault as fault:
            return _reject(record.line, record.cells, fault, self._heading_of, cells)

    def _check_repeated(self, line: int, radicado: str) -> None:
        if (same := nfc(radicado)) in self._repeated:
            first, second = self._repeated[same]
            raise RowFault(Reason.REPETIDO, "radicado", radicado, line=second if line == first else first)


def _data(lines: Iterable[str], delimiter: str, width: int) -> Iterator[Record]:
    """The records with something in them, after the headings."""
    filled = (record for record in records(lines, delimiter, width) if not record.is_blank)
    next(filled, None)
    return filled


def _cells(record: Record, headings: Sequence[str], columns: Mapping[str, str]) -> dict[str, str]:
    """The cells that have something in them, stripped, by column."""
    if record.fault == "size":
        raise RowFault(Reason.LARGO, "", record.cells[0], limit=csv.field_size_limit())
    if record.fault:
        raise RowFault(Reason.COMILLAS, "", record.cells[0])
    if len(record.cells) != len(headings):
        raise RowFault(Reason.COLUMNAS, "", count=len(record.cells), expected=len(headings))
    cells = {}
    for heading, cell in zip(headings, record.cells, strict=True):
        if "\0" in cell:
            raise RowFault(Reason.NULO, columns.get(heading, heading), cell)
        if heading in columns and (value := cell.strip()):
            cells[columns[heading]] = value
    return cells


def read_cases(
    source: str | Path | BinaryIO,
    *,
    utility_id: str,
    law: Law,
    encoding: str | None = None,
    date_format: str | None = None,
    mapping: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
) -> CaseFile:
    """The file `source`, ready to give an `Imported` or a `Rejected` for every data row, in order.

    Args:
        source: a path, or a binary stream; one that cannot be rewound is copied to a temporary file.
        utility_id: the utility the cases belong to.
        law: whose types, zone and span the file is read by (`colombia.LAW`).
        encoding: of the file; without it, UTF-8 with or without byte order mark, else cp1252.
        date_format: `iso`, `dmy` or `mdy`; without it, the one in which every date of the file can be read.
        mapping: column (a key of `columns.COLUMNS`) by heading, where the heading is not known or means another;
            no other heading means that column then.
        constants: what columns say in every row where the row itself says nothing, as ``{"tipo": "reclamo"}``.

    Raises:
        ImportFileError: one of its kinds: no text in the encoding, two separators possible, a needed column missing
            or there twice, dates of two formats, or dates of which nothing says whether day or month comes first.
        InvalidInputError: an argument that is none of its values, or a heading of `mapping` that the file has not.
    """
    given_format = check_date_format(date_format)
    mapped = {fold(heading): column for heading, column in (mapping or {}).items()}
    meanings = {heading: column for heading, column in COLUMN_OF.items() if column not in mapped.values()} | mapped
    for column in (*(mapping or {}).values(), *(constants or {})):
        if column not in COLUMNS:
            known = ", ".join(COLUMNS)
            detail = Said(
                es=f"no hay columna {column!r}; columnas: {known}", en=f"no column {column!r}; columns: {known}"
            )
            raise InvalidInputError(place="mapping", detail=detail)
    content = Source(source)
    try:
        found = find_encoding(content, encoding)
        delimiter = find_delimiter(content, found, lambda heading: fold(heading) in meanings)
        with content.lines(found) as lines:
            headings = next((r.cells for r in records(lines, delimiter) if not r.is_blank), ())
        _check_mapped(mapping or {}, headings)
        columns = _columns(content.name, headings, meanings, constants or {})
        decided, repeated, total = _survey(content, found, delimiter, (headings, columns), given_format)
    except BaseException:
        content.close()
        raise
    return CaseFile(
        content,
        reader=CaseReader(
            utility_id=utility_id, types=law.rules.types, zone=law.zone, date_format=decided, span=law.span
        ),
        dialect=Dialect(found, delimiter, decided),
        headings=headings,
        columns=columns,
        constants=dict(constants or {}),
        repeated=repeated,
        total=total,
    )


def _check_mapped(mapping: Mapping[str, str], headings: Sequence[str]) -> None:
    there = {fold(heading) for heading in headings}
    for heading in mapping:
        if fold(heading) not in there:
            found = ", ".join(map(shown, headings))
            detail = Said(
                es=f"no hay encabezado {heading!r}; encabezados hallados: {found}",
                en=f"there is no heading {heading!r}; headings found: {found}",
            )
            raise InvalidInputError(place="mapping", detail=detail)


def _columns(
    file: str, headings: Sequence[str], meanings: Mapping[str, str], constants: Mapping[str, str]
) -> dict[str, str]:
    columns: dict[str, str] = {}
    for heading in headings:
        column = meanings.get(fold(heading))
        if column is None:
            continue
        rivals = [other for other, meaning in columns.items() if meaning == column]
        if rivals or heading in columns:
            raise RepeatedColumnError(file=file, headings=", ".join([*rivals, heading]), column=column)
        columns[heading] = column
    missing = [column for column in REQUIRED if column not in columns.values() and column not in constants]
    if missing:
        raise MissingColumnsError(file=file, missing=", ".join(missing), found=", ".join(map(shown, headings)) or "-")
    return columns


def _survey(
    source: Source,
    encoding: str,
    delimiter: str,
    layout: tuple[Sequence[str], Mapping[str, str]],
    given_format: DateFormat | None,
) -> tuple[DateFormat, dict[str, tuple[int, int]], int]:
    """The date format, the radicados there twice with different content (and their first lines), and the rows."""
    survey = DateSurvey()
    first_seen: dict[str, tuple[int, bytes]] = {}
    repeated: dict[str, tuple[int, int]] = {}
    total = 0
    with source.lines(encoding) as lines:
        for record in _data(lines, delimiter, len(layout[0])):
            total += 1
            try:
                cells = _cells(record, *layout)
            except RowFault:
                continue
            if given_format is None:
                for column in DATE_COLUMNS:
                    if column in cells:
                        survey.observe(column, record.line, cells[column])
            radicado = nfc(cells.get("radicado", ""))
            digest = blake2b(repr(sorted(cells.items())).encode(), digest_size=_DIGEST_BYTES).digest()
            line, known = first_seen.setdefault(radicado, (record.line, digest))
            if radicado and known != digest:
                repeated.setdefault(radicado, (line, record.line))
    return given_format or survey.decide(source.name), repeated, total


def write_rejects(file: CaseFile, rejects: Iterable[Rejected], target: TextIO, *, lang: Language = "es") -> int:
    """Write `rejects` with the headings of `file` and, beside them, line, column and reason; how many there were.

    Cells beyond the headings follow the reason, so that nothing of a row is lost. Corrected, the file can be read
    again as it is. Open `target` with ``newline=""``.
    """
    writer = csv.writer(target, delimiter=file.dialect.delimiter, lineterminator="\r\n")
    own = [heading for heading in file.headings if fold(heading) not in REJECT_COLUMNS]
    writer.writerow([*own, *REJECT_COLUMNS])
    count = 0
    for count, reject in enumerate(rejects, start=1):  # noqa: B007 - the last value is the answer
        kept = [c for i, c in enumerate(reject.raw) if i >= len(file.headings) or file.headings[i] in own]
        cells = kept[: len(own)] + [""] * (len(own) - len(kept))
        writer.writerow([*cells, reject.line, reject.column, reject.reason(lang), *kept[len(own) :]])
    return count
