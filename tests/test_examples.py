"""The examples run, and say what they claim to say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_life_of_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    """The stories come to their end, with permits, refusals with their reasons, and the agenda at each step."""
    runpy.run_path(str(EXAMPLES / "life_of_a_case.py"), run_name="__main__")
    said = capsys.readouterr().out
    for part in (
        "espera 0:25:00",
        "procede: decisión (jefe de atención al usuario), hasta 2026-04-09",
        "procede desde el viernes 10 de abril de 2026",
        "+ 2026-05-12  remisión a la SSPD",
        "+ 2026-05-11  recurso resuelto",
        "operó el silencio administrativo positivo",
        "+ 2026-07-29  reconocimiento del silencio",
        "2026-08-03  cerrado",
        "+ 2026-07-03  cierre",
    ):
        assert part in said


def test_the_month_of_an_office_knows_every_open_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As many are open and overdue at the end of October as the demo counts in the store, which has them all."""
    monkeypatch.chdir(tmp_path)
    runpy.run_path(str(EXAMPLES / "notebooks" / "month_of_an_office.py"), run_name="__main__")
    said = capsys.readouterr().out
    assert "2026-10  11,6 días hábiles  cumple     536 abiertos, 42 vencidos" in said
    assert "53, as SINT-2026-" in said


def test_a_causal_without_code_is_ranked_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where an export has more of them than of any code, they are the first of the list."""
    header = ",,,TIEMPO\nUBICACION_GEOGRAFICA,TIPO DE TRÁMITE,CAUSAL,Año\nMUNICIPIO,TIPO DE TRÁMITE,DETALLE,2024\n"
    rows = 'SOLEDAD,RECLAMACION,TARIFA INCORRECTA,"3,523"\nSOLEDAD,RECLAMACION,OTRA COSA,20000\n'
    path = tmp_path / "sui.csv"
    path.write_text(header + rows, encoding="latin-1")
    runpy.run_path(str(EXAMPLES / "sui_ranking.py"))["main"]([f"aseo={path}"])
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["aseo:", "causal", "-", "119"]


def test_three_tables_to_three_indicators(capsys: pytest.CaptureFixture[str]) -> None:
    """By hand: 9, 16 and 5 business days; 100 users more than 8,000; three of four are satisfied."""
    runpy.run_path(str(EXAMPLES / "notebooks" / "three_indicators.py"), run_name="__main__")
    assert capsys.readouterr().out.splitlines() == [
        "tiempo_respuesta_pqr: 10.0 business days",
        "incremento_usuarios: 1.25%",
        "satisfaccion_cliente: 75.0%",
    ]
