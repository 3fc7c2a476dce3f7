"""Due days of a table compared with the join that a data team writes by hand, in one run; only the ratios carry over.

The join by hand has its own table of due days (type, day of filing, due day), made beforehand and outside the measured
time. The time of `due_frame` includes computing what it needs from the law.

    python -m benchmarks.frames            a million rows
    python -m benchmarks.frames 100000     another size
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import duckdb
import numpy as np
import polars as pl

from benchmarks.side_by_side import OURS, Row, Target, measure, report
from pqr_core import colombia

FIRST, LAST, ASKED = date(2020, 1, 1), date(2026, 6, 30), date(2026, 7, 31)
TYPES = ("peticion", "queja", "reclamo", "recurso_reposicion", "peticion_general", "consulta")
BY_HAND = "a join by hand"


def register(size: int) -> pl.DataFrame:
    """Cases in random order; nine in ten are answered."""
    chosen = np.random.default_rng(51)
    filed = np.datetime64(FIRST) + chosen.integers(0, (LAST - FIRST).days, size).astype("timedelta64[D]")
    answered = filed + chosen.integers(1, 40, size).astype("timedelta64[D]")
    answered[chosen.random(size) < 0.1] = np.datetime64("NaT")
    types = pl.Series(TYPES).gather(pl.Series(chosen.integers(0, len(TYPES), size)))
    return pl.DataFrame({"tipo": types, "filed": filed, "answered": answered})


def tables() -> tuple[pl.DataFrame, pl.DataFrame]:
    """The tables of the join by hand: due days by type and day, and the number of business days up to each day."""
    calendar = colombia.calendar()
    days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 60)]
    due = [(tipo, day, colombia.due(tipo, day).due_on) for tipo in TYPES for day in days]
    upto = [(day, calendar.business_days_between(FIRST, day)) for day in days]
    return (
        pl.DataFrame(due, schema=["tipo", "filed", "due_on"], orient="row"),
        pl.DataFrame(upto, schema=["day", "upto"], orient="row"),
    )


def due_by_hand(cases: Any, due: Any) -> Any:
    """The due day of each case."""
    return cases.join(due, on=["tipo", "filed"], how="left", maintain_order="left")


def all_by_hand(cases: Any, due: Any, upto: Any) -> Any:
    """The due day, the days to answer and whether each case is overdue."""
    return (
        due_by_hand(cases, due)
        .join(upto, left_on="filed", right_on="day", how="left", maintain_order="left")
        .join(upto, left_on="answered", right_on="day", how="left", maintain_order="left", suffix="_answered")
        .with_columns(
            (pl.col("upto_answered") - pl.col("upto")).alias("days_to_answer"),
            (pl.col("answered").is_null() & (pl.col("due_on") < ASKED)).alias("overdue"),
        )
        .drop("upto", "upto_answered")
    )


def ours(cases: Any, **columns: Any) -> Any:
    """The call that a user of the library writes."""
    return colombia.due_frame(cases, tipo="tipo", filed="filed", **columns)


def compared(title: str, size: int, mine: Callable[[], Any], by_hand: Callable[[], Any], factor: float) -> bool:
    """Time one piece of work done in both ways; the best time of each counts."""
    found = measure([Row(BY_HAND, by_hand, size), Row(OURS, mine, size)], 7)
    return report(title, "ns each", found, BY_HAND, (Target(BY_HAND, factor, faster=False),))


def main(arguments: list[str]) -> int:
    """Print every table; return 1 if a promise is not kept."""
    size = int(arguments[0]) if arguments else 1_000_000
    cases, (due, upto) = register(size), tables()
    all_of_it = {"answered": "answered", "on": ASKED}
    assert ours(cases)["due_on"].equals(due_by_hand(cases, due)["due_on"])
    assert ours(cases, **all_of_it)["days_to_answer"].equals(all_by_hand(cases, due, upto)["days_to_answer"])
    enum = cases.with_columns(pl.col("tipo").cast(pl.Enum(TYPES)))
    lazy, lazy_due, lazy_upto = cases.lazy(), due.lazy(), upto.lazy()
    connection = duckdb.connect()
    connection.from_arrow(cases.to_arrow()).create("held")
    held = connection.table("held")
    connection.from_arrow(due.to_arrow()).create("due")
    joined = "SELECT held.*, due_on FROM held LEFT JOIN due USING (tipo, filed)"
    sunk = "SELECT max(due_on), count(*) FROM "
    kept = [
        compared(f"Due days, {size:,} rows of polars", size, lambda: ours(cases), lambda: due_by_hand(cases, due), 2),
        compared(
            f"Due days, days to answer and overdue, {size:,} rows of polars",
            size,
            lambda: ours(cases, **all_of_it),
            lambda: all_by_hand(cases, due, upto),
            2,
        ),
        compared(
            f"The same, of a lazy table, {size:,} rows",
            size,
            lambda: ours(lazy, **all_of_it).collect(),
            lambda: all_by_hand(lazy, lazy_due, lazy_upto).collect(),
            2,
        ),
        compared(
            f"The same, types as Enum, {size:,} rows",
            size,
            lambda: ours(enum, **all_of_it),
            lambda: all_by_hand(cases, due, upto),
            2,
        ),
        compared(
            f"Due days, {size:,} rows of DuckDB",
            size,
            lambda: ours(held).query("ours", f"{sunk}ours").fetchall(),
            lambda: connection.execute(f"{sunk}({joined})").fetchall(),
            20,
        ),
    ]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
