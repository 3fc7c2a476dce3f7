"""The calendar's counts over Spark tables; run in an environment of its own, for PySpark brings half a gigabyte."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: its tests run in .ci/full")

import pyarrow as pa

from pqr_core.calendars import frames
from pqr_core.colombia.calendars import calendar

pytestmark = [
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support:FutureWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # the gateway's socket, closed when the process ends
]

CAL = calendar(check="off")
DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(150)]


@pytest.fixture(scope="module")
def filed(spark: Any) -> Any:
    """Filings of five months, one without a day, made from Arrow."""
    days = pa.array([*DAYS, None], pa.date32())
    counts = pa.array([1 + number % 40 for number in range(len(DAYS) + 1)], pa.int32())
    return spark.createDataFrame(pa.table({"filed_on": days, "n": counts}))


def test_a_number_of_days_is_added_by_a_join(filed: Any) -> None:
    """Fifteen business days, as the calendar says one by one; a missing day stays missing."""
    rows = frames.add_business_days(CAL, filed, "filed_on", 15).collect()
    found = {row.filed_on: row.due_on for row in rows}
    assert found.pop(None) is None
    assert found == {day: CAL.add_business_days(day, 15) for day in DAYS}


def test_a_column_of_numbers_is_added_and_counted_back(filed: Any) -> None:
    """Adding the number of each row, then counting between, gives the number again."""
    due = frames.add_business_days(CAL, filed, "filed_on", "n")
    rows = frames.business_days_between(CAL, due, "filed_on", "due_on").collect()
    assert len(rows) == len(DAYS) + 1
    for row in rows:
        if row.filed_on is None:
            assert (row.due_on, row.business_days) == (None, None)
        else:
            assert row.due_on == CAL.add_business_days(row.filed_on, row.n)
            assert row.business_days == row.n
