from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from unicodedata import normalize
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pqr_core.cases import upcasts
from pqr_core.cases.canonical import ENVELOPE_KEYS, canonical_json
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Correction, Decision, Event, EvidencePeriod, Filing, Requirement
from pqr_core.cases.serialization import case_from_json, case_to_json, event_from_json, event_to_json
from pqr_core.errors import (
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    PQRError,
    UnknownEventError,
)
from pqr_core.schemas import members
from pqr_core.testing.strategies import KINDS, events
from pqr_core.vocabulary import EventType, Outcome

BOGOTA = ZoneInfo("America/Bogota")
CASE = Case.file(
    Filing(tipo="reclamo", radicado="R-1", servicio="acueducto", factura_expedida=date(2026, 2, 20)),
    utility_id="aguas",
    case_id=UUID("0b0e7a52-0000-4000-8000-000000000001"),
    zone=BOGOTA,
    at=datetime(2026, 3, 16, 10, tzinfo=BOGOTA),
    events=(
        Event(EventType.REQUERIMIENTO, on=date(2026, 3, 18), payload=Requirement(hasta=date(2026, 4, 1)), id="req"),
        Event(
            EventType.CORRECCION,
            on=date(2026, 3, 19),
            payload=Correction(corrige="req", event=Event(EventType.REQUERIMIENTO, on=date(2026, 3, 17))),
        ),
        Event(
            EventType.DECISION,
            at=datetime(2026, 4, 1, 9, 30, 0, 123456, tzinfo=UTC),
            payload=Decision(resultado=Outcome.ACCEDE),
            recorded_at=datetime(2026, 4, 1, 10, tzinfo=UTC),
            actor="maría",
            evidence=("acta-1", "foto 🚰"),
        ),
    ),
)


def document() -> dict[str, Any]:
    """The document of a case, for a test to change."""
    loaded: dict[str, Any] = json.loads(case_to_json(CASE))
    return loaded


def test_a_case_comes_back_equal() -> None:
    """What is written and read is the same case, corrections, evidence and accents included."""
    assert case_from_json(case_to_json(CASE)) == CASE


def test_the_written_form_is_fixed() -> None:
    """The text of an event is hashed: sorted keys, no spaces, UTC with six digits, defaults told."""
    assert event_to_json(CASE.events[-1]) == (
        '{"actor":"maría","at":"2026-04-01T09:30:00.123456Z","completa":true,"evidence":["acta-1","foto 🚰"],'
        '"recorded_at":"2026-04-01T10:00:00.000000Z","resultado":"accede","schema_version":2,"type":"decision"}'
    )


@given(
    at=st.datetimes(timezones=st.sampled_from([UTC, BOGOTA, timezone(timedelta(hours=14))])),
    text=st.text(st.characters(exclude_categories=["Cs"])),
)
def test_any_instant_and_text_come_back(at: datetime, text: str) -> None:
    """Every instant of UTC and every text in NFC are read back; writing again changes nothing."""
    event = Event(EventType.NOTA, at=at, actor=text)
    try:
        written = event_to_json(event)
    except InvalidInputError as refused:
        assert "no form in UTC" in str(refused)  # noqa: PT017 - the edge of the calendar of datetime itself
        return
    read = event_from_json(written)
    assert read.at == at.astimezone(UTC)  # a local time that a change of offset skipped is equal to no other instant
    assert event_to_json(read) == written


def test_an_event_keeps_its_identity() -> None:
    """An amendment names an event by an id made of its content, which must not change by being stored in UTC."""
    event = Event(EventType.NOTA, at=datetime(2026, 3, 16, 22, tzinfo=BOGOTA))
    assert event_from_json(event_to_json(event)).identity == event.identity


def test_text_is_composed() -> None:
    """Both ways to encode an accent give one text."""
    assert event_to_json(Event(EventType.NOTA, on=date(2026, 1, 2), actor="e\u0301")) == event_to_json(
        Event(EventType.NOTA, on=date(2026, 1, 2), actor="\u00e9")
    )


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({"a": "\ud800"}, "$.a"),
        ({"a": 1, "b": {"c": ["x", {"nombre": "Ana P\u00e9rez \udfff"}]}}, "$.b.c[1].nombre"),
        ({"a": {"\ud800": 1}}, "$.a"),
    ],
)
def test_a_lone_surrogate_is_refused_by_its_place(told: dict[str, Any], place: str) -> None:
    """A lone surrogate cannot be stored; the text around it is not shown, since it may name somebody."""
    with pytest.raises(InvalidInputError, match="surrogate") as refused:
        canonical_json(told)
    assert refused.value.params["place"] == place
    assert "Ana" not in str(refused.value)


