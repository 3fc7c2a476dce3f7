"""The packaged vectors: the engine and the oracle pass them, and they cover the whole contract."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any

import pytest
from attrs import NOTHING, fields
from tests.oracle.agenda import evaluate as by_brute_force

from pqr_core import colombia
from pqr_core.cases.events import PAYLOADS
from pqr_core.colombia import RULES
from pqr_core.errors import REFUSAL_PRECEDENCE
from pqr_core.exchange.questions import event_keys
from pqr_core.exchange.vectors import Vector, answering, check, evaluate, only_due, run
from pqr_core.policies import Policies
from pqr_core.vectors import THEMES, packaged, theme
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Finding, Kind, LegalState, Outcome, Unrecorded

ALL = packaged()
AGENDAS = [vector for vector in ALL if vector.body["op"] == "agenda"]
ANSWERED = [vector for vector in AGENDAS if "refused" not in vector.body["expect"]]

INTERNAL_STEPS = {
    EventType.RECURSO_RESUELTO,
    EventType.ACUSE,
    EventType.ASIGNACION,
    EventType.ANALISIS,
    EventType.NOTA,
    EventType.CIERRE,
}
UNREACHABLE = {Finding.CALENDARIO_EN_DISPUTA, Finding.CIERRE_POSTERIOR}
"""Findings that a vector cannot express: it has no second source of holidays and no day of announcement of a closure.
They are tested in `tests/law/test_agenda.py` and `tests/law/test_days.py`."""

STATES: Mapping[Kind, set[LegalState]] = {
    Kind.DEBER: {LegalState.PENDIENTE, LegalState.CUMPLIDO, LegalState.CUMPLIDO_TARDE, LegalState.VENCIDO},
    Kind.FACULTAD: {LegalState.DISPONIBLE, LegalState.CUMPLIDO, LegalState.PRECLUIDO},
    Kind.CARGA: {LegalState.PENDIENTE, LegalState.CUMPLIDO, LegalState.CUMPLIDO_TARDE, LegalState.PRECLUIDO},
    Kind.EFECTO: {LegalState.PENDIENTE, LegalState.CUMPLIDO},
}
"""The states that a row of each kind can be in."""

MOOT = ("complemento", "aclaracion", "citacion", "notificacion_personal", "aviso", "leyenda_tramite", "no_suspender")
BESIDES: Mapping[str, set[LegalState]] = {
    "respuesta": {LegalState.SUSPENDIDO, LegalState.EXTINGUIDO},
    "traslado_competencia": {LegalState.CUMPLIDO_TARDE},
    **{code: {LegalState.NO_APLICA} for code in (*MOOT, "firmeza")},
}
"""Further states of single rows."""

NEVER: Mapping[str, set[LegalState]] = {"no_suspender": {LegalState.VENCIDO, LegalState.CUMPLIDO_TARDE}}
"""The states that a row without a date cannot be in."""


def _holds(body: dict[str, Any]) -> bool:
    return not check(body["expect"], evaluate(body, colombia.LAW))


def _events(vectors: Iterable[Vector]) -> Iterator[dict[str, Any]]:
    for vector in vectors:
        for event in vector.body["case"]["events"]:
            yield event
            if "event" in event:
                yield event["event"]


def _filed_on(vector: Vector) -> str:
    case = vector.body["case"]
    return str(case.get("filed_on") or case["filed_at"][:10])


def test_the_engine_holds() -> None:
    """The engine answers every vector as it expects."""
    assert list(run(ALL, answering(colombia.LAW)).lines()) == [f"{len(ALL)} vectors, 0 failed"]


def test_the_second_reading_holds() -> None:
    """The oracle, which shares no code with the engine, answers every vector as it expects."""
    assert list(run(ALL, lambda body: by_brute_force(dict(body))).lines()) == [f"{len(ALL)} vectors, 0 failed"]


def test_no_part_of_an_expectation_is_idle() -> None:
    """Each day, state, deadline and finding that a vector expects, changed alone, is told to differ."""
    answers = ((vector, evaluate(vector.body, colombia.LAW)) for vector in ALL)
    idle = [(v.id, other) for v, answer in answers for other in _changed(v.body["expect"]) if not check(other, answer)]
    assert idle == []


def _changed(expect: Any) -> Iterator[Any]:
    """The expectation with one part of it changed, each part in turn."""
    match expect:
        case bool(truth):
            yield from (not truth, int(truth))
        case int(number):
            yield from (number + 1, float(number), str(number))
        case str(day):
            yield _next_day(day)
        case {"refused": code}:
            yield from ({"refused": error.code} for error in REFUSAL_PRECEDENCE if error.code != code)
        case _:
            rows, found = expect.get("deadlines", {}), expect.get("findings")
            for code, row in rows.items():
                yield from ({**expect, "deadlines": {**rows, code: other}} for other in _changed_row(row))
            if found is not None:
                yield {**expect, "findings": [*found, next(each for each in Finding if each not in found)]}
                yield from ({**expect, "findings": [each for each in found if each != one]} for one in found)


def _changed_row(row: dict[str, Any] | None) -> Iterator[dict[str, Any] | None]:
    """A deadline expected otherwise: with another day, in another state, there or not there."""
    if row is None:
        yield {"due": None}
        return
    yield None
    if "due" in row:
        others = ("2001-01-01", None if row["due"] is None else _next_day(row["due"]), None)
        yield from ({**row, "due": other} for other in others if other != row["due"])
    if "state" in row:
        yield from ({**row, "state": state.value} for state in LegalState if state.value != row["state"])


def _next_day(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def test_due_days_are_asked_where_there_is_none_too() -> None:
    """`--only-due` keeps the cases that owe no answer or have no day for it: null is an answer to get right."""
    reduced = {vector.id: vector.body["expect"] for vector in only_due(ALL)}
    rows = [(v.id, v.body["expect"].get("deadlines", {}).get("respuesta", {})) for v in ANSWERED]
    without_day = {name for name, row in rows if row is None or row.get("due", "") is None}
    assert {name for name, day in reduced.items() if day is None} == without_day
    assert {name for name, day in reduced.items() if day is not None} == {
        n for n, row in rows if row and row.get("due")
    }
    assert len(without_day) > 1


def test_ids_are_unique_and_sources_are_said() -> None:
    """An id is unique in all files, and each vector has the source of its expectation."""
    assert len({vector.id for vector in ALL}) == len(ALL)
    assert [vector.id for vector in ALL if not vector.body.get("source")] == []
    assert all(theme(name) for name in THEMES)


def test_every_agenda_vector_asks_something() -> None:
    """Each names a deadline or a finding to be compared."""
    assert [
        v.id for v in ANSWERED if not v.body["expect"].get("deadlines") and "findings" not in v.body["expect"]
    ] == []


# --- what is covered -----------------------------------------------------------------------------------------------


def test_every_operation() -> None:
    """Each operation is asked and, except for the agenda, also refused."""
    asked = {vector.body["op"] for vector in ALL if not isinstance(vector.body["expect"], dict)}
    assert asked == {"is_business_day", "add_business_days", "business_days_between", "add_months"}
    assert ANSWERED


def test_every_refusal() -> None:
    """Each code of refusal is met, in an agenda or in the calendar."""
    met = {
        v.body["expect"]["refused"] for v in ALL if isinstance(v.body["expect"], dict) and "refused" in v.body["expect"]
    }
    assert met == {error.code for error in REFUSAL_PRECEDENCE}


def test_every_case_type() -> None:
    """Each type is filed and answered about."""
    assert {vector.body["case"]["tipo"] for vector in ANSWERED} == set(RULES.types)


def test_every_obligation_and_state() -> None:
    """Each deadline code is expected present, and each state is expected of some deadline."""
    rows = [(code, row) for v in ANSWERED for code, row in v.body["expect"].get("deadlines", {}).items() if row]
    assert {code for code, _row in rows} == set(RULES.obligations)
    assert {row.get("state") for _code, row in rows} - {None} == set(LegalState)


@pytest.mark.parametrize("code", RULES.obligations)
def test_every_state_of_every_obligation(code: str) -> None:
    """Each deadline code is expected in each state that it can be in, and in no other."""
    rows = [v.body["expect"].get("deadlines", {}).get(code) for v in ANSWERED]
    expected = {LegalState(row["state"]) for row in rows if row is not None and "state" in row}
    assert expected == (STATES[RULES.obligations[code].kind] | BESIDES.get(code, set())) - NEVER.get(code, set())


@pytest.mark.parametrize("code", RULES.obligations)
def test_every_obligation_is_absent_somewhere(code: str) -> None:
    """For each deadline code there is a vector that expects it not to arise, unless its absence says nothing."""
    absent = {c for v in ANSWERED for c, row in v.body["expect"].get("deadlines", {}).items() if row is None}
    assert code in absent | {"no_suspender", "reconexion", "aviso_visita"}


def test_every_finding() -> None:
    """Each finding that the wire form can reach is expected."""
    expected = {finding for vector in ANSWERED for finding in vector.body["expect"].get("findings", ())}
    assert expected == set(Finding) - UNREACHABLE


_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(.*)")


def _told(told: Any, *place: str | int) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Every value in a vector, with its place."""
    if isinstance(told, (dict, list)):
        parts = told.items() if isinstance(told, dict) else enumerate(told)
        for key, part in parts:
            yield from _told(part, *place, key)
        yield place, len(told)
    else:
        yield place, told


