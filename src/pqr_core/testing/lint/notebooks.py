r"""Checks the code of a Jupyter notebook: its Python as one module, and cells of SQL (`%%sql`) by themselves.

A finding names its cell, counted from 1 among all cells, and the line within it.

>>> cells = [{"cell_type": "code", "source": ["%time\n", "vence = radicado + dt.timedelta(days=15)\n"]}]
>>> text = json.dumps({"cells": [{"cell_type": "code", "source": "import datetime as dt"}, *cells]})
>>> print(*smells(text, "pqr.ipynb"))
pqr.ipynb:cell 2:2:20: PQR001 calendar days are added to a legal date; write colombia.due(tipo, filed_on).due_on ...
"""

from __future__ import annotations

import ast
import json
import re
from bisect import bisect
from collections.abc import Callable, Iterator
from typing import Any, Final
from warnings import catch_warnings, simplefilter

from attrs import evolve, frozen

from pqr_core.testing.lint import python, sql
from pqr_core.testing.lint.rules import Smell

__all__ = ("smells",)

_SQL: Final = re.compile(r"\s*%%\w*sql\w*\b.*")
_OTHER: Final = re.compile(r"\s*%%(?!time|capture|prun)")
"""The first line of a cell in another language; a few such lines keep a cell Python."""
_MAGIC: Final = re.compile(r"^([ \t]*+)(?:(?:\w[\w, ]*+=[ \t]*+)?[%!?].*|[\w.]++\?.*)", re.MULTILINE)
"""A line for the notebook itself; a statement that does nothing takes its place."""
_BREAK: Final = re.compile(r"\r\n?")


@frozen
class _Cell:
    """A cell of code: its number among all cells, its text, and the line of the module at which its Python begins."""

    number: int
    text: str
    start: int = 0


def smells(text: str, path: str, *, has_floor: bool = False, unread: Callable[[str], object] = str) -> Iterator[Smell]:
    """The findings in a notebook; the arguments are as in `python.smells`.

    `unread` is called with the path of what is no notebook, or with the path and the number of a cell that cannot be
    parsed.
    """
    try:
        cells = list(_cells(json.loads(text)))
    except (ValueError, RecursionError, LookupError, AttributeError, TypeError):
        unread(path)
        return
    module, parts, lines = list[str](), list[_Cell](), 0
    for cell in cells:
        named = f"{path}:cell {cell.number}"
        first, _, rest = cell.text.partition("\n")
        if _SQL.fullmatch(first):
            yield from (evolve(each, line=each.line + 1) for each in sql.smells(rest, named))
        elif not _OTHER.match(first):
            plain = cell.text if _is_python(cell.text) else _MAGIC.sub(r"\1pass", cell.text)
            if _is_python(plain):
                parts.append(evolve(cell, start=lines))
                module.append(plain)
                lines += plain.count("\n") + 1
            else:
                unread(named)
    starts = [each.start for each in parts]
    for each in python.smells("\n".join(module), path, has_floor=has_floor, unread=unread):
        cell = parts[bisect(starts, each.line - 1) - 1]
        yield evolve(each, path=f"{path}:cell {cell.number}", line=each.line - cell.start)


def _cells(document: Any) -> Iterator[_Cell]:
    """The cells of code of a notebook; raises an error of the language if it is none."""
    for number, each in enumerate(document["cells"], 1):
        if each.get("cell_type") == "code":
            yield _Cell(number, _BREAK.sub("\n", "".join(each.get("source", ""))))


def _is_python(text: str) -> bool:
    with catch_warnings():
        simplefilter("ignore")  # warnings about somebody else's code
        try:
            ast.parse(text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True
