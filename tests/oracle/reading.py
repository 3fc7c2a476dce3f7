"""Read a vector strictly into plain values, or refuse it with the first applicable code of section 8 of the contract.

All faults of the vector are collected before one is chosen, because the codes have an order of precedence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tests.oracle.days import Calendar, refuse

__all__ = (
    "ART_14_TYPES",
    "CONTRACT_TYPES",
    "DATA_TYPES",
    "EVENT_KEYS",
    "EVENT_ORDER",
    "FIRST_DAYS",
    "GRANTS",
    "NO_ANSWER_TYPES",
    "OUTCOMES",
    "POLICIES",
    "SAP_TYPES",
    "TERMS",
    "Case",
    "Event",
    "Utility",
    "read_case",
    "read_days",
    "read_utility",
)

BOGOTA = ZoneInfo("America/Bogota")
NOON = time(12)

# Section 8, in order of precedence. The last four are raised by the computation itself.
PRECEDENCE = (
    "vector_invalido",
    "fecha_sin_zona",
    "tipo_desconocido",
    "politica_desconocida",
    "evento_desconocido",
    "evento_incompleto",
)

# Section 3: the first value is the default.
POLICIES: dict[str, tuple[str, ...]] = {
    "first_day": ("next_business_day", "filing_day"),
    "off_hours": ("as_registered", "next_business_day"),
    "answer_met_by": ("decision_and_citation", "decision", "notified"),
    "sap_recognition": ("clock_hours", "business_days"),
    "art14_extension": ("not_for_contract_pqr", "allowed"),
    "art17_contract": ("suspends", "no_effect"),
    "art17_resume": ("resume", "restart"),
    "art19_clock": ("suspends", "no_effect"),
    "requirement_from": ("sent", "received"),
    "pruebas_notice": ("not_required", "required"),
    "art39_contract": ("no_effect", "suspends"),
    "pruebas_resume": ("resume", "decide_at_end"),
    "demora_usuario": ("suspends", "no_effect"),
    "habeas_incomplete": ("no_effect", "restart"),
    "months": ("first_counted_day", "trigger_day"),
    "congress_days": ("business_days", "calendar_days"),
    "covid_491": ("not_for_contract_pqr", "applied"),
}

# Section 4.
CONTRACT_TYPES = frozenset({"peticion", "queja", "reclamo"})
RECURSOS = frozenset({"recurso_reposicion", "recurso_reposicion_apelacion"})
SAP_TYPES = CONTRACT_TYPES | RECURSOS
ART_14_TYPES = frozenset({"peticion_general", "denuncia", "peticion_informacion", "consulta"})
DATA_TYPES = frozenset({"habeas_data_consulta", "habeas_data_reclamo", "credito_consulta", "credito_reclamo"})
NO_ANSWER_TYPES = frozenset({"sugerencia", "felicitacion"})
TERMS: dict[str, int] = {
    **dict.fromkeys(SAP_TYPES, 15),
    "peticion_general": 15,
    "denuncia": 15,
    "peticion_informacion": 10,
    "consulta": 30,
    "peticion_autoridad": 10,
    "requerimiento_defensoria": 5,
    "peticion_congreso": 5,
    "habeas_data_consulta": 10,
    "habeas_data_reclamo": 15,
    "credito_consulta": 10,
    "credito_reclamo": 15,
}
CPACA_2015, LEY_142 = date(2015, 6, 30), date(1994, 7, 11)
FIRST_DAYS: dict[str, date] = {
    **dict.fromkeys(SAP_TYPES, LEY_142),
    **dict.fromkeys(
        ("peticion_general", "denuncia", "peticion_informacion", "consulta", "peticion_autoridad"), CPACA_2015
    ),
    "requerimiento_defensoria": date(1992, 12, 15),
    "peticion_congreso": date(1992, 6, 18),
    "habeas_data_consulta": date(2012, 10, 18),
    "habeas_data_reclamo": date(2012, 10, 18),
    "credito_consulta": date(2008, 12, 31),
    "credito_reclamo": date(2008, 12, 31),
}
TYPES = frozenset(TERMS) | NO_ANSWER_TYPES | {"requerimiento_autoridad"}

OUTCOMES = (
    "accede", "accede_parcialmente", "no_accede", "confirma", "modifica", "revoca", "rechaza", "traslada", "archiva",
)  # fmt: skip
GRANTS = frozenset({"accede", "revoca"})
ACTS = ("negativa_contrato", "suspension", "terminacion", "corte", "facturacion", "otro")

# Section 5: the events in the order of the table, which is also the order of those at one instant; their keys, with
# "?" where the key may be left out.
EVENT_KEYS: dict[str, tuple[str, ...]] = {
    "requerimiento": ("hasta?", "recibido_el?"),
    "complemento": (),
    "prorroga_complemento": (),
    "devolucion_aclaracion": (),
    "aclaracion": (),
    "apertura_pruebas": ("hasta?", "dias?", "comunicada_el?"),
    "prorroga_pruebas": ("hasta",),
    "cierre_pruebas": (),
    "demora_usuario": ("hasta",),
    "prorroga": ("hasta",),
    "fuerza_mayor": (),
    "traslado_competencia": (),
    "traslado_parcial": (),
    "conflicto_planteado": (),
    "conflicto_resuelto": (),
    "desistimiento_expreso": (),
    "desistimiento_tacito": (),
    "reconocimiento_sap": (),
    "archivo": (),
    "decision": ("resultado?", "acto?", "completa?"),
    "respuesta_enviada": (),
    "respuesta_verbal": ("resultado?",),
    "envio_notificacion_electronica": ("autorizada?",),
    "envio_comunicacion_certificada": (),
    "envio_citacion": (),
    "publicacion_citacion": (),
    "notificacion_personal": (),
    "conducta_concluyente": (),
    "notificacion_electronica": ("autorizada?",),
    "comunicacion_certificada": (),
    "entrega_aviso": (),
    "publicacion_aviso": (),
    "recurso_interpuesto": ("puesto_al_correo_el?",),
    "queja_interpuesta": (),
    "decision_sspd": ("notificada_el",),
    "aceptacion_desistimiento": ("notificada_el",),
    "negativa_reserva": ("notificada_el",),
    "insistencia_interpuesta": (),
    "remision_insistencia": (),
    "leyenda_incluida": (),
    "entrega_copias": (),
    "remision_sspd": (),
    "visita_programada": ("fecha",),
    "aviso_visita": (),
    "causa_eliminada": (),
    "reconexion": (),
    "recurso_resuelto": ("resultado", "notificado_el"),
    "acuse": (),
    "asignacion": ("responsable?",),
    "analisis": (),
    "nota": (),
    "cierre": (),
    "anulacion": ("anula",),
    "correccion": ("corrige", "event"),
}
EVENT_ORDER = {name: place for place, name in enumerate(EVENT_KEYS)}
DATE_KEYS = (
    "hasta", "recibido_el", "comunicada_el", "notificada_el", "notificado_el", "puesto_al_correo_el", "fecha",
)  # fmt: skip
TEXT_KEYS: dict[str, tuple[str, ...] | None] = {
    "id": None, "anula": None, "corrige": None, "responsable": None, "resultado": OUTCOMES, "acto": ACTS,
}  # fmt: skip
UNDOING = frozenset({"anulacion", "correccion"})

DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?")
HOUR = re.compile(r"\d{2}:\d{2}(:\d{2})?")

VECTOR_KEYS = {
    "is_business_day": {"on"},
    "add_business_days": {"from", "n"},
    "business_days_between": {"from", "to"},
    "add_months": {"from", "n"},
    "agenda": {"case", "as_of", "as_of_on"},
}
CASE_DATES = ("fecha_limite", "factura_expedida", "puesto_al_correo_el")
SETTINGS = ("aviso_business_days", "remision_sspd_business_days", "remision_insistencia_business_days")
UNRECORDED = ("notificacion", "silencio")
COMMON_KEYS = {"id", "source", "trap", "op", "utility", "policies", "expect"}


@dataclass(frozen=True)
class Moment:
    """An instant, and its legal day and hour in Bogota; a day without hour stands at noon (section 1)."""

    instant: datetime  # in UTC: in Bogota, Python would compare local times, and the offset changed in 1992
    day: date
    hour: time
    has_hour: bool

    @classmethod
    def of(cls, instant: datetime, *, has_hour: bool) -> Moment:
        """The moment of an aware instant."""
        in_bogota = instant.astimezone(BOGOTA)
        return cls(instant.astimezone(UTC), in_bogota.date(), in_bogota.time(), has_hour)

    def is_before(self, other: Moment) -> bool:
        """By instant, or by day where either has no hour (section 5, order)."""
        if self.has_hour and other.has_hour:
            return self.instant < other.instant
        return self.day < other.day


@dataclass(frozen=True)
class Event:
    """One act as the vector gives it. A key that its type does not have is None."""

    type: str
    moment: Moment
    id: str | None = None
    hasta: date | None = None
    recibido_el: date | None = None
    dias: int | None = None
    comunicada_el: date | None = None
    notificada_el: date | None = None
    notificado_el: date | None = None
    puesto_al_correo_el: date | None = None
    fecha: date | None = None
    resultado: str | None = None
    acto: str | None = None
    completa: bool = True
    autorizada: bool = False
    names: str | None = None  # `anula` or `corrige`
    right: Event | None = None  # `event` of a correction

    @property
    def day(self) -> date:
        """The legal day of the act."""
        return self.moment.day


@dataclass(frozen=True)
class Utility:
    """One company's calendar, policies in force and settings."""

    calendar: Calendar
    policies: Mapping[str, str]
    close: time = time(17)
    aviso_business_days: int | None = None
    remision_sspd_business_days: int | None = None
    remision_insistencia_business_days: int | None = None


