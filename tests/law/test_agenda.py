"""The agenda as a pure function: order, instants, events without effect, traces, and refusals."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.law.stories import FILED, agenda, at, case, day, event, profile
from tests.oracle.histories import agenda_vector, vectors

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event
from pqr_core.errors import (
    EventBeforeFilingError,
    ForeignProfileError,
    IncompleteEventError,
    NaiveDatetimeError,
    NoRuleInForceError,
    NotADateError,
    OutOfSpanError,
    PQRError,
    UnknownCaseTypeError,
)
from pqr_core.exchange.vectors import evaluate, read_case
from pqr_core.law.agenda import Agenda, Definitions
from pqr_core.law.engine import agenda_of, standing_of
from pqr_core.law.profiles import Profile
from pqr_core.vocabulary import EventType, Finding, LegalState, Outcome, Role, WorkClass

histories = st.randoms(use_true_random=False).map(agenda_vector)


def agenda_told(vector: dict[str, Any]) -> Agenda | None:
    """The agenda of a vector, or None if it is refused."""
    made = case_told(vector)
    if made is None:
        return None
    told, settings_of_it = made
    as_of = vector.get("as_of") or vector["as_of_on"]
    moment = datetime.fromisoformat(as_of) if "T" in as_of else date.fromisoformat(as_of)
    try:
        return colombia.agenda(told, moment, profile=settings_of_it)
    except PQRError:
        return None


def case_told(vector: dict[str, Any]) -> tuple[Case, Profile] | None:
    """The case of a vector with its settings, or None if it is refused."""
    try:
        return read_case({key: vector[key] for key in ("case", "utility", "policies") if key in vector}, colombia.LAW)
    except PQRError:
        return None


# --- laws of any history -------------------------------------------------------------------------------------------


@settings(max_examples=100)
@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_recording_is_irrelevant(vector: dict[str, Any], random: Random) -> None:
    """The same history recorded in any order gives the same answer."""
    events = vector["case"]["events"]
    shuffled = random.sample(events, len(events))
    assert evaluate({**vector, "case": {**vector["case"], "events": shuffled}}, colombia.LAW) == evaluate(
        vector, colombia.LAW
    )


@settings(max_examples=100)
@given(histories, st.sampled_from(["acuse", "asignacion", "analisis", "nota", "cierre"]), st.integers(0, 60))
def test_an_event_without_effect_changes_nothing(vector: dict[str, Any], kind: str, after: int) -> None:
    """An internal step, whenever it happened, moves no deadline and leaves no finding."""
    body = vector["case"]
    filed = date.fromisoformat(body.get("filed_on") or body["filed_at"][:10])
    step = {"type": kind, "on": (filed + timedelta(after + 1)).isoformat()}
    assert evaluate({**vector, "case": {**body, "events": [*body["events"], step]}}, colombia.LAW) == evaluate(
        vector, colombia.LAW
    )


@settings(max_examples=100)
@given(histories)
def test_what_is_yet_to_come_changes_nothing(vector: dict[str, Any]) -> None:
    """Events after the instant asked change nothing, unless one is refused or amended."""
    found = agenda_told(vector)
    assume(found is not None)
    assert found is not None
    assume(not any(each.type in {EventType.ANULACION, EventType.CORRECCION} for each in found.case.events))
    past = [e for e in found.case.events[1:] if e.local(colombia.ZONE) <= found.as_of]
    again = agenda_of(evolve(found.case, events=(found.case.events[0], *past)), found.as_of, found.basis)
    assert [(each.code, each.due_on, each.state) for each in again.deadlines] == [
        (each.code, each.due_on, each.state) for each in found.deadlines
    ]
    assert again.findings == found.findings


@settings(max_examples=300)
@given(histories)
def test_the_trace_tells_the_story_of_the_date(vector: dict[str, Any]) -> None:
    """A trace has consecutive days up to the due day; the counted ones are numbered from 1 without a gap."""
    found = agenda_told(vector)
    assume(found is not None)
    assert found is not None
    for deadline in found.deadlines:
        trace = deadline.trace
        if not trace or deadline.due_on is None:
            continue
        assert trace[-1].day == deadline.due_on
        days = [each.day for each in trace]
        step = -1 if deadline.base_on is not None and deadline.due_on < deadline.base_on else 1
        assert days == [days[0] + timedelta(step * n) for n in range(len(days))]
        numbers = [each.number for each in trace if each.number is not None]
        assert numbers == list(range(1, len(numbers) + 1))
        assert all(each.number is None for each in trace if each.cause is not None)
        if deadline.code == "respuesta" and deadline.walk is not None:
            last = next(each for each in reversed(trace) if each.number is not None)
            assert last.day == deadline.due_on or trace[-1].cause is not None
            if not deadline.walk.every_day:
                assert found.basis.calendar.is_business_day(last.day)


@settings(max_examples=100)
@given(histories)
def test_an_answer_is_due_on_a_business_day_unless_the_day_was_told(vector: dict[str, Any]) -> None:
    """Only a day given by an extension or an authority, or counted in calendar days, may be another day."""
    found = agenda_told(vector)
    assume(found is not None)
    assert found is not None
    answer = found.get("respuesta")
    assume(answer is not None)
    assert answer is not None
    told = {occurrence.event.type for occurrence in found.case.timeline(found.as_of)}
    given_otherwise = answer.walk is None or answer.walk.every_day or EventType.PRORROGA in told
    if answer.due_on is not None and not given_otherwise:
        assert found.basis.calendar.is_business_day(answer.due_on)


@settings(max_examples=100)
@given(vectors())
def test_an_answer_once_accrued_stays(vector: dict[str, Any]) -> None:
    """An answer that was met or extinguished still is a year later, if nothing is amended."""
    if vector["op"] != "agenda":
        return
    found = agenda_told(vector)
    assume(found is not None)
    assert found is not None
    types = Counter(each.type for each in found.case.events)
    assume(not types[EventType.ANULACION] and not types[EventType.CORRECCION])
    answer = found.get("respuesta")
    fixed = {LegalState.CUMPLIDO, LegalState.CUMPLIDO_TARDE, LegalState.EXTINGUIDO}
    if answer is None or answer.state not in fixed:
        return
    later = agenda_of(found.case, found.as_of + timedelta(days=365), found.basis)["respuesta"]
    assert (later.state, later.due_on) == (answer.state, answer.due_on)


# --- instants ------------------------------------------------------------------------------------------------------


def test_a_day_is_asked_at_noon() -> None:
    """A legal day without hour is the instant of its noon in Bogotá."""
    found = agenda(case(), day(3))
    assert found.as_of == at(day(3), 12)
    told = case("reclamo", event("decision", at(day(3), 12, 0, 1), resultado="accede"))
    assert agenda(told, day(3))["respuesta"].state is LegalState.PENDIENTE


def test_an_instant_of_another_zone_is_asked_in_legal_time() -> None:
    """The instant of the agenda is shown in the time of Bogotá."""
    found = agenda(case(), datetime(2026, 2, 24, 4, 59, tzinfo=UTC))
    assert found.as_of == at(day(15), 23, 59)
    assert found["respuesta"].state is LegalState.PENDIENTE


def test_a_day_for_an_authority_is_nothing_to_another_type() -> None:
    """The date in a filing counts only for types that use it."""
    assert agenda(case("reclamo", fecha_limite=day(8)), FILED)["respuesta"].due_on == day(15)


def test_it_is_of_its_case() -> None:
    """The agenda keeps the very case it was asked of."""
    told = case()
    assert agenda(told, FILED).case is told


def test_get_and_item() -> None:
    """`get` gives None for a row that has not arisen, the item is a KeyError."""
    found = agenda(case(), FILED)
    assert found.get("citacion") is None
    with pytest.raises(KeyError, match="citacion"):
        found["citacion"]


# --- refusals ------------------------------------------------------------------------------------------------------


def test_refusals_are_typed() -> None:
    """A refusal has its own class, and says what was asked, for which day, and what is allowed."""
    with pytest.raises(UnknownCaseTypeError, match="reclamacion"):
        agenda(case("reclamacion"), FILED)
    with pytest.raises(NoRuleInForceError, match=r"'answer to reclamo' in force on 1994-07-10.*1994-07-11"):
        agenda(case(filed=date(1994, 7, 10)), date(1994, 7, 10))
    with pytest.raises(OutOfSpanError, match="2100-12-31"):
        agenda(case(filed=date(2100, 12, 20)), date(2100, 12, 20))
    with pytest.raises(IncompleteEventError, match="fecha_limite"):
        agenda(case("requerimiento_autoridad"), FILED)
    with pytest.raises(NaiveDatetimeError, match=r"^as_of: "):
        agenda(case(), datetime(2026, 2, 3, 10, 0))
    with pytest.raises(NotADateError, match=r"^as_of: "):
        agenda(case(), "2026-02-03")  # type: ignore[arg-type]


def test_before_the_filing_there_is_no_agenda() -> None:
    """Instants are compared if both have an hour, otherwise days."""
    filed = at(FILED, 15)
    with pytest.raises(EventBeforeFilingError, match=r"^as_of on 2026-02-02 is before the filing on 2026-02-02"):
        agenda(case(filed=filed), at(FILED, 14, 59, 59))
    with pytest.raises(EventBeforeFilingError):
        agenda(case(filed=filed), FILED - timedelta(days=1))
    assert agenda(case(filed=filed), FILED)["respuesta"].due_on == day(15)
    assert agenda(case(), at(FILED, 1))["respuesta"].due_on == day(15)


def test_an_event_before_the_filing_is_refused() -> None:
    """It is refused even if it would have no effect, or is annulled later."""
    told = case("reclamo", event("nota", at(FILED, 9), id="n"), filed=at(FILED, 10))
    with pytest.raises(EventBeforeFilingError, match="correct the day of one of them"):
        agenda(told, day(3))
    annulled = told.record(event("anulacion", day(2), anula="n"))
    assert agenda(annulled, day(3)).findings == ()
    with pytest.raises(EventBeforeFilingError):
        agenda(annulled, day(1))


# --- settings and findings -----------------------------------------------------------------------------------------


def test_policies_are_those_of_the_day_of_filing() -> None:
    """A dated reading applies to the cases filed from its first day on."""
    told = colombia.DEFAULT_PROFILE.policies.versions[0].value
    newer = evolve(told, first_day="filing_day")
    dated = evolve(
        colombia.DEFAULT_PROFILE.policies,
        versions=(
            evolve(colombia.DEFAULT_PROFILE.policies.versions[0], last_day=FILED - timedelta(days=1)),
            evolve(colombia.DEFAULT_PROFILE.policies.versions[0], value=newer, first_day=FILED),
        ),
    )
    settings_of_it = evolve(profile(), policies=dated)
    eve = date(2026, 1, 30)
    assert colombia.due("reclamo", FILED, profile=settings_of_it).due_on == day(14)
    assert colombia.due("reclamo", eve, profile=settings_of_it).due_on == day(15, after=eve)


def test_a_disputed_holiday_is_a_finding_where_it_was_counted() -> None:
    """`calendario_en_disputa`: on the deadlines whose count touches the day, and on no other."""
    disputed = evolve(colombia.calendar(), disputed=(day(10),))
    for filed, expected in ((FILED, (Finding.CALENDARIO_EN_DISPUTA,)), (day(11), ())):
        found = agenda_of(
            case(filed=filed), filed, Definitions(rules=colombia.RULES, calendar=disputed, profile=profile())
        )
        assert found.findings == expected
        assert found["respuesta"].disputed_days == ((day(10),) if expected else ())
        assert found["respuesta"].due_on == day(15, after=filed)


def test_open_duties_come_by_their_day() -> None:
    """Dated duties first, by their day; a suspended answer without a day, and a duty without one, after them."""
    told = case("reclamo", event("requerimiento", day(5)), event("causa_eliminada", at(day(6))))
    found = agenda(told, at(day(6), 11))
    assert [each.code for each in found.open_duties()] == ["reconexion", "respuesta"]
    assert found.work_class is WorkClass.SOON
    assert [each.code for each in agenda(case("recurso_reposicion"), FILED).open_duties()] == [
        "respuesta",
        "no_suspender",
    ]


def test_a_nearer_duty_comes_first() -> None:
    """Whatever their order in the procedure, the earlier of two dated duties is the case's."""
    found = agenda(case("reclamo", event("causa_eliminada", at(day(6)))), at(day(6), 11))
    assert [(each.code, each.due_on) for each in found.open_duties()] == [
        ("reconexion", day(7)),
        ("respuesta", day(15)),
    ]


