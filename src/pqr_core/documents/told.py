"""The values given to a letter: checked against what it takes, and read from the text of a command line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any, Final

from pqr_core import names
from pqr_core.bounded import whole
from pqr_core.documents.kinds import Detail, Given, LetterKind
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.fields import has_surrogate, nfc
from pqr_core.language import Said
from pqr_core.vocabulary import ActKind, Capacity, Outcome

__all__ = ("COMMON", "LONGEST_TEXT", "details_of", "read", "told")

LONGEST_TEXT: Final = int(200e3)
"""The most characters of one text."""

COMMON: Final = (
    Detail("numero", Given.TEXT, "número de salida de esta comunicación", "outgoing number of this letter"),
    Detail("firmante", Given.TEXT, "quien firma", "who signs"),
    Detail("cargo", Given.TEXT, "cargo de quien firma", "post of who signs"),
)
"""The values that every letter takes."""

_HOUR: Final = Said("una hora como 10:20", "an hour as 10:20")
_LONG: Final = Said(f"un texto de hasta {LONGEST_TEXT} caracteres", f"text of up to {LONGEST_TEXT} characters")
_OUTCOMES: Final = Said(
    "el resultado de cada pretensión, como 1=accede; 2=no_accede (tras dos puntos va la razón, si la hay)",
    "the outcome of each claim, as 1=accede; 2=no_accede (the reason, if any, follows a colon)",
)
_YES: Final = frozenset({"si", "sí", "yes", "true", "1"})
_NO: Final = frozenset({"no", "false", "0"})


def details_of(kind: LetterKind) -> tuple[Detail, ...]:
    """The values that may be given to a letter of a kind."""
    own = {detail.name for detail in kind.details}
    return (*kind.details, *(detail for detail in COMMON if detail.name not in own))


def told(kind: LetterKind, given: Mapping[str, Any]) -> dict[str, Any]:
    """The given values, checked by type; values that are None are left out.

    Raises:
        InvalidInputError: the letter does not take a value of that name, or the value is of another type.
    """
    known = {detail.name: detail for detail in details_of(kind)}
    for name in given:
        if name not in known:
            raise InvalidInputError.unknown_key(name, known, place=name)
    found = {name: _checked(known[name], value) for name, value in given.items() if value is not None}
    outcome = found.get("resultado")
    if kind.outcomes and outcome is not None and outcome not in kind.outcomes:
        raise InvalidInputError.unlisted(kind.outcomes, outcome, place="resultado")
    return found


def _checked(detail: Detail, value: Any) -> Any:
    return _CHECKS[detail.kind](value, detail.name)


def _texts(value: Any, place: str) -> list[str]:
    if isinstance(value, str) or not all(isinstance(each, str) for each in value):
        raise InvalidInputError.expected(names.TEXTS, value, place=place)
    return [_text(each, place) for each in value]


def _day(value: Any, place: str) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise InvalidInputError.expected(names.DAY, value, place=place)
    return value


def _hour(value: Any, place: str) -> time:
    if not isinstance(value, time):
        raise InvalidInputError.expected(_HOUR, value, place=place)
    return value


def _count(value: Any, place: str) -> int:
    if type(value) is not int or value < 1:
        raise InvalidInputError.expected(names.POSITIVE, names.shown(value), place=place)
    return value


def _flag(value: Any, place: str) -> bool | None:
    """True; None for False, which counts as not given."""
    if type(value) is not bool:
        raise InvalidInputError.expected(names.FLAG, value, place=place)
    return value or None


def _text(value: Any, place: str) -> str:
    if not isinstance(value, str):
        raise InvalidInputError.expected(names.TEXT, value, place=place)
    if has_surrogate(value):
        raise InvalidInputError.expected(names.TEXT, names.HALF_A_CHARACTER, place=place)
    if "\0" in value:
        raise InvalidInputError.expected(names.TEXT, names.NULL_CHARACTER, place=place)
    if len(value) > LONGEST_TEXT:
        raise InvalidInputError.expected(_LONG, Said.alike(str(len(value))), place=place)
    return nfc(value)


def _word(words: type[StrEnum], value: Any, place: str) -> StrEnum:
    try:
        return words(value)
    except (PQRError, ValueError):
        raise InvalidInputError.unlisted(words, value, place=place) from None


def _outcomes(value: Any, place: str) -> dict[str, tuple[Outcome, str | None]]:
    """The outcome of each claim by its id, with the reason if it was given."""
    if not isinstance(value, Mapping):
        raise InvalidInputError.expected(_OUTCOMES, value, place=place)
    found: dict[str, tuple[Outcome, str | None]] = {}
    for claim, told_of in value.items():
        outcome, why = told_of if isinstance(told_of, tuple) else (told_of, None)
        found[_text(claim, place)] = (Outcome(_word(Outcome, outcome, place)), why and _text(why, place))
    return found


_CHECKS: Final[Mapping[Given, Callable[[Any, str], Any]]] = {
    Given.TEXT: _text,
    Given.LONG_TEXT: _text,
    Given.TEXTS: _texts,
    Given.DAY: _day,
    Given.HOUR: _hour,
    Given.COUNT: _count,
    Given.FLAG: _flag,
    Given.OUTCOMES: _outcomes,
    Given.OUTCOME: lambda value, place: _word(Outcome, value, place),
    Given.ACT: lambda value, place: _word(ActKind, value, place),
    Given.CAPACITY: lambda value, place: _word(Capacity, value, place),
}


# --- from a command line -------------------------------------------------------------------------------------------


def read(kind: LetterKind, name: str, text: str) -> Any:
    """Read the value `name` of a letter from text; semicolons separate several texts or outcomes.

    Raises:
        InvalidInputError: the letter does not take a value of that name, or the text is not of its type.
    """
    known = {detail.name: detail for detail in details_of(kind)}
    if name not in known:
        raise InvalidInputError.unknown_key(name, known, place=name)
    readers: Mapping[Given, Callable[[str, str], Any]] = {
        Given.TEXTS: lambda value, _: [part.strip() for part in value.split(";") if part.strip()],
        Given.DAY: _day_of,
        Given.HOUR: _hour_of,
        Given.COUNT: _count_of,
        Given.FLAG: _flag_of,
        Given.OUTCOMES: _outcomes_of,
    }
    reader = readers.get(known[name].kind)
    return text if reader is None else reader(text, name)


def _day_of(text: str, place: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInputError.expected(names.ISO_DAY, names.shown(text), place=place) from None


def _hour_of(text: str, place: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise InvalidInputError.expected(_HOUR, names.shown(text), place=place) from None


def _count_of(text: str, place: str) -> int:
    number = whole(text)
    if number is None:
        raise InvalidInputError.expected(names.POSITIVE, names.shown(text), place=place)
    return number


def _flag_of(text: str, place: str) -> bool:
    word = text.strip().casefold()
    if word not in _YES | _NO:
        raise InvalidInputError.expected(names.FLAG, names.shown(text), place=place)
    return word in _YES


def _outcomes_of(text: str, place: str) -> dict[str, tuple[str, str | None]]:
    found: dict[str, tuple[str, str | None]] = {}
    for part in filter(None, (each.strip() for each in text.split(";"))):
        claim, equals, rest = part.partition("=")
        outcome, _, why = rest.partition(":")
        if not equals:
            raise InvalidInputError.expected(_OUTCOMES, names.shown(part), place=place)
        found[claim.strip()] = (outcome.strip(), why.strip() or None)
    return found
