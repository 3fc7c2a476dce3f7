"""Hypothesis strategies for every value of a case, made from its classes: what a test does not say is drawn."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, get_args, get_origin, get_type_hints
from unicodedata import is_normalized
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import AttrsInstance, fields, has
from hypothesis import strategies as st

from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Attention, Correction, Event, EvidencePeriod
from pqr_core.cases.filing import Attachment, Link, Petitioner
from pqr_core.vocabulary import EventType, PetitionerKind

BOGOTA: Final = ZoneInfo("America/Bogota")
FILED_ON: Final = date(2026, 3, 16)
TEXTS: Final = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).filter(lambda t: is_normalized("NFC", t))
DAYS: Final = st.dates(FILED_ON + timedelta(days=1), date(2027, 12, 31))
INSTANTS: Final = st.datetimes(datetime(2026, 3, 17, 12), datetime(2027, 12, 31), timezones=st.just(UTC))
AMENDMENTS: Final = (EventType.ANULACION, EventType.CORRECCION)
KINDS: Final = tuple(kind for kind in EventType if kind not in (EventType.RADICACION, *AMENDMENTS))
SCALARS: Final[dict[Any, st.SearchStrategy[Any]]] = {
    str: TEXTS,
    bool: st.booleans(),
    int: st.integers(1, 30),
    date: DAYS,
    datetime: INSTANTS,
    UUID: st.uuids(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    Event: st.just(Event(EventType.NOTA, on=FILED_ON)),
}


def of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of a type hint."""
    if type(None) in get_args(hint):
        return st.none() | st.one_of(*(of(each) for each in get_args(hint) if each is not type(None)))
    if get_origin(hint) is tuple:
        return st.lists(of(get_args(hint)[0]), max_size=2).map(tuple)
    if hint in SCALARS:
        return SCALARS[hint]
    if issubclass(hint, StrEnum):
        return st.sampled_from(list(hint))
    return values(hint)


def values(kind: type[AttrsInstance]) -> st.SearchStrategy[Any]:
    """Values of a class of the case, within what its own rules allow."""
    assert has(kind)
    hints = get_type_hints(kind)
    parts = {each.name: of(hints[each.name]) for each in fields(kind)}
    if kind is EvidencePeriod:
        return st.builds(kind, hasta=DAYS) | st.builds(
            kind, dias=st.integers(1, 30), comunicada_el=parts["comunicada_el"]
        )
    if kind is Link:
        parts["radicado"] = TEXTS
    if kind is Attachment:
        parts["sha256"] = st.text("0123456789abcdef", min_size=64, max_size=64)
    if kind is Attention:
        moments = st.lists(INSTANTS, min_size=3, max_size=3).map(sorted)
        return moments.map(lambda m: Attention(turno="A-1", tomado_at=m[0], llamado_at=m[1], atendido_at=m[2]))
    if kind is Petitioner:
        named = st.builds(
            kind, **{**parts, "clase": st.sampled_from([PetitionerKind.NATURAL, PetitionerKind.JURIDICA])}
        )
        hidden = {name: parts[name] for name in ("identidad_reservada", "correo", "telefono", "direccion")}
        return named | st.builds(kind, clase=st.just(PetitionerKind.ANONIMA), **hidden)
    if "workflow" in parts:
        parts["workflow"] = st.just(1)
    return st.builds(kind, **parts)


def events(kind: EventType) -> st.SearchStrategy[Event]:
    """Events of a type, by day or by instant."""
    payload = values(PAYLOADS[kind])
    when = st.one_of(DAYS.map(lambda on: {"on": on}), INSTANTS.map(lambda at: {"at": at}))
    rest = st.fixed_dictionaries(
        {"actor": st.none() | TEXTS, "evidence": st.lists(TEXTS, max_size=2), "recorded_at": st.none() | INSTANTS}
    )
    return st.builds(lambda when, payload, rest: Event(kind, payload=payload, **when, **rest), when, payload, rest)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Cases with whatever acts, in whatever order they were recorded; some corrected."""
    filing = draw(values(PAYLOADS[EventType.RADICACION]))
    acts = draw(st.lists(st.sampled_from(KINDS).flatmap(events), max_size=4))
    case = Case.file(filing, utility_id="empresa", case_id=draw(st.uuids()), zone=BOGOTA, on=FILED_ON).record(*acts)
    if draw(st.booleans()) and acts:
        right = Correction(corrige=case.events[1].identity, event=draw(events(EventType.NOTA)))
        case = case.record(Event(EventType.CORRECCION, on=FILED_ON, payload=right))
    return case
