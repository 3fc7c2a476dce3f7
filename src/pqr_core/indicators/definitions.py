r"""Indicators of a utility from TOML: the same form as the catalogue, read without evaluating anything.

A file::

    [[indicators]]
    code = "quejas_acueducto_por_mil"
    name = "Quejas de acueducto por mil suscriptores"
    formula = "quejas de acueducto radicadas / suscriptores"
    unit = "per_thousand"
    better = "lower"
    target = 4
    source = "Plan de gestión 2026"
    numerator = [
        { source = "facts", period_on = "filed_on", where = [
            { column = "tipo", test = "=", value = "queja" },
            { column = "servicio", test = "in", value = ["acueducto"] },
        ] },
    ]
    denominator = [{ source = "volumes", of = "subscribers", period_on = "month", stock = true }]

`of` is a column of whole numbers or the days between two columns: `{ from = "filed_on", to = "answered_on" }`. A value
is a constant, another column (`{ column = "due_on" }`) or the day asked about (`{ asked = true }`), which makes a
standing count. `target` is a number or a list of `{ since = 2026-01-01, value = 12 }`. `bands = [15, 30]` shows the
rows by their number. An error names its place:

>>> indicators_from_toml('[[indicators]]\ncode = "x"\nname = "X"\nunit = "kilos"\nbetter = "lower"\nnumerator = []')
Traceback (most recent call last):
...
pqr_core.errors.InvalidInputError: indicators[0].unit: expected one of percent, business_days, ...
"""

from __future__ import annotations

import tomllib
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, TypeVar

from pqr_core.bounded import BOUNDS, Bounds, exact, read_file, read_toml, why_unread
from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, PQRError, TooMuchError
from pqr_core.indicators.base import Addend, Better, Indicator, Indicators, Target, ValueUnit
from pqr_core.indicators.measures import ASKED, Column, Condition, DaysBetween, Measure, Number, Test
from pqr_core.indicators.periods import Frequency
from pqr_core.language import Said
from pqr_core.names import FILLED, FLAG, NOTHING, NUMBER, TABLES, WHOLE, shown
from pqr_core.sources import Origin

__all__ = ("indicators_from_toml", "load_indicators")

T = TypeVar("T")
_Table = Mapping[str, Any]

_INDICATOR: Final = (
    "code",
    "name",
    "name_en",
    "formula",
    "numerator",
    "denominator",
    "quantile",
    "unit",
    "frequency",
    "better",
    "target",
    "decimals",
    "bands",
    "source",
)
_TERM: Final = ("source", "where", "of", "period_on", "stock", "weight", "lag", "rows")
_COLUMNS: Final = Said("una columna, o dos como { from, to }", "a column, or two as { from, to }")
_BANDS: Final = Said("una lista de números enteros", "a list of whole numbers")
_SINCE: Final = Said("una tabla con un día `since` y un `value`", "a table with a day `since` and a `value`")
_TARGETS: Final = Said("un número, o una tabla o más", "a number, or one table or more")
_ASCENDING: Final = Said("los días `since` deben ir en orden ascendente", "the days `since` must ascend")
_UNITS: Final = {unit.name.lower(): unit for unit in ValueUnit}
_BETTER: Final = {better.name.lower(): better for better in Better}
_FREQUENCIES: Final = {frequency.name.lower(): frequency for frequency in Frequency}
_ORIGINS: Final = {origin.value: origin for origin in Origin}
_TESTS: Final = {test.value: test for test in Test}


def load_indicators(path: str | Path, *, beside: Container[str] = (), bounds: Bounds = BOUNDS) -> Indicators:
    """The indicators of a TOML file, by code; see `indicators_from_toml`.

    Raises:
        InvalidInputError: the file cannot be read, is not TOML, holds more than `bounds`, or defines something invalid;
            the error names the place.
    """
    try:
        text = read_file(path, bounds)
    except (OSError, UnicodeDecodeError, TooMuchError) as error:
        raise InvalidInputError(place=str(path), detail=why_unread(error)) from error
    return indicators_from_toml(text, beside=beside, bounds=bounds)


