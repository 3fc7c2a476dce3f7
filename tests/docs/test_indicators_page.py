"""The page of indicators says what the catalogue says."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

from pqr_core.colombia.indicators import INDICATORS

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def indicators_maker() -> ModuleType:
    """The script `make_indicators_page`."""
    path = ROOT / "scripts" / "make_indicators_page.py"
    spec = importlib.util.spec_from_file_location("make_indicators_page", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_is_the_catalogue_of_today(indicators_maker: ModuleType) -> None:
    """Run `python scripts/make_indicators_page.py` when this fails."""
    written = (ROOT / "docs" / "es" / "indicadores.md").read_text(encoding="utf-8")
    assert written == indicators_maker.page()


def test_formulas_are_told_in_mathematics(indicators_maker: ModuleType) -> None:
    """A mean, a change and a quantile as anybody may check them."""
    told = {code: indicators_maker.mathematics(indicator) for code, indicator in INDICATORS.items()}
    assert told["tiempo_respuesta_pqr"] == ("(Σ business_days_to_answer{answered_on ∈ P}) / (n{answered_on ∈ P})")
    assert told["incremento_usuarios"].startswith(
        "100 · (Σ subscribers{volúmenes: month = último mes de P} - "
        "Σ subscribers{volúmenes: month = último mes de P - 1})"
    )
    assert told["p90_respuesta_pqr"].endswith("≥ 90 % · n{answered_on ∈ P}")
