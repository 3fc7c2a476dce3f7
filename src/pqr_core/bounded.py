r"""Read JSON and TOML from untrusted sources within bounds.

The time to read a text grows with its length, and a text beyond the bounds is refused with a named error. A short text
can be expensive to read: deeply nested brackets, keys of a hundred thousand parts, numbers of a million digits, an
exponent that no memory holds. `Bounds` says how much is read. The defaults are far beyond what people write.

>>> read_json('{"a": [1, 2]}')
{'a': [1, 2]}
>>> read_toml("a = " + "[" * 3000)
Traceback (most recent call last):
...
pqr_core.errors.TooMuchError: line 1: more than 64 levels, one within another
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from math import isinf
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from pqr_core.errors import InvalidInputError, TooMuchError
from pqr_core.language import Said
from pqr_core.names import repeated_key

__all__ = ("BOUNDS", "Bounds", "exact", "read_file", "read_json", "read_toml", "too_long", "whole", "why_unread")


@frozen(kw_only=True)
class Bounds:
    """How much a text may hold before it is refused; a text exactly at a bound is read.

    Args:
        size: bytes of a file, or characters of a text.
        depth: levels of nested objects, lists and tables. A dotted TOML key has at most this many parts.
        digits: characters of a number. `exact` also allows at most this many digits before and after the point.
    """

    size: int = 32 * 2**20
    depth: int = 64
    digits: int = 100

    @cached_property
    def decode(self) -> Callable[[str], Any]:
        """The decoder of JSON within these bounds, made once: `json.loads` would make a new one for every text."""
        return json.JSONDecoder(
            object_pairs_hook=_unrepeated,
            parse_int=_number_within(self, int),
            parse_float=_number_within(self, _finite),
            parse_constant=_no_constant,
        ).decode


BOUNDS: Final = Bounds()
"""The default bounds."""


def too_long(bounds: Bounds) -> TooMuchError:
    """The error for a text that is longer than `bounds` allow."""
    mebibytes = bounds.size / 2**20
    return TooMuchError(detail=Said(f"más de {mebibytes:g} MiB", f"more than {mebibytes:g} MiB"))


def _too_deep(bounds: Bounds) -> TooMuchError:
    es, en = (
        f"más de {bounds.depth} niveles, uno dentro de otro",
        f"more than {bounds.depth} levels, one within another",
    )
    return TooMuchError(detail=Said(es, en))


def _too_many_digits(bounds: Bounds) -> TooMuchError:
    es, en = f"un número de más de {bounds.digits} cifras", f"a number of more than {bounds.digits} digits"
    return TooMuchError(detail=Said(es, en))


def read_file(path: str | Path, bounds: Bounds = BOUNDS) -> str:
    """The text of a UTF-8 file, without its byte order mark if it has one.

    At most `bounds.size` bytes, plus one, are read from the file.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: the file is not UTF-8.
        TooMuchError: the file has more than `bounds.size` bytes.
    """
    with Path(path).open("rb") as file:
        content = file.read(bounds.size + 1)
    if len(content) > bounds.size:
        raise too_long(bounds)
    return content.decode("utf-8-sig")


def why_unread(error: OSError | UnicodeDecodeError | TooMuchError) -> Said:
    """Why `read_file`, or a reader within bounds, could not read a file."""
    if isinstance(error, OSError):
        return Said.of_system(error)
    return Said.of_decoding(error) if isinstance(error, UnicodeDecodeError) else error.said


# --- JSON ----------------------------------------------------------------------------------------------------------


def read_json(text: str, bounds: Bounds = BOUNDS) -> Any:
    """The value of a JSON text. `NaN` and `Infinity` are not JSON.

    Raises:
        ValueError: the text is not JSON (json.JSONDecodeError says where).
        InvalidInputError: one object has the same key twice.
        TooMuchError: the text is longer or deeper, or has longer or larger numbers, than `bounds` allow.
    """
    if len(text) > bounds.size:
        raise too_long(bounds)

    try:
        document = bounds.decode(text)
    except RecursionError:
        raise _too_deep(bounds) from None
    if text.count("[") + text.count("{") > bounds.depth and _is_deeper(document, bounds.depth):
        raise _too_deep(bounds)
    return document


def _number_within(bounds: Bounds, read: Callable[[str], Any]) -> Callable[[str], Any]:
    longest = bounds.digits

    def within(digits: str) -> Any:
        if len(digits) > longest:
            raise _too_many_digits(bounds)
        return read(digits)

    return within


def _finite(digits: str) -> float:
    """The number; one beyond what a float holds would be written again as `Infinity`, which is not JSON."""
    number = float(digits)
    if isinf(number):
        raise TooMuchError(detail=Said(f"un número demasiado grande: {digits}", f"a number too large: {digits}"))
    return number


def _no_constant(name: str) -> None:
    message = f"{name} is not JSON"
    raise json.JSONDecodeError(message, name, 0)


def _unrepeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A JSON object made from its keys and values; a repeated key is refused."""
    made = dict(pairs)
    if len(made) != len(pairs):
        seen: set[str] = set()
        for key, _value in pairs:
            if key in seen:
                raise InvalidInputError(place=Said.alike(key), detail=repeated_key(key))
            seen.add(key)
    return made


