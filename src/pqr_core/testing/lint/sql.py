"""Checks SQL by its tokens: in any dialect, and even if it is incomplete.

>>> print(*smells("select fecha_radicacion + interval '15 days' from pqrs", "q.sql"))
q.sql:1:27: PQR006 calendar days are added to a legal date in SQL; store the day that colombia.due gives, or ...
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from pqr_core.testing.lint.rules import RULES, Smell, is_legal, is_now, lacks_chiquinquira, names_holidays, quiet_lines

__all__ = ("is_sql", "smells")

_TOKEN: Final = re.compile(
    r"""(?P<gap>\s+|--[^\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/|\Z))
    |(?P<text>'(?:[^']|'')*(?:'|\Z))
    |(?P<name>"[^"]*(?:"|\Z)|\[[^\]\n]*(?:\]|$)|`[^`]*(?:`|\Z)|[@:]?[^\W\d][\w$]*)
    |(?P<number>\d+)
    |(?P<sign>.)""",
    re.VERBOSE | re.DOTALL | re.MULTILINE,
)
_SQL: Final = re.compile(
    r"\b(?:select|insert\s+into|update|delete\s+from|create\s+(?:or\s+replace\s+)?(?:view|table|function))\b",
    re.IGNORECASE,
)
_DAYS: Final = re.compile(r"'\s*[+-]?\s*(\d+)\s*days?\s*'", re.IGNORECASE)
_ISO: Final = re.compile(r"'(\d{4})-(\d{2})-(\d{2})'")
_UNITS: Final = frozenset({"day", "days", "d", "dd", "week", "weeks", "wk", "ww"})
_WEEKDAYS: Final = frozenset({"isodow", "dow", "weekday", "dayofweek", "dw"})
_ONE: Final = frozenset({"0", "1"})
_ADDING: Final = frozenset({"dateadd", "timestampadd"})
_SHIFTING: Final = frozenset({"date", "datetime", "julianday", "strftime"})


def is_sql(text: str) -> bool:
    """Whether a string in a program looks like SQL."""
    return _SQL.search(text) is not None


class _Token(NamedTuple):
    kind: str
    text: str
    at: int

    @property
    def word(self) -> str:
        """The text in lower case, for comparison with keywords and names."""
        return self.text.lower()


def smells(source: str, path: str, *, line: int = 1) -> Iterator[Smell]:
    """The findings in the statements of `source`, whose first line is line `line` of the file."""
    quiet = quiet_lines(source)
    starts = [0, *(match.end() for match in re.finditer("\n", source))]
    for statement in _statements(source):
        for code, at in _found(statement):
            number = bisect_right(starts, at)
            if number not in quiet:
                yield Smell(path, line + number - 1, at - starts[number - 1] + 1, RULES[code])


def _statements(source: str) -> Iterator[list[_Token]]:
    here: list[_Token] = []
    for match in _TOKEN.finditer(source):
        kind = str(match.lastgroup)
        if kind == "sign" and match[0] == ";":
            yield here
            here = []
        elif kind != "gap":
            here.append(_Token(kind, match[0], match.start()))
    yield here


def _found(statement: Sequence[_Token]) -> Iterator[tuple[str, int]]:
    days = [(token, _day(token)) for token in statement if token.kind == "text"]
    dates = {day for _token, day in days if day is not None}
    if lacks_chiquinquira(dates):
        yield "PQR005", next(token.at for token, day in days if day is not None)
    names = [token.text for token in statement if token.kind == "name"]
    if not is_legal(names):
        return
    knows_holidays = names_holidays(names)
    for place, token in enumerate(statement):
        rest = statement[place + 1 : place + _FAR]
        adds = _ADDS.get(token.word) if token.kind == "name" else None
        if adds is not None and adds(rest) and not _is_window(statement, place):
            yield "PQR006", token.at
        elif token.word in _WEEKDAYS and token.kind == "name" and not knows_holidays and _compared(rest):
            yield "PQR003", token.at


def _is_window(statement: Sequence[_Token], place: int) -> bool:
    """Whether the days are the period of a report, and not a term."""
    return _looks_back(statement, place) or _looks_ahead(statement, place)


def _looks_ahead(statement: Sequence[_Token], place: int) -> bool:
    """Whether days are added to the present to look ahead: `due_on < now() + ...`, `between`."""
    before = [token.word for token in statement[max(0, place - _NEAR) : place] if token.text not in {"(", ")"}]
    if len(before) < len("x<n+") or before[-1] != "+" or not is_now([before[-2]]):
        return False
    return before[-3] in {"<", ">", "and"} or (before[-3] == "=" and before[-4] in {"<", ">"})


def _looks_back(statement: Sequence[_Token], place: int) -> bool:
    """Whether the days are subtracted from a day, unless the test is for something older: `x < now() - ...`."""
    before = statement[max(0, place - _NEAR) : place]
    if not before or before[-1].text != "-":
        return False
    for token in reversed(before[:-1]):
        if token.text in {"<", ">"}:
            return token.text == ">"
        if token.word in _ENDS:
            return True
    return True


_NEAR: Final = 12
_ENDS: Final = frozenset({"and", "or", "where", "select", "when", "then", "on", "set", ","})
_FAR: Final = 40
"""How many tokens after a function its arguments are searched."""


def _day(token: _Token) -> date | None:
    found = _ISO.fullmatch(token.text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


# --- what adds days ------------------------------------------------------------------------------------------------


def _interval(rest: Sequence[_Token]) -> bool:
    """`interval '15 days'`, `interval '15' day`, `interval 15 day`."""
    if not rest:
        return False
    whole = _DAYS.fullmatch(rest[0].text)
    if whole:
        return whole[1] not in _ONE
    amount = rest[0].text.strip("' ")
    return amount not in _ONE and rest[0].kind != "sign" and len(rest) > 1 and rest[1].word in _UNITS


def _date_add(rest: Sequence[_Token]) -> bool:
    """`dateadd(day, 15, ...)`."""
    if len(rest) < len("(d,n") or rest[0].text != "(" or rest[1].word not in _UNITS:
        return False
    amount = rest[3:5] if rest[3].text in {"+", "-"} else rest[3:4]
    return bool(amount) and amount[-1].text not in _ONE


def _shifted(rest: Sequence[_Token]) -> bool:
    """`date(..., '+15 days')` of SQLite, before the bracket closes."""
    depth = 0
    for token in rest:
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0:
            return False
        found = _DAYS.fullmatch(token.text)
        if found and found[1] not in _ONE:
            return True
    return False


def _add_date(rest: Sequence[_Token]) -> bool:
    """`adddate(x, 15)` of MySQL; with an interval, that is reported instead."""
    depth = 0
    for place, token in enumerate(rest):
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0:
            return place > 1 and rest[place - 1].kind == "number" and rest[place - 1].text not in _ONE
    return False


_ADDS: Final[Mapping[str, Callable[[Sequence[_Token]], bool]]] = {
    "interval": _interval,
    **dict.fromkeys(_ADDING, _date_add),
    **dict.fromkeys(_SHIFTING, _shifted),
    **dict.fromkeys(("adddate", "subdate"), _add_date),
}


def _compared(rest: Sequence[_Token]) -> bool:
    """Whether the day of the week is compared with one or several numbers soon after."""
    for place, token in enumerate(rest[:12]):
        if token.text in {"<", ">", "="} or token.word in {"in", "between"}:
            return any(each.kind == "number" for each in rest[place + 1 : place + 4])
    return False
