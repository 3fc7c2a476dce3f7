"""Reading what a vector asks: its utility, its case, its days; of several faults the first in precedence is told.

The keys are those of the wire and are never renamed; a key that is not one of them is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any, Final, TypeVar
from uuid import UUID

from attrs import evolve, fields

from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, Filing
from pqr_core.cases.filing import PERSONAL
from pqr_core.errors import (
    REFUSAL_PRECEDENCE,
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    OutOfSpanError,
    PQRError,
    UnknownEventError,
)
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.policies import Policies
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Outcome, Unrecorded

__all__ = ("Json", "Question")

T = TypeVar("T")
Json = Mapping[str, Any]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}(:\d{2})?)?", re.ASCII
)
_HOUR: Final = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
_CASE_ID: Final = UUID(int=0)


class Question:
    """Reads a vector whole, so that of several things wrong the first in order of precedence is told."""

    def __init__(self, vector: Json, law: Law, base: Profile | None = None) -> None:
        self.vector = vector
        self.law = law
        self.base = base or law.default_profile
        self.refusals: list[PQRError] = []

    def refuse(self, error: PQRError) -> None:
        """Keep a refusal, to be told when all has been read."""
        self.refusals.append(error)

    def settle(self) -> None:
        """Raise the refusal that goes before the others, if there is any."""
        if self.refusals:
            raise min(self.refusals, key=lambda error: REFUSAL_PRECEDENCE.index(type(error)))

    def attempt(self, make: Callable[[], T]) -> T | None:
        """What `make` gives, or None with its refusal kept; what a class will not take is malformed input."""
        try:
            return make()
        except REFUSAL_PRECEDENCE as error:
            self.refuse(error)
        except (PQRError, ValueError, TypeError) as error:
            self.refuse(InvalidInputError(place="vector", detail=str(error)))
        return None

    def only(self, given: Any, keys: set[str], place: str) -> bool:
        """Whether `given` is an object; a key of it that is not one of `keys` is refused."""
        if not isinstance(given, dict):
            self.refuse(InvalidInputError(place=place, detail="an object is expected"))
            return False
        for key in sorted(set(given) - keys):
            self.refuse(InvalidInputError(place=f"{place}.{key}", detail="unknown key"))
        return True

    # --- scalars ---

    def day(self, given: Json, key: str, place: str = "vector") -> date | None:
        """The day under `key`."""
        return self.attempt(lambda: _day(given.get(key), f"{place}.{key}"))

    def optional_day(self, given: Json, key: str, place: str) -> date | None:
        """The day under `key`, where the key is there."""
        return None if key not in given else self.day(given, key, place)

    def number(self, given: Json, key: str) -> int:
        """The whole number under `key`."""
        value = given.get(key)
        if type(value) is not int:
            self.refuse(InvalidInputError(place=key, detail=f"a whole number is expected, not {value!r}"))
            return 1
        return value

    def moment(self, given: Json, at: str, on: str, place: str) -> tuple[datetime | None, date | None]:
        """Exactly one of an instant under `at` and a day under `on`; what is there is read even where both are."""
        instant = self.attempt(lambda: _instant(given[at], f"{place}.{at}", self.law)) if at in given else None
        day = self.day(given, on, place) if on in given else None
        if (at in given) == (on in given):
            self.refuse(IncompleteEventError(place=place, event=place, needs=f"exactly one of {at}, {on}"))
            return None, None
        return instant, day

    # --- the utility ---

    def profile(self) -> Profile:
        """The settings of the utility, on those it is based on."""
        utility = self.vector.get("utility", {})
        if not self.only(utility, set(_UTILITY_KEYS), "utility"):
            utility = {}
        changes: dict[str, Any] = {}
        if "saturday_is_business_day" in utility:
            changes["saturday_is_business_day"] = utility["saturday_is_business_day"]
            if not isinstance(utility["saturday_is_business_day"], bool):
                self.refuse(InvalidInputError(place="utility.saturday_is_business_day", detail="a truth is expected"))
        for name in _SETTINGS:
            if utility.get(name) is not None:
                changes[name] = self.number(utility, name)
        if "office_hours" in utility:
            changes["office_hours"] = self.attempt(lambda: _office_hours(utility["office_hours"], self))
        if "closures" in utility:
            changes["closures"] = self.attempt(lambda: self._closures(utility["closures"]))
        if "policies" in utility or "policies" in self.vector:
            changes["policies"] = self.attempt(lambda: self._policies(utility))
        if self.refusals:
            return self.base
        return self.attempt(lambda: evolve(self.base, **changes)) or self.base

    def _policies(self, utility: Json) -> Policies:
        made = self.base.policies.versions[-1].value
        for place, given in (
            ("utility.policies", utility.get("policies", {})),
            ("policies", self.vector.get("policies", {})),
        ):
            if not isinstance(given, dict) or not all(isinstance(value, str) for value in given.values()):
                raise InvalidInputError(place=place, detail="an object of policy ids and values is expected")
            made = Policies.of(given, base=made)
        return made

    def _closures(self, given: Any) -> tuple[Closure, ...]:
        if not isinstance(given, list):
            raise InvalidInputError(place="utility.closures", detail="a list is expected")
        closures = []
        for number, each in enumerate(given):
            place = f"utility.closures[{number}]"
            if self.only(each, {"from", "to", "act"}, place):
                act = each.get("act")
                if not isinstance(act, str):
                    raise InvalidInputError(place=f"{place}.act", detail="a text is expected")
                first = _day(each.get("from"), f"{place}.from")
                closures.append(Closure(first, _day(each.get("to", each["from"]), f"{place}.to"), act=act))
        return tuple(closures)

    # --- the case ---

    def case(self, given: Any) -> Case | None:
        """The case, or None where something of it is refused."""
        if not self.only(given, set(_CASE_KEYS), "case"):
            return None
        tipo, radicado = given.get("tipo"), given.get("radicado")
        if not isinstance(tipo, str) or not (radicado is None or isinstance(radicado, str)):
            self.refuse(InvalidInputError(place="case", detail="tipo and radicado are texts"))
        elif self.attempt(lambda: self.law.rules.case_type(tipo)) is not None and (
            self.law.rules.case_type(tipo).given_date and "fecha_limite" not in given
        ):
            self.refuse(IncompleteEventError(place="case", event=tipo, needs="fecha_limite"))
        at, on = self.moment(given, "filed_at", "filed_on", "case")
        attacks = given.get("attacks", {})
        attacks = attacks if self.only(attacks, {"notified_on"}, "case.attacks") else {}
        limit_on = self.optional_day(given, "fecha_limite", "case")
        issued_on = self.optional_day(given, "factura_expedida", "case")
        notified_on = self.optional_day(attacks, "notified_on", "case.attacks")
        posted_on = self.optional_day(given, "puesto_al_correo_el", "case")
        unrecorded = self.attempt(lambda: _unrecorded(given.get("no_registrado", [])))
        listed = given.get("events", [])
        if not isinstance(listed, list):
            self.refuse(InvalidInputError(place="case.events", detail="a list is expected"))
            listed = []
        events = [self.event(each, f"case.events[{number}]") for number, each in enumerate(listed)]
        self._refuse_unknown_targets(listed)
        if self.refusals:
            return None
        return self.attempt(
            lambda: Case.file(
                Filing(
                    tipo=tipo,
                    radicado=radicado,
                    fecha_limite=limit_on,
                    factura_expedida=issued_on,
                    attacked_notified_on=notified_on,
                    puesto_al_correo_el=posted_on,
                    no_registrado=unrecorded or (),
                ),
                utility_id=self.base.utility_id,
                zone=self.law.zone,
                at=at,
                on=on,
                events=[event for event in events if event is not None],
                case_id=_CASE_ID,
            )
        )

    def _refuse_unknown_targets(self, listed: list[Any]) -> None:
        # The case refuses these too, but is not built while something else is wrong, and this goes before most.
        told = [each for each in listed if isinstance(each, dict)]
        told += [each["event"] for each in told if isinstance(each.get("event"), dict)]
        ids = {each.get("id") for each in told}
        for kind, key in ((EventType.ANULACION, "anula"), (EventType.CORRECCION, "corrige")):
            for each in told:
                if each.get("type") == kind and isinstance(each.get(key), str) and each[key] not in ids:
                    self.refuse(InvalidInputError(place=key, detail=f"no event has the id {each[key]!r}"))

    def event(self, given: Any, place: str) -> Event | None:
        """One event of it."""
        event_type = self._type_of(given, place)
        if event_type is None:
            return None
        names = {each.name for each in fields(PAYLOADS[event_type]) if PERSONAL not in each.metadata}
        self.only(given, {"type", "at", "on", "id", *names}, place)
        if not isinstance(given.get("id", ""), str):
            self.refuse(InvalidInputError(place=f"{place}.id", detail="a text is expected"))
        at, on = self.moment(given, "at", "on", place)
        detail = {name: self._detail(given, name, place) for name in sorted(names) if name in given}
        missing = _missing(event_type, detail)
        if missing:
            self.refuse(IncompleteEventError(place=place, event=event_type, needs=missing))
        if missing or None in detail.values():
            return None
        payload = self.attempt(lambda: PAYLOADS[event_type](**detail))
        if payload is None or (at is None and on is None):
            return None
        return self.attempt(lambda: Event(event_type, at=at, on=on, id=given.get("id"), payload=payload))

    def _type_of(self, given: Any, place: str) -> EventType | None:
        if not isinstance(given, dict):
            self.refuse(InvalidInputError(place=place, detail="an object is expected"))
            return None
        kind = given.get("type")
        if kind in LEGAL_EVENTS:
            return EventType(kind)
        if "type" not in given:
            self.refuse(IncompleteEventError(place=place, event="event", needs="type"))
        elif isinstance(kind, str):
            self.refuse(UnknownEventError(place=place, event=kind, known=", ".join(LEGAL_EVENTS)))
        else:
            self.refuse(InvalidInputError(place=f"{place}.type", detail="a text is expected"))
        self._read_loose_moment(given, place)
        return None

    def _read_loose_moment(self, given: Json, place: str) -> None:
        # What keys an unknown type has nobody knows; when it happened is common to all, and goes before.
        if "at" in given:
            self.attempt(lambda: _instant(given["at"], f"{place}.at", self.law))
        if "on" in given:
            self.day(given, "on", place)

    def _detail(self, given: Json, name: str, place: str) -> Any:
        if name in _DAY_KEYS:
            return self.day(given, name, place)
        if name == "event":
            return self.event(given[name], f"{place}.event")
        value, kind = given[name], _SCALARS[name]
        if name in _CODES and value not in tuple(_CODES[name]):
            known = ", ".join(_CODES[name])
            self.refuse(InvalidInputError(place=f"{place}.{name}", detail=f"{value!r} is none of {known}"))
            return None
        if type(value) is not kind:
            self.refuse(InvalidInputError(place=f"{place}.{name}", detail=f"{kind.__name__} expected, not {value!r}"))
            return None
        return value


_SETTINGS: Final = ("aviso_business_days", "remision_sspd_business_days", "remision_insistencia_business_days")
_UTILITY_KEYS: Final = ("saturday_is_business_day", "closures", "office_hours", "policies", *_SETTINGS)
_CASE_KEYS: Final = (
    "radicado",
    "tipo",
    "filed_at",
    "filed_on",
    "events",
    "fecha_limite",
    "factura_expedida",
    "attacks",
    "puesto_al_correo_el",
    "no_registrado",
)
_DAY_KEYS: Final = frozenset(
    {"hasta", "recibido_el", "comunicada_el", "notificada_el", "notificado_el", "fecha", "puesto_al_correo_el"}
)
_SCALARS: Final[Mapping[str, type]] = {
    "dias": int,
    "resultado": str,
    "acto": str,
    "completa": bool,
    "autorizada": bool,
    "anula": str,
    "corrige": str,
    "responsable": str,
}
_CODES: Final[Mapping[str, type[Outcome | ActKind]]] = {"resultado": Outcome, "acto": ActKind}
_REQUIRED: Final[Mapping[EventType, tuple[str, ...]]] = {
    EventType.PRORROGA_PRUEBAS: ("hasta",),
    EventType.DEMORA_USUARIO: ("hasta",),
    EventType.PRORROGA: ("hasta",),
    EventType.DECISION_SSPD: ("notificada_el",),
    EventType.ACEPTACION_DESISTIMIENTO: ("notificada_el",),
    EventType.NEGATIVA_RESERVA: ("notificada_el",),
    EventType.RECURSO_RESUELTO: ("resultado", "notificado_el"),
    EventType.VISITA_PROGRAMADA: ("fecha",),
    EventType.ANULACION: ("anula",),
    EventType.CORRECCION: ("corrige", "event"),
}


def _missing(event_type: EventType, detail: Json) -> str:
    if event_type is EventType.APERTURA_PRUEBAS and ("hasta" in detail) == ("dias" in detail):
        return "exactly one of hasta, dias"
    return ", ".join(name for name in _REQUIRED.get(event_type, ()) if name not in detail)


def _unrecorded(given: Any) -> tuple[Unrecorded, ...]:
    if not isinstance(given, list) or not all(word in tuple(Unrecorded) for word in given):
        raise InvalidInputError(place="case.no_registrado", detail=f"a list of {', '.join(Unrecorded)} is expected")
    return tuple(map(Unrecorded, given))


def _day(value: Any, place: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidInputError(place=place, detail=f"a day as YYYY-MM-DD is expected, not {value!r}")


def _instant(value: Any, place: str, law: Law) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            made = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if made.tzinfo is None:
                raise NaiveDatetimeError(place=place, value=value)
            return _within_reach(made, value, law)
    raise InvalidInputError(place=place, detail=f"an instant as 2026-03-16T10:00:00-05:00 is expected, not {value!r}")


def _within_reach(instant: datetime, told: str, law: Law) -> datetime:
    try:
        instant.astimezone(law.zone)
    except OverflowError:
        first, last = law.span
        raise OutOfSpanError(day=told, first=first, last=last) from None
    return instant


def _office_hours(given: Any, question: Question) -> OfficeHours | None:
    if not question.only(given, {"open", "close"}, "utility.office_hours"):
        return None
    for key, value in given.items():
        if not isinstance(value, str) or not _HOUR.fullmatch(value):
            raise InvalidInputError(place=f"utility.office_hours.{key}", detail=f"HH:MM is expected, not {value!r}")
    default = question.base.office_hours
    try:
        opens, closes = (time.fromisoformat(given[key]) if key in given else None for key in ("open", "close"))
    except ValueError:
        raise InvalidInputError(place="utility.office_hours", detail="no such hour") from None
    return OfficeHours(opens or default.opens, closes or default.closes)
