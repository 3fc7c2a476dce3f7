"""The ten lines of `examples/notebooks/three_indicators.py` over Spark; in an environment of its own, in `.ci/full`."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: its tests run in .ci/full")


pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebooks" / "three_indicators.py"


def test_spark_says_what_the_tables_in_memory_say(spark: Any) -> None:
    """By hand: 9, 16 and 5 business days; 100 users more than 8,000; three of four are satisfied."""
    notebook = runpy.run_path(str(NOTEBOOK))
    tables = [notebook[name] for name in ("CASES", "SURVEYS", "USERS")]
    expected = {
        "tiempo_respuesta_pqr": "10.0 business days",
        "incremento_usuarios": "1.25%",
        "satisfaccion_cliente": "75.0%",
    }
    assert notebook["three"](*tables, "2026-03", "2026") == expected
    assert (
        notebook["three"](*(spark.createDataFrame(each.to_arrow()) for each in tables), "2026-03", "2026") == expected
    )
