"""Improvement actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pqr_core.errors import InvalidInputError
from pqr_core.facts import Report
from pqr_core.indicators.actions import ActionKind, ActionState, ImprovementAction, actions_among
from pqr_core.indicators.catalog import CATALOG
from pqr_core.indicators.periods import Period
from pqr_core.indicators.rows import Rows, count
from pqr_core.indicators.series import IndicatorSeries
from pqr_core.storage.memory import MemoryStore
from pqr_core.storage.sql import SqlStore

DAYS = CATALOG["tiempo_respuesta_pqr"]
MONTHS = [Period.parse("2026-03"), Period.parse("2026-05")]


def opened(register: Rows, place: int = 0) -> ImprovementAction:
    """An action about the month at a place."""
    series = IndicatorSeries.of(DAYS, count(register, [DAYS], periods=MONTHS), MONTHS)
    return ImprovementAction.opened(
        series,
        series.points[place],
        kind=ActionKind.PREVENTIVE,
        what="dos turnos más",
        responsible="jefe de atención",
        opened_on=date(2026, 4, 6),
        due_on=date(2026, 4, 30),
    )


def test_a_missed_verdict_opens_an_action_that_stays_linked(register: Rows) -> None:
    """To the indicator and its period; open up to its last day, overdue after it."""
    action = opened(register)
    assert (action.indicator, str(action.period), action.kind.label()) == (
        "tiempo_respuesta_pqr",
        "2026-03",
        "preventiva",
    )
    assert action.state(date(2026, 4, 30)) is ActionState.OPEN
    assert action.state(date(2026, 5, 1)) is ActionState.OVERDUE
    assert ActionState.OVERDUE.label("en") == "overdue"


def test_evidence_closes_it(register: Rows) -> None:
    """Once, and not without any, nor before it was opened."""
    action = opened(register)
    closed = action.closed(date(2026, 5, 4), ["acta 14"])
    assert (closed.is_open, closed.evidence) == (False, ("acta 14",))
    assert closed.state(date(2026, 5, 4)) is ActionState.CLOSED
    assert closed.state(date(2026, 5, 3)) is ActionState.OVERDUE
    with pytest.raises(InvalidInputError, match="closed already"):
        closed.closed(date(2026, 5, 5), ["x"])
    with pytest.raises(InvalidInputError, match="evidence"):
        action.closed(date(2026, 5, 4), [" "])
    with pytest.raises(InvalidInputError, match="before"):
        action.closed(date(2026, 4, 1), ["acta"])


def test_what_did_not_miss_opens_none(register: Rows) -> None:
    """A month without data is not a missed target."""
    with pytest.raises(InvalidInputError, match="no data"):
        opened(register, 1)


@pytest.mark.parametrize("make", [MemoryStore, lambda: SqlStore("sqlite://")])
def test_a_store_keeps_the_last_state_and_those_before(register: Rows, make: Callable[[], Any]) -> None:
    """One action under one key; beside it other reports; what was known before it was closed stays to be asked for."""
    action, opened_at, closed_at = opened(register), datetime(2026, 4, 6, tzinfo=UTC), datetime(2026, 5, 4, tzinfo=UTC)
    closed = action.closed(date(2026, 5, 4), ["acta 14"])
    with make() as store:
        if isinstance(store, SqlStore):
            store.create()
        for state, at in ((action, opened_at), (closed, closed_at)):
            with store.begin() as unit:
                other = Report(utility="aguas", code="sui", period="2026-03", text="")
                unit.reports.put([state.report("aguas"), other], at=at)
                unit.commit()
        with store.begin(writing=False) as unit:
            assert list(actions_among(unit.reports.stream("aguas"))) == [closed]
            assert list(actions_among(unit.reports.stream("aguas", before=closed_at))) == [action]
    with pytest.raises(InvalidInputError, match="no improvement action"):
        ImprovementAction.of_report(other)
