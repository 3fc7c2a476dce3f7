"""What tables of an engine may hold: days, whole numbers, empty columns, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

pytest.importorskip("duckdb")
pytest.importorskip("pandas")
pytest.importorskip("pyarrow")

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
from attrs import evolve
from tests.indicators import registers

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.errors import InvalidInputError, NotADateError
from pqr_core.indicators.base import Result, Value
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.sources import Frames

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
        }
    )
    for column, group, key in (("repeat_of", first, UUID(int=2)), ("repeat_of", None, UUID(int=3))):
        found = behind(Frames(facts=facts), indicator, MARCH, by=(column,), group=(group,))
        assert [each.key for each in found.denominator] == [key]


def test_the_cases_behind_a_value_need_their_names() -> None:
    """A table without them is refused by the column it lacks."""
    table = pl.DataFrame({"answered_on": [date(2026, 3, 5)], "calendar_days_to_answer": [7], "radicado": ["R-1"]})
    with pytest.raises(InvalidInputError, match="case_id: no such column"):
        behind(Frames(facts=table), DAYS, MARCH)