def test_a_suspended_duty_comes_before_another_of_its_day() -> None:
    """Of two duties due on one day, the suspended one comes first, so the case does not look urgent."""
    evidence = event("apertura_pruebas", day(5), hasta=day(20), comunicada_el=day(5))
    visit = event("visita_programada", day(6), fecha=day(33))
    found = agenda(case("reclamo", evidence, visit), day(7))
    assert [(each.code, each.due_on) for each in found.open_duties()] == [
        ("respuesta", day(30)),
        ("aviso_visita", day(30)),
    ]
    assert found.work_class is WorkClass.SUSPENDED


def test_a_powers_day_is_no_duty() -> None:
    """Only duties of the company put a case into a work class: not its powers, nor the burdens of the user."""
    told = case("reclamo", event("requerimiento", day(2)))
    assert [each.code for each in agenda(told, day(3)).open_duties()] == ["respuesta"]
    assert agenda(told, day(3)).work_class is WorkClass.SUSPENDED


def test_the_last_day_of_soon() -> None:
    """Three business days before it is soon, four is later, unless the utility says otherwise."""
    assert agenda(case(), day(12)).work_class is WorkClass.SOON
    assert agenda(case(), day(11)).work_class is WorkClass.LATER
    assert agenda(case(), day(11), soon_business_days=4).work_class is WorkClass.SOON


