"""The transition table: complete, reachable, able to end, and the only way a state changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import NOTHING, fields
from hypothesis import given
from hypothesis import strategies as st

from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, EvidencePeriod, Filing
from pqr_core.cases.workflow import OUTSIDERS, ROLES, TRANSITIONS, WORKFLOWS
from pqr_core.errors import InvalidInputError, TransitionRefused
from pqr_core.vocabulary import EventType, Outcome, WorkflowState

S, E = WorkflowState, EventType
ACTS = [each for each in EventType if each is not E.RADICACION]
DAY = date(2026, 2, 3)
LATER = date(2026, 3, 2)
VALUES: dict[str, Any] = {
    "relacion": "duplicado_de",
    "sha256": "0" * 64,
    "anula": "n",
    "corrige": "n",
    "event": Event(E.NOTA, on=DAY),
    "fecha": DAY,
    "hasta": DAY,
    "notificada_el": DAY,
    "notificado_el": DAY,
    "resultado": Outcome.ACCEDE,
}


def told(kind: EventType, day: date = DAY) -> Event:
    """An event of that type with a payload that will do."""
    if kind is E.APERTURA_PRUEBAS:
        return Event(kind, on=day, payload=EvidencePeriod(dias=3))
    payload = PAYLOADS[kind]
    keys = [each.name for each in fields(payload) if each.default is NOTHING]
    keys += ["radicado"] if kind is E.VINCULO else []
    return Event(kind, on=day, payload=payload(**{key: VALUES.get(key, "x") for key in keys}))


def _ways() -> dict[WorkflowState, tuple[EventType, ...]]:
    """The shortest path in the table from the filing to each state."""
    ways: dict[WorkflowState, tuple[EventType, ...]] = {S.RADICADO: ()}
    todo = [S.RADICADO]
    while todo:
        state = todo.pop(0)
        for kind in WORKFLOWS[1].allowed(state):
            after = TRANSITIONS[state][kind]
            if after not in ways:
                ways[after] = (*ways[state], kind)
                todo.append(after)
    return ways


WAYS = _ways()


def case_in(state: WorkflowState) -> Case:
    """A case brought into that state by acts; its note `n` can be amended."""
    case = Case.file(
        Filing(tipo="reclamo"), utility_id="aguas", zone=ZoneInfo("America/Bogota"), on=date(2026, 2, 2)
    ).record(Event(E.NOTA, on=DAY, id="n"))
    for number, kind in enumerate(WAYS[state]):
        case = case.act(told(kind, DAY + timedelta(days=number)))
    return case


def reached_from(start: WorkflowState) -> set[WorkflowState]:
    """Every state that a case in `start` can reach."""
    found, todo = {start}, [start]
    while todo:
        for after in TRANSITIONS[todo.pop()].values():
            if after not in found:
                found.add(after)
                todo.append(after)
    return found


def test_every_state_has_a_row() -> None:
    """Every state has a row in the table, and every row has a state."""
    assert set(TRANSITIONS) == set(WorkflowState)


def test_every_state_is_reached_and_can_end() -> None:
    """Every state can be reached from the filing, and from each the case can be closed."""
    assert reached_from(S.RADICADO) == set(WAYS) == set(WorkflowState)
    assert all(S.CERRADO in reached_from(state) for state in WorkflowState)


def test_every_event_has_its_place() -> None:
    """Each event but the filing is allowed in some state; the filing, once made, in none."""
    allowed = {event for row in TRANSITIONS.values() for event in row}
    assert allowed == set(ACTS)


def test_the_table_cannot_be_changed() -> None:
    """Neither the table nor a row takes an assignment."""
    table: Any = TRANSITIONS
    with pytest.raises(TypeError):
        table[S.CERRADO] = {}
    with pytest.raises(TypeError):
        table[S.CERRADO][E.DECISION] = S.DECIDIDO


@pytest.mark.parametrize("state", WAYS)
def test_case_in(state: WorkflowState) -> None:
    """A case taken along the way to a state is in it."""
    assert case_in(state).state is state


@pytest.mark.parametrize(("state", "kind"), [(state, kind) for state in WAYS for kind in EventType])
def test_every_pair(state: WorkflowState, kind: EventType) -> None:
    """A pair of state and act in the table leads to its state; any other is refused, with the acts allowed."""
    if kind in TRANSITIONS[state]:
        assert WORKFLOWS[1].step(state, kind) is TRANSITIONS[state][kind]
        return
    with pytest.raises(TransitionRefused) as refused:
        WORKFLOWS[1].step(state, kind)
    assert refused.value.params["act"] is kind
    assert refused.value.params["state"] is state
    assert refused.value.guard == "tabla"
    assert refused.value.params["allowed"] == WORKFLOWS[1].allowed(state)
    assert refused.value.remedy["es"] in refused.value.message("es")


def test_a_refusal_says_what_comes_first() -> None:
    """The answers, if the act follows an answer; annulling the closing, if the case is closed."""
    answers = (E.DECISION, E.RESPUESTA_ENVIADA, E.RESPUESTA_VERBAL)
    for event in (E.ENTREGA_AVISO, E.EJECUCION, E.RECURSO_INTERPUESTO, E.REMISION_SSPD):
        assert WORKFLOWS[1].before(S.EN_ANALISIS, event) == answers
    assert WORKFLOWS[1].before(S.NOTIFICADO, E.REQUERIMIENTO) == (E.DECISION,)
    assert WORKFLOWS[1].before(S.RECURRIDO, E.REQUERIMIENTO) == (E.RECONOCIMIENTO_SAP,)
    assert WORKFLOWS[1].before(S.CERRADO, E.DECISION) == ()
    for event, english, spanish in (
        (E.DECISION, "annul the closing", "anule el cierre: con eso el caso se reabre"),
        (E.RADICACION, "file another one", "un caso se radica una sola vez: radique otro"),
    ):
        with pytest.raises(TransitionRefused, match=english) as refused:
            WORKFLOWS[1].step(S.CERRADO, event)
        assert refused.value.remedy["es"] == spanish
        assert refused.value.norm == ""


def test_whatever_the_order_every_case_can_be_closed_and_worked_on() -> None:
    """The closing, the work of the office and acts beside the procedure need no answer first."""
    always = {E.CIERRE, E.ASIGNACION, E.ANALISIS, E.RECONEXION, E.AVISO_VISITA, E.LEYENDA_INCLUIDA, E.RECURSO_RESUELTO}
    assert all(always <= set(TRANSITIONS[state]) for state in WorkflowState if state is not S.CERRADO)


def test_what_others_do_and_the_company_does_is_told_apart() -> None:
    """Each act has roles of the company, or of others, never of both."""
    assert all(OUTSIDERS.isdisjoint(roles) or set(roles) <= OUTSIDERS for roles in ROLES.values())
    assert {kind for kind, roles in ROLES.items() if set(roles) <= OUTSIDERS} == {
        *(E.COMPLEMENTO, E.PRORROGA_COMPLEMENTO, E.ACLARACION, E.DESISTIMIENTO_EXPRESO, E.CAUSA_ELIMINADA),
        *(E.CONDUCTA_CONCLUYENTE, E.RECURSO_INTERPUESTO, E.QUEJA_INTERPUESTA, E.INSISTENCIA_INTERPUESTA),
        *(E.DECISION_SSPD, E.CONFLICTO_RESUELTO),
    }


@pytest.mark.parametrize(("state", "kind"), [(state, kind) for state in WAYS for kind in ACTS])
def test_acting_on_a_case(state: WorkflowState, kind: EventType) -> None:
    """`act` follows the table, and what it refuses leaves the case as it was."""
    case = case_in(state)
    before, event = case.events, told(kind, LATER)
    if kind in TRANSITIONS[state]:
        after = case.act(event)
        assert after.events == (*before, event)
        assert after.state is TRANSITIONS[state][kind]
    else:
        with pytest.raises(TransitionRefused):
            case.act(event)
    assert (case.events, case.state) == (before, state)


@pytest.mark.parametrize(("state", "kind"), [(s, k) for s in WAYS for k in ACTS if k not in TRANSITIONS[s]])
def test_a_fact_outside_the_table_is_recorded_without_effect(state: WorkflowState, kind: EventType) -> None:
    """A fact is recorded whatever the table says; the state does not change."""
    case = case_in(state).record(told(kind, LATER))
    assert case.events[-1] == told(kind, LATER)
    assert case.state is state


def test_allowed_events_come_in_the_order_of_the_contract() -> None:
    """Sorted as the table of events is."""
    for state in WorkflowState:
        ranks = [event.rank for event in WORKFLOWS[1].allowed(state)]
        assert ranks == sorted(ranks)
        assert set(WORKFLOWS[1].allowed(state)) == set(TRANSITIONS[state])


@given(st.permutations(list(enumerate(WAYS[S.CERRADO]))))
def test_the_state_does_not_depend_on_the_order_of_recording(steps: list[tuple[int, EventType]]) -> None:
    """The state follows what happened on each day, in whatever order it was recorded."""
    events = [told(kind, DAY + timedelta(days=number)) for number, kind in steps]
    assert case_in(S.RADICADO).record(*events).state is S.CERRADO


@pytest.mark.parametrize("other", ["zzz", None, 5, ["cierre"]])
def test_the_table_refuses_what_is_no_state_and_no_event(other: Any) -> None:
    """By name, in each of its questions; codes are as good as members."""
    table = WORKFLOWS[1]
    for ask in (table.step, table.before, table.remedy):
        for question in ((other, E.CIERRE), (S.RADICADO, other)):
            with pytest.raises(InvalidInputError):
                ask(*question)
    with pytest.raises(InvalidInputError):
        table.allowed(other)
    assert table.step(S.RADICADO, "cierre") is table.step(S.RADICADO, E.CIERRE)  # type: ignore[arg-type]
