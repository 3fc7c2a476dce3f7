"""The page for clerks shows what the command prints on the register of the samples."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from pqr_core import cli, colombia, samples
from pqr_core.exchange.profiles import profile_from_toml
from pqr_core.exchange.reading import reading_from_toml

PAGE = "docs/es/excel.md"
BLOCK = re.compile(r"^```(?:console\n\$ |text\n)(pqr import .*?)^```", re.MULTILINE | re.DOTALL)
TOML = re.compile(r"^```toml\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the register, where the page works."""
    monkeypatch.chdir(tmp_path)
    samples.copy_register(tmp_path)
    return tmp_path


def test_the_commands_of_the_page_run_in_its_order(
    folder: Path, pages: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Each command prints the lines shown, in order (`...` stands for lines left out); no file is overwritten."""
    given = (folder / "registro.toml").read_bytes()
    statuses = []
    for block in BLOCK.findall(pages[PAGE]):
        first, _end, rest = block.replace("\\\n", " ").partition("\n")
        typed = [first, *(line for line in rest.splitlines() if line.startswith("pqr import"))]
        for command in typed:
            capsys.readouterr()
            statuses.append(cli.main(shlex.split(command)[1:]))
        if rest and len(typed) == 1:
            printed = "".join(capsys.readouterr())
            start, _dots, end = rest.partition("...\n")
            assert printed.startswith(start.rstrip("\n"))
            assert printed.rstrip("\n").endswith(end.rstrip("\n"))
    assert statuses == [2, 1, 1, 1, 2, 2, 2]
    written = (folder / "mi-registro.toml").read_text(encoding="utf-8")
    assert reading_from_toml(written).columns["tipo"] == "Clase de PQR"
    assert (folder / "registro.toml").read_bytes() == given


def test_the_toml_of_the_page_is_read(pages: dict[str, str]) -> None:
    """The page has a mapping and a profile, and both can be read."""
    mapping, profile = TOML.findall(pages[PAGE])
    assert set(tomllib.loads(mapping)) == {"columns", "values", "defaults"}
    assert reading_from_toml(mapping).defaults == {"servicio": "acueducto"}
    assert profile_from_toml(profile, colombia.LAW).survey_scale is not None