def test_the_utility_may_want_to_answer_earlier() -> None:
    """Its own target counts from the base of the answer; without target or answer there is no such day."""
    wished: dict[str, Any] = {"internal_targets": {"reclamo": 12}}
    assert agenda(case(), FILED, **wished).internal_due_on == day(12)
    assert agenda(case("queja"), FILED, **wished).internal_due_on is None
    assert agenda(case("sugerencia"), FILED, internal_targets={"sugerencia": 12}).internal_due_on is None
    order = case("requerimiento_autoridad", fecha_limite=day(9))
    assert agenda(order, FILED, internal_targets={"requerimiento_autoridad": 2}).internal_due_on is None


def test_a_case_is_not_judged_by_the_profile_of_another_utility() -> None:
    """The profile of another utility is refused, and the error says whose profile is needed."""
    foreign = profile(utility_id="gas")
    with pytest.raises(ForeignProfileError) as refused:
        colombia.agenda(case(), FILED, profile=foreign)
    assert (refused.value.code, refused.value.params) == ("empresa_distinta", {"utility": "empresa", "profile": "gas"})
    assert "gas" in refused.value.message("es")
    with pytest.raises(ForeignProfileError):
        standing_of(case(), Definitions(rules=colombia.RULES, calendar=colombia.calendar(), profile=foreign))
    assert colombia.agenda(evolve(case(), utility_id="gas"), FILED, profile=foreign)["respuesta"].due_on == day(15)


