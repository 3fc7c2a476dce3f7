"""Improvement actions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from attrs import evolve

from pqr_core.colombia.indicators import INDICATORS
from pqr_core.errors import InvalidInputError
from pqr_core.indicators.actions import open_action
from pqr_core.indicators.base import Verdict
from pqr_core.indicators.counting import count
from pqr_core.indicators.periods import Period
from pqr_core.indicators.series import IndicatorSeries, Point
from pqr_core.meetings import ImprovementAction
from pqr_core.sources import Rows
from pqr_core.vocabulary import ActionKind, ActionState

DAYS = INDICATORS["tiempo_respuesta_pqr"]
MONTHS = [Period.parse("2026-03"), Period.parse("2026-05")]


def series_of(register: Rows) -> IndicatorSeries:
    """The days to answer of two months, the second without data."""
    return IndicatorSeries.of(DAYS, count(register, [DAYS], periods=MONTHS), MONTHS)


def opened(
    register: Rows, place: int = 0, *, series: IndicatorSeries | None = None, point: Point | None = None, who: str = ""
) -> ImprovementAction:
    """An action about the month at a place, or about a point of another series, by whom is named."""
    found = series_of(register)
    return open_action(
        found if series is None else series,
        found.points[place] if point is None else point,
        utility="aguas",
        kind=ActionKind.PREVENTIVA,
        what="dos turnos más",
        responsible=who or "jefe de atención",
        opened_on=date(2026, 4, 6),
        due_on=date(2026, 4, 30),
    )


def test_a_missed_verdict_opens_an_action_that_stays_linked(register: Rows) -> None:
    """To the indicator and its period; open up to its last day, overdue after it."""
    action = opened(register)
    assert (action.indicator, action.period, action.kind.label()) == ("tiempo_respuesta_pqr", "2026-03", "preventiva")
    assert action.state(date(2026, 4, 30)) is ActionState.ABIERTA
    assert action.state(date(2026, 5, 1)) is ActionState.VENCIDA
    assert ActionState.VENCIDA.label("en") == "overdue"


def test_the_same_opening_has_the_same_id(register: Rows) -> None:
    """Whatever is done to it since."""
    action = opened(register)
    assert opened(register).action_id == action.action_id == action.closed(date(2026, 5, 4), ["acta"]).action_id


def test_an_action_about_a_group_names_it(register: Rows) -> None:
    """By its columns and their values as text."""
    counts = count(register, [DAYS], by=("tipo",), periods=MONTHS)
    series = IndicatorSeries.of(DAYS, counts, MONTHS, group=("reclamo",))
    missed = evolve(series, points=(evolve(series.points[0], verdict=Verdict.MISSED),))
    action = opened(register, series=missed, point=missed.points[0])
    assert (action.by, action.group) == (("tipo",), ("reclamo",))


def test_evidence_closes_it(register: Rows) -> None:
    """Once, and not without any, nor before it was opened."""
    action = opened(register)
    closed = action.closed(date(2026, 5, 4), ["acta 14"])
    assert (closed.is_open, closed.evidence) == (False, ("acta 14",))
    assert closed.state(date(2026, 5, 4)) is ActionState.CERRADA
    assert closed.state(date(2026, 5, 3)) is ActionState.VENCIDA
    with pytest.raises(InvalidInputError, match="closed already"):
        closed.closed(date(2026, 5, 5), ["x"])
    with pytest.raises(InvalidInputError, match="evidence"):
        action.closed(date(2026, 5, 4), [" "])
    with pytest.raises(InvalidInputError, match="before"):
        action.closed(date(2026, 4, 1), ["acta"])


@pytest.mark.parametrize("column", ["what", "responsible", "indicator"])
@pytest.mark.parametrize("text", ["", "  "])
def test_an_action_says_what_and_who(register: Rows, column: str, text: str) -> None:
    """An empty text is refused by its place."""
    changes: dict[str, Any] = {column: text}
    with pytest.raises(InvalidInputError, match=column):
        evolve(opened(register), **changes)


def test_evidence_is_several_texts(register: Rows) -> None:
    """One text is not taken for its letters, and what is no text is refused."""
    not_texts: Any = ("acta 14", [3], ["a\0b"])
    for evidence in not_texts:
        with pytest.raises(InvalidInputError, match="evidence"):
            opened(register).closed(date(2026, 5, 4), evidence)


def test_another_one_is_responsible_for_another_action(register: Rows) -> None:
    """Two offices that do the same about the same verdict have an action each."""
    north, south = (opened(register, who=who) for who in ("norte", "sur"))
    assert north.action_id != south.action_id


def test_a_point_of_another_series_is_refused(register: Rows) -> None:
    """The action would name an indicator that did not miss."""
    with pytest.raises(InvalidInputError, match="is not a point of this series"):
        opened(register, series=evolve(series_of(register), points=()))


def test_what_did_not_miss_opens_none(register: Rows) -> None:
    """A month without data is not a missed target."""
    with pytest.raises(InvalidInputError, match="no data"):
        opened(register, 1)


@pytest.mark.parametrize("group", ["norte", 5, (3,)])
def test_a_group_is_several_values(register: Rows, group: Any) -> None:
    """One text is not taken for its letters."""
    with pytest.raises(InvalidInputError, match="group"):
        evolve(opened(register), group=group)
