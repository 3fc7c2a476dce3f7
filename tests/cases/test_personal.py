"""Personal data: kept apart from the history, in no displayed text, and gone when a case is anonymised."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings

from pqr_core import colombia
from pqr_core.cases.canonical import canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event, Filing, Note
from pqr_core.cases.filing import Petitioner, Property
from pqr_core.cases.privacy import anonymise
from pqr_core.cases.serialization import (
    case_from_json,
    case_to_json,
    event_from_parts,
    event_parts,
    event_to_json,
    personal_digest,
    personal_of,
)
from pqr_core.colombia import ZONE
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.law.views import CasePicture
from pqr_core.testing.strategies import cases, values
from pqr_core.vocabulary import EventType

SECRETS = ("Ana Pérez Gómez", "31415926", "ana@correo.example", "3001234567", "Calle 1 # 2-3", "me cobran de más")
FILING = Filing(
    tipo="reclamo",
    radicado="2026-000123",
    peticionario=Petitioner(
        clase="natural",
        tipo_documento="cc",
        nombre=SECRETS[0],
        documento=SECRETS[1],
        correo=SECRETS[2],
        telefono=SECRETS[3],
        identidad_reservada=True,
    ),
    predio=Property(direccion=SECRETS[4], estrato="2"),
    hechos=SECRETS[5],
)
CASE = Case.file(FILING, utility_id="empresa", zone=ZONE, on=date(2026, 3, 16)).record(
    Event(EventType.NOTA, on=date(2026, 3, 17), payload=Note(f"llamó {SECRETS[0]}")),
)


@settings(max_examples=40)
@given(cases(values(Filing)))
def test_parts_join_to_the_same_event(case: Case) -> None:
    """The public and the personal part of any event, both plain JSON, join to the same event."""
    for event in case.events:
        public, personal = event_parts(event, b"salt")
        assert json.loads(canonical_json(public)) == public
        assert event_to_json(event_from_parts(public, personal)) == event_to_json(event)
        assert personal == json.loads(canonical_json(personal_of(event)))
        assert ("personal" in public) is bool(personal)
        assert not personal or public["personal"] == personal_digest(personal, b"salt")


@settings(max_examples=40)
@given(cases(values(Filing)))
def test_anonymised_cases_hold_nothing_personal_and_the_same_life(case: Case) -> None:
    """No personal value is left, while state, day and the ids of the events stay; the public part read alone agrees."""
    bare = anonymise(case)
    assert [personal_of(event) for event in bare.events] == [{}] * len(case.events)
    assert [event.identity for event in bare.events] == [event.identity for event in case.events]
    assert (bare.state, bare.filed_on) == (case.state, case.filed_on)
    assert [event_from_parts(event_parts(event, b"x")[0], None) for event in case.events] == list(
        case_from_json(case_to_json(bare)).events
    )


def test_what_a_correction_holds_is_personal_too() -> None:
    """The event within a correction is split like any other."""
    wrong = CASE.events[0]
    event = Event(EventType.CORRECCION, on=date(2026, 3, 17), payload=Correction(wrong.identity, wrong))
    public, personal = event_parts(event, b"salt")
    assert not any(secret in canonical_json(public) for secret in SECRETS)
    assert personal["event"]["peticionario"]["nombre"] == SECRETS[0]
    assert event_from_parts(public, personal) == event


def test_the_salt_decides_the_digest() -> None:
    """Without the salt, nobody can test names against the digest."""
    event = CASE.events[0]
    assert event_parts(event, b"one")[0]["personal"] != event_parts(event, b"two")[0]["personal"]


def test_personal_data_of_nothing_are_refused() -> None:
    """A personal part that does not fit the public one belongs to another event, and is refused."""
    public, _ = event_parts(Event(EventType.NOTA, on=date(2026, 3, 17)), b"salt")
    with pytest.raises(InvalidInputError, match="peticionario"):
        event_from_parts(public, {"peticionario": {"nombre": "Ana"}})


def test_no_text_for_the_eye_shows_them() -> None:
    """Neither `repr` nor the view of a case names the petitioner."""
    shown = repr(CASE) + CasePicture(CASE, colombia.agenda(CASE, date(2026, 3, 18)))._repr_html_()
    assert [secret for secret in SECRETS if secret in shown] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda filed: filed["peticionario"].update(documento=31415926),
        lambda filed: filed["peticionario"].update(clase="anonima"),
        lambda filed: filed.update(hechos=[SECRETS[5]]),
        lambda filed: filed.update(predio=SECRETS[4]),
        lambda filed: filed.update(peticionario=[SECRETS[0]]),
    ],
    ids=["number", "named", "list", "address", "petitioner"],
)
def test_no_refusal_shows_them(spoil: Any) -> None:
    """A refused document is named by the place of the fault, not by a personal value."""
    document = json.loads(case_to_json(CASE))
    spoil(document["events"][0])
    with pytest.raises(PQRError) as refused:
        case_from_json(json.dumps(document))
    said = f"{refused.value} {refused.value.message('es')} {refused.value.params}"
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize("field", ["nombre", "documento", "correo"])
def test_a_wrong_value_in_code_is_not_shown(field: str) -> None:
    """The same holds if a program passes something other than text."""
    wrong: Any = {field: [SECRETS[0]]}
    with pytest.raises(InvalidInputError) as refused:
        Petitioner(clase="natural", **wrong)
    assert SECRETS[0] not in str(refused.value)


def test_an_anonymous_petitioner_has_no_name() -> None:
    """A petitioner cannot be anonymous and have a name."""
    with pytest.raises(InvalidInputError, match="anonymous"):
        Petitioner(clase="anonima", nombre="Ana")
