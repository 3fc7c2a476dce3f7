r"""Checks Python by its syntax tree; SQL within its strings is checked as SQL.

>>> source = "import numpy as np\nlast = np.busday_offset(day, 15)\n"
>>> print(*smells(source, "app.py"))
app.py:2:8: PQR002 business days are counted without holidays; write calendars.arrays.add_business_days(...
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from functools import cache
from typing import Final, TypeAlias
from warnings import catch_warnings, simplefilter

from attrs import evolve

from pqr_core.testing.lint import sql
from pqr_core.testing.lint.rules import (
    RULES,
    YEAR,
    Smell,
    is_legal,
    is_now,
    is_technical,
    lacks_chiquinquira,
    means_business_days,
    names_holidays,
    names_weekend,
    quiet_lines,
)

__all__ = ("smells",)

_Literal: TypeAlias = ast.List | ast.Set | ast.Tuple | ast.Dict
_Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef

_DELTAS: Final = frozenset(
    {
        *("datetime.timedelta", "django.utils.timezone.timedelta", "pandas.Timedelta"),
        *("dateutil.relativedelta.relativedelta", "pandas.DateOffset", "pandas.tseries.offsets.DateOffset"),
        *("pandas.offsets.DateOffset", "pendulum.duration"),
    }
)
_DAYS_FIRST: Final = frozenset({"datetime.timedelta", "django.utils.timezone.timedelta", "pandas.Timedelta"})
"""Those whose first argument may be a number of days."""
_AMOUNTS: Final = frozenset({"days", "weeks"})
_MOVES: Final = frozenset({"shift", "add", "subtract", "plus", "minus"})
"""Methods of other packages that move a day by `days=`."""
_BUSINESS: Final = frozenset(
    {
        *("numpy.busday_offset", "numpy.busday_count", "numpy.is_busday", "pandas.bdate_range"),
        *(
            f"pandas.{where}{name}"
            for where in ("offsets.", "tseries.offsets.")
            for name in ("BDay", "BusinessDay", "CDay", "CustomBusinessDay")
        ),
    }
)
_OWN_HOLIDAYS: Final = frozenset({"holidays", "busdaycal", "calendar"})
_WEEKDAYS: Final = frozenset({"weekday", "isoweekday", "dayofweek", "day_of_week"})
_SATURDAY: Final = 5
"""No day of a weekend has a lower number in any of them, but Sunday where it is 0."""
_COUNTRY: Final = frozenset({"CO", "COL", "Colombia"})
_PLAIN: Final = frozenset({-1, 0, 1})
_LOOKUPS: Final = ("__lt", "__lte", "__gt", "__gte", "__range")
"""Look-ups of Django's query language."""
_EARLIER: Final = ("__lt", "__lte")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SLASHES: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_NOMINAL: Final = re.compile(r"(\d{2})-(\d{2})")


def smells(
    source: str, path: str, *, has_floor: bool = False, unread: Callable[[str], object] = str
) -> Iterator[Smell]:
    """The findings in a module; none if it cannot be parsed.

    Args:
        source: the text of the module.
        path: the path of the file, for the findings.
        has_floor: whether the project requires a version of `holidays` that knows the holiday of 2026.
        unread: called with the path of a module that cannot be parsed.
    """
    reader = _Reader(path, has_floor=has_floor)
    with catch_warnings():
        simplefilter("ignore")  # warnings about somebody else's code
        try:
            reader.visit(ast.parse(source))
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            unread(path)
            return
    quiet = quiet_lines(source)
    yield from (
        each for each in sorted(reader.found, key=lambda each: (each.line, each.column)) if each.line not in quiet
    )


def _names(node: ast.AST) -> Iterator[str]:
    """Every name in a node: variables, attributes, arguments and the keys of subscripts."""
    for each in ast.walk(node):
        match each:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name) | ast.alias(name=name):
                yield name
            case ast.keyword(arg=str(name)):
                yield name
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Subscript(slice=ast.Constant(value=str(name))):
                yield name
            case ast.Dict(keys=keys):
                yield from (key.value for key in keys if isinstance(key, ast.Constant) and isinstance(key.value, str))
            case _:
                pass


