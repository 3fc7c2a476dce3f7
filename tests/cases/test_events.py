"""Events: exactly one moment, the payload of their type, and an identity."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from attrs import NOTHING, evolve, fields

from pqr_core.cases.events import (
    PAYLOADS,
    Annulment,
    Consent,
    Correction,
    Decision,
    Event,
    EvidencePeriod,
    Filing,
    NoDetail,
    NotifiedOn,
    Payload,
    Requirement,
    Until,
    VerbalAnswer,
    Visit,
)
from pqr_core.errors import IncompleteEventError, InvalidInputError, NaiveDatetimeError, NotADateError
from pqr_core.moments import at_noon, require_instant
from pqr_core.vocabulary import ActKind, EventType, Outcome

BOGOTA = ZoneInfo("America/Bogota")
DAY = date(2026, 2, 3)
AT = datetime(2026, 2, 3, 15, tzinfo=UTC)
NOTE = Event(EventType.NOTA, on=DAY)
REQUIRED = {
    kind
    for kind, payload in PAYLOADS.items()
    if payload is EvidencePeriod or any(each.default is NOTHING for each in fields(payload))
}


def test_exactly_one_moment() -> None:
    """An instant or a day: neither, or both, is refused."""
    with pytest.raises(IncompleteEventError, match="exactly one of at, on"):
        Event(EventType.NOTA)
    with pytest.raises(IncompleteEventError, match="exactly one of at, on"):
        Event(EventType.NOTA, on=DAY, at=datetime(2026, 2, 3, tzinfo=UTC))


def test_an_instant_has_its_offset_and_a_day_has_none() -> None:
    """A naive instant, an instant as a day and a day as an instant are refused."""
    with pytest.raises(NaiveDatetimeError, match="at"):
        Event(EventType.NOTA, at=datetime(2026, 2, 3, 10, 0))
    with pytest.raises(NaiveDatetimeError, match="recorded_at"):
        Event(EventType.NOTA, on=DAY, recorded_at=datetime(2026, 2, 3, 10, 0))
    with pytest.raises(NotADateError):
        Event(EventType.NOTA, on=datetime(2026, 2, 3, tzinfo=UTC))
    with pytest.raises(NotADateError):
        Event(EventType.NOTA, at=DAY)  # type: ignore[arg-type]
    with pytest.raises(NotADateError):
        require_instant("2026-02-03", "at")


def test_legal_time() -> None:
    """An instant in the zone asked; a day is its noon."""
    assert Event(EventType.NOTA, at=datetime(2026, 2, 3, 3, 0, tzinfo=UTC)).local(BOGOTA).date() == date(2026, 2, 2)
    assert NOTE.local(BOGOTA) == at_noon(DAY, BOGOTA) == datetime(2026, 2, 3, 12, 0, tzinfo=BOGOTA)


@pytest.mark.parametrize("kind", EventType)
def test_a_payload_is_of_its_type(kind: EventType) -> None:
    """A payload may be left out if it has no required keys; that of another type is refused."""
    if kind in REQUIRED:
        with pytest.raises(IncompleteEventError):
            Event(kind, on=DAY)
    else:
        assert type(Event(kind, on=DAY).payload) is PAYLOADS[kind]
    other = Visit(fecha=DAY) if PAYLOADS[kind] is not Visit else Until(hasta=DAY)
    with pytest.raises(InvalidInputError, match=PAYLOADS[kind].__name__):
        Event(kind, on=DAY, payload=other)


def test_the_missing_key_is_named() -> None:
    """The error says what the event needs."""
    for kind, needs in (
        (EventType.PRORROGA, "hasta"),
        (EventType.RECURSO_RESUELTO, "resultado, notificado_el"),
        (EventType.CORRECCION, "corrige, event"),
        (EventType.APERTURA_PRUEBAS, "exactly one of hasta, dias"),
    ):
        with pytest.raises(IncompleteEventError, match=needs):
            Event(kind, on=DAY)


def test_evidence_has_one_end() -> None:
    """A day or a positive number of days."""
    assert EvidencePeriod(hasta=DAY).dias is None
    assert EvidencePeriod(dias=1).hasta is None
    for wrong in ({}, {"hasta": DAY, "dias": 3}):
        with pytest.raises(IncompleteEventError):
            EvidencePeriod(**wrong)  # type: ignore[arg-type]
    for days in (0, -1):
        with pytest.raises(InvalidInputError, match="positive"):
            EvidencePeriod(dias=days)
    for wrong_days in (True, 1.5, 2**31):
        with pytest.raises(InvalidInputError, match="whole number"):
            EvidencePeriod(dias=wrong_days)  # type: ignore[arg-type]


def test_codes_become_words() -> None:
    """The wire codes are read; unknown ones are refused."""
    assert Decision(resultado="accede", acto="corte") == Decision(resultado=Outcome.ACCEDE, acto=ActKind.CORTE)
    assert VerbalAnswer("accede").resultado is Outcome.ACCEDE
    assert VerbalAnswer().resultado is None
    with pytest.raises(ValueError, match="quizas"):
        Decision(resultado="quizas")
    with pytest.raises(ValueError, match="quizas"):
        VerbalAnswer("quizas")
    with pytest.raises(ValueError, match="multa"):
        Decision(resultado=Outcome.ACCEDE, acto="multa")
    with pytest.raises(ValueError, match="llamada"):
        Event("llamada", on=DAY)


@pytest.mark.parametrize(
    ("kind", "key", "wrong"),
    [
        (Until, "hasta", datetime(2026, 2, 3, tzinfo=UTC)),
        (Requirement, "hasta", "2026-02-03"),
        (Requirement, "recibido_el", "2026-02-03"),
        (EvidencePeriod, "comunicada_el", "ayer"),
        (Visit, "fecha", None),
        (NotifiedOn, "notificada_el", "ayer"),
        (Filing, "tipo", 3),
        (Filing, "factura_expedida", "2026"),
        (Decision, "completa", "si"),
        (Consent, "autorizada", 1),
        (Annulment, "anula", 7),
    ],
)
def test_a_key_is_of_its_kind(kind: Any, key: str, wrong: object) -> None:
    """A day is a date, a flag a bool, an id a text."""
    needed: dict[type, dict[str, object]] = {
        Filing: {"tipo": "reclamo"},
        Decision: {"resultado": Outcome.ACCEDE},
        EvidencePeriod: {"dias": 3},
    }
    with pytest.raises((InvalidInputError, NotADateError), match=f"^{key}: "):
        kind(**{**needed.get(kind, {}), key: wrong})


@pytest.mark.parametrize(
    "amendment",
    [
        Event(EventType.ANULACION, on=DAY, payload=Annulment(anula="n")),
        Event(EventType.CORRECCION, on=DAY, payload=Correction(corrige="n", event=NOTE)),
    ],
)
def test_an_amendment_takes_no_ones_place(amendment: Event) -> None:
    """A correction brings an act, not another correction or annulment."""
    with pytest.raises(InvalidInputError, match="amendment"):
        Correction(corrige="n", event=amendment)


def test_identity() -> None:
    """The id given, or one made of the content: equal events have one identity, other events do not."""
    assert Event(EventType.NOTA, on=DAY, id="n-1").identity == "n-1"
    again = Event(EventType.NOTA, on=DAY, recorded_at=datetime(2026, 2, 9, tzinfo=UTC))
    assert again.identity == NOTE.identity
    others = [
        evolve(NOTE, on=DAY + timedelta(days=1)),
        Event(EventType.ACUSE, on=DAY),
        evolve(NOTE, actor="ana"),
        evolve(NOTE, evidence=("correo-1",)),
        Event(EventType.DECISION, on=DAY, payload=Decision(resultado=Outcome.ACCEDE)),
        Event(EventType.DECISION, on=DAY, payload=Decision(resultado=Outcome.NO_ACCEDE)),
    ]
    assert len({each.identity for each in (NOTE, *others)}) == 7


def test_events_are_values() -> None:
    """Frozen, comparable, and their evidence a tuple whatever was given."""
    assert Event(EventType.NOTA, on=DAY, evidence=["a", "b"]).evidence == ("a", "b")
    assert Event(EventType.NOTA, on=DAY) == NOTE
    with pytest.raises(AttributeError):
        NOTE.on = DAY  # type: ignore[misc]
    east = timezone(timedelta(hours=9))
    instant = datetime(2026, 2, 3, 3, 0, tzinfo=UTC)
    assert Event(EventType.NOTA, at=instant) == Event(EventType.NOTA, at=instant.astimezone(east))
    assert Event(EventType.ANALISIS, on=DAY).detail(NoDetail) == NoDetail()


def test_what_an_event_needs_is_told_in_both_languages() -> None:
    """Its moment, and the end of an evidence period."""
    for told, make in (
        ("at, on", lambda: Event(EventType.NOTA)),
        ("hasta, dias", lambda: Event(EventType.APERTURA_PRUEBAS, on=DAY)),
        ("hasta, dias", EvidencePeriod),
    ):
        with pytest.raises(IncompleteEventError, match=f"needs exactly one of {told}") as refused:
            make()
        assert refused.value.message("es").endswith(f"le falta exactamente uno de {told}")


@pytest.mark.parametrize(
    "payload", [Decision(resultado=Outcome.ACCEDE), Visit(DAY), Annulment("e-1"), Filing(tipo="queja")]
)
def test_a_payload_of_one_type_says_the_type(payload: Payload) -> None:
    """`Event.of` makes the event of that type, with everything else as given."""
    (of_type,) = [kind for kind, expected in PAYLOADS.items() if expected is type(payload)]
    told: dict[str, Any] = {"on": DAY, "id": "x", "recorded_at": AT, "actor": "a", "evidence": ("e",)}
    assert Event.of(payload, **told) == Event(of_type, payload=payload, **told)
    assert Event.of(payload, at=AT).at == AT
    with pytest.raises(IncompleteEventError, match="exactly one of at, on"):
        Event.of(payload)


@pytest.mark.parametrize("payload", [Until(DAY), Consent(), NotifiedOn(DAY), NoDetail()])
def test_a_payload_of_several_types_names_them(payload: Payload) -> None:
    """The caller must say which type is meant."""
    types = [kind for kind, expected in PAYLOADS.items() if expected is type(payload)]
    assert len(types) > 1
    with pytest.raises(InvalidInputError) as refused:
        Event.of(payload, on=DAY)
    assert f"one of {', '.join(types)}" in refused.value.message("en")
    assert f"uno de {', '.join(types)}" in refused.value.message("es")


@pytest.mark.parametrize("told", [EventType.DECISION, Decision, None])
def test_what_is_not_a_payload_makes_no_event(told: Any) -> None:
    """Anything else is refused; a type without payload is given as a type."""
    with pytest.raises(InvalidInputError, match="expected a payload"):
        Event.of(told, on=DAY)
