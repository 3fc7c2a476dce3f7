"""The JSON Schema (draft 2020-12) of a case, made from the classes that the converter reads.

It describes the present version. The reader also accepts documents of older versions, and refuses newer ones with a
message that says so. The file `case.schema.json` beside this module is the same schema, for programs in other
languages. The reader also checks what a schema cannot express: an amendment names an existing event, and nothing
happens before the filing.

>>> sorted(case_schema()["required"])
['case_id', 'events', 'schema_version', 'utility_id', 'zone']
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from pqr_core.cases.events import PAYLOADS, Event, required_keys
from pqr_core.cases.filing import PERSONAL
from pqr_core.cases.upcasts import SCHEMA_VERSION
from pqr_core.schemas import AT_LEAST_ONE, EXACTLY_ONE, Schemas, choices_of, members
from pqr_core.vocabulary import EventType

__all__ = ("SCHEMAS", "case_schema", "needs_of")

_EVENT: Final = {"$ref": "#/$defs/event"}

SCHEMAS: Final = Schemas(elsewhere={Event: _EVENT}, remarks={PERSONAL: "personal data"})
"""How the values within a case are described."""


def needs_of(kind: EventType) -> tuple[tuple[str, ...], ...]:
    """The keys that an event of a type requires; of a group with several keys, one is required.

    >>> needs_of(EventType.PRORROGA), needs_of(EventType.APERTURA_PRUEBAS)
    ((('hasta',),), (('hasta', 'dias'),))
    """
    payload = PAYLOADS[EventType(kind)]
    groups = [(name,) for name in required_keys(payload)]
    return (*groups, *(told for name in (EXACTLY_ONE, AT_LEAST_ONE) if (told := getattr(payload, name, ()))))


def case_schema() -> dict[str, Any]:
    """The schema of what `case_to_json` writes and `case_from_json` reads, as JSON values."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "PQR case",
        "type": "object",
        "additionalProperties": False,
        "required": ["schema_version", "utility_id", "case_id", "zone", "events"],
        "properties": {
            "schema_version": {"const": SCHEMA_VERSION},
            "utility_id": {"type": "string"},
            "case_id": SCHEMAS.of(UUID),
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
    common = {name: SCHEMAS.of(each.hint) for name, each in members(Event).items() if name not in {"type", "payload"}}
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": [str(each) for each in EventType]}},
        **choices_of(Event),
        "oneOf": [_branch(kind, common) for kind in EventType],
    }


def _branch(kind: EventType, common: dict[str, Any]) -> dict[str, Any]:
    payload = SCHEMAS.of_object(PAYLOADS[kind])
    payload["properties"] = {"type": {"const": str(kind)}, **common, **payload["properties"]}
    return payload
