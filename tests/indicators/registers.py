"""Random registers, and the same register as tables of every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

import pytest

from pqr_core.indicators.measures import REGISTER_COLUMNS
from pqr_core.sources import Frames, Origin, Rows
from pqr_core.testing.strategies import registers

UTILITY = "aguas"
REGISTERS = registers(UTILITY)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _columns(rows: Iterable[Any], origin: Origin) -> dict[str, list[Any]]:
    made = list(rows)
    return {name: [_plain(getattr(row, name)) for row in made] for name in REGISTER_COLUMNS[origin]}


def arrow(rows: Iterable[Any], origin: Origin) -> Any:
    """The rows as an Arrow table with the types of their columns."""
    pa = pytest.importorskip("pyarrow")

    types = {
        bool: pa.bool_(),
        int: pa.int64(),
        date: pa.date32(),
        datetime: pa.timestamp("us", "UTC"),
        UUID: pa.string(),
        str: pa.string(),
    }
    fields = [(name, types[kind]) for name, kind in REGISTER_COLUMNS[origin].items()]
    return pa.table(_columns(rows, origin), schema=pa.schema(fields))


def _polars(table: Any) -> Any:
    pl = pytest.importorskip("polars")

    return pl.from_arrow(table)


def _polars_enums(table: Any) -> Any:
    pl = pytest.importorskip("polars")

    made = _polars(table)
    texts = [name for name, dtype in made.schema.items() if dtype == pl.String]
    return made.with_columns(made[name].cast(pl.Enum(made[name].unique().drop_nulls())) for name in texts)


def _polars_lazy(table: Any) -> Any:
    return _polars(table).lazy()


def _pandas(table: Any) -> Any:
    pd = pytest.importorskip("pandas")

    frame = table.to_pandas()
    days = [field.name for field in table.schema if str(field.type).startswith("date32")]
    return frame.assign(**{name: pd.to_datetime(frame[name]) for name in days})


def _pandas_arrow(table: Any) -> Any:
    pd = pytest.importorskip("pandas")

    return table.to_pandas(types_mapper=pd.ArrowDtype)


def _pyarrow(table: Any) -> Any:
    return table


def _duckdb(table: Any) -> Any:
    duckdb = pytest.importorskip("duckdb")

    return duckdb.connect().from_arrow(table)


IN_MEMORY: Sequence[Callable[[Any], Any]] = (_polars, _polars_enums, _pyarrow)
"""The engines whose tables NumPy arrays count, where the question allows it."""
ENGINES: Sequence[Callable[[Any], Any]] = (*IN_MEMORY, _polars_lazy, _pandas, _pandas_arrow, _duckdb)


def frames(register: Rows, engine: Callable[[Any], Any]) -> Frames:
    """The register as tables of one engine."""
    return Frames(**{origin.value: engine(arrow(register.of(origin), origin)) for origin in Origin})