def indicators_from_toml(text: str, *, beside: Container[str] = (), bounds: Bounds = BOUNDS) -> Indicators:
    """The indicators of a TOML text, by code.

    Args:
        text: the definitions.
        beside: the catalogue (or its codes) beside which these indicators are used; its codes must not be defined
            again.
        bounds: how much the text may hold, and how long its numbers may be.

    Raises:
        InvalidInputError: the text is not TOML, holds more than `bounds`, or defines something invalid; the error names
            the place.
    """
    try:
        document = read_toml(text, bounds, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError(place="toml", detail=Said.of_toml(error, text)) from error
    except TooMuchError as error:
        raise InvalidInputError(place="toml", detail=error.said) from error
    _only(document, ("indicators",), "")
    found: dict[str, Indicator] = {}
    for place, table in _tables(document, "indicators", ""):
        indicator = _indicator(table, place)
        if indicator.code in beside:
            detail = Said(f"{indicator.code} ya está en el catálogo", f"{indicator.code} is one of the catalogue")
            raise InvalidInputError(place=f"{place}.code", detail=detail)
        if indicator.code in found:
            detail = Said(f"{indicator.code} ya está definido", f"{indicator.code} is defined already")
            raise InvalidInputError(place=f"{place}.code", detail=detail)
        found[indicator.code] = indicator
    return Indicators(found.values())


def _indicator(table: _Table, place: str) -> Indicator:
    _only(table, _INDICATOR, place)
    code, name = _text(table, "code", place), _text(table, "name", place)
    unit, better = _word(table, "unit", _UNITS, place), _word(table, "better", _BETTER, place)
    source = _text(table, "source", place, default="definición propia")
    cited = Citation(Norm(id=f"propio:{code}", name=source), "", Confidence.CITADA)
    name_en, formula = _text(table, "name_en", place, default=name), _text(table, "formula", place, default=name)
    numerator = tuple(_term(each, where) for where, each in _tables(table, "numerator", f"{place}."))
    denominator = tuple(_term(each, where) for where, each in _tables(table, "denominator", f"{place}."))
    quantile = _fraction(table["quantile"], f"{place}.quantile") if "quantile" in table else None
    target = _target(code, table["target"], f"{place}.target", cited) if "target" in table else None
    frequency = _word(table, "frequency", _FREQUENCIES, place, default="month")
    decimals, bands = _count(table, "decimals", place, default=1), _bands(table, f"{place}.bands")
    with _placed(place):
        return Indicator(
            code=code,
            name_es=name,
            name_en=name_en,
            formula_es=formula,
            numerator=numerator,
            denominator=denominator,
            quantile=quantile,
            unit=unit,
            frequency=frequency,
            better=better,
            target=target,
            decimals=decimals,
            bands=bands,
            source=cited,
        )


def _term(table: _Table, place: str) -> Addend:
    _only(table, _TERM, place)
    origin = _word(table, "source", _ORIGINS, place)
    where = tuple(_condition(each, each_place) for each_place, each in _tables(table, "where", f"{place}."))
    period_on = _text(table, "period_on", place) if "period_on" in table else None
    of = _number(table["of"], f"{place}.of") if "of" in table else None
    weight, lag = _count(table, "weight", place, default=1), _count(table, "lag", place, default=0)
    stock, rows = _truth(table, "stock", place), _truth(table, "rows", place)
    with _placed(place):
        measure = Measure(origin=origin, where=where, of=of, period_on=period_on, stock=stock)
        return Addend(measure, weight=weight, lag=lag, rows=rows)


def _condition(table: _Table, place: str) -> Condition:
    _only(table, ("column", "test", "value"), place)
    column, test = _text(table, "column", place), _word(table, "test", _TESTS, place)
    value = table.get("value")
    if isinstance(value, dict):
        here = f"{place}.value"
        _only(value, ("column", "asked"), here)
        _one_of(value, ("column", "asked"), here)
        value = ASKED if "asked" in value else Column(_text(value, "column", here))
    elif isinstance(value, list):
        value = tuple(value)
    return Condition(column, test, value)


def _number(value: object, place: str) -> Number:
    if isinstance(value, str):
        return value
    if not isinstance(value, dict):
        raise InvalidInputError.expected(_COLUMNS, shown(value), place=place)
    _only(value, ("from", "to", "asked"), place)
    first = _text(value, "from", place)
    _one_of(value, ("to", "asked"), place)
    return DaysBetween(first, ASKED if "asked" in value else _text(value, "to", place))


def _bands(table: _Table, place: str) -> tuple[int, ...]:
    value = table.get("bands", [])
    if not isinstance(value, list) or not all(type(each) is int for each in value):
        raise InvalidInputError.expected(_BANDS, shown(value), place=place)
    return tuple(value)


def _target(code: str, value: object, place: str, cited: Citation) -> Target:
    if not isinstance(value, list):
        return Dated(code, (Version(_fraction(value, place), citations=(cited,)),))
    since: list[tuple[date, Fraction]] = []
    for number, each in enumerate(value):
        here = f"{place}[{number}]"
        if not isinstance(each, dict) or type(each.get("since")) is not date or "value" not in each:
            raise InvalidInputError.expected(_SINCE, shown(each), place=here)
        _only(each, ("since", "value"), here)
        since.append((each["since"], _fraction(each["value"], f"{here}.value")))
    if not since:
        raise InvalidInputError.expected(_TARGETS, NOTHING, place=place)
    if any(earlier[0] >= later[0] for earlier, later in pairwise(since)):
        raise InvalidInputError(place=place, detail=_ASCENDING)
    with _placed(place):
        versions = [
            Version(target, first_day=first, last_day=following - timedelta(days=1), citations=(cited,))
            for (first, target), (following, _) in pairwise(since)
        ]
        versions.append(Version(since[-1][1], first_day=since[-1][0], citations=(cited,)))
        return Dated(code, tuple(versions))


# --- values --------------------------------------------------------------------------------------------------------


@contextmanager
def _placed(place: str) -> Iterator[None]:
    """A context that adds the place in the file to an error."""
    try:
        yield
    except InvalidInputError as error:
        raise InvalidInputError(place=f"{place}.{error.params['place']}", detail=error.params["detail"]) from error
    except (PQRError, ValueError, TypeError) as error:
        detail = error.said if isinstance(error, PQRError) else Said.of_other(error)
        raise InvalidInputError(place=place, detail=detail) from error


def _only(table: _Table, known: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            path = Said.alike(f"{place}.{key}" if place else key)
            raise InvalidInputError.unknown_key(key, known, place=path)


def _one_of(table: _Table, keys: tuple[str, str], place: str) -> None:
    """Check that exactly one of two keys is there, and that `asked`, if it is there, is true."""
    if len(table.keys() & set(keys)) != 1 or table.get("asked", True) is not True:
        what = Said(f"`{keys[0]}` o bien `{keys[1]} = true`", f"either `{keys[0]}` or `{keys[1]} = true`")
        raise InvalidInputError.expected(what, Said.alike(", ".join(table) or "{}"), place=place)


def _tables(table: _Table, key: str, prefix: str) -> Iterator[tuple[str, _Table]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise InvalidInputError.expected(TABLES, shown(value), place=Said.alike(f"{prefix}{key}"))
    for number, each in enumerate(value):
        yield f"{prefix}{key}[{number}]", each


def _text(table: _Table, key: str, place: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInputError.expected(FILLED, shown(value), place=f"{place}.{key}")
    return value


def _word(table: _Table, key: str, words: Mapping[str, T], place: str, default: str | None = None) -> T:
    value = table.get(key, default)
    if not isinstance(value, str) or value not in words:
        raise InvalidInputError.unlisted(words, value, place=f"{place}.{key}")
    return words[value]


def _count(table: _Table, key: str, place: str, default: int) -> int:
    value = table.get(key, default)
    if type(value) is not int:
        raise InvalidInputError.expected(WHOLE, shown(value), place=f"{place}.{key}")
    return value


def _truth(table: _Table, key: str, place: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise InvalidInputError.expected(FLAG, shown(value), place=f"{place}.{key}")
    return value


def _fraction(value: object, place: str) -> Fraction:
    """A number, or a text such as `"1/3"`; a decimal number is read exactly."""
    try:
        if type(value) is int or isinstance(value, (Decimal, str)):
            return exact(value)
    except TooMuchError as error:
        raise InvalidInputError(place=place, detail=error.said) from error
    except ValueError:
        pass
    raise InvalidInputError.expected(NUMBER, shown(value), place=place)