@dataclass(frozen=True)
class Case:
    """One filing with all of its events, and the instant asked."""

    tipo: str
    filed: Moment
    as_of: Moment
    events: tuple[Event, ...] = ()
    fecha_limite: date | None = None
    factura_expedida: date | None = None
    attacked_notified_on: date | None = None
    puesto_al_correo_el: date | None = None
    no_registrado: frozenset[str] = frozenset()


@dataclass
class _Reader:
    """Read JSON values and remember every fault."""

    faults: set[str] = field(default_factory=set)
    named: list[str] = field(default_factory=list)
    """The ids that `anula` and `corrige` name, also in events that have another fault."""

    def bad(self, code: str = "vector_invalido") -> None:
        self.faults.add(code)

    def refuse_if_any(self) -> None:
        for code in PRECEDENCE:
            if code in self.faults:
                refuse(code)

    def mapping(self, value: object, allowed: set[str]) -> dict[str, object]:
        if not isinstance(value, dict):
            self.bad()
            return {}
        if not set(value) <= allowed:
            self.bad()
        return value

    def day(self, value: object) -> date | None:
        if isinstance(value, str) and DATE.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
        self.bad()
        return None

    def instant(self, value: object) -> Moment | None:
        if isinstance(value, str) and INSTANT.fullmatch(value):
            try:
                read = datetime.fromisoformat(value)
                if read.tzinfo is None:
                    self.bad("fecha_sin_zona")
                    return None
                return Moment.of(read, has_hour=True)
            except (ValueError, OverflowError):
                pass
        self.bad()
        return None

    def noon(self, value: object) -> Moment | None:
        day = self.day(value)
        return None if day is None else Moment.of(datetime.combine(day, NOON, BOGOTA), has_hour=False)

    def moment(self, source: dict[str, object], at: str, on: str, fault: str) -> Moment | None:
        if (at in source) == (on in source):  # both or neither
            self.bad(fault)
            return None
        return self.instant(source[at]) if at in source else self.noon(source[on])

    def hour(self, value: object) -> time:
        if isinstance(value, str) and HOUR.fullmatch(value):
            try:
                return time.fromisoformat(value)
            except ValueError:
                pass
        self.bad()
        return time(0)

    def number(self, value: object, *, least: int | None = None) -> int | None:
        if isinstance(value, bool) or not isinstance(value, int) or (least is not None and value < least):
            self.bad()
            return None
        return value

    def text(self, value: object, known: tuple[str, ...] | None = None) -> str | None:
        if not isinstance(value, str) or (known is not None and value not in known):
            self.bad()
            return None
        return value

    def flag(self, value: object) -> bool:
        if not isinstance(value, bool):
            self.bad()
            return False
        return value

    def items(self, value: object) -> list[object]:
        if isinstance(value, list):
            return value
        self.bad()
        return []


