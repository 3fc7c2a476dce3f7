"""Cases with a source: decisions of courts and published examples, with the skipped days and their norms."""

from __future__ import annotations

from datetime import date

import pytest
from tests.law.stories import agenda, case, event

from pqr_core import colombia
from pqr_core.calendars.business import DayKind
from pqr_core.vocabulary import LegalState


def test_consejo_de_estado_2016_01718() -> None:
    """25000-23-41-000-2016-01718-01: notified on 14 March 2016, ten days to 31 March, firm on 1 April."""
    told = case(
        "peticion_general",
        event("requerimiento", date(2016, 2, 8), hasta=date(2016, 3, 1)),
        event("desistimiento_tacito", date(2016, 3, 8)),
        event("notificacion_personal", date(2016, 3, 14)),
        filed=date(2016, 2, 1),
    )
    found = agenda(told, date(2016, 4, 1))
    assert (found["recurso"].due_on, found["recurso"].state) == (date(2016, 3, 31), LegalState.PRECLUIDO)
    assert (found["firmeza"].due_on, found["firmeza"].state) == (date(2016, 4, 1), LegalState.CUMPLIDO)
    skipped = [each.day for each in found["recurso"].trace if each.reason.kind is DayKind.HOLIDAY]
    assert skipped == [date(2016, 3, 21), date(2016, 3, 24), date(2016, 3, 25)]


@pytest.mark.parametrize(
    ("tipo", "filed", "due", "skipped"),
    [
        ("peticion_general", date(2024, 1, 15), date(2024, 2, 5), []),
        ("peticion_congreso", date(2024, 12, 25), date(2025, 1, 2), ["ano_nuevo"]),
        ("reclamo", date(2024, 3, 15), date(2024, 4, 10), ["san_jose", "jueves_santo", "viernes_santo"]),
        ("reclamo", date(2026, 6, 26), date(2026, 7, 22), ["san_pedro_y_san_pablo", "chiquinquira", "independencia"]),
    ],
)
def test_worked_examples(tipo: str, filed: date, due: date, skipped: list[str]) -> None:
    """Each ends on the published day, and its trace names the skipped holidays."""
    deadline = colombia.due(tipo, filed)
    assert deadline.due_on == due
    assert [law.law.code for each in deadline.trace for law in each.reason.holidays] == skipped


def test_dian_761_2024() -> None:
    """Concepto DIAN 761 de 2024: a national civic day is a business day of a utility that ordered no closure."""
    days = {each.day: each.number for each in colombia.due("reclamo", date(2024, 4, 12)).trace}
    assert days[date(2024, 4, 19)] == 5
    days = {each.day: each.number for each in colombia.due("reclamo", date(2024, 7, 8)).trace}
    assert days[date(2024, 7, 15)] == 5
