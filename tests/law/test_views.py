"""A case drawn with its clocks."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest
from tests.law.stories import agenda, case, day, event

from pqr_core.errors import InvalidInputError
from pqr_core.law.views import CasePicture

CASE = case("reclamo", event("asignacion", day(1)), event("decision", day(20), resultado="no_accede"))


def test_the_picture_has_every_event_and_every_dated_clock() -> None:
    """The picture has each event on the line, each deadline with both ends, late ones in another style, and today."""
    told = agenda(CASE, day(21))
    drawn = ET.fromstring(CasePicture(CASE, told).svg())  # noqa: S314 - our own text
    dated = [row for row in told.deadlines if row.base_on is not None and row.due_on is not None]
    assert len(drawn.findall("{*}circle")) == 3
    assert len(drawn.findall("{*}rect[@rx='2']")) == len(dated)
    assert (
        len(drawn.findall("{*}rect[@class='x']"))
        == sum(row.state in ("vencido", "cumplido_tarde") for row in dated)
        > 0
    )
    said = " ".join(each.text or "" for each in drawn.findall("{*}text"))
    assert all(row.rule.label() in said for row in dated)
    assert "asignación" in said


def test_the_line_of_days_says_its_months_and_the_day_asked() -> None:
    """Each first of a month has its tick and name, and the stroke says which day it is."""
    drawn = CasePicture(CASE, agenda(CASE, day(21))).svg("en")
    assert "March 2026<" in drawn
    assert "as of Tuesday 3 March 2026" in drawn


def test_a_duty_without_a_day_has_no_clock() -> None:
    """The duty not to suspend the service has no last day, and is not drawn."""
    recurso = case("recurso_reposicion")
    told = agenda(recurso, day(2))
    assert told["no_suspender"].due_on is None
    drawn = ET.fromstring(CasePicture(recurso, told).svg())  # noqa: S314 - our own text
    assert len(drawn.findall("{*}rect[@rx='2']")) == len(told.deadlines) - 1


def test_it_shows_itself_in_a_notebook() -> None:
    """A notebook shows the picture, the permitted acts and the agenda, in English if asked."""
    view = CasePicture(CASE, agenda(CASE, date(2026, 3, 10)))
    assert "<svg" in view._repr_html_()
    assert "Procede ahora" in view.html()
    assert "May be done now" in view.html("en")


def test_the_agenda_of_another_case_is_refused() -> None:
    """A view needs the agenda of its own case."""
    with pytest.raises(InvalidInputError):
        CasePicture(CASE, agenda(case("queja"), day(2)))
