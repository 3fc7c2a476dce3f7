"""Files and folders, each file read once, in the order of their names."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from tokenize import detect_encoding
from typing import Final

from pqr_core.testing.lint import python, sql
from pqr_core.testing.lint.rules import Smell

__all__ = ("SUFFIXES", "smells_of")

SUFFIXES: Final = (".py", ".pyi", ".sql")
_PASSED_OVER: Final = frozenset({"__pycache__", "node_modules", "site-packages", "build", "dist", "venv", "env"})
_REQUIREMENTS: Final = ("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "environment.yml", "requirements*.txt")
_FLOOR: Final = re.compile(r"(?<![\w-])holidays(?![\w-])[\"']?\s*(?:=\s*[\"'])?\s*(?:>=|==|~=|>|\^)\s*(\d+)\.(\d+)")
_KNOWS: Final = (0, 99)
"""The first version of `holidays` that knows the holiday of Ley 2578 de 2026."""
_LARGEST: Final = 2 * 2**20


def smells_of(path: str | Path, unread: Callable[[str], object] = str) -> Iterator[Smell]:
    """The findings in a file, or in the Python and SQL of a folder; hidden folders and those of tools are skipped.

    A file of more than two mebibytes is skipped, because nobody wrote it by hand. Invalid bytes do not matter.

    Args:
        path: the file or the folder.
        unread: called with the path of each file that is too large, or that is called Python but cannot be parsed.

    Raises:
        OSError: a file cannot be read or does not exist.
    """
    for each in _files(Path(path)):
        if each.stat().st_size > _LARGEST:
            unread(str(each))
            continue
        content = each.read_bytes()
        if each.suffix == ".sql":
            yield from sql.smells(content.decode("utf-8-sig", errors="replace"), str(each))
        else:
            has_floor = _has_floor(each.resolve().parent)
            yield from python.smells(_decoded(content), str(each), has_floor=has_floor, unread=unread)


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
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(SUFFIXES))


@lru_cache(maxsize=1024)
def _has_floor(folder: Path) -> bool:
    """Whether the project of a folder requires a version of `holidays` that knows the holiday."""
    files = [each for pattern in _REQUIREMENTS for each in sorted(folder.glob(pattern))]
    if files:
        found = (_FLOOR.findall(each.read_text(encoding="utf-8", errors="replace")) for each in files)
        return any((int(major), int(minor)) >= _KNOWS for versions in found for major, minor in versions)
    return folder.parent != folder and _has_floor(folder.parent)
