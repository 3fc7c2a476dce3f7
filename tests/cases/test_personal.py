"""Personal data: apart from the history, out of every text for the eye, and gone when anonymised."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from tests.cases.making import BOGOTA, cases

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event, Filing, Note
from pqr_core.cases.filing import Petitioner, Property
from pqr_core.cases.privacy import anonymise
from pqr_core.cases.serialization import (
    canonical_json,
    case_from_json,
    case_to_json,
    event_from_parts,
    event_parts,
    event_to_json,
    personal_digest,
    personal_of,
)
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.law.views import CaseView
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
CASE = Case.file(FILING, utility_id="empresa", zone=BOGOTA, on=date(2026, 3, 16)).record(
    Event(EventType.NOTA, on=date(2026, 3, 17), payload=Note(f"llamó {SECRETS[0]}")),
)


@settings(max_examples=40)
@given(cases())
def test_parts_join_to_the_same_event(case: Case) -> None:
    """Whatever the event, its public and its personal part give it back, and both are plain JSON."""
    for event in case.events:
        public, personal = event_parts(event, b"salt")
        assert json.loads(canonical_json(public)) == public
        assert event_to_json(event_from_parts(public, personal)) == event_to_json(event)
        assert personal == json.loads(canonical_json(personal_of(event)))
        assert ("personal" in public) is bool(personal)
        assert not personal or public["personal"] == personal_digest(personal, b"salt")


@settings(max_examples=40)
@given(cases())
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
    """The right event within a correction is parted as any other."""
    wrong = CASE.events[0]
    event = Event(EventType.CORRECCION, on=date(2026, 3, 17), payload=Correction(wrong.identity, wrong))
    public, personal = event_parts(event, b"salt")
    assert not any(secret in canonical_json(public) for secret in SECRETS)
    assert personal["event"]["peticionario"]["nombre"] == SECRETS[0]
    assert event_from_parts(public, personal) == event


def test_the_salt_decides_the_digest() -> None:
    """Without the salt nobody can try names against the digest."""
    event = CASE.events[0]
    assert event_parts(event, b"one")[0]["personal"] != event_parts(event, b"two")[0]["personal"]


def test_personal_data_of_nothing_are_refused() -> None:
    """A personal part that has no place in the public one belongs to another event."""
    public, _ = event_parts(Event(EventType.NOTA, on=date(2026, 3, 17)), b"salt")
    with pytest.raises(InvalidInputError, match="peticionario"):
        event_from_parts(public, {"peticionario": {"nombre": "Ana"}})


def test_no_text_for_the_eye_shows_them() -> None:
    """Neither `repr` nor the view of a case names the petitioner."""
    shown = repr(CASE) + CaseView(CASE, colombia.agenda(CASE, date(2026, 3, 18)))._repr_html_()
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
    """A document that is refused is told by its place, not by what it says of somebody."""
    document = json.loads(case_to_json(CASE))
    spoil(document["events"][0])
    with pytest.raises(PQRError) as refused:
        case_from_json(json.dumps(document))
    said = f"{refused.value} {refused.value.message('es')} {refused.value.params}"
    assert [secret for secret in SECRETS if secret in said] == []


@pytest.mark.parametrize("field", ["nombre", "documento", "correo"])
def test_a_wrong_value_in_code_is_not_shown(field: str) -> None:
    """The same when a program passes something else than text."""
    wrong: Any = {field: [SECRETS[0]]}
    with pytest.raises(InvalidInputError) as refused:
        Petitioner(clase="natural", **wrong)
    assert SECRETS[0] not in str(refused.value)


def test_an_anonymous_petitioner_has_no_name() -> None:
    """Who is anonymous and named at once is one of both."""
    with pytest.raises(InvalidInputError, match="anonymous"):
        Petitioner(clase="anonima", nombre="Ana")
