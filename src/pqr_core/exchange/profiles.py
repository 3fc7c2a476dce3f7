r"""A utility's profile from TOML: its days, hours, closures, readings of the law and times of its own.

    [utility]
    id = "serviciudad"
    name = "Serviciudad E.S.P."
    saturday_is_business_day = 2025-02-01        # true, false, or the first day on which Saturdays count
    remision_sspd_business_days = 3

    [office_hours]
    open = 07:30:00
    close = 17:00:00

    [[closures]]
    from = 2026-12-24
    to = 2026-12-24
    act = "Resolución 114 de 2026 de la gerencia"
    own_act = true

    [policies]
    off_hours = "next_business_day"

`[[policies]]` with `since` in each table, but perhaps the first, gives dated readings. `[internal_targets]` and
`[ladders]` are tables by case type and by obligation. Nothing is guessed: an unknown key is refused with its path.

>>> from pqr_core import colombia
>>> profile = profile_from_toml('[utility]\nid = "aguas"\naviso_business_days = 5', colombia.LAW)
>>> profile.utility_id, profile.aviso_business_days
('aguas', 5)
>>> profile_from_toml('[utility]\nid = "aguas"\ncolour = "red"', colombia.LAW)
Traceback (most recent call last):
...
pqr_core.errors.ProfileError: utility.colour: unknown key; known keys: id, name, saturday_is_business_day, ...
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import evolve

from pqr_core.calendars.business import Closure
from pqr_core.dated import Dated, Version
from pqr_core.errors import PQRError, ProfileError
from pqr_core.language import Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.policies import Policies

__all__ = ("load_profile", "profile_from_toml")

_DAY: Final = timedelta(days=1)
_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
_MISSING: Final = Said(es="falta", en="missing")
_MISSING_ID: Final = Said(
    es="falta: es parte de la clave de cada caso", en="missing: it is part of the key of every case"
)
_MISSING_SINCE: Final = Said(
    es="falta: solo las primeras lecturas pueden no tenerlo", en="missing: only the first readings can do without"
)
_Table = Mapping[str, Any]
T = TypeVar("T")


def load_profile(path: str | Path, law: Law, *, base: Profile | None = None) -> Profile:
    """The profile in a TOML file; what it does not set is as in `base`, or as `law` has it.

    Raises:
        ProfileError: the file cannot be read, is no TOML (line and column) or says what cannot be (the key path); the
            place begins with the file.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")  # some editors put a mark before the text
        return profile_from_toml(text, law, base=base)
    except OSError as error:
        raise ProfileError(place=str(path), detail=Said.of_system(error)) from error
    except UnicodeDecodeError as error:
        detail = Said(es=f"el byte {error.start} no es UTF-8", en=f"byte {error.start} is no UTF-8")
        raise ProfileError(place=str(path), detail=detail) from error
    except ProfileError as error:
        raise ProfileError(**{**error.params, "place": f"{path}: {error.params['place']}"}) from error.__cause__


def profile_from_toml(text: str, law: Law, *, base: Profile | None = None) -> Profile:
    """The profile in a TOML text; what it does not set is as in `base`, or as `law` has it.

    Raises:
        ProfileError: no TOML (line and column), or something that cannot be (the key path).
    """
    base = base or law.default_profile
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(place="toml", detail=_located(str(error), text)) from error
    _only(document, ("utility", "office_hours", "closures", "policies", "internal_targets", "ladders"), "")
    utility = _table(document, "utility", "")
    _only(utility, _UTILITY, "utility")
    settings = {
        field: read(utility[key], f"utility.{key}") for key, (field, read) in _UTILITY.items() if key in utility
    }
    if "utility_id" not in settings:
        raise ProfileError(place="utility.id", detail=_MISSING_ID)
    if "office_hours" in document:
        settings["office_hours"] = _office_hours(_table(document, "office_hours", ""), base)
    if "closures" in document:
        settings["closures"] = tuple(_closures(document["closures"]))
    if "policies" in document:
        settings["policies"] = _policies(document["policies"])
    if "internal_targets" in document:
        targets = _internal_targets(_table(document, "internal_targets", ""), law)
        settings["internal_targets"] = dict(base.internal_targets) | dict(targets)
    if "ladders" in document:
        settings["ladders"] = dict(base.ladders) | dict(_ladders(_table(document, "ladders", ""), law))
    return _told("profile", lambda: evolve(base, **settings))


def _located(detail: str, text: str) -> Said:
    """The parser's own words, with line and column where it only says that the text ended; in Spanish, the place."""
    lines = text.split("\n")
    en = detail.replace("at end of document", f"at line {len(lines)}, column {len(lines[-1]) + 1}")
    found = _PLACE.search(en)
    return Said(es=f"no es TOML: línea {found[1]}, columna {found[2]}" if found else f"no es TOML: {en}", en=en)


# --- values --------------------------------------------------------------------------------------------------------


def _told(place: str, make: Callable[[], T]) -> T:
    """What `make` gives; a refusal of the class it makes is told with the place in the file."""
    try:
        return make()
    except PQRError as error:
        raise ProfileError(place=place, detail=error.said) from error


def _expected(place: str, es: str, en: str, value: object) -> ProfileError:
    said = Said(es=f"se espera {es}, no {value!r}", en=f"{en} is expected, not {value!r}")
    return ProfileError(place=place, detail=said)


