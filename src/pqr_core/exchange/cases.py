"""Makes a case with its events of the values of one row, or raises the fault that prevents it.

Nothing in a row is completed by guessing. An answer without an outcome is an answer whose outcome is unknown. What the
register does not record is unknown, not undone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, tzinfo
from typing import Any, Final

from attrs import frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Assignment,
    Consent,
    Decision,
    Delivery,
    Event,
    EvidencePeriod,
    Filing,
    Payload,
    Requirement,
    Transfer,
    Until,
    VerbalAnswer,
)
from pqr_core.cases.filing import Attention, Invoice, Link
from pqr_core.errors import PQRError
from pqr_core.exchange.cells import day_of
from pqr_core.exchange.columns import CASES
from pqr_core.exchange.faults import Reason, RowFault
from pqr_core.facts import case_id_of
from pqr_core.law.rules import CaseType
from pqr_core.vocabulary import EventType, Relation, Unrecorded

__all__ = ("COLUMN_OF_EVENT", "CaseReader", "CaseRow", "moment_of")

_Values = Mapping[str, Any]
COLUMN_OF_EVENT: Final[Mapping[EventType, str]] = {
    **{column.event: column.name for column in CASES.values() if column.event is not None},
    EventType.RADICACION: "fecha_radicacion",
    EventType.RESPUESTA_VERBAL: "fecha_respuesta",
    EventType.RESPUESTA_ENVIADA: "fecha_respuesta",
    **dict.fromkeys(map(EventType, CASES["tipo_notificacion"].words.values()), "fecha_notificacion"),
}
"""The column that holds the day of an event."""
_EVENTS: Final = tuple((each.name, each.event) for each in CASES.values() if each.event is not None)


@frozen(kw_only=True)
class CaseRow:
    """A case read from a row.

    Args:
        case: the case.
        stated_due_on: the due day that the file states; it is compared with the law and never believed.
        is_said: whether the caller said what the register does not record; otherwise it was found in the file.
    """

    case: Case
    stated_due_on: date | None = None
    is_said: bool = False


@frozen(kw_only=True)
class CaseReader:
    """Makes the cases of the rows of one file.

    Args:
        utility_id: the utility to which the cases belong.
        types: the case types of the rule book.
        zone: the zone of the times in the file.
        unrecorded: what the register does not record.
        is_said: whether the caller said so.
    """

    utility_id: str
    types: Mapping[str, CaseType]
    zone: tzinfo
    unrecorded: tuple[Unrecorded, ...] = ()
    is_said: bool = False

    def __call__(self, values: _Values) -> CaseRow:
        """The case that the values of a row, by column, describe.

        Raises:
            RowFault: the values do not make a case.
        """
        case_type = self.types[values["tipo"]]
        if case_type.given_date and "fecha_limite" not in values:
            raise RowFault(Reason.VACIO, "fecha_limite")
        filed = self._filed(values)
        _check_order(values, filed)
        try:
            case = Case.file(
                self._filing(values, filed),
                utility_id=self.utility_id,
                zone=self.zone,
                at=filed if isinstance(filed, datetime) else None,
                on=None if isinstance(filed, datetime) else filed,
                events=_events(values, case_type),
                case_id=case_id_of(self.utility_id, values["radicado"]),
            )
        except PQRError as error:
            raise RowFault.of(error) from error
        return CaseRow(case=case, stated_due_on=_day(values, "fecha_vencimiento"), is_said=self.is_said)

    def _filed(self, values: _Values) -> date | datetime:
        filed: date | datetime = values["fecha_radicacion"]
        hour: time | None = values.get("hora_radicacion")
        if hour is None:
            return filed
        at = datetime.combine(day_of(filed), hour, self.zone)
        if not isinstance(filed, datetime):
            return at
        if (at.hour, at.minute) != (filed.hour, filed.minute):
            clock, told = f"{filed:%H:%M}", f"{hour:%H:%M}"
            raise RowFault(Reason.HORAS, "hora_radicacion", told, other="fecha_radicacion", clock=clock)
        return max(at, filed)

    def _filing(self, values: _Values, filed: date | datetime) -> Filing:
        return Filing(
            tipo=values["tipo"],
            radicado=values["radicado"],
            servicio=values.get("servicio"),
            causal=values.get("causal"),
            canal=values.get("canal"),
            account=values.get("cuenta"),
            municipio=values.get("municipio"),
            centro_poblado=_populated_centre(values.get("centro_poblado")),
            fecha_limite=_day(values, "fecha_limite"),
            factura_expedida=_day(values, "fecha_factura"),
            factura=_invoice(values),
            attacked_notified_on=_day(values, "fecha_notificacion_recurrida"),
            vinculos=_attacked(values),
            puesto_al_correo_el=_day(values, "fecha_puesto_al_correo"),
            atencion=self._attention(values, day_of(filed)) if "turno" in values else None,
            no_registrado=self.unrecorded,
        )

    def _attention(self, values: _Values, day: date) -> Attention:
        taken, called, served = (self._moment(values, f"turno_{act}", day) for act in ("tomado", "llamado", "atendido"))
        try:
            return Attention(turno=values["turno"], tomado_at=taken, llamado_at=called, atendido_at=served)
        except PQRError:
            raise RowFault(Reason.TURNO, "turno") from None

    def _moment(self, values: _Values, column: str, day: date) -> datetime | None:
        return moment_of(values.get(column), day, self.zone)


def _populated_centre(code: str | None) -> str | None:
    """The three-digit DANE code, with the leading zeros that a spreadsheet removes."""
    return None if code is None else code.zfill(3)


def _invoice(values: _Values) -> Invoice | None:
    told = {of: values[column] for of, column in _OF_INVOICE if column in values}
    return Invoice(**told) if told else None


_OF_INVOICE: Final = (
    ("numero", "numero_factura"),
    ("periodo", "periodo_factura"),
    ("valor_reclamado", "valor_reclamado"),
    ("valor_no_reclamado", "valor_no_reclamado"),
)


def _attacked(values: _Values) -> tuple[Link, ...]:
    radicado = values.get("radicado_recurrido")
    return () if radicado is None else (Link(relacion=Relation.RECURSO_DE, radicado=radicado),)


def moment_of(value: Any, day: date, zone: tzinfo) -> datetime | None:
    """The instant of `value`: an instant itself, or a time of `day`. None for a day without a time."""
    if isinstance(value, time):
        return datetime.combine(day, value, zone)
    return value if isinstance(value, datetime) else None


def _day(values: _Values, column: str) -> date | None:
    return day_of(values[column]) if column in values else None


def _before(one: date | datetime, other: date | datetime) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return day_of(one) < day_of(other)


def _check_order(values: _Values, filed: date | datetime) -> None:
    for column, _event_type in _EVENTS:
        if column not in values:
            continue
        others = {"fecha_radicacion": filed}
        if column == "fecha_notificacion" and "fecha_respuesta" in values:
            others["fecha_respuesta"] = values["fecha_respuesta"]
        for other, day in others.items():
            if _before(values[column], day):
                raise RowFault(Reason.ANTERIOR, column, other=other, day=day_of(day))


# --- events --------------------------------------------------------------------------------------------------------


def _events(values: _Values, case_type: CaseType) -> Iterator[Event]:
    for column, event_type in _EVENTS:
        if column not in values:
            continue
        when = values[column]
        if column == "fecha_respuesta":
            yield from _answer(values, when, case_type)
        elif column == "fecha_notificacion":
            yield _notice(values, when)
        else:
            yield _event(event_type, when, _payload(column, values))


def _answer(values: _Values, when: date | datetime, case_type: CaseType) -> Iterator[Event]:
    outcome, act, number = (values.get(column) for column in ("resultado", "acto", "radicado_salida"))
    if values.get("verbal"):
        yield _event(EventType.RESPUESTA_VERBAL, when, VerbalAnswer(outcome, radicado_salida=number))
        return
    if outcome or act or number or case_type.sap:
        yield _event(EventType.DECISION, when, Decision(resultado=outcome, acto=act, radicado_salida=number))
    if not case_type.sap:
        yield _event(EventType.RESPUESTA_ENVIADA, when)


def _notice(values: _Values, when: date | datetime) -> Event:
    event_type = values.get("tipo_notificacion", EventType.NOTIFICACION_PERSONAL)
    guide = values.get("guia_notificacion")
    if event_type is EventType.NOTIFICACION_ELECTRONICA:
        return _event(event_type, when, Consent(bool(values.get("notificacion_autorizada")), guia=guide))
    return _event(event_type, when, None if guide is None else Delivery(guia=guide))


def _payload(column: str, values: _Values) -> Payload | None:
    match column:
        case "fecha_requerimiento":
            return Requirement(
                hasta=_day(values, "requerimiento_hasta"), recibido_el=_day(values, "requerimiento_recibido")
            )
        case "fecha_pruebas":
            until, days = _day(values, "pruebas_hasta"), values.get("pruebas_dias")
            if (until is None) == (days is None):
                raise RowFault(Reason.EXACTAMENTE_UNA, column, columns=("pruebas_hasta", "pruebas_dias"))
            return EvidencePeriod(hasta=until, dias=days, comunicada_el=_day(values, "pruebas_comunicadas"))
        case "fecha_prorroga" | "fecha_demora":
            other = column.removeprefix("fecha_") + "_hasta"
            if other not in values:
                raise RowFault(Reason.FALTA, column, other=other)
            return Until(day_of(values[other]))
        case _ if column in _OF_ONE and (told := values.get(_OF_ONE[column][0])) is not None:
            _, kind, name = _OF_ONE[column]
            return kind(**{name: told})
        case _:
            return None


_OF_ONE: Final[Mapping[str, tuple[str, type[Payload], str]]] = {
    "fecha_asignacion": ("responsable_asignacion", Assignment, "responsable"),
    "fecha_traslado": ("destinatario_traslado", Transfer, "destinatario"),
    "fecha_citacion": ("guia_citacion", Delivery, "guia"),
}
"""For the column of an event, the column that gives its one detail, the payload and the field."""


def _event(event_type: EventType, when: date | datetime, payload: Payload | None = None) -> Event:
    at, on = (when, None) if isinstance(when, datetime) else (None, when)
    return Event(event_type, at=at, on=on) if payload is None else Event(event_type, at=at, on=on, payload=payload)
