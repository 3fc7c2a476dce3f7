"""Writes due days and overdue flags into the table of another system, and changes nothing else in it.

    python batch.py sqlite:///sistema.sqlite --on 2026-11-27 --left sin_fecha.csv

The table is RADICADOS, as many systems have it: days and types as text, with its own codes. For another table, change
`TABLE`, `CODES` and `FORMATS`. Each batch is one transaction, and a row that is already right is not written. So an
interrupted run is simply repeated.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

import polars as pl
from sqlalchemy import Column, Engine, MetaData, String, Table, bindparam, create_engine, select, update

from pqr_core import colombia

TABLE: Final = Table(
    "RADICADOS",
    MetaData(),
    Column("NRO_RAD", String(20), primary_key=True),
    Column("COD_TIPO", String(4)),
    Column("FEC_RAD", String(10)),
    Column("FEC_RTA", String(10)),
    Column("FEC_VENCE", String(10)),  # written here
    Column("VENCIDO", String(1)),  # written here: S, N
)
CODES: Final = {
    "01": "peticion",
    "02": "queja",
    "03": "reclamo",
    "04": "recurso_reposicion",
    "05": "recurso_reposicion_apelacion",
    "06": "consulta",
    "07": "peticion_informacion",
}
FORMATS: Final = ("%d/%m/%Y", "%Y-%m-%d", "%Y%m%d")
BATCH: Final = 5_000
Columns: Final = TABLE.c
WRITTEN: Final = (Columns.FEC_VENCE, Columns.VENCIDO)


def batches(engine: Engine) -> Iterator[pl.DataFrame]:
    """The rows in the order of their key, some thousands at a time, without an open transaction between."""
    last = ""
    kinds = dict.fromkeys((each.name for each in TABLE.columns), pl.String)
    rows = select(TABLE).order_by(Columns.NRO_RAD).limit(BATCH)
    while True:
        with engine.connect() as connection:
            found = connection.execute(rows.where(last < Columns.NRO_RAD)).all()
        if not found:
            return
        yield pl.DataFrame([tuple(row) for row in found], schema=kinds, orient="row")
        last = found[-1].NRO_RAD


def day(name: str) -> pl.Expr:
    """A column of text as days, by the first format that fits; null if none does."""
    text = pl.col(name).str.strip_chars()
    return pl.coalesce(text.str.to_date(form, strict=False) for form in FORMATS)


def counted(rows: pl.DataFrame, on: date) -> pl.DataFrame:
    """The rows with the values to write (`vence`, `vencido`), or with the reason why there are none (`why`)."""
    read = rows.with_columns(
        tipo=pl.col("COD_TIPO").str.strip_chars().replace_strict(CODES, default=None),
        filed=day("FEC_RAD"),
        answered=day("FEC_RTA"),
    )
    empty = pl.col("FEC_RTA").fill_null("").str.strip_chars() == ""
    why = (
        pl.when(pl.col("tipo").is_null())
        .then(pl.lit("COD_TIPO"))
        .when(pl.col("filed").is_null())
        .then(pl.lit("FEC_RAD"))
        .when(pl.col("answered").is_null() & ~empty)
        .then(pl.lit("FEC_RTA"))
        .when(pl.col("answered") < pl.col("filed"))
        .then(pl.lit("FEC_RTA < FEC_RAD"))
    )
    # A lazy table has null where the law gives no day: before the rule, or after the last year of the calendar.
    known = read.with_columns(why=why).lazy().with_columns(filed=pl.when(pl.col("why").is_null()).then(pl.col("filed")))
    found = colombia.due_frame(known, tipo="tipo", filed="filed", answered="answered", on=on).collect()
    return found.with_columns(
        vence=pl.col("due_on").dt.strftime(FORMATS[0]),
        vencido=pl.when(pl.col("overdue")).then(pl.lit("S")).otherwise(pl.lit("N")),
        why=pl.coalesce("why", pl.when(pl.col("due_on").is_null()).then(pl.lit("sin término"))),
    )


def write(engine: Engine, rows: pl.DataFrame) -> int:
    """Write the rows that differ, in one transaction, and return their number."""
    differs = pl.col("vence").ne_missing(pl.col("FEC_VENCE")) | pl.col("vencido").ne_missing(pl.col("VENCIDO"))
    changed = rows.filter(pl.col("why").is_null() & differs).select("NRO_RAD", "vence", "vencido")
    if changed.is_empty():
        return 0
    values: dict[Any, Any] = {Columns.FEC_VENCE: bindparam("vence"), Columns.VENCIDO: bindparam("vencido")}
    with engine.begin() as connection:
        connection.execute(
            update(TABLE).where(bindparam("key") == Columns.NRO_RAD).values(values),
            changed.rename({"NRO_RAD": "key"}).to_dicts(),
        )
    return len(changed)


def run(engine: Engine, on: date, left: Path) -> None:
    """Run all batches; rows without values to write are listed in the file `left`."""
    seen = written = kept = 0
    with left.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(("NRO_RAD", "COD_TIPO", "FEC_RAD", "FEC_RTA", "por"))
        for batch in batches(engine):
            rows = counted(batch, on)
            wrong = rows.filter(pl.col("why").is_not_null()).select("NRO_RAD", "COD_TIPO", "FEC_RAD", "FEC_RTA", "why")
            out.writerows(wrong.rows())
            seen, written, kept = seen + len(rows), written + write(engine, rows), kept + len(wrong)
            print(f"{seen} read, {written} written, {kept} left as they were", file=sys.stderr)


def main(words: list[str]) -> None:
    """Read the arguments, and run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("url", help="the database, as SQLAlchemy writes it")
    parser.add_argument("--on", type=date.fromisoformat, required=True, help="the day to look at")
    parser.add_argument("--left", default="sin_fecha.csv", help="where the rows go that have no day, with the reason")
    told = parser.parse_args(words)
    engine = create_engine(told.url)
    try:
        run(engine, told.on, Path(told.left))
    finally:
        engine.dispose()


if __name__ == "__main__":
    main(sys.argv[1:])
