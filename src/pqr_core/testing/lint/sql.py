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

from pqr_core.testing.lint.rules import (
    RULES,
    YEAR,
    Smell,
    is_legal,
    is_now,
    lacks_chiquinquira,
    names_holidays,
    quiet_lines,
)

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
_MIDWEEK: Final = frozenset({"2", "3", "4"})
"""Numbers of the days of a week that are no weekend in any server."""
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
        start = _cast(statement, place) if token.word == _CAST else _multiple(statement, place)
        if adds is not None and adds(rest):
            start = place
        if start is not None and not _is_window(statement, start):
            yield "PQR006", statement[start].at
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


_CAST: Final = ":interval"
"""The name after `::`, as it is read: with its second colon."""
_SUFFIX: Final = re.compile(r"'\s*days?\s*'", re.IGNORECASE)


def _cast(statement: Sequence[_Token], place: int) -> int | None:
    """Where `'15 days'::interval` or `(n || ' days')::interval` begins."""
    last = place - len(":") - 1
    if last < 0:
        return None
    whole = _DAYS.fullmatch(statement[last].text)
    if whole:
        return last if whole[1] not in _ONE else None
    if statement[last].text == ")" and _SUFFIX.fullmatch(statement[last - 1].text):
        return _operand(statement, last)
    return None


def _multiple(statement: Sequence[_Token], place: int) -> int | None:
    """Where `n * interval '1 day'` or `interval '1 day' * n` begins."""
    rest = statement[place + 1 : place + _NEAR]
    if statement[place].word != "interval" or not rest or rest[0].kind != "text":
        return None
    if not _DAYS.fullmatch(rest[0].text) and (len(rest) < 2 or rest[1].word not in _UNITS):
        return None
    if any(each.text == "*" for each in rest[1:3]):
        return place
    return _operand(statement, place - 2) if place > 1 and statement[place - 1].text == "*" else None


def _operand(statement: Sequence[_Token], last: int) -> int:
    """Where what ends at a token begins: a name with its table, a number, or a bracket with its function."""
    depth = 0
    place = last
    for place in range(last, max(last - _FAR, -1), -1):
        depth += (statement[place].text == ")") - (statement[place].text == "(")
        if depth <= 0:
            break
    if place and statement[place].text == "(" and statement[place - 1].kind == "name":
        place -= 1
    while place > 1 and statement[place - 1].text == ".":
        place -= 2
    return place


def _made(rest: Sequence[_Token]) -> bool:
    """`make_interval(days => 15)`."""
    for place, token in enumerate(rest):
        if token.text == ")":
            return False
        if token.word in _UNITS and token.kind == "name":
            amount = [each.text for each in rest[place + 1 : place + 5] if each.text not in {":", "=", ">"}]
            return bool(amount) and amount[0] not in _ONE
    return False


def _date_add(rest: Sequence[_Token]) -> bool:
    """`dateadd(day, 15, ...)`, and with a quoted unit, as Snowflake, Trino and Access have it."""
    if len(rest) < len("(d,n") or rest[0].text != "(" or rest[1].word.strip("'\"") not in _UNITS:
        return False
    amount = rest[3:5] if rest[3].text in {"+", "-"} else rest[3:4]
    return bool(amount) and amount[-1].text not in _ONE


def _arguments(rest: Sequence[_Token]) -> tuple[list[list[_Token]], int | None]:
    """The arguments of a call, each after its bracket or comma, and the place of the last bracket, if it is near."""
    arguments: list[list[_Token]] = [[]]
    depth = 0
    for place, token in enumerate(rest):
        depth += (token.text == "(") - (token.text == ")")
        if depth <= 0:
            return arguments, place
        if token.text == "," and depth == 1:
            arguments.append([])
        arguments[-1].append(token)
    return arguments, None


def _shifted(rest: Sequence[_Token]) -> bool:
    """`date(..., '+15 days')` of SQLite, before the bracket closes."""
    told = (_DAYS.fullmatch(token.text) for argument in _arguments(rest)[0] for token in argument)
    return any(found is not None and found[1] not in _ONE for found in told)


def _add_date(rest: Sequence[_Token]) -> bool:
    """`adddate(x, 15)` of MySQL; with an interval, that is reported instead."""
    arguments, close = _arguments(rest)
    if close is None or len(arguments) < 2 or len(arguments[-1]) != len(",n"):
        return False
    number = arguments[-1][-1]
    return number.kind == "number" and number.text not in _ONE


def _date_add_or_number(rest: Sequence[_Token]) -> bool:
    """`date_add('day', 15, x)` of Trino, `date_add(x, 15)` of Spark; with an interval, that is reported instead."""
    return _date_add(rest) or _add_date(rest)


def _of_oracle(rest: Sequence[_Token]) -> bool:
    """`numtodsinterval(15, 'DAY')`."""
    told = [each.word.strip("'") for each in rest[: len("(n,d")]]
    return len(told) == len("(n,d") and told[0] == "(" and told[1] not in _ONE and told[3] in _UNITS


def _counted(rest: Sequence[_Token]) -> bool:
    """`datediff(day, filed, today) > 15`: more than a day and less than a year, as in Python.

    How many days are left (`datediff(due, today) <= 3`) is a look ahead. Whatever the server, the day from which days
    are counted is the second argument: after the unit, or after the later day.
    """
    arguments, close = _arguments(rest)
    units = [each[-1].word.strip("'\"") for each in arguments if len(each) == len(",d")]
    if close is None or len(arguments) < 2 or (len(arguments) > 2 and _UNITS.isdisjoint(units)):
        return False
    after = [each.text for each in rest[close + 1 : close + 4] if each.text != "="]
    if is_now(each.text for each in arguments[1] if each.kind == "name"):
        return False
    return len(after) > 1 and after[0] in {"<", ">"} and after[1].isdigit() and 1 < int(after[1]) < YEAR


_ADDS: Final[Mapping[str, Callable[[Sequence[_Token]], bool]]] = {
    "interval": _interval,
    "make_interval": _made,
    **dict.fromkeys(_ADDING, _date_add),
    **dict.fromkeys(_SHIFTING, _shifted),
    **dict.fromkeys(("adddate", "subdate"), _add_date),
    "date_add": _date_add_or_number,
    "numtodsinterval": _of_oracle,
    **dict.fromkeys(("datediff", "date_diff", "timestampdiff"), _counted),
}


def _compared(rest: Sequence[_Token]) -> bool:
    """Whether the day of the week is compared soon after with a number, or several, and not only asked to be one."""
    for place, token in enumerate(rest[:12]):
        if token.text in {"<", ">", "="} or token.word in {"in", "between"}:
            numbers = [each.text for each in rest[place + 1 : place + 4] if each.kind == "number"]
            return bool(numbers) and not (token.text == "=" and numbers[0] in _MIDWEEK)
    return False
