"""The shapes of the numbers that name a subscriber, a person, a company, a place or a case.

Each function answers the canonical text or raises `InvalidInputError` with the reason, without the number of a person
in it. A shape says that a number may exist, not that it does. Of the municipalities no table with a licence to pass
it on was at hand, so a DIVIPOLA code is known by its shape and the numbers of the departments alone.

>>> divipola("66", "170")
'66170'
>>> cedula("31.415.926")
'31415926'
"""

from __future__ import annotations

import re
from typing import Final

from attrs import field, frozen

from pqr_core.errors import InvalidInputError, MissingExtraError

__all__ = ("DEPARTMENTS", "NumberPattern", "account", "cedula", "divipola", "nit")

_CODES: Final = "05 08 11 13 15 17 18 19 20 23 25 27 41 44 47 50 52 54 63 66 68 70 73 76 81 85 86 88 91 94 95 97 99"
DEPARTMENTS: Final = frozenset(_CODES.split())
"""The codes of the 32 departments and of Bogotá (DANE, DIVIPOLA)."""

_PUNCTUATION: Final = re.compile(r"[.\s-]")
_CEDULA: Final = re.compile(r"[1-9]\d{2,9}")
_MUNICIPALITY: Final = re.compile(r"\d{3}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{0,29}")


def cedula(number: str) -> str:
    """A cédula de ciudadanía without dots and spaces: 3 to 10 digits, no zero first; it has no check digit."""
    plain = _PUNCTUATION.sub("", number)
    if not _CEDULA.fullmatch(plain):
        raise InvalidInputError(place="cedula", detail="3 to 10 digits are meant, the first of them no zero")
    return plain


def nit(number: str) -> str:
    """A NIT as digits, its check digit last and right.

    Raises:
        InvalidInputError: it is no NIT, or its check digit is another.
        MissingExtraError: python-stdnum is not installed (extra `ids`).
    """
    try:
        from stdnum.co import nit as numbers
        from stdnum.exceptions import InvalidChecksum, ValidationError
    except ImportError:
        raise MissingExtraError(feature="nit", package="python-stdnum", extra="ids") from None
    try:
        return str(numbers.validate(number))
    except InvalidChecksum:
        raise InvalidInputError(place="nit", detail="its check digit is another") from None
    except ValidationError:
        raise InvalidInputError(place="nit", detail="8 to 16 digits are meant, the check digit last") from None


def divipola(department: str, municipality: str) -> str:
    """The five digits of a municipality: those of its department, one there is, and three more."""
    if department not in DEPARTMENTS:
        detail = f"no department has the code {department!r}"
        raise InvalidInputError(place="divipola", detail=detail)
    if not _MUNICIPALITY.fullmatch(municipality) or not int(municipality):
        detail = f"a municipality has three digits, with its zeros, not {municipality!r}"
        raise InvalidInputError(place="divipola", detail=detail)
    return department + municipality


def account(number: str) -> str:
    """A subscriber's account (NIU): letters, digits, dots, slashes and hyphens, 1 to 30, with its zeros."""
    plain = number.strip()
    if not _ACCOUNT.fullmatch(plain):
        raise InvalidInputError(place="account", detail="1 to 30 letters, digits, dots, slashes and hyphens are meant")
    return plain


def _compiled(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(pattern)


@frozen
class NumberPattern:
    """How a utility writes its radicados: a regular expression that the whole number matches, and an example of it.

    >>> NumberPattern("20[0-9]{2}-[0-9]{6}", example="2026-000123").check("2026-000124")
    '2026-000124'
    """

    pattern: re.Pattern[str] = field(converter=_compiled)
    example: str = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        self.check(self.example)

    def check(self, number: str) -> str:
        """The number itself; `InvalidInputError` with the example when it is written in another way."""
        if not self.pattern.fullmatch(number):
            detail = f"{number!r} is not written as {self.example}"
            raise InvalidInputError(place="radicado", detail=detail)
        return number
