"""The published JSON Schema of a case says what the reader reads."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from tests.cases.test_serialization import CASE

from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.cases.schema import case_schema
from pqr_core.cases.serialization import case_from_json, case_to_json, event_from_json, event_to_json
from pqr_core.errors import PQRError
from pqr_core.testing.strategies import KINDS, cases, events, values
from pqr_core.vocabulary import EventType

SCHEMA = case_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_the_published_file_is_the_schema() -> None:
    """The file in the package is made from the classes; if it differs, run `python scripts/make_pages.py`."""
    Draft202012Validator.check_schema(SCHEMA)
    assert json.loads(files("pqr_core.cases").joinpath("case.schema.json").read_text(encoding="utf-8")) == SCHEMA


@settings(max_examples=40)
@given(cases(values(Filing)))
def test_every_case_comes_back_and_fits_the_schema(case: Case) -> None:
    """What is written is valid, is read as an equal case, and is written again with the same characters."""
    text = case_to_json(case)
    VALIDATOR.validate(json.loads(text))
    assert case_from_json(text) == case
    assert case_to_json(case_from_json(text)) == text
    assert canonical_json(json.loads(text)) == text


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=10)
@given(data=st.data())
def test_every_type_of_event_comes_back(kind: EventType, data: st.DataObject) -> None:
    """Each type with any payload it may have, alone."""
    event = data.draw(events(kind))
    assert event_from_json(event_to_json(event)) == event


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("events", 0, "color"), "rojo"),
        (("events", 0, "tipo"), 3),
        (("events", 0, "peticionario"), {"clase": "otra"}),
        (("events", 0, "peticionario"), {"clase": "natural", "edad": 3}),
        (("events", 0, "atencion"), {"tomado_at": "2026-03-16T08:00:00"}),
        (("events", 0, "vinculos"), [{"relacion": "recurso_de"}]),
        (("events", 0, "factura"), {"valor_reclamado": "1_000"}),
        (("events", 0, "factura"), {"valor_reclamado": " 1000"}),
        (("events", 0, "factura"), {"valor_reclamado": "."}),
        (("events", 0, "type"), "nota"),
        (("events", 1, "type"), "radicacion"),
        (("events", 1, "on"), None),
        (("events", 3, "resultado"), ""),
        (("events", 3, "completa"), "true"),
        (("events",), []),
        (("schema_version",), 3),
        (("zone",), None),
    ],
    ids=str,
)
def test_reader_and_schema_refuse_alike(path: tuple[str | int, ...], value: object) -> None:
    """The reader and the schema both refuse a fault of form."""
    spoiled: Any = json.loads(case_to_json(CASE))
    target = spoiled
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    assert not VALIDATOR.is_valid(spoiled)
    with pytest.raises(PQRError):
        case_from_json(json.dumps(spoiled))
