"""Templates in a small language that cannot do harm: names, filters, conditions and short loops.

Jinja2 reads them in its sandbox. Before anything runs, this module refuses more than the sandbox does: calls, imports,
assignments and arithmetic. A loop may go only over a fact, and a loop within it only over a part of the current item.
So the time and the size of a page grow in proportion to the template and to the facts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, time
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, Final

from pqr_core.errors import LetterTemplateError, MissingExtraError
from pqr_core.language import Said, counted, joined, long_date

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import SandboxedEnvironment

__all__ = ("LONGEST_PAGE", "LONGEST_TEMPLATE", "environment", "filled", "money")

LONGEST_TEMPLATE: Final = int(256e3)
"""The most characters of a template."""
LONGEST_PAGE: Final = int(4e6)
"""The most characters of what a template produces."""

_MOST_PLACES: Final = int(2e3)
"""The most tags of a template, and the most characters of one tag."""
_LONGEST_PLACE: Final = int(1e3)
_OPENING: Final = re.compile(r"\{[{%#]")
_CLOSING: Final = re.compile(r"[}%#]\}")
_SHORT: Final = int(16e3)
"""The most characters of a template that is kept in memory once it was read."""
_REMEMBERED: Final = int(1e3)
"""How many templates are kept: enough for every letter of a country and those of a utility."""
_TOO_LONG: Final = Said("la plantilla es demasiado larga", "the template is too long")
_TOO_MUCH: Final = Said("da demasiado texto", "it gives too much text")
_HERE: Final = "template"
_GROUP: Final = len("000")


def money(amount: Decimal) -> str:
    """An amount of Colombian pesos, such as "$ 85.000" or "$ 85.000,50", with a non-breaking space."""
    sign = "-" if amount < 0 else ""
    whole, _, cents = f"{abs(amount):f}".partition(".")
    groups = [whole[max(end - _GROUP, 0) : end] for end in range(len(whole), 0, -_GROUP)]
    cents = cents.rstrip("0")
    return f"{sign}$\u00a0{'.'.join(reversed(groups))}" + (f",{cents:0<2}" if cents else "")


def _day(value: date) -> str:
    return long_date(value)


def _hour(value: time) -> str:
    """The hour as in a sentence: "a las 15:30", "a la 1:05"."""
    return f"a la{'' if value.hour == 1 else 's'} {value.hour}:{value:%M}"


def _list(values: Any) -> str:
    return joined([str(value) for value in values]) if values else ""


_FILTERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "fecha": _day,
    "hora": _hour,
    "dinero": money,
    "en_letras": counted,
    "enumera": _list,
}
"""Our filters; `_KEPT` are the filters of Jinja2 that templates may use."""
_KEPT: Final = frozenset({"upper", "lower", "capitalize", "first", "last", "length", "default", "d", "trim"})
_TESTS: Final = frozenset({"defined", "undefined", "none"})


def _joined(pieces: Iterable[str]) -> str:
    """The pieces of a page joined; raises as soon as they are longer than `LONGEST_PAGE`."""
    made: list[str] = []
    length = 0
    for piece in pieces:
        length += len(piece)
        if length > LONGEST_PAGE:
            raise _refused(_TOO_MUCH)
        made.append(piece)
    return "".join(made)


def _require_short(source: str) -> None:
    """Refuse a template that would take long to read: as a whole, or in one tag."""
    opened = [found.end() for found in _OPENING.finditer(source)] if len(source) <= LONGEST_TEMPLATE else None
    if opened is None or len(opened) > _MOST_PLACES:
        raise _refused(_TOO_LONG)
    for place in opened:
        if _CLOSING.search(source, place, place + _LONGEST_PLACE) is None and len(source) - place > _LONGEST_PLACE:
            raise _refused(_TOO_LONG)


@cache
def environment(*, markup: bool = False) -> SandboxedEnvironment:
    """The environment of Jinja2 that reads templates; with `markup`, it escapes values for HTML and XML.

    Raises:
        MissingExtraError: Jinja2 is not installed (extra `letters`).
    """
    try:
        from jinja2 import StrictUndefined
        from jinja2.sandbox import SandboxedEnvironment
    except ModuleNotFoundError:
        raise MissingExtraError(feature=Said("las cartas", "letters"), package="jinja2", extra="letters") from None

    class Letters(SandboxedEnvironment):
        """The sandbox of Jinja2, which also refuses templates that do more than letters need."""

        concat = staticmethod(_joined)

        def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
            _require_short(source)
            template = super()._parse(source, name, filename)
            _check(template)
            return template

    made = Letters(autoescape=markup, undefined=StrictUndefined, keep_trailing_newline=False)
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in _KEPT} | dict(_FILTERS)
    made.tests = {name: made.tests[name] for name in _TESTS}
    return made


def filled(source: str, facts: Mapping[str, Any], place: str, *, markup: bool = False) -> str:
    """A template filled with the facts; `place` names it in errors.

    Raises:
        LetterTemplateError: it is not a valid template, names a fact that does not exist, or does what it may not do.
        MissingExtraError: Jinja2 is not installed (extra `letters`).
    """
    read = environment(markup=markup).from_string
    from jinja2 import TemplateError

    try:
        template = _remembered(source, markup=markup) if len(source) <= _SHORT else read(source)
        page = template.render(facts)
    except LetterTemplateError as error:
        raise LetterTemplateError(place=place, detail=error.params["detail"]) from None
    except TemplateError as error:
        raise LetterTemplateError(place=place, detail=_told(error)) from None
    except (RecursionError, TypeError, ValueError, AttributeError, LookupError, ArithmeticError) as error:
        detail = Said(f"no se puede usar ({type(error).__name__})", f"cannot be used ({type(error).__name__})")
        raise LetterTemplateError(place=place, detail=detail) from None
    return page


@lru_cache(maxsize=_REMEMBERED)
def _remembered(source: str, *, markup: bool) -> Template:
    return environment(markup=markup).from_string(source)


def _told(error: Any) -> Said:
    """Why Jinja2 does not take a template: in English its own words, in Spanish the word of the template they name.

    They hold names of the template, never values that are filled in.
    """
    line = getattr(error, "lineno", None)
    where_es, where_en = (f"línea {line}: ", f"line {line}: ") if line else ("", "")
    absent, odd = (pattern.search(error.message) for pattern in (_ABSENT, _ODD))
    es = "no es una plantilla válida"
    if absent is not None:
        es = f"no hay ningún dato «{absent[1] or absent[2]}»"
    elif odd is not None:
        es = f"{es}: no se entiende «{odd[1]}»"
    return Said(f"{where_es}{es}", f"{where_en}{error.message}")


_ABSENT: Final = re.compile(r"^'([^']*)' is undefined$|has no attribute '([^']*)'$")
_ODD: Final = re.compile(r"(?:unknown tag|unexpected|got) '([^' ]+)'")
"""How Jinja2 names, in one word, what is not there or has no place there."""


def _refused(detail: Said) -> LetterTemplateError:
    return LetterTemplateError(place=_HERE, detail=detail)


_PLAIN: Final = frozenset(
    {"Template", "Output", "TemplateData", "If", "CondExpr", "Compare", "Operand", "And", "Or", "Not", "Const"}
    | {"Getitem", "Concat", "Name", "Getattr", "Filter", "Test", "For"}
)
"""The nodes of Jinja2 that a template may hold."""
_OF_JINJA: Final = frozenset({"self", "varargs", "kwargs", "caller"})


def _check(node: nodes.Node, loops: tuple[str, ...] = ()) -> None:
    """Refuse the first node that a template may not hold; `loops` are the variables of the loops around it."""
    kind = type(node).__name__
    told: Any = node
    if kind not in _PLAIN:
        raise _cannot(kind, node)
    if kind == "For":
        if not _is_short(told, loops):
            raise _cannot(kind, node)
        loops = (*loops, told.target.name)
    name = _NAMED[kind](told) if kind in _NAMED else None
    if name is not None:
        raise _cannot(name, node)
    for child in node.iter_child_nodes():
        _check(child, loops)


_NAMED: Final[Mapping[str, Callable[[Any], str | None]]] = {
    "Name": lambda node: node.name if node.name.startswith("_") or node.name in _OF_JINJA else None,
    "Getattr": lambda node: node.attr if node.attr.startswith("_") else None,
    "Filter": lambda node: None if _is_filter(node) else node.name,
    "Test": lambda node: None if node.name in _TESTS else node.name,
}
"""By kind of node: the name in it that a template may not use, or None."""


def _is_filter(node: Any) -> bool:
    known = node.name in _KEPT or node.name in _FILTERS
    return known and node.node is not None and not node.dyn_args and not node.dyn_kwargs


def _is_short(loop: Any, loops: tuple[str, ...]) -> bool:
    """Whether a loop goes over a fact or, within another loop, over a part of the item of that loop."""
    over = loop.iter
    while type(over).__name__ == "Getattr":
        over = over.node
    names = type(over).__name__ == type(loop.target).__name__ == "Name"
    return names and not loop.recursive and (not loops or over.name == loops[-1])


def _cannot(what: str, node: nodes.Node) -> LetterTemplateError:
    line = node.lineno
    es = f"línea {line}: una plantilla de carta no puede usar «{what}»"
    return _refused(Said(es, f"line {line}: a template of a letter cannot use {what!r}"))