def _unknown(known: Iterable[str]) -> Said:
    keys = ", ".join(known)
    return Said(es=f"clave desconocida; las conocidas son: {keys}", en=f"unknown key; known keys: {keys}")


def _only(table: _Table, known: Mapping[str, object] | tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            path = f"{place}.{key}" if place else key
            raise ProfileError(place=path, detail=_unknown(known))


def _table(document: _Table, key: str, place: str) -> _Table:
    value = document.get(key, {})
    if not isinstance(value, dict):
        path = f"{place}{key}"
        raise _expected(path, "una tabla", "a table", value)
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise _expected(place, "un texto", "a text", value)
    return value


def _truth(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise _expected(place, "true o false", "true or false", value)
    return value


def _count(value: object, place: str) -> int:
    if type(value) is not int or value < 1:
        es, en = "un número positivo de días hábiles", "a positive number of business days"
        raise _expected(place, es, en, value)
    return value


def _day(value: object, place: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        es, en = "un día como 2026-12-24, sin comillas", "a day as 2026-12-24, without quotes,"
        raise _expected(place, es, en, value)
    return value


def _truth_or_day(value: object, place: str) -> bool | date:
    return value if isinstance(value, bool) else _day(value, place)


def _hour(value: object, place: str) -> time:
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            pass
    if not isinstance(value, time):
        raise _expected(place, 'una hora como 17:00:00 o "17:00"', 'an hour as 17:00:00 or "17:00"', value)
    return value


_UTILITY: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "id": ("utility_id", _text),
    "name": ("name", _text),
    "saturday_is_business_day": ("saturday_is_business_day", _truth_or_day),
    "aviso_business_days": ("aviso_business_days", _count),
    "remision_sspd_business_days": ("remision_sspd_business_days", _count),
    "remision_insistencia_business_days": ("remision_insistencia_business_days", _count),
    "soon_business_days": ("soon_business_days", _count),
}


# --- tables --------------------------------------------------------------------------------------------------------


def _office_hours(table: _Table, base: Profile) -> OfficeHours:
    _only(table, ("open", "close"), "office_hours")
    opens = _hour(table["open"], "office_hours.open") if "open" in table else base.office_hours.opens
    closes = _hour(table["close"], "office_hours.close") if "close" in table else base.office_hours.closes
    return _told("office_hours", lambda: OfficeHours(opens, closes))


_CLOSURE: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "from": ("first", _day),
    "to": ("last", _day),
    "act": ("act", _text),
    "known_on": ("known_on", _day),
    "retroactive": ("retroactive", _truth),
    "own_act": ("own_act", _truth),
}


def _closures(listed: object) -> Iterator[Closure]:
    for place, table in _tables(listed, "closures"):
        _only(table, _CLOSURE, place)
        for key in ("from", "act"):
            if key not in table:
                raise ProfileError(place=f"{place}.{key}", detail=_MISSING)
        told = {field: read(table[key], f"{place}.{key}") for key, (field, read) in _CLOSURE.items() if key in table}
        yield _told(place, partial(Closure, **told))


def _tables(listed: object, name: str) -> Iterator[tuple[str, _Table]]:
    if not isinstance(listed, list):
        raise _expected(name, f"tablas [[{name}]]", f"a list of [[{name}]] tables", listed)
    for number, table in enumerate(listed):
        place = f"{name}[{number}]"
        if not isinstance(table, dict):
            raise _expected(place, "una tabla", "a table", table)
        yield place, table


def _policies(given: object) -> Dated[Policies]:
    dated = [("policies", given)] if isinstance(given, dict) else list(_tables(given, "policies"))
    read: list[tuple[date | None, Policies]] = []
    for place, table in dated:
        choices = {key: _text(value, f"{place}.{key}") for key, value in table.items() if key != "since"}
        since = _day(table["since"], f"{place}.since") if "since" in table else None
        if since is None and read:
            raise ProfileError(place=f"{place}.since", detail=_MISSING_SINCE)
        if read and read[-1][0] is not None and since is not None and since <= read[-1][0]:
            before = read[-1][0]
            detail = Said(es=f"{since} no es después de {before}", en=f"{since} does not come after {before}")
            raise ProfileError(place=f"{place}.since", detail=detail)
        base = read[-1][1] if read else None
        read.append((since, _told(place, partial(Policies.of, choices, base=base))))
    if read and read[0][0] is not None:
        read.insert(0, (None, Policies()))
    ends = [since - _DAY if since else None for since, _policies in read[1:]]
    versions = (
        Version(policies, first_day=since, last_day=last)
        for (since, policies), last in zip(read, [*ends, None], strict=True)
    )
    return _told("policies", lambda: Dated("policies", tuple(versions)))


def _internal_targets(table: _Table, law: Law) -> Iterator[tuple[str, int]]:
    _only(table, tuple(law.rules.types), "internal_targets")
    for tipo, days in table.items():
        yield tipo, _count(days, f"internal_targets.{tipo}")


def _ladders(table: _Table, law: Law) -> Iterator[tuple[str, tuple[int, ...]]]:
    _only(table, ("*", *law.rules.obligations), "ladders")
    for code, steps in table.items():
        if not isinstance(steps, list) or any(type(step) is not int for step in steps):
            es = "una lista de días hábiles antes del vencimiento (negativos después)"
            en = "a list of business days before the due day (negative after it)"
            path = f"ladders.{code}"
            raise _expected(path, es, en, steps)
        yield code, tuple(steps)
