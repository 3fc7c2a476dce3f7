r"""A utility's profile from TOML: its days, its hours, its closures, its readings of the law and its own times.

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

    [survey]
    scale = [1, 5]                               # the lowest and the highest score
    satisfied_from = 4

`[[policies]]` gives dated readings: each table has `since`, except perhaps the first. `[internal_targets]` is a table
by case type and `[ladders]` one by obligation. Nothing is guessed: an unknown key is refused with its path.

Letters and reports use `nit`, `membrete`, `direccion`, `horario_texto` and `lugar_notificacion` of
`[utility]`, and these tables:

    [firmantes.recurso]                          # or decision, or "*" for all others
    nombre = "Luisa Marín"
    cargo = "Gerente"

    [targets]                                    # by indicator; [[targets.CODE]] with value and since for dated ones
    respuesta_oportuna = 95

    [roles]                                      # by obligation: whose work it is
    citacion = ["notificador"]

    [reports.sui]                                # what is disputed in a report; dated choices as for targets
    encabezado = "no"
    municipio."Dosquebradas" = "66170"

    [riesgos]                                    # the risks of the utility's own map
    R1 = "Silencio administrativo positivo"

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

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, Final, TypeVar

from attrs import evolve

from pqr_core.bounded import BOUNDS, Bounds, read_file, read_toml, why_unread
from pqr_core.calendars.business import Closure
from pqr_core.dated import Dated, Version
from pqr_core.errors import PQRError, ProfileError, TooMuchError
from pqr_core.language import Said
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import SIGNATORIES, OfficeHours, Profile, Signatory, SurveyScale
from pqr_core.names import BUSINESS_DAYS, FILLED, MISSING, NUMBER, POSITIVE, TEXT, list_of, shown
from pqr_core.policies import Policies
from pqr_core.vocabulary import Role

__all__ = ("load_profile", "profile_from_toml")

_DAY: Final = timedelta(days=1)
_TABLE: Final = Said("una tabla", "a table")
_TRUTH: Final = Said("true o false", "true or false")
_BARE_DAY: Final = Said("un día como 2026-12-24, sin comillas", "a day as 2026-12-24, without quotes")
_HOUR: Final = Said('una hora como 17:00:00 o "17:00"', 'an hour as 17:00:00 or "17:00"')
_LADDER: Final = Said(
    "una lista de días hábiles antes del vencimiento (negativos después)",
    "a list of business days before the due day (negative after it)",
)
_MISSING_ID: Final = Said(
    es="falta: es parte de la clave de cada caso", en="missing: it is part of the key of every case"
)
_MISSING_SINCE: Final = Said(
    es="falta: solo las primeras lecturas pueden no tenerlo", en="missing: only the first readings can do without"
)
_Table = Mapping[str, Any]
T = TypeVar("T")


def load_profile(path: str | Path, law: Law, *, base: Profile | None = None, bounds: Bounds = BOUNDS) -> Profile:
    """The profile in a TOML file; a setting that it does not have is taken from `base`, or else from `law`.

    Raises:
        ProfileError: the file cannot be read, is not TOML (with line and column), exceeds `bounds`, or has an invalid
            setting (with its key path); the place begins with the name of the file.
    """
    try:
        return profile_from_toml(read_file(path, bounds), law, base=base, bounds=bounds)
    except (OSError, UnicodeDecodeError, TooMuchError) as error:
        raise ProfileError(place=str(path), detail=why_unread(error)) from error
    except ProfileError as error:
        raise ProfileError(**{**error.params, "place": f"{path}: {error.params['place']}"}) from error.__cause__


def profile_from_toml(text: str, law: Law, *, base: Profile | None = None, bounds: Bounds = BOUNDS) -> Profile:
    """The profile in a TOML text; a setting that it does not have is taken from `base`, or else from `law`.

    Raises:
        ProfileError: it is not TOML (with line and column), exceeds `bounds`, or a setting is invalid (with its path).
    """
    base = base or law.default_profile
    try:
        document = read_toml(text, bounds)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(place="toml", detail=Said.of_toml(error, text)) from error
    except TooMuchError as error:
        raise ProfileError(place="toml", detail=error.said) from error
    _only(document, _TABLES, "")
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
    for name, read_table in _BY_CODE.items():
        if name in document:
            settings[name] = dict(getattr(base, name)) | dict(read_table(_table(document, name, ""), law))
    if "survey" in document:
        settings["survey_scale"] = _survey_scale(_table(document, "survey", ""))
    return _told("profile", lambda: evolve(base, **settings))


# --- values --------------------------------------------------------------------------------------------------------


def _told(place: str, make: Callable[[], T]) -> T:
    """The result of `make`; if the class it makes refuses a value, the error gets the place in the file."""
    try:
        return make()
    except PQRError as error:
        raise ProfileError(place=place, detail=error.said) from error


def _expected(what: Said, value: object, place: str) -> ProfileError:
    return ProfileError.expected(what, shown(value), place=place)


def _only(table: _Table, known: Mapping[str, object] | tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            path = f"{place}.{key}" if place else key
            raise ProfileError.unknown_key(key, known, place=path)


def _table(document: _Table, key: str, place: str) -> _Table:
    value = document.get(key, {})
    if not isinstance(value, dict):
        path = f"{place}{key}"
        raise _expected(_TABLE, value, path)
    return value


def _text(value: object, place: str) -> str:
    if not isinstance(value, str) or not value:
        raise _expected(FILLED, value, place)
    return value


def _truth(value: object, place: str) -> bool:
    if not isinstance(value, bool):
        raise _expected(_TRUTH, value, place)
    return value


def _count(value: object, place: str, what: Said = BUSINESS_DAYS) -> int:
    if type(value) is not int or value < 1:
        raise _expected(what, value, place)
    return value


def _day(value: object, place: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _expected(_BARE_DAY, value, place)
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
        raise _expected(_HOUR, value, place)
    return value


_UTILITY: Final[Mapping[str, tuple[str, Callable[[Any, str], Any]]]] = {
    "id": ("utility_id", _text),
    "name": ("name", _text),
    "saturday_is_business_day": ("saturday_is_business_day", _truth_or_day),
    "aviso_business_days": ("aviso_business_days", _count),
    "remision_sspd_business_days": ("remision_sspd_business_days", _count),
    "remision_insistencia_business_days": ("remision_insistencia_business_days", _count),
    "repeat_days": ("repeat_days", partial(_count, what=POSITIVE)),  # calendar days
    "soon_business_days": ("soon_business_days", _count),
    "nit": ("nit", _text),
    "membrete": ("membrete", _text),
    "direccion": ("direccion", _text),
    "horario_texto": ("horario_texto", _text),
    "lugar_notificacion": ("lugar_notificacion", _text),
    "enforce_roles": ("enforce_roles", _truth),
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
                raise ProfileError(place=f"{place}.{key}", detail=MISSING)
        told = {field: read(table[key], f"{place}.{key}") for key, (field, read) in _CLOSURE.items() if key in table}
        yield _told(place, partial(Closure, **told))


def _tables(listed: object, name: str) -> Iterator[tuple[str, _Table]]:
    if not isinstance(listed, list):
        raise _expected(Said(f"tablas [[{name}]]", f"a list of [[{name}]] tables"), listed, name)
    for number, table in enumerate(listed):
        place = f"{name}[{number}]"
        if not isinstance(table, dict):
            raise _expected(_TABLE, table, place)
        yield place, table


def _policies(given: object) -> Dated[Policies]:
    dated = [("policies", given)] if isinstance(given, dict) else list(_tables(given, "policies"))
    read: list[tuple[date | None, Policies]] = []
    for place, table in dated:
        choices = {key: _text(value, f"{place}.{key}") for key, value in table.items() if key != "since"}
        since = _day(table["since"], f"{place}.since") if "since" in table else None
        if since is None and read:
            raise ProfileError(place=f"{place}.since", detail=_MISSING_SINCE)
        if read and since is not None:
            _require_later(since, read[-1][0], place)
        base = read[-1][1] if read else None
        read.append((since, _told(place, partial(Policies.of, choices, base=base))))
    if read and read[0][0] is not None:
        read.insert(0, (None, Policies()))
    return _told("policies", lambda: _dated("policies", read))


def _require_later(since: date, before: date | None, place: str) -> None:
    if before is not None and since <= before:
        detail = Said(es=f"{since} no es después de {before}", en=f"{since} does not come after {before}")
        raise ProfileError(place=f"{place}.since", detail=detail)


def _dated(name: str, values: list[tuple[date | None, T]]) -> Dated[T]:
    """Values with the first day of each, in order; each holds up to the day before the next."""
    ends = [since - _DAY if since else None for since, _value in values[1:]]
    versions = (
        Version(value, first_day=since, last_day=last)
        for (since, value), last in zip(values, [*ends, None], strict=True)
    )
    return Dated(name, tuple(versions))


def _survey_scale(table: _Table) -> SurveyScale:
    _only(table, ("scale", "satisfied_from"), "survey")
    for key in ("scale", "satisfied_from"):
        if key not in table:
            raise ProfileError(place=f"survey.{key}", detail=MISSING)
    match table["scale"], table["satisfied_from"]:
        case [int(lowest), int(highest)], int(satisfied_from):
            return _told("survey", lambda: SurveyScale(lowest, highest, satisfied_from))
    raise _expected(_A_SCALE, dict(table), "survey")


_A_SCALE: Final = Said("scale = [1, 5] y satisfied_from = 4", "scale = [1, 5] and satisfied_from = 4")


def _internal_targets(table: _Table, law: Law) -> Iterator[tuple[str, int]]:
    _only(table, tuple(law.rules.types), "internal_targets")
    for tipo, days in table.items():
        yield tipo, _count(days, f"internal_targets.{tipo}")


def _ladders(table: _Table, law: Law) -> Iterator[tuple[str, tuple[int, ...]]]:
    _only(table, ("*", *law.rules.obligations), "ladders")
    for code, steps in table.items():
        if not isinstance(steps, list) or any(type(step) is not int for step in steps):
            raise _expected(_LADDER, steps, f"ladders.{code}")
        yield code, tuple(steps)


def _signatories(table: _Table, _law: Law) -> Iterator[tuple[str, Signatory]]:
    _only(table, SIGNATORIES, "firmantes")
    for what in table:
        place = f"firmantes.{what}"
        who = _table(table, what, "firmantes.")
        _only(who, ("nombre", "cargo"), place)
        for key in ("nombre", "cargo"):
            if key not in who:
                raise ProfileError(place=f"{place}.{key}", detail=MISSING)
        yield what, Signatory(*(_text(who[key], f"{place}.{key}") for key in ("nombre", "cargo")))


def _targets(table: _Table, _law: Law) -> Iterator[tuple[str, Dated[Fraction]]]:
    for code, given in table.items():
        yield code, _dated_setting(code, given, f"targets.{code}", _number)


def _reports(table: _Table, _law: Law) -> Iterator[tuple[str, Dated[str]]]:
    """The choices of each kind of report; a table within a table is a family of choices (`municipio.Cali`)."""
    for code, given in _flat(table):
        yield code, _dated_setting(code, given, f"reports.{code}", _setting)


def _flat(table: _Table) -> Iterator[tuple[str, object]]:
    for code, given in table.items():
        if isinstance(given, dict):
            yield from ((f"{code}.{inner}", each) for inner, each in _flat(given))
        else:
            yield code, given


def _setting(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise _expected(TEXT, value, place)
    return value


def _dated_setting(code: str, given: object, place: str, read: Callable[[Any, str], T]) -> Dated[T]:
    """One value, or several, each with the day from which it holds."""
    if not isinstance(given, list):
        return Dated(code, (Version(read(given, place)),))
    found: list[tuple[date | None, T]] = []
    for each, row in _tables(given, place):
        _only(row, ("value", "since"), each)
        for key in ("value", "since"):
            if key not in row:
                raise ProfileError(place=f"{each}.{key}", detail=MISSING)
        since = _day(row["since"], f"{each}.since")
        if found:
            _require_later(since, found[-1][0], each)
        found.append((since, read(row["value"], f"{each}.value")))
    if not found:
        raise ProfileError(place=place, detail=MISSING)
    return _dated(code, found)


def _number(value: Any, place: str) -> Fraction:
    if type(value) not in (int, float) or not isfinite(value):
        raise _expected(NUMBER, value, place)
    return Fraction(str(value))


def _roles(table: _Table, law: Law) -> Iterator[tuple[str, tuple[Role, ...]]]:
    _only(table, tuple(law.rules.obligations), "roles")
    for code, given in table.items():
        known = tuple(Role)
        if not isinstance(given, list) or not given or any(each not in known for each in given):
            raise _expected(list_of(known), given, f"roles.{code}")
        yield code, tuple(map(Role, given))


def _risks(table: _Table, _law: Law) -> Iterator[tuple[str, str]]:
    for code, risk in table.items():
        yield code, _text(risk, f"riesgos.{code}")


_BY_CODE: Final[Mapping[str, Callable[[_Table, Law], Iterator[tuple[str, Any]]]]] = {
    "internal_targets": _internal_targets,
    "ladders": _ladders,
    "firmantes": _signatories,
    "reports": _reports,
    "targets": _targets,
    "roles": _roles,
    "riesgos": _risks,
}
"""The tables by code: the entries of the file are added to those of the base."""

_TABLES: Final = ("utility", "office_hours", "closures", "policies", "survey", *_BY_CODE)
