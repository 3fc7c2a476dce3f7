"""What the pages show of the command line is what it does."""

from __future__ import annotations

import pkgutil
import re
import shlex
from importlib import import_module
from pathlib import Path

import pytest

from pqr_core import cli

ROOT = Path(__file__).parents[2]
GUIDE = "docs/es/guia.md"
SHOWN = re.compile(r"^```text\n\$ pqr ([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown() -> list[tuple[str, str]]:
    """Page and command of every block that shows a command and its output."""
    pages = [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]
    return [
        (page.relative_to(ROOT).as_posix(), command)
        for page in pages
        for command, _output in SHOWN.findall(page.read_text(encoding="utf-8"))
    ]


def commands() -> list[str]:
    """The name of every command there is."""
    modules = [import_module(f"pqr_core.cli.{found.name}") for found in pkgutil.iter_modules(cli.__path__)]
    return [command.name for module in modules for command in getattr(module, "COMMANDS", ())]


@pytest.mark.parametrize(("page", "command"), shown())
def test_a_command_prints_what_the_page_shows(
    page: str, command: str, pages: dict[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`$ pqr ...` in a page, run in the page's folder, gives the lines below it."""
    monkeypatch.chdir((ROOT / page).parent)
    assert cli.main(shlex.split(command)) == 0
    expected = dict(SHOWN.findall(pages[page]))[command]
    printed = capsys.readouterr().out
    assert [line.rstrip() for line in printed.rstrip().splitlines()] == expected.rstrip().splitlines()


def test_some_commands_are_shown_with_their_output() -> None:
    """The check above is not idle: the guide shows a deadline and an agenda."""
    assert {command.split()[0] for page, command in shown() if page == GUIDE} == {"due", "agenda"}


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_every_command_is_documented(page: str, pages: dict[str, str]) -> None:
    """Each command there is stands in both READMEs, and no command there that is not."""
    assert set(re.findall(r"^\| `pqr ([a-z]+)", pages[page], re.MULTILINE)) == set(commands())


@pytest.mark.parametrize(("language", "file"), [("json", "caso.json"), ("toml", "perfil.toml")])
def test_the_files_of_the_guide_are_what_it_shows(language: str, file: str, pages: dict[str, str]) -> None:
    """The case and the profile in the guide are the files beside it."""
    block = re.search(rf"```{language}\n(.*?)```", pages[GUIDE], re.DOTALL)
    assert block is not None
    assert block[1] == (ROOT / "docs" / "es" / file).read_text(encoding="utf-8")