def test_a_lone_surrogate_of_a_document_is_refused_by_its_place() -> None:
    """JSON can write a lone surrogate; an event cannot have one."""
    with pytest.raises(InvalidInputError, match="surrogate") as refused:
        event_from_json('{"schema_version":1,"type":"nota","on":"2026-01-02","texto":"Ana \\ud800"}')
    assert refused.value.params["place"] == "$.texto"
    assert "Ana" not in str(refused.value)


@pytest.mark.parametrize("digits", [11, 5000])
def test_a_number_too_long_is_refused(digits: int) -> None:
    """Also one that Python itself does not read."""
    with pytest.raises(InvalidInputError):
        event_from_json(f'{{"schema_version":1,"type":"apertura_pruebas","on":"2026-01-02","dias":{"9" * digits}}}')


@pytest.mark.parametrize(
    ("path", "value", "error", "place"),
    [
        (("events", 1, "hasta"), "2026-4-1", InvalidInputError, "$.events[1].hasta"),
        (("events", 1, "hasta"), "2026-W15-5", InvalidInputError, "$.events[1].hasta"),
        (("events", 1, "hasta"), 20260401, InvalidInputError, "$.events[1].hasta"),
        (("events", 3, "completa"), 1, InvalidInputError, "$.events[3].completa"),
        (("events", 3, "completa"), "true", InvalidInputError, "$.events[3].completa"),
        (("events", 3, "resultado"), "gana", InvalidInputError, "$.events[3].resultado"),
        (("events", 3, "evidence"), ["a", 2], InvalidInputError, "$.events[3].evidence[1]"),
        (("events", 3, "at"), "2026-04-01T09:30:00", NaiveDatetimeError, "$.events[3].at"),
        (("events", 3, "type"), "decison", UnknownEventError, "$.events[3].type"),
        (("events", 3, "type"), None, IncompleteEventError, "$.events[3]"),
        (("events", 3, "on"), "2026-04-01", IncompleteEventError, "$.events[3]"),
        (("events", 2, "event", "type"), "nada", UnknownEventError, "$.events[2].event.type"),
        (("events", 3), "decision", InvalidInputError, "$.events[3]"),
        (("events", 1, "resultado"), "accede", InvalidInputError, "$.events[1].resultado"),
        (("utility_id",), 3, InvalidInputError, "$.utility_id"),
        (("case_id",), "1", InvalidInputError, "$.case_id"),
        (("zone",), "Bogota", InvalidInputError, "$.zone"),
        (("color",), "rojo", InvalidInputError, "$.color"),
        (("schema_version",), 3, InvalidInputError, "$.schema_version"),
        (("schema_version",), True, InvalidInputError, "$.schema_version"),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    path: tuple[str | int, ...], value: object, error: type[PQRError], place: str
) -> None:
    """Nothing is coerced and no fault is ignored: the error names the path."""
    spoiled: Any = document()
    target = spoiled
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(error) as refused:
        case_from_json(json.dumps(spoiled))
    assert refused.value.params["place"] == place


_OF_ANOTHER_KIND: tuple[Any, ...] = (None, True, 0, 7, 1.5, "", "x", "2026-03-16", [], ["x"], [7], {}, {"x": 1})


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=2, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_value_of_another_kind_is_refused_or_kept_as_it_is(kind: EventType, data: st.DataObject) -> None:
    """Under whatever key of whatever event: nothing that is told is made into something else."""
    told = json.loads(event_to_json(data.draw(events(kind))))
    payload: type = PAYLOADS[kind]
    for key in (*ENVELOPE_KEYS, *members(payload)):
        for value in _OF_ANOTHER_KIND:
            try:
                event = event_from_json(json.dumps({**told, key: value}))
            except PQRError:
                continue
            written = json.loads(event_to_json(event)).get(key)
            absent = value is None or value == []
            assert (written is None) if absent else (type(written), written) == (type(value), value)


def test_an_older_document_is_brought_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the form changes, older documents are read through an upcast; newer ones are refused."""

    def renamed(older: dict[str, Any]) -> None:
        if "kind" in older:
            older["type"] = older.pop("kind")

    newer = upcasts.SCHEMA_VERSION + 1
    monkeypatch.setattr(upcasts, "SCHEMA_VERSION", newer)
    monkeypatch.setitem(upcasts._UPCASTS, newer - 1, renamed)  # noqa: SLF001 - one more, after those there are
    event = Event(EventType.NOTA, on=date(2026, 3, 16))
    assert event_from_json('{"schema_version":1,"kind":"nota","on":"2026-03-16"}') == event
    assert event_from_json(event_to_json(event)) == event
    with pytest.raises(InvalidInputError, match=f"newer than {newer}"):
        event_from_json(f'{{"schema_version":{newer + 1},"type":"nota","on":"2026-03-16"}}')


def test_a_missing_key_is_named() -> None:
    """A correction without the right event says what it needs."""
    spoiled = document()
    del spoiled["events"][2]["event"]
    with pytest.raises(IncompleteEventError, match="event") as refused:
        case_from_json(json.dumps(spoiled))
    assert refused.value.params["place"] == "$.events[2]"
    del spoiled["events"]
    with pytest.raises(InvalidInputError) as refused_whole:
        case_from_json(json.dumps(spoiled))
    assert refused_whole.value.params["detail"].en == "the key 'events' is missing"


def test_the_refusal_with_precedence_is_told() -> None:
    """Of several faults, the one that the legal contract puts first is reported, whatever their order in the file."""
    spoiled = document()
    spoiled["events"][1]["type"] = "nada"
    spoiled["events"][3]["completa"] = 1
    with pytest.raises(InvalidInputError) as refused:
        case_from_json(json.dumps(spoiled))
    assert refused.value.params["place"] == "$.events[3].completa"


@pytest.mark.parametrize("text", ["", "[]", "nul", '{"a":1', '{"type":"nota","type":"nota"}', b"\xff"])
def test_no_document_is_refused(text: str | bytes) -> None:
    """A text that is not one JSON object with its version and each key once is refused."""
    with pytest.raises(InvalidInputError):
        event_from_json(text)


def test_an_evidence_period_needs_exactly_one_end() -> None:
    """A rule of a payload class is told with the event's place too."""
    text = '{"schema_version":1,"type":"apertura_pruebas","on":"2026-03-20","dias":3,"hasta":"2026-04-01"}'
    with pytest.raises(IncompleteEventError) as refused:
        event_from_json(text)
    assert refused.value.params["place"] == "$"
    period = Event(EventType.APERTURA_PRUEBAS, on=date(2026, 3, 20), payload=EvidencePeriod(dias=3))
    assert event_from_json(event_to_json(period)) == period


def test_a_case_in_a_nameless_zone_is_refused() -> None:
    """A fixed offset has no name to store and is not the zone of legal time."""
    with pytest.raises(InvalidInputError, match="a named time zone"):
        case_to_json(Case.file(Filing(tipo="queja"), on=date(2026, 3, 16), utility_id="a", zone=UTC))


@pytest.mark.parametrize("mark", ["\u0300", "\u0301", "\u0308", "\u0327", "\u0340", "\u0345", "\u036f"])
def test_a_mark_after_a_control_character_stays_apart(mark: str) -> None:
    """The escape of a control character ends in a letter, with which the mark could compose."""
    for control in map(chr, range(1, 32)):
        text = f"a{control}{mark}b"
        document = {"t": text, "o": {f"k{control}{mark}": [text]}}
        composed = normalize("NFC", text)
        key = normalize("NFC", f"k{control}{mark}")
        assert json.loads(canonical_json(document)) == {"t": composed, "o": {key: [composed]}}
        event = Event(EventType.NOTA, on=date(2026, 3, 16), actor=text)
        assert event_from_json(event_to_json(event)) == event


@pytest.mark.parametrize(
    "value", [Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), pytest.param(10**5000, id="long"), {1: "a"}, 1.5]
)
def test_what_could_not_be_read_again_is_not_written(value: Any) -> None:
    """By our error, whatever it is."""
    with pytest.raises(InvalidInputError):
        canonical_json({"a": value})


@pytest.mark.parametrize("amount", ["1_000", " 1000", "1000\n", "1\u0660\u0660\u0660", "1e99999999999999999999"])
def test_an_amount_is_read_only_as_it_is_written(amount: str) -> None:
    """Not with the spaces, separators and digits of other scripts that `Decimal` takes."""
    filed = {"type": "radicacion", "on": "2026-03-16", "tipo": "reclamo", "factura": {"valor_reclamado": amount}}
    with pytest.raises(InvalidInputError, match="a decimal number as text"):
        event_from_json(json.dumps({"schema_version": 2, **filed}))
