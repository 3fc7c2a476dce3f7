"""A value that a case accepts survives writing and reading; any other is refused when the case is made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve, fields, has
from hypothesis import given, settings
from hypothesis import strategies as st

from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Annulment, Correction, Event, Filing, Note, Registration
from pqr_core.cases.filing import Annex, Attachment, Attention, Claim, Invoice, Link, Notices, Petitioner, Property
from pqr_core.cases.serialization import case_from_json, case_to_json, event_from_json, event_to_json
from pqr_core.colombia import DEFAULT_PROFILE, LAW, ZONE
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.facts import RowMaker
from pqr_core.storage.memory import MemoryStore
from pqr_core.testing.strategies import FILED_ON, events, values
from pqr_core.vocabulary import EventType

NEW_YORK = ZoneInfo("America/New_York")
NFD, NFC = "Jose\u0301", "Jos\u00e9"
AT = datetime(2026, 3, 16, 15, tzinfo=UTC)


class _Text(str):
    """A subclass of str, such as NumPy's."""

    __slots__ = ()


class _Id(UUID):
    """A subclass of UUID, such as asyncpg's."""


class _Filing(Filing):
    """A subclass of Filing."""


class _Code(StrEnum):
    ONE = "reclamo"


class _Number(IntEnum):
    ONE = 1


ODD: tuple[Any, ...] = (
    None,
    True,
    0,
    1,
    -3,
    2**31,
    -(10**4000),
    1.5,
    float("nan"),
    "",
    "reclamo",
    NFD,
    "\u0301",
    "a\0b",
    "\ud800",
    "\u2028\x85",
    "=\u0338",
    "x" * 70_000,
    _Text(NFD),
    _Code.ONE,
    _Number.ONE,
    b"reclamo",
    FILED_ON,
    time(10),
    timedelta(1),
    datetime(2026, 3, 17, 10),
    datetime(2026, 3, 17, 10, tzinfo=UTC),
    datetime(2026, 11, 1, 1, 30, tzinfo=NEW_YORK),
    datetime(2026, 11, 1, 1, 30, fold=1, tzinfo=NEW_YORK),
    datetime(2026, 3, 8, 2, 30, tzinfo=NEW_YORK),
    datetime.min.replace(tzinfo=ZONE),
    datetime.max.replace(tzinfo=ZONE),
    Decimal("1.50"),
    Decimal("1E+40"),
    Decimal("NaN"),
    UUID(int=1),
    _Id(int=1),
    (),
    ("a", NFD),
    ("a", 2),
    ["a"],
    {"a": 1},
    {"a"},
    object(),
    int,
    EventType.NOTA,
    Note("x"),
    (Note("x"),),
    Link(relacion="recurso_de", radicado="R"),
    (Link(relacion="recurso_de", radicado="R"),),
    [Attachment(referencia="r", sha256="0" * 64)],
    Petitioner(clase="natural"),
    _Filing(tipo="reclamo"),
    Event(EventType.NOTA, on=FILED_ON),
)
NESTED: tuple[tuple[str, Any], ...] = (
    ("peticionario", Petitioner),
    ("predio", Property),
    ("factura", Invoice),
    ("atencion", Attention),
    ("vinculos", Link),
    ("adjuntos", Attachment),
    ("peticionarios", Petitioner),
    ("notificaciones", Notices),
    ("anexos", Annex),
    ("pretensiones", Claim),
)
SEVERAL = {"vinculos", "adjuntos", "peticionarios", "anexos", "pretensiones"}


def odd(kind: Any) -> st.SearchStrategy[dict[str, Any]]:
    """One field of a class, with a value that may not be valid for it."""
    named = st.sampled_from([each.name for each in fields(kind)])
    return st.tuples(named, st.sampled_from(ODD)).map(lambda pair: {pair[0]: pair[1]})


def survives(event: Event) -> None:
    """What is written is read with the same content and the same identity."""
    read = event_from_json(event_to_json(event))
    assert read == event
    assert read.identity == event.identity
    assert event_to_json(read) == event_to_json(event)


