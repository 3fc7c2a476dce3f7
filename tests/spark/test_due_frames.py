"""Due days over Spark tables; run in an environment of its own, for PySpark brings half a gigabyte."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: its tests run in .ci/full")

import pyarrow as pa

from pqr_core import colombia

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the gateway's socket, closed when the process ends
]

DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(60)]
TYPES = ("RR", "reclamo", "consulta", "peticion_informacion")
WORDS = {"RR": "recurso_reposicion"}
ASKED = date(2026, 5, 4)


def test_each_row_has_what_the_law_says(spark: Any) -> None:
    """Last day, days to answer and whether it is overdue; a row without type and one without day have none."""
    pairs = [(tipo, day) for tipo in TYPES for day in DAYS]
    words = pa.array([*(tipo for tipo, _ in pairs), None, "reclamo", "sugerencia"], pa.string())
    filed = pa.array([*(day for _, day in pairs), DAYS[0], None, DAYS[0]], pa.date32())
    answered = pa.array([day + timedelta(days=20) for _, day in pairs] + [None] * 3, pa.date32())
    made = spark.createDataFrame(pa.table({"tipo": words, "filed": filed, "answered": answered}))
    found = colombia.due_frame(made, tipo="tipo", filed="filed", answered="answered", on=ASKED, values=WORDS)
    calendar = colombia.calendar()
    rows = {(row.tipo, row.filed): row for row in found.collect()}
    assert len(rows) == len(pairs) + 3
    for tipo, day in pairs:
        row, deadline = rows[tipo, day], colombia.due(WORDS.get(tipo, tipo), day)
        assert row.due_on == deadline.due_on
        assert deadline.term is not None
        assert row.rule.startswith(f"{deadline.term.text()}: {deadline.citations[0].text()}")
        assert row.days_to_answer == calendar.business_days_between(day, row.answered)
        assert row.overdue is (row.answered > ASKED and row.due_on < ASKED)
    others = [rows[key] for key in ((None, DAYS[0]), ("reclamo", None), ("sugerencia", DAYS[0]))]
    assert [(row.due_on, row.rule, row.overdue) for row in others] == [(None, None, None)] * 2 + [(None, None, False)]
