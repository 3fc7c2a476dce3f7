"""Legal test vectors: the format `pqr-vectors/1` and its runner.

A vector asks one thing of the law and says what is expected; `evaluate` gives our answer in the same form, `check`
tells where an answer differs. It knows nothing of pytest or of the command line.

>>> evaluate({"op": "is_business_day", "on": "2026-07-13"})
False
>>> check(True, False)
['expect: expected true, got false']
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final, TypeVar
from uuid import UUID

from attrs import evolve, fields, frozen

from pqr_core import colombia
from pqr_core.calendars import terms
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event, Filing
from pqr_core.cases.filing import PERSONAL
from pqr_core.errors import (
    REFUSAL_PRECEDENCE,
    ImportFileError,
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    PQRError,
    UnknownEventError,
)
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.policies import Policies
from pqr_core.vocabulary import LEGAL_EVENTS, ActKind, EventType, Outcome

__all__ = (
    "FORMAT",
    "Answer",
    "Failure",
    "Json",
    "Report",
    "Vector",
    "check",
    "evaluate",
    "load",
    "load_case",
    "read_case",
    "run",
)

FORMAT: Final = "pqr-vectors/1"

Answer = Any
"""What `expect` holds: a truth, a number, a day, or an object."""

T = TypeVar("T")
Json = Mapping[str, Any]

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2}(:\d{2})?)?")
_HOUR: Final = re.compile(r"\d{2}:\d{2}(:\d{2})?")
_CASE_ID: Final = UUID(int=0)


@frozen
class Vector:
    """One vector: its id and the whole object as read."""

    id: str
    body: Json


@frozen
class Failure:
    """A vector whose answer differs: where, and how."""

    id: str
    differences: tuple[str, ...]


@frozen
class Report:
    """What a run found."""

    total: int
    failures: tuple[Failure, ...]

    def lines(self) -> Iterable[str]:
        """One line a difference, then the count."""
        for failure in self.failures:
            for difference in failure.differences:
                yield f"{failure.id}: {difference}"
        yield f"{self.total} vectors, {len(self.failures)} failed"


# --- files ---------------------------------------------------------------------------------------------------------


def load(path: str | Path) -> tuple[Vector, ...]:
    """The vectors of a file.

    Raises:
        ImportFileError: the file cannot be read as vectors; the error names the place.
    """
    return _vectors(_document(path), str(path))


def load_case(path: str | Path, base: Profile = colombia.DEFAULT_PROFILE) -> tuple[Case, Profile]:
    """The one case of a file and the settings of its utility; what the file does not set is as in `base`.

    The file holds the `case` object of a vector, alone or as `{"case": ..., "utility": ..., "policies": ...}`.

    Raises:
        ImportFileError: the file cannot be read as JSON.
        PQRError: the first refusal of what it says, as for a vector.
    """
    return read_case(_document(path), base)


def read_case(document: Any, base: Profile = colombia.DEFAULT_PROFILE) -> tuple[Case, Profile]:
    """The case of an object as in `load_case`, already read from JSON.

    Raises:
        PQRError: the first refusal of what it says, as for a vector.
    """
    body = document if isinstance(document, dict) and "case" in document else {"case": document}
    question = _Question(body, base)
    question.only(body, {"case", "utility", "policies"}, "document")
    profile = question.profile()
    case = question.case(body["case"])
    question.settle()
    assert case is not None  # noqa: S101 - else settle has raised
    return case, profile


def _document(path: str | Path) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"), object_pairs_hook=_no_repeated_keys)
    except OSError as error:
        raise ImportFileError(file=path, detail=error.strerror or str(error)) from error
    except json.JSONDecodeError as error:
        raise ImportFileError(file=path, detail=f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except ValueError as error:
        raise ImportFileError(file=path, detail=str(error)) from error


def _no_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _value in pairs]
        raise ValueError("repeated key " + ", ".join(sorted({key for key in keys if keys.count(key) > 1})))
    return made


def _vectors(document: Any, file: str) -> tuple[Vector, ...]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ImportFileError(file=file, detail=f'format: "{FORMAT}" is expected')
    listed = document.get("vectors")
    if not isinstance(listed, list) or set(document) != {"format", "vectors"}:
        raise ImportFileError(file=file, detail="vectors: an object with format and a list of vectors is expected")
    seen: set[str] = set()
    for number, body in enumerate(listed):
        place = f"vectors[{number}]"
        if not isinstance(body, dict):
            raise ImportFileError(file=file, detail=f"{place}: an object is expected")
        for key in ("id", "op"):
            if not isinstance(body.get(key), str):
                raise ImportFileError(file=file, detail=f"{place}.{key}: a text is expected")
        if "expect" not in body:
            raise ImportFileError(file=file, detail=f"{place} ({body['id']}): expect is missing")
        if body["id"] in seen:
            raise ImportFileError(file=file, detail=f"{place}.id: {body['id']} is there twice")
        seen.add(body["id"])
    return tuple(Vector(body["id"], body) for body in listed)


# --- running -------------------------------------------------------------------------------------------------------


def run(vectors: Iterable[Vector], answer: Callable[[Json], Answer] | None = None) -> Report:
    """Every vector put to `answer` (this engine when absent)."""
    ask = answer or evaluate
    total, failures = 0, []
    for vector in vectors:
        total += 1
        if differences := check(vector.body["expect"], ask(vector.body)):
            failures.append(Failure(vector.id, tuple(differences)))
    return Report(total, tuple(failures))


def check(expected: Answer, got: Answer) -> list[str]:
    """Where `got` differs from what is expected; empty when it holds.

    Of an agenda, only the deadlines named are compared, and of each the fields given; a deadline expected as null
    must be absent; findings, where given, must be exactly those.
    """
    if not isinstance(expected, dict) or not isinstance(got, dict) or "refused" in expected or "refused" in got:
        same = type(expected) is type(got) and expected == got
        return [] if same else [f"expect: expected {_shown(expected)}, got {_shown(got)}"]
    differences: list[str] = []
    deadlines = got.get("deadlines", {})
    for code, fields_expected in expected.get("deadlines", {}).items():
        differences.extend(_check_deadline(code, fields_expected, deadlines.get(code)))
    if "findings" in expected:
        wanted, found = sorted(expected["findings"]), sorted(got.get("findings", []))
        if wanted != found:
            differences.append(f"findings: expected {_shown(wanted)}, got {_shown(found)}")
    return differences


def _check_deadline(code: str, expected: Json | None, got: Json | None) -> Iterable[str]:
    if expected is None or got is None:
        if expected is not got:
            yield f"{code}: expected {_shown(expected)}, got {_shown(got)}"
        return
    for name, value in expected.items():
        if name not in got or got[name] != value:
            yield f"{code}.{name}: expected {_shown(value)}, got {_shown(got.get(name))}"


def _shown(value: Answer) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# --- answering -----------------------------------------------------------------------------------------------------


def evaluate(vector: Json) -> Answer:
    """What this engine answers to a vector, in the form of `expect`; a refusal is `{"refused": CODE}`."""
    try:
        return _evaluate(vector)
    except PQRError as error:
        return {"refused": error.code}


def _evaluate(vector: Json) -> Answer:
    question = _Question(vector)
    op = str(vector.get("op"))
    if op not in _OPS:
        raise InvalidInputError(place="op", detail=f"unknown op {op!r}; known: {', '.join(_OPS)}")
    keys, ask = _OPS[op]
    question.only(vector, {"id", "op", "source", "expect", "utility", "policies", *keys}, "vector")
    profile = question.profile()
    return ask(question, vector, profile)


class _Question:
    """Reads a vector whole, so that of several things wrong the first in order of precedence is told."""

    def __init__(self, vector: Json, base: Profile = colombia.DEFAULT_PROFILE) -> None:
        self.vector = vector
        self.base = base
        self.refusals: list[PQRError] = []

    def refuse(self, error: PQRError) -> None:
        self.refusals.append(error)

    def settle(self) -> None:
        """Raise the refusal that goes before the others, if there is any."""
        if self.refusals:
            raise min(self.refusals, key=lambda error: REFUSAL_PRECEDENCE.index(type(error)))

    def attempt(self, make: Callable[[], T]) -> T | None:
        """What `make` gives, or None with its refusal kept."""
        try:
            return make()
        except PQRError as error:
            kept = error if isinstance(error, REFUSAL_PRECEDENCE) else InvalidInputError(place="vector", detail=error)
            self.refuse(kept)
            return None

    def only(self, given: Any, keys: set[str], place: str) -> bool:
        if not isinstance(given, dict):
            self.refuse(InvalidInputError(place=place, detail="an object is expected"))
            return False
        for key in sorted(set(given) - keys):
            self.refuse(InvalidInputError(place=f"{place}.{key}", detail="unknown key"))
        return True

    # --- scalars ---

    def day(self, given: Json, key: str, place: str = "vector") -> date | None:
        return self.attempt(lambda: _day(given.get(key), f"{place}.{key}"))

    def optional_day(self, given: Json, key: str, place: str) -> date | None:
        return None if key not in given else self.day(given, key, place)

    def number(self, given: Json, key: str) -> int:
        value = given.get(key)
        if type(value) is not int:
            self.refuse(InvalidInputError(place=key, detail=f"a whole number is expected, not {value!r}"))
            return 1
        return value

    def moment(self, given: Json, at: str, on: str, place: str) -> tuple[datetime | None, date | None]:
        """Exactly one of an instant under `at` and a day under `on`."""
        if (at in given) == (on in given):
            self.refuse(IncompleteEventError(place=place, event=place, needs=f"exactly one of {at}, {on}"))
            return None, None
        if at in given:
            return self.attempt(lambda: _instant(given[at], f"{place}.{at}")), None
        return None, self.day(given, on, place)

    # --- the utility ---

    def profile(self) -> Profile:
        utility = self.vector.get("utility", {})
        if not self.only(utility, set(_UTILITY_KEYS), "utility"):
            utility = {}
        changes: dict[str, Any] = {}
        if "saturday_is_business_day" in utility:
            changes["saturday_is_business_day"] = utility["saturday_is_business_day"]
            if not isinstance(utility["saturday_is_business_day"], bool):
                self.refuse(InvalidInputError(place="utility.saturday_is_business_day", detail="a truth is expected"))
        for name in ("aviso_business_days", "remision_sspd_business_days"):
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
        if not self.only(given, set(_CASE_KEYS), "case"):
            return None
        tipo, radicado = given.get("tipo"), given.get("radicado")
        if not isinstance(tipo, str) or not (radicado is None or isinstance(radicado, str)):
            self.refuse(InvalidInputError(place="case", detail="tipo and radicado are texts"))
        elif self.attempt(lambda: colombia.RULES.case_type(tipo)) is not None and (
            colombia.RULES.case_type(tipo).given_date and "fecha_limite" not in given
        ):
            self.refuse(IncompleteEventError(place="case", event=tipo, needs="fecha_limite"))
        at, on = self.moment(given, "filed_at", "filed_on", "case")
        attacks = given.get("attacks", {})
        attacks = attacks if self.only(attacks, {"notified_on"}, "case.attacks") else {}
        limit_on = self.optional_day(given, "fecha_limite", "case")
        issued_on = self.optional_day(given, "factura_expedida", "case")
        notified_on = self.optional_day(attacks, "notified_on", "case.attacks")
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
                ),
                utility_id=colombia.DEFAULT_PROFILE.utility_id,
                zone=colombia.ZONE,
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
        if not isinstance(given, dict):
            self.refuse(InvalidInputError(place=place, detail="an object is expected"))
            return None
        kind = given.get("type")
        if not isinstance(kind, str):
            self.refuse(InvalidInputError(place=f"{place}.type", detail="a text is expected"))
            return None
        if kind not in LEGAL_EVENTS:
            self.refuse(UnknownEventError(place=place, event=kind, known=", ".join(LEGAL_EVENTS)))
            return None
        event_type = EventType(kind)
        names = {each.name for each in fields(PAYLOADS[event_type]) if PERSONAL not in each.metadata}
        self.only(given, {"type", "at", "on", "id", *names}, place)
        if not isinstance(given.get("id", ""), str):
            self.refuse(InvalidInputError(place=f"{place}.id", detail="a text is expected"))
        at, on = self.moment(given, "at", "on", place)
        detail = {name: self._detail(given, name, place) for name in sorted(names) if name in given}
        missing = _missing(event_type, detail)
        if missing:
            self.refuse(IncompleteEventError(place=place, event=kind, needs=missing))
        if missing or None in detail.values():
            return None
        payload = self.attempt(lambda: PAYLOADS[event_type](**detail))
        if payload is None or (at is None and on is None):
            return None
        return self.attempt(lambda: Event(event_type, at=at, on=on, id=given.get("id"), payload=payload))

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


_UTILITY_KEYS: Final = (
    "saturday_is_business_day",
    "closures",
    "office_hours",
    "policies",
    "aviso_business_days",
    "remision_sspd_business_days",
)
_CASE_KEYS: Final = (
    "radicado",
    "tipo",
    "filed_at",
    "filed_on",
    "events",
    "fecha_limite",
    "factura_expedida",
    "attacks",
)
_DAY_KEYS: Final = frozenset({"hasta", "recibido_el", "comunicada_el", "notificada_el", "fecha"})
_SCALARS: Final[Mapping[str, type]] = {
    "dias": int,
    "resultado": str,
    "acto": str,
    "completa": bool,
    "autorizada": bool,
    "anula": str,
    "corrige": str,
}
_CODES: Final[Mapping[str, type[Outcome | ActKind]]] = {"resultado": Outcome, "acto": ActKind}
_REQUIRED: Final[Mapping[EventType, tuple[str, ...]]] = {
    EventType.PRORROGA_PRUEBAS: ("hasta",),
    EventType.DEMORA_USUARIO: ("hasta",),
    EventType.PRORROGA: ("hasta",),
    EventType.DECISION: ("resultado",),
    EventType.DECISION_SSPD: ("notificada_el",),
    EventType.VISITA_PROGRAMADA: ("fecha",),
    EventType.ANULACION: ("anula",),
    EventType.CORRECCION: ("corrige", "event"),
}


def _missing(event_type: EventType, detail: Json) -> str:
    if event_type is EventType.APERTURA_PRUEBAS and ("hasta" in detail) == ("dias" in detail):
        return "exactly one of hasta, dias"
    return ", ".join(name for name in _REQUIRED.get(event_type, ()) if name not in detail)


def _day(value: Any, place: str) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise InvalidInputError(place=place, detail=f"a day as YYYY-MM-DD is expected, not {value!r}")


def _instant(value: Any, place: str) -> datetime:
    if isinstance(value, str) and _INSTANT.fullmatch(value):
        try:
            made = datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if made.tzinfo is None:
                raise NaiveDatetimeError(place=place, value=value)
            return made
    raise InvalidInputError(place=place, detail=f"an instant as 2026-03-16T10:00:00-05:00 is expected, not {value!r}")


def _office_hours(given: Any, question: _Question) -> OfficeHours | None:
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


# --- the ops -------------------------------------------------------------------------------------------------------


def _is_business_day(question: _Question, vector: Json, profile: Profile) -> Answer:
    day = question.day(vector, "on")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return colombia.calendar_of(profile).is_business_day(day)


def _add_business_days(question: _Question, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return colombia.calendar_of(profile).add_business_days(day, n).isoformat()


def _business_days_between(question: _Question, vector: Json, profile: Profile) -> Answer:
    start, end = question.day(vector, "from"), question.day(vector, "to")
    question.settle()
    assert start is not None and end is not None  # noqa: S101, PT018 - else settle has raised
    return colombia.calendar_of(profile).business_days_between(start, end)


def _add_months(question: _Question, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    reading = profile.policies_at(day).months
    return terms.months(colombia.calendar_of(profile), day, n, reading).due_on.isoformat()


def _agenda(question: _Question, vector: Json, profile: Profile) -> Answer:
    at, on = question.moment(vector, "as_of", "as_of_on", "vector")
    case = question.case(vector.get("case"))
    question.settle()
    as_of = at or on
    assert case is not None and as_of is not None  # noqa: S101, PT018 - else settle has raised
    agenda = colombia.agenda(case, as_of, profile=profile)
    return {
        "deadlines": {
            deadline.code: {
                "due": None if deadline.due_on is None else deadline.due_on.isoformat(),
                "state": deadline.state.value,
            }
            for deadline in agenda.deadlines
        },
        "findings": [finding.value for finding in agenda.findings],
    }


_Op = Callable[[_Question, Json, Profile], Answer]

_OPS: Final[Mapping[str, tuple[tuple[str, ...], _Op]]] = {
    "is_business_day": (("on",), _is_business_day),
    "add_business_days": (("from", "n"), _add_business_days),
    "business_days_between": (("from", "to"), _business_days_between),
    "add_months": (("from", "n"), _add_months),
    "agenda": (("case", "as_of", "as_of_on"), _agenda),
}
