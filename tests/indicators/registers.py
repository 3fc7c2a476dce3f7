"""Random registers, and the same register in every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st

from pqr_core.facts import Facts, Survey, Volume
from pqr_core.indicators.measures import COLUMNS
from pqr_core.sources import Frames, Origin, Rows
from pqr_core.vocabulary import Outcome

UTILITY = "aguas"
_DAYS = st.dates(date(2025, 11, 20), date(2026, 4, 10))
_SOMETIMES = st.none() | _DAYS

FACTS = st.builds(
    Facts,
    utility=st.just(UTILITY),
    case_id=st.uuids(version=4),
    radicado=st.none() | st.integers(1, 99).map(lambda n: f"R-{n}"),
    tipo=st.sampled_from(["reclamo", "queja", "peticion_informacion", "recurso_reposicion"]),
    servicio=st.sampled_from(["acueducto", "aseo", None]),
    grupo_causal=st.sampled_from(["F", "P", None]),
    filed_on=_DAYS,
    due_on=_SOMETIMES,
    due_if_lapsed_on=_SOMETIMES,
    suspended_until=_SOMETIMES,
    answered_on=_SOMETIMES,
    ended_on=_SOMETIMES,
    notified_on=_SOMETIMES,
    silence_on=_SOMETIMES,
    fingerprint=st.sampled_from(["", "f" * 64]),
    transferred_on=_SOMETIMES,
    resultado=st.none() | st.sampled_from(Outcome),
    denied=st.none() | st.booleans(),
    business_days_to_answer=st.none() | st.integers(0, 40),
    calendar_days_to_answer=st.none() | st.integers(0, 60),
    recurso_filed=st.booleans(),
    repeat_of=st.none() | st.uuids(version=4),
)
_MONTHS = st.sampled_from([date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)])
VOLUMES = st.builds(
    Volume,
    utility=st.just(UTILITY),
    month=_MONTHS,
    servicio=st.sampled_from(["acueducto", "aseo"]),
    subscribers=st.sampled_from([0, 10_000, 10_033]),
    invoices=st.none() | st.integers(0, 9_000),
)
SURVEYS = st.builds(
    Survey,
    utility=st.just(UTILITY),
    survey_id=st.integers(0, 10**9).map(str),
    answered_on=_DAYS,
    satisfied=st.booleans(),
    radicado=st.none() | st.integers(1, 99).map(lambda n: f"R-{n}"),
)
REGISTERS = st.builds(
    Rows,
    facts=st.lists(FACTS, max_size=10, unique_by=(lambda row: row.case_id, lambda row: row.radicado or row.case_id)),
    volumes=st.lists(VOLUMES, max_size=6, unique_by=lambda row: (row.month, row.servicio)),
    surveys=st.lists(SURVEYS, max_size=8, unique_by=lambda row: row.survey_id),
)


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, UUID) else value


def _columns(rows: Iterable[Any], origin: Origin) -> dict[str, list[Any]]:
    made = list(rows)
    return {name: [_plain(getattr(row, name)) for row in made] for name in COLUMNS[origin]}


def arrow(rows: Iterable[Any], origin: Origin) -> Any:
    """The rows as an Arrow table with the types of their columns."""
    pa = pytest.importorskip("pyarrow")

    types = {bool: pa.bool_(), int: pa.int64(), date: pa.date32(), UUID: pa.string(), str: pa.string()}
    fields = [(name, types[kind]) for name, kind in COLUMNS[origin].items()]
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
"""Those that arrays count, where the question allows it."""
ENGINES: Sequence[Callable[[Any], Any]] = (*IN_MEMORY, _polars_lazy, _pandas, _pandas_arrow, _duckdb)


def frames(register: Rows, engine: Callable[[Any], Any]) -> Frames:
    """The register as tables of one engine."""
    return Frames(**{origin.value: engine(arrow(register.of(origin), origin)) for origin in Origin})
