"""`demo`: its parts, run from an empty folder, and run again."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.cli import Run

from pqr_core import samples
from pqr_core.drawing.text import width_of

EVERY = 12


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder, and every twelfth case of the invented year."""
    content = samples._content  # noqa: SLF001 - the one place through which every sample is read

    def fewer(name: str) -> bytes:
        head, *lines = content(name).splitlines(keepends=True)
        return head + b"".join(lines[::EVERY] if "casos" in name else lines)

    monkeypatch.setattr(samples, "_content", fewer)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_demo_shows_the_main_job(run: Run, folder: Path) -> None:
    """Both samples, the 77 due days, the work, one deadline explained, and the three indicators with their line."""
    ran = run("demo")
    assert (ran.status, ran.err) == (0, "")
    for expected in (
        "77 casos nuevos",
        "4 de los 77 vencimientos publicados",
        "? vencimiento publicado",
        "vencido, por responder",
        "vence pronto, por responder",
        "el primer día contado es",
        "Ley 142 de 1994, art. 158",
        "Satisfacción del cliente (meta: mínimo 82 %)",
        "Tiempo de respuesta de PQR (meta: máximo 12 días hábiles)",
        "Incremento de usuarios (meta: mínimo 0,33 %)",
        "2025-11",
        "2026-10",
    ):
        assert expected in ran.out
    assert (folder / "pqr-demo.sqlite").exists()


@pytest.mark.parametrize("on_path", [False, True])
def test_what_to_go_on_with_can_be_typed(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, *, on_path: bool
) -> None:
    """The demo shows `pqr` if it is on the path; otherwise the interpreter, as in the first command of the README."""
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.setattr("sys.executable", str(folder / ".venv" / "bin" / "python"))
    if on_path:
        (folder / "pqr").touch(mode=0o755)
    told = " ".join(run("demo").out.split())
    program = "pqr" if on_path else ".venv/bin/python -m pqr_core"
    assert f"Siga con: {program} worklist --store pqr-demo.sqlite --utility sintetica" in told


def test_invented_data_say_so_in_every_part(run: Run, folder: Path) -> None:
    """The heading of each part that shows the invented utility is labelled."""
    out = run("demo", "--store", folder / "x.sqlite").out
    for number in (3, 4, 5):
        heading = next(line for line in out.splitlines() if line.startswith(f"{number}. "))
        assert "SINTÉTICO" in heading


def test_demo_can_be_run_again(run: Run, folder: Path) -> None:
    """The second run finds everything there, and prints the same."""
    first, second = run("demo").out, run("demo").out
    assert "0 casos nuevos, 77 ya estaban" in second
    tail = first.index("\n2. "), second.index("\n2. ")
    assert first[tail[0] :] == second[tail[1] :]
    assert sorted(path.name for path in folder.iterdir()) == ["pqr-demo.sqlite"]


def test_demo_is_short_and_fits_a_terminal(run: Run, folder: Path) -> None:
    """About a hundred lines of eighty columns; in English too."""
    lines = run("demo", "--lang", "en", "--store", folder / "x.sqlite").out.splitlines()
    assert len(lines) <= 115
    assert all(width_of(line) <= 80 for line in lines)
    assert any("SYNTHETIC" in line for line in lines)
