r"""Claims counted by the SUI, as its cube exports them: municipality, trámite and causal by year, one file a service.

The export is CSV in latin-1 with three header rows (an axis, names of the axes, and the columns with the years) and
thousands separators within quotes. It counts and has no cases: no day, no state and no answer.

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
from importlib.resources import files
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from attrs import frozen

from pqr_core.errors import ImportFileError
from pqr_core.indicators.counts import Histogram

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
"""Case types by the words of the export."""

_ENCODING: Final = "latin-1"
_HEADINGS: Final = ("MUNICIPIO", "TIPO DE TRÁMITE", "DETALLE")
_HEADER_ROWS: Final = 3
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_NUMBER: Final = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")


@frozen(kw_only=True)
class SuiCount:
    """How many claims of one kind a year had.

    Args:
        service: the service of the file.
        municipio: as the export writes it.
        tramite: as the export writes it.
        detalle: the causal as the export writes it.
        tipo: the case type of our catalogue; None where it has none.
        causal: the code of the causal; None where no code has that label.
        year: the year.
        n: how many.
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
    """Words of the export that our catalogue does not have, in which column, and how many claims are counted so."""

    column: str
    text: str
    n: int


@frozen(kw_only=True)
class SuiExport:
    """What a file counts; nothing of it is lost, whether it could be mapped or not."""

    counts: tuple[SuiCount, ...]

    @property
    def unmapped(self) -> tuple[Unmapped, ...]:
        """What could not be mapped, the most frequent first."""
        found: Counter[tuple[str, str]] = Counter()
        for count in self.counts:
            if count.tipo is None:
                found["TIPO DE TRÁMITE", count.tramite] += count.n
            if count.causal is None:
                found["DETALLE", count.detalle] += count.n
        return tuple(Unmapped(column=column, text=text, n=n) for (column, text), n in found.most_common())

    def histogram(self, *by: _Column) -> Histogram:
        """The counts by year (its first day) and the columns named; those of several files add up."""
        found: Counter[tuple[date, tuple[object, ...], int]] = Counter()
        for count in self.counts:
            found[date(count.year, 1, 1), tuple(getattr(count, column) for column in by), 0] += count.n
        return Histogram(found)


def read_sui_counts(source: str | Path | io.BufferedIOBase, *, service: str) -> SuiExport:
    """The counts of one file of the export; `service` is that of the file, which does not say it.

    Raises:
        ImportFileError: the file cannot be read, the header rows are others, or a cell is no number; the row is named.
    """
    name = str(source) if isinstance(source, (str, Path)) else "sui"
    try:
        content = Path(source).read_bytes() if isinstance(source, (str, Path)) else source.read()
    except OSError as error:
        raise ImportFileError(file=name, detail=str(error)) from error
    reader = csv.reader(io.StringIO(content.decode(_ENCODING), newline=""))
    header = [row for _, row in zip(range(_HEADER_ROWS), reader, strict=False)]
    return SuiExport(counts=tuple(_counts(reader, _years(header, name), name, service)))


def _years(header: Sequence[Sequence[str]], name: str) -> tuple[int, ...]:
    """The years of the columns behind the first three."""
    columns = [cell.strip() for cell in header[-1]] if len(header) == _HEADER_ROWS else []
    years = columns[len(_HEADINGS) :]
    if tuple(columns[: len(_HEADINGS)]) != _HEADINGS or not years or not all(map(_YEAR.fullmatch, years)):
        wanted = ", ".join(_HEADINGS)
        raise ImportFileError(file=name, detail=f"the third row must be {wanted} and years, not {', '.join(columns)}")
    return tuple(map(int, years))


def _counts(reader: Iterator[list[str]], years: tuple[int, ...], name: str, service: str) -> Iterator[SuiCount]:
    labels = _causales()
    for line, row in enumerate(reader, start=_HEADER_ROWS + 1):
        if not any(row):
            continue
        if len(row) != len(_HEADINGS) + len(years):
            raise ImportFileError(file=name, detail=f"row {line} has {len(row)} cells")
        municipio, tramite, detalle = (" ".join(cell.split()) for cell in row[: len(_HEADINGS)])
        for year, cell in zip(years, row[len(_HEADINGS) :], strict=True):
            text = cell.strip()
            if text and not _NUMBER.fullmatch(text):
                raise ImportFileError(file=name, detail=f"row {line}, {year}: {cell!r} is no count")
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
    text = files("pqr_core.colombia").joinpath("sui_causales.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return MappingProxyType({row["label_cubo_sui"]: row["codigo"] for row in rows if row["label_cubo_sui"]})
