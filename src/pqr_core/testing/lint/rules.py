"""The rules of the linter, and what makes a date a legal one.

>>> is_legal(["fechaRadicacion"]), is_legal(["session", "expires"])
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from pqr_core.calendars.business import FixedDay
from pqr_core.colombia import calendar
from pqr_core.colombia.holidays import CHIQUINQUIRA, LAWS
from pqr_core.fields import Brief
from pqr_core.language import Language, Said

__all__ = (
    "RULES",
    "YEAR",
    "Rule",
    "Smell",
    "is_legal",
    "is_now",
    "is_technical",
    "lacks_chiquinquira",
    "means_business_days",
    "names_holidays",
    "names_weekend",
    "quiet_lines",
)


@frozen
class Rule(Brief):
    """One kind of finding: its code, what is wrong, and what to write instead."""

    code: str
    wrong: Said
    instead: Said


_RULES: Final = (
    Rule(
        "PQR001",
        Said("se suman días calendario a una fecha legal", "calendar days are added to a legal date"),
        Said(
            "escriba colombia.due(tipo, radicado_el).due_on o calendar.add_business_days(dia, n)",
            "write colombia.due(tipo, filed_on).due_on or calendar.add_business_days(day, n)",
        ),
    ),
    Rule(
        "PQR002",
        Said("se cuentan días hábiles sin festivos", "business days are counted without holidays"),
        Said(
            "escriba calendars.arrays.add_business_days(colombia.calendar(), dias, n) o business_days_between(...)",
            "write calendars.arrays.add_business_days(colombia.calendar(), days, n) or business_days_between(...)",
        ),
    ),
    Rule(
        "PQR003",
        Said("se reconoce un día hábil por el día de la semana", "a business day is told by the day of the week alone"),
        Said(
            "escriba colombia.calendar().is_business_day(dia)",
            "write colombia.calendar().is_business_day(day)",
        ),
    ),
    Rule(
        "PQR004",
        Said(
            "se usa holidays sin exigir la versión 0.99, la primera con el festivo de la Ley 2578 de 2026",
            "holidays is used without requiring 0.99, the first version with the holiday of Ley 2578 de 2026",
        ),
        Said(
            'escriba "holidays>=0.99" en las dependencias, o use colombia.calendar()',
            'write "holidays>=0.99" in the dependencies, or use colombia.calendar()',
        ),
    ),
    Rule(
        "PQR005",
        Said(
            "la lista de festivos no tiene el de la Ley 2578 de 2026 (13 de julio de 2026)",
            "the list of holidays lacks that of Ley 2578 de 2026 (13 July 2026)",
        ),
        Said(
            "use colombia.calendar(), que no hay que mantener",
            "use colombia.calendar(), which needs no upkeep",
        ),
    ),
    Rule(
        "PQR006",
        Said("se suman días calendario a una fecha legal en SQL", "calendar days are added to a legal date in SQL"),
        Said(
            "guarde el día que da colombia.due, o una tabla de días hábiles hecha con colombia.calendar()",
            "store the day that colombia.due gives, or a table of business days made with colombia.calendar()",
        ),
    ),
)

RULES: Final[Mapping[str, Rule]] = {rule.code: rule for rule in _RULES}
"""The rules by code."""

YEAR: Final = 365
"""The days of a year: longer periods are no terms."""


@frozen
class Smell:
    """A finding: one place that breaks a rule; lines and columns are counted from 1."""

    path: str
    line: int
    column: int
    rule: Rule = field(repr=False)

    def text(self, lang: Language = "en") -> str:
        """The finding in one line, with what to write instead."""
        told = f"{self.rule.wrong.text(lang)}; {self.rule.instead.text(lang)}"
        return f"{self.path}:{self.line}:{self.column}: {self.rule.code} {told}"

    def __str__(self) -> str:
        return self.text()


# --- what is a legal date ------------------------------------------------------------------------------------------

_PARTS: Final = re.compile(r"[A-ZÁÉÍÓÚÑ]?[a-záéíóúñ]+|[A-ZÁÉÍÓÚÑ]+(?![a-záéíóúñ])")
_WORDS: Final = frozenset(
    {
        *("due", "sla", "sap", "sspd", "filed", "filing", "pqr", "pqrs", "pqrsd", "pqrsf", "deadline", "deadlines"),
        *("termino", "terminos", "término", "términos", "limite", "límite", "tutela", "recurso", "queja", "quejas"),
    }
)
_STEMS: Final = (
    *("plazo", "venc", "radic", "reclam", "petic", "petition", "respuesta", "notificac", "citacion", "citación"),
    *("silencio", "habil", "hábil", "complaint", "traslado"),
)
_OTHER_STEMS: Final = ("radical", "habilit")
"""Stems that begin like a legal one and mean something else."""
_TECHNICAL: Final = frozenset(
    {
        *("token", "tokens", "jwt", "cache", "caché", "ttl", "cookie", "cookies", "session", "sesion", "sesión"),
        *("password", "contraseña", "contrasena", "certificate", "certificado", "backup", "log", "logs", "timeout"),
    }
)
"""Words that make a name one of a technical date, whatever else it contains: `vencimiento_token`."""
_BUSINESS_DAY: Final = re.compile(r"business_?days?", re.IGNORECASE)


def is_legal(names: Iterable[str]) -> bool:
    """Whether one of the names means a term, a filing, an answer or a notice, and not a token or the like."""
    for name in names:
        words = [part.lower() for part in _PARTS.findall(name)]
        legal = any(word in _WORDS or (word.startswith(_STEMS) and not word.startswith(_OTHER_STEMS)) for word in words)
        if (legal or _BUSINESS_DAY.search(name)) and not _TECHNICAL.intersection(words):
            return True
    return False


def is_technical(name: str) -> bool:
    """Whether a name means a token, a cookie or the like: what it is given is not a legal date."""
    return not _TECHNICAL.isdisjoint(part.lower() for part in _PARTS.findall(name))


def means_business_days(name: str) -> bool:
    """Whether a name means business days, and not those that are none: `contar_dias_habiles`."""
    words = (part.lower() for part in _PARTS.findall(name))
    habil = any(word.startswith(("habil", "hábil")) and not word.startswith(_OTHER_STEMS) for word in words)
    return habil or _BUSINESS_DAY.search(name) is not None


_NOW: Final = frozenset(
    {
        *("now", "today", "utcnow", "hoy", "ahora", "date", "datetime", "timezone", "localdate", "localtime"),
        *("current_date", "current_timestamp", "getdate", "sysdate", "curdate", "sysdatetime", "localtimestamp"),
    }
)


def is_now(names: Iterable[str]) -> bool:
    """Whether the names mean the present day or instant, and nothing else."""
    told = {name.lower() for name in names}
    return bool(told) and told <= _NOW


_WEEKEND: Final = re.compile(r"fin(es)?_?(de_?)?semana|weekend", re.IGNORECASE)


def names_weekend(names: Iterable[str]) -> bool:
    """Whether one of the names means the days of a weekend."""
    return any(_WEEKEND.search(name) for name in names)


_HOLIDAYS: Final = re.compile(r"festiv|feriad|holiday", re.IGNORECASE)


def names_holidays(names: Iterable[str]) -> bool:
    """Whether one of the names means holidays."""
    return any(_HOLIDAYS.search(name) for name in names)


# --- lists of holidays ---------------------------------------------------------------------------------------------

_ENOUGH: Final = 4
"""The number of holidays in one year that makes a list a list of holidays."""
_MOVED: Final = {
    (law.rule.month, law.rule.day) for law in LAWS if isinstance(law.rule, FixedDay) and law.moved_to_monday_from
}
_SINCE: Final = CHIQUINQUIRA.first_year
_NOMINAL: Final = (CHIQUINQUIRA.rule.month, CHIQUINQUIRA.rule.day) if isinstance(CHIQUINQUIRA.rule, FixedDay) else None


def lacks_chiquinquira(days: Iterable[date | tuple[int, int]]) -> bool:
    """Whether the days are holidays of a year from 2026 on, or dates of holidays that move, without the new one.

    `days` are days of a year, or months and days without a year, in either order.
    """
    told = set(days)
    dates = {each for each in told if isinstance(each, date)}
    pairs = {each for each in told if not isinstance(each, date)}
    for nominal in (pairs, {(second, first) for first, second in pairs}):
        if len(nominal & _MOVED) >= _ENOUGH and _NOMINAL not in nominal:
            return True
    first, last = calendar().span
    for year in {day.year for day in dates if first <= day <= last and day.year >= _SINCE}:
        holidays = {each.day for each in calendar().holidays_in(date(year, 1, 1), date(year, 12, 31))}
        if len(holidays & dates) >= _ENOUGH and CHIQUINQUIRA.in_year(year) not in dates:
            return True
    return False


# --- quiet ---------------------------------------------------------------------------------------------------------

_QUIET: Final = re.compile(r"(?:#|--)\s*pqr:\s*ignore\b")
_BREAK: Final = re.compile(r"\r\n?|\n")
"""What begins a line in Python and in editors; `str.splitlines` also breaks lines at form feeds and U+2028."""


def quiet_lines(source: str) -> frozenset[int]:
    """The lines, from 1, that ask to be ignored."""
    return frozenset(n for n, line in enumerate(_BREAK.split(source), start=1) if _QUIET.search(line))
