"""Files and folders, each file read once, in the order of their names; notebooks among them."""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tokenize import detect_encoding
from typing import Final

from pqr_core.testing.lint import notebooks, python, sql
from pqr_core.testing.lint.rules import Smell

__all__ = ("SUFFIXES", "smells_of")

SUFFIXES: Final = (".py", ".pyi", ".sql", ".ipynb")
_PASSED_OVER: Final = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env"})
_REQUIREMENTS: Final = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "requirements*.txt")
_FLOOR: Final = re.compile(r"(?<![\w-])holidays(?![\w-])[\"']?\s*(?:=\s*[\"'])?\s*(?:>=|==|~=|>|\^)\s*(\d+)\.(\d+)")
_KNOWS: Final = (0, 99)
"""The first version of `holidays` that knows the holiday of Ley 2578 de 2026."""
_LARGEST: Final = 2 * 2**20
_NOTEBOOK: Final = ".ipynb"
_LARGEST_NOTEBOOK: Final = 32 * 2**20
"""It holds the pictures that its code has drawn."""


def smells_of(path: str | Path, unread: Callable[[str], object] = str) -> Iterator[Smell]:
    """The findings in a file, or in the Python and SQL of a folder; hidden folders and those of tools are skipped.

    A file of more than two mebibytes (a notebook: 32) is skipped, because nobody wrote it by hand. Invalid bytes do not
    matter.

    Args:
        path: the file or the folder.
        unread: called with the path of each file that is too large, that is called Python or a notebook but cannot be
            parsed, or that is in a folder and cannot be read, such as a link that leads nowhere; with the path and the
            number of each cell of a notebook that cannot be parsed.

    Raises:
        OSError: `path` cannot be read or does not exist.
    """
    given = Path(path)
    for each in _files(given):
        kind = each.suffix.lower()
        try:
            largest = _LARGEST_NOTEBOOK if kind == _NOTEBOOK else _LARGEST
            content = each.read_bytes() if each.stat().st_size <= largest else None
        except OSError:
            if each == given:
                raise
            content = None
        if content is None:
            unread(str(each))
        elif kind == ".sql":
            yield from sql.smells(_sql(content), str(each))
        else:
            read = notebooks.smells if kind == _NOTEBOOK else python.smells
            has_floor = _has_floor(each.resolve().parent)
            yield from read(_decoded(content), str(each), has_floor=has_floor, unread=unread)


def _sql(content: bytes) -> str:
    """The text of a script; the tools of SQL Server save theirs in UTF-16."""
    encoding = "utf-16" if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig"
    return content.decode(encoding, errors="replace")


def _decoded(content: bytes) -> str:
    """The text of a module in the encoding that its first lines declare."""
    try:
        encoding, _ = detect_encoding(BytesIO(content).readline)
    except SyntaxError:  # the encoding does not exist, or is wrong for the file
        encoding = "utf-8-sig"
    return content.decode(encoding, errors="replace")


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner[:] = sorted(name for name in inner if not name.startswith(".") and name not in _PASSED_OVER)
        yield from (Path(folder, name) for name in sorted(names) if name.lower().endswith(SUFFIXES))


@lru_cache(maxsize=1024)
def _has_floor(folder: Path) -> bool:
    """Whether the project of a folder requires a version of `holidays` that knows the holiday."""
    files = [each for pattern in _REQUIREMENTS for each in sorted(folder.glob(pattern))]
    if files:
        found = (_FLOOR.findall(each.read_text(encoding="utf-8", errors="replace")) for each in files)
        return any((int(major), int(minor)) >= _KNOWS for versions in found for major, minor in versions)
    return folder.parent != folder and _has_floor(folder.parent)