class _Reader(ast.NodeVisitor):
    """Walks a module and collects the findings."""

    def __init__(self, path: str, *, has_floor: bool) -> None:
        self.path = path
        self.has_floor = has_floor
        self.found: list[Smell] = []
        self._imports: dict[str, str] = {}
        self._functions: list[_Function] = []
        self._statement: ast.stmt | None = None
        self._told_floor = False
        self._in_literal = False
        self._older: set[ast.expr] = set()
        self._cutoffs: list[frozenset[str]] = []
        self._of_cutoffs: set[ast.expr] = set()
        self._quiet: set[ast.expr] = set()
        # Each is computed once for a statement or a function, however much is in it: a file takes linear time.
        self._names = cache(lambda node: frozenset(_names(node)))
        self._means_legal = cache(lambda node: is_legal(self._names(node)))
        self._head_means_legal = cache(lambda node: is_legal(_names(_head(node))))
        self._knows_holidays = cache(lambda node: names_holidays(self._names(node)))

    def _tell(self, code: str, node: ast.expr) -> None:
        self.found.append(Smell(self.path, node.lineno, node.col_offset + 1, RULES[code]))

    # --- where we are ---

    def visit(self, node: ast.AST) -> None:
        """Remember the current statement: its names say what its dates are."""
        if isinstance(node, ast.stmt) and not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            outer, self._statement = self._statement, node
            super().visit(node)
            self._statement = outer
        else:
            super().visit(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function; its name says what it is about."""
        self._in_function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """An async function, as `visit_FunctionDef`."""
        self._in_function(node)

    def _in_function(self, node: _Function) -> None:
        self._functions.append(node)
        self._cutoffs.append(frozenset(_cutoffs(node)))
        self.generic_visit(node)
        self._cutoffs.pop()
        self._functions.pop()

    def visit_Import(self, node: ast.Import) -> None:
        """`import numpy as np`."""
        for alias in node.names:
            top = alias.name if alias.asname else alias.name.partition(".")[0]
            self._imports[alias.asname or top] = top

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        """`from datetime import timedelta`."""
        for alias in node.names:
            self._imports[alias.asname or alias.name] = f"{node.module or ''}.{alias.name}"

    def _dotted(self, node: ast.expr) -> str:
        """The full name of what is called, as far as the imports show it."""
        parts: list[str] = []
        while isinstance(node, ast.Attribute):
            parts.append(node.attr)
            node = node.value
        if not isinstance(node, ast.Name):
            return ""
        return ".".join([self._imports.get(node.id, node.id), *reversed(parts)])

    def _is_legal(self, *, whole_function: bool = False) -> bool:
        """Whether a name in the statement, or in the name of its function, means a legal date."""
        if self._functions:
            function = self._functions[-1]
            if self._means_legal(function) if whole_function else is_legal([function.name]):
                return True
        return self._statement is not None and self._head_means_legal(self._statement)

    # --- what is found ---

    def visit_Call(self, node: ast.Call) -> None:
        """Deltas, business days of other packages, and `holidays`."""
        name = self._dotted(node.func)
        for given in _technical(node):
            self._quiet.update(each for each in ast.walk(given) if isinstance(each, ast.Call))
        if (name in _DELTAS or self._moves(node)) and self._is_long(node, name):
            if node in self._of_cutoffs or (node not in self._quiet and self._is_legal()):
                self._tell("PQR001", node)
        elif name in _BUSINESS and not any(keyword.arg in _OWN_HOLIDAYS for keyword in node.keywords):
            self._tell("PQR002", node)
        elif self._is_of_holidays(name, node) and not self.has_floor and not self._told_floor:
            self._told_floor = True
            self._tell("PQR004", node)
        self.generic_visit(node)

    @staticmethod
    def _moves(node: ast.Call) -> bool:
        return isinstance(node.func, ast.Attribute) and node.func.attr in _MOVES and not node.args

    @staticmethod
    def _is_long(node: ast.Call, name: str) -> bool:
        """Whether the delta is a number of days that may be a term, and not one day or a loop variable."""
        given = [keyword.value for keyword in node.keywords if keyword.arg in _AMOUNTS]
        if name in _DAYS_FIRST:
            given += node.args[:1]
        return any(not _is_step(each) and _amount(each) not in _PLAIN for each in given)

    @staticmethod
    def _is_of_holidays(name: str, node: ast.Call) -> bool:
        package, _dot, what = name.partition(".")
        if package != "holidays":
            return False
        told = [
            each.value for each in (*node.args, *(k.value for k in node.keywords)) if isinstance(each, ast.Constant)
        ]
        return what.rpartition(".")[2] in _COUNTRY or bool(_COUNTRY & {str(each) for each in told})

    def visit_BinOp(self, node: ast.BinOp) -> None:
        """A subtraction of days looks back and counts no term; a test whether something is older is handled apart."""
        if isinstance(node.op, ast.Sub) and node not in self._older:
            self._quiet.add(node.right)
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """`cutoff = today - timedelta(days=15)`, if a legal date is compared with `cutoff` in the same function."""
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(op=ast.Sub(), right=days)) if (
                self._cutoffs and name in self._cutoffs[-1]
            ):
                self._of_cutoffs.add(days)
            case _:
                pass
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        """`return (today - day).days` in a function that is named for business days."""
        match node.value:
            case ast.Attribute(value=ast.BinOp(op=ast.Sub()), attr="days") if self._functions and means_business_days(
                self._functions[-1].name
            ):
                self._tell("PQR001", node.value)
            case _:
                pass
        self.generic_visit(node)

    def _let_look_ahead(self, node: ast.expr) -> None:
        """A comparison with the next few days (`due_on <= today + timedelta(days=3)`) counts no term."""
        match node:
            case ast.BinOp(left=now, op=ast.Add(), right=days) if is_now(_names(now)):
                self._quiet.add(days)
            case _:
                pass

    def visit_keyword(self, node: ast.keyword) -> None:
        """`filter(due_on__lte=today + timedelta(days=3))`, and `filter(filed_on__lt=today - timedelta(days=15))`."""
        self._older |= set(_older(node))
        if node.arg is not None and node.arg.endswith(_LOOKUPS):
            for each in node.value.elts if isinstance(node.value, _LITERALS) else [node.value]:
                self._let_look_ahead(each)
        self.generic_visit(node)

    @staticmethod
    def _counts_calendar_days(node: ast.Compare) -> bool:
        """`(today - filed_on).days > 15`: more than a day and less than a year; longer periods are not terms."""
        match node:
            case ast.Compare(
                left=ast.Attribute(value=ast.BinOp(op=ast.Sub()), attr="days"),
                ops=[ast.Gt() | ast.GtE() | ast.Lt() | ast.LtE()],
                comparators=[ast.Constant(value=int(number))],
            ):
                return number not in _PLAIN and number < YEAR
            case _:
                return False

    def visit_Compare(self, node: ast.Compare) -> None:
        """`day.weekday() < 5`, and `filed_on < today - timedelta(days=15)`."""
        self._older |= set(_older(node))
        for each in (node.left, *node.comparators):
            self._let_look_ahead(each)
        if self._counts_calendar_days(node) and is_legal(_names(node.left)):
            self._tell("PQR001", node)
        days = [
            each
            for each in node.comparators
            if isinstance(each, ast.Constant | _LITERALS) or names_weekend(_names(each))
        ]
        if days and self._tells_weekend(node) and self._is_legal(whole_function=True):
            around = self._functions[-1] if self._functions else self._statement
            if around is None or not self._knows_holidays(around):
                self._tell("PQR003", node)
        self.generic_visit(node)

    @staticmethod
    def _tells_weekend(node: ast.Compare) -> bool:
        """Whether a day of the week is compared; `day.weekday() == 2` asks for one day, and counts no business days."""
        called = node.left.func if isinstance(node.left, ast.Call) else node.left
        if not isinstance(called, ast.Attribute) or called.attr not in _WEEKDAYS:
            return False
        match node:
            case ast.Compare(ops=[ast.Eq() | ast.NotEq()], comparators=[ast.Constant(value=int(number))]):
                return number >= _SATURDAY
            case _:
                return True

    def _visit_literal(self, node: _Literal) -> None:
        """A list of holidays; the outermost literal is checked as a whole."""
        outermost, self._in_literal = not self._in_literal, True
        if outermost and lacks_chiquinquira(self._days(node)):
            self._tell("PQR005", node)
        self.generic_visit(node)
        self._in_literal = not outermost

    visit_List = visit_Set = visit_Tuple = visit_Dict = _visit_literal  # noqa: N815 - the names of ast

    def _days(self, node: ast.expr) -> Iterator[date | tuple[int, int]]:
        for each in ast.walk(node):
            numbers: tuple[int, ...] = ()
            match each:
                case ast.Call() if self._dotted(each.func).rpartition(".")[2] in {"date", "datetime", "Timestamp"}:
                    numbers = _integers(each.args[:3])
                case ast.Tuple(elts=elements):
                    numbers = _integers(elements)
                case ast.Constant(value=str(text)):
                    numbers = _of_text(text)
                case _:
                    pass
            yield from _day(numbers)

    def visit_Constant(self, node: ast.Constant) -> None:
        """SQL within a text; the line breaks of a text that stands on one line are escapes, and begin no line."""
        if isinstance(node.value, str) and sql.is_sql(node.value):
            found = sql.smells(node.value, self.path, line=node.lineno)
            last = node.lineno if node.end_lineno is None else node.end_lineno
            self.found.extend(evolve(each, line=min(each.line, last)) for each in found)


_LITERALS: Final = ast.List | ast.Set | ast.Tuple


def _technical(node: ast.Call) -> Iterator[ast.expr]:
    """The arguments that make no legal date: of `respuesta.set_cookie(...)` all, and that of `timeout=`."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if is_technical(called):
        yield from node.args
    yield from (each.value for each in node.keywords if is_technical(called) or is_technical(each.arg or ""))


def _older(node: ast.Compare | ast.keyword) -> Iterator[ast.expr]:
    """What is compared as later than something: the right side of `<`, the left side of `>`, the value of `__lt=`."""
    if isinstance(node, ast.keyword):
        if node.arg is not None and node.arg.endswith(_EARLIER):
            yield node.value
        return
    for left, operator, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
        if isinstance(operator, ast.Lt | ast.LtE):
            yield right
        elif isinstance(operator, ast.Gt | ast.GtE):
            yield left


def _cutoffs(function: _Function) -> Iterator[str]:
    """The names with which a legal date is compared as earlier, anywhere in a function."""
    for node in ast.walk(function):
        if isinstance(node, ast.Compare | ast.keyword):
            names = [each.id for each in _older(node) if isinstance(each, ast.Name)]
            if names and is_legal(_names(node)):
                yield from names


def _head(statement: ast.stmt) -> ast.AST:
    """The statement without the statements inside it."""
    match statement:
        case ast.If(test=test) | ast.While(test=test):
            return test
        case ast.For(target=target, iter=each) | ast.AsyncFor(target=target, iter=each):
            return ast.Tuple([target, each], ast.Load())
        case ast.With(items=items) | ast.AsyncWith(items=items):
            return ast.Tuple([item.context_expr for item in items], ast.Load())
        case ast.Try() | ast.Match():
            return ast.Pass()
        case _:
            return statement


def _amount(node: ast.expr) -> int | None:
    """The literal number, or None for one that is computed."""
    match node:
        case ast.Constant(value=int(number)):
            return number
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(number))):
            return -number
        case _:
            return None


def _is_step(node: ast.expr) -> bool:
    """Whether the number is a loop variable that goes day by day, as in `timedelta(n)`."""
    return isinstance(node, ast.Name) and len(node.id) <= _SHORT


_SHORT: Final = 2


def _integers(nodes: list[ast.expr]) -> tuple[int, ...]:
    found = [_amount(each) for each in nodes]
    return tuple(each for each in found if each is not None) if None not in found else ()


def _of_text(text: str) -> tuple[int, ...]:
    if found := _ISO.match(text):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _SLASHES.fullmatch(text):
        return int(found[3]), int(found[2]), int(found[1])
    found = _NOMINAL.fullmatch(text)
    return (int(found[1]), int(found[2])) if found else ()


def _day(numbers: tuple[int, ...]) -> Iterator[date | tuple[int, int]]:
    match numbers:
        case (year, month, day):
            with suppress(ValueError, OverflowError):
                yield date(year, month, day)
        case (month, day):
            yield month, day
        case _:
            pass