def _read_policies(reader: _Reader, value: object, into: dict[str, str]) -> None:
    if not isinstance(value, dict):
        reader.bad()
        return
    for name, chosen in value.items():
        if not isinstance(chosen, str):
            reader.bad()
        elif chosen not in POLICIES.get(name, ()):
            reader.bad("politica_desconocida")
        else:
            into[name] = chosen


def _read_close(reader: _Reader, value: object) -> time:
    hours = reader.mapping(value, {"open", "close"})
    read = {name: reader.hour(hours.get(name)) for name in ("open", "close")}
    return read["close"]


def _read_utility(reader: _Reader, vector: dict[str, object]) -> Utility:
    source = reader.mapping(
        vector.get("utility", {}),
        {
            "saturday_is_business_day",
            "closures",
            "office_hours",
            "policies",
            *SETTINGS,
        },
    )
    policies = {name: values[0] for name, values in POLICIES.items()}
    for holder in (source, vector):  # the one beside `op` wins
        if "policies" in holder:
            _read_policies(reader, holder["policies"], policies)
    closures = []
    for told in reader.items(source.get("closures", [])):
        closure = reader.mapping(told, {"from", "to", "act"})
        reader.text(closure.get("act"))
        first, last = reader.day(closure.get("from")), reader.day(closure.get("to"))
        if first is not None and last is not None:
            if last < first:
                reader.bad()
            closures.append((first, last))
    close = _read_close(reader, source["office_hours"]) if "office_hours" in source else time(17)
    settings = {name: reader.number(source[name], least=1) if name in source else None for name in SETTINGS}
    return Utility(
        calendar=Calendar(
            saturday_is_business_day=reader.flag(source.get("saturday_is_business_day", False)),
            closures=tuple(closures),
        ),
        policies=policies,
        close=close,
        **settings,
    )


