"""The page for the process leader: its commands, in their order, on the data of the samples."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pqr_core import cli, colombia, samples
from pqr_core.exchange.profiles import profile_from_toml

PAGE = "docs/es/mes.md"
TYPED = re.compile(r"^```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)
EVERY = 40
"""The test imports every n-th case of the month, to take less time."""


def commands(page: str) -> list[str]:
    """The commands that the page tells the reader to type."""
    return [line for block in TYPED.findall(page) for line in block.splitlines()]


def test_the_commands_of_the_page_run(
    tmp_path: Path, pages: dict[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The commands run in order, from the samples to the minutes, then the action and the indicators."""
    monkeypatch.chdir(tmp_path)
    *exported, copied = (line for line in commands(pages[PAGE]) if not line.startswith("pqr "))
    typed = [line for line in commands(pages[PAGE]) if line.startswith("pqr ")]
    for line in exported:
        word, setting = shlex.split(line)  # one a line, as cmd needs it
        assert word == "export"
        monkeypatch.setenv(*setting.split("="))
    assert shlex.split(copied)[2] == "from pqr_core import samples; samples.copy_month('.')"
    cases, _subscribers, _answers = samples.copy_month(".")
    heading, *lines = cases.read_text(encoding="utf-8").splitlines(keepends=True)
    cases.write_text(heading + "".join(lines[::EVERY]), encoding="utf-8")
    assert len(typed) == 10
    for command in typed:
        _program, *words = shlex.split(command)
        assert cli.main(words) == 0, command
    assert "Tiempo de respuesta de PQR" in (tmp_path / "octubre.html").read_text(encoding="utf-8")
    assert (tmp_path / "tiempo.png").read_bytes().startswith(b"\x89PNG")
    capsys.readouterr()
    assert cli.main(["followup", "--period", "2026-10", "--out", "otra.html"]) == 0
    again = (tmp_path / "otra.html").read_text(encoding="utf-8")
    assert "Reforzar la ventanilla los lunes" in again
    assert "Dos turnos más en ventanilla" in again


def test_the_profile_of_the_page_is_read(pages: dict[str, str]) -> None:
    """A target and a risk of the utility's own."""
    (told,) = TOML.findall(pages[PAGE])
    profile = profile_from_toml(told, colombia.LAW)
    assert (dict(profile.riesgos), len(profile.targets)) == ({"R1": "Silencio administrativo positivo"}, 1)


def test_nothing_of_json_or_toml_comes_before_the_meeting(pages: dict[str, str]) -> None:
    """The page begins with what the reader knows."""
    early = pages[PAGE].partition("## Metas y riesgos propios")[0]
    assert "json" not in early.lower()
    assert "toml" not in early.lower()
