"""From the cells of one row to a case with its events, or to the reason why not.

What a row says is never completed by guessing: a word that is not known, a day that is none, an answer without its
outcome are refused with the column they stand in.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Any, Final

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import (
    Consent,
    Correction,
    Decision,
    Event,
    EvidencePeriod,
    Filing,
    Payload,
    Requirement,
    Until,
    VerbalAnswer,
)
from pqr_core.errors import EventBeforeFilingError, NoRuleInForceError, PQRError
from pqr_core.exchange.columns import DATE_COLUMNS, DEPENDS_ON, EVENT_COLUMNS, REQUIRED, WORDS, fold, type_code
from pqr_core.exchange.dates import DateFormat, read_date, read_time
from pqr_core.facts import case_id_of
from pqr_core.language import Language
from pqr_core.law.rules import CaseType
from pqr_core.vocabulary import EventType

__all__ = ("CaseReader", "Reason", "Retold", "RowFault", "retold")

_NO_DATE: Final = frozenset({"", "-", "N", "N/A", "NA", "NULL"})

_CONTROLS: Final = frozenset({"Cc", "Cf", "Zl", "Zp"})
"""Categories of characters that show as nothing, or change how what follows is shown."""

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

_RADICADO_LIMIT: Final = 255
"""Characters that `require_code` allows."""

_EXPECTED: Final[Mapping[DateFormat, str]] = {"iso": "AAAA-MM-DD", "dmy": "DD-MM-AAAA", "mdy": "MM-DD-AAAA"}


class Reason(Enum):
    """Why a row is refused, in Spanish and English."""

    VACIO = ("falta el dato", "nothing is written here")
    FECHA = ("no es una fecha {expected}", "no date {english}")
    FECHA_FUERA_DE_RANGO = ("fecha fuera de {first} a {last}", "a day outside {first} to {last}")
    HORA = ("no es una hora HH:MM", "no hour HH:MM")
    PALABRA = ("palabra desconocida; se admite: {known}", "unknown word; known: {known}")
    NUMERO = ("no es un número de días hábiles", "no number of business days")
    FALTA = ("{column} necesita también {other}", "{column} needs {other} too")
    ANTERIOR = ("es anterior a {other} ({day})", "it is before {other} ({day})")
    EXACTAMENTE_UNA = ("debe ir exactamente una de {columns}", "exactly one of {columns} is needed")
    NULO = ("contiene bytes nulos", "it holds null bytes")
    COLUMNAS = ("la fila trae {count} celdas y los encabezados son {expected}", "{count} cells, {expected} headings")
    CONTROL = ("contiene caracteres de control", "it holds control characters")
    HORAS = (
        "la hora {value} no es la de {other} ({clock}); deje una de las dos",
        "the hour {value} is not that of {other} ({clock}); leave one of both",
    )
    FUTURO = ("es posterior a hoy, {day}", "it is after today, {day}")
    HISTORIA = (
        "el caso ya está guardado con otro dato ({es}); importar no cambia lo guardado",
        "the case is stored with other data ({en}); importing changes nothing that is stored",
    )
    LARGO = ("una celda pasa de {limit} caracteres", "a cell of more than {limit} characters")
    COMILLAS = ("comillas sin cerrar o mal puestas", "a quote that is not closed or out of place")
    REPETIDO = ("el radicado está también en la línea {line}, con otro contenido", "also on line {line}, and differs")
    CASO = ("{es}", "{en}")


class RowFault(Exception):  # noqa: N818 - a fault of the file, turned into a reject at once; nobody else catches it
    """Why a row is no case: the column, what stands there and the reason."""

    def __init__(self, why: Reason, column: str, value: str = "", **params: Any) -> None:
        super().__init__(why, column)
        self.why, self.column, self.value = why, column, value
        self._params = {"column": column, "value": value, **params}

    @classmethod
    def of(cls, error: PQRError, column: str = "") -> RowFault:
        """The fault that `error` is."""
        if isinstance(error, NoRuleInForceError):
            column = "fecha_radicacion"
        elif isinstance(error, EventBeforeFilingError) and error.params["what"] == "as_of":
            return cls(Reason.FUTURO, "fecha_radicacion", day=error.params["day"])
        return cls(Reason.CASO, column, es=error.message("es"), en=error.message("en"))

    @classmethod
    def of_history(cls, stored: Case, told: Case) -> RowFault:
        """The fault that `told` contradicts what is stored: every column in which it does, with both values."""
        otherwise = retold(stored, told).otherwise
        es = "; ".join(f"{column}: antes {before}, ahora {now}" for column, (before, now) in otherwise.items())
        en = "; ".join(f"{column}: before {before}, now {now}" for column, (before, now) in otherwise.items())
        return cls(Reason.HISTORIA, next(iter(otherwise)), es=es, en=en)

    def reason(self, lang: Language) -> str:
        """The reason in words."""
        spanish, english = self.why.value
        return (spanish if lang == "es" else english).format_map(self._params)


@frozen(kw_only=True)
class CaseReader:
    """Reads rows of one file.

    Args:
        utility_id: the utility the cases belong to.
        types: the case types of the rule book.
        zone: the zone of the hours in the file.
        date_format: how the file writes its days.
        span: the first and last day a date may have, both included.
    """

    utility_id: str
    types: Mapping[str, CaseType]
    zone: tzinfo
    date_format: DateFormat
    span: tuple[date, date]

    def read(self, cells: Mapping[str, str]) -> Case:
        """The case that `cells` (by column, stripped) tell.

        Raises:
            RowFault: they tell none.
        """
        for column in REQUIRED:
            if not cells.get(column):
                raise RowFault(Reason.VACIO, column)
        if any(unicodedata.category(c) in _CONTROLS for c in cells["radicado"]):
            raise RowFault(Reason.CONTROL, "radicado", cells["radicado"])
        if len(cells["radicado"]) > _RADICADO_LIMIT:
            raise RowFault(Reason.LARGO, "radicado", cells["radicado"], limit=_RADICADO_LIMIT)
        for column, other in DEPENDS_ON.items():
            if cells.get(column) and not self._given(cells, other):
                raise RowFault(Reason.FALTA, column, cells[column], other=other)
        dates = {column: day for column in DATE_COLUMNS if (day := self._date(cells, column)) is not None}
        case_type = self._type(cells["tipo"])
        if case_type.given_date and "fecha_limite" not in dates:
            raise RowFault(Reason.VACIO, "fecha_limite")
        filed = self._filed(cells, dates["fecha_radicacion"])
        self._check_order(cells, {**dates, "fecha_radicacion": filed})
        try:
            return Case.file(
                _filing(case_type.code, cells, dates),
                utility_id=self.utility_id,
                zone=self.zone,
                at=filed if isinstance(filed, datetime) else None,
                on=None if isinstance(filed, datetime) else filed,
                events=self._events(cells, dates, case_type),
                case_id=case_id_of(self.utility_id, cells["radicado"]),
            )
        except PQRError as error:
            raise RowFault.of(error) from error

    def stated_due_on(self, cells: Mapping[str, str]) -> date | None:
        """The due day the file itself states (`fecha_vencimiento`), to be compared and never believed."""
        stated = self._date(cells, "fecha_vencimiento")
        return _day(stated) if stated is not None else None

    # --- words and days --------------------------------------------------------------------------------------------

    @staticmethod
    def _given(cells: Mapping[str, str], column: str) -> bool:
        return cells.get(column, "").upper() not in _NO_DATE

    def _date(self, cells: Mapping[str, str], column: str) -> date | datetime | None:
        if not self._given(cells, column):
            return None
        value = cells[column]
        try:
            read = read_date(value, self.date_format)
            if isinstance(read, datetime):
                read = read.astimezone(self.zone) if read.tzinfo else read.replace(tzinfo=self.zone)
        except (ValueError, OverflowError):
            expected = _EXPECTED[self.date_format]
            raise RowFault(Reason.FECHA, column, value, expected=expected, english=expected.replace("A", "Y")) from None
        first, last = self.span
        if not first <= _day(read) <= last:
            raise RowFault(Reason.FECHA_FUERA_DE_RANGO, column, value, first=first, last=last)
        return read

    def _filed(self, cells: Mapping[str, str], filed: date | datetime) -> date | datetime:
        hour = cells.get("hora_radicacion")
        if not hour:
            return filed
        try:
            at = datetime.combine(_day(filed), read_time(hour), self.zone)
        except ValueError:
            raise RowFault(Reason.HORA, "hora_radicacion", hour) from None
        if not isinstance(filed, datetime):
            return at
        if (at.hour, at.minute) != (filed.hour, filed.minute):
            clock = f"{filed:%H:%M}"
            raise RowFault(Reason.HORAS, "hora_radicacion", hour, other="fecha_radicacion", clock=clock)
        return max(at, filed)

    def _type(self, value: str) -> CaseType:
        code = type_code(value, self.types)
        if code is None:
            raise RowFault(Reason.PALABRA, "tipo", value, known=", ".join(self.types))
        return self.types[code]

    def _check_order(self, cells: Mapping[str, str], dates: Mapping[str, date | datetime]) -> None:
        for column in EVENT_COLUMNS:
            if column not in dates:
                continue
            others = ["fecha_radicacion"] + (["fecha_respuesta"] if column == "fecha_notificacion" else [])
            for other in others:
                if other in dates and _before(dates[column], dates[other]):
                    raise RowFault(Reason.ANTERIOR, column, cells[column], other=other, day=_day(dates[other]))

    # --- events ----------------------------------------------------------------------------------------------------

    def _events(
        self, cells: Mapping[str, str], dates: Mapping[str, date | datetime], case_type: CaseType
    ) -> Iterator[Event]:
        for column, event_type in EVENT_COLUMNS.items():
            if column not in dates:
                continue
            when = dates[column]
            if column == "fecha_respuesta":
                yield from self._answer(cells, when, case_type)
            elif column == "fecha_notificacion":
                yield _notice(cells, when, event_type)
            else:
                yield _event(event_type, when, _payload(column, cells, dates))

    @staticmethod
    def _answer(cells: Mapping[str, str], when: date | datetime, case_type: CaseType) -> Iterator[Event]:
        outcome, act = _word(cells, "resultado"), _word(cells, "acto")
        if _word(cells, "verbal"):
            yield _event(EventType.RESPUESTA_VERBAL, when, VerbalAnswer(outcome))
            return
        if outcome:
            yield _event(EventType.DECISION, when, Decision(resultado=outcome, acto=act))
        elif case_type.sap or act:
            raise RowFault(Reason.FALTA, "fecha_respuesta", cells["fecha_respuesta"], other="resultado")
        if not case_type.sap:
            yield _event(EventType.RESPUESTA_ENVIADA, when)


def _day(value: date | datetime) -> date:
    return value.date() if isinstance(value, datetime) else value


def _before(one: date | datetime, other: date | datetime) -> bool:
    if isinstance(one, datetime) and isinstance(other, datetime):
        return one < other
    return _day(one) < _day(other)


def _word(cells: Mapping[str, str], column: str) -> Any:
    value = cells.get(column)
    if not value:
        return None
    known = WORDS[column]
    try:
        return known[fold(value)]
    except KeyError:
        raise RowFault(
            Reason.PALABRA, column, value, known=", ".join(dict.fromkeys(filter(None, known.values())))
        ) from None


def _notice(cells: Mapping[str, str], when: date | datetime, default: EventType) -> Event:
    event_type: EventType = _word(cells, "tipo_notificacion") or default
    consented = bool(_word(cells, "notificacion_autorizada"))
    electronic = event_type is EventType.NOTIFICACION_ELECTRONICA
    return _event(event_type, when, Consent(consented) if electronic else None)


def _filing(tipo: str, cells: Mapping[str, str], dates: Mapping[str, date | datetime]) -> Filing:
    def text(column: str) -> str | None:
        return cells.get(column) or None

    def day(column: str) -> date | None:
        return _day(dates[column]) if column in dates else None

    service, channel = text("servicio"), text("canal")
    return Filing(
        tipo=tipo,
        radicado=cells["radicado"],
        servicio=fold(service) if service else None,
        causal=text("causal"),
        canal=fold(channel) if channel else None,
        account=text("cuenta"),
        municipio=text("municipio"),
        fecha_limite=day("fecha_limite"),
        factura_expedida=day("fecha_factura"),
        attacked_notified_on=day("fecha_notificacion_recurrida"),
    )


def _payload(column: str, cells: Mapping[str, str], dates: Mapping[str, date | datetime]) -> Payload | None:
    def day(other: str) -> date | None:
        return _day(dates[other]) if other in dates else None

    match column:
        case "fecha_requerimiento":
            return Requirement(hasta=day("requerimiento_hasta"), recibido_el=day("requerimiento_recibido"))
        case "fecha_pruebas":
            return _evidence(cells, day("pruebas_hasta"), day("pruebas_comunicadas"))
        case "fecha_prorroga" | "fecha_demora":
            other = column.removeprefix("fecha_") + "_hasta"
            until = day(other)
            if until is None:
                raise RowFault(Reason.FALTA, column, cells[column], other=other)
            return Until(until)
        case _:
            return None


def _evidence(cells: Mapping[str, str], until: date | None, told: date | None) -> EvidencePeriod:
    days = cells.get("pruebas_dias", "")
    if (until is None) == (not days):
        raise RowFault(
            Reason.EXACTAMENTE_UNA, "fecha_pruebas", cells["fecha_pruebas"], columns="pruebas_hasta, pruebas_dias"
        )
    if days and not (days.isascii() and days.isdigit() and int(days)):
        raise RowFault(Reason.NUMERO, "pruebas_dias", days)
    return EvidencePeriod(hasta=until, dias=int(days) if days else None, comunicada_el=told)


def _event(event_type: EventType, when: date | datetime, payload: Payload | None = None) -> Event:
    at, on = (when, None) if isinstance(when, datetime) else (None, when)
    return Event(event_type, at=at, on=on) if payload is None else Event(event_type, at=at, on=on, payload=payload)


# --- and back ------------------------------------------------------------------------------------------------------

_COLUMN_OF_EVENT: Final[Mapping[EventType, str]] = {
    **{event_type: column for column, event_type in EVENT_COLUMNS.items()},
    EventType.RADICACION: "fecha_radicacion",
    EventType.RESPUESTA_VERBAL: "fecha_respuesta",
    EventType.RESPUESTA_ENVIADA: "fecha_respuesta",
    **dict.fromkeys(map(EventType, WORDS["tipo_notificacion"].values()), "fecha_notificacion"),
}

_COLUMN_OF_DETAIL: Final[Mapping[tuple[str, str], str]] = {
    ("fecha_radicacion", "tipo"): "tipo",
    ("fecha_radicacion", "servicio"): "servicio",
    ("fecha_radicacion", "causal"): "causal",
    ("fecha_radicacion", "canal"): "canal",
    ("fecha_radicacion", "account"): "cuenta",
    ("fecha_radicacion", "municipio"): "municipio",
    ("fecha_radicacion", "fecha_limite"): "fecha_limite",
    ("fecha_radicacion", "factura_expedida"): "fecha_factura",
    ("fecha_radicacion", "attacked_notified_on"): "fecha_notificacion_recurrida",
    ("fecha_requerimiento", "hasta"): "requerimiento_hasta",
    ("fecha_requerimiento", "recibido_el"): "requerimiento_recibido",
    ("fecha_pruebas", "hasta"): "pruebas_hasta",
    ("fecha_pruebas", "dias"): "pruebas_dias",
    ("fecha_pruebas", "comunicada_el"): "pruebas_comunicadas",
    ("fecha_prorroga", "hasta"): "prorroga_hasta",
    ("fecha_demora", "hasta"): "demora_hasta",
    ("fecha_respuesta", "resultado"): "resultado",
    ("fecha_respuesta", "acto"): "acto",
    ("fecha_notificacion", "autorizada"): "notificacion_autorizada",
}


@frozen
class Retold:
    """What a file says of a case that is stored already.

    Args:
        new: the events that are not in the history yet, in the order of the file.
        otherwise: by column, what is stored and what the file says instead; where there is some, nothing is new.
    """

    new: tuple[Event, ...] = ()
    otherwise: Mapping[str, tuple[str, str]] = field(factory=dict)


def retold(stored: Case, told: Case) -> Retold:
    """What the case `told` by a file adds to the `stored` one, or in what it contradicts it.

    An empty cell says nothing, and of what has no column a file can say nothing: neither contradicts. What the file
    told before and the office has corrected or annulled since is no contradiction either, only old.

    Raises:
        EventBeforeFilingError: as `Case.timeline` of the stored case.
    """
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
    return Retold(otherwise=otherwise) if otherwise else Retold(tuple(new))


def _is_within(cells: Mapping[str, str], others: Mapping[str, str]) -> bool:
    """Whether each of the cells says what the other of its column says."""
    return all(column in others and _is_same(value, others[column]) for column, value in cells.items())


def _is_same(told: str, stored: str) -> bool:
    """Whether a cell says what is stored; a day says the same as an hour of it."""
    return told == stored or (_DAY.fullmatch(told) is not None and stored.startswith(f"{told} "))


def _cells_of(event: Event, zone: tzinfo) -> dict[str, str]:
    """What the columns of a file would have to say to tell the event; nothing of one that has no column."""
    column = _COLUMN_OF_EVENT.get(event.type)
    if column is None:
        return {}
    when = event.local(zone)
    told = {column: f"{when:%Y-%m-%d}" if event.at is None else f"{when:%Y-%m-%d %H:%M:%S}".removesuffix(":00")}
    if column == "fecha_notificacion":
        told["tipo_notificacion"] = event.type.value
    elif column == "fecha_respuesta":
        told["verbal"] = "si" if event.type is EventType.RESPUESTA_VERBAL else "no"
    for (of, detail), other in _COLUMN_OF_DETAIL.items():
        value = getattr(event.payload, detail, None) if of == column else None
        if value is not None:
            told[other] = ("si" if value else "no") if isinstance(value, bool) else str(value)
    return told