def test_a_question_without_a_case_is_of_the_utility_of_its_profile() -> None:
    """`due` needs no utility: it is that of the profile given."""
    assert colombia.due("reclamo", FILED, profile=profile(utility_id="gas")).due_on == day(15)


def test_an_agenda_is_asked_what_may_be_done_and_does_it() -> None:
    """Permits for all and for one role, a refusal with its reason, an act, and the agenda after it."""
    filed = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="R-1")
    now = colombia.agenda(filed, date(2026, 3, 17))
    assert EventType.REQUERIMIENTO in [permit.act for permit in now.allowed()]
    assert all(Role.NOTIFICADOR in permit.roles for permit in now.allowed(Role.NOTIFICADOR))
    (refused,) = now.refusals(EventType.RECONOCIMIENTO_SAP)
    assert (refused.act, refused.legal_from) == (EventType.RECONOCIMIENTO_SAP, date(2026, 4, 10))
    decided = now.act(Event(EventType.DECISION, on=date(2026, 3, 17), payload=Decision(resultado=Outcome.ACCEDE)))
    after = now.again(decided)
    assert after["respuesta"].state is LegalState.CUMPLIDO
    assert now.again(as_of=date(2026, 4, 10))["respuesta"].state is LegalState.VENCIDO
    assert len(repr(now)) < 300
    assert "R-1" in repr(now)
    assert now.text().startswith("R-1 - Reclamo")
    assert "respuesta" in [each["code"] for each in now.as_dict()["deadlines"]]
    assert "<table" in now._repr_html_()


def test_a_case_of_no_known_type_is_not_filed() -> None:
    """An unknown type is refused when the case is filed."""
    with pytest.raises(UnknownCaseTypeError):
        colombia.file("capricho", on=date(2026, 3, 16), utility="empresa")
