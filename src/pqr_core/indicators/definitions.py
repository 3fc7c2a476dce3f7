r"""Indicators of one's own from TOML: the same shape as the catalogue, read without evaluating anything.

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

`of` is a column of whole numbers or the days between two: `{ from = "filed_on", to = "answered_on" }`. A value is a
constant, another column (`{ column = "due_on" }`) or the day asked (`{ asked = true }`), which makes a standing count.
`target` is a number or a list of `{ since = 2026-01-01, value = 12 }`; `bands = [15, 30]` shows the rows by their
number. What is wrong is refused with its place:

>>> indicators_from_toml('[[indicators]]\ncode = "x"\nname = "X"\nunit = "kilos"\nbetter = "lower"\nnumerator = []')
Traceback (most recent call last):
...
pqr_core.errors.InvalidInputError: indicators[0].unit: 'kilos' is none of percent, business_days, ...
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

from pqr_core.citations import Citation, Confidence, Norm
from pqr_core.dated import Dated, Version
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.indicators.base import Better, Indicator, Indicators, Target, Term, Unit
from pqr_core.indicators.measures import ASKED, Column, Condition, DaysBetween, Measure, Number, Test
from pqr_core.indicators.periods import Frequency
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
_UNITS: Final = {unit.name.lower(): unit for unit in Unit}
_BETTER: Final = {better.name.lower(): better for better in Better}
_FREQUENCIES: Final = {frequency.name.lower(): frequency for frequency in Frequency}
_ORIGINS: Final = {origin.value: origin for origin in Origin}
_TESTS: Final = {test.value: test for test in Test}


def load_indicators(path: str | Path, *, beside: Container[str] = ()) -> Indicators:
    """The indicators of a TOML file, by code; see `indicators_from_toml`.

    Raises:
        InvalidInputError: the file cannot be read, is no TOML or says what cannot be; the place is named.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInputError(place=str(path), detail=str(error)) from error
    return indicators_from_toml(text, beside=beside)


def indicators_from_toml(text: str, *, beside: Container[str] = ()) -> Indicators:
    """The indicators of a TOML text, by code.

    Args:
        text: the definitions.
        beside: the catalogue, or the codes, that they are to stand beside; none of these may be defined again.

    Raises:
        InvalidInputError: no TOML, or something that cannot be; the place is named.
    """
    try:
        document = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError(place="toml", detail=str(error)) from error
    _only(document, ("indicators",), "")
    found: dict[str, Indicator] = {}
    for place, table in _tables(document, "indicators", ""):
        indicator = _indicator(table, place)
        if indicator.code in beside:
            raise InvalidInputError(place=f"{place}.code", detail=f"{indicator.code} is one of the catalogue")
        if indicator.code in found:
            raise InvalidInputError(place=f"{place}.code", detail=f"{indicator.code} is defined already")
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
    if not numerator:
        raise InvalidInputError(place=f"{place}.numerator", detail="one term or more is meant")
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


def _term(table: _Table, place: str) -> Term:
    _only(table, _TERM, place)
    origin = _word(table, "source", _ORIGINS, place)
    where = tuple(_condition(each, each_place) for each_place, each in _tables(table, "where", f"{place}."))
    period_on = _text(table, "period_on", place) if "period_on" in table else None
    of = _number(table["of"], f"{place}.of") if "of" in table else None
    weight, lag = _count(table, "weight", place, default=1), _count(table, "lag", place, default=0)
    stock, rows = _truth(table, "stock", place), _truth(table, "rows", place)
    with _placed(place):
        measure = Measure(origin=origin, where=where, of=of, period_on=period_on, stock=stock)
        return Term(measure, weight=weight, lag=lag, rows=rows)


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
        raise InvalidInputError(place=place, detail=f"a column, or two as {{ from, to }}, is meant, not {value!r}")
    _only(value, ("from", "to", "asked"), place)
    first = _text(value, "from", place)
    _one_of(value, ("to", "asked"), place)
    return DaysBetween(first, ASKED if "asked" in value else _text(value, "to", place))


