r"""Claims counted by the SUI, as its cube exports them: municipality, trámite and causal by year, one file per service.

The export is CSV in latin-1, with three header rows (an axis, the names of the axes, and the columns with the years)
and with thousands separators inside quotes. It has counts but no cases: no day, no state and no answer.

>>> text = ',,,TIEMPO\nUBICACION_GEOGRAFICA,TIPO DE TRÁMITE,CAUSAL,Año\nMUNICIPIO,TIPO DE TRÁMITE,DETALLE,2024\n'
>>> text += 'SOLEDAD,RECLAMACION,TARIFA INCORRECTA,"3,523"\nSOLEDAD,RECLAMACION,OTRA COSA,2\n'
>>> export = read_sui_counts(io.BytesIO(text.encode("latin-1")), service="aseo")
>>> export.counts[0].tipo, export.counts[0].causal, export.counts[0].n, [each.text for each in export.unmapped]
('reclamo', '119', 3523, ['OTRA COSA'])
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from pqr_core.bounded import BOUNDS, Bounds, too_long
from pqr_core.colombia.catalogues import causal_rows
from pqr_core.errors import ImportFileError
from pqr_core.exchange.dialect import LIMITS, Limits
from pqr_core.indicators.counts import Histogram
from pqr_core.language import Said
from pqr_core.names import COUNT, NOTHING, mismatch, shown

__all__ = ("TRAMITES", "SuiCount", "SuiExport", "Unmapped", "read_sui_counts")

_Column: TypeAlias = Literal["service", "municipio", "tramite", "tipo", "causal", "detalle"]

TRAMITES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "RECLAMACION": "reclamo",
        "QUEJA": "queja",
        "RECURSO DE REPOSICION": "recurso_reposicion",
        "RECURSO DE REPOSICION Y SUBSIDIARIO DE APELACION": "recurso_reposicion_apelacion",
    }
)
"""The case types by the words of the export."""

_ENCODING: Final = "latin-1"
_HEADINGS: Final = ("MUNICIPIO", "TIPO DE TRÁMITE", "DETALLE")
_HEADER_ROWS: Final = 3
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")


@frozen(kw_only=True)
class SuiCount:
    """The number of claims of one kind in a year.

    Args:
        service: the service of the file.
        municipio: the municipality, as the export writes it.
        tramite: the trámite, as the export writes it.
        detalle: the causal, as the export writes it.
        tipo: the case type; None if the trámite has none (`TRAMITES`).
        causal: the code of the causal; None if no code has that label.
        year: the year.
        n: the number of claims, 1 or more.
    """

    service: str
    municipio: str
    tramite: str
    detalle: str
    tipo: str | None
    causal: str | None
    year: int
    n: int


@frozen(kw_only=True)
class Unmapped:
    """A text of the export that our catalogue does not have, its column, and the number of claims with it."""

    column: str
    text: str
    n: int


@frozen(kw_only=True)
class SuiExport:
    """The counts of a file, with those that could not be mapped: nothing is lost."""

    counts: tuple[SuiCount, ...]

    @property
    def unmapped(self) -> tuple[Unmapped, ...]:
        """The texts that could not be mapped, the most frequent first."""
        found: Counter[tuple[str, str]] = Counter()
        for count in self.counts:
            if count.tipo is None:
                found["TIPO DE TRÁMITE", count.tramite] += count.n
            if count.causal is None:
                found["DETALLE", count.detalle] += count.n
        return tuple(Unmapped(column=column, text=text, n=n) for (column, text), n in found.most_common())

    def histogram(self, *by: _Column) -> Histogram:
        """The counts by year (its first day) and by the columns named; the counts of several files can be added."""
        found: Counter[tuple[date, tuple[object, ...], int]] = Counter()
        for count in self.counts:
            found[date(count.year, 1, 1), tuple(getattr(count, column) for column in by), 0] += count.n
        return Histogram(found)


def read_sui_counts(
    source: str | Path | io.BufferedIOBase, *, service: str, bounds: Bounds = BOUNDS, limits: Limits = LIMITS
) -> SuiExport:
    """The counts of one file of the export.

    Args:
        source: the path of the file, or an open binary file.
        service: the service of the file, which the file does not state.
        bounds: the most bytes of the file, and the most digits of a count.
        limits: how long a line and how wide a table may be.

    Raises:
        ImportFileError: the file cannot be read, has more than `bounds` and `limits` allow, has other headings, or has
            a cell that is not a number; the row is named.
    """
    name = str(source) if isinstance(source, (str, Path)) else "sui"
    try:
        if isinstance(source, (str, Path)):
            with Path(source).open("rb") as file:
                content = file.read(bounds.size + 1)
        else:
            content = source.read(bounds.size + 1)
    except OSError as error:
        raise ImportFileError(file=name, detail=Said.of_system(error)) from error
    if len(content) > bounds.size:
        raise ImportFileError(file=name, detail=too_long(bounds).said)
    rows = _rows(csv.reader(io.StringIO(content.decode(_ENCODING), newline="")), name, limits)
    header = [row for _, row in zip(range(_HEADER_ROWS), rows, strict=False)]
    return SuiExport(counts=tuple(_counts(rows, _years(header, name), name, service, bounds)))


def _rows(reader: Iterator[list[str]], name: str, limits: Limits) -> Iterator[list[str]]:
    """The rows, each checked against the limits."""
    line = 0
    while True:
        line += 1
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            es, en = f"la fila {line} no se puede leer", f"row {line} cannot be read ({error})"
            raise ImportFileError(file=name, detail=Said(es, en)) from error
        if len(row) > limits.columns:
            es, en = (
                f"la fila {line} pasa de {limits.columns} celdas",
                f"row {line} has more than {limits.columns} cells",
            )
            raise ImportFileError(file=name, detail=Said(es, en))
        yield row


def _years(header: Sequence[Sequence[str]], name: str) -> tuple[int, ...]:
    """The years of the columns after the first three."""
    columns = [cell.strip() for cell in header[-1]] if len(header) == _HEADER_ROWS else []
    years = columns[len(_HEADINGS) :]
    if tuple(columns[: len(_HEADINGS)]) != _HEADINGS or not years or not all(map(_YEAR.fullmatch, years)):
        wanted, got = ", ".join(_HEADINGS), Said.alike(", ".join(columns)) if columns else NOTHING
        third = Said(f"{wanted} y los años en la tercera fila", f"{wanted} and years in the third row")
        raise ImportFileError(file=name, detail=mismatch(third, got))
    return tuple(map(int, years))


def _counts(
    reader: Iterator[list[str]], years: tuple[int, ...], name: str, service: str, bounds: Bounds
) -> Iterator[SuiCount]:
    labels = _causales()
    for line, row in enumerate(reader, start=_HEADER_ROWS + 1):
        if not any(row):
            continue
        if len(row) != len(_HEADINGS) + len(years):
            detail = Said(f"la fila {line} tiene {len(row)} celdas", f"row {line} has {len(row)} cells")
            raise ImportFileError(file=name, detail=detail)
        municipio, tramite, detalle = (" ".join(cell.split()) for cell in row[: len(_HEADINGS)])
        for year, cell in zip(years, row[len(_HEADINGS) :], strict=True):
            text = cell.strip()
            if text and not (len(text) <= bounds.digits and _NUMBER.fullmatch(text)):
                wrong = mismatch(COUNT, shown(cell))
                detail = Said(f"fila {line}, {year}: {wrong.es}", f"row {line}, {year}: {wrong.en}")
                raise ImportFileError(file=name, detail=detail)
            n = int(text.replace(",", "") or 0)
            if n:
                yield SuiCount(
                    service=service,
                    municipio=municipio,
                    tramite=tramite,
                    detalle=detalle,
                    tipo=TRAMITES.get(tramite),
                    causal=labels.get(detalle),
                    year=year,
                    n=n,
                )


@cache
def _causales() -> Mapping[str, str]:
    """The codes of the causales by the words of the export."""
    labelled = (row for row in causal_rows() if row["label_cubo_sui"])
    return MappingProxyType({row["label_cubo_sui"]: row["codigo"] for row in labelled})