def _read_event(reader: _Reader, value: object, *, inner: bool = False) -> Event | None:
    if not isinstance(value, dict):
        reader.bad()
        return None
    if "type" not in value:
        reader.bad("evento_incompleto")
        return None
    name = reader.text(value["type"])
    if name is None:
        return None
    if name not in EVENT_KEYS:
        reader.bad("evento_desconocido")  # the keys of an unknown event type are unknown
        return None
    if inner and name in UNDOING:
        reader.bad()  # an `anula` or `corrige` can neither be undone nor replace an act
        return None
    keys = EVENT_KEYS[name]
    source = reader.mapping(value, {"type", "at", "on", "id"} | {key.rstrip("?") for key in keys})
    for key in keys:
        if not key.endswith("?") and key not in source:
            reader.bad("evento_incompleto")
    if name == "apertura_pruebas" and ("hasta" in source) == ("dias" in source):
        reader.bad("evento_incompleto")
    days = {key: reader.day(source[key]) if key in source else None for key in DATE_KEYS}
    texts = {key: reader.text(source[key], known) if key in source else None for key, known in TEXT_KEYS.items()}
    dias = reader.number(source["dias"], least=1) if "dias" in source else None
    moment = reader.moment(source, "at", "on", "evento_incompleto")
    named = texts["anula" if name == "anulacion" else "corrige"]
    if named is not None:
        reader.named.append(named)
    return (
        None
        if moment is None
        else Event(
            type=name,
            moment=moment,
            id=texts["id"],
            dias=dias,
            resultado=texts["resultado"],
            acto=texts["acto"],
            completa=reader.flag(source.get("completa", True)),
            autorizada=reader.flag(source.get("autorizada", False)),
            names=named,
            right=_read_event(reader, source["event"], inner=True) if "event" in source else None,
            **days,
        )
    )


