r"""Converters and validators for the fields of value classes: text in NFC, numbers that every database keeps.

A converter normalises and never refuses. It returns a value that it cannot read unchanged, and the validator, which
knows the name of the field, refuses it. No message shows a text that was given: it may be a person's name.

>>> nfc("Jose\u0301") == "Jos\u00e9"
True
>>> has_surrogate("\ud83d"), has_surrogate("🚰")
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timezone
from enum import StrEnum
from itertools import islice
from textwrap import shorten
from typing import Any, Final, Self, TypeVar, cast
from unicodedata import category, normalize

from attrs import NOTHING, Attribute, fields, has

from pqr_core.errors import InvalidInputError
from pqr_core.language import Said
from pqr_core.moments import require_date, require_instant
from pqr_core.names import FILLED, FLAG, HALF_A_CHARACTER, LIST, POSITIVE, TEXT, TEXTS, WHOLE, a, shown

__all__ = (
    "Brief",
    "ClosedList",
    "are",
    "are_texts",
    "at_once",
    "has_surrogate",
    "is_a",
    "is_a_or_none",
    "is_count",
    "is_count_or_none",
    "is_day",
    "is_day_or_none",
    "is_filled",
    "is_flag",
    "is_instant",
    "is_instant_or_none",
    "is_positive",
    "is_text",
    "is_text_or_none",
    "listed",
    "misleads",
    "nfc",
    "nfc_or_none",
    "or_none",
    "several",
    "short",
    "steady",
    "texts",
)

T = TypeVar("T")
_Validator = Callable[[object, "Attribute[Any]", object], None]

_STEADY: Final = (type(None), timezone)
"""Time zones that never change their offset: a field without a zone, and fixed offsets."""
_HIDDEN: Final = frozenset({"Cc", "Cf", "Co", "Zl", "Zp"})
"""Categories of characters that are invisible, or change how the text after them is shown."""
_UNSEEN: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\U0001d159").union(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
"""Letters and marks that are invisible, too."""
_SMALLEST: Final = -(2**31)
_LARGEST: Final = 2**31 - 1
"""The range of a signed 32-bit integer column, which every database engine has."""
_KEPT: Final = Said(
    f"un número entero entre {_SMALLEST} y {_LARGEST}", f"a whole number from {_SMALLEST} to {_LARGEST}"
)


class ClosedList(StrEnum):
    """A code of a closed list; an unknown code is refused, and the message shows the list."""

    @classmethod
    def _missing_(cls, value: object) -> Self:
        raise InvalidInputError.unlisted(cls, value, place=cls.__name__)


def nfc(value: str) -> str:
    """Text in Unicode NFC: each accent is composed with its letter, so two spellings of a text are equal."""
    if not isinstance(value, str):  # a type checker tells the caller; at run time the validator does
        return value  # type: ignore[unreachable]
    return value if value.isascii() else normalize("NFC", value)


def nfc_or_none(value: str | None) -> str | None:
    """The same as `nfc`, for a text that may be None."""
    return value if value is None else nfc(value)


def steady(value: datetime | None) -> datetime | None:
    """Converter: the same instant, in UTC if its own zone repeats or skips that hour.

    Python never considers a repeated or skipped hour equal to an instant of another zone. Such a value would differ
    from itself after it is stored and read.
    """
    if not isinstance(value, datetime) or type(value.tzinfo) in _STEADY:
        return value
    try:
        is_steady = value.utcoffset() == value.replace(fold=not value.fold).utcoffset()
        return value if is_steady else value.astimezone(UTC)
    except OverflowError:
        return value


def listed(known: Mapping[str, T], code: str, place: str) -> T:
    """The value of `code` in a list.

    Raises:
        InvalidInputError: the list does not have the code. The message suggests a similar code, if there is one.
    """
    if code not in known:
        raise InvalidInputError.unlisted(known, code, place=place)
    return known[code]


def several(values: Iterable[T]) -> tuple[T, ...]:
    """The values as a tuple; a value that cannot be iterated is returned unchanged."""
    try:
        return tuple(values)
    except TypeError:
        return cast("tuple[T, ...]", values)


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """The texts in NFC, as a tuple; a single text is returned unchanged, for the validator to refuse."""
    told = values if isinstance(values, str) else several(values)
    return tuple(map(nfc, told)) if isinstance(told, tuple) else cast("tuple[str, ...]", told)


def has_surrogate(text: str) -> bool:
    """Whether the text has half a character (a lone surrogate), which no encoding and no database can keep."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def misleads(code: str) -> bool:
    r"""Whether a code looks like another one: by what cannot be seen in it, or by spaces or digits of other kinds.

    >>> misleads("2026-0012"), misleads("2026\u3164-0012"), misleads("2026-001\u0662"), misleads("2026\u00a0A")
    (False, True, True, True)
    """
    return any(
        category(each) in _HIDDEN or each in _UNSEEN or (not each.isascii() and (each.isdigit() or each.isspace()))
        for each in code
    )


