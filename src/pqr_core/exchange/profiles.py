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

>>> profile = profile_from_toml('[utility]\nid = "aguas"\naviso_business_days = 5')
>>> profile.utility_id, profile.aviso_business_days
('aguas', 5)
>>> profile_from_toml('[utility]\nid = "aguas"\ncolour = "red"')
Traceback (most recent call last):
...
pqr_core.errors.ProfileError: utility.colour: unknown key; known keys: id, name, saturday_is_business_day, ...
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.dated import Dated, Version
from pqr_core.errors import PQRError, ProfileError
from pqr_core.law.profiles import OfficeHours, Profile
from pqr_core.policies import Policies

__all__ = ("load_profile", "profile_from_toml")

_DAY: Final = timedelta(days=1)
_Table = Mapping[str, Any]
T = TypeVar("T")


def load_profile(path: str | Path, *, base: Profile = colombia.DEFAULT_PROFILE) -> Profile:
    """The profile in a TOML file; what it does not set is as in `base`.

    Raises:
        ProfileError: the file cannot be read, is no TOML (line and column) or says what cannot be (the key path).
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError(place=str(path), detail=str(error)) from error
    return profile_from_toml(text, base=base)


def profile_from_toml(text: str, *, base: Profile = colombia.DEFAULT_PROFILE) -> Profile:
    """The profile in a TOML text; what it does not set is as in `base`.

    Raises:
        ProfileError: no TOML (line and column), or something that cannot be (the key path).
    """
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
        raise ProfileError(place="utility.id", detail="missing: it is part of the key of every case")
    if "office_hours" in document:
        settings["office_hours"] = _office_hours(_table(document, "office_hours", ""), base)
    if "closures" in document:
        settings["closures"] = tuple(_closures(document["closures"]))
    if "policies" in document:
        settings["policies"] = _policies(document["policies"])
    if "internal_targets" in document:
        targets = _internal_targets(_table(document, "internal_targets", ""))
        settings["internal_targets"] = dict(base.internal_targets) | dict(targets)
    if "ladders" in document:
        settings["ladders"] = dict(base.ladders) | dict(_ladders(_table(document, "ladders", "")))
    return _told("profile", lambda: evolve(base, **settings))


def _located(detail: str, text: str) -> str:
    """The parser's own words, with line and column where it only says that the text ended."""
    lines = text.split("\n")
    return detail.replace("at end of document", f"at line {len(lines)}, column {len(lines[-1]) + 1}")


# --- values --------------------------------------------------------------------------------------------------------


def _told(place: str, make: Callable[[], T]) -> T:
    """What `make` gives; a refusal of the class it makes is told with the place in the file."""
    try:
        return make()
    except (PQRError, ValueError, TypeError) as error:
        raise ProfileError(place=place, detail=str(error)) from error


def _only(table: _Table, known: Mapping[str, object] | tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            path = f"{place}.{key}" if place else key
            raise ProfileError(place=path, detail=f"unknown key; known keys: {', '.join(known)}")


def _table(document: _Table, key: str, place: str) -> _Table:
    value = document.get(key, {})
    if not isinstance(value, dict):
        raise ProfileError(place=f"{place}{key}", detail=f"a table is expected, not {value!r}")
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise ProfileError(place=place, detail=f"a text is expected, not {value!r}")
    return value


def _truth(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise ProfileError(place=place, detail=f"true or false is expected, not {value!r}")
    return value


def _count(value: object, place: str) -> int:
    if type(value) is not int or value < 1:
        raise ProfileError(place=place, detail=f"a positive number of business days is expected, not {value!r}")
    return value


def _day(value: object, place: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ProfileError(place=place, detail=f"a day as 2026-12-24, without quotes, is expected, not {value!r}")
    return value


def _truth_or_day(value: object, place: str) -> bool | date:
    return value if isinstance(value, bool) else _day(value, place)


def _hour(value: object, place: str) -> time:
    if isinstance(value, str):
        return _told(place, lambda: time.fromisoformat(value))
    if not isinstance(value, time):
        raise ProfileError(place=place, detail=f'an hour as 17:00:00 or "17:00" is expected, not {value!r}')
    return value


_UTILITY: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "id": ("utility_id", _text),
    "name": ("name", _text),
    "saturday_is_business_day": ("saturday_is_business_day", _truth_or_day),
    "aviso_business_days": ("aviso_business_days", _count),
    "remision_sspd_business_days": ("remision_sspd_business_days", _count),
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
                raise ProfileError(place=f"{place}.{key}", detail="missing")
        told = {field: read(table[key], f"{place}.{key}") for key, (field, read) in _CLOSURE.items() if key in table}
        yield _told(place, partial(Closure, **told))


def _tables(listed: object, name: str) -> Iterator[tuple[str, _Table]]:
    if not isinstance(listed, list):
        raise ProfileError(place=name, detail=f"[[{name}]] tables are expected")
    for number, table in enumerate(listed):
        place = f"{name}[{number}]"
        if not isinstance(table, dict):
            raise ProfileError(place=place, detail="a table is expected")
        yield place, table


def _policies(given: object) -> Dated[Policies]:
    dated = [("policies", given)] if isinstance(given, dict) else list(_tables(given, "policies"))
    read: list[tuple[date | None, Policies]] = []
    for place, table in dated:
        choices = {key: _text(value, f"{place}.{key}") for key, value in table.items() if key != "since"}
        since = _day(table["since"], f"{place}.since") if "since" in table else None
        if since is None and read:
            raise ProfileError(place=f"{place}.since", detail="missing: only the first readings can do without")
        if read and read[-1][0] is not None and since is not None and since <= read[-1][0]:
            raise ProfileError(place=f"{place}.since", detail=f"{since} does not come after {read[-1][0]}")
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


def _internal_targets(table: _Table) -> Iterator[tuple[str, int]]:
    _only(table, tuple(colombia.RULES.types), "internal_targets")
    for tipo, days in table.items():
        yield tipo, _count(days, f"internal_targets.{tipo}")


def _ladders(table: _Table) -> Iterator[tuple[str, tuple[int, ...]]]:
    _only(table, ("*", *colombia.RULES.obligations), "ladders")
    for code, steps in table.items():
        if not isinstance(steps, list) or any(type(step) is not int for step in steps):
            detail = "a list of business days before the due day (negative after it) is expected"
            raise ProfileError(place=f"ladders.{code}", detail=detail)
        yield code, tuple(steps)
