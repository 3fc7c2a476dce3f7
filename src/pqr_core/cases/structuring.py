"""Reads values of a case from a JSON document with one strict converter, which refuses and never converts loosely.

A document is first read by a fast converter. Only if that fails is it read again, to find the path of the error. Values
that may be personal data are in no message.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import GenericAlias, NoneType, UnionType
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypedDict, TypeVar, get_args, get_origin
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import NOTHING, fields

from pqr_core import names, vocabulary
from pqr_core.bounded import BOUNDS, Bounds, read_json
from pqr_core.cases.canonical import ENVELOPE_KEYS
from pqr_core.cases.events import PAYLOADS, Event, Payload
from pqr_core.errors import (
    REFUSAL_PRECEDENCE,
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    PQRError,
    TooMuchError,
    UnknownEventError,
)
from pqr_core.language import Said
from pqr_core.schemas import members
from pqr_core.vocabulary import EventType

if TYPE_CHECKING:
    from cattrs import Converter  # imported only where used: it is a third of the import time

__all__ = ("document_of", "structured")

_ROOT: Final = "$"
_HERE: Final = "value"
"""The place of an error in the value itself; the path to the value replaces it."""
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(?P<offset>Z|[+-]\d{2}:\d{2})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER: Final = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([Ee][+-]?\d+)?", re.ASCII)
_DECIMAL: Final = Said("un número decimal, como texto", "a decimal number as text")
T = TypeVar("T")


class _Envelope(TypedDict, total=False):
    """The keys that every event may have, whatever its type."""

    at: datetime | None
    on: date | None
    id: str | None
    recorded_at: datetime | None
    actor: str | None
    evidence: tuple[str, ...]


_COMMON_KEYS: Final = frozenset({"type", *ENVELOPE_KEYS})
_PAYLOAD_CLASSES: Final = frozenset(PAYLOADS.values())
_EVENT_TYPES: Final = {each.value: each for each in EventType}
_REQUIRED_KEYS: Final = {
    payload: tuple(attribute.name for attribute in fields(payload) if attribute.default is NOTHING)
    for payload in _PAYLOAD_CLASSES
}


def document_of(text: str | bytes, bounds: Bounds = BOUNDS) -> Any:
    """The value of a JSON text in which no object repeats a key.

    Raises:
        InvalidInputError: the text is not JSON, is larger than `bounds` allow, or repeats a key in one object.
    """
    try:
        return read_json(text if isinstance(text, str) else text.decode(json.detect_encoding(text)), bounds)
    except InvalidInputError as error:
        raise InvalidInputError(place=_ROOT, detail=error.params["detail"]) from None
    except TooMuchError as error:
        raise InvalidInputError(place=_ROOT, detail=error.said) from None
    except ValueError as error:
        raise InvalidInputError(place=_ROOT, detail=Said.of_json(error)) from None


def structured(document: dict[str, Any], kind: type[T]) -> T:
    """`document` as a value of `kind`.

    Raises:
        PQRError: the document is refused. Of several refusals, it is the first in `REFUSAL_PRECEDENCE`, with its path.
    """
    try:
        made: T = _quick(kind)(document, kind)  # type: ignore[arg-type]  # a class can be hashed
    except Exception as refused:  # noqa: BLE001 - a refusal is any error of a hook, a validator or the converter
        try:
            return _converter(detailed=True).structure(document, kind)
        except Exception as error:  # noqa: BLE001 - as above
            found = [_refusal(leaf, path) for leaf, path in _leaves(error, _ROOT)]
            raise min(found, key=_precedence) from refused
    return made


def _precedence(error: PQRError) -> int:
    return REFUSAL_PRECEDENCE.index(type(error)) if type(error) in REFUSAL_PRECEDENCE else len(REFUSAL_PRECEDENCE)


def _leaves(error: Exception, path: str) -> Iterator[tuple[Exception, str]]:
    """Each single error within the error groups of the converter, with the path to its place."""
    from cattrs.errors import ClassValidationError, IterableValidationError

    match error:
        case ClassValidationError():
            named, unnamed = error.group_exceptions()
            for inner, note in named:
                yield from _leaves(inner, f"{path}.{note.name}")
            for inner in unnamed:
                yield from _leaves(inner, path)
        case IterableValidationError():
            numbered, unnumbered = error.group_exceptions()
            for inner, item in numbered:
                yield from _leaves(inner, f"{path}[{item.index}]")
            for inner in unnumbered:
                yield from _leaves(inner, path)
        case _:
            yield error, path


def _refusal(error: Exception, path: str) -> PQRError:
    """`error` as an error of the package, with its place."""
    from cattrs.errors import ForbiddenExtraKeysError

    match error:
        case PQRError():
            return _placed(error, path)
        case ForbiddenExtraKeysError():
            known = tuple(attribute.name for attribute in fields(error.cl))
            if error.cl in _PAYLOAD_CLASSES:
                known = ("type", *ENVELOPE_KEYS, *known)
            unknown = min(error.extra_fields)
            return InvalidInputError.unknown_key(unknown, known, place=f"{path}.{unknown}")
        case KeyError():
            return InvalidInputError(place=path, detail=Said(f"falta la clave {error}", f"the key {error} is missing"))
        case _:
            return InvalidInputError(place=path, detail=Said.of_other(error))


def _placed(error: PQRError, path: str) -> PQRError:
    own = error.params.get("place")
    if own is None:
        return error
    place = path if own in (_HERE, "events") else f"{path}.{own}"
    return type(error)(**{**error.params, "place": place})


def _refuse(value: object, expected: Said) -> InvalidInputError:
    return InvalidInputError.expected(expected, names.shown(value), place=_HERE)


def _text(value: object, _kind: object) -> str:
    if type(value) is not str:
        # The value is not shown: it may be a person's document or telephone number.
        raise InvalidInputError.expected(names.TEXT, value, place=_HERE)
    return value


def _exactly(kind: type[T], what: Said) -> Callable[[object, object], T]:
    def hook(value: object, _kind: object) -> T:
        if type(value) is not kind:
            raise _refuse(value, what)
        return value

    return hook


def _date(value: object, _kind: object) -> date:
    if type(value) is str and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _refuse(value, names.ISO_DAY)


def _instant(value: object, _kind: object) -> datetime:
    if type(value) is str and (matched := _INSTANT.fullmatch(value)):
        if matched["offset"] is None:
            raise NaiveDatetimeError(place=_HERE, value=value)
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise _refuse(value, names.ISO_INSTANT)


def _decimal(value: object, _kind: object) -> Decimal:
    # `Decimal` itself also reads spaces, underscores and the digits of every script.
    if type(value) is str and _NUMBER.fullmatch(value):
        with suppress(InvalidOperation):  # an exponent beyond all bounds
            return Decimal(value)
    raise _refuse(value, _DECIMAL)


def _uuid(value: object, _kind: object) -> UUID:
    try:
        if type(value) is str and str(identifier := UUID(value)) == value.lower():
            return identifier
    except ValueError:
        pass
    raise _refuse(value, names.a(UUID))


def _zone(value: object, _kind: object) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value, str))
    except (LookupError, ValueError, OSError):
        raise _refuse(value, names.NAMED_ZONE) from None


def _code(value: object, kind: type[StrEnum]) -> StrEnum:
    code = _text(value, str)
    try:
        return kind(code)
    except InvalidInputError as error:
        raise InvalidInputError(place=_HERE, detail=error.params["detail"]) from None


def _event_type(code: object) -> EventType:
    if type(code) is str and (found := _EVENT_TYPES.get(code)):
        return found
    if code is None:
        raise IncompleteEventError(place=_HERE, event=names.UNTYPED, needs="type")
    raise UnknownEventError(place="type", event=_text(code, str), known=names.choices(EventType, code))


@cache
def _converter(*, detailed: bool) -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    hooks: dict[type, Callable[[Any, Any], Any]] = {}
    """The hook that reads each class, looked up once: an event needs two of them."""

    def event(document: object, _kind: object) -> Event:
        if not isinstance(document, dict):
            raise _refuse(document, names.OBJECT)
        event_type = _event_type(document.get("type"))
        kind = PAYLOADS[event_type]
        for key in _REQUIRED_KEYS[kind]:
            if key not in document:
                missing = [each for each in _REQUIRED_KEYS[kind] if each not in document]
                raise IncompleteEventError(place=_HERE, event=event_type, needs=", ".join(missing))
        rest = {key: value for key, value in document.items() if key not in _COMMON_KEYS}
        payload = hooks[kind](rest, kind)
        envelope = hooks[_Envelope]({key: document[key] for key in ENVELOPE_KEYS if key in document}, _Envelope)
        return Event(event_type, payload=payload, **envelope)

    quick = _QuickEvents()
    converter.register_structure_hook(Event, event if detailed else quick)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _exactly(int, names.WHOLE))
    converter.register_structure_hook(bool, _exactly(bool, names.FLAG))
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(datetime, _instant)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(UUID, _uuid)
    converter.register_structure_hook(ZoneInfo, _zone)
    for word in vars(vocabulary).values():
        if isinstance(word, type) and issubclass(word, StrEnum):  # one by one: else the hook of `str` would be used
            converter.register_structure_hook(word, _code)
    converter.register_structure_hook_factory(_is_optional, _optional)
    converter.register_structure_hook_factory(_are_several, _several)
    for kind in (_Envelope, *_PAYLOAD_CLASSES):
        hooks[kind] = converter.get_structure_hook(kind)
    quick.prepare(converter)
    return converter


class _Read(NamedTuple):
    """How the value of a key of an event is read: by which hook; None where the class takes what JSON has as it is."""

    of_payload: bool
    hook: Callable[[Any, Any], Any] | None
    hint: Any


_AS_JSON_HAS_THEM: Final = {str, int, bool, NoneType}
"""Texts, whole numbers and flags: the class of the payload checks what it is given."""


class _QuickEvents:
    """How an event is read at first: by one table a type, which says of each key whose it is and how it is read.

    It refuses what the second reading refuses, by whatever error comes first: a key that is not in the table, one that
    is missing, a value that a hook or the class itself does not take.
    """

    def __init__(self) -> None:
        self._tables: dict[str, tuple[EventType, type[Payload], dict[str, _Read]]] = {}

    def prepare(self, converter: Converter) -> None:
        """Make the tables, once the converter has its hooks."""

        def reads(kind: type, *, of_payload: bool) -> dict[str, _Read]:
            hints = {key: member.hint for key, member in members(kind).items()}
            return {
                key: _Read(
                    of_payload,
                    None
                    if _AS_JSON_HAS_THEM.issuperset(get_args(hint) or (hint,))
                    else converter.get_structure_hook(hint),
                    hint,
                )
                for key, hint in hints.items()
            }

        envelope = reads(_Envelope, of_payload=False)
        envelope["type"] = _Read(of_payload=False, hook=None, hint=EventType)
        for event_type, kind in PAYLOADS.items():
            self._tables[event_type.value] = event_type, kind, {**reads(kind, of_payload=True), **envelope}

    def __call__(self, document: Any, _kind: object) -> Event:
        """The event of a document."""
        event_type, kind, reads = self._tables[document["type"]]
        envelope: dict[str, Any] = {}
        payload: dict[str, Any] = {}
        for key, value in document.items():
            of_payload, hook, hint = reads[key]
            (payload if of_payload else envelope)[key] = value if hook is None else hook(value, hint)
        envelope["type"] = event_type
        return Event(payload=kind(**payload), **envelope)


@cache
def _quick(kind: type) -> Callable[[Any, type], Any]:
    """The fast reader of a class, looked up once: it reports only the first error, without its path."""
    hook: Callable[[Any, type], Any] = _converter(detailed=False).get_structure_hook(kind)
    return hook


def _are_several(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _several(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """How several values are read: of a list only, since cattrs would take the letters of a text for them."""
    items = GenericAlias(list, get_args(hint)[:1])
    hook = converter.get_structure_hook(items)

    def read(value: object, _kind: object) -> tuple[Any, ...]:
        if type(value) is not list:
            # The value stays out of the message, as of a text.
            raise InvalidInputError.expected(names.LIST, value, place=_HERE)
        return tuple(hook(value, items))

    return read


def _is_optional(hint: Any) -> bool:
    return isinstance(hint, UnionType) and len([kind for kind in get_args(hint) if kind is not NoneType]) == 1


def _optional(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """The reader of a value that may be null, with its hook looked up once; cattrs would look it up for each value."""
    kind = next(each for each in get_args(hint) if each is not NoneType)
    hook = converter.get_structure_hook(kind)
    return lambda value, _: None if value is None else hook(value, kind)
