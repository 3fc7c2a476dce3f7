"""A case drawn with its clocks."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from tests.law.stories import agenda, case, day, event

from pqr_core.errors import InvalidInputError
from pqr_core.law.views import CaseView

CASE = case("reclamo", event("asignacion", day(1)), event("decision", day(20), resultado="no_accede"))


def test_the_picture_has_every_event_and_every_dated_clock() -> None:
    """Each event stands on the line, each clock with both ends under it, late ones apart, and today."""
    told = agenda(CASE, day(21))
    drawn = ET.fromstring(CaseView(CASE, told).svg())  # noqa: S314 - our own text
    dated = [row for row in told.deadlines if row.base_on is not None and row.due_on is not None]
    assert len(drawn.findall("{*}circle")) == 3
    assert len(drawn.findall("{*}rect")) == len(dated)
    assert (
        len(drawn.findall("{*}rect[@class='x']"))
        == sum(row.state in ("vencido", "cumplido_tarde") for row in dated)
        > 0
    )
    said = " ".join(each.text or "" for each in drawn.findall("{*}text"))
    assert all(row.rule.label() in said for row in dated)
    assert "asignación" in said


def test_a_duty_without_a_day_has_no_clock() -> None:
    """Not to suspend the service while a recurso is decided has no last day, and is not drawn as if it had."""
    recurso = case("recurso_reposicion")
    told = agenda(recurso, day(2))
    assert told["no_suspender"].due_on is None
    drawn = ET.fromstring(CaseView(recurso, told).svg())  # noqa: S314 - our own text
    assert len(drawn.findall("{*}rect")) == len(told.deadlines) - 1


def test_it_shows_itself_in_a_notebook() -> None:
    """Picture, what may be done, and the agenda; in English when asked."""
    view = CaseView(CASE, agenda(CASE, date(2026, 3, 10)))
    assert "<svg" in view._repr_html_()
    assert "Procede ahora" in view.html()
    assert "May be done now" in view.html("en")


def test_the_agenda_of_another_case_is_refused() -> None:
    """A view is of one history."""
    with pytest.raises(InvalidInputError):
        CaseView(CASE, agenda(case("queja"), day(2)))
