"""Rows, frames and SQL give the same counts for every indicator, and so the same values."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from attrs import evolve
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.indicators import registers

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.facts import Facts
from pqr_core.indicators import sql
from pqr_core.indicators.base import Indicator
from pqr_core.indicators.counting import behind, count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.questions import CountQuestion
from pqr_core.sources import Rows
from pqr_core.storage.sql import SqlStore
from pqr_core.storage.stored import Stored

AT = datetime(2026, 4, 30, tzinfo=UTC)
PERIODS = st.lists(st.sampled_from(["2025-12", "2026-01", "2026-03", "2026-Q1", "2026-S1", "2026"]), max_size=2)
BY = st.sampled_from(
    [
        (),
        ("tipo",),
        ("servicio",),
        ("servicio", "tipo"),
        ("resultado", "recurso_filed"),
        ("filed_on",),
        ("notified_on", "denied"),
        ("repeat_of",),
    ]
)
UNTIL = st.none() | st.dates(date(2025, 12, 15), date(2026, 4, 1))


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """What `count` is asked of every indicator that can be grouped so."""
    by = draw(BY)
    return {
        "by": by,
        "periods": [Period.parse(text) for text in draw(PERIODS)],
        "until": draw(UNTIL),
        "days": draw(st.lists(st.dates(date(2026, 1, 1), date(2026, 4, 1)), max_size=1)),
    }


def _all(question: dict[str, Any]) -> list[Indicator]:
    return [indicator for indicator in INDICATORS.values() if indicator.can_group_by(question["by"])]


@pytest.mark.parametrize("engine", registers.ENGINES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(register=registers.REGISTERS, question=questions())
def test_frames_agree_with_rows(engine: Callable[[Any], Any], register: Rows, question: dict[str, Any]) -> None:
    """With nulls, empty tables, open cases and groups that have no name."""
    asked = _all(question)
    assert count(registers.frames(register, engine), asked, **question) == count(register, asked, **question)


@pytest.mark.parametrize("engine", registers.ENGINES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(register=registers.REGISTERS, until=UNTIL)
def test_frames_drill_down_to_the_same_cases(engine: Callable[[Any], Any], register: Rows, until: date | None) -> None:
    """Behind every group and the whole, those without a number among them."""
    quarter = Period.parse("2026-Q1")
    tables = registers.frames(register, engine)
    for code, by in (("oportunidad", ("servicio", "tipo")), ("pendientes_por_edad", ("repeat_of", "filed_on"))):
        indicator = INDICATORS[code]
        counted = count(register, [indicator], by=by, periods=[quarter], until=until)
        for group in (None, *counted.groups(indicator)[:2]):
            found = behind(tables, indicator, quarter, by=by, group=group, until=until)
            expected = behind(register, indicator, quarter, by=by, group=group, until=until)
            assert found == expected


@pytest.fixture
def store(database_url: str) -> Iterator[SqlStore]:
    """A store with tables of its own, gone afterwards."""
    with SqlStore(database_url, prefix=f"agree{uuid4().hex[:8]}_") as store:
        store.create()
        yield store
        store.tables.metadata.drop_all(store.engine)


def _filled(store: SqlStore, register: Rows) -> None:
    with store.engine.begin() as connection:
        for table in store.tables.registers.values():
            connection.execute(table.delete())
    with store.begin(AT) as unit:
        unit.facts.put(register.facts)
        unit.volumes.put(register.volumes)
        unit.surveys.put(register.surveys)
        unit.tickets.put(register.tickets)
        unit.commit()


@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(register=registers.REGISTERS, question=questions())
def test_sql_agrees_with_rows(store: SqlStore, register: Rows, question: dict[str, Any]) -> None:
    """On every database under test, in one statement, drill-down included."""
    _filled(store, register)
    with store.read() as unit:
        stored = unit.source(registers.UTILITY)
        counted = count(register, _all(question), **question)
        assert count(stored, _all(question), **question) == counted
        indicator, period = INDICATORS["oportunidad"], Period.parse("2026-Q1")
        if indicator.can_group_by(question["by"]):
            asked = {"by": question["by"], "until": question["until"]}
            for group in (None, *counted.groups(indicator)[:2]):
                found = behind(stored, indicator, period, group=group, **asked)
                expected = behind(register, indicator, period, group=group, **asked)
                assert found == expected


def test_the_past_is_what_had_been_recorded(store: SqlStore) -> None:
    """An answer recorded late was not known on the day it was given; SQL and the rows of that day agree."""
    day, march = INDICATORS["tiempo_respuesta_pqr"], Period.parse("2026-03")
    opened = Facts(utility="aguas", radicado="R-1", tipo="queja", filed_on=date(2026, 3, 2))
    answered = evolve(opened, answered_on=date(2026, 3, 13), business_days_to_answer=9, duties=())
    for row, at in ((opened, datetime(2026, 3, 2, tzinfo=UTC)), (answered, datetime(2026, 4, 9, tzinfo=UTC))):
        with store.begin(at) as unit:
            unit.facts.put([row])
            unit.commit()
    found = []
    for before in (datetime(2026, 4, 1, 5, tzinfo=UTC), None):
        with store.read() as unit:
            known = Rows(facts=list(unit.facts.stream("aguas", before=before)))
            counted = count(unit.source("aguas", before=before), [day], periods=[march])
        assert counted == count(known, [day], periods=[march])
        found.append((counted.result(day, march).text(), counted.standing(day.beside[0], march.last_day)))
    assert found == [("sin datos", 1), ("9,0 días hábiles", 0)]


def test_days_to_answer_by_type_are_read_from_an_index_alone(tmp_path: Path) -> None:
    """SQLite says so: the register itself is not touched."""
    with SqlStore(f"sqlite:///{tmp_path / 'plan.sqlite'}") as store, store.engine.connect() as connection:
        store.create()
        stored = Stored(connection=connection, tables=store.tables, utilities=("aguas",))
        median = INDICATORS["mediana_respuesta_pqr"]
        question = CountQuestion(indicators=(evolve(median, beside=()),), by=("tipo",), periods=(Period.parse("2026"),))
        statement = sql.statement(stored, question)
        assert statement is not None
        compiled = statement.compile(store.engine, compile_kwargs={"literal_binds": True})
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}").all()
    assert any("COVERING INDEX ix_pqr_facts_measured" in str(step) for step in plan), plan
