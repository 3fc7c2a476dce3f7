"""The published JSON Schema agrees with the code: the same lists, keys and refusals."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from attrs import NOTHING, fields
from jsonschema import Draft202012Validator

from pqr_core import colombia
from pqr_core.cases.events import PAYLOADS
from pqr_core.colombia import RULES
from pqr_core.errors import REFUSAL_PRECEDENCE
from pqr_core.exchange.questions import event_keys
from pqr_core.exchange.vectors import FORMAT, OPS, evaluate, only_due
from pqr_core.policies import Policies
from pqr_core.vectors import THEMES, schema, theme
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Finding, LegalState, Outcome, Unrecorded

SCHEMA = schema()
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)
DEFS = SCHEMA["$defs"]
EXAMPLES = Path(__file__).parent.parent / "data" / "examples.json"

VECTOR: dict[str, Any] = {
    "id": "v",
    "op": "agenda",
    "policies": {"months": "trigger_day"},
    "utility": {"closures": [{"from": "2026-02-03", "to": "2026-02-03", "act": "Decreto 1"}]},
    "case": {
        "tipo": "reclamo",
        "filed_on": "2026-02-02",
        "events": [{"type": "decision", "on": "2026-02-03", "resultado": "accede"}],
    },
    "as_of_on": "2026-02-04",
    "expect": {"deadlines": {"respuesta": {"due": "2026-02-24", "state": "cumplido"}}, "findings": []},
}


def _file(*vectors: dict[str, Any]) -> dict[str, Any]:
    return {"format": FORMAT, "vectors": list(vectors)}


def test_it_is_a_schema() -> None:
    """The file is itself valid against JSON Schema 2020-12."""
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", THEMES)
def test_it_accepts_the_packaged_vectors(name: str) -> None:
    """Every packaged file is valid."""
    bodies = [dict(vector.body) for vector in theme(name)]
    assert bodies
    assert [error.json_path for error in VALIDATOR.iter_errors(_file(*bodies))] == []


def test_it_accepts_the_published_examples() -> None:
    """The 213 examples are valid."""
    assert [error.json_path for error in VALIDATOR.iter_errors(json.loads(EXAMPLES.read_text("utf-8")))] == []


def test_it_accepts_the_vector_that_is_broken_below() -> None:
    """The vector of the tests below is valid before it is broken."""
    VALIDATOR.validate(_file(VECTOR))


def _set(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(vector: dict[str, Any]) -> None:
        *way, last = path
        holder: Any = vector
        for step in way:
            holder = holder[step]
        holder[last] = value

    return change


def _drop(*path: str | int) -> Callable[[dict[str, Any]], None]:
    def change(vector: dict[str, Any]) -> None:
        *way, last = path
        holder: Any = vector
        for step in way:
            holder = holder[step]
        del holder[last]

    return change


FAULTS: dict[str, Callable[[dict[str, Any]], None]] = {
    "no id": _drop("id"),
    "no op": _drop("op"),
    "no expect": _drop("expect"),
    "unknown op": _set("op", value="add_weeks"),
    "unknown key": _set("colour", value="red"),
    "key of another op": _set("n", value=1),
    "two instants asked": _set("as_of", value="2026-02-04T10:00:00-05:00"),
    "no instant asked": _drop("as_of_on"),
    "unknown policy": _set("policies", value={"lunes": "si"}),
    "unknown value of a policy": _set("policies", value={"months": "lunar"}),
    "closure without act": _drop("utility", "closures", 0, "act"),
    "unknown setting": _set("utility", value={"saturdays": True}),
    "days that are none": _set("utility", value={"aviso_business_days": 0}),
    "no type": _drop("case", "tipo"),
    "unknown type": _set("case", "tipo", value="reclamacion"),
    "no date given by the authority": _set("case", "tipo", value="requerimiento_autoridad"),
    "filed twice": _set("case", "filed_at", value="2026-02-02T10:00:00-05:00"),
    "instant without zone": _set("as_of", value="2026-02-04T10:00:00"),
    "no such day": _set("case", "filed_on", value="2026-02-30"),
    "unknown event": _set("case", "events", 0, "type", value="llamada"),
    "event without day": _drop("case", "events", 0, "on"),
    "recurso decided without outcome": _set(
        "case",
        "events",
        0,
        value={"type": "recurso_resuelto", "on": "2026-02-03", "notificado_el": "2026-02-03"},
    ),
    "withdrawal accepted without notice": _set(
        "case", "events", 0, value={"type": "aceptacion_desistimiento", "on": "2026-02-03"}
    ),
    "post without day": _set("case", "puesto_al_correo_el", value="ayer"),
    "unknown gap of a register": _set("case", "no_registrado", value=["respuesta"]),
    "unknown outcome": _set("case", "events", 0, "resultado", value="quizas"),
    "key of another event": _set("case", "events", 0, "hasta", value="2026-02-20"),
    "evidence with two ends": _set(
        "case", "events", 0, value={"type": "apertura_pruebas", "on": "2026-02-03", "hasta": "2026-02-09", "dias": 3}
    ),
    "evidence without end": _set("case", "events", 0, value={"type": "apertura_pruebas", "on": "2026-02-03"}),
    "correction of a correction": _set(
        "case",
        "events",
        0,
        value={
            "type": "correccion",
            "on": "2026-02-03",
            "corrige": "a",
            "event": {"type": "anulacion", "on": "2026-02-03", "anula": "a"},
        },
    ),
    "unknown deadline": _set("expect", "deadlines", value={"contestacion": {"due": "2026-02-24"}}),
    "unknown state": _set("expect", "deadlines", "respuesta", "state", value="tarde"),
    "unknown field of a deadline": _set("expect", "deadlines", "respuesta", "days", value=15),
    "unknown finding": _set("expect", "findings", value=["llueve"]),
    "nothing expected": _set("expect", value={}),
    "unknown refusal": _set("expect", value={"refused": "no_se"}),
    "truth expected of an agenda": _set("expect", value=True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_it_rejects(fault: str) -> None:
    """A vector with one fault is invalid."""
    vector = deepcopy(VECTOR)
    FAULTS[fault](vector)
    assert not VALIDATOR.is_valid(_file(vector))


@pytest.mark.parametrize(
    "vector",
    [
        {"id": "v", "op": "is_business_day", "on": "2026-02-02", "expect": "2026-02-02"},
        {"id": "v", "op": "add_business_days", "from": "2026-02-02", "n": 1, "expect": True},
        {"id": "v", "op": "add_months", "from": "2026-02-02", "n": 0, "expect": "2026-02-02"},
        {"id": "v", "op": "business_days_between", "from": "2026-02-02", "expect": 1},
    ],
)
def test_it_rejects_calendar_vectors(vector: dict[str, Any]) -> None:
    """`expect` must have the type that the operation answers, and the keys must be present."""
    assert not VALIDATOR.is_valid(_file(vector))


@pytest.mark.parametrize("document", [[], {"vectors": []}, {"format": "pqr-vectors/2", "vectors": []}])
def test_it_rejects_files(document: object) -> None:
    """A file of another shape or format is invalid."""
    assert not VALIDATOR.is_valid(document)


def test_its_lists_are_those_of_the_code() -> None:
    """Types, events, states, findings, outcomes, acts, gaps, policies and refusals are the same on both sides."""
    expected = DEFS["expected_agenda"]["properties"]
    row = expected["deadlines"]["additionalProperties"]["oneOf"][1]["properties"]
    acts = next(each for each in DEFS["event"]["allOf"] if each["if"]["properties"]["type"] == {"const": "decision"})
    assert DEFS["case"]["properties"]["tipo"]["enum"] == list(RULES.types)
    assert DEFS["event"]["properties"]["type"]["enum"] == list(LEGAL_EVENTS)
    assert DEFS["resultado"]["enum"] == list(Outcome)
    assert acts["then"]["properties"]["acto"]["enum"] == list(ActKind)
    assert DEFS["case"]["properties"]["no_registrado"]["items"]["enum"] == list(Unrecorded)
    assert set(row["state"]["enum"]) == set(LegalState)
    assert expected["findings"]["items"]["enum"] == list(Finding)
    assert set(expected["deadlines"]["propertyNames"]["enum"]) == set(RULES.obligations)
    assert DEFS["refusal"]["properties"]["refused"]["enum"] == [error.code for error in REFUSAL_PRECEDENCE]
    assert {policy: each["enum"] for policy, each in DEFS["policies"]["properties"].items()} == {
        policy: list(values) for policy, values in Policies.choices().items()
    }


def _branches(event_type: EventType) -> Iterator[dict[str, Any]]:
    """The part of the schema for events of that type."""
    for branch in DEFS["event"]["allOf"]:
        types = branch["if"]["properties"]["type"]
        if event_type in types.get("enum", [types.get("const")]):
            yield branch["then"]


@pytest.mark.parametrize("event_type", LEGAL_EVENTS)
def test_its_event_keys_are_those_of_the_code(event_type: EventType) -> None:
    """The keys that the schema gives an event are those the reader takes; those without default it requires."""
    known = [each for each in fields(PAYLOADS[event_type]) if each.name in event_keys(event_type)]
    asked = list(_branches(event_type))
    assert {key for each in asked for key in each["properties"]} == {each.name for each in known}
    needed = {each.name for each in known if each.default is NOTHING}
    assert {key for each in asked for key in each.get("required", ())} == needed


# --- what a program is asked and answers ---------------------------------------------------------------------------

QUESTION = Draft202012Validator(schema("question"))
ANSWER = Draft202012Validator(schema("answer"))


@pytest.mark.parametrize("step", [5, pytest.param(1, marks=pytest.mark.full)])
@pytest.mark.parametrize("name", THEMES)
def test_questions_and_answers_are_of_their_schema(name: str, step: int) -> None:
    """Every question that is not refused is valid, and so is every answer of ours, complete or only the due day."""
    vectors = theme(name)[::step]
    for vector in (*vectors, *only_due(vectors)):
        answer = evaluate(vector.body, colombia.LAW)
        assert ANSWER.is_valid(answer)
        assert QUESTION.is_valid(dict(vector.question)) or "refused" in answer


@pytest.mark.parametrize(
    "answer", ["tomorrow", [], {}, 1.5, {"refused": "no_se"}, {"deadlines": {"x": None}}, "2026-7-1"]
)
def test_an_answer_of_another_shape_is_not_valid(answer: object) -> None:
    """Texts, lists, fractions of a day and unknown codes are invalid answers."""
    assert not ANSWER.is_valid(answer)


@pytest.mark.parametrize("key", ["expect", "trap", "colour"])
def test_a_question_does_not_tell_what_is_expected(key: str) -> None:
    """A question has neither the expected answer nor the mistake it tests, nor unknown keys."""
    question = {"id": "v", "op": "is_business_day", "on": "2026-07-13"}
    assert QUESTION.is_valid(question)
    assert not QUESTION.is_valid({**question, key: False})


def test_a_due_day_may_be_asked_in_a_file() -> None:
    """A day or null is expected, and nothing else."""
    due = {**VECTOR, "op": "due"}
    assert VALIDATOR.is_valid(_file({**due, "expect": "2026-02-24"}))
    assert VALIDATOR.is_valid(_file({**due, "expect": None}))
    assert not VALIDATOR.is_valid(_file({**due, "expect": VECTOR["expect"]}))
    assert not VALIDATOR.is_valid(_file({**due, "expect": True}))


def test_the_operations_are_those_of_the_code() -> None:
    """The operations are those of the code, in its order."""
    assert DEFS["asked"]["properties"]["op"]["enum"] == list(OPS)
