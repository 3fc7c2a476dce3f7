"""The canonical JSON form of a value: the same text for the same value, fit to be hashed.

Keys are sorted, and there are no spaces. Instants are in UTC with six digits and `Z`, decimals and UUIDs are strings,
and text is in NFC. An absent or empty field of a value is left out. A default is written out, so that a later change of
the default does not change an old document.

>>> from decimal import Decimal
>>> canonical_json({"b": Decimal("1.50"), "a": (1, None)})
'{"a":[1,null],"b":"1.50"}'
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from operator import attrgetter
from typing import Any, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import AttrsInstance, fields, has

from pqr_core import names
from pqr_core.cases.events import Event
from pqr_core.errors import InvalidInputError
from pqr_core.fields import has_surrogate, nfc
from pqr_core.language import Said

__all__ = ("ENVELOPE_KEYS", "canonical_json", "event_members", "instant_text", "object_text")

ENVELOPE_KEYS: Final = ("at", "on", "id", "recorded_at", "actor", "evidence")
"""The keys that every event may have besides its type; the keys of its payload are flat among them."""

_ROOT: Final = "$"
_UTC_OFFSET: Final = "+00:00"
_TEXT_KEYS: Final = Said("las claves de un objeto son textos", "the keys of an object are texts")
_TOO_LONG: Final = Said("un número demasiado largo para volver a leerlo", "a number too long to be read again")


def instant_text(at: datetime) -> str:
    """An aware instant in its stored form: UTC, six digits, `Z`.

    Raises:
        InvalidInputError: the instant cannot be expressed in UTC.
    """
    try:
        text = at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        detail = Said(f"{at.isoformat()} no se puede escribir en UTC", f"{at.isoformat()} has no form in UTC")
        raise InvalidInputError(place="instant", detail=detail) from None
    return text.removesuffix(_UTC_OFFSET) + "Z"


_quoted: Final = json.encoder.encode_basestring


def object_text(members: Iterable[str]) -> str:
    """A JSON object from members that are already written and sorted."""
    return "{" + ",".join(members) + "}"


def _mapping_text(document: Mapping[str, object]) -> str:
    if not all(isinstance(key, str) for key in document):
        raise InvalidInputError(place=_ROOT, detail=_TEXT_KEYS)
    return object_text(f"{_quoted(key)}:{_WRITERS[type(value)](value)}" for key, value in sorted(document.items()))


def _array_text(values: Iterable[object]) -> str:
    return "[" + ",".join([_WRITERS[type(value)](value) for value in values]) + "]"


def _members(names: Iterable[str], values: Iterable[object]) -> list[str]:
    """The members of an object, from quoted, sorted names; a value that is None or an empty tuple is left out."""
    return [
        name + _WRITERS[type(value)](value)
        for name, value in zip(names, values, strict=False)
        if value is not None and value != ()
    ]


def _reader(places: Mapping[str, str]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    """The quoted keys of `places` in order, and a function that reads their attributes, all at once."""
    keys = sorted(places)
    # Two more attributes, so that `attrgetter` always returns a tuple.
    return tuple(f'"{key}":' for key in keys), attrgetter(*map(places.__getitem__, keys), "__class__", "__class__")


@cache
def _reader_of(kind: type[AttrsInstance]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    return _reader({attribute.name: attribute.name for attribute in fields(kind)})


@cache
def _event_reader(payload: type[AttrsInstance]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    own = {attribute.name: f"payload.{attribute.name}" for attribute in fields(payload)}
    return _reader({name: name for name in ("type", *ENVELOPE_KEYS)} | own)


def _value_text(holder: AttrsInstance) -> str:
    names, values_of = _reader_of(type(holder))
    return object_text(_members(names, values_of(holder)))


def event_members(event: Event) -> list[str]:
    """The members of the document of an event, in their order."""
    kind: type[AttrsInstance] = type(event.payload)
    names, values_of = _event_reader(kind)
    return _members(names, values_of(event))


def _whole_text(value: int) -> str:
    try:
        return int.__repr__(value)
    except ValueError:
        raise InvalidInputError(place=_ROOT, detail=_TOO_LONG) from None


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise InvalidInputError.expected(names.NUMBER, Said.alike(str(value)), place=_ROOT)
    return f'"{value}"'


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each type is written: a word of a vocabulary as its code, an attrs value as an object."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        if has(kind):
            self[kind] = _value_text
        else:
            base = next((base for base in self._bases if issubclass(kind, base)), None)
            if base is None:
                es, en = f"{names.a(kind).es} no se puede escribir en JSON", f"{kind.__name__} has no JSON form"
                raise InvalidInputError(place=_ROOT, detail=Said(es, en))
            self[kind] = self[base]
        return self[kind]

    _bases: ClassVar = (str, datetime, date, UUID, Decimal, ZoneInfo, tuple, list, Mapping)


_WRITERS: Final = _Writers(
    {
        str: _quoted,
        bool: lambda value: "true" if value else "false",
        int: _whole_text,
        type(None): lambda _: "null",
        datetime: lambda value: f'"{instant_text(value)}"',
        date: lambda value: f'"{value.isoformat()}"',
        UUID: lambda value: f'"{value}"',
        Decimal: _decimal_text,
        ZoneInfo: lambda value: _quoted(str(value)),
        tuple: _array_text,
        list: _array_text,
        Mapping: _mapping_text,
        Event: lambda value: object_text(event_members(value)),
    }
)


def canonical_json(document: Mapping[str, object]) -> str:
    """`document` in its canonical form: keys sorted, no spaces, text in NFC.

    Raises:
        InvalidInputError: a value has no JSON form (a float has none), or a text has half a character.
    """
    # Each text is composed alone: in written JSON, an accent could compose with the letter of an escape before it.
    text = _mapping_text(_composed(document))
    if has_surrogate(text):  # the message shows the path, never the text
        place = next(_surrogates(document, _ROOT), _ROOT)
        raise InvalidInputError.expected(names.TEXT, names.HALF_A_CHARACTER, place=place)
    return text


def _composed(value: Any) -> Any:
    """The same value with every text in NFC; attrs values have theirs in NFC already."""
    match value:
        case str():
            return nfc(value)
        case Mapping():
            return {nfc(key): _composed(each) for key, each in value.items()}
        case list() | tuple():
            return [_composed(each) for each in value]
        case _:
            return value


def _surrogates(value: object, path: str) -> Iterator[str]:
    """The paths to texts with half a character; if it is in a key, the path to the object."""
    match value:
        case str() if has_surrogate(value):
            yield path
        case Mapping():
            for key, each in value.items():
                yield from [path] if has_surrogate(key) else _surrogates(each, f"{path}.{key}")
        case list() | tuple():
            for index, each in enumerate(value):
                yield from _surrogates(each, f"{path}[{index}]")
        case _:
            pass
