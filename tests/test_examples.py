"""The examples run, and say what they claim to say."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


def test_life_of_a_case(capsys: pytest.CaptureFixture[str]) -> None:
    """Both stories come to their end, with permits, refusals with their reasons, and the agenda at each step."""
    runpy.run_path(str(EXAMPLES / "life_of_a_case.py"), run_name="__main__")
    said = capsys.readouterr().out
    for part in (
        "espera 0:25:00",
        "procede: decisión (jefe de atención al usuario), hasta 2026-04-09",
        "procede desde el 2026-04-10",
        "+ 2026-05-11  remisión a la SSPD",
        "operó el silencio administrativo positivo",
        "+ 2026-07-29  reconocimiento del silencio",
        "2026-08-11  cerrado",
    ):
        assert part in said
