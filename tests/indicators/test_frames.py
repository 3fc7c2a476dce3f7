"""What tables of an engine may contain: days, whole numbers, empty columns; and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("pandas")
pytest.importorskip("pyarrow")

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
from attrs import asdict, evolve
from tests.indicators import registers

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.errors import FrameError, InvalidInputError, NotADateError
from pqr_core.facts import APART, Facts, case_id_of
from pqr_core.indicators.base import Result, Undefined, Value, Why
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.counts import Counted
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.sources import Frames, Origin, Rows
from pqr_core.vocabulary import Outcome

MARCH = Period.parse("2026-03")
DAYS = evolve(INDICATORS["tiempo_respuesta_pqr_calendario"], beside=())


def result(facts: Any) -> Result:
    """The days to answer of March."""
    return count(Frames(facts=facts), [DAYS], periods=[MARCH]).result(DAYS, MARCH)


def test_times_of_day_are_no_legal_days() -> None:
    """An answer of the last afternoon of the month would be left out of it in silence; midnights are days."""
    days = {"calendar_days_to_answer": [7, 9, None]}
    with pytest.raises(NotADateError, match="answered_on"):
        result(pd.DataFrame({"answered_on": pd.to_datetime(["2026-03-31 15:00", "2026-03-05 00:00", None]), **days}))
    with pytest.raises(NotADateError, match="answered_on"):
        result(pl.DataFrame({"answered_on": [datetime(2026, 3, 31), datetime(2026, 3, 5), None], **days}))
    taken = result(pd.DataFrame({"answered_on": pd.to_datetime(["2026-03-31", "2026-03-05", None]), **days}))
    assert isinstance(taken, Value)
    assert taken.exact == 8


@pytest.mark.parametrize("engine", registers.ENGINES)
def test_half_a_day_is_no_whole_number(engine: Callable[[Any], Any]) -> None:
    """Rounded it would differ from engine to engine; 7.0 is whole."""
    day = date(2026, 3, 5)

    def table(numbers: list[Any]) -> Any:
        return engine(pa.table({"answered_on": [day] * len(numbers), "calendar_days_to_answer": numbers}))

    whole = result(table([7.0, 9.0, None]))
    assert isinstance(whole, Value)
    assert whole.exact == 8
    for wrong in ([7.5, 9.0], ["7", "x"]):
        with pytest.raises(InvalidInputError, match="calendar_days_to_answer"):
            result(table(wrong))


@pytest.mark.parametrize(
    "facts",
    [
        pl.DataFrame({"answered_on": [None, None], "calendar_days_to_answer": [7, None]}),
        pl.LazyFrame({"answered_on": [None, None], "calendar_days_to_answer": [None, None]}),
        pd.DataFrame({"answered_on": [None, None], "calendar_days_to_answer": [7, None]}),
        pd.DataFrame({"answered_on": [float("nan")] * 2, "calendar_days_to_answer": [None, None]}),
        pa.table({"answered_on": [None, None], "calendar_days_to_answer": [None, None]}),
        pl.DataFrame({"answered_on": [], "calendar_days_to_answer": []}),
    ],
)
def test_a_column_that_is_empty_in_every_row_may_have_any_type(facts: Any) -> None:
    """Nobody has answered yet: an engine cannot know that these would be days."""
    assert result(facts).text() == "sin datos"


def test_duckdb_has_empty_columns_too() -> None:
    """NULL without a type."""
    assert result(duckdb.sql("SELECT NULL answered_on, NULL calendar_days_to_answer")).text() == "sin datos"


def test_a_group_by_an_identifier_leads_to_its_cases() -> None:
    """Also where the engine keeps UUIDs as objects."""
    indicator, first = INDICATORS["reincidencia"], UUID(int=1)
    facts = pd.DataFrame(
        {
            "utility": "a",
            "case_id": [UUID(int=2), UUID(int=3)],
            "radicado": ["R-2", None],
            "filed_on": pd.to_datetime(["2026-03-02", "2026-03-03"]),
            "repeat_of": [first, None],
            "repeat_days": 180,
            "fingerprint": "f",
        }
    )
    for column, group, key in (("repeat_of", first, UUID(int=2)), ("repeat_of", None, UUID(int=3))):
        found = behind(Frames(facts=facts), indicator, MARCH, by=(column,), group=(group,))
        assert [each.key for each in found.denominator] == [key]


def test_the_cases_behind_a_value_need_their_names() -> None:
    """A table without them is refused by the column it lacks."""
    table = pl.DataFrame({"answered_on": [date(2026, 3, 5)], "calendar_days_to_answer": [7], "radicado": ["R-1"]})
    with pytest.raises(FrameError, match="facts: columns are missing: utility;"):
        behind(Frames(facts=table), DAYS, MARCH)
    named = Frames(facts=table.with_columns(utility=pl.lit("aguas")))
    (case,) = behind(named, DAYS, MARCH).denominator
    assert case == Counted("aguas", case_id_of("aguas", "R-1"), "R-1")  # as of the same row made directly
    with pytest.raises(FrameError, match="radicado: a row without radicado needs its case_id"):
        behind(Frames(facts=named.facts.with_columns(radicado=pl.lit(None, pl.String))), DAYS, MARCH)


def test_all_that_is_missing_is_named_at_once() -> None:
    """Not one column at a time."""
    whole = INDICATORS["tiempo_respuesta_pqr"]
    table = pl.DataFrame({"answered_on": [date(2026, 3, 5)], "business_days_to_answer": [7]})
    with pytest.raises(FrameError) as refused:
        count(Frames(facts=table), [whole], periods=[MARCH])
    assert refused.value.message("en") == (
        "facts: columns are missing: due_if_lapsed_on, due_on, ended_on, filed_on, suspended_from, suspended_until; "
        "the table has answered_on, business_days_to_answer"
    )
    assert refused.value.message("es").startswith("hechos: faltan columnas: due_if_lapsed_on, due_on, ")


OBJECTS = {"object": object, "found": None}


@pytest.mark.parametrize("dtype", OBJECTS.values(), ids=OBJECTS)
def test_what_is_not_known_is_not_overdue_zero_times(dtype: Any) -> None:
    """A register filled up with None has two open cases, and nobody knows how many of them are overdue."""
    whole = INDICATORS["tiempo_respuesta_pqr"]
    filed = [date(2026, 1, 5), date(2026, 1, 5), date(2026, 3, 2)]
    columns: dict[str, Any] = {
        "filed_on": filed,
        "answered_on": [None, None, date(2026, 3, 9)],
        "business_days_to_answer": [None, None, 5],
        **dict.fromkeys(("due_on", "due_if_lapsed_on", "ended_on", "suspended_from", "suspended_until"), [None] * 3),
    }
    table = pd.DataFrame({name: pd.Series(values, dtype=dtype) for name, values in columns.items()})
    counts = count(Frames(facts=table), [whole], periods=["2026-03"])
    assert counts.result(whole, "2026-03").exact == 5
    assert [counts.standing(each, MARCH.last_day) for each in whole.beside] == [2, None]
    series = IndicatorSeries.of(whole, counts, ["2026-03"])
    assert series.text().endswith("cumple  2 abiertos, vencidos: desconocido")
    assert series.text("en").endswith("met  2 open, overdue: unknown")
    assert "desconocido" in series._repr_html_()
    assert series.records()[0]["vencidos"] is None
    assert series.to_frame()["vencidos"].to_list() == [None]


def test_our_own_rows_are_counted_again() -> None:
    """Rows as pandas keeps them: dates, truth values and identifiers as objects."""
    row = Facts(
        utility="aguas",
        radicado="R-1",
        tipo="queja",
        filed_on=date(2026, 3, 2),
        due_on=date(2026, 3, 24),
        answered_on=date(2026, 3, 9),
        business_days_to_answer=5,
        calendar_days_to_answer=7,
        resultado=Outcome.ACCEDE,
        satisfied=True,
    )
    rows = [row, evolve(row, radicado="R-2", case_id=UUID(int=2), answered_on=None, resultado=None, satisfied=None)]
    rows[1] = evolve(rows[1], business_days_to_answer=None, calendar_days_to_answer=None)
    told = [asdict(each, filter=lambda attribute, _: not attribute.metadata.get(APART)) for each in rows]
    every = [each for each in INDICATORS.values() if all(m.origin is Origin.FACTS for m in each.measures)]
    expected = count(Rows(facts=rows), every, periods=[MARCH])
    for table in (pd.DataFrame(told), pd.DataFrame(told, dtype=object), pl.DataFrame(told, strict=False)):
        found = count(Frames(facts=table), every, periods=[MARCH])
        assert found.histograms == expected.histograms
    (case,) = behind(Frames(facts=pd.DataFrame(told)), DAYS, MARCH).denominator
    assert case.key == row.case_id


SATISFACTION = INDICATORS["satisfaccion_cliente"]


def surveyed(satisfied: Any) -> Result:
    """The satisfaction of the year, from a column of answers."""
    day = pd.to_datetime(["2026-03-05"] * len(satisfied))
    surveys = pd.DataFrame({"answered_on": day, "satisfied": satisfied})
    return count(Frames(surveys=surveys), [SATISFACTION], periods=["2026"]).result(SATISFACTION, "2026")


@pytest.mark.parametrize(
    "words",
    [["SI", "SI", "SI", "NO"], [1, 1, 0, 1], [1.0, None, 0.0], pd.Series(["SI", None, True], dtype=object)],
    ids=["words", "numbers", "fractions", "one word among them"],
)
def test_words_are_no_truth_values(words: Any) -> None:
    """Three times SI and one NO was 0,0 %."""
    with pytest.raises(FrameError, match="satisfied: expected"):
        surveyed(words)


@pytest.mark.parametrize(
    "answers",
    [pd.Series([True, None, False, True], dtype=kind) for kind in (object, "boolean")]
    + [pd.Series(np.array([np.True_, None, np.False_, np.True_], dtype=object))],
    ids=["objects", "nullable", "of NumPy"],
)
def test_an_answer_that_was_not_given_is_not_counted(answers: Any) -> None:
    """One of two satisfied, and one who did not say, was a third."""
    assert surveyed(answers).exact == Fraction(200, 3)


@pytest.mark.parametrize("engine", registers.ENGINES)
@pytest.mark.parametrize("kind", [pa.null(), pa.string(), pa.int64(), pa.bool_()], ids=str)
def test_nobody_answered(engine: Callable[[Any], Any], kind: Any) -> None:
    """A column that is empty in every row may be of any type."""
    columns = {"answered_on": pa.array([date(2026, 3, 5)] * 2), "satisfied": pa.array([None, None], kind)}
    counts = count(Frames(surveys=engine(pa.table(columns))), [SATISFACTION], periods=["2026"])
    assert counts.result(SATISFACTION, "2026") == Undefined(Why.ZERO_DENOMINATOR)


def test_the_decimal_numbers_of_a_database_are_numbers() -> None:
    """As pandas gets them of a column NUMERIC; each must be whole, as every number that is counted."""
    fine = pd.to_datetime(["2026-03-05"] * 3)

    def table(*numbers: object) -> pd.DataFrame:
        return pd.DataFrame({"answered_on": fine, "calendar_days_to_answer": pd.Series(numbers, dtype=object)})

    assert result(table(Decimal("7.00"), Decimal(9), None)).exact == 8
    for number in ("7.5", "Infinity"):
        with pytest.raises(InvalidInputError, match="calendar_days_to_answer: expected a whole number"):
            result(table(Decimal(number), Decimal(9), Decimal(9)))


def test_objects_of_another_kind_are_refused() -> None:
    """Text among days, a fraction of text among numbers, a number among words."""
    days = {"answered_on": pd.Series([date(2026, 3, 5), "ayer"], dtype=object), "calendar_days_to_answer": [7, 7]}
    with pytest.raises(NotADateError, match="answered_on"):
        result(pd.DataFrame(days))
    fine = pd.to_datetime(["2026-03-05"] * 2)
    for numbers in ([7, "siete"], [7, True]):
        table = {"answered_on": fine, "calendar_days_to_answer": pd.Series(numbers, dtype=object)}
        with pytest.raises(FrameError, match="calendar_days_to_answer: expected a number"):
            result(pd.DataFrame(table))
    table = {"answered_on": fine, "calendar_days_to_answer": [7, 7], "tipo": pd.Series(["queja", 3], dtype=object)}
    with pytest.raises(FrameError, match="tipo: expected text, got int"):
        count(Frames(facts=pd.DataFrame(table)), [DAYS], by=("tipo",), periods=[MARCH])
    table = {"answered_on": fine, "calendar_days_to_answer": pd.Series([7.0, 9], dtype=object)}
    assert result(pd.DataFrame(table)).exact == 8
