"""Cases and events as JSON and back. The written form is canonical; reading refuses and never converts loosely.

The form has ASCII keys, ISO dates, instants with their offset (written in UTC with six digits and `Z`), decimals and
UUIDs as strings, and text in NFC. The payload of an event is flat among its keys, with the words of the legal vectors.

Personal data can be separated from an event (`event_parts`). The rest then has a salted digest of them, which proves
the history while they exist and leaves it valid after they are deleted.

>>> from datetime import date
>>> from pqr_core.cases.events import Until
>>> from pqr_core.vocabulary import EventType
>>> text = event_to_json(Event(EventType.PRORROGA, on=date(2026, 4, 1), payload=Until(hasta=date(2026, 4, 20))))
>>> text
'{"hasta":"2026-04-20","on":"2026-04-01","schema_version":2,"type":"prorroga"}'
>>> event_from_json(text).payload
Until(hasta=datetime.date(2026, 4, 20))
"""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from types import GenericAlias, UnionType
from typing import Any, Final, get_args, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import AttrsInstance, fields, frozen, has

from pqr_core import names
from pqr_core.cases.canonical import canonical_json, event_members, object_text
from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.filing import PERSONAL
from pqr_core.cases.structuring import document_of, structured
from pqr_core.cases.upcasts import SCHEMA_VERSION, present
from pqr_core.errors import InvalidInputError
from pqr_core.language import Said

__all__ = (
    "case_from_json",
    "case_to_json",
    "event_from_json",
    "event_from_parts",
    "event_parts",
    "event_to_json",
    "personal_digest",
    "personal_of",
)

_ROOT: Final = "$"
_VERSION_MEMBER: Final = f'"schema_version":{SCHEMA_VERSION}'
_DIGEST_KEY: Final = "personal"
"""The key under which an event without its personal data has their digest."""

_Json = dict[str, Any]

_NOT_PERSONAL: Final = Said(
    "el documento ya lo dice: no es un dato personal", "the document has this itself: not personal"
)
_OF_NOTHING: Final = Said(
    "datos personales de algo que no está en el documento", "personal data of nothing that is in the document"
)


@frozen
class _CaseDocument:
    utility_id: str
    case_id: UUID
    zone: ZoneInfo
    events: tuple[Event, ...]


def event_to_json(event: Event) -> str:
    """One event as a canonical JSON document, with its personal data."""
    members = event_members(event)
    insort(members, _VERSION_MEMBER)
    return object_text(members)  # the texts of an event are already Unicode in NFC


def case_to_json(case: Case) -> str:
    """A case with its whole history as a canonical JSON document, with personal data.

    Raises:
        InvalidInputError: its zone is not a named one (`zoneinfo.ZoneInfo`).
    """
    if not isinstance(case.zone, ZoneInfo):
        raise InvalidInputError.expected(names.NAMED_ZONE, case.zone, place="zone")
    document = {name: getattr(case, name) for name in ("utility_id", "case_id", "zone", "events")}
    return canonical_json({"schema_version": SCHEMA_VERSION, **document})


def event_from_json(text: str | bytes) -> Event:
    """The event of a JSON document.

    Raises:
        InvalidInputError: the text is not JSON, has no schema version or a newer one, has an unknown or repeated key,
            or a value of another type; `place` is the path to it.
        NaiveDatetimeError: an instant has no offset.
        UnknownEventError: the event type does not exist.
        IncompleteEventError: a key is missing, or two keys are given where one is required.
    """
    return structured(present(document_of(text)), Event)


def case_from_json(text: str | bytes) -> Case:
    """The case of a JSON document.

    Raises:
        PQRError: the same as `event_from_json`.
    """
    document = structured(present(document_of(text)), _CaseDocument)
    return Case(utility_id=document.utility_id, case_id=document.case_id, zone=document.zone, events=document.events)


# --- personal data -------------------------------------------------------------------------------------------------


def personal_of(event: Event) -> _Json:
    """The personal data of an event, nested under the keys of the document; empty if there are none."""
    return _personal(event.payload)


def _personal(holder: AttrsInstance) -> _Json:
    found: _Json = {}
    for name, personal in _bearers(type(holder)):
        value = getattr(holder, name)
        if value is None:
            continue
        if personal:
            found[name] = value
        elif isinstance(value, tuple):
            if any(each := [_personal(one) for one in value]):
                found[name] = each
        elif nested := _personal(value.payload if isinstance(value, Event) else value):
            found[name] = nested
    return found


@cache
def _bearers(kind: type[AttrsInstance]) -> tuple[tuple[str, bool], ...]:
    """The fields that may hold personal data, each with whether it is personal itself or only its values are."""
    hints = get_type_hints(kind)
    return tuple(
        (each.name, personal)
        for each in fields(kind)
        if (personal := PERSONAL in each.metadata) or any(map(_may_bear, _alternatives(hints[each.name])))
    )


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if isinstance(hint, UnionType | GenericAlias) else (hint,)


def _may_bear(kind: Any) -> bool:
    return kind is Event or (isinstance(kind, type) and has(kind) and bool(_bearers(kind)))


def personal_digest(personal: Mapping[str, object], salt: bytes) -> str:
    """The hexadecimal SHA-256 of `salt` followed by the canonical form of `personal`."""
    return sha256(salt + canonical_json(personal).encode()).hexdigest()


def event_parts(event: Event, salt: bytes) -> tuple[_Json, _Json]:
    """The document of an event without its personal data, and those data apart; both have only JSON values.

    If there are personal data, the first has their `personal_digest` under the key `personal`; if not, the second is
    empty.
    """
    public: _Json = json.loads(event_to_json(event))
    personal: _Json = personal_of(event)
    if personal:
        personal = json.loads(canonical_json(personal))
        _take_out(public, personal)
        public[_DIGEST_KEY] = personal_digest(personal, salt)
    return public, personal


def _take_out(document: _Json, personal: Mapping[str, Any]) -> None:
    for name, value in personal.items():
        if isinstance(value, dict):
            _take_out(document[name], value)
        elif isinstance(value, list):  # each value at its place in the list
            for held, each in zip(document[name], value, strict=True):
                _take_out(held, each)
        else:
            del document[name]


def event_from_parts(public: Mapping[str, Any], personal: Mapping[str, Any] | None) -> Event:
    """The event made from both parts; if `personal` is None (deleted), the event without personal data.

    The digest is not checked here: a caller that has the salt checks it (`personal_digest`).

    Raises:
        InvalidInputError: the same as `event_from_json`; or `personal` has a place that the document does not have.
        PQRError: the same as `event_from_json`.
    """
    document = _joined({key: value for key, value in public.items() if key != _DIGEST_KEY}, personal or {}, _ROOT)
    return structured(present(document), Event)


def _joined(document: _Json, personal: Mapping[str, Any], path: str) -> _Json:
    joined = dict(document)
    for name, value in personal.items():
        place, held = f"{path}.{name}", joined.get(name)
        if isinstance(value, dict) and isinstance(held, dict):
            joined[name] = _joined(held, value, place)
        elif isinstance(value, list) and isinstance(held, list) and len(held) == len(value):
            places = (f"{place}[{index}]" for index in range(len(held)))
            joined[name] = [_joined(*each) for each in zip(held, value, places, strict=True)]
        elif isinstance(value, dict | list):
            raise InvalidInputError(place=place, detail=_OF_NOTHING)
        elif name in joined:
            raise InvalidInputError(place=place, detail=_NOT_PERSONAL)
        else:
            joined[name] = value
    return joined
