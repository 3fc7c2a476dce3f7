"""A case of twelve events against its limits: the calendar's scalar count, and cattrs without detailed validation.

python -m benchmarks.cases
"""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import fields
from cattrs import Converter
from cattrs.gen import make_dict_structure_fn, override

from benchmarks.side_by_side import OURS, OWN_TIME, Row, Target, measure, report
from pqr_core import colombia
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, Filing
from pqr_core.cases.serialization import case_from_json, case_to_json
from pqr_core.vocabulary import EventType
from pqr_core.vocabulary import WorkflowState as State

CAL = colombia.calendar()
ADD: Final = "add_business_days, once"
QUICK: Final = "cattrs, no detailed validation"
STORY: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("registro", {"radicado": "2026-000123", "causal": "102"}),
    ("asignacion", {}),
    ("analisis", {}),
    ("apertura_pruebas", {"dias": 3, "comunicada_el": date(2026, 3, 20)}),
    ("cierre_pruebas", {}),
    ("decision", {"resultado": "accede_parcialmente", "acto": "facturacion"}),
    ("envio_citacion", {}),
    ("notificacion_personal", {}),
    ("recurso_interpuesto", {}),
    ("ejecucion", {}),
    ("cierre", {}),
)


def events_of_a_case() -> tuple[Event, ...]:
    """The filing and eleven acts, each on its day."""
    first = date(2026, 3, 16)
    filing = Filing(tipo="reclamo", servicio="acueducto", account="123456", factura_expedida=date(2026, 3, 2))
    acts = [
        Event(EventType(kind), on=first + timedelta(days=number), payload=PAYLOADS[EventType(kind)](**keys))
        for number, (kind, keys) in enumerate(STORY, start=1)
    ]
    return Event(EventType.RADICACION, on=first, payload=filing), *acts


def folded(events: tuple[Event, ...]) -> State:
    """The state of a case made of those events."""
    return Case(utility_id="aguas", case_id=UUID(int=1), events=events, zone=colombia.ZONE).state


def quick_converter() -> Converter:
    """A plain cattrs converter, with only the hooks it needs to read days and the payload of an event."""
    converter = Converter(detailed_validation=False, forbid_extra_keys=True)
    converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))
    converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
    converter.register_structure_hook(UUID, lambda text, _: UUID(text))
    converter.register_structure_hook(tzinfo, lambda text, _: ZoneInfo(text))

    def payload(document: dict[str, Any], _: object) -> object:
        return converter.structure(document["data"], PAYLOADS[EventType(document["type"])])

    event = make_dict_structure_fn(Event, converter, payload=override(struct_hook=payload))
    converter.register_structure_hook(Event, event)
    return converter


def for_cattrs(text: str) -> str:
    """The same case in the shape of the classes: the payload of an event under its own key."""
    document = json.loads(text)
    del document["schema_version"]
    for event in document["events"]:
        names = {each.name for each in fields(PAYLOADS[event["type"]])}
        data = {key: event.pop(key) for key in tuple(event) if key in names}
        event["payload"] = {"type": event["type"], "data": data}
    return json.dumps(document)


def main() -> int:
    """Print both tables; return 0 if every promise is kept."""
    events, day = events_of_a_case(), date(2026, 3, 16)
    rows = [
        Row(OURS, lambda: [folded(events) for _ in range(100)], 100),
        Row(ADD, lambda: [CAL.add_business_days(day, 15) for _ in range(1000)], 1000),
    ]
    fold = report(
        f"Folding a case of {len(events)} events",
        "ns",
        measure(rows, 30, OWN_TIME),
        ADD,
        [Target(ADD, 200, faster=False)],
    )
    text = case_to_json(Case(utility_id="aguas", case_id=UUID(int=1), events=events, zone=colombia.ZONE))
    plain, converter = for_cattrs(text), quick_converter()
    assert converter.structure(json.loads(plain), Case) == case_from_json(text)
    rows = [
        Row(OURS, lambda: [case_from_json(text) for _ in range(20)], 20),
        Row(QUICK, lambda: [converter.structure(json.loads(plain), Case) for _ in range(20)], 20),
    ]
    read = report("Reading it from JSON", "ns", measure(rows, 30, OWN_TIME), QUICK, [Target(QUICK, 1.5, faster=False)])
    return 0 if fold and read else 1


if __name__ == "__main__":
    raise SystemExit(main())
