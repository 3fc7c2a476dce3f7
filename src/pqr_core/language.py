"""The two languages of the package: text in both, and days in words.

Spanish is for the people at the counter, English for programmers.

>>> from datetime import date
>>> long_date(date(2026, 6, 14)), joined(["a", "b", "c"], "en")
('domingo 14 de junio de 2026', 'a, b and c')
"""

from __future__ import annotations

import errno
import functools
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date
from textwrap import shorten
from typing import Final, Literal, NamedTuple, Self

__all__ = (
    "WEEKDAYS",
    "Language",
    "Named",
    "Said",
    "counted",
    "date_after",
    "day_month",
    "joined",
    "long_date",
    "month_title",
    "short_month",
    "span_of",
)

Language = Literal["es", "en"]

_SHOWN: Final = 120
"""The most characters of a text that the `repr` shows."""


class Named:
    """A value with a name in both languages."""

    __slots__ = ()

    es: str
    en: str

    def label(self, lang: Language = "es") -> str:
        """The name for people, in Spanish by default."""
        return self.es if lang == "es" else self.en


class Said(NamedTuple):
    """A text inside a message, in both languages; `str` gives the English one, as for errors."""

    es: str
    en: str

    def __str__(self) -> str:
        return self.en

    def __repr__(self) -> str:
        return f"Said(es={shorten(self.es, _SHOWN)!r}, en={shorten(self.en, _SHOWN)!r})"

    def text(self, lang: Language) -> str:
        """The text in that language."""
        return self.es if lang == "es" else self.en

    @classmethod
    def alike(cls, text: str) -> Self:
        """A text that is the same in both languages: a number, a code, a value in quotes."""
        return cls(text, text)

    @classmethod
    def of_system(cls, error: OSError) -> Self:
        """Why the system refused; for an unusual reason, its own words in English and its error code in Spanish."""
        code = errno.errorcode.get(error.errno or 0, type(error).__name__)
        own = f"el sistema no lo permite ({code})", error.strerror or str(error) or code
        return cls(*_SYSTEM.get(error.errno or 0, own))

    @classmethod
    def of_other(cls, error: Exception) -> Self:
        """Why another library could not read a value: its own words in English, a general sentence in Spanish."""
        return cls("no se puede leer", str(error) or type(error).__name__)

    @classmethod
    def of_json(cls, error: ValueError | RecursionError) -> Self:
        """Why a text is not JSON: line and column, and in English also the parser's words."""
        if isinstance(error, json.JSONDecodeError):
            at = error.lineno, error.colno
            es, en = "línea {}, columna {}".format(*at), "line {}, column {}: {}".format(*at, error.msg)
            return cls(f"no es JSON válido: {es}", f"not JSON: {en}")
        if isinstance(error, RecursionError):
            return cls(*_NESTED)
        if isinstance(error, UnicodeDecodeError):
            return cls.of_decoding(error)
        return cls("no es JSON válido: un número demasiado largo", f"not JSON: {error}")

    @classmethod
    def of_toml(cls, error: ValueError | RecursionError, text: str) -> Self:
        """Why `text` is not TOML, as `of_json`; the end of `text` is the place if it ended too early."""
        if isinstance(error, RecursionError):
            return cls(*_NESTED)
        lines = text.split("\n")
        en = str(error).replace("at end of document", f"at line {len(lines)}, column {len(lines[-1]) + 1}")
        found = _PLACE.search(en)
        es = f": línea {found[1]}, columna {found[2]}" if found else ""
        return cls(f"no es TOML válido{es}", f"not TOML: {en}")

    @classmethod
    def of_decoding(cls, error: UnicodeDecodeError) -> Self:
        """The first byte that is not text in the encoding."""
        what = error.encoding.upper()
        return cls(f"el byte {error.start} no es texto en {what}", f"byte {error.start} is not {what}")