@pytest.mark.parametrize("kind", EventType)
@settings(max_examples=60)
@given(data=st.data())
def test_a_payload_survives_or_is_refused(kind: EventType, data: st.DataObject) -> None:
    """Whatever stands in one of its fields."""
    payload, spoiled = data.draw(values(PAYLOADS[kind])), {}
    if fields(PAYLOADS[kind]):
        spoiled = data.draw(odd(PAYLOADS[kind]))
    try:
        event = Event(kind, on=FILED_ON, payload=evolve(payload, **spoiled))
    except PQRError:
        return
    survives(event)


@settings(max_examples=400)
@given(data=st.data())
def test_an_event_survives_or_is_refused(data: st.DataObject) -> None:
    """Whatever stands in one of its own fields."""
    event = data.draw(st.sampled_from(list(EventType)).flatmap(events))
    try:
        event = evolve(event, **data.draw(odd(Event)))
    except PQRError:
        return
    survives(event)


@pytest.mark.parametrize(("name", "kind"), NESTED)
@settings(max_examples=150)
@given(data=st.data())
def test_what_is_nested_survives_or_is_refused(name: str, kind: Any, data: st.DataObject) -> None:
    """Petitioner, property, invoice, ticket, links and attachments, and whatever stands in one of their fields."""
    assert has(kind)
    try:
        value = evolve(data.draw(values(kind)), **data.draw(odd(kind)))
        told: dict[str, Any] = {name: (value,) if name in SEVERAL else value}
        filing = Filing(tipo="reclamo", **told)
    except PQRError:
        return
    survives(Event(EventType.RADICACION, on=FILED_ON, payload=filing))


@settings(max_examples=200)
@given(data=st.data())
def test_a_case_survives_or_is_refused(data: st.DataObject) -> None:
    """Whatever stands in one of its fields."""
    case = Case.file(data.draw(values(Filing)), utility_id="aguas", zone=ZONE, on=FILED_ON)
    try:
        case = evolve(case, **data.draw(odd(Case)))
    except PQRError:
        return
    assert case_from_json(case_to_json(case)) == case


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([ZONE, NEW_YORK])))
def test_an_instant_of_any_zone_survives(at: datetime) -> None:
    """Also when clocks changed: an hour that occurred twice, and one that never occurred."""
    survives(Event(EventType.NOTA, at=at, recorded_at=at))


def test_the_two_hours_of_a_clock_put_back_are_two() -> None:
    """The two are different instants, although `datetime` compares them as equal in their zone."""
    first, second = (datetime(2026, 11, 1, 1, 30, fold=fold, tzinfo=NEW_YORK) for fold in (0, 1))
    assert Event(EventType.NOTA, at=first) != Event(EventType.NOTA, at=second)
    assert Event(EventType.NOTA, at=first).at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


# --- by name -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("actor", 5, "expected text, got int"),
        ("actor", "\ud800", "expected text, got half a character"),
        ("evidence", "acta-1", "expected a list of texts, got str"),
        ("evidence", 5, "expected a list of texts, got int"),
        ("evidence", ("acta-1", 5), "expected text, got int"),
        ("id", 5, "expected text, got int"),
    ],
)
def test_who_wrote_it_and_what_proves_it_are_texts(name: str, value: Any, told: str) -> None:
    """Another value is refused by the name of the field; it used to be stored and could not be read."""
    with pytest.raises(InvalidInputError, match=f"^{name}: {told}"):
        Event(EventType.NOTA, on=FILED_ON, **{name: value})


def test_what_no_document_can_tell_is_refused() -> None:
    """Something else than a link, a bool for a number, an unknown class."""
    untyped: Any = 5
    makers: tuple[tuple[str, Callable[[], object]], ...] = (
        ("vinculos", lambda: Filing(tipo="reclamo", vinculos=[untyped])),
        ("adjuntos", lambda: Filing(tipo="reclamo", adjuntos=untyped)),
        ("workflow", lambda: Filing(tipo="reclamo", workflow=True)),
        ("event", lambda: Correction("x", untyped)),
        ("payload", lambda: Event(EventType.RADICACION, on=FILED_ON, payload=_Filing(tipo="reclamo"))),
        ("events", lambda: Case(utility_id="a", case_id=UUID(int=1), events=(untyped,), zone=ZONE)),
        ("events", lambda: Case(utility_id="a", case_id=UUID(int=1), events=untyped, zone=ZONE)),
    )
    for place, make in makers:
        with pytest.raises(InvalidInputError, match=f"^{place}: "):
            make()


