"""The JSON Schema (draft 2020-12) of the form of a case, made from the classes that the converter reads.

The same is published as the file `case.schema.json` beside this module, for whoever writes cases in another language.
What a schema cannot say (an amendment names an event that is there; nothing happens before the filing) the reader
says.

>>> sorted(case_schema()["required"])
['case_id', 'events', 'schema_version', 'utility_id', 'zone']
"""

from __future__ import annotations

import types
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, get_args, get_origin, get_type_hints
from uuid import UUID

from attrs import NOTHING, AttrsInstance, fields, has

from pqr_core.cases.events import PAYLOADS, Event, EvidencePeriod
from pqr_core.cases.filing import PERSONAL, Link
from pqr_core.cases.serialization import SCHEMA_VERSION
from pqr_core.vocabulary import EventType

__all__ = ("case_schema",)

_DAY: Final = r"^\d{4}-\d{2}-\d{2}$"
_INSTANT: Final = r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$"
_UUID: Final = r"^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
_SCALARS: Final[dict[type, dict[str, Any]]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    date: {"type": "string", "pattern": _DAY},
    datetime: {"type": "string", "pattern": _INSTANT},
    Decimal: {"type": "string", "pattern": r"^[+-]?\d*\.?\d*([Ee][+-]?\d+)?$"},
    UUID: {"type": "string", "pattern": _UUID},
}
_ONE_OF: Final[dict[type, tuple[str, ...]]] = {Event: ("at", "on"), EvidencePeriod: ("hasta", "dias")}
"""Keys of which exactly one is given."""
_ANY_OF: Final[dict[type, tuple[str, ...]]] = {Link: ("case_id", "radicado")}
"""Keys of which at least one is given."""
_EVENT: Final = {"$ref": "#/$defs/event"}


def case_schema() -> dict[str, Any]:
    """The schema of what `case_to_json` writes and `case_from_json` reads, as JSON values."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PQR case",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema_version", "utility_id", "case_id", "zone", "events"],
        "properties": {
            "schema_version": {"type": "integer", "minimum": 1, "maximum": SCHEMA_VERSION},
            "utility_id": {"type": "string"},
            "case_id": _SCALARS[UUID],
            "zone": {"type": "string"},
            "events": {
                "type": "array",
                "minItems": 1,
                "prefixItems": [{"allOf": [_EVENT, {"properties": {"type": {"const": EventType.RADICACION.value}}}]}],
                "items": {"allOf": [_EVENT, {"properties": {"type": {"not": {"const": EventType.RADICACION.value}}}}]},
            },
        },
        "$defs": {"event": _event()},
    }


def _event() -> dict[str, Any]:
    hints = get_type_hints(Event)
    common = {each.name: _of(hints[each.name]) for each in fields(Event) if each.name not in {"type", "payload"}}
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": [str(each) for each in EventType]}},
        "allOf": [_exactly_one(_ONE_OF[Event])],
        "oneOf": [_branch(kind, common) for kind in EventType],
    }


def _branch(kind: EventType, common: dict[str, Any]) -> dict[str, Any]:
    payload = _object(PAYLOADS[kind])
    payload["properties"] = {"type": {"const": str(kind)}, **common, **payload["properties"]}
    return payload


def _object(kind: type[AttrsInstance]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    made: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: _field(hints[each.name], each.metadata) for each in fields(kind)},
    }
    required = [each.name for each in fields(kind) if each.default is NOTHING]
    if required:
        made["required"] = required
    if kind in _ONE_OF:
        made["allOf"] = [_exactly_one(_ONE_OF[kind])]
    if kind in _ANY_OF:
        made["anyOf"] = [_given(key) for key in _ANY_OF[kind]]
    return made


def _exactly_one(keys: tuple[str, ...]) -> dict[str, Any]:
    return {"oneOf": [_given(key) for key in keys]}


def _given(key: str) -> dict[str, Any]:
    return {"required": [key], "properties": {key: {"not": {"type": "null"}}}}


def _field(hint: Any, metadata: Any) -> dict[str, Any]:
    made = _of(hint)
    return {**made, "$comment": "personal data"} if PERSONAL in metadata else made


def _of(hint: Any) -> dict[str, Any]:
    if isinstance(hint, types.UnionType) or (get_origin(hint) is not None and type(None) in get_args(hint)):
        inner = [_of(each) for each in get_args(hint) if each is not type(None)]
        return {"anyOf": [*inner, {"type": "null"}]}
    if get_origin(hint) is tuple:
        return {"type": "array", "items": _of(get_args(hint)[0])}
    if hint is Event:
        return _EVENT
    if issubclass(hint, StrEnum):
        return {"enum": [str(each) for each in hint]}
    return _object(hint) if has(hint) else _SCALARS[hint]
