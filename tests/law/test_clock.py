"""The clock of the answer: what vectors cannot express. The effect of each event is tested by the vectors."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.law.stories import FILED, agenda, at, case, day, event

from pqr_core import colombia
from pqr_core.calendars.business import DayKind
from pqr_core.colombia import RULES
from pqr_core.vocabulary import EventType, Finding, LegalState

DAY = timedelta(days=1)
CALENDAR = colombia.calendar()
filing_days = st.dates(date(2015, 7, 1), date(2099, 1, 1))


def test_the_trace_tells_each_day_of_a_suspended_term() -> None:
    """Numbers 1 to 15 on the counted days; the suspended days bear their cause, the weekends their reason."""
    answer = agenda(case("reclamo", event("demora_usuario", day(3), hasta=day(5))), day(6))["respuesta"]
    numbered = [each.day for each in answer.trace if each.number is not None]
    assert numbered == [day(n) for n in (1, 2, 3, *range(6, 18))]
    assert [each.day for each in answer.trace if each.cause] == [day(4), date(2026, 2, 7), date(2026, 2, 8), day(5)]
    assert answer.trace[-1].day == answer.due_on == day(17)
    assert answer.trace[5].reason.kind is DayKind.WEEKEND


def test_the_trace_goes_on_to_the_day_of_an_extension() -> None:
    """The days beyond the term have no number, and are marked as an extension."""
    answer = agenda(case("peticion_general", event("prorroga", day(10), hasta=day(20))), day(11))["respuesta"]
    assert [each.number for each in answer.trace if each.number][-1] == 15
    assert {each.cause for each in answer.trace if each.day > day(15)} == {EventType.PRORROGA}
    assert answer.trace[-1].day == day(20)


def test_the_trace_of_decide_at_end_runs_to_the_day_after_the_evidence() -> None:
    """Under `decide_at_end`, the days beyond the term have the evidence as their cause."""
    told = case("reclamo", event("apertura_pruebas", day(5), hasta=day(20), comunicada_el=day(5)))
    answer = agenda(told, day(6), {"pruebas_resume": "decide_at_end"})["respuesta"]
    assert answer.trace[-1].day == answer.due_on == day(21)
    assert {each.cause for each in answer.trace if each.day > day(15)} == {EventType.APERTURA_PRUEBAS}


def test_a_suspension_cut_by_the_answer_keeps_its_cause() -> None:
    """If the decision comes during the evidence, the days suspended until then keep the evidence as their cause."""
    opened = event("apertura_pruebas", day(5), hasta=day(20), comunicada_el=day(5))
    answer = agenda(case("reclamo", opened, event("decision", day(9), resultado="accede")), day(9))["respuesta"]
    causes = {each.day: each.cause for each in answer.trace if each.cause}
    assert set(causes.values()) == {EventType.APERTURA_PRUEBAS}
    assert max(causes) == day(9)


def test_a_restarted_term_is_traced_from_its_restart() -> None:
    """After a restart the first day of the count is the first business day after completion."""
    events = event("requerimiento", day(5)), event("complemento", day(8))
    answer = agenda(case("peticion_general", *events), day(9), {"art17_resume": "restart"})["respuesta"]
    assert next(each.day for each in answer.trace if each.number == 1) == day(9)
    assert (answer.due_on, answer.base_on) == (day(23), FILED)


def test_two_open_waits_leave_no_trace_and_no_day() -> None:
    """While two waits for the user are open, there are no days to walk."""
    told = case("peticion_general", event("requerimiento", day(4)), event("devolucion_aclaracion", day(6)))
    answer = agenda(told, day(7))["respuesta"]
    assert (answer.due_on, answer.trace, answer.state) == (None, (), LegalState.SUSPENDIDO)


def test_the_longer_of_two_open_waits_keeps_the_day_unknown() -> None:
    """The return lapses on the 16th day, the requirement only after a month: until then there is no day."""
    told = case("peticion_general", event("requerimiento", day(4)), event("devolucion_aclaracion", day(6)))
    assert agenda(told, day(17))["respuesta"].due_on is None
    told = told.record(event("complemento", day(18)))
    assert agenda(told, day(18))["respuesta"].due_on == day(29)


def test_evidence_extended_without_evidence_is_nothing() -> None:
    """An extension, or a closing, of evidence that was never opened has no effect and leaves no finding."""
    told = case("reclamo", event("prorroga_pruebas", day(3), hasta=day(9)), event("cierre_pruebas", day(4)))
    found = agenda(told, day(5))
    assert (found.get("pruebas"), found.findings, found["respuesta"].due_on) == (None, (), day(15))


def test_a_completion_without_a_requirement_is_nothing() -> None:
    """A completion, an extension of its time or a clarification that nobody asked for leaves no row."""
    told = case(
        "peticion_general", *(event(each, day(3)) for each in ("complemento", "prorroga_complemento", "aclaracion"))
    )
    found = agenda(told, day(5))
    assert (found.get("complemento"), found.get("aclaracion"), found["respuesta"].due_on) == (None, None, day(15))


@pytest.mark.parametrize(
    ("opened", "ended", "policy"),
    [
        ("requerimiento", "desistimiento_tacito", {"art17_contract": "no_effect"}),
        ("devolucion_aclaracion", "archivo", {"art19_clock": "no_effect"}),
    ],
)
def test_an_accrued_silence_is_not_archived_away(opened: str, ended: str, policy: dict[str, str]) -> None:
    """If the wait did not stop the clock, the silence comes before the wait lapses; a withdrawal is then too late."""
    told = case("reclamo", event(opened, day(10)), event(ended, day(40)))
    found = agenda(told, day(41), policy)
    assert found["respuesta"].state is LegalState.VENCIDO
    assert found.get("citacion") is None
    assert Finding.SILENCIO_POSITIVO in found.findings


def test_a_recurso_is_not_transferred() -> None:
    """The transfer of a recurso neither extinguishes it nor leaves a finding."""
    found = agenda(case("recurso_reposicion", event("traslado_competencia", day(9))), day(10))
    assert (found["respuesta"].state, found.findings) == (LegalState.PENDIENTE, ())


def test_a_certified_completion_after_the_answer_is_late_or_moot() -> None:
    """If the answer comes after the burden lapsed, it stays lapsed, and a later completion is late."""
    told = case("peticion_general", event("requerimiento", day(5), hasta=day(8)), event("respuesta_enviada", day(10)))
    assert agenda(told, day(11))["complemento"].state is LegalState.PRECLUIDO
    told = told.record(event("complemento", day(12)))
    assert agenda(told, day(12))["complemento"].state is LegalState.CUMPLIDO_TARDE


def test_an_extension_of_the_completion_is_read_by_the_same_policy() -> None:
    """Both the first month and the doubled months are counted as the policy `months` says."""
    told = case("peticion_general", event("requerimiento", day(5)), event("prorroga_complemento", day(6)))
    assert agenda(told, day(7))["complemento"].due_on == date(2026, 4, 10)
    assert agenda(told, day(7), {"months": "trigger_day"})["complemento"].due_on == date(2026, 4, 9)


def test_closed_evidence_is_not_extended_later_that_day() -> None:
    """The closing ends the period at its hour: an extension of the same day comes too late."""
    opened = event("apertura_pruebas", day(5), hasta=day(20), comunicada_el=day(5))
    closed, longer = event("cierre_pruebas", at(day(8), 9)), event("prorroga_pruebas", at(day(8), 10), hasta=day(25))
    found = agenda(case("reclamo", opened, closed, longer), day(9))
    assert (found["pruebas"].due_on, found.findings) == (day(8), (Finding.PRUEBAS_REPETIDAS,))


def test_evidence_extended_to_its_cap_does_not_exceed_it() -> None:
    """The thirtieth day is within the cap, the next is not."""
    opened = event("apertura_pruebas", day(5), hasta=day(20), comunicada_el=day(5))
    for until, expected in ((day(35), ()), (day(36), (Finding.PRUEBAS_EXCEDEN_TOPE,))):
        found = agenda(case("reclamo", opened, event("prorroga_pruebas", day(10), hasta=until)), day(11))
        assert (found["pruebas"].due_on, found.findings) == (day(35), expected)


# --- laws of the count ---------------------------------------------------------------------------------------------

TYPES = [code for code, each in RULES.types.items() if each.response is not None]


@given(st.sampled_from(TYPES), filing_days, st.integers(1, 40))
def test_a_later_filing_is_never_due_earlier(tipo: str, filed: date, gap: int) -> None:
    """A later filing is never due earlier, unless a temporary term ends in between."""
    response = RULES.types[tipo].response
    emergency = response.emergency if response is not None else None
    last = None if emergency is None or emergency.disputed else emergency.last_day
    assume(last is None or not filed <= last < filed + gap * DAY)
    first, second = colombia.due(tipo, filed).due_on, colombia.due(tipo, filed + gap * DAY).due_on
    assert first is not None
    assert second is not None
    assert first <= second


@given(st.sampled_from(TYPES), filing_days)
def test_a_lone_term_ends_on_a_business_day_after_exactly_its_days(tipo: str, filed: date) -> None:
    """The due day is a business day, and the number of business days since the filing is the term."""
    deadline = colombia.due(tipo, filed)
    assert deadline.due_on is not None
    assert deadline.term is not None
    assert CALENDAR.is_business_day(deadline.due_on)
    assert CALENDAR.business_days_between(filed, deadline.due_on) == deadline.term.n


spans = st.lists(st.tuples(st.integers(1, 14), st.integers(0, 25)), max_size=4)


@given(spans)
def test_known_suspensions_take_the_days_of_their_union(given_spans: list[tuple[int, int]]) -> None:
    """Delays recorded in time move the due day by the days they cover, in any order and however they overlap."""
    events = [event("demora_usuario", day(first), hasta=day(first + length)) for first, length in given_spans]
    covered = {n for first, length in given_spans for n in range(first + 1, first + length + 1)}
    left, n = 15, 0
    while left:
        n += 1
        left -= n not in covered
    assert agenda(case("reclamo", *events), day(14))["respuesta"].due_on == day(n)


@given(st.integers(1, 15), st.integers(1, 60))
def test_an_extension_never_passes_its_maximum_and_never_shortens(told_on: int, until: int) -> None:
    """The due day is the day given, but not before the term nor after twice the term."""
    events: Any = event("prorroga", day(told_on), hasta=day(until))
    answer = agenda(case("peticion_general", events), day(15))["respuesta"]
    assert answer.due_on == day(min(max(until, 15), 30))
