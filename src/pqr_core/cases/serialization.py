"""Cases and events as JSON and back: one strict converter, which refuses rather than coerces.

The form: ASCII keys, ISO dates, instants with their offset (written in UTC with six digits and `Z`), decimals and
UUIDs as strings, text in NFC. What is absent is left out; a default is written out, so that a later default does not
change an old document. The payload of an event lies flat among its keys, in the words of the legal vectors. What is
written is canonical (keys sorted, no spaces), fit to be hashed. Knows no storage and no deadline.

Personal data can be parted from an event (`event_parts`): what stays carries a salted digest of them, so that the
history can be proved while they are there and still stands when they have been deleted.

>>> from datetime import date
>>> from pqr_core.cases.events import Until
>>> text = event_to_json(Event(EventType.PRORROGA, on=date(2026, 4, 1), payload=Until(hasta=date(2026, 4, 20))))
>>> text
'{"hasta":"2026-04-20","on":"2026-04-01","schema_version":1,"type":"prorroga"}'
>>> event_from_json(text).payload
Until(hasta=datetime.date(2026, 4, 20))
"""

from __future__ import annotations

import json
import re
from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from hashlib import sha256
from operator import attrgetter
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, TypedDict, TypeVar, cast, get_args, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from attrs import NOTHING, AttrsInstance, fields, frozen, has

from pqr_core import vocabulary
from pqr_core.cases.case import Case
from pqr_core.cases.events import PAYLOADS, Event
from pqr_core.cases.filing import PERSONAL
from pqr_core.errors import (
    REFUSAL_PRECEDENCE,
    IncompleteEventError,
    InvalidInputError,
    NaiveDatetimeError,
    PQRError,
    UnknownEventError,
)
from pqr_core.fields import has_surrogate, nfc
from pqr_core.vocabulary import EventType

if TYPE_CHECKING:
    from cattrs import Converter  # imported where it is used: it is a third of the cost of importing the package

__all__ = (
    "SCHEMA_VERSION",
    "canonical_json",
    "case_from_json",
    "case_to_json",
    "event_from_json",
    "event_from_parts",
    "event_parts",
    "event_to_json",
    "instant_text",
    "personal_digest",
    "personal_of",
)

SCHEMA_VERSION: Final = 1
"""Of documents written now; a newer one is refused, an older one would be brought up to it on reading."""

_UPCASTS: Final[dict[int, Callable[[dict[str, Any]], dict[str, Any]]]] = {}
"""How a document of a version is brought to the next one; stored text is never rewritten, so none is ever taken out."""

_ROOT: Final = "$"
_HERE: Final = "value"
"""The place of an error at the value itself; the path to it is put in its stead."""
_INSTANT: Final = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(?P<offset>Z|[+-]\d{2}:\d{2})?")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Envelope(TypedDict, total=False):
    """The keys every event may have, whatever its type."""

    at: datetime | None
    on: date | None
    id: str | None
    recorded_at: datetime | None
    actor: str | None
    evidence: tuple[str, ...]


@frozen
class _CaseDocument:
    utility_id: str
    case_id: UUID
    zone: ZoneInfo
    events: tuple[Event, ...]


_ENVELOPE_KEYS: Final = tuple(_Envelope.__annotations__)
_COMMON_KEYS: Final = frozenset({"type", *_ENVELOPE_KEYS})
_PAYLOAD_KEYS: Final = {
    payload: tuple(attribute.name for attribute in fields(payload)) for payload in set(PAYLOADS.values())
}
_EVENT_TYPES: Final = {each.value: each for each in EventType}
_REQUIRED_KEYS: Final = {
    payload: tuple(attribute.name for attribute in fields(payload) if attribute.default is NOTHING)
    for payload in _PAYLOAD_KEYS
}
_VERSION_MEMBER: Final = f'"schema_version":{SCHEMA_VERSION}'
_UTC_OFFSET: Final = "+00:00"
_DIGEST_KEY: Final = "personal"
"""Where an event without its personal data carries their digest."""

_Json = dict[str, Any]

# --- writing -------------------------------------------------------------------------------------------------------


