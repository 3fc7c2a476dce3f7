"""The export of the SUI cube: what it counts, and what it may not say."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest

from pqr_core.colombia.sui_counts import Unmapped, read_sui_counts
from pqr_core.errors import ImportFileError

DATA = Path(__file__).parents[1] / "data"
HEADER = ",,,TIEMPO,\nUBICACION_GEOGRAFICA,TIPO DE TRÁMITE,CAUSAL,Año,\nMUNICIPIO,TIPO DE TRÁMITE,DETALLE,2023,2024\n"


def read(text: str) -> object:
    """A file of this text."""
    return read_sui_counts(io.BytesIO(text.encode("latin-1")), service="aseo")


@pytest.mark.parametrize("service", ["acueducto", "alcantarillado", "aseo"])
def test_a_cut_of_the_real_export_is_read_whole(service: str) -> None:
    """Thousands separators within quotes, commas in a label, Latin-1 letters; every word is mapped."""
    path = DATA / f"sui_reclamaciones_{service}.csv"
    export = read_sui_counts(path, service=service)
    assert export.unmapped == ()
    assert {count.year for count in export.counts} == {2021, 2022, 2023, 2024, 2025}
    assert max(count.n for count in export.counts) > 9_999
    assert all(count.tipo and count.causal and count.n for count in export.counts)


def test_histograms_of_services_add_up() -> None:
    """By year and whatever columns are named."""
    one, other = (
        read_sui_counts(DATA / f"sui_reclamaciones_{service}.csv", service=service).histogram("causal")
        for service in ("acueducto", "aseo")
    )
    year = date(2024, 1, 1)
    assert (one + other).at([year]).n == one.at([year]).n + other.at([year]).n > 0


def test_what_cannot_be_mapped_is_listed_and_kept() -> None:
    """With how many claims it stands for."""
    export = read_sui_counts(
        io.BytesIO((HEADER + "SUAN,DENUNCIA,TARIFA INCORRECTA,1,\nSUAN,QUEJA,OTRA,2,3\n,,,,\n").encode("latin-1")),
        service="aseo",
    )
    assert export.unmapped == (
        Unmapped(column="DETALLE", text="OTRA", n=5),
        Unmapped(column="TIPO DE TRÁMITE", text="DENUNCIA", n=1),
    )
    assert sum(export.histogram().counts.values()) == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "third row"),
        (HEADER.replace("DETALLE", "CAUSA"), "third row"),
        (HEADER.replace("2024", "total"), "third row"),
        (HEADER + "SUAN,QUEJA,TARIFA INCORRECTA,1\n", "row 4 has 4 cells"),
        (HEADER + 'SUAN,QUEJA,TARIFA INCORRECTA,1,"35,23"\n', "row 4, 2024"),
        (HEADER + "SUAN,QUEJA,TARIFA INCORRECTA,-1,2\n", "row 4, 2023"),
    ],
)
def test_another_file_is_refused_by_row(text: str, said: str) -> None:
    """Nothing is guessed."""
    with pytest.raises(ImportFileError, match=said):
        read(text)


def test_a_row_that_cannot_be_read_is_told_in_the_language_of_the_reader() -> None:
    """The words of the reader of CSV are English, and stand in the English message alone."""
    with pytest.raises(ImportFileError) as error:
        read(HEADER + "x" * 200_000 + ",,,1,\n")
    assert error.value.message("es").endswith("la fila 4 no se puede leer")
    assert str(error.value.__cause__) in str(error.value)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its path."""
    with pytest.raises(ImportFileError, match="nada"):
        read_sui_counts(tmp_path / "nada.csv", service="aseo")
