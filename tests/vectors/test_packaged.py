"""The packaged vectors: both readings hold on them, and nothing of the contract is left out of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest
from tests.oracle.agenda import evaluate as by_brute_force

from pqr_core.colombia import RULES
from pqr_core.errors import REFUSAL_PRECEDENCE
from pqr_core.exchange.vectors import Vector, check, evaluate, run
from pqr_core.policies import Policies
from pqr_core.vectors import THEMES, packaged, theme
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Finding, LegalState, Outcome

ALL = packaged()
AGENDAS = [vector for vector in ALL if vector.body["op"] == "agenda"]
ANSWERED = [vector for vector in AGENDAS if "refused" not in vector.body["expect"]]

INTERNAL_STEPS = {EventType.ACUSE, EventType.ASIGNACION, EventType.ANALISIS, EventType.NOTA, EventType.CIERRE}
UNREACHABLE = {Finding.CALENDARIO_EN_DISPUTA, Finding.CIERRE_POSTERIOR}
"""The wire form can say neither what a second opinion holds nor when a closure was announced."""


def _holds(body: dict[str, Any]) -> bool:
    return not check(body["expect"], evaluate(body))


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
    assert list(run(ALL).lines()) == [f"{len(ALL)} vectors, 0 failed"]


def test_the_second_reading_holds() -> None:
    """So does the independent count, which shares no code with the engine."""
    assert list(run(ALL, lambda body: by_brute_force(dict(body))).lines()) == [f"{len(ALL)} vectors, 0 failed"]


def test_ids_are_unique_and_sources_are_said() -> None:
    """An id names one vector in all files, and each says where its expectation comes from."""
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
    """Each operation of the format is asked and, but for the agenda, refused too."""
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
def test_every_obligation_is_absent_somewhere(code: str) -> None:
    """For each deadline code there is a vector that expects it not to arise, unless its absence says nothing."""
    absent = {c for v in ANSWERED for c, row in v.body["expect"].get("deadlines", {}).items() if row is None}
    assert code in absent | {"no_suspender", "reconexion", "aviso_visita"}


def test_every_finding() -> None:
    """Each finding that the wire form can reach is expected."""
    expected = {finding for vector in ANSWERED for finding in vector.body["expect"].get("findings", ())}
    assert expected == set(Finding) - UNREACHABLE


def test_every_outcome_and_act() -> None:
    """Each `resultado` and each `acto` is decided."""
    events = list(_events(ANSWERED))
    assert {event.get("resultado") for event in events} - {None} == set(Outcome)
    assert {event.get("acto") for event in events} - {None} == set(ActKind)


@cache
def _types_with_effect() -> frozenset[str]:
    """The event types that some vector cannot do without."""
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
    """Each event stands in a vector that fails without it; an internal step in one that does not."""
    assert any(event["type"] == event_type for event in _events(ANSWERED))
    assert (event_type in _types_with_effect()) is (event_type not in INTERNAL_STEPS)


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
    ],
)
def test_every_setting(setting: str) -> None:
    """Each setting of a utility stands in a vector that fails without it."""

    def without(vector: Vector) -> dict[str, Any]:
        return {**vector.body, "utility": {k: v for k, v in vector.body["utility"].items() if k != setting}}

    assert any(not _holds(without(v)) for v in ALL if setting in v.body.get("utility", {}) and _is_answered(v))


@pytest.mark.parametrize("key", ["fecha_limite", "factura_expedida", "attacks"])
def test_every_fact_of_the_filing(key: str) -> None:
    """Each fact that comes with a filing stands in a vector that fails without it."""

    def without(vector: Vector) -> dict[str, Any]:
        return {**vector.body, "case": {k: v for k, v in vector.body["case"].items() if k != key}}

    assert any(not _holds(without(vector)) for vector in ANSWERED if key in vector.body["case"])


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