_NESTED: Final = ("tiene demasiados niveles, uno dentro de otro", "nested too deeply")
_PLACE: Final = re.compile(r"at line (\d+), column (\d+)")
_SYSTEM: Final = {
    errno.ENOENT: ("no existe", "it does not exist"),
    errno.EACCES: ("no hay permiso", "permission denied"),
    errno.EISDIR: ("es una carpeta, no un archivo", "it is a directory, not a file"),
    errno.ENOTDIR: ("una parte de la ruta no es una carpeta", "a part of the path is not a directory"),
    errno.ENOSPC: ("no queda espacio en el disco", "no space left on the disk"),
    errno.EROFS: ("el disco es de solo lectura", "the disk is read-only"),
}

WEEKDAYS: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final[Mapping[Language, tuple[str, ...]]] = {
    "es": (
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}


@functools.lru_cache(maxsize=4096)
def long_date(day: date, lang: Language = "es", *, year: bool = True) -> str:
    """The day as a letter writes it: "jueves 9 de abril de 2026"; without `year`, "jueves 9 de abril"."""
    return f"{WEEKDAYS[lang][day.weekday()]} {day_month(day, lang)}" + (_of_year(day, lang) if year else "")


def date_after(day: date, since: date, lang: Language = "es") -> str:
    """The day as a sentence names it after naming `since`: the year only if it differs; in Spanish, so the month.

    >>> date_after(date(2026, 6, 16), date(2026, 6, 14))
    'martes 16'
    """
    if day.year != since.year:
        return long_date(day, lang)
    if day.month != since.month or lang == "en":
        return long_date(day, lang, year=False)
    return f"{WEEKDAYS[lang][day.weekday()]} {day.day}"


def span_of(first: date, last: date, lang: Language = "es") -> str:
    """The days from `first` to `last`, both included: "del martes 10 al martes 24 de marzo de 2026"; one day alone."""
    if first == last:
        return ("on " if lang == "en" else "el ") + long_date(first, lang)
    start, end = date_after(first, last, lang), long_date(last, lang)
    return f"from {start} to {end}" if lang == "en" else f"del {start} al {end}"


def day_month(day: date, lang: Language = "es") -> str:
    """The day within its year: "9 de abril"."""
    of = " de " if lang == "es" else " "
    return f"{day.day}{of}{_MONTHS[lang][day.month - 1]}"


def _of_year(day: date, lang: Language) -> str:
    return f" de {day.year}" if lang == "es" else f" {day.year}"


def short_month(number: int, lang: Language = "es") -> str:
    """The month as the axis of a chart names it: "abr"."""
    return _MONTHS[lang][number - 1][:3]


def month_title(year: int, number: int, lang: Language = "es") -> str:
    """The month as a heading: "abril de 2026"."""
    return _MONTHS[lang][number - 1] + _of_year(date(year, number, 1), lang)


_ONES_ES: Final = (
    "cero un dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiún veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_ONES_EN: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS_ES: Final = "- - veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"
_TENS_EN: Final = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def counted(n: int, lang: Language = "es") -> str:
    """A whole number as a letter writes one before a masculine noun, in words and in figures.

    Above 99, in figures alone.

    >>> counted(1), counted(15), counted(31), counted(72, "en")
    ('un (1)', 'quince (15)', 'treinta y un (31)', 'seventy-two (72)')
    """
    ones, tens = (each.split() for each in ((_ONES_ES, _TENS_ES) if lang == "es" else (_ONES_EN, _TENS_EN)))
    if 0 <= n < len(ones):
        return f"{ones[n]} ({n})"
    ten, one = divmod(n, 10)
    if not 0 <= ten < len(tens):
        return str(n)
    if not one:
        return f"{tens[ten]} ({n})"
    return f"{tens[ten]}{' y ' if lang == 'es' else '-'}{ones[one]} ({n})"


def joined(items: Iterable[str], lang: Language = "es") -> str:
    """The items as a sentence lists them: "a, b y c"."""
    *head, last = items
    return f"{', '.join(head)} {'y' if lang == 'es' else 'and'} {last}" if head else last


# --- text ----------------------------------------------------------------------------------------------------------
