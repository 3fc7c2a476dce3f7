"""The formats of the numbers that identify a subscriber, a person, a company, a place or a case.

Each function returns the canonical text, or raises `InvalidInputError` with the reason; the message never shows the
number of a person. A format says that a number may exist, not that it does. No table of municipalities could be
included for reasons of licence, so only the format and the department of a DIVIPOLA code are checked.

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
from pqr_core.language import Said
from pqr_core.names import shown

__all__ = ("DEPARTMENTS", "NumberPattern", "account", "cedula", "centro_poblado", "divipola", "nit")

_CODES: Final = "05 08 11 13 15 17 18 19 20 23 25 27 41 44 47 50 52 54 63 66 68 70 73 76 81 85 86 88 91 94 95 97 99"
DEPARTMENTS: Final = frozenset(_CODES.split())
"""The codes of the 32 departments and of Bogotá (DANE, DIVIPOLA)."""

_OF_CEDULA: Final = Said("de 3 a 10 cifras que no empiecen por cero", "3 to 10 digits, the first of them not a zero")
_OF_NIT: Final = Said("de 8 a 16 cifras, con la de verificación al final", "8 to 16 digits, the check digit last")
_OF_DEPARTMENT: Final = Said("el código de un departamento (dos cifras)", "the code of a department (two digits)")
_OF_MUNICIPALITY: Final = Said(
    "las tres cifras de un municipio, con sus ceros", "the three digits of a municipality, with its zeros"
)
_OF_ACCOUNT: Final = Said(
    "de 1 a 30 letras, cifras, puntos, barras y guiones", "1 to 30 letters, digits, dots, slashes and hyphens"
)
_OTHER: Final = Said("otra cosa", "something else")
"""What messages show in place of the number, which is personal data."""
_WRONG_DIGIT: Final = Said("la cifra de verificación no corresponde", "the check digit is wrong")

_PUNCTUATION: Final = re.compile(r"[.\s-]")
_CEDULA: Final = re.compile(r"[1-9][0-9]{2,9}")
_MUNICIPALITY: Final = re.compile(r"[0-9]{3}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]{0,29}")


def cedula(number: str) -> str:
    """A cédula de ciudadanía without dots, spaces and hyphens: 3 to 10 digits; it has no check digit.

    Raises:
        InvalidInputError: the number has another format, or begins with 0.
    """
    plain = _PUNCTUATION.sub("", number)
    if not _CEDULA.fullmatch(plain):
        raise InvalidInputError.expected(_OF_CEDULA, _OTHER, place="cedula")
    return plain


def nit(number: str) -> str:
    """A NIT as digits, with its check digit last.

    Raises:
        InvalidInputError: the number is not a NIT, or its check digit is wrong.
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
        raise InvalidInputError(place="nit", detail=_WRONG_DIGIT) from None
    except ValidationError:
        raise InvalidInputError.expected(_OF_NIT, _OTHER, place="nit") from None


def divipola(department: str, municipality: str) -> str:
    """The five digits of a municipality: two of its department and three of its own.

    Raises:
        InvalidInputError: the department does not exist, or `municipality` is not three digits other than 000.
    """
    if department not in DEPARTMENTS:
        raise InvalidInputError.expected(_OF_DEPARTMENT, shown(department), place="divipola")
    if not _MUNICIPALITY.fullmatch(municipality) or not int(municipality):
        raise InvalidInputError.expected(_OF_MUNICIPALITY, shown(municipality), place="divipola")
    return department + municipality


def centro_poblado(code: str) -> str:
    """The three digits of a populated centre within its municipality (DANE); `000` is the seat.

    Raises:
        InvalidInputError: `code` is not three digits.
    """
    if not _MUNICIPALITY.fullmatch(code):
        es = f"un centro poblado tiene tres cifras, y 000 es la cabecera; no {code!r}"
        en = f"expected three digits of a populated centre, 000 for the seat, got {code!r}"
        raise InvalidInputError(place="centro_poblado", detail=Said(es, en))
    return code


def account(number: str) -> str:
    """A subscriber's account (NIU), without spaces around it; leading zeros stay.

    Raises:
        InvalidInputError: it is not 1 to 30 letters, digits, dots, slashes and hyphens, or begins with a mark.
    """
    plain = number.strip()
    if not _ACCOUNT.fullmatch(plain):
        raise InvalidInputError.expected(_OF_ACCOUNT, _OTHER, place="account")
    return plain


def _compiled(pattern: str | re.Pattern[str]) -> re.Pattern[str]:
    return re.compile(pattern)


@frozen
class NumberPattern:
    """How a utility writes its radicados: a regular expression that the whole number matches, and an example.

    >>> NumberPattern("20[0-9]{2}-[0-9]{6}", example="2026-000123").check("2026-000124")
    '2026-000124'
    """

    pattern: re.Pattern[str] = field(converter=_compiled)
    example: str = field(kw_only=True)

    def __attrs_post_init__(self) -> None:
        self.check(self.example)

    def check(self, number: str) -> str:
        """The number itself.

        Raises:
            InvalidInputError: the number does not match the pattern; the message shows the example.
        """
        if not self.pattern.fullmatch(number):
            like = Said(f"un número como {self.example}", f"a number like {self.example}")
            raise InvalidInputError.expected(like, shown(number), place="radicado")
        return number