def _bands(table: _Table, place: str) -> tuple[int, ...]:
    value = table.get("bands", [])
    if not isinstance(value, list) or not all(type(each) is int for each in value):
        raise InvalidInputError(place=place, detail=f"a list of whole numbers is meant, not {value!r}")
    return tuple(value)


def _target(code: str, value: object, place: str, cited: Citation) -> Target:
    if not isinstance(value, list):
        return Dated(code, (Version(_fraction(value, place), citations=(cited,)),))
    since: list[tuple[date, Fraction]] = []
    for number, each in enumerate(value):
        here = f"{place}[{number}]"
        if not isinstance(each, dict) or type(each.get("since")) is not date or "value" not in each:
            raise InvalidInputError(place=here, detail="a table with a day `since` and a `value` is meant")
        _only(each, ("since", "value"), here)
        since.append((each["since"], _fraction(each["value"], f"{here}.value")))
    if not since:
        raise InvalidInputError(place=place, detail="a number, or one table or more, is meant")
    if any(earlier[0] >= later[0] for earlier, later in pairwise(since)):
        raise InvalidInputError(place=place, detail="the days `since` must ascend")
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
    """A refusal of what is made of the table, with its place in the file."""
    try:
        yield
    except InvalidInputError as error:
        raise InvalidInputError(place=f"{place}.{error.params['place']}", detail=error.params["detail"]) from error
    except (PQRError, ValueError, TypeError) as error:
        raise InvalidInputError(place=place, detail=str(error)) from error


def _only(table: _Table, known: tuple[str, ...], place: str) -> None:
    for key in table:
        if key not in known:
            path = f"{place}.{key}" if place else key
            raise InvalidInputError(place=path, detail=f"unknown key; known keys: {', '.join(known)}")


def _one_of(table: _Table, keys: tuple[str, str], place: str) -> None:
    """One of two keys is there, and `asked` is true: where no day is asked, another thing is said."""
    if len(table.keys() & set(keys)) != 1 or table.get("asked", True) is not True:
        raise InvalidInputError(place=place, detail=f"either `{keys[0]}` or `{keys[1]} = true` is meant")


def _tables(table: _Table, key: str, prefix: str) -> Iterator[tuple[str, _Table]]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
        raise InvalidInputError(place=f"{prefix}{key}", detail="a list of tables is meant")
    for number, each in enumerate(value):
        yield f"{prefix}{key}[{number}]", each


def _text(table: _Table, key: str, place: str, default: str | None = None) -> str:
    value = table.get(key, default)
    if not isinstance(value, str) or not value.strip():
        raise InvalidInputError(place=f"{place}.{key}", detail=f"a text is meant, not {value!r}")
    return value


def _word(table: _Table, key: str, words: Mapping[str, T], place: str, default: str | None = None) -> T:
    value = table.get(key, default)
    if not isinstance(value, str) or value not in words:
        raise InvalidInputError(place=f"{place}.{key}", detail=f"{value!r} is none of {', '.join(words)}")
    return words[value]


def _count(table: _Table, key: str, place: str, default: int) -> int:
    value = table.get(key, default)
    if type(value) is not int:
        raise InvalidInputError(place=f"{place}.{key}", detail=f"a whole number is meant, not {value!r}")
    return value


def _truth(table: _Table, key: str, place: str) -> bool:
    value = table.get(key, False)
    if not isinstance(value, bool):
        raise InvalidInputError(place=f"{place}.{key}", detail=f"true or false is meant, not {value!r}")
    return value


def _fraction(value: object, place: str) -> Fraction:
    """A number, or `"1/3"`; what is written with decimals is meant to the last of them."""
    try:
        if type(value) is int or isinstance(value, (Decimal, str)):
            return Fraction(value)
    except (ValueError, OverflowError, ZeroDivisionError):
        pass
    raise InvalidInputError(place=place, detail=f"a number is meant, not {value!r}")
