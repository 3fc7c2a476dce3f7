"""A field that is converted and validated at once takes, keeps and refuses what attrs does in two calls."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, Final

import pytest
from attrs import field, frozen

from pqr_core.errors import PQRError
from pqr_core.fields import (
    are,
    are_texts,
    at_once,
    is_count,
    is_day_or_none,
    is_instant_or_none,
    is_text,
    is_text_or_none,
    nfc,
    nfc_or_none,
    several,
    steady,
    texts,
)
from pqr_core.vocabulary import Outcome

_FIELDS: Final[dict[str, dict[str, Any]]] = {
    "text": {"default": "x", "converter": nfc, "validator": is_text},
    "text_or_none": {"default": None, "converter": nfc_or_none, "validator": is_text_or_none},
    "texts": {"default": (), "converter": texts, "validator": are_texts},
    "several": {"default": (), "converter": several, "validator": are(Outcome)},
    "day": {"default": None, "validator": is_day_or_none},
    "instant": {"default": None, "converter": steady, "validator": is_instant_or_none},
    "count": {"default": 1, "validator": is_count},
    "outcome": {"default": Outcome.ACCEDE, "converter": Outcome},
    "bare": {"default": None},
}


def _declared(cls: type) -> type:
    cls.__annotations__ = dict.fromkeys(_FIELDS, object)
    for name, told in _FIELDS.items():
        setattr(cls, name, field(**told))
    return cls


@frozen
@_declared
class Apart:
    pass


@frozen(field_transformer=at_once)
@_declared
class AtOnce:
    pass


def _told(kind: Any, name: str, value: object) -> object:
    """What the field holds then, or how it is refused."""
    try:
        held = getattr(kind(**{name: value}), name)
    except PQRError as error:
        return type(error), error.params
    return type(held), held


_DAY, _NOON = date(2026, 3, 16), datetime(2026, 3, 16, 12, tzinfo=UTC)
_VALUES: Final[tuple[object, ...]] = (
    *(None, True, 0, 1, 2**31, 1.5, _DAY, _NOON, _NOON.replace(tzinfo=None), Outcome.ACCEDE),
    *("", "x", "Jose\u0301", "José", "\ud83d", "accede"),
    *((), [], ("x",), ["Jose\u0301"], ("\ud83d",), (1,), (Outcome.ACCEDE,), {}, {"x": 1}),
)


@pytest.mark.parametrize("name", _FIELDS)
@pytest.mark.parametrize("value", _VALUES, ids=ascii)
def test_both_take_the_same(name: str, value: object) -> None:
    """Whatever is told, of whatever field."""
    assert _told(AtOnce, name, value) == _told(Apart, name, value)


def test_the_default_stays() -> None:
    """Absent is absent."""
    assert [getattr(AtOnce(), name) for name in _FIELDS] == [told["default"] for told in _FIELDS.values()]
