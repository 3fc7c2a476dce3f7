"""Sample files of cases, with their origin. Invented data say that they are invented wherever they are shown.

Every radicado of the invented utility begins with SINT, its id is `sintetica`, and its municipality is called Villa
Sintética. `scripts/make_sample.py` makes its files.

>>> MINISTRY.synthetic, SYNTHETIC_YEAR.synthetic
(False, True)
>>> with MINISTRY.cases() as file:
...     file.total
77
"""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from datetime import date, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from attrs import frozen

from pqr_core import colombia
from pqr_core.exchange.files import CaseFile, read_cases
from pqr_core.facts import Survey, Volume
from pqr_core.fields import Brief
from pqr_core.language import Language

__all__ = ("DEMO_AS_OF", "MINISTRY", "SYNTHETIC_YEAR", "Sample", "copy_month", "copy_register", "surveys", "volumes")

DEMO_AS_OF: Final = datetime(2026, 11, 23, 10, 0, tzinfo=colombia.ZONE)
"""The instant at which the samples are looked at; nothing in the invented year is later than the Friday before."""


@frozen(kw_only=True)
class Sample(Brief):
    """A packaged file of cases.

    Args:
        file: its name under `pqr_core/samples`.
        utility_id: the utility as whose cases its rows are read.
        name_es: its name where it is shown, in Spanish.
        name_en: its name in English.
        origin_es: where it comes from and what was done to it, in Spanish.
        origin_en: the same in English.
        synthetic: whether it is invented.
    """

    file: str
    utility_id: str
    name_es: str
    name_en: str
    origin_es: str
    origin_en: str
    synthetic: bool

    def name(self, lang: Language = "es") -> str:
        """Its name where it is shown."""
        return self.name_es if lang == "es" else self.name_en

    def origin(self, lang: Language = "es") -> str:
        """Where it comes from and what was done to it."""
        return self.origin_es if lang == "es" else self.origin_en

    def cases(self) -> CaseFile:
        """Its rows, as an import reads them; close it (or use `with`)."""
        return read_cases(io.BytesIO(_content(self.file)), utility_id=self.utility_id, law=colombia.LAW)


MINISTRY: Final = Sample(
    file="ministerio_interior.csv",
    utility_id="ministerio-interior",
    name_es="77 radicados del Ministerio del Interior",
    name_en="77 filings of the Ministry of the Interior",
    origin_es=(
        "Radicados reales publicados por el Ministerio del Interior en un tablero de PQRSD (GitHub: "
        "dmntabletlenovo-png/dashboard-pqrsd-mininterior, commit ed0170d8), sin nombres ni asuntos. No es una empresa "
        "de servicios públicos. Todas las fechas de vencimiento publicadas son la de radicación más 21 días "
        "calendario. La columna «tipo» la añade pqr_core a partir de la tipología publicada; lo que no dice otra cosa "
        "se lee como petición general."
    ),
    origin_en=(
        "Real filings published by the Colombian Ministry of the Interior in a PQRSD dashboard (GitHub: "
        "dmntabletlenovo-png/dashboard-pqrsd-mininterior, commit ed0170d8), without names and subjects. It is not a "
        "utility. Every due date published is the day of filing plus 21 calendar days. The column `tipo` was added by "
        "pqr_core from the published typology; what says nothing else is read as a general petition."
    ),
    synthetic=False,
)

SYNTHETIC_YEAR: Final = Sample(
    file="sintetico_casos.csv.gz",
    utility_id="sintetica",
    name_es="Empresa Sintética E.S.P. (datos inventados)",
    name_en="Empresa Sintética E.S.P. (invented data)",
    origin_es=(
        "Datos sintéticos: casos, suscriptores y encuestas inventados por scripts/make_sample.py con una semilla fija, "
        "del 1 de noviembre de 2025 al 20 de noviembre de 2026, del tamaño de una empresa de unos 60.000 suscriptores "
        "y unos 900 casos al mes. Ningún caso, cuenta ni persona existe."
    ),
    origin_en=(
        "Synthetic data: cases, subscribers and surveys invented by scripts/make_sample.py with a fixed seed, from "
        "1 November 2025 to 20 November 2026, of the size of a utility with some 60,000 subscribers and 900 cases a "
        "month. No case, account or person in it exists."
    ),
    synthetic=True,
)


def copy_register(folder: str | Path) -> tuple[Path, Path]:
    """Put an invented register, as utilities keep theirs, into `folder`, with the mapping to read it.

    `registro.xlsx` has title rows, its own codes and damaged cells; `registro.toml` says what they mean.
    `scripts/make_register.py` makes the workbook.

    Raises:
        FileExistsError: one of the two files exists already.
    """
    book, mapping = Path(folder) / "registro.xlsx", Path(folder) / "registro.toml"
    for path in (book, mapping):
        with path.open("xb") as file:
            file.write(_content(f"sintetico_{path.name}"))
    return book, mapping


def copy_month(folder: str | Path) -> tuple[Path, Path, Path]:
    """Put the invented year into `folder` as `casos.csv`, `suscriptores.csv` and `encuestas.csv`.

    Raises:
        FileExistsError: one of the files exists already.
    """
    made = tuple(Path(folder) / name for name in ("casos.csv", "suscriptores.csv", "encuestas.csv"))
    for path, name in zip(made, ("casos", "volumenes", "encuestas"), strict=True):
        with path.open("xb") as file:
            file.write(_content(f"sintetico_{name}.csv.gz"))
    cases, subscribers, answers = made
    return cases, subscribers, answers


def volumes() -> Iterator[Volume]:
    """Subscribers and invoices of the invented utility by month and service, from October 2025 to October 2026."""
    for row in _rows("sintetico_volumenes.csv.gz"):
        yield Volume(
            utility=SYNTHETIC_YEAR.utility_id,
            month=date.fromisoformat(row["mes"]),
            servicio=row["servicio"],
            subscribers=int(row["suscriptores"]),
            invoices=int(row["facturas"]),
        )


def surveys() -> Iterator[Survey]:
    """The survey answers of users of the invented utility about the answer to their case."""
    for row in _rows("sintetico_encuestas.csv.gz"):
        yield Survey(
            utility=SYNTHETIC_YEAR.utility_id,
            survey_id=row["radicado"],
            answered_on=date.fromisoformat(row["fecha"]),
            satisfied=row["satisfecho"] == "si",
            radicado=row["radicado"],
        )


def _content(name: str) -> bytes:
    content = (files(__name__) / name).read_bytes()
    return gzip.decompress(content) if name.endswith(".gz") else content


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(_content(name).decode(), newline=""))
