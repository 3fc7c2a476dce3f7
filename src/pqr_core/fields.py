r"""What the fields of values are made of: text in one form, numbers that every engine keeps, refused by name.

A converter normalises and refuses nothing: what it cannot make anything of it leaves to the validator, which knows
the name of the field. No message shows a text that was given: it may be somebody's name.

>>> nfc("Jose\u0301") == "Jos\u00e9"
True
>>> has_surrogate("\ud83d"), has_surrogate("🚰")
(True, False)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final, TypeVar, cast
from unicodedata import normalize

from attrs import Attribute, has

from pqr_core.errors import InvalidInputError

__all__ = (
    "are",
    "are_texts",
    "has_surrogate",
    "is_a",
    "is_a_or_none",
    "is_count",
    "is_count_or_none",
    "is_flag",
    "is_text",
    "is_text_or_none",
    "nfc",
    "nfc_or_none",
    "several",
    "texts",
)

T = TypeVar("T")
_Validator = Callable[[object, "Attribute[Any]", object], None]

_SMALLEST: Final = -(2**31)
_LARGEST: Final = 2**31 - 1
"""Of a column of 32 bits, which is what an integer is on every engine."""


def nfc(value: str) -> str:
    """Text with each accent composed with its letter (Unicode NFC), so that two ways to write it are one text."""
    if not isinstance(value, str):  # the caller's checker would have said so; else the validator does
        return value  # type: ignore[unreachable]
    return value if value.isascii() else normalize("NFC", value)


def nfc_or_none(value: str | None) -> str | None:
    """The same of text that may be absent."""
    return value if value is None else nfc(value)


def several(values: Iterable[T]) -> tuple[T, ...]:
    """The values as a tuple."""
    try:
        return tuple(values)
    except TypeError:
        return cast("tuple[T, ...]", values)


def texts(values: Iterable[str]) -> tuple[str, ...]:
    """Several texts in NFC, as a tuple; one text is not several."""
    told = values if isinstance(values, str) else several(values)
    return tuple(map(nfc, told)) if isinstance(told, tuple) else cast("tuple[str, ...]", told)


def has_surrogate(text: str) -> bool:
    """Whether there is half a character in it, which no encoding and no engine can keep."""
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def is_text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: Unicode text."""
    if not isinstance(value, str):
        raise InvalidInputError(place=attribute.name, detail=f"text is meant, not {type(value).__name__}")
    if has_surrogate(value):
        raise InvalidInputError(place=attribute.name, detail="half a character (a lone surrogate) is no text")


def is_text_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: Unicode text, or None."""
    if value is not None:
        is_text(instance, attribute, value)


def are_texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    """Validator: a tuple of texts."""
    if not isinstance(values, tuple):
        raise InvalidInputError(place=attribute.name, detail=f"several texts are meant, not {type(values).__name__}")
    for value in values:
        is_text(instance, attribute, value)


def is_flag(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: true or false, and nothing that counts as either."""
    if type(value) is not bool:
        raise InvalidInputError(place=attribute.name, detail=f"true or false is meant, not {type(value).__name__}")


def is_count(_instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: a whole number within a signed one of 32 bits, as the integer columns of every engine are."""
    if type(value) is not int:
        raise InvalidInputError(place=attribute.name, detail=f"a whole number is meant, not {type(value).__name__}")
    if not _SMALLEST <= value <= _LARGEST:
        detail = f"a whole number from {_SMALLEST} to {_LARGEST} is meant: what every engine keeps"
        raise InvalidInputError(place=attribute.name, detail=detail)


def is_count_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
    """Validator: the same, or None."""
    if value is not None:
        is_count(instance, attribute, value)


def is_a(kind: type) -> _Validator:
    """Validator: a value of `kind`; of a class with fields, of no class derived from it, which no document can tell."""
    whole = has(kind)

    def check(_instance: object, attribute: Attribute[Any], value: object) -> None:
        if not isinstance(value, kind) or (whole and type(value) is not kind):
            detail = f"a {kind.__name__} is meant, not {type(value).__name__}"
            raise InvalidInputError(place=attribute.name, detail=detail)

    return check


def is_a_or_none(kind: type) -> _Validator:
    """Validator: the same, or None."""
    check = is_a(kind)

    def check_or_none(instance: object, attribute: Attribute[Any], value: object) -> None:
        if value is not None:
            check(instance, attribute, value)

    return check_or_none


def are(kind: type) -> _Validator:
    """Validator: a tuple of values of `kind`, as `is_a`."""
    check = is_a(kind)

    def check_each(instance: object, attribute: Attribute[Any], values: object) -> None:
        if not isinstance(values, tuple):
            detail = f"several of {kind.__name__} are meant, not {type(values).__name__}"
            raise InvalidInputError(place=attribute.name, detail=detail)
        for value in values:
            if type(value) is not kind:  # all are, and a history is checked each time it grows
                check(instance, attribute, value)

    return check_each
