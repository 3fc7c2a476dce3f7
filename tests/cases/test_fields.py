"""Newer fields of cases: petitioners, addresses for notices, claims, and the outcome of each claim."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    PAYLOADS,
    Annulment,
    ClaimOutcome,
    Consent,
    Decision,
    Delivery,
    Event,
    Filing,
    Payload,
    Requirement,
    Transfer,
    Until,
)
from pqr_core.cases.filing import Annex, Claim, Invoice, Notices, Petitioner, Property
from pqr_core.cases.privacy import anonymise
from pqr_core.cases.serialization import (
    case_from_json,
    case_to_json,
    event_from_json,
    event_from_parts,
    event_parts,
    event_to_json,
    personal_digest,
    personal_of,
)
from pqr_core.colombia.catalogues import CATALOGUE
from pqr_core.errors import InvalidInputError
from pqr_core.law import acts
from pqr_core.vocabulary import Capacity, EventType, Finding, LegalState, Outcome, WorkflowState

E = EventType
DAY = date(2026, 3, 16)
ANA = Petitioner(clase="natural", nombre="Ana Pérez", documento="31415926")
LUIS = Petitioner(clase="natural", nombre="Luis Gómez")
CLAIMS = (Claim(id="1", texto="refacturar marzo"), Claim(id="2", texto="cambiar el medidor"))
SECRETS = ("Ana Pérez", "31415926", "Luis Gómez", "refacturar marzo", "Calle 9", "ana@correo.example", "acepto", "Rosa")


def filed(**told: Any) -> Case:
    """A reclamo of 16 March 2026."""
    return colombia.file("reclamo", on=DAY, utility="empresa", **told)


def decided(day: int, *outcomes: str | None, first: int = 1, **told: Any) -> Event:
    """A decision on a day of March, with outcomes of claims numbered from `first`."""
    told = {"resultado": "accede_parcialmente", "acto": "facturacion", **told}
    claims = [ClaimOutcome(id=str(first + n), resultado=outcome) for n, outcome in enumerate(outcomes)]
    return Event(E.DECISION, on=date(2026, 3, day), payload=Decision(pretensiones=claims, **told))


# --- what is told --------------------------------------------------------------------------------------------------


def test_several_petitioners_the_first_of_them_the_one() -> None:
    """Petitioners may be given as one, as several, or both; a list of one equals the single one."""
    both = Filing(tipo="reclamo", peticionarios=[ANA, LUIS])
    assert (both.peticionario, both.peticionarios) == (ANA, (ANA, LUIS))
    assert both == Filing(tipo="reclamo", peticionario=ANA, peticionarios=[ANA, LUIS])
    assert Filing(tipo="reclamo", peticionarios=[ANA]) == Filing(tipo="reclamo", peticionario=ANA)
    with pytest.raises(InvalidInputError, match="first of them"):
        Filing(tipo="reclamo", peticionario=LUIS, peticionarios=[ANA, LUIS])
    assert filed(peticionarios=[ANA, LUIS]).petitioners == (ANA, LUIS)
    assert filed(peticionario=ANA).petitioners == (ANA,)
    assert filed().petitioners == ()


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (lambda: Notices(aceptada_el=DAY), "acepta_electronica"),
        (lambda: Notices(aceptacion="acepto"), "acepta_electronica"),
        (lambda: Annex(clase="factura", numero=0), "numero"),
        (lambda: Filing(tipo="reclamo", pretensiones=[CLAIMS[0], CLAIMS[0]]), "pretensiones"),
        (lambda: Filing(tipo="reclamo", pretensiones=[Claim(id="")]), "pretensiones"),
        (lambda: Decision(pretensiones=[ClaimOutcome(id="1"), ClaimOutcome(id="1")]), "pretensiones"),
    ],
    ids=["day", "words", "annex", "twice", "nameless", "outcomes"],
)
def test_what_cannot_be_is_refused_by_its_name(make: Callable[[], object], place: str) -> None:
    """An acceptance that was not given, no annex, two claims of one id."""
    with pytest.raises(InvalidInputError) as refused:
        make()
    assert refused.value.params["place"] == place
    assert refused.value.message("es") != refused.value.message("en")


def test_a_populated_centre_has_three_digits() -> None:
    """Nobody may refuse to receive a filing: a code of another form is kept, and has to be completed."""
    for code, named in (("000", False), ("012", False), ("Vereda Alta", True), ("12", True)):
        gaps = CATALOGUE.gaps(Filing(tipo="queja", centro_poblado=code), DAY)
        assert ("centro_poblado" in [gap.field for gap in gaps]) is named


def test_each_event_takes_its_own() -> None:
    """Proof of sending and delivery, reasons, what is missing and the addressee stand on the events of the contract."""
    taken: dict[EventType, Payload] = {
        E.ENVIO_CITACION: Delivery(guia="RA1", direccion="Calle 9", recibido_por="Rosa", calidad="tercero"),
        E.NOTIFICACION_PERSONAL: Delivery(recibido_por="Ana Pérez", calidad=Capacity.INTERESADO),
        E.NOTIFICACION_ELECTRONICA: Consent(autorizada=True, guia="cert-1", direccion="ana@correo.example"),
        E.REQUERIMIENTO: Requirement(falta=["copia de la factura"], motivos="para liquidar"),
        E.PRORROGA: Until(date(2026, 4, 20), "llueve"),
        E.TRASLADO_COMPETENCIA: Transfer(destinatario="Alcaldía", motivos="es del alumbrado"),
    }
    for kind, payload in taken.items():
        event = Event(kind, on=DAY, payload=payload)
        assert event_from_json(event_to_json(event)) == event
        assert PAYLOADS[kind] is type(payload)


# --- personal data -------------------------------------------------------------------------------------------------


def personal_case() -> Case:
    """A case with each new personal field."""
    notices = Notices(direccion="Calle 9", correo="ana@correo.example", acepta_electronica=True, aceptacion="acepto")
    case = filed(peticionarios=[ANA, LUIS], notificaciones=notices, pretensiones=CLAIMS)
    return case.record(
        Event(E.PRORROGA, on=DAY, payload=Until(date(2026, 4, 20), motivos="Ana Pérez viajó")),
        Event(E.ENVIO_CITACION, on=DAY, payload=Delivery(guia="RA1", direccion="Calle 9", recibido_por="Rosa")),
    )


def test_what_is_personal_is_parted_joined_and_erased() -> None:
    """Also within lists; the ids of claims and the identities of events do not change."""
    case = personal_case()
    for event in case.events:
        public, personal = event_parts(event, b"salt")
        assert not any(secret in json.dumps(public, ensure_ascii=False) for secret in SECRETS)
        assert event_from_parts(public, personal) == event
    assert [secret for secret in SECRETS if secret in repr(case)] == []
    bare = anonymise(case)
    assert [personal_of(event) for event in bare.events] == [{}, {}, {}]
    assert [event.identity for event in bare.events] == [event.identity for event in case.events]
    assert not any(secret in case_to_json(bare) for secret in SECRETS)
    assert bare.petitioners == (Petitioner(clase="natural"), Petitioner(clase="natural"))
    assert [claim.id for claim in bare.filing.pretensiones] == ["1", "2"]
    assert [event_from_parts(event_parts(event, b"x")[0], None) for event in case.events] == list(bare.events)


@pytest.mark.parametrize("wrong", [[{"nombre": "Ana"}], {"nombre": "Ana"}, [{"clase": "juridica"}, {}]])
def test_personal_data_of_other_petitioners_are_refused(wrong: Any) -> None:
    """With one petitioner more or fewer than the document, or with a public field, they belong to another event."""
    public, personal = event_parts(personal_case().events[0], b"salt")
    with pytest.raises(InvalidInputError, match="peticionarios"):
        event_from_parts(public, {**personal, "peticionarios": wrong})


# --- what was stored before ----------------------------------------------------------------------------------------

OF_BEFORE: tuple[tuple[str, str], ...] = (
    (
        (
            '{"factura":{"numero":"F-1","reclamado":"85000.50"},"on":"2026-03-16","peticionario":'
            '{"acepta_electronica":true,"clase":"natural","identidad_reservada":false,"nombre":"Ana"},'
            '"predio":{"centro_poblado":"001","direccion":"Calle 1"},"radicado":"R-1","schema_version":1,'
            '"tipo":"reclamo","type":"radicacion","workflow":1}'
        ),
        "538c4aef-446f-59bc-b890-84824fc2ed6a",
    ),
    (
        (
            '{"factura":{"numero":"F-1"},"on":"2026-03-16","peticionario":{"acepta_electronica":false,"clase":"natural",'
            '"identidad_reservada":false,"nombre":"Ana"},"predio":{"centro_poblado":"Vereda Alta"},"radicado":"R-1",'
            '"schema_version":1,"tipo":"reclamo","type":"radicacion","workflow":1}'
        ),
        "5aba140b-edd3-5f66-ae9a-905ce3f8cfdf",
    ),
    ('{"on":"2026-03-17","schema_version":1,"type":"envio_citacion"}', "4c8fee72-fd6d-538b-83ca-7415e52564e7"),
    ('{"on":"2026-03-17","schema_version":1,"type":"traslado_competencia"}', "97a01b4d-2125-59f8-b156-7bee0eb28776"),
    (
        '{"autorizada":false,"on":"2026-03-17","schema_version":1,"type":"notificacion_electronica"}',
        "afee55b4-8f82-5ec3-b8d2-0faee9d9d673",
    ),
    (
        '{"hasta":"2026-04-01","on":"2026-03-17","schema_version":1,"type":"prorroga"}',
        "b97d94a4-5f7f-5314-9672-f44b8ce50947",
    ),
    (
        '{"completa":true,"on":"2026-03-17","schema_version":1,"type":"decision"}',
        "0b6bf7b9-b378-5fe3-b9ee-a2e40b6a9a23",
    ),
    (
        (
            '{"corrige":"x","event":{"factura":{"numero":"F-1","reclamado":"85000.50"},"on":"2026-03-16","peticionario":'
            '{"acepta_electronica":true,"clase":"natural","identidad_reservada":false,"nombre":"Ana"},"predio":'
            '{"centro_poblado":"001","direccion":"Calle 1"},"radicado":"R-1","tipo":"reclamo","type":"radicacion",'
            '"workflow":1},"on":"2026-03-18","schema_version":1,"type":"correccion"}'
        ),
        "03271e28-04f3-5572-aa1a-aa0844cd2913",
    ),
    (
        (
            '{"corrige":"x","event":{"on":"2026-03-16","type":"envio_citacion"},"on":"2026-03-18","schema_version":1,'
            '"type":"correccion"}'
        ),
        "0bb38b07-ecd6-5973-9e93-07be5b7c0a79",
    ),
    ('{"on":"2026-03-17","schema_version":1,"type":"requerimiento"}', "1271e9a6-af98-5ec9-8b22-0684413be0fb"),
)
"""Documents of version 1, with the identities that the earlier version gave them."""


@pytest.mark.parametrize(("text", "identity"), OF_BEFORE)
def test_an_event_of_before_keeps_its_identity(text: str, identity: str) -> None:
    """Stored corrections and annulments still find it; written again, it is the same event."""
    event = event_from_json(text)
    assert event.identity == identity
    assert event_from_json(event_to_json(event)) == event


def test_an_event_of_before_reads_as_the_new_fields() -> None:
    """Values of older keys are found in the new fields; where no acceptance was recorded, there is none."""
    accepted, silent = (event_from_json(text).detail(Filing) for text, _ in OF_BEFORE[:2])
    assert accepted.centro_poblado == "001"
    assert accepted.predio == Property(direccion="Calle 1")
    assert accepted.factura == Invoice(numero="F-1", valor_reclamado=Decimal("85000.50"))
    assert accepted.notificaciones == Notices(acepta_electronica=True)
    assert (silent.centro_poblado, silent.notificaciones) == ("Vereda Alta", None)


def test_personal_data_parted_before_join() -> None:
    """Both parts are of the older form."""
    public = {
        "on": "2026-03-16",
        "peticionario": {"acepta_electronica": True, "clase": "natural", "identidad_reservada": False},
        "predio": {"centro_poblado": "001"},
        "schema_version": 1,
        "tipo": "reclamo",
        "type": "radicacion",
        "workflow": 1,
    }
    personal = {"peticionario": {"nombre": "Ana"}, "predio": {"direccion": "Calle 1"}}
    public["personal"] = personal_digest(personal, b"salt")
    told = event_from_parts(public, personal).detail(Filing)
    assert (told.peticionario, told.predio) == (
        Petitioner(clase="natural", nombre="Ana"),
        Property(direccion="Calle 1"),
    )
    assert event_from_parts(public, None).detail(Filing).centro_poblado == "001"


def test_a_case_of_before_is_brought_up_in_each_event() -> None:
    """Those of a case document, and the right one within a correction."""
    filing = json.loads(OF_BEFORE[0][0])
    del filing["schema_version"]
    identity = event_from_json(OF_BEFORE[0][0]).identity
    correction = {"type": "correccion", "on": "2026-03-18", "corrige": identity, "event": filing}
    document = {
        "schema_version": 1,
        "utility_id": "empresa",
        "case_id": "00000000-0000-0000-0000-000000000001",
        "zone": "America/Bogota",
        "events": [filing, correction],
    }
    case = case_from_json(json.dumps(document))
    assert case.filing.centro_poblado == "001"
    assert case.filing.notificaciones == Notices(acepta_electronica=True)


@pytest.mark.parametrize(
    ("holder", "key"), [("predio", "centro_poblado"), ("factura", "reclamado"), ("peticionario", "acepta_electronica")]
)
def test_a_document_of_now_has_one_place_for_each(holder: str, key: str) -> None:
    """The older keys are refused in a document that says it is of the present version."""
    document = json.loads(OF_BEFORE[0][0])
    document = {
        "schema_version": 2,
        **{name: document[name] for name in ("type", "on", "tipo")},
        holder: {"clase": "natural"} if holder == "peticionario" else {},
    }
    event_from_json(json.dumps(document))
    document[holder][key] = json.loads(OF_BEFORE[0][0])[holder][key]
    with pytest.raises(InvalidInputError, match=rf"{key}: unknown key"):
        event_from_json(json.dumps(document))


# --- what a decision answers ---------------------------------------------------------------------------------------


def test_a_decision_that_leaves_a_claim_unanswered_does_not_answer() -> None:
    """A decision without an outcome for every claim meets no term; the one that completes it does."""
    case = filed(pretensiones=CLAIMS)
    for part in (decided(20, "accede"), decided(20, "accede", None)):
        open_case = case.record(part)
        agenda = colombia.agenda(open_case, date(2026, 3, 23))
        assert Finding.RESPUESTA_PARCIAL in agenda.findings
        assert agenda["respuesta"].met_on is None
        assert open_case.outcome is None
        whole = open_case.record(decided(24, "no_accede", first=2))
        later = colombia.agenda(whole, date(2026, 3, 25))
        assert later["respuesta"].met_on == date(2026, 3, 24)
        assert whole.outcome is Outcome.ACCEDE_PARCIALMENTE


def test_outcomes_without_a_list_of_claims_speak_for_themselves() -> None:
    """If the filing lists no claims, those of the decision are what was asked; without outcomes, `completa` decides."""
    assert filed().record(decided(20, "accede", "no_accede")).outcome is Outcome.ACCEDE_PARCIALMENTE
    assert filed().record(decided(20, "accede", None)).outcome is None
    assert filed(pretensiones=CLAIMS).record(decided(20)).outcome is Outcome.ACCEDE_PARCIALMENTE
    assert filed(pretensiones=CLAIMS).record(decided(20, completa=False)).outcome is None
    assert filed(pretensiones=CLAIMS).record(decided(20, "accede", "accede", completa=False)).outcome is None


def test_a_decision_is_judged_before_it_is_recorded() -> None:
    """A partial decision closes no duty: it is refused after the silence, and need not be notified."""
    case = filed(pretensiones=CLAIMS)
    part, whole = decided(20, "accede"), decided(20, "accede", "accede")
    assert case.judged(part).detail(Decision).completa is False
    assert case.judged(whole) is whole
    assert case.record(part).judged(decided(23, "accede", first=2)).detail(Decision).completa
    assert case.record(part).judged(part).detail(Decision).completa is False
    note = Event(E.ACUSE, on=DAY)
    assert case.judged(note) is note
    late = date(2026, 4, 20)
    overdue = colombia.agenda(case, late)
    assert overdue["respuesta"].state is LegalState.VENCIDO
    grants = [
        evolve(each, on=late, payload=evolve(each.detail(Decision), resultado=Outcome.ACCEDE)) for each in (part, whole)
    ]
    assert [bool(acts.refusals(overdue, each)) for each in grants] == [True, False]


def test_a_judged_decision_keeps_the_identity_it_was_recorded_with() -> None:
    """The timeline shows an id by which the decision can be annulled."""
    case = filed(pretensiones=CLAIMS).record(decided(20, "accede"))
    shown = case.timeline()[0].event
    assert shown.identity == case.events[1].identity
    annulled = case.record(Event(E.ANULACION, on=date(2026, 3, 24), payload=Annulment(shown.identity)))
    assert annulled.timeline() == ()
    assert annulled.state is WorkflowState.RADICADO


@given(st.lists(st.lists(st.sampled_from(["accede", "no_accede", None]), max_size=3), min_size=1, max_size=4))
def test_the_last_decision_is_complete_when_each_claim_has_an_outcome(told: list[list[str | None]]) -> None:
    """Counted by hand over any decisions on three claims."""
    claims = [Claim(id=str(n)) for n in (1, 2, 3)]
    case = filed(pretensiones=claims).record(*(decided(17 + n, *each) for n, each in enumerate(told)))
    open_claims = {"1", "2", "3"}
    for occurrence, outcomes in zip(case.timeline(), told, strict=True):
        for number, outcome in enumerate(outcomes, start=1):
            (open_claims.add if outcome is None else open_claims.discard)(str(number))
        assert occurrence.event.detail(Decision).completa is (not outcomes or not open_claims)
