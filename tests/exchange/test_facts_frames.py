"""From a table of cases as people keep it to indicators: on every engine, without guesses, all faults at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from attrs import asdict, evolve

pytest.importorskip("duckdb")
pytest.importorskip("pandas")

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from tests.indicators import registers

from pqr_core import colombia
from pqr_core.errors import EventBeforeFilingError, FrameError, InvalidInputError
from pqr_core.facts import APART, Facts
from pqr_core.indicators.base import Indicator
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.sources import Frames, Rows

MARCH = Period.parse("2026-03")
FILED = date(2026, 3, 2)
ROWS: dict[str, list[Any]] = {
    "Nro": ["R-1", "R-2", "R-3", "R-4", "R-5"],
    "Clase": ["RR", "queja", "sugerencia", "reclamo", "consulta"],
    "Entró": [FILED] * 5,
    "Salió": [date(2026, 3, 13), None, None, date(2026, 3, 31), None],
    "Sentido": ["A", None, None, "no_accede", None],
    "Contento": ["SI", None, None, "NO", None],
    "Cuenta": [1, 2, 3, 4, 5],
}
COLUMNS = {
    "radicado": "Nro",
    "tipo": "Clase",
    "filed_on": "Entró",
    "answered_on": "Salió",
    "resultado": "Sentido",
    "satisfied": "Contento",
    "account": "Cuenta",
}
VALUES: dict[str, dict[Any, Any]] = {
    "tipo": {"RR": "recurso_reposicion"},
    "resultado": {"A": "accede"},
    "satisfied": {"SI": True, "NO": False},
}
TYPES = {"Entró": pa.date32(), "Salió": pa.date32(), "Cuenta": pa.int64()}
ARROW = pa.table({name: pa.array(values, TYPES.get(name, pa.string())) for name, values in ROWS.items()})


def _objects(_: Any) -> Any:
    return pd.DataFrame(ROWS, dtype=object)


def _found(_: Any) -> Any:
    return pd.DataFrame(ROWS)


def _texts(_: Any) -> Any:
    text = {name: [str(v) if isinstance(v, date) else v for v in values] for name, values in ROWS.items()}
    return pl.DataFrame(text).with_columns(pl.col("Clase").cast(pl.Categorical))


EAGER = [each for each in registers.ENGINES if each.__name__ not in ("_polars_lazy", "_duckdb")]
LAZY = [each for each in registers.ENGINES if each not in EAGER]
every = pytest.mark.parametrize("engine", [*registers.ENGINES, _objects, _found, _texts])
in_memory = pytest.mark.parametrize("engine", EAGER)
lazy = pytest.mark.parametrize("engine", LAZY)

TIME = colombia.INDICATORS["tiempo_respuesta_pqr"]
NEEDED = ("tiempo_respuesta_pqr", "tiempo_respuesta_pqr_calendario", "oportunidad", "tasa_favorabilidad")


def facts(frame: Any, **options: Any) -> Any:
    """The facts of a table with the headings above."""
    return colombia.facts_from_frame(frame, **{"columns": COLUMNS, "values": VALUES, "utility": "aguas", **options})


def rows_of(frame: Any) -> list[dict[str, Any]]:
    """The rows by radicado, with None for missing values."""
    held = frame.collect() if hasattr(frame, "collect") else frame
    arrow = pa.table(held.to_arrow_table() if hasattr(held, "to_arrow_table") else held)

    def plain(value: Any) -> Any:
        if value is None or value != value:  # noqa: PLR0124 - NaN
            return None
        return value.date() if isinstance(value, datetime) else value

    rows = [{name: plain(value) for name, value in row.items()} for row in arrow.to_pylist()]
    return sorted(rows, key=lambda row: row["radicado"])


@every
def test_a_register_is_counted(engine: Callable[[Any], Any]) -> None:
    """It has the time to answer with open and overdue cases, the share in term, the granted ones, and their cases."""
    source = Frames(facts=facts(engine(ARROW)))
    indicators = [colombia.INDICATORS[code] for code in NEEDED]
    counts = count(source, indicators, periods=["2026-03"])
    shown = {each.code: counts.result(each, "2026-03").text() for each in indicators}
    # Nine business days and 20; due on 24 March all but the consulta and the sugerencia, of which one came in time.
    assert shown == {
        "tiempo_respuesta_pqr": "14,5 días hábiles",
        "tiempo_respuesta_pqr_calendario": "20,0 días calendario",
        "oportunidad": "33,3 %",
        "tasa_favorabilidad": "50,0 %",
    }
    assert [counts.standing(each, MARCH.last_day) for each in TIME.beside] == [2, 1]
    assert [each.radicado for each in behind(source, TIME, "2026-03").denominator] == ["R-1", "R-4"]


@every
def test_what_follows_is_told(engine: Callable[[Any], Any]) -> None:
    """Each row gets what follows from the law and its words; a column that was not given is not added."""
    found = facts(engine(ARROW))
    rows = rows_of(found)
    assert [row["tipo"] for row in rows] == ["recurso_reposicion", "queja", "sugerencia", "reclamo", "consulta"]
    assert [row["due_on"] for row in rows] == [date(2026, 3, 24)] * 2 + [None, date(2026, 3, 24), date(2026, 4, 16)]
    assert [row["ended_on"] for row in rows] == [None, None, FILED, None, None]
    assert [row["denied"] for row in rows] == [False, None, None, True, None]
    assert [row["satisfied"] for row in rows] == [True, None, None, False, None]
    assert [row["calendar_days_to_answer"] for row in rows] == [11, None, None, 29, None]
    assert [row["account"] for row in rows] == ["1", "2", "3", "4", "5"]
    assert {row["utility"] for row in rows} == {"aguas"}
    assert {row["suspended_until"] for row in rows} == {None}
    assert not rows[0].keys() & {"recurso_filed", "repeat_of", "notified_on", "Nro", "case_id"}
    relapse = colombia.INDICATORS["reincidencia"]
    with pytest.raises(FrameError, match=r"columns are missing: .*repeat_of"):
        count(Frames(facts=found), [relapse], periods=["2026-03"])


def test_our_own_rows_are_facts_already() -> None:
    """Our own rows, as pandas objects, do not change."""
    row = Facts(
        utility="aguas",
        radicado="R-1",
        tipo="queja",
        filed_on=FILED,
        due_on=date(2026, 3, 30),  # an extension that only the row knows
        answered_on=date(2026, 3, 27),
        business_days_to_answer=17,
        calendar_days_to_answer=25,
        repeat_of=UUID(int=7),
    )
    waiting = evolve(row, radicado="R-2", case_id=UUID(int=2), due_on=None, answered_on=None, repeat_of=None)
    waiting = evolve(
        waiting,
        business_days_to_answer=None,
        calendar_days_to_answer=None,
        suspended_from=date(2026, 3, 4),
        suspended_until=date(2026, 4, 4),
        due_if_lapsed_on=date(2026, 4, 27),
        days_left=13,
    )
    own = [row, waiting]
    told = [asdict(each, filter=lambda attribute, _: not attribute.metadata.get(APART)) for each in own]
    every_one: list[Indicator] = [
        each for each in colombia.INDICATORS.values() if {m.origin.value for m in each.measures} == {"facts"}
    ]
    days = [date(2026, 3, 31), date(2026, 5, 31)]
    expected = count(Rows(facts=own), every_one, periods=[MARCH], days=days)
    for table in (pd.DataFrame(told), pl.DataFrame(told, strict=False)):
        found = count(Frames(facts=colombia.facts_from_frame(table)), every_one, periods=[MARCH], days=days)
        assert found.histograms == expected.histograms


@in_memory
def test_all_that_is_wrong_is_told_at_once(engine: Callable[[Any], Any]) -> None:
    """One error has every wrong name, missing column, type, word and empty cell, in both languages."""
    broken = ARROW.set_column(2, "Entró", pa.array([FILED, None, FILED, None, FILED], pa.date32()))
    columns = {**COLUMNS, "canal": "Canal", "caudal": "Nro", "notified_on": "Cuenta"}
    values = {"tipo": {"RR": "recurso"}, "resultado": {"A": "accede"}, "motivo": {"a": "b"}}
    with pytest.raises(FrameError) as refused:
        facts(engine(broken), columns=columns, values=values)
    assert refused.value.code == "tabla_invalida"
    for lang, told in (
        (
            "es",
            (
                "caudal no es una columna de hechos: utility, radicado,",
                "(¿quiso decir 'causal'?)",
                "motivo no es una columna de hechos",
                "canal: no hay columna 'Canal'; hay Nro, Clase,",
                "tipo: se esperaba uno de peticion,",
                "llegó 'recurso'",
                "Clase: no se sabe qué significa 'RR'; dígalo con values",
                "Contento: no se sabe qué significa 'NO', 'SI'; dígalo con values",
                "Entró: filas sin valor: 2, la primera 1",
                "Cuenta: se esperaba una columna de fechas",
            ),
        ),
        (
            "en",
            (
                "caudal is not a column of facts: utility, radicado,",
                "canal: there is no column 'Canal'; there are Nro,",
                "Clase: what 'RR' means is not known; say it with values",
                "Entró: rows without a value: 2, the first one 1",
                "Cuenta: expected a column of dates",
            ),
        ),
    ):
        message = refused.value.message(lang)  # type: ignore[arg-type]
        assert [part for part in told if part not in message] == []


def test_what_is_needed_is_named_with_what_is_there() -> None:
    """A table without type and day of filing is refused, with the columns it has."""
    with pytest.raises(FrameError) as refused:
        colombia.facts_from_frame(pl.DataFrame({"a": [1], "b": [2]}))
    assert refused.value.message("en") == (
        "frame: tipo is missing; say which column it is with columns={'tipo': ...}; there are a, b; "
        "filed_on is missing; say which column it is with columns={'filed_on': ...}; there are a, b"
    )


@lazy
def test_a_lazy_table_is_known_by_its_columns(engine: Callable[[Any], Any]) -> None:
    """A wrong column type is refused; an unknown word, or a row without a day, gives null."""
    with pytest.raises(FrameError, match="Nro: expected a column of dates"):
        facts(engine(ARROW), columns={**COLUMNS, "notified_on": "Nro"})
    for name, kind in (("satisfied", "truths"), ("days_left", "whole numbers"), ("repeat_of", "identifiers")):
        heading = "Entró" if name != "satisfied" else "Cuenta"
        with pytest.raises(FrameError, match=f"{heading}: expected a column of {kind}"):
            facts(engine(ARROW), columns={**COLUMNS, name: heading}, values={})
    broken = ARROW.set_column(2, "Entró", pa.array([FILED, None, FILED, FILED, FILED], pa.date32()))
    rows = rows_of(facts(engine(broken), values={**VALUES, "tipo": {}}))
    assert [row["tipo"] for row in rows] == [None, "queja", "sugerencia", "reclamo", "consulta"]
    assert [row["due_on"] is None for row in rows] == [True, True, True, False, False]
    renamed = rows_of(facts(engine(ARROW), values={**VALUES, "radicado": {"R-1": "A-1"}}))
    assert [row["radicado"] for row in renamed] == ["A-1", "R-2", "R-3", "R-4", "R-5"]


def test_columns_of_other_types() -> None:
    """Whole numbers as fractions, identifiers, days of pandas with hours, text days, a column that is empty."""
    base = {"tipo": ["queja", "queja"], "filed_on": [FILED, FILED]}
    found = colombia.facts_from_frame(pd.DataFrame({**base, "days_left": [3.0, np.nan]}))
    assert found["days_left"].tolist() == [3, pd.NA]
    found = colombia.facts_from_frame(
        pl.DataFrame({**base, "repeat_of": [str(UUID(int=1)), None], "canal": [None] * 2})
    )
    assert found["repeat_of"].to_list() == [str(UUID(int=1)), None]
    assert found.schema["canal"] == pl.String
    for wrong, told in (
        ({"days_left": [3.5, 1.0]}, "days_left: expected a column of whole numbers"),
        ({"days_left": [True, False]}, "days_left: expected a column of whole numbers"),
        ({"radicado": [20251200000000.0, 2.0]}, "radicado: expected a column of texts"),
        ({"satisfied": [1, 0]}, "satisfied: expected a column of truths"),
        ({"answered_on": ["2026-03-09", "9 de marzo"]}, "answered_on: what '9 de marzo' means is not known"),
        ({"resultado": [True, False]}, r"resultado: what .* means is not known"),
    ):
        with pytest.raises(FrameError, match=told):
            colombia.facts_from_frame(pl.DataFrame({**base, **wrong}))
    afternoon = pd.DataFrame({**base, "answered_on": pd.to_datetime(["2026-03-09 15:00", None])})
    with pytest.raises(FrameError, match="answered_on: expected"):
        colombia.facts_from_frame(afternoon)
    mixed = pd.DataFrame({**base, "satisfied": pd.Series([True, "SI"], dtype=object)})
    with pytest.raises(FrameError, match="satisfied: what 'SI' means is not known"):
        colombia.facts_from_frame(mixed)
    objects = pd.DataFrame({**base, "days_left": pd.Series([3, None], dtype=object)})
    assert colombia.facts_from_frame(objects)["days_left"].tolist() == [3, pd.NA]


def test_many_words_without_a_meaning_are_counted() -> None:
    """Ten of them are shown."""
    table = pl.DataFrame({"tipo": [f"t{number:02}" for number in range(12)], "filed_on": [FILED] * 12})
    with pytest.raises(FrameError, match=r"\(\+2\) means is not known"):
        colombia.facts_from_frame(table)


@every
def test_a_word_may_stand_for_no_value(engine: Callable[[Any], Any]) -> None:
    """As registers write it where there is no outcome, no opinion or no account."""
    none: dict[str, dict[Any, Any]] = {
        "tipo": VALUES["tipo"],
        "resultado": {"A": None},
        "satisfied": {"SI": True, "NO": None},
        "account": {2: None},
    }
    rows = {row["radicado"]: row for row in rows_of(facts(engine(ARROW), values=none))}
    assert [rows[each]["resultado"] for each in ("R-1", "R-4")] == [None, "no_accede"]
    assert [rows[each]["denied"] for each in ("R-1", "R-4")] == [None, True]
    assert [rows[each]["satisfied"] for each in ("R-1", "R-2", "R-4")] == [True, None, None]
    assert [rows[each]["account"] for each in ("R-1", "R-2", "R-3")] == ["1", None, "3"]


def test_a_word_for_no_value_leaves_days_to_be_read() -> None:
    """Beside it in a column of texts stand days; where a value is needed, its rows are counted."""
    table = pl.DataFrame({**ROWS, "Salió": ["2026-03-13", "", "N/A", None, None]}, strict=False)
    none = {**VALUES, "answered_on": {"": None, "N/A": None}}
    told = [row["answered_on"] for row in rows_of(facts(table, values=none))]
    assert told == [date(2026, 3, 13), None, None, None, None]
    with pytest.raises(FrameError, match="Clase: rows without a value: 1, the first one 0"):
        facts(ARROW, values=VALUES | {"tipo": {"RR": None}})


def test_a_number_may_be_a_word() -> None:
    """A satisfaction may be kept as 1 and 0, and a date as a word."""
    table = pl.DataFrame({"tipo": ["queja"] * 3, "filed_on": ["hoy"] * 3, "satisfied": [1, 0, None]})
    found = colombia.facts_from_frame(table, values={"satisfied": {1: True, 0: False}, "filed_on": {"hoy": FILED}})
    assert found["satisfied"].to_list() == [True, False, None]
    assert found["filed_on"].to_list() == [FILED] * 3


def test_the_profile_counts_its_own_days() -> None:
    """The profile sets Saturdays and the utility; a utility given by name comes first."""
    profile = evolve(colombia.DEFAULT_PROFILE, utility_id="rio", saturday_is_business_day=True)
    table = pl.DataFrame({"tipo": ["queja"], "filed_on": [FILED]})
    found = colombia.facts_from_frame(table, profile=profile)
    assert found["due_on"].to_list() == [colombia.due("queja", FILED, profile=profile).due_on]
    assert found["utility"].to_list() == ["rio"]
    assert colombia.facts_from_frame(table, profile=profile, utility="b")["utility"].to_list() == ["b"]
    assert "utility" not in colombia.facts_from_frame(table).columns


def test_a_row_that_the_law_refuses_is_named() -> None:
    """An answer before the filing."""
    table = pl.DataFrame({"tipo": ["queja"], "filed_on": [FILED], "answered_on": [date(2026, 3, 1)]})
    with pytest.raises(EventBeforeFilingError, match="answered_on"):
        colombia.facts_from_frame(table)
    with pytest.raises(InvalidInputError):
        colombia.facts_from_frame(table, columns={"filed_on": "answered_on"}, values={"answered_on": {1: 2}})
