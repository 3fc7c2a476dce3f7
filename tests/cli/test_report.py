"""`pqr report`: the files of each report, what was handed in, and the check of a file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from tests.cli import Run

PROFILE = """
[utility]
id = "aguas"

[reports.sui]
municipio."Dosquebradas" = "66170"
centro_poblado = "000"
"""
REGISTER = """\
radicado,fecha_radicacion,tipo,servicio,causal,cuenta,municipio,fecha_respuesta,resultado,radicado_respuesta,fecha_notificacion,tipo_notificacion
R-1,2026-10-01,reclamo,acueducto,102,000123,Dosquebradas,2026-10-09,accede,S-1,2026-10-14,personal
R-2,2026-10-02,queja,acueducto,303,000124,Dosquebradas,2026-10-09,accede,,2026-10-14,personal
R-3,2026-10-30,reclamo,acueducto,102,000125,Dosquebradas,,,,,
"""


@pytest.fixture
def store(tmp_path: Path, run: Run) -> list[str]:
    """The words that name a store with three cases."""
    profile, register, database = (tmp_path / name for name in ("perfil.toml", "registro.csv", "pqr.sqlite"))
    profile.write_text(PROFILE, encoding="utf-8")
    register.write_text(REGISTER, encoding="utf-8")
    words = ["--store", str(database), "--profile", str(profile)]
    assert run("import", register, *words).status == 0
    return [*words, "--as-of", "2026-11-23"]


def test_the_file_of_a_month(store: list[str], run: Run, tmp_path: Path) -> None:
    """The file is written beside its validation; a row left out makes the status 1; handing in keeps the text."""
    out = tmp_path / "out"
    refused = run("report", "sui", "--period", "2026-10", *store, "--out", out, "--hand-in")
    assert (refused.status, "huella SHA-256" in refused.err) == (2, False)
    assert "--incomplete" in refused.err
    ran = run("report", "sui", "--period", "2026-10", *store, "--out", out, "--hand-in", "--incomplete")
    assert ran.status == 1
    assert "Casos del mes: 3. No se pueden escribir: 1" in " ".join(ran.out.split())
    assert "huella SHA-256" in ran.err
    lines = (out / "sui_pqr_202610.csv").read_bytes().decode().split("\r\n")
    assert [line.split(",")[3] for line in lines[1:-1]] == ["R-1", "R-3"]
    named = (out / "sui-aguas-2026-10-validacion.csv").read_text(encoding="utf-8").splitlines()
    assert named[1].split(",")[:2] == ["R-2", "13. radicado de la respuesta"]
    assert "nada ha cambiado" in run("report", "sui", "--period", "2026-10", *store).out
    assert (
        "Formato_anexo_A_2026_10.csv: 2"
        in run(
            "report", "sui", "--period", "2026-10", *store, "--choice", "nombre_archivo=Formato_anexo_A_{aaaa}_{m}.csv"
        ).out
    )


@pytest.mark.parametrize("kind", ["registro", "transparencia", "control-interno"])
def test_the_other_reports(kind: str, store: list[str], run: Run, tmp_path: Path) -> None:
    """Each report writes its files, has JSON output in English, and is complete."""
    ran = run("report", kind, "--period", "2026", *store, "--out", tmp_path / "out", "--json", "--lang", "en")
    assert ran.status == 0
    told = json.loads(ran.out)
    assert (told["report"], told["period"], told["until"], told["complete"]) == (kind, "2026", "2026-11-23", True)
    assert {path.suffix for path in (tmp_path / "out").iterdir()} == {".csv", ".html", ".xlsx"}


def test_a_file_is_checked_compared_and_made_a_register(store: list[str], run: Run, tmp_path: Path) -> None:
    """Another company's file with a wrong row is validated, with a store also compared."""
    path, register = tmp_path / "otro.csv", tmp_path / "r.csv"
    path.write_text(
        "66;170;000;R-1;01/10/2026;1;F;102;000123;N;1;09/10/2026;S-1;14/10/2026;1;\n"
        "66;170;000;R-9;01/10/2026;1;F;102;0000;N;3;01/09/2026;S-9;;5;\n",
        encoding="utf-8",
    )
    words = ("report", "sui", "--check", path, "--period", "2026-10")
    alone = run(*words)
    assert alone.status == 1
    assert "filas, 2; con faltas que el cargador rechazaría, 1" in " ".join(alone.out.split())
    ran = run(*words, *store, "--as-register", register)
    assert "filas iguales, 1; filas nuevas, 1; que ya no están, 1; celdas distintas, 0" in " ".join(ran.out.split())
    assert (
        register.read_text(encoding="utf-8").splitlines()[1].startswith("R-1,2026-10-01,reclamo,102,000123,66170,000")
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sui",), "falta --store"),
        (("registro", "--check", "x.csv"), "--check es de sui"),
        (("sui", "--store", "x", "--choice", "encabezado"), "se esperaba CÓDIGO=VALOR"),
        (("sui", "--check", "x.csv", "--period", "2026-Q3"), "un mes como 2026-10"),
    ],
)
def test_what_cannot_be_done_is_said(words: tuple[str, ...], said: str, run: Run) -> None:
    """The refusal is one line, with status 2."""
    ran = run("report", *words)
    assert (ran.status, said in ran.err) == (2, True)


def test_a_pipe_that_is_closed_early_loses_nothing(store: list[str], tmp_path: Path) -> None:
    """Who shows only the first lines has the files and what was handed in all the same."""
    out = tmp_path / "out"
    words = ["report", "sui", "--period", "2026-10", *store, "--out", str(out), "--hand-in", "--incomplete"]
    with subprocess.Popen([sys.executable, "-m", "pqr_core", *words], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
    assert (out / "sui_pqr_202610.csv").exists()
    again = [sys.executable, "-m", "pqr_core", "report", "sui", "--period", "2026-10", *store]
    assert "nada ha cambiado" in subprocess.run(again, capture_output=True, encoding="utf-8", check=False).stdout
