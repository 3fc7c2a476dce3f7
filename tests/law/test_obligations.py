"""The obligations other than the answer: the state of each kind, and cases with their own dates."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.stories import FILED, agenda, at, case, day, event

from pqr_core.cases.case import Case
from pqr_core.law.obligations import state_of
from pqr_core.law.rules import Term, Unit
from pqr_core.vocabulary import Finding, Kind, LegalState

S = LegalState
DAY = timedelta(days=1)
DUE = date(2026, 2, 23)
EVE, AFTER = DUE - DAY, DUE + DAY


@pytest.mark.parametrize(
    ("kind", "open_state", "lapsed"),
    [
        (Kind.DEBER, S.PENDIENTE, S.VENCIDO),
        (Kind.CARGA, S.PENDIENTE, S.PRECLUIDO),
        (Kind.FACULTAD, S.DISPONIBLE, S.PRECLUIDO),
    ],
)
def test_what_is_neither_met_nor_moot(kind: Kind, open_state: LegalState, lapsed: LegalState) -> None:
    """It is open until the end of its day, then lapsed in the way of its kind; without a day it never lapses."""
    assert state_of(kind, DUE, EVE, None, None) is open_state
    assert state_of(kind, DUE, DUE, None, None) is open_state
    assert state_of(kind, DUE, AFTER, None, None) is lapsed
    assert state_of(kind, None, AFTER, None, None) is open_state


def test_an_effect_comes_by_itself() -> None:
    """Pending before its day, fulfilled from that day on, pending for ever without one."""
    assert state_of(Kind.EFECTO, DUE, EVE, None, None) is S.PENDIENTE
    assert state_of(Kind.EFECTO, DUE, DUE, None, None) is S.CUMPLIDO
    assert state_of(Kind.EFECTO, None, AFTER, None, None) is S.PENDIENTE
    assert state_of(Kind.EFECTO, None, AFTER, None, DUE) is S.NO_APLICA


@pytest.mark.parametrize("kind", [Kind.DEBER, Kind.CARGA, Kind.FACULTAD])
def test_met_on_its_day_or_later(kind: Kind) -> None:
    """Met on the last day it is in time, later it is late; without a day it is always in time."""
    assert state_of(kind, DUE, AFTER, DUE, None) is S.CUMPLIDO
    assert state_of(kind, DUE, AFTER, AFTER, None) is S.CUMPLIDO_TARDE
    assert state_of(kind, None, AFTER, AFTER, None) is S.CUMPLIDO


def test_whichever_happens_first_decides() -> None:
    """Met before it was moot, it is met; moot before, it is moot; on the same day met wins."""
    assert state_of(Kind.DEBER, DUE, AFTER, EVE, DUE) is S.CUMPLIDO
    assert state_of(Kind.DEBER, DUE, AFTER, DUE, EVE) is S.NO_APLICA
    assert state_of(Kind.DEBER, DUE, AFTER, DUE, DUE) is S.CUMPLIDO
    assert state_of(Kind.DEBER, DUE, AFTER, AFTER, AFTER) is S.CUMPLIDO_TARDE


def test_a_power_is_spent_when_it_is_moot() -> None:
    """After the answer, nothing more can be required."""
    assert state_of(Kind.FACULTAD, DUE, EVE, None, EVE) is S.PRECLUIDO
    assert state_of(Kind.CARGA, DUE, EVE, None, EVE) is S.NO_APLICA


some_day = st.dates(date(2026, 1, 1), date(2026, 3, 31))


@given(st.sampled_from(list(Kind)), some_day, some_day, st.none() | some_day, st.none() | some_day)
def test_a_lapse_is_never_undone_by_waiting(
    kind: Kind, due_on: date, today: date, met_on: date | None, moot_on: date | None
) -> None:
    """Without new events, a row that is not open does not change."""
    state = state_of(kind, due_on, today, met_on, moot_on)
    if state not in {S.PENDIENTE, S.DISPONIBLE}:
        assert state_of(kind, due_on, today + DAY, met_on, moot_on) is state


DECIDED = event("decision", day(10), resultado="no_accede", acto="facturacion")
CITED = event("envio_citacion", day(12))


def test_rows_come_in_the_order_of_the_procedure() -> None:
    """Answer, powers, burdens, silence, citation, notification, remedy, firmness."""
    told = case("reclamo", DECIDED, event("envio_citacion", day(16)), event("notificacion_personal", day(18)))
    assert [each.code for each in agenda(told, day(19)).deadlines] == [
        "respuesta",
        "requerimiento",
        "traslado_competencia",
        "reconocimiento_sap",
        "citacion",
        "notificacion_personal",
        "recurso",
        "firmeza",
    ]


def test_the_aviso_is_counted_from_the_end_of_the_window() -> None:
    """The base is the last day to come in person; the due day follows from the profile."""
    row = agenda(case("reclamo", DECIDED, CITED), day(18), aviso_business_days=3)["aviso"]
    assert (row.base_on, row.due_on, row.term and row.term.n) == (day(17), day(20), 3)


def test_an_aviso_before_its_time_can_be_made_again() -> None:
    """A premature aviso has no effect; the next one notifies."""
    told = case("reclamo", DECIDED, CITED, event("entrega_aviso", day(16)), event("entrega_aviso", day(19)))
    found = agenda(told, day(20))
    assert found["recurso"].base_on == day(20)
    assert Finding.AVISO_PREMATURO in found.findings


def test_a_duty_without_a_day_stays_until_it_is_done() -> None:
    """`sin_plazo` is there while the duty is unmet; so is the finding that the decision is not notified."""
    told = case("reclamo", DECIDED, CITED)
    assert agenda(told, day(60)).findings == (Finding.DECISION_SIN_NOTIFICAR, Finding.SIN_PLAZO)
    assert agenda(told.record(event("entrega_aviso", day(30))), day(60)).findings == ()


def test_the_citation_that_was_never_needed_leaves_no_silence() -> None:
    """If the user is notified before any citation, the citation is moot, and there is no silence to recognise."""
    told = case("reclamo", DECIDED, event("notificacion_personal", day(11)))
    found = agenda(told, day(30))
    assert (found["citacion"].state, found.get("reconocimiento_sap")) == (S.NO_APLICA, None)


def test_the_silence_is_counted_from_the_due_day_whatever_its_cause() -> None:
    """Even if the citation is a month late, the 72 hours run from the day the answer was due."""
    told = case("reclamo", DECIDED, event("envio_citacion", day(30)))
    row = agenda(told, day(30))["reconocimiento_sap"]
    assert (row.base_on, row.due_on, row.state) == (day(15), day(15) + 3 * DAY, S.VENCIDO)


def test_a_firmness_that_waits_comes_with_the_sspd() -> None:
    """It has no day until the SSPD decides; then the day of that notification counts, not of the decision."""
    told = case(
        "recurso_reposicion_apelacion",
        event("decision", day(10), resultado="confirma"),
        event("notificacion_personal", day(12)),
    )
    assert (agenda(told, day(30))["firmeza"].due_on, agenda(told, day(30))["firmeza"].base_on) == (None, None)
    decided = told.record(event("decision_sspd", day(20), notificada_el=day(25)))
    row = agenda(decided, day(20))["firmeza"]
    assert (row.base_on, row.due_on, row.state) == (day(25), day(25) + DAY, S.PENDIENTE)


def test_an_appeal_answered_on_the_spot_waits_for_the_sspd() -> None:
    """A verbal answer without outcome grants nothing: once notified, it has no file to send and no `firmeza`."""
    told = case("recurso_reposicion_apelacion", event("respuesta_verbal", day(3)))
    assert agenda(told, day(4)).get("firmeza") is None
    found = agenda(told.record(event("notificacion_personal", day(4))), day(4))
    assert (found["firmeza"].due_on, found.get("remision_sspd"), found.get("queja")) == (None, None, None)


def test_reconnection_is_judged_by_the_instant() -> None:
    """A second after the twenty-fourth hour it is overdue, although the day is the same."""
    told = case("reclamo", event("causa_eliminada", at(day(3), 9)))
    assert agenda(told, at(day(4), 9))["reconexion"].state is S.PENDIENTE
    assert agenda(told, at(day(4), 9, 0, 1))["reconexion"].state is S.VENCIDO
    without_hour = case("reclamo", event("causa_eliminada", day(3)))
    assert agenda(without_hour, FILED + 3 * DAY)["reconexion"].due_at == at(day(4), 12)


def test_a_remedy_before_the_decision_is_none() -> None:
    """A recurso recorded before the decision does not use up the one against it."""
    told = case("reclamo", event("recurso_interpuesto", day(9)), DECIDED, event("notificacion_personal", day(12)))
    assert agenda(told, day(13))["recurso"].state is S.PENDIENTE


# --- what each row says of itself ----------------------------------------------------------------------------------

NOTIFIED = event("notificacion_personal", day(12))
REQUIRED = event("requerimiento", day(5), recibido_el=day(6))
APPEAL = "recurso_reposicion_apelacion"
SETTINGS: dict[str, Any] = {"aviso_business_days": 3, "remision_sspd_business_days": 4}
BD, MONTHS, HOURS, CALENDAR_DAYS = Unit.BUSINESS_DAYS, Unit.MONTHS, Unit.HOURS, Unit.CALENDAR_DAYS


@pytest.mark.parametrize(
    ("code", "told", "as_of", "base", "term", "due", "met"),
    [
        ("requerimiento", case("queja", REQUIRED), day(7), FILED, Term(10, BD), day(10), day(5)),
        ("traslado_competencia", case("queja"), FILED, FILED, Term(5, BD), day(5), None),
        (
            "traslado_competencia",
            case("queja", event("traslado_competencia", day(3))),
            day(4),
            FILED,
            Term(5, BD),
            day(5),
            day(3),
        ),
        ("complemento", case("queja", REQUIRED), day(7), day(6), Term(1, MONTHS), date(2026, 3, 11), None),
        (
            "complemento",
            case("queja", REQUIRED, event("prorroga_complemento", day(8)), event("complemento", day(9))),
            day(9),
            day(6),
            Term(2, MONTHS),
            date(2026, 4, 13),
            day(9),
        ),
        (
            "complemento",
            case("queja", event("requerimiento", day(5), hasta=day(9))),
            day(7),
            day(5),
            None,
            day(9),
            None,
        ),
        (
            "aclaracion",
            case("queja", event("devolucion_aclaracion", day(5)), event("aclaracion", day(6))),
            day(7),
            day(5),
            Term(10, BD),
            day(15),
            day(6),
        ),
        ("pruebas", case("queja", event("apertura_pruebas", day(5), dias=3)), day(6), day(5), None, day(8), None),
        ("citacion", case("queja", DECIDED, CITED), day(13), day(10), Term(5, BD), day(15), day(12)),
        (
            "notificacion_personal",
            case("queja", DECIDED, CITED, event("notificacion_personal", day(14))),
            day(14),
            day(12),
            Term(5, BD),
            day(17),
            day(14),
        ),
        (
            "aviso",
            case("queja", DECIDED, CITED, event("entrega_aviso", day(19))),
            day(20),
            day(17),
            Term(3, BD),
            day(20),
            day(19),
        ),
        (
            "reconocimiento_sap",
            case("queja", event("reconocimiento_sap", day(16))),
            day(17),
            day(15),
            Term(3, CALENDAR_DAYS),
            date(2026, 2, 26),
            day(16),
        ),
        (
            "entrega_copias",
            case("peticion_informacion", event("entrega_copias", day(12))),
            day(13),
            day(10),
            Term(3, BD),
            day(13),
            day(12),
        ),
        (
            "recurso",
            case("queja", DECIDED, NOTIFIED, event("recurso_interpuesto", day(16))),
            day(17),
            day(12),
            Term(5, BD),
            day(17),
            day(16),
        ),
        ("firmeza", case("queja", DECIDED, NOTIFIED), day(13), day(17), None, day(17) + DAY, None),
        (
            "firmeza",
            case("queja", DECIDED, NOTIFIED, event("recurso_interpuesto", day(14))),
            day(15),
            day(17),
            None,
            None,
            None,
        ),
        (
            "firmeza",
            case("queja", event("decision", day(10), resultado="accede", acto="otro"), NOTIFIED),
            day(13),
            day(12),
            None,
            day(12) + DAY,
            None,
        ),
        ("firmeza", case("recurso_reposicion", DECIDED, NOTIFIED), day(13), day(12), None, day(12) + DAY, None),
        (
            "queja",
            case(
                APPEAL, event("decision", day(10), resultado="rechaza"), NOTIFIED, event("queja_interpuesta", day(14))
            ),
            day(15),
            day(12),
            Term(5, BD),
            day(17),
            day(14),
        ),
        (
            "remision_sspd",
            case(APPEAL, event("decision", day(10), resultado="confirma"), NOTIFIED, event("remision_sspd", day(15))),
            day(16),
            day(12),
            Term(4, BD),
            day(16),
            day(15),
        ),
        (
            "no_suspender",
            case(
                APPEAL,
                event("decision", day(10), resultado="confirma"),
                NOTIFIED,
                event("decision_sspd", day(19), notificada_el=day(20)),
            ),
            day(21),
            FILED,
            None,
            None,
            day(20),
        ),
        (
            "reconexion",
            case("queja", event("causa_eliminada", at(day(3), 9)), event("reconexion", at(day(4), 8))),
            day(5),
            day(3),
            Term(24, HOURS),
            day(4),
            day(4),
        ),
        (
            "aviso_visita",
            case("queja", event("visita_programada", day(3), fecha=day(9)), event("aviso_visita", day(5))),
            day(5),
            day(9),
            Term(3, BD),
            day(6),
            day(5),
        ),
    ],
)
def test_a_row_knows_its_base_its_term_and_the_day_it_was_met(
    code: str, told: Case, as_of: date, base: date, term: Term | None, due: date | None, met: date | None
) -> None:
    """A row has its base, its term, its due day, the day it was met, and the norm of its rule."""
    row = agenda(told, as_of, **SETTINGS)[code]
    assert (row.base_on, row.term, row.due_on, row.met_on) == (base, term, due, met)
    assert row.citations[0] == row.rule.citations[0]
    assert row.basis.resolved.type.code == told.filing.tipo


def test_a_remedy_of_the_appeal_before_the_decision_is_none() -> None:
    """A queja recorded before the decision does not use up the one against it."""
    told = case(APPEAL, event("queja_interpuesta", day(9)), event("decision", day(10), resultado="rechaza"), NOTIFIED)
    assert agenda(told, day(13))["queja"].state is S.PENDIENTE


def test_evidence_ends_with_the_answer() -> None:
    """Its row, and the day of `decide_at_end`, are those of the decision when it came first."""
    told = case(
        "reclamo", event("apertura_pruebas", day(5), hasta=day(30)), event("decision", day(20), resultado="accede")
    )
    found = agenda(told, day(21), {"pruebas_resume": "decide_at_end"})
    assert (found["pruebas"].due_on, found["respuesta"].due_on) == (day(20), day(21))
