"""Mypy strict on code of users: it accepts correct code and refuses every mistake."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


def found(file: Path) -> set[tuple[int, str]]:
    """The lines mypy refuses, each with the code of the refusal."""
    pytest.importorskip("mypy")
    ran = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", str(file)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not ran.stderr, ran.stderr
    return {(int(line), code) for line, code in re.findall(rf"{file.name}:(\d+): error: .*\[([\w-]+)\]", ran.stdout)}


def test_right_use_passes() -> None:
    """Mypy finds no error in correct code."""
    assert found(HERE / "uses.py") == set()


def test_every_misuse_is_found(tmp_path: Path) -> None:
    """Each marked line has its errors, and no other line has one."""
    # Kept as text: as a `.py` file it would fail mypy on the project.
    source = (HERE / "misuses.py.txt").read_text(encoding="utf-8")
    (file := tmp_path / "misuses.py").write_text(source, encoding="utf-8")
    marked = ((n, text.partition("# expect: ")[2]) for n, text in enumerate(source.splitlines(), start=1))
    expected = {(n, code) for n, codes in marked for code in re.findall(r"[\w-]+", codes)}
    assert len(expected) > 15
    assert found(file) == expected
