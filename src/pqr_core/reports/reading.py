"""Read a file of the regulator: to check one that another program wrote, compare it with ours, or import its cases.

Columns are taken by their position, as the loaders of the regulator take them. A first line of headings, the encoding
and the separator of cells are detected.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO, Final, TypeAlias

from attrs import field, frozen

from pqr_core.exchange.dialect import LIMITS, Limits, Record, Source, find_delimiter, find_encoding, records
from pqr_core.exchange.spreadsheets import Sheet, write_csv
from pqr_core.fields import Brief
from pqr_core.reports.choices import Choices
from pqr_core.reports.formats import Format, day_of
from pqr_core.vocabulary import Outcome

__all__ = ("BrokenRow", "CellChange", "Cells", "Difference", "ReadFile", "compared", "read_file", "read_text")

Cells: TypeAlias = Mapping[str, str]
"""The cells of a row, by the code of the column."""


@frozen
class BrokenRow(Brief):
    """A line that is not a row: its number in the file, and how many cells it holds."""

    line: int
    cells: int


@frozen(kw_only=True)
class ReadFile(Brief):
    """A file that was read.

    Args:
        name: the name of the file.
        rows: the cells of each row by the code of the column, in the order of the file.
        broken: the lines that cannot be read or have another number of cells than the format.
        has_headings: whether the first line holds headings.
        delimiter: the separator of cells.
    """

    name: str
    rows: tuple[Cells, ...] = field(repr=False)
    broken: tuple[BrokenRow, ...] = ()
    has_headings: bool
    delimiter: str

    def as_register(self, form: Format, choices: Choices) -> bytes:
        """The rows as a register in CSV, which `import_cases` reads.

        The file does not hold the service. If two ways of notice share one code, the register gets the first of them. A
        case without an answer is an open case.
        """
        out = io.StringIO(newline="")
        headings = ("radicado", *(each for each in _REGISTER if each != "radicado"))
        rows = (_registered(row, form, choices) for row in self.rows)
        cells = ([told.get(name, "") for name in headings] for told in rows)
        write_csv(Sheet(self.name, headings, cells), out)
        return out.getvalue().encode()


def read_file(source: str | Path | BinaryIO, form: Format, *, limits: Limits = LIMITS) -> ReadFile:
    """Read the rows of a file.

    Raises:
        ImportFileError: the file cannot be read, is not text, or its separator cannot be found.
    """
    told = Source(source)
    try:
        encoding, width = find_encoding(told, None), len(form.columns)

        def score(found: Iterable[Record]) -> int:
            return sum(len(each.cells) == width for _, each in zip(range(limits.titles), found, strict=False))

        delimiter = find_delimiter(told, encoding, score, limits=limits)
        with told.lines(encoding, limits.line) as lines:
            return _read(told.name, records(lines, delimiter, limits=limits), form, delimiter)
    finally:
        told.close()


def read_text(name: str, text: str, form: Format) -> ReadFile:
    """Read the rows of a text that this library wrote."""
    return (
        read_file(io.BytesIO(text.encode()), form)
        if text
        else ReadFile(name=name, rows=(), has_headings=False, delimiter=",")
    )


def _read(name: str, found: Iterable[Record], form: Format, delimiter: str) -> ReadFile:
    rows, broken, has_headings = list[Cells](), list[BrokenRow](), False
    for record in found:
        if record.is_blank:
            continue
        cells = [str(cell).strip() for cell in record.cells]
        if record.fault or len(cells) != len(form.columns):
            broken.append(BrokenRow(record.line, len(cells)))
            continue
        row = MappingProxyType(dict(zip(form.names, cells, strict=True)))
        if not rows and not broken and not has_headings and not any(map(str.isdigit, row["fecha_radicacion"])):
            has_headings = bool(row["fecha_radicacion"])
            if has_headings:
                continue
        rows.append(row)
    return ReadFile(name=name, rows=tuple(rows), broken=tuple(broken), has_headings=has_headings, delimiter=delimiter)


# --- as a register -------------------------------------------------------------------------------------------------

_REGISTER: Final = (
    "radicado",
    "fecha_radicacion",
    "tipo",
    "causal",
    "cuenta",
    "municipio",
    "centro_poblado",
    "numero_factura",
    "fecha_traslado",
    "fecha_respuesta",
    "resultado",
    "radicado_salida",
    "fecha_notificacion",
    "tipo_notificacion",
    "fecha_remision_sspd",
)


def _registered(row: Cells, form: Format, choices: Choices) -> dict[str, str]:
    codes = form.codes
    types = {code: tipo for tipo, code in codes.procedures.items()}
    outcomes = {code: outcome for outcome, code in codes.answers.items()}
    outcome = outcomes.get(row["tipo_respuesta"])
    told = {
        "radicado": row["radicado"],
        "fecha_radicacion": _iso(row["fecha_radicacion"]),
        "tipo": types.get(row["tramite"], row["tramite"]),
        "causal": row["detalle"],
        "cuenta": "" if row["cuenta"] == choices["cuenta_vacia"] else row["cuenta"],
        "municipio": row["departamento"] + row["municipio"],
        "centro_poblado": row["centro_poblado"],
        "numero_factura": "" if row["factura"] == codes.no_invoice else row["factura"],
        "fecha_remision_sspd": _iso(row["fecha_traslado"]),
    }
    if row["tipo_respuesta"] in codes.open_answers:
        return told
    if outcome is Outcome.TRASLADA:
        return {**told, "fecha_traslado": _iso(row["fecha_respuesta"])}
    ways = {form.notice(choices, way): way for way in reversed(list(dict.fromkeys(codes.ways.values())))}
    notified = _iso(row["fecha_notificacion"])
    return {
        **told,
        "fecha_respuesta": _iso(row["fecha_respuesta"]),
        "resultado": "" if outcome is None else outcome.value,
        "radicado_salida": row["radicado_respuesta"],
        "fecha_notificacion": notified,
        "tipo_notificacion": ways.get(row["tipo_notificacion"], "") if notified else "",
    }


def _iso(text: str) -> str:
    """The day in ISO 8601; other text stays, so that the import names it, but one character counts as empty."""
    day = day_of(text)
    return ("" if len(text) <= 1 else text) if day is None else day.isoformat()


# --- compared ------------------------------------------------------------------------------------------------------


@frozen
class CellChange(Brief):
    """A cell that changed: the radicado, the column, the cell before and now."""

    radicado: str
    column: str
    before: str
    now: str


@frozen(kw_only=True)
class Difference(Brief):
    """The differences of two files. Rows are matched by radicado and procedure; the format of days does not matter.

    Args:
        added: the radicados that only the second file has.
        gone: the radicados that only the first file has.
        changed: the cells that differ.
        same: how many rows are the same.
    """

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[CellChange, ...] = ()
    same: int = 0

    @property
    def is_none(self) -> bool:
        """Whether the two files hold the same."""
        return not (self.added or self.gone or self.changed)


def compared(before: Iterable[Cells], now: Iterable[Cells], form: Format) -> Difference:
    """The differences between the rows of one file and of a later one."""
    old, new = _keyed(before), _keyed(now)
    both = {key: _changes(old[key], new[key], form) for key in old if key in new}
    return Difference(
        added=tuple(key[0] for key in new if key not in old),
        gone=tuple(key[0] for key in old if key not in new),
        changed=tuple(each for changes in both.values() for each in changes),
        same=sum(not changes for changes in both.values()),
    )


def _changes(old: Cells, new: Cells, form: Format) -> list[CellChange]:
    pairs = ((column, old[column.code], new[column.code]) for column in form.columns)
    return [
        CellChange(old["radicado"], column.code, before, now)
        for column, before, now in pairs
        if _plain(before, is_day=column.is_day) != _plain(now, is_day=column.is_day)
    ]


def _keyed(rows: Iterable[Cells]) -> dict[tuple[str, str, int], Cells]:
    """The rows by radicado, procedure and, if several rows share both, a running number from 1."""
    turns = dict[tuple[str, str], int]()
    found = dict[tuple[str, str, int], Cells]()
    for row in rows:
        key = row["radicado"], row["tramite"]
        turns[key] = turns.get(key, 0) + 1
        found[(*key, turns[key])] = row
    return found


def _plain(text: str, *, is_day: bool) -> str:
    return _iso(text) if is_day else text
