"""Reads what a vector asks: its utility, its case, its days. Of several faults, the first in precedence is reported.

The keys are those of the published format and are never renamed; an unknown key is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, Final, TypeVar, get_args, get_type_hints
from uuid import UUID

from attrs import AttrsInstance, evolve, fields

from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, Filing, required_keys
from pqr_core.errors import (
    REFUSAL_PRECEDENCE,
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    OutOfSpanError,
    PQRError,
    UnknownEventError,
)
from pqr_core.language import Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.names import (
    FLAG,
    ISO_DAY,
    ISO_INSTANT,
    LIST,
    OBJECT,
    TEXT,
    UNTYPED,
    WHOLE,
    choices,
    list_of,
    no_such_id,
    shown,
)
from pqr_core.policies import Policies
from pqr_core.vocabulary import LEGAL_EVENTS, EventType, Unrecorded

__all__ = ("MOST_EVENTS", "Json", "VectorReader", "event_keys")

T = TypeVar("T")
Json = Mapping[str, Any]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}(:\d{2})?)?", re.ASCII
)
_HOUR: Final = re.compile(r"\d{2}:\d{2}(:\d{2})?", re.ASCII)
_CASE_ID: Final = UUID(int=0)


class VectorReader:
    """Reads a vector completely, so that of several faults the first in order of precedence is reported."""

    def __init__(self, vector: Json, law: Law, base: Profile | None = None) -> None:
        self.vector = vector
        self.law = law
        self.base = base or law.default_profile
        self.refusals: list[PQRError] = []

    def refuse(self, error: PQRError) -> None:
        """Keep a refusal until everything has been read."""
        self.refusals.append(error)

    def settle(self) -> None:
        """Raise the refusal with the highest precedence, if there is any.

        Raises:
            PQRError: one of the refusals that were kept.
        """
        if self.refusals:
            raise min(self.refusals, key=lambda error: REFUSAL_PRECEDENCE.index(type(error)))

    def attempt(self, make: Callable[[], T]) -> T | None:
        """The result of `make`, or None with its refusal kept; a value that a class refuses is malformed input."""
        try:
            return make()
        except REFUSAL_PRECEDENCE as error:
            self.refuse(error)
        except (PQRError, ValueError, TypeError) as error:
            detail = error.said if isinstance(error, PQRError) else Said.of_other(error)
            self.refuse(InvalidInputError(place="vector", detail=detail))
        return None

    def only(self, given: Any, keys: set[str], place: str) -> bool:
        """Whether `given` is an object; a key that is not in `keys` is refused."""
        if not isinstance(given, dict):
            self.refuse(InvalidInputError.expected(OBJECT, shown(given), place=Said.alike(place)))
            return False
        for key in sorted(set(given) - keys):
            self.refuse(InvalidInputError.unknown_key(key, sorted(keys), place=f"{place}.{key}"))
        return True

    # --- scalars ---

    def day(self, given: Json, key: str, place: str = "vector") -> date | None:
        """The day under `key`; a missing or malformed day is refused."""
        return self.attempt(lambda: _day(given.get(key), f"{place}.{key}"))

    def optional_day(self, given: Json, key: str, place: str) -> date | None:
        """The day under `key`, or None if the key is not there."""
        return None if key not in given else self.day(given, key, place)

    def number(self, given: Json, key: str) -> int:
        """The whole number under `key`."""
        value = given.get(key)
        if type(value) is not int:
            self.refuse(InvalidInputError.expected(WHOLE, shown(value), place=Said.alike(key)))
            return 1
        return value

    def moment(self, given: Json, at: str, on: str, place: str) -> tuple[datetime | None, date | None]:
        """Exactly one of an instant under `at` and a day under `on`; if both are there, both are still read."""
        instant = self.attempt(lambda: _instant(given[at], f"{place}.{at}", self.law)) if at in given else None
        day = self.day(given, on, place) if on in given else None
        if (at in given) == (on in given):
            self.refuse(IncompleteEventError(place=Said.alike(place), event=place, needs=_exactly_one(at, on)))
            return None, None
        return instant, day

    # --- the utility ---

    def profile(self) -> Profile:
        """The settings of the utility, on top of the base profile."""
        utility = self.vector.get("utility", {})
        if not self.only(utility, set(_UTILITY_KEYS), "utility"):
            utility = {}
        changes: dict[str, Any] = {}
        if "saturday_is_business_day" in utility:
            changes["saturday_is_business_day"] = utility["saturday_is_business_day"]
            if not isinstance(utility["saturday_is_business_day"], bool):
                told = shown(utility["saturday_is_business_day"])
                self.refuse(InvalidInputError.expected(FLAG, told, place="utility.saturday_is_business_day"))
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
                raise InvalidInputError.expected(_POLICIES, shown(given), place=place)
            made = Policies.of(given, base=made)
        return made

    def _closures(self, given: Any) -> tuple[Closure, ...]:
        if not isinstance(given, list):
            raise InvalidInputError.expected(LIST, shown(given), place="utility.closures")
        closures = []
        for number, each in enumerate(given):
            place = f"utility.closures[{number}]"
            if self.only(each, {"from", "to", "act"}, place):
                act = each.get("act")
                if not isinstance(act, str):
                    raise InvalidInputError.expected(TEXT, shown(act), place=f"{place}.act")
                first = _day(each.get("from"), f"{place}.from")
                closures.append(Closure(first, _day(each.get("to", each["from"]), f"{place}.to"), act=act))
        return tuple(closures)

    # --- the case ---

    def case(self, given: Any) -> Case | None:
        """The case, or None if something in it is refused."""
        if not self.only(given, set(_CASE_KEYS), "case"):
            return None
        tipo, radicado = given.get("tipo"), given.get("radicado")
        if not isinstance(tipo, str) or not (radicado is None or isinstance(radicado, str)):
            wrong = "radicado" if isinstance(tipo, str) else "tipo"
            self.refuse(InvalidInputError.expected(TEXT, shown(given.get(wrong)), place=f"case.{wrong}"))
        elif self.attempt(lambda: self.law.rules.case_type(tipo)) is not None and (
            self.law.rules.case_type(tipo).given_date and "fecha_limite" not in given
        ):
            self.refuse(IncompleteEventError(place=Said.alike("case"), event=tipo, needs="fecha_limite"))
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
            self.refuse(InvalidInputError.expected(LIST, shown(listed), place="case.events"))
            listed = []
        if len(listed) > MOST_EVENTS:
            self.refuse(InvalidInputError(place="case.events", detail=_TOO_MANY))
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
        # The case refuses these too, but is not built if anything else is wrong, and this has a high precedence.
        told = [each for each in listed if isinstance(each, dict)]
        told += [each["event"] for each in told if isinstance(each.get("event"), dict)]
        ids = {each["id"] for each in told if isinstance(each.get("id"), str)}
        for kind, key in ((EventType.ANULACION, "anula"), (EventType.CORRECCION, "corrige")):
            for each in told:
                if each.get("type") == kind and isinstance(each.get(key), str) and each[key] not in ids:
                    self.refuse(InvalidInputError(place=key, detail=no_such_id(each[key])))

    def event(self, given: Any, place: str) -> Event | None:
        """One event of the case, or None if something in it is refused."""
        event_type = self._type_of(given, place)
        if event_type is None:
            return None
        kind: type[AttrsInstance] = PAYLOADS[event_type]
        keys = _keys(kind)
        self.only(given, {"type", "at", "on", "id", *keys}, place)
        if not isinstance(given.get("id", ""), str):
            self.refuse(InvalidInputError.expected(TEXT, shown(given["id"]), place=f"{place}.id"))
        at, on = self.moment(given, "at", "on", place)
        detail = {name: self._detail(given, name, keys[name], place) for name in sorted(keys) if name in given}
        missing = ", ".join(name for name in required_keys(kind) if name not in detail)
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
            self.refuse(InvalidInputError.expected(OBJECT, shown(given), place=place))
            return None
        kind = given.get("type")
        if kind in LEGAL_EVENTS:
            return EventType(kind)
        if "type" not in given:
            self.refuse(IncompleteEventError(place=place, event=UNTYPED, needs="type"))
        elif isinstance(kind, str):
            self.refuse(UnknownEventError(place=place, event=kind, known=choices(LEGAL_EVENTS, kind)))
        else:
            self.refuse(InvalidInputError.expected(TEXT, shown(kind), place=f"{place}.type"))
        self._read_loose_moment(given, place)
        return None

    def _read_loose_moment(self, given: Json, place: str) -> None:
        # The keys of an unknown type are not known; all types have a moment, and its faults have precedence.
        if "at" in given:
            self.attempt(lambda: _instant(given["at"], f"{place}.at", self.law))
        if "on" in given:
            self.day(given, "on", place)

    def _detail(self, given: Json, name: str, kind: type, place: str) -> Any:
        if kind is date:
            return self.day(given, name, place)
        if kind is Event:
            return self.event(given[name], f"{place}.{name}")
        value = given[name]
        if issubclass(kind, StrEnum):
            if value in tuple(kind):
                return value
            self.refuse(InvalidInputError.unlisted(kind, value, place=f"{place}.{name}"))
            return None
        if type(value) is not kind:
            self.refuse(InvalidInputError.expected(_KINDS[kind], shown(value), place=f"{place}.{name}"))
            return None
        return value


MOST_EVENTS: Final = 1000
"""Of one case that somebody else provides: computing its clock can take the square of the number of its events."""
_TOO_MANY: Final = Said(f"más de {MOST_EVENTS} actuaciones", f"more than {MOST_EVENTS} events")
_KINDS: Final[Mapping[type, Said]] = {int: WHOLE, str: TEXT, bool: FLAG}
_POLICIES: Final = Said("un objeto de lecturas y sus valores", "an object of policy ids and values")
_OF_DAY: Final = Said("una hora HH:MM", "an hour HH:MM")
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


_LEGAL_KEYS: Final = frozenset(
    {
        "acto",
        "anula",
        "autorizada",
        "completa",
        "comunicada_el",
        "corrige",
        "dias",
        "event",
        "fecha",
        "hasta",
        "notificada_el",
        "notificado_el",
        "puesto_al_correo_el",
        "recibido_el",
        "responsable",
        "resultado",
    }
)


def event_keys(event_type: EventType) -> frozenset[str]:
    """The keys that an event of that type may have in a vector, besides its type, its day and its id."""
    kind: type[AttrsInstance] = PAYLOADS[EventType(event_type)]
    return frozenset(_keys(kind))


def _exactly_one(*keys: str) -> Said:
    return Said(f"exactamente uno de {', '.join(keys)}", f"exactly one of {', '.join(keys)}")


@cache
def _keys(payload: type[AttrsInstance]) -> Mapping[str, type]:
    """The type of each key of a payload that the law reads; other keys are not part of the format."""
    hints = get_type_hints(payload)
    told = (each.name for each in fields(payload) if each.name in _LEGAL_KEYS)
    return {name: next(kind for kind in (*get_args(hints[name]), hints[name]) if kind is not NoneType) for name in told}


def _unrecorded(given: Any) -> tuple[Unrecorded, ...]:
    if not isinstance(given, list) or not all(word in tuple(Unrecorded) for word in given):
        raise InvalidInputError.expected(list_of(Unrecorded), shown(given), place="case.no_registrado")
    return tuple(map(Unrecorded, given))


def _day(value: Any, place: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidInputError.expected(ISO_DAY, shown(value), place=place)


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
    raise InvalidInputError.expected(ISO_INSTANT, shown(value), place=place)


def _within_reach(instant: datetime, told: str, law: Law) -> datetime:
    try:
        instant.astimezone(law.zone)
    except OverflowError:
        first, last = law.span
        raise OutOfSpanError(day=told, first=first, last=last) from None
    return instant


def _office_hours(given: Any, question: VectorReader) -> OfficeHours | None:
    if not question.only(given, {"open", "close"}, "utility.office_hours"):
        return None
    for key, value in given.items():
        if not isinstance(value, str) or not _HOUR.fullmatch(value):
            raise InvalidInputError.expected(_OF_DAY, shown(value), place=f"utility.office_hours.{key}")
    default = question.base.office_hours
    try:
        opens, closes = (time.fromisoformat(given[key]) if key in given else None for key in ("open", "close"))
    except ValueError:
        got = Said.alike(", ".join(map(str, given.values())))
        raise InvalidInputError.expected(_OF_DAY, got, place="utility.office_hours") from None
    return OfficeHours(opens or default.opens, closes or default.closes)