def _is_deeper(document: Any, depth: int) -> bool:
    """Whether the objects and lists of a document are nested in more than `depth` levels."""
    level: list[Any] = [document]
    for _ in range(depth + 1):
        held = [each.values() if isinstance(each, dict) else each for each in level if isinstance(each, (dict, list))]
        if not held:
            return False
        level = [inner for each in held for inner in each]
    return True


# --- TOML ----------------------------------------------------------------------------------------------------------

_TOKEN: Final = re.compile(
    r'''"""(?:[^"\\]|\\.|"{1,2}(?!"))*(?:"{3,5}|\Z)
    |\'\'\'(?:[^']|'{1,2}(?!'))*(?:'{3,5}|\Z)
    |"(?:[^"\\\n]|\\.)*(?:"|$)
    |'[^'\n]*(?:'|$)
    |\#[^\n]*
    |(?P<bare>[A-Za-z0-9_+-]+)
    |(?P<dot>\.)
    |(?P<open>[\[{])
    |(?P<close>[\]}])
    |(?P<end>[=,\n])
    |[^"'\#A-Za-z0-9_+.\[\]{}=,\n-]+''',
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)


def read_toml(text: str, bounds: Bounds = BOUNDS, *, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """The table of a TOML text.

    Raises:
        tomllib.TOMLDecodeError: the text is not TOML.
        TooMuchError: the text is longer or deeper, or has longer numbers, than `bounds` allow. Unless the
            text itself is too long, the message names the line.
    """
    if len(text) > bounds.size:
        raise too_long(bounds)
    _require_bounded(text, bounds)
    try:
        return tomllib.loads(text, parse_float=parse_float)
    except InvalidOperation:  # an exponent of more digits than `Decimal` can hold
        raise _too_many_digits(bounds) from None


def _require_bounded(text: str, bounds: Bounds) -> None:
    """Check the text before the parser reads it: the parser recurses on brackets and is quadratic on dotted keys."""
    depth = parts = 0
    for match in _TOKEN.finditer(text):
        fault = None
        match match.lastgroup:
            case "open":
                depth, parts = depth + 1, 0
                fault = _too_deep if depth > bounds.depth else None
            case "close":
                depth, parts = max(0, depth - 1), 0
            case "end":
                parts = 0
            case "dot":
                parts += 1
                fault = _too_deep if parts >= bounds.depth else None
            case "bare":
                bare = match[0].lstrip("+-")
                fault = _too_many_digits if len(bare) > bounds.digits and bare[0].isdigit() else None
            case _:
                pass
        if fault is not None:
            line = text.count("\n", 0, match.start()) + 1
            said = fault(bounds).said
            raise TooMuchError(detail=Said(f"línea {line}: {said.es}", f"line {line}: {said.en}"))


# --- numbers -------------------------------------------------------------------------------------------------------


def whole(text: str, bounds: Bounds = BOUNDS) -> int | None:
    r"""The number that a text writes with the digits 0 to 9; None if it is no such text, or longer than `bounds` allow.

    >>> whole("12"), whole("-12"), whole("1\u0662"), whole("9" * 5000)
    (12, None, None, None)
    """
    return int(text) if text.isascii() and text.isdigit() and len(text) <= bounds.digits else None


def exact(value: int | Decimal | str, bounds: Bounds = BOUNDS) -> Fraction:
    """A number as an exact fraction, with all its decimals: `12`, `12.5`, `"1/3"`.

    Raises:
        ValueError: the value is not a number, or is infinite.
        TooMuchError: the text of the number, or the number written out, has more digits than `bounds` allow.
    """
    if isinstance(value, int):
        return Fraction(value)
    if isinstance(value, str):
        if max(map(len, value.split("/"))) > bounds.digits:
            raise _too_many_digits(bounds)
        if "/" in value:
            return _ratio(value)
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(value) from None
    if not number.is_finite():
        raise ValueError(value)
    # A short text can stand for very many digits, before or after the point: 1e999999999.
    if number and max(abs(number.adjusted()), -int(number.as_tuple().exponent)) > bounds.digits:
        raise _too_many_digits(bounds)
    return Fraction(number)


def _ratio(text: str) -> Fraction:
    try:
        return Fraction(text)
    except ZeroDivisionError:
        raise ValueError(text) from None
