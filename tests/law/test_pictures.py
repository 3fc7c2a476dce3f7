"""Deadlines and agendas in pictures: days, tables and HTML."""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve
from tests.law.stories import agenda, at, case, event

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.drawing.text import plain, width_of
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.pictures import STATE_STYLES, day_table, deadline_table, months_of
from pqr_core.vocabulary import LegalState

MONDAY = date(2026, 3, 16)
RECLAMO = colombia.due("reclamo", MONDAY)
EXTENDED = agenda(
    case(
        "peticion_general",
        event("requerimiento", date(2026, 3, 9)),
        event("complemento", date(2026, 3, 24)),
        event("prorroga", date(2026, 4, 6), hasta=date(2026, 4, 30)),
        filed=date(2026, 3, 2),
    ),
    date(2026, 4, 10),
)
LATE = agenda(
    case(
        "reclamo",
        event("decision", date(2026, 4, 10), resultado="accede"),
        event("envio_citacion", date(2026, 4, 13)),
        filed=MONDAY,
    ),
    date(2026, 4, 14),
)


def test_a_restarted_term_is_drawn_from_its_restart() -> None:
    """The day it is counted from is 24 March, when the petition was completed, and not 2 March, when it was filed."""
    events = (event("requerimiento", date(2026, 3, 9)), event("complemento", date(2026, 3, 24)))
    told = agenda(
        case("peticion_general", *events, filed=date(2026, 3, 2)), date(2026, 3, 25), {"art17_resume": "restart"}
    )
    drawn = plain(months_of(told["respuesta"]))
    assert "24o" in drawn
    assert " 2o" not in drawn


def test_the_calendar_marks_every_day_of_the_walk() -> None:
    """Every day of the trace is marked, with a symbol of the key."""
    picture = plain(months_of(EXTENDED["respuesta"]))
    for expected in (" 2o", " 3+", " 7-", "10~", "24~", "25+", " 2*", "10>", "16!"):
        assert expected in picture
    assert "+ contado" in picture
    assert "~ suspendido" in picture
    assert all(width_of(line) <= 80 for line in picture.splitlines())


def test_every_state_has_its_style() -> None:
    """The table of styles has every state."""
    assert set(STATE_STYLES) == set(LegalState)


def test_the_day_table_numbers_the_days_that_count() -> None:
    """The table has fifteen numbers in order, and a reason for each other day."""
    lines = plain(day_table(RECLAMO)).splitlines()[2:]
    assert next(line for line in lines if line.startswith("jueves 9 de abril")).split()[6] == "15"
    assert any("festivo: San José" in line for line in lines)


def test_the_table_of_deadlines_fits_a_terminal() -> None:
    """Norms are broken within their column."""
    lines = plain(deadline_table(LATE)).splitlines()
    assert all(width_of(line) <= 80 for line in lines)
    assert any("cumplido tarde" in line for line in lines)


@pytest.mark.parametrize(
    "shown", [RECLAMO, EXTENDED["respuesta"], LATE, EXTENDED], ids=["due", "answer", "late", "ext"]
)
def test_html_stands_alone_and_tells_norm_and_marks(shown: Agenda | Deadline) -> None:
    """A notebook gets the style, the sentences and the months with a symbol for each mark."""
    html = shown._repr_html_()
    assert '<div class="pqr part">' in html
    assert ".pqr.part{color-scheme:light dark;background:Canvas;color:CanvasText" in html  # whatever the notebook's is
    assert html.startswith("<style>")
    assert "art. 1" in html
    assert "<span>*</span>" in html
    assert "<script" not in html


def test_html_escapes_what_the_user_wrote() -> None:
    """A radicado that looks like markup is shown, not run."""
    told = case("reclamo", filed=MONDAY, radicado="<b>R</b>")
    assert "&lt;b&gt;R&lt;/b&gt;" in agenda(told, date(2026, 3, 17))._repr_html_()


def test_a_term_of_hours_shows_its_hour_in_the_table() -> None:
    """Reconnection is due at an hour, not at midnight."""
    removed = event("causa_eliminada", at(date(2026, 3, 18), 10, 30))
    shown = plain(deadline_table(agenda(case("reclamo", removed, filed=MONDAY), date(2026, 3, 19))))
    assert "2026-03-19 10:30" in shown


def test_a_closure_has_its_mark() -> None:
    """A day on which the company did not attend is marked, and its act stands in the table of days."""
    profile = evolve(colombia.DEFAULT_PROFILE, closures=(Closure(date(2026, 3, 18), act="Resolución 7 de 2026"),))
    deadline = colombia.due("reclamo", MONDAY, profile=profile)
    assert "18x" in plain(months_of(deadline))
    assert "cierre: Resolución 7 de 2026" in plain(day_table(deadline))


def test_what_has_no_day_has_no_picture() -> None:
    """A deadline without a day has a text and no picture."""
    deadline = agenda(case("recurso_reposicion", filed=MONDAY), date(2026, 3, 17))["no_suspender"]
    deadline = evolve(deadline, base_on=None)
    assert months_of(deadline) == []
    assert 'class="months"' not in deadline._repr_html_()
    assert "art. 155" in deadline.text()


def test_a_date_given_has_no_days_to_fold_away() -> None:
    """The order of a control body has its date and no count."""
    found = agenda(case("requerimiento_autoridad", filed=MONDAY, fecha_limite=date(2026, 3, 26)), date(2026, 3, 17))
    assert "<details>" not in found["respuesta"]._repr_html_()


def test_tables_keep_the_marks_of_confidence() -> None:
    """A norm that was not read is marked in the tables of the office, and not in the letter."""
    visit = event("visita_programada", date(2026, 3, 17), fecha=date(2026, 3, 31))
    found = agenda(case("reclamo", visit, filed=MONDAY), date(2026, 3, 18))
    assert "citada" in plain(deadline_table(found))
    assert "citada" not in found.text()