def _asked(vector: Vector) -> dict[tuple[str | int, ...], Any]:
    return dict(_told({key: vector.body[key] for key in vector.body.keys() - {"id", "source", "expect"}}))


def _one_day_apart(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> bool:
    """Whether two vectors differ only in days, by one day."""
    if one.keys() != other.keys():
        return False
    for place in one:
        if one[place] != other[place]:
            days = [_DAY.fullmatch(told) for told in (one[place], other[place]) if isinstance(told, str)]
            if len(days) < 2 or days[0] is None or days[1] is None or days[0][2] != days[1][2]:
                return False
            if abs(date.fromisoformat(days[0][1]) - date.fromisoformat(days[1][1])) > timedelta(days=1):
                return False
    return True


@pytest.mark.parametrize("finding", [finding for finding in Finding if finding not in UNREACHABLE])
def test_every_finding_has_its_day(finding: Finding) -> None:
    """Each finding is expected in one vector, and not in another that differs from it by one day."""
    listed = [v for v in ANSWERED if "findings" in v.body["expect"]]
    found = [_asked(v) for v in listed if finding in v.body["expect"]["findings"]]
    missed = [_asked(v) for v in listed if finding not in v.body["expect"]["findings"]]
    assert any(_one_day_apart(one, other) for one, other in product(found, missed))


def test_every_outcome_and_act() -> None:
    """Each `resultado` and each `acto` is decided."""
    events = list(_events(ANSWERED))
    assert {event.get("resultado") for event in events} - {None} == set(Outcome)
    assert {event.get("acto") for event in events} - {None} == set(ActKind)


@cache
def _types_with_effect() -> frozenset[str]:
    """The event types without which some vector fails."""
    found: set[str] = set()
    for vector in ANSWERED:
        for number, event in enumerate(vector.body["case"]["events"]):
            if event["type"] not in found:
                without = deepcopy(dict(vector.body))
                del without["case"]["events"][number]
                if not _holds(without):
                    found.add(event["type"])
    return frozenset(found)


@pytest.mark.parametrize("event_type", LEGAL_EVENTS)
def test_every_event_with_its_effect(event_type: EventType) -> None:
    """Each event is in a vector that fails without it; an internal step is in one that does not."""
    assert any(event["type"] == event_type for event in _events(ANSWERED))
    assert (event_type in _types_with_effect()) is (event_type not in INTERNAL_STEPS)


KEYS = [
    (event_type, each.name, each.default is NOTHING)
    for event_type in LEGAL_EVENTS
    for each in fields(PAYLOADS[event_type])
    if each.name in event_keys(event_type)
]
REFUSED = [vector for vector in AGENDAS if "refused" in vector.body["expect"]]


@pytest.mark.parametrize(("event_type", "key", "_"), KEYS)
def test_every_key_is_refused_where_it_is_malformed(event_type: EventType, key: str, _: bool) -> None:  # noqa: FBT001
    """Each key of each event is malformed in a vector that is refused for it."""

    def blames(vector: Vector) -> bool:
        for number, event in enumerate(vector.body["case"]["events"]):
            if event.get("type") == event_type and key in event:
                without = deepcopy(dict(vector.body))
                del without["case"]["events"][number][key]
                if not _holds(without):
                    return True
        return False

    assert any(blames(vector) for vector in REFUSED)


@pytest.mark.parametrize(("event_type", "key"), [(each, key) for each, key, needed in KEYS if needed])
def test_every_key_is_missed_where_it_is_needed(event_type: EventType, key: str) -> None:
    """Each key that an event must have is missing in a vector that is refused for it."""
    lacking = [
        vector
        for vector in REFUSED
        if vector.body["expect"]["refused"] == "evento_incompleto"
        and any(event.get("type") == event_type and key not in event for event in vector.body["case"]["events"])
    ]
    assert lacking


@pytest.mark.parametrize(
    ("policy", "value"), [(policy, value) for policy, values in Policies.choices().items() for value in values]
)
def test_every_value_of_every_policy(policy: str, value: str) -> None:
    """Each value is chosen in a vector that fails under every other value of that policy."""
    others = [other for other in Policies.choices()[policy] if other != value]
    chosen = [v for v in ALL if v.body.get("policies", {}).get(policy) == value and _is_answered(v)]

    def decides(vector: Vector, other: str) -> bool:
        return not _holds({**vector.body, "policies": {**vector.body["policies"], policy: other}})

    assert all(any(decides(vector, other) for vector in chosen) for other in others)
    assert chosen


@pytest.mark.parametrize("policy", Policies.choices())
def test_every_policy_stops_somewhere(policy: str) -> None:
    """For each policy there is a vector with its event in which none of its values moves anything."""

    def moves(vector: Vector, value: str) -> bool:
        return not _holds({**vector.body, "policies": {**vector.body["policies"], policy: value}})

    named = [v for v in ANSWERED if policy in v.body.get("policies", {})]
    assert any(not any(moves(vector, value) for value in Policies.choices()[policy]) for vector in named)


def _is_answered(vector: Vector) -> bool:
    expected = vector.body["expect"]
    return not (isinstance(expected, dict) and "refused" in expected)


@pytest.mark.parametrize(
    "setting",
    [
        "saturday_is_business_day",
        "closures",
        "office_hours",
        "policies",
        "aviso_business_days",
        "remision_sspd_business_days",
        "remision_insistencia_business_days",
    ],
)
def test_every_setting(setting: str) -> None:
    """Each setting of a utility is in a vector that fails without it."""

    def without(vector: Vector) -> dict[str, Any]:
        return {**vector.body, "utility": {k: v for k, v in vector.body["utility"].items() if k != setting}}

    assert any(not _holds(without(v)) for v in ALL if setting in v.body.get("utility", {}) and _is_answered(v))


@pytest.mark.parametrize("key", ["fecha_limite", "factura_expedida", "attacks", "puesto_al_correo_el", "no_registrado"])
def test_every_fact_of_the_filing(key: str) -> None:
    """Each fact of a filing is in a vector that fails without it."""

    def without(vector: Vector) -> dict[str, Any]:
        return {**vector.body, "case": {k: v for k, v in vector.body["case"].items() if k != key}}

    assert any(not _holds(without(vector)) for vector in ANSWERED if key in vector.body["case"])


@pytest.mark.parametrize("word", Unrecorded)
def test_everything_a_register_may_not_record(word: Unrecorded) -> None:
    """Each value of `no_registrado` is in a vector that fails without it."""

    def without(vector: Vector) -> dict[str, Any]:
        words = [each for each in vector.body["case"]["no_registrado"] if each != word]
        return {**vector.body, "case": {**vector.body["case"], "no_registrado": words}}

    assert any(not _holds(without(v)) for v in ANSWERED if word in v.body["case"].get("no_registrado", ()))


@pytest.mark.parametrize("tipo", [code for code, each in RULES.types.items() if each.response is not None])
def test_both_edges_of_the_first_version(tipo: str) -> None:
    """The first day of force is answered, the day before is refused."""
    response = RULES.types[tipo].response
    assert response is not None
    first = response.term.versions[0].first_day
    assert first is not None
    mine = [vector for vector in AGENDAS if vector.body["case"]["tipo"] == tipo]
    on_first = [v for v in mine if _filed_on(v) == str(first)]
    on_eve = [v for v in mine if _filed_on(v) == str(first - timedelta(days=1))]
    assert any("respuesta" in vector.body["expect"].get("deadlines", {}) for vector in on_first)
    assert any(vector.body["expect"] == {"refused": "regla_inexistente"} for vector in on_eve)


def test_both_edges_of_the_emergency() -> None:
    """Decreto 491 de 2020: its first and last day, the day after, and the last case it reached and did not reach."""
    filed = {_filed_on(vector) for vector in ANSWERED if vector.body["case"]["tipo"] == "peticion_general"}
    emergency = RULES.types["peticion_general"].response
    assert emergency is not None
    assert emergency.emergency is not None
    edges = {emergency.emergency.first_day, emergency.emergency.last_day, emergency.emergency.last_day + timedelta(1)}
    assert {str(day) for day in (*edges, date(2020, 3, 5), date(2020, 3, 6))} <= filed
