"""Compares a row of a file with the stored case it is about: what the row adds, and where it contradicts the case."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import tzinfo
from decimal import Decimal
from functools import reduce
from typing import Any, Final

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Correction, Event
from pqr_core.exchange.cases import COLUMN_OF_EVENT, CaseRow
from pqr_core.exchange.faults import Reason, RowFault
from pqr_core.vocabulary import EventType

__all__ = ("Retold", "contradiction", "retold")

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

_COLUMN_OF_DETAIL: Final[Mapping[tuple[str, str], str]] = {
    ("fecha_radicacion", "tipo"): "tipo",
    ("fecha_radicacion", "servicio"): "servicio",
    ("fecha_radicacion", "causal"): "causal",
    ("fecha_radicacion", "canal"): "canal",
    ("fecha_radicacion", "account"): "cuenta",
    ("fecha_radicacion", "municipio"): "municipio",
    ("fecha_radicacion", "centro_poblado"): "centro_poblado",
    ("fecha_radicacion", "factura.numero"): "numero_factura",
    ("fecha_radicacion", "factura.periodo"): "periodo_factura",
    ("fecha_radicacion", "factura.valor_reclamado"): "valor_reclamado",
    ("fecha_radicacion", "factura.valor_no_reclamado"): "valor_no_reclamado",
    ("fecha_asignacion", "responsable"): "responsable_asignacion",
    ("fecha_traslado", "destinatario"): "destinatario_traslado",
    ("fecha_citacion", "guia"): "guia_citacion",
    ("fecha_radicacion", "fecha_limite"): "fecha_limite",
    ("fecha_radicacion", "factura_expedida"): "fecha_factura",
    ("fecha_radicacion", "attacked_notified_on"): "fecha_notificacion_recurrida",
    ("fecha_radicacion", "puesto_al_correo_el"): "fecha_puesto_al_correo",
    ("fecha_requerimiento", "hasta"): "requerimiento_hasta",
    ("fecha_requerimiento", "recibido_el"): "requerimiento_recibido",
    ("fecha_pruebas", "hasta"): "pruebas_hasta",
    ("fecha_pruebas", "dias"): "pruebas_dias",
    ("fecha_pruebas", "comunicada_el"): "pruebas_comunicadas",
    ("fecha_prorroga", "hasta"): "prorroga_hasta",
    ("fecha_demora", "hasta"): "demora_hasta",
    ("fecha_respuesta", "resultado"): "resultado",
    ("fecha_respuesta", "acto"): "acto",
    ("fecha_respuesta", "radicado_salida"): "radicado_salida",
    ("fecha_notificacion", "guia"): "guia_notificacion",
    ("fecha_notificacion", "autorizada"): "notificacion_autorizada",
}


@frozen
class Retold:
    """What a row of a file says about a case that is already stored.

    Args:
        new: the events that are not in the history yet, in the order of the file.
        otherwise: by column, the stored value and the value in the file, where they differ; then `new` is empty.
    """

    new: tuple[Event, ...] = ()
    otherwise: Mapping[str, tuple[str, str]] = field(factory=dict)


def retold(stored: Case, row: CaseRow) -> Retold:
    """What the case of a `row` adds to the `stored` case, or where it contradicts it.

    An empty cell contradicts nothing, and neither does an event that no column can hold. What the file said before and
    the office has since corrected or annulled is not a contradiction either; it is only outdated.

    Raises:
        EventBeforeFilingError: as `Case.timeline` of the stored case.
        EventBeforeFilingError: as `Case.timeline` of the stored case.
    """
    told = row.case
    replacements = (e.detail(Correction).event for e in stored.events if e.type is EventType.CORRECCION)
    recorded = [(e.type, _cells_of(e, stored.zone)) for e in (*stored.events, *replacements)]
    filing = evolve(stored.filed.event, payload=stored.filing)
    standing = [(e.type, _cells_of(e, stored.zone)) for e in (filing, *(o.event for o in stored.timeline()))]
    known = {event_type for event_type, _ in standing}
    before: dict[str, list[str]] = {}
    for _, cells in standing:
        for column, value in cells.items():
            before.setdefault(column, []).append(value)
    new: list[Event] = []
    otherwise: dict[str, tuple[str, str]] = {}
    for event in told.events:
        cells = _cells_of(event, told.zone)
        if any(event.type is other and _is_within(cells, old) for other, old in recorded):
            continue
        for column, value in cells.items():
            values = before.get(column, [] if event.type in known else [value])
            if not any(_is_same(value, each) for each in values):
                otherwise[column] = (", ".join(dict.fromkeys(values)) or "-", value)
        if event.type not in known:
            new.append(event)
    unrecorded = [", ".join(each.filing.no_registrado) or "-" for each in (stored, told)]
    if row.is_said and unrecorded[0] != unrecorded[1]:
        otherwise["no_registrado"] = (unrecorded[0], unrecorded[1])
    return Retold(otherwise=otherwise) if otherwise else Retold(tuple(new))


def contradiction(said: Retold, heading_of: Mapping[str, str]) -> RowFault:
    """The fault that a row contradicts the stored case: every column in which it does, with both values."""
    named = {heading_of.get(column, column): values for column, values in said.otherwise.items()}
    es = "; ".join(f"{column}: antes {before}, ahora {now}" for column, (before, now) in named.items())
    en = "; ".join(f"{column}: before {before}, now {now}" for column, (before, now) in named.items())
    return RowFault(Reason.HISTORIA, next(iter(said.otherwise)), es=es, en=en)


def _is_within(cells: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether every cell agrees with the cell of the same column in `others`."""
    return all(column in others and _is_same(value, others[column]) for column, value in cells.items())


def _is_same(told: str, stored: str) -> bool:
    """Whether a cell agrees with the stored value; a day agrees with any time on that day."""
    return told == stored or (_DAY.fullmatch(told) is not None and stored.startswith(f"{told} "))


def _cells_of(event: Event, zone: tzinfo) -> dict[str, str]:
    """The cells that would record the event in a file; a detail that has no column is left out."""
    column = COLUMN_OF_EVENT.get(event.type)
    if column is None:
        return {}
    when = event.local(zone)
    told = {column: f"{when:%Y-%m-%d}" if event.at is None else f"{when:%Y-%m-%d %H:%M:%S}".removesuffix(":00")}
    if column == "fecha_notificacion":
        told["tipo_notificacion"] = event.type.value
    elif column == "fecha_respuesta":
        told["verbal"] = "si" if event.type is EventType.RESPUESTA_VERBAL else "no"
    for (of, detail), other in _COLUMN_OF_DETAIL.items():
        value: Any = reduce(_part, detail.split("."), event.payload) if of == column else None
        if value is not None:
            told[other] = ("si" if value else "no") if isinstance(value, bool) else _written(value)
    return told


def _part(value: Any, name: str) -> Any:
    return getattr(value, name, None)


def _written(value: Any) -> str:
    """A value as text; an amount without trailing zeros."""
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