def instant_text(at: datetime) -> str:
    """An aware instant in its stored form: UTC, six digits, `Z`."""
    try:
        text = at.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        raise InvalidInputError(place="instant", detail=f"{at.isoformat()} has no form in UTC") from None
    return text.removesuffix(_UTC_OFFSET) + "Z"


_quoted: Final = json.encoder.encode_basestring


def _object(members: Iterable[str]) -> str:
    return "{" + ",".join(members) + "}"


def _mapping_text(document: Mapping[str, object]) -> str:
    if not all(isinstance(key, str) for key in document):
        raise InvalidInputError(place=_ROOT, detail="the keys of an object are texts")
    return _object(f"{_quoted(key)}:{_WRITERS[type(value)](value)}" for key, value in sorted(document.items()))


def _array_text(values: Iterable[object]) -> str:
    return "[" + ",".join([_WRITERS[type(value)](value) for value in values]) + "]"


def _members(names: Iterable[str], values: Iterable[object]) -> list[str]:
    """The members of an object, of names quoted and in their order; what is absent or empty is left out."""
    return [
        name + _WRITERS[type(value)](value)
        for name, value in zip(names, values, strict=False)
        if value is not None and value != ()
    ]


def _reader(places: Mapping[str, str]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    """The quoted keys of `places` in order, and what reads the attributes they stand for, all at once."""
    keys = sorted(places)
    # With two more, so that it always gives several.
    return tuple(f'"{key}":' for key in keys), attrgetter(*map(places.__getitem__, keys), "__class__", "__class__")


@cache
def _reader_of(kind: type[AttrsInstance]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    return _reader({attribute.name: attribute.name for attribute in fields(kind)})


@cache
def _event_reader(payload: type[AttrsInstance]) -> tuple[tuple[str, ...], Callable[[Any], tuple[object, ...]]]:
    own = {attribute.name: f"payload.{attribute.name}" for attribute in fields(payload)}
    return _reader({name: name for name in _COMMON_KEYS} | own)


def _value_text(holder: AttrsInstance) -> str:
    names, values_of = _reader_of(type(holder))
    return _object(_members(names, values_of(holder)))


def _event_members(event: Event) -> list[str]:
    kind: type[AttrsInstance] = type(event.payload)
    names, values_of = _event_reader(kind)
    return _members(names, values_of(event))


def _whole_text(value: int) -> str:
    try:
        return int.__repr__(value)
    except ValueError:
        raise InvalidInputError(place=_ROOT, detail="a number too long to be read again") from None


def _decimal_text(value: Decimal) -> str:
    if not value.is_finite():
        raise InvalidInputError(place=_ROOT, detail=f"{value} is no number")
    return f'"{value}"'


class _Writers(dict[type, Callable[[Any], str]]):
    """How a value of each type is written; a word of a vocabulary as its code, a value with fields as an object."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        if has(kind):
            self[kind] = _value_text
        else:
            base = next((base for base in self._bases if issubclass(kind, base)), None)
            if base is None:
                raise InvalidInputError(place=_ROOT, detail=f"{kind.__name__} has no JSON form")
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
        Event: lambda value: _object(_event_members(value)),
    }
)


def canonical_json(document: Mapping[str, object]) -> str:
    """`document` in the one form that is hashed: keys sorted, no spaces, NFC, nothing that is not Unicode text.

    Raises:
        InvalidInputError: a value without JSON form (a float is one), or text that cannot be UTF-8 (a lone surrogate).
    """
    # Each text by itself: in what is written, a mark would compose with the letter of an escape before it.
    text = _mapping_text(_composed(document))
    if has_surrogate(text):  # told by its path, never by the text
        place = next(_surrogates(document, _ROOT), _ROOT)
        raise InvalidInputError(place=place, detail="half a character (a lone surrogate) is no text")
    return text


def _composed(value: Any) -> Any:
    """The same with every text in NFC; values with fields were made so."""
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
    """The paths to text with half a character in it; to the object, where it is in a key."""
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


def event_to_json(event: Event) -> str:
    """One event as a document of its own, canonical, with the personal data it has."""
    members = _event_members(event)
    insort(members, _VERSION_MEMBER)
    return _object(members)  # the texts of an event are Unicode and NFC since it was made


def case_to_json(case: Case) -> str:
    """A case with its whole history, canonical.

    Raises:
        InvalidInputError: its zone is not a named one (`zoneinfo.ZoneInfo`).
    """
    if not isinstance(case.zone, ZoneInfo):
        raise InvalidInputError(place="zone", detail=f"a named zone is needed, not {case.zone!r}")
    document = {name: getattr(case, name) for name in ("utility_id", "case_id", "zone", "events")}
    return canonical_json({"schema_version": SCHEMA_VERSION, **document})


# --- personal data -------------------------------------------------------------------------------------------------


def personal_of(event: Event) -> _Json:
    """The personal data of an event, nested under the keys of the document; empty when there are none."""
    return _personal(event.payload)


def _personal(holder: AttrsInstance) -> _Json:
    found: _Json = {}
    for name, personal in _bearers(type(holder)):
        value = getattr(holder, name)
        if value is None:
            continue
        if personal:
            found[name] = value
        elif nested := _personal(value.payload if isinstance(value, Event) else value):
            found[name] = nested
    return found


@cache
def _bearers(kind: type[AttrsInstance]) -> tuple[tuple[str, bool], ...]:
    """The fields that may hold personal data: those that are personal, and those whose values have such fields."""
    hints = get_type_hints(kind)
    return tuple(
        (each.name, personal)
        for each in fields(kind)
        if (personal := PERSONAL in each.metadata) or any(map(_may_bear, _alternatives(hints[each.name])))
    )


def _alternatives(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if isinstance(hint, UnionType) else (hint,)


def _may_bear(kind: Any) -> bool:
    return kind is Event or (isinstance(kind, type) and has(kind) and bool(_bearers(kind)))


def personal_digest(personal: Mapping[str, object], salt: bytes) -> str:
    """The hexadecimal SHA-256 of `salt` and the canonical form of `personal`."""
    return sha256(salt + canonical_json(personal).encode()).hexdigest()


def event_parts(event: Event, salt: bytes) -> tuple[_Json, _Json]:
    """The document of an event without its personal data, and these apart; both of JSON values only.

    Where there are some, the first has their `personal_digest` under `personal`; else the second is empty.
    """
    public: _Json = json.loads(event_to_json(event))
    personal: _Json = personal_of(event)
    if personal:
        personal = json.loads(canonical_json(personal))
        _take_out(public, personal)
        public[_DIGEST_KEY] = personal_digest(personal, salt)
    return public, personal


def _take_out(document: _Json, personal: Mapping[str, Any]) -> None:
    for name, value in personal.items():
        if isinstance(value, dict):
            _take_out(document[name], value)
        else:
            del document[name]


def event_from_parts(public: Mapping[str, Any], personal: Mapping[str, Any] | None) -> Event:
    """The event of both parts; with None for `personal` (deleted), the event without personal data.

    Raises:
        InvalidInputError: as `event_from_json`; or `personal` has a place that the document does not have. Whether
            it is what the digest was made of is for whoever keeps the salt to ask (`personal_digest`).
    """
    document = _joined({key: value for key, value in public.items() if key != _DIGEST_KEY}, personal or {}, _ROOT)
    return _structured(_versioned(document), Event)


def _joined(document: _Json, personal: Mapping[str, Any], path: str) -> _Json:
    joined = dict(document)
    for name, value in personal.items():
        if not isinstance(value, dict):
            if name in joined:
                raise InvalidInputError(place=f"{path}.{name}", detail="the document has this itself: not personal")
            joined[name] = value
        elif isinstance(joined.get(name), dict):
            joined[name] = _joined(joined[name], value, f"{path}.{name}")
        else:
            raise InvalidInputError(place=f"{path}.{name}", detail="personal data of nothing that is in the document")
    return joined


# --- reading -------------------------------------------------------------------------------------------------------


def event_from_json(text: str | bytes) -> Event:
    """The event of a document.

    Raises:
        InvalidInputError: no JSON, an unknown or repeated key, a value of another type; `place` is the path to it.
        NaiveDatetimeError: an instant without offset.
        UnknownEventError: a type that does not exist.
        IncompleteEventError: a key that is missing, or two where one is asked.
    """
    return _structured(_document(text), Event)


def case_from_json(text: str | bytes) -> Case:
    """The case of a document; errors as in `event_from_json`."""
    document = _structured(_document(text), _CaseDocument)
    return Case(utility_id=document.utility_id, case_id=document.case_id, zone=document.zone, events=document.events)


def _document(text: str | bytes) -> _Json:
    try:
        document = _decode(text if isinstance(text, str) else text.decode(json.detect_encoding(text)))
    except PQRError:
        raise
    except (ValueError, RecursionError) as error:  # the first, of what is no JSON, no text or too long a number
        raise InvalidInputError(place=_ROOT, detail=f"not JSON: {error}") from None
    return _versioned(document)


def _versioned(document: Any) -> _Json:
    """`document` brought to the present version of the schema, without the key that says which it was."""
    version = document.pop("schema_version", None) if isinstance(document, dict) else None
    if type(version) is not int or version < 1:
        raise InvalidInputError(place=f"{_ROOT}.schema_version", detail="a document says its version, a number")
    if version > SCHEMA_VERSION:
        detail = f"version {version} is newer than {SCHEMA_VERSION}, the last this library reads: upgrade pqr-core"
        raise InvalidInputError(place=f"{_ROOT}.schema_version", detail=detail)
    for older in range(version, SCHEMA_VERSION):
        document = _UPCASTS[older](document)
    return cast("_Json", document)


def _unrepeated(pairs: list[tuple[str, Any]]) -> _Json:
    document = dict(pairs)
    if len(document) != len(pairs):
        keys = [key for key, _ in pairs]
        repeated = next(key for key in keys if keys.count(key) > 1)
        raise InvalidInputError(place=_ROOT, detail=f"the key {repeated!r} stands twice in one object")
    return document


_decode: Final = json.JSONDecoder(object_pairs_hook=_unrepeated).decode
"""Made once: `json.loads` would make a decoder for every text."""


T = TypeVar("T")


def _structured(document: _Json, kind: type[T]) -> T:
    """`document` as `kind`; read a second time for the path only when the first, quick reading fails."""
    try:
        return _converter(detailed=False).structure(document, kind)
    except Exception as refused:  # noqa: BLE001 - a refusal is any error of a hook, a validator or the converter
        try:
            return _converter(detailed=True).structure(document, kind)
        except Exception as error:  # noqa: BLE001 - as above
            found = [_refusal(leaf, path) for leaf, path in _leaves(error, _ROOT)]
            raise min(found, key=_precedence) from refused


def _precedence(error: PQRError) -> int:
    return REFUSAL_PRECEDENCE.index(type(error)) if type(error) in REFUSAL_PRECEDENCE else len(REFUSAL_PRECEDENCE)


def _leaves(error: Exception, path: str) -> Iterator[tuple[Exception, str]]:
    """Each single error within the groups of the converter, with the path to its place."""
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
    """`error` in the words of the package, with its place."""
    from cattrs.errors import ForbiddenExtraKeysError

    match error:
        case PQRError():
            return _placed(error, path)
        case ForbiddenExtraKeysError():
            known = tuple(attribute.name for attribute in fields(error.cl))
            if error.cl in _PAYLOAD_KEYS:
                known = ("type", *_ENVELOPE_KEYS, *known)
            unknown = ", ".join(repr(key) for key in sorted(error.extra_fields))
            return InvalidInputError(place=path, detail=f"unknown key {unknown}; known keys: {', '.join(known)}")
        case KeyError():
            return InvalidInputError(place=path, detail=f"the key {error} is missing")
        case _:
            return InvalidInputError(place=path, detail=str(error) or type(error).__name__)


def _placed(error: PQRError, path: str) -> PQRError:
    own = error.params.get("place")
    if own is None:
        return error
    place = path if own in (_HERE, "events") else f"{path}.{own}"
    return type(error)(**{**error.params, "place": place})


def _refuse(value: object, meant: str) -> InvalidInputError:
    return InvalidInputError(place=_HERE, detail=f"{meant} is meant, not {type(value).__name__} {value!r}")


def _text(value: object, _kind: object) -> str:
    if type(value) is not str:
        # The value stays out of the message: it may be somebody's document or telephone.
        raise InvalidInputError(place=_HERE, detail=f"text is meant, not {type(value).__name__}")
    return value


def _exactly(kind: type[T], meant: str) -> Callable[[object, object], T]:
    def hook(value: object, _kind: object) -> T:
        if type(value) is not kind:
            raise _refuse(value, meant)
        return value

    return hook


def _date(value: object, _kind: object) -> date:
    if type(value) is str and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _refuse(value, "a date YYYY-MM-DD")


def _instant(value: object, _kind: object) -> datetime:
    if type(value) is str and (matched := _INSTANT.fullmatch(value)):
        if matched["offset"] is None:
            raise NaiveDatetimeError(place=_HERE, value=value)
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            pass
    raise _refuse(value, "an instant YYYY-MM-DDThh:mm:ss with its offset")


def _decimal(value: object, _kind: object) -> Decimal:
    try:
        number = Decimal(value) if type(value) is str else None
    except InvalidOperation:
        number = None
    if number is None or not number.is_finite():
        raise _refuse(value, "a decimal number as text")
    return number


def _uuid(value: object, _kind: object) -> UUID:
    try:
        if type(value) is str and str(identifier := UUID(value)) == value.lower():
            return identifier
    except ValueError:
        pass
    raise _refuse(value, "a UUID")


def _zone(value: object, _kind: object) -> ZoneInfo:
    try:
        return ZoneInfo(_text(value, str))
    except (LookupError, ValueError, OSError):
        raise _refuse(value, "the name of a zone") from None


def _code(value: object, kind: type[StrEnum]) -> StrEnum:
    try:
        return kind(value) if type(value) is str else kind(_text(value, str))
    except ValueError:
        raise InvalidInputError(place=_HERE, detail=f"unknown code {value!r}; known codes: {', '.join(kind)}") from None


def _event_type(code: object) -> EventType:
    if type(code) is str and (found := _EVENT_TYPES.get(code)):
        return found
    if code is None:
        raise IncompleteEventError(place=_HERE, event="an event", needs="type")
    try:
        return EventType(_text(code, str))
    except ValueError:
        raise UnknownEventError(place="type", event=code, known=", ".join(EventType)) from None


@cache
def _converter(*, detailed: bool) -> Converter:
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, detailed_validation=detailed)
    hooks: dict[type, Callable[[Any, Any], Any]] = {}
    """How each class is read, looked up once: an event asks for two of them."""

    def event(document: object, _kind: object) -> Event:
        if not isinstance(document, dict):
            raise _refuse(document, "an object")
        event_type = _event_type(document.get("type"))
        kind = PAYLOADS[event_type]
        for key in _REQUIRED_KEYS[kind]:
            if key not in document:
                missing = [each for each in _REQUIRED_KEYS[kind] if each not in document]
                raise IncompleteEventError(place=_HERE, event=event_type, needs=", ".join(missing))
        rest = {key: value for key, value in document.items() if key not in _COMMON_KEYS}
        payload = hooks[kind](rest, kind)
        envelope = hooks[_Envelope]({key: document[key] for key in _ENVELOPE_KEYS if key in document}, _Envelope)
        return Event(event_type, payload=payload, **envelope)

    converter.register_structure_hook(Event, event)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(int, _exactly(int, "a whole number"))
    converter.register_structure_hook(bool, _exactly(bool, "true or false"))
    converter.register_structure_hook(date, _date)
    converter.register_structure_hook(datetime, _instant)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_structure_hook(UUID, _uuid)
    converter.register_structure_hook(ZoneInfo, _zone)
    for word in vars(vocabulary).values():
        if isinstance(word, type) and issubclass(word, StrEnum):  # each by name: the hook of `str` would go before
            converter.register_structure_hook(word, _code)
    converter.register_structure_hook_factory(_is_optional, _optional)
    for kind in (_Envelope, *_PAYLOAD_KEYS):
        hooks[kind] = converter.get_structure_hook(kind)
    return converter


def _is_optional(hint: Any) -> bool:
    return isinstance(hint, UnionType) and len([kind for kind in get_args(hint) if kind is not NoneType]) == 1


def _optional(hint: Any, converter: Converter) -> Callable[[Any, Any], Any]:
    """How a value that may be null is read, its hook looked up once; cattrs would look for it at each value."""
    kind = next(each for each in get_args(hint) if each is not NoneType)
    hook = converter.get_structure_hook(kind)
    return lambda value, _: None if value is None else hook(value, kind)