def _ids_in(told: list[object]) -> Iterator[object]:
    """Every id in the events, readable or not."""
    for each in told:
        if isinstance(each, dict):
            yield str(each.get("id"))
            yield from _ids_in([each.get("event")])


def _check_names(reader: _Reader, events: list[Event]) -> None:
    """Section 5, order: an id that names no event is `vector_invalido`; an `anula` or `corrige` cannot be annulled."""
    everything = events + [event.right for event in events if event.right is not None]
    told = [event.id for event in everything if event.id is not None]
    if len(told) != len(set(told)):
        reader.bad()
    can_be_undone = {event.id for event in everything if event.type not in UNDOING and event.id is not None}
    if not can_be_undone.issuperset(reader.named):
        reader.bad()


def _read_vector(reader: _Reader, vector: dict[str, object]) -> str:
    op = vector.get("op")
    if not isinstance(op, str) or op not in VECTOR_KEYS:
        refuse("vector_invalido")
    reader.mapping(vector, COMMON_KEYS | VECTOR_KEYS[op])
    return op


def read_utility(vector: dict[str, object]) -> Utility:
    """The utility of a vector that is not an agenda, its policies checked."""
    reader = _Reader()
    _read_vector(reader, vector)
    utility = _read_utility(reader, vector)
    reader.refuse_if_any()
    return utility


def read_days(vector: dict[str, object], *names: str, least: int | None = None) -> tuple[list[date], int]:
    """The dates of a calendar vector and its `n` (0 where the operation has none)."""
    reader = _Reader()
    days = [reader.day(vector.get(name)) for name in names]
    number = reader.number(vector.get("n"), least=least) if "n" in VECTOR_KEYS[str(vector["op"])] else 0
    reader.refuse_if_any()
    return [day for day in days if day is not None], number or 0


def read_case(vector: dict[str, object]) -> tuple[Case, Utility]:
    """The case, the instant asked and the utility of an agenda vector."""
    reader = _Reader()
    _read_vector(reader, vector)
    utility = _read_utility(reader, vector)
    as_of = reader.moment(vector, "as_of", "as_of_on", "vector_invalido")
    keys = {"radicado", "tipo", "filed_at", "filed_on", "events", "attacks", "no_registrado", *CASE_DATES}
    source = reader.mapping(vector.get("case"), keys)
    reader.text(source.get("radicado"))
    tipo = reader.text(source.get("tipo"))
    if tipo is not None and tipo not in TYPES:
        reader.bad("tipo_desconocido")
    elif tipo is not None:
        # Each of these keys belongs to some types only; elsewhere it is an unknown key.
        if ("fecha_limite" in source) != (tipo == "requerimiento_autoridad"):
            reader.bad()
        if "factura_expedida" in source and tipo != "reclamo":
            reader.bad()
        if "attacks" in source and tipo not in RECURSOS:
            reader.bad()
    dates = {name: reader.day(source[name]) if name in source else None for name in CASE_DATES}
    unrecorded = {reader.text(name, UNRECORDED) for name in reader.items(source.get("no_registrado", []))}
    attacked = None
    if "attacks" in source:
        attacked = reader.day(reader.mapping(source["attacks"], {"notified_on"}).get("notified_on"))
    filed = reader.moment(source, "filed_at", "filed_on", "vector_invalido")
    told = reader.items(source.get("events"))
    events = [_read_event(reader, each) for each in told]
    read = [event for event in events if event is not None]
    if len(read) == len(events):
        _check_names(reader, read)
    elif not {*_ids_in(told)}.issuperset(reader.named):  # the id may be that of an event that could not be read
        reader.bad()
    reader.refuse_if_any()
    if tipo is None or filed is None or as_of is None:  # pragma: no cover - refused above
        refuse("vector_invalido")
    unkept = frozenset(name for name in unrecorded if name is not None)
    case = Case(tipo, filed, as_of, tuple(read), attacked_notified_on=attacked, no_registrado=unkept, **dates)
    return case, utility