@pytest.mark.parametrize("number", [2**31, 2**40, -(2**31) - 1, 10**4000])
def test_a_number_that_no_engine_keeps_is_refused(number: int) -> None:
    """A long number is not written out in the message."""
    with pytest.raises(
        InvalidInputError, match=r"^folios: expected a whole number from -2147483648 to 2147483647, got "
    ) as refused:
        Attachment(referencia="r", sha256="0" * 64, folios=number)
    assert len(str(refused.value)) < 100


# --- accents -------------------------------------------------------------------------------------------------------


def named(text: str) -> Case:
    """A case in which every text has that accent."""
    filing = Filing(
        tipo="reclamo",
        radicado=text,
        canal=text,
        peticionario=Petitioner(clase="natural", nombre=text),
        predio=Property(uso=text),
        factura=Invoice(numero=text),
        atencion=Attention(turno=text),
        vinculos=[Link(relacion="recurso_de", radicado=text)],
        adjuntos=[Attachment(referencia=text, sha256="0" * 64, clase=text)],
        hechos=text,
    )
    return Case.file(
        filing,
        utility_id=text,
        zone=ZONE,
        on=FILED_ON,
        case_id=UUID(int=1),
        id=text,
        events=(
            Event(EventType.NOTA, on=FILED_ON, payload=Note(text), actor=text, evidence=[text]),
            Event(EventType.REGISTRO, on=FILED_ON, payload=Registration(account=text)),
            Event(EventType.NOTA, on=FILED_ON, id=f"{text}-2"),
            Event(EventType.ANULACION, on=FILED_ON, payload=Annulment(f"{text}-2")),
        ),
    )


def test_two_ways_to_write_an_accent_are_one_case() -> None:
    """In memory as in a store, the two cases are equal, with equal identities and one utility."""
    assert named(NFD) == named(NFC)
    assert [e.identity for e in named(NFD).events] == [e.identity for e in named(NFC).events]
    assert named(NFD).utility_id == NFC
    assert evolve(DEFAULT_PROFILE, utility_id=NFD).utility_id == NFC


def test_a_case_with_accents_of_two_signs_is_filed_once_and_saved() -> None:
    """Adding it again under its key gives the same case; a case that was read can be saved."""
    store = MemoryStore(rows=RowMaker(LAW, {NFC: evolve(DEFAULT_PROFILE, utility_id=NFC)}))
    with store.begin(AT) as unit:
        first = unit.cases.add(named(NFD), key="k")
        assert unit.cases.add(named(NFD), key="k").version == first.version
        stored = unit.cases.get(NFC, UUID(int=1))
        note = Event(EventType.NOTA, on=FILED_ON, actor=NFD)
        assert unit.cases.save(first, named(NFD).record(note)).case == stored.case.record(note)
        assert unit.cases.get(NFC, UUID(int=1)).case.events[-1] == note


def test_a_correction_names_an_event_with_an_accent() -> None:
    """By the identity that the event had before it was stored."""
    case = named(NFD)
    wrong = case.events[1]
    right = Correction(wrong.identity, Event(EventType.NOTA, on=FILED_ON, id=NFD + "-3"))
    case = case.record(Event(EventType.CORRECCION, on=FILED_ON, payload=right))
    assert case_from_json(case_to_json(case)) == case


def test_two_ids_that_differ_by_how_an_accent_is_written_are_the_same() -> None:
    """Refused when the case is made, not when it is read."""
    with pytest.raises(InvalidInputError, match="same id"):
        named(NFC).record(*(Event(EventType.NOTA, on=date(2026, 3, 17), id=each) for each in ("e\u0301", "\u00e9")))
