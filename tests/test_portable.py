"""Pydantic reads and writes our values exactly as the converter of cases does."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.cases.test_serialization import CASE

from pqr_core import colombia
from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.events import Decision, Event, Filing, NoDetail
from pqr_core.cases.filing import Petitioner
from pqr_core.cases.serialization import event_from_json, event_to_json
from pqr_core.errors import PQRError
from pqr_core.facts import Facts
from pqr_core.law.agenda import Agenda, Deadline, Permit
from pqr_core.portable import Portable
from pqr_core.testing.strategies import KINDS, cases, events
from pqr_core.vocabulary import EventType

pydantic = pytest.importorskip("pydantic", "2.9", reason="pydantic is in the group `test`")

DUE = colombia.due("reclamo", date(2026, 3, 16))
AGENDA = colombia.agenda(colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa"), date(2026, 3, 17))


def document(text: str) -> dict[str, Any]:
    """A document without its version, which pydantic's form of a part does not have."""
    told: dict[str, Any] = json.loads(text)
    del told["schema_version"]
    return told


EVENTS = pydantic.TypeAdapter(Event)
FILINGS = pydantic.TypeAdapter(Filing)
EVENT_SCHEMA = Draft202012Validator(EVENTS.json_schema())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_every_event_goes_through_as_the_converter_has_it(kind: EventType, data: st.DataObject) -> None:
    """The same document makes the same event, and the event the same document, whatever the type."""
    event = data.draw(events(kind))
    told = document(event_to_json(event))
    EVENT_SCHEMA.validate(told)
    assert EVENTS.validate_python(told) == event
    assert EVENTS.validate_json(json.dumps(told)) == event
    again = {**EVENTS.dump_python(event, mode="json"), "schema_version": 1}
    assert event_from_json(json.dumps(again)) == event
    assert EVENTS.validate_python(event) is event


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(cases())
def test_every_filing_goes_through(case: Case) -> None:
    """With whoever filed it, what it is about and what came with it."""
    filing = case.events[0].payload
    assert isinstance(filing, Filing)
    told = json.loads(canonical_json({"filing": filing}))["filing"]
    assert FILINGS.validate_python(told) == filing
    assert FILINGS.validate_python(FILINGS.dump_python(filing, mode="json")) == filing


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("color", "rojo"),
        ("tipo", 3),
        ("tipo", None),
        ("fecha_limite", 20_000),
        ("fecha_limite", "16/03/2026"),
        ("fecha_limite", "2026-03-16T00:00:00"),
        ("fecha_limite", "2026-02-30"),
        ("peticionario", {"clase": "otra"}),
        ("peticionario", {"clase": "anonima", "nombre": "Ana"}),
        ("peticionario", {"clase": "natural", "identidad_reservada": "true"}),
        ("atencion", {"tomado_at": "2026-03-16T08:00:00"}),
        ("atencion", {"tomado_at": 1_773_000_000}),
        ("factura", {"numero": "1", "reclamado": 1.5}),
        ("factura", {"numero": "1", "reclamado": "NaN"}),
        ("vinculos", [{"relacion": "recurso_de"}]),
        ("vinculos", [{"relacion": "recurso_de", "case_id": 7}]),
        ("workflow", True),
        ("workflow", "1"),
    ],
    ids=str,
)
def test_what_the_converter_refuses_is_refused(key: str, value: object) -> None:
    """A fault of form is refused by both, and nothing is coerced."""
    spoiled = {"type": "radicacion", "on": "2026-03-16", "tipo": "reclamo", key: value}
    with pytest.raises(PQRError):
        event_from_json(json.dumps({**spoiled, "schema_version": 1}))
    for adapter, told in ((EVENTS, spoiled), (FILINGS, {"tipo": "reclamo", key: value})):
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_python(told)
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_json(json.dumps(told))


def test_a_refusal_of_ours_has_its_code_and_both_languages() -> None:
    """It stands at its place in the document, as pydantic tells its own."""
    with pytest.raises(pydantic.ValidationError) as refused:
        FILINGS.validate_python({"tipo": "reclamo", "peticionario": {"clase": "anonima", "nombre": "Ana"}})
    (told,) = refused.value.errors()
    assert (told["type"], told["loc"], set(told["ctx"])) == ("vector_invalido", ("peticionario",), {"en", "es"})


def test_what_is_only_given_is_never_taken() -> None:
    """A deadline and an agenda write themselves as `as_dict` does, by the schema of it; no document makes one."""
    for value, kind in ((DUE, Deadline), (AGENDA, Agenda)):
        adapter = pydantic.TypeAdapter(kind)
        told = json.loads(adapter.dump_json(value))
        assert told == json.loads(json.dumps(value.as_dict()))
        schema = adapter.json_schema(mode="serialization")
        Draft202012Validator.check_schema(schema)
        Draft202012Validator(schema).validate(told)
        assert adapter.validate_python(value) is value
        with pytest.raises(pydantic.ValidationError):
            adapter.validate_python(told)


@pytest.mark.parametrize("kind", [Permit, Facts, Decision, NoDetail, Petitioner])
def test_values_of_fields_have_a_schema_of_their_own_name(kind: type[Portable]) -> None:
    """As a component of an OpenAPI document bears it."""
    schema = pydantic.TypeAdapter(kind).json_schema()
    assert (schema["title"], schema["type"]) == (kind.__name__, "object")


def test_a_row_and_a_permit_come_back() -> None:
    """Days, ids and lists of other values among the fields."""
    row = Facts(utility="aguas", radicado="R-1", tipo="reclamo", filed_on=date(2026, 3, 16), due_on=date(2026, 4, 9))
    permit = AGENDA.allowed()[0]
    for value, kind in ((row, Facts), (permit, Permit)):
        adapter = pydantic.TypeAdapter(kind)
        assert adapter.validate_json(adapter.dump_json(value)) == value
    assert CASE.events[0].payload == FILINGS.validate_json(FILINGS.dump_json(CASE.events[0].payload))


def test_a_value_is_written_where_anything_may_stand() -> None:
    """In a dict, a list or a field of a model that says no class, as where its class is said."""

    class Answer(pydantic.BaseModel):  # type: ignore[misc, name-defined]  # imported only where it is installed
        anything: Any

    given = {"filing": Filing(tipo="queja"), "due": [DUE], "agenda": AGENDA}
    told = {
        "filing": FILINGS.dump_python(given["filing"], mode="json"),
        "due": [pydantic.TypeAdapter(Deadline).dump_python(DUE, mode="json")],
        "agenda": pydantic.TypeAdapter(Agenda).dump_python(AGENDA, mode="json"),
    }
    assert pydantic.TypeAdapter(dict[str, Any]).dump_python(given, mode="json") == told
    assert Answer(anything=given).model_dump(mode="json") == {"anything": told}
    assert json.loads(Answer(anything=given).model_dump_json()) == {"anything": told}


def test_pydantic_is_not_imported() -> None:
    """Importing the library does not import pydantic."""
    code = "import sys, pqr_core.cases.events, pqr_core.office.views; print('pydantic' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "False\n"
