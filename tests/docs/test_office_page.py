"""The page of the office at the terminal: its commands run as written and in order, from filing to notice."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from pqr_core import cli

BLOCK = re.compile(r"^```(text|toml)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_a_case_goes_from_its_filing_to_its_citation(
    pages: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands succeed but one: the check of a letter without details says that something is missing."""
    monkeypatch.chdir(tmp_path)
    told = "".join(re.split("^(## .*)$", pages["docs/es/oficina.md"], flags=re.MULTILINE)[:5])
    statuses = {}
    for kind, text in BLOCK.findall(told):
        if kind == "toml":
            (tmp_path / "perfil.toml").write_text(text, encoding="utf-8")
            continue
        for line in text.splitlines():
            first, *words = shlex.split(line) or [""]
            if first == "export":
                for name, value in (each.split("=") for each in words):
                    monkeypatch.setenv(name, value)
            elif first == "pqr":
                statuses[line] = cli.main(words)
    assert [line for line, status in statuses.items() if status] == [
        "pqr letter decision 2026-000001 --profile perfil.toml --check"
    ]
    assert len(statuses) == 8
    capsys.readouterr()
    assert cli.main(["show", "2026-000001"]) == 0
    assert "Estado: citado para notificar." in capsys.readouterr().out
    assert {each.name for each in tmp_path.glob("*.pdf")} == {"decision.pdf", "citacion.pdf"}
