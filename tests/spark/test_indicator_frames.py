"""Every indicator over Spark tables; run in an environment of its own, for PySpark brings half a gigabyte."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: its tests run in .ci/full")

from hypothesis import HealthCheck, given, settings
from tests.indicators import registers

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.sources import Rows

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
MARCH = Period.parse("2026-03")


@pytest.mark.parametrize("by", [(), ("tipo",), ("servicio",)])
@settings(
    max_examples=2,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture],
)
@given(register=registers.REGISTERS)
def test_spark_agrees_with_rows(spark: Any, by: tuple[str, ...], register: Rows) -> None:
    """The same counts, from tables made of Arrow."""
    asked = [indicator for indicator in INDICATORS.values() if indicator.can_group_by(by)]
    question: dict[str, Any] = {"by": by, "periods": [MARCH], "until": date(2026, 3, 25)}
    tables = registers.frames(register, spark.createDataFrame)
    assert count(tables, asked, **question) == count(register, asked, **question)
