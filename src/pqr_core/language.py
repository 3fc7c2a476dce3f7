"""The two languages of the package: text in both, and days in words.

Spanish is for the people at the counter, English for programmers.

>>> from datetime import date
>>> long_date(date(2026, 6, 14)), joined(["a", "b", "c"], "en")
('domingo 14 de junio de 2026', 'a, b and c')
"""

from __future__ import annotations

import errno
import functools
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal, NamedTuple, Self

__all__ = (
    "WEEKDAYS",
    "Language",
    "Said",
    "date_after",
    "day_month",
    "joined",
    "long_date",
    "month_title",
    "span_of",
)

Language = Literal["es", "en"]


class Said(NamedTuple):
    """Words inside a message, in both languages; `str` is English, as of the errors."""

    es: str
    en: str

    def __str__(self) -> str:
        return self.en

    def text(self, lang: Language) -> str:
        """The words in that language."""
        return self.es if lang == "es" else self.en

    @classmethod
    def of_system(cls, error: OSError) -> Self:
        """What the system refused; in its own words where they are not among the usual ones."""
        own = error.strerror or str(error)
        return cls(*_SYSTEM.get(error.errno or 0, (own, own)))


_SYSTEM: Final = {
    errno.ENOENT: ("no existe", "it does not exist"),
    errno.EACCES: ("no hay permiso", "permission denied"),
    errno.EISDIR: ("es una carpeta, no un archivo", "it is a directory, not a file"),
    errno.ENOTDIR: ("una parte de la ruta no es una carpeta", "a part of the path is no directory"),
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
    """The day as in a letter: "jueves 9 de abril de 2026"."""
    return f"{WEEKDAYS[lang][day.weekday()]} {day_month(day, lang)}" + (_of_year(day, lang) if year else "")


def date_after(day: date, since: date, lang: Language = "es") -> str:
    """The day as a sentence names it that has just named `since`: its month and its year only where they differ.

    >>> date_after(date(2026, 6, 16), date(2026, 6, 14))
    'martes 16'
    """
    if day.year != since.year:
        return long_date(day, lang)
    if day.month != since.month or lang == "en":
        return long_date(day, lang, year=False)
    return f"{WEEKDAYS[lang][day.weekday()]} {day.day}"


def span_of(first: date, last: date, lang: Language = "es") -> str:
    """The days from `first` to `last`, both included: "del martes 10 al martes 24 de marzo de 2026", or the one day."""
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


def month_title(year: int, number: int, lang: Language = "es") -> str:
    """The month as a heading: "abril de 2026"."""
    return _MONTHS[lang][number - 1] + _of_year(date(year, number, 1), lang)


def joined(items: Iterable[str], lang: Language = "es") -> str:
    """The items as a sentence lists them: "a, b y c"."""
    *head, last = items
    return f"{', '.join(head)} {'y' if lang == 'es' else 'and'} {last}" if head else last


# --- text ----------------------------------------------------------------------------------------------------------
