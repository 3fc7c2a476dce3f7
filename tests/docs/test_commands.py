"""What the pages show of the command line is what it does."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pqr_core import cli
from pqr_core.vocabulary import ActionKind

ROOT = Path(__file__).parents[2]
GUIDES = {"docs/es/un-caso.md", "docs/es/disputas.md"}
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
    return [command.name for command in cli.COMMANDS]


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
    """The check above has something to check: the guide shows a deadline and an agenda."""
    assert {command.split()[0] for page, command in shown() if page in GUIDES} == {"due", "agenda"}


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_every_command_is_documented(page: str, pages: dict[str, str]) -> None:
    """Both READMEs list every command, and no other."""
    assert set(re.findall(r"^\| `pqr ([a-z]+)", pages[page], re.MULTILINE)) == set(commands())


@pytest.mark.parametrize("page", ["README.md", "README.es.md"])
def test_an_action_is_told_whole(page: str, pages: dict[str, str]) -> None:
    """The line of `action` has every option that opening an action needs."""
    (line,) = re.findall(r"^\| `pqr (action [^`]+)`", pages[page], re.MULTILINE)
    words = line.split()
    assert {"--store", "--period", "--kind", "--what", "--responsible", "--due"} <= set(words)
    assert words[words.index("--kind") + 1] in list(ActionKind)


@pytest.mark.parametrize(
    ("page", "language", "file"), [("un-caso.md", "json", "caso.json"), ("disputas.md", "toml", "perfil.toml")]
)
def test_the_files_of_the_guide_are_what_it_shows(page: str, language: str, file: str, pages: dict[str, str]) -> None:
    """The case and the profile in the guide are the files beside it."""
    block = re.search(rf"```{language}\n(.*?)```", pages[f"docs/es/{page}"], re.DOTALL)
    assert block is not None
    assert block[1] == (ROOT / "docs" / "es" / file).read_text(encoding="utf-8")