def or_none(check: _Validator) -> _Validator:
    """Validator: None, or a value that `check` accepts.

    It does what `attrs.validators.optional` does, in half the time: a filing has thirty optional fields, most of them
    None.
    """

    def check_unless_none(instance: object, attribute: Attribute[Any], value: object) -> None:
        if value is not None:
            check(instance, attribute, value)

    return check_unless_none


def is_text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: Unicode text."""
    if not isinstance(value, str):
        raise InvalidInputError.expected(TEXT, value, place=attribute.name)
    if has_surrogate(value):
        raise InvalidInputError.expected(TEXT, HALF_A_CHARACTER, place=attribute.name)


is_text_or_none: Final = or_none(is_text)
"""Validator: the same as `is_text`, or None."""


def is_filled(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: Unicode text that is not blank."""
    is_text(instance, attribute, value)
    if not str(value).strip():
        raise InvalidInputError.expected(FILLED, value, place=attribute.name)


def are_texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    """Validator: a tuple of texts."""
    if not isinstance(values, tuple):
        raise InvalidInputError.expected(TEXTS, values, place=attribute.name)
    for value in values:
        is_text(instance, attribute, value)


def is_flag(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: `True` or `False`; 0 and 1 are refused."""
    if type(value) is not bool:
        raise InvalidInputError.expected(FLAG, value, place=attribute.name)


def is_count(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: a whole number that fits in a signed 32-bit integer column."""
    if type(value) is not int:
        raise InvalidInputError.expected(WHOLE, value, place=attribute.name)
    if not _SMALLEST <= value <= _LARGEST:
        raise InvalidInputError.expected(_KEPT, shown(value), place=attribute.name)


is_count_or_none: Final = or_none(is_count)
"""Validator: the same as `is_count`, or None."""


def is_positive(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: a whole number above 0 that fits in a signed 32-bit integer column."""
    is_count(instance, attribute, value)
    if cast("int", value) < 1:
        raise InvalidInputError.expected(POSITIVE, shown(value), place=attribute.name)


def is_day(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: a calendar day (`moments.require_date`)."""
    require_date(value, attribute.name)


is_day_or_none: Final = or_none(is_day)
"""Validator: the same as `is_day`, or None."""


def is_instant(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: an aware datetime (`moments.require_instant`)."""
    require_instant(value, attribute.name)


is_instant_or_none: Final = or_none(is_instant)
"""Validator: the same as `is_instant`, or None."""


def is_a(kind: type) -> _Validator:
    """Validator: a value of `kind`; a subclass of an attrs class is refused, because no document can express it."""
    whole = has(kind)

    def check(_instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind) or (whole and type(value) is not kind):
            raise InvalidInputError.expected(a(kind), value, place=attribute.name)

    return check


def is_a_or_none(kind: type) -> _Validator:
    """Validator: the same as `is_a`, or None."""
    return or_none(is_a(kind))


def are(kind: type) -> _Validator:
    """Validator: a tuple of values, each accepted by `is_a`."""
    check = is_a(kind)

    def check_each(instance: object, attribute: Attribute[Any], values: object) -> None:
        if not isinstance(values, tuple):
            raise InvalidInputError.expected(LIST, values, place=attribute.name)
        for value in values:
            if type(value) is not kind:  # the usual case needs no call: a history is checked each time it grows
                check(instance, attribute, value)

    return check_each


# --- converted and validated at once -------------------------------------------------------------------------------

_Told = Callable[[Any], Any]


def at_once(_kind: type, declared: list[Attribute[Any]]) -> list[Attribute[Any]]:
    """For `frozen(field_transformer=at_once)`: one call for each field where attrs would make two or three.

    What is declared stays what a type checker and a reader see, and nothing else is accepted or refused: the default is
    kept as it is, whatever else is told is converted and then validated. It is for the classes of which every case that
    is read has some: a filing has thirty fields, and most are absent. Its validators are not to ask the instance.
    """
    return [
        each.evolve(converter=_kept_or_told(each), validator=None) if each.converter or each.validator else each
        for each in declared
    ]


def _kept_or_told(attribute: Attribute[Any]) -> _Told:
    default = attribute.default
    told = _QUICKLY.get((attribute.converter, attribute.validator), _converted_and_validated)(attribute)
    return told if default is NOTHING else lambda value: value if value is default else told(value)


def _converted_and_validated(attribute: Attribute[Any]) -> _Told:
    convert: Any = attribute.converter
    validate = attribute.validator

    def told(value: Any) -> Any:
        kept = value if convert is None else convert(value)
        if validate is not None:
            validate(None, attribute, kept)
        return kept

    return told


def _text(attribute: Attribute[Any]) -> _Told:
    composed = _converted_and_validated(attribute)
    return lambda value: value if value.__class__ is str and value.isascii() else composed(value)


def _instant_or_none(attribute: Attribute[Any]) -> _Told:
    name = attribute.name
    return lambda value: value if value is None else require_instant(steady(value), name)


_QUICKLY: Final[Mapping[tuple[object, object], Callable[[Attribute[Any]], _Told]]] = {
    (nfc, is_text): _text,
    (nfc_or_none, is_text_or_none): _text,
    (steady, is_instant_or_none): _instant_or_none,
}
"""What every event has: text in ASCII, which is composed and has no half character in it, and instants."""


# --- how a value is shown ------------------------------------------------------------------------------------------

_LINE: Final = 280
_PART: Final = 80
_NAMED: Final = 3
"""How many keys of a mapping are shown."""


def short(text: str) -> str:
    """The text in one line of at most 280 characters, cut after a word."""
    return shorten(text, _LINE)


class Brief:
    """A value that a console shows in one short line: the fields that differ from their default.

    A long field is cut. A mapping shows how many keys it has and its first keys. A field with `repr=False` (personal
    data) is never shown. A class may define its own `__repr__`.
    """

    __slots__ = ()

    def __init_subclass__(cls, **settings: Any) -> None:
        super().__init_subclass__(**settings)
        if "__repr__" not in vars(cls):  # attrs keeps a `__repr__` that the class has
            cls.__repr__ = _line  # type: ignore[method-assign]


def _line(value: Any) -> str:
    parts: list[str] = []
    room = _LINE - len(type(value).__name__)
    for each in fields(type(value)):
        held = getattr(value, each.name)
        if not each.repr or _is_default(each, held):
            continue
        part = f"{each.name}={_part(held)}"
        room -= len(part) + len(", ")
        if room < 0:
            parts.append("...")
            break
        parts.append(part)
    return f"{type(value).__name__}({', '.join(parts)})"


def _is_default(attribute: Attribute[Any], held: object) -> bool:
    default: Any = attribute.default
    if default is NOTHING or getattr(default, "takes_self", False):
        return False
    default = default.factory() if hasattr(default, "factory") else default
    convert = cast("Callable[[Any], Any] | None", attribute.converter)
    return bool(held == (default if convert is None else convert(default)))


def _part(held: object) -> str:
    if isinstance(held, Mapping):
        named = ", ".join((*map(str, islice(held, _NAMED)), *(["..."] if len(held) > _NAMED else [])))
        text = f"{{{len(held)}: {named}}}"
    else:
        text = repr(held)
    return text if len(text) <= _PART else text[:_PART] + "..."
