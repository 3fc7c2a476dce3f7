"""The vector format: what a file may contain, what is compared, and which refusal comes first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.cases.events import Event
from pqr_core.cases.serialization import event_to_json
from pqr_core.errors import ImportFileError, PQRError
from pqr_core.exchange.questions import VectorReader, event_keys
from pqr_core.exchange.vectors import check, evaluate, load, read_case
from pqr_core.testing.strategies import events
from pqr_core.vocabulary import LEGAL_EVENTS

COMMON = {"type", "at", "on", "id"}
"""Keys of every event."""

CASE: dict[str, Any] = {"radicado": "R", "tipo": "reclamo", "filed_at": "2026-03-16T10:00:00-05:00", "events": []}
AGENDA: dict[str, Any] = {"id": "a", "op": "agenda", "case": CASE, "as_of_on": "2026-03-20"}


def written(tmp_path: Path, *vectors: object) -> Path:
    """A vector file."""
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps({"format": "pqr-vectors/1", "vectors": vectors}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("expect", "place"),
    [
        ({"deadline": {"respuesta": {"due": "2026-04-09"}}}, "expect:"),
        ({}, "expect:"),
        ([], "expect:"),
        (True, "expect:"),
        ({"deadlines": []}, "expect.deadlines:"),
        ({"deadlines": {"respuestaa": None}}, "expect.deadlines.respuestaa"),
        ({"deadlines": {"respuesta": "2026-04-09"}}, "expect.deadlines.respuesta"),
        ({"deadlines": {"respuesta": {}}}, "expect.deadlines.respuesta"),
        ({"deadlines": {"respuesta": {"date": "2026-04-09"}}}, "expect.deadlines.respuesta"),
        ({"deadlines": {"respuesta": {"state": "abierto"}}}, "expect.deadlines.respuesta.state"),
        ({"findings": None}, "expect.findings"),
        ({"findings": [1, "a"]}, "expect.findings"),
        ({"refused": "porque_no"}, "expect.refused"),
        ({"refused": "fuera_de_rango", "findings": []}, "expect.refused"),
    ],
)
def test_a_misspelt_expectation_does_not_hold(tmp_path: Path, expect: object, place: str) -> None:
    """A misspelt key would never fail, so the file is refused, naming the place."""
    with pytest.raises(ImportFileError) as refused:
        load(written(tmp_path, AGENDA | {"expect": expect}), colombia.LAW)
    assert f"vectors[0].{place}" in str(refused.value)


@pytest.mark.parametrize(
    ("document", "told"),
    [
        ([], "document: expected an object with format and a list of vectors, got list"),
        ({"vectors": []}, 'format: expected "pqr-vectors/1", got none'),
        ({"format": "pqr-vectors/2", "vectors": []}, "format: expected \"pqr-vectors/1\", got 'pqr-vectors/2'"),
        ({"format": "pqr-vectors/1"}, "vectors: expected a list of vectors, got none"),
        ({"format": "pqr-vectors/1", "vectors": {}}, "vectors: expected a list of vectors, got dict"),
        ({"format": "pqr-vectors/1", "vectors": [], "fuente": "x"}, "fuente: unknown key; known keys: format, vectors"),
    ],
)
def test_what_is_wrong_with_the_file_itself_is_named(tmp_path: Path, document: object, told: str) -> None:
    """The place, and what stands there: another format is not a missing one."""
    path = tmp_path / "vectors.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(ImportFileError) as refused:
        load(path, colombia.LAW)
    assert str(refused.value).endswith(told)


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        *(("trap", trap) for trap in ("hola", ["x"], None, 5, {}, {"es": "a"}, {"es": "a", "en": 5})),
        *(("source", 5), ("source", None), ("source", ["x"])),
        *(("id", ""), ("id", 5), ("id", None)),
    ],
)
def test_what_a_vector_tells_people_is_text(tmp_path: Path, key: str, wrong: object) -> None:
    """As the schema has it; a report would stumble over anything else."""
    with pytest.raises(ImportFileError, match=rf"vectors\[0\]\.{key}"):
        load(written(tmp_path, AGENDA | {"expect": {"findings": []}, key: wrong}), colombia.LAW)


@pytest.mark.parametrize("wrong", [[], {}, [["n"]], {"id": []}, 1, 1.5, True, None])
@pytest.mark.parametrize("key", ["id", "type", "on", "at", "anula"])
def test_s13_a_value_of_another_type_in_an_event_is_named(key: str, wrong: object) -> None:
    """Lists and objects too, which cannot be looked up in a set: a case is refused, and `verify` answers so."""
    event = {"type": "anulacion", "on": "2026-03-17", "id": "n", "anula": "n"} | {key: wrong}
    case = CASE | {"events": [event]}
    with pytest.raises(PQRError) as refused:
        read_case(case, colombia.LAW)
    assert refused.value.code == "vector_invalido"
    assert evaluate(AGENDA | {"case": case}, colombia.LAW) == {"refused": "vector_invalido"}


@pytest.mark.parametrize("expect", [1, "false", None])
def test_an_expectation_of_another_kind_is_refused(tmp_path: Path, expect: object) -> None:
    """The answer to this operation is a bool, so another type is refused."""
    with pytest.raises(ImportFileError, match="expected a bool"):
        load(
            written(tmp_path, {"id": "a", "op": "is_business_day", "on": "2026-07-13", "expect": expect}), colombia.LAW
        )


def test_a_file_nested_without_end_is_refused(tmp_path: Path) -> None:
    """A file of a hundred thousand brackets is refused."""
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, encoding="utf-8")
    with pytest.raises(ImportFileError, match="more than 64 levels"):
        load(path, colombia.LAW)


@pytest.mark.parametrize(
    "got",
    [
        {"deadlines": []},
        {"deadlines": None},
        {"deadlines": {"respuesta": 5}},
        {"deadlines": {}},
        {"findings": 3},
        {"findings": [1, "a"]},
        {},
        [],
        7,
    ],
)
def test_an_answer_of_odd_shape_differs(got: object) -> None:
    """Any answer of another program can be compared."""
    expected = {"deadlines": {"respuesta": {"due": "2026-04-09"}}, "findings": []}
    assert check(expected, got)


@pytest.mark.parametrize("twice", [True, False])
def test_the_findings_are_a_set(*, twice: bool) -> None:
    """A finding that is there twice, in the vector or in the answer, is one finding."""
    one: list[str] = ["silencio_positivo"]
    wanted, got = (one * 2, one) if twice else (one, one * 2)
    assert check({"findings": wanted}, {"findings": got}) == []
    assert check({"findings": [*wanted, "resultado_desconocido"]}, {"findings": got})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"utility": {"aviso_business_days": 0}}, "vector_invalido"),
        ({"utility": {"remision_sspd_business_days": -4}}, "vector_invalido"),
        ({"utility": {"closures": [{"from": "2026-03-20", "to": "2026-03-20", "act": ""}]}}, "vector_invalido"),
        ({"utility": {"office_hours": None}}, "vector_invalido"),
        ({"utility": {"office_hours": {"open": "25:00"}}}, "vector_invalido"),
        ({"utility": []}, "vector_invalido"),
        ({"policies": {"months": 1}}, "vector_invalido"),
        ({"policies": {"months": "later"}}, "politica_desconocida"),
        ({"case": CASE | {"filed_at": "0001-01-01T00:00:00+14:00"}}, "fuera_de_rango"),
        ({"as_of": "9999-12-31T23:00:00-14:00", "as_of_on": None}, "fuera_de_rango"),
        ({"as_of": "2026-03-20T10:00:00-05:00"}, "evento_incompleto"),
        ({"case": CASE | {"filed_on": "garbage"}}, "vector_invalido"),
        ({"case": CASE | {"filed_on": "2026-03-16"}}, "evento_incompleto"),
        ({"case": CASE | {"filed_on": "2026-03-16", "filed_at": "2026-03-16T10:00:00"}}, "fecha_sin_zona"),
        ({"case": CASE | {"tipo": None}}, "vector_invalido"),
        ({"case": None}, "vector_invalido"),
        ({"op": "count"}, "vector_invalido"),
    ],
)
def test_what_cannot_be_is_refused_by_its_code(changes: dict[str, object], code: str) -> None:
    """Invalid vectors are refused with the first code in precedence, without a crash."""
    vector = {key: value for key, value in (AGENDA | changes).items() if value is not None or key == "case"}
    assert evaluate(vector, colombia.LAW) == {"refused": code}


@pytest.mark.parametrize(
    ("event", "code"),
    [
        ({"type": "zzz", "on": "2026-03-17"}, "evento_desconocido"),
        ({"type": "zzz", "on": "garbage"}, "vector_invalido"),
        ({"type": "zzz", "at": "2026-03-17T10:00:00"}, "fecha_sin_zona"),
        ({"type": "nota", "on": "2026-03-17", "at": "2026-03-17T10:00:00"}, "fecha_sin_zona"),
        ({"type": "nota", "on": "2026-03-17", "at": "garbage"}, "vector_invalido"),
        ({"type": "nota", "on": "2026-03-17", "at": "2026-03-17T10:00:00Z"}, "evento_incompleto"),
        ({"type": "nota"}, "evento_incompleto"),
        ({"type": "nota", "at": "2026-03-17"}, "vector_invalido"),
        ({"type": "nota", "on": "2026-03-1\u0667"}, "vector_invalido"),  # a digit, but not one of ours
        ({"type": "radicacion", "on": "2026-03-17", "tipo": "queja"}, "evento_desconocido"),
        ({"type": "prorroga", "on": "2026-03-17"}, "evento_incompleto"),
        ({"type": "decision", "resultado": "quizas"}, "vector_invalido"),
        ({"type": "apertura_pruebas", "on": "2026-03-17", "dias": 0}, "vector_invalido"),
        ({"type": "apertura_pruebas", "on": "2026-03-17", "dias": 1, "hasta": "2026-03-18"}, "evento_incompleto"),
        ({"type": "anulacion", "on": "2026-03-17", "anula": "nadie"}, "vector_invalido"),
        ({"type": "anulacion", "on": "2026-03-17"}, "evento_incompleto"),
        ({"type": "nota", "on": "2026-03-15"}, "evento_anterior"),
        ("nota", "vector_invalido"),
        ({"on": "2026-03-17"}, "evento_incompleto"),
        ({"type": 3, "on": "2026-03-17"}, "vector_invalido"),
    ],
)
def test_an_event_that_cannot_be_is_refused_by_its_code(event: object, code: str) -> None:
    """The whole event is read, and the first refusal in precedence is raised."""
    assert evaluate(AGENDA | {"case": CASE | {"events": [event]}}, colombia.LAW) == {"refused": code}


def test_a_case_is_read_alone_or_with_its_utility() -> None:
    """The two forms that the command line takes."""
    alone, default = read_case(CASE, colombia.LAW)
    whole, profile = read_case({"case": CASE, "utility": {"saturday_is_business_day": True}}, colombia.LAW)
    assert alone == whole
    assert (default, profile.saturday_is_business_day) == (colombia.DEFAULT_PROFILE, True)


@given(st.sampled_from(LEGAL_EVENTS).flatmap(events))
def test_every_key_of_an_event_is_read_as_its_payload_has_it(event: Event) -> None:
    """Each legal type of event, whatever it tells, is read from the form that a case has: the keys the law reads."""
    keys = event_keys(event.type)
    whole = json.loads(event_to_json(event))
    question = VectorReader({}, colombia.LAW)
    read = question.event({key: whole[key] for key in whole if key in keys | COMMON}, "case.events[0]")
    question.settle()
    assert read is not None
    assert (read.type, read.at, read.on) == (event.type, event.at, event.on)
    assert {key: getattr(read.payload, key) for key in keys} == {key: getattr(event.payload, key) for key in keys}
