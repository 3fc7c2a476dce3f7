"""The pytest plugin, tested in projects that the tests create."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import entry_points
from typing import Any

import pytest

pytest_plugins = ("pytester",)

HOLDS = {"id": "lunes", "source": "calendario", "op": "is_business_day", "on": "2026-02-02", "expect": True}
FAILS = {
    "id": "festivo",
    "source": "Ley 2578 de 2026 art. 6",
    "op": "is_business_day",
    "on": "2026-07-13",
    "expect": True,
}
ECHO = "import sys\nfor line in sys.stdin:\n    print('true', flush=True)\n"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Load only our plugin; otherwise pytest searches every installed package for plugins."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    monkeypatch.setenv("PYTEST_PLUGINS", "pqr_core.testing.plugin")


def test_pytest_finds_it_where_it_is_installed() -> None:
    """Pytest finds the plugin by the entry point of the package."""
    found = {each.name: each.value for each in entry_points(group="pytest11")}
    assert found["pqr_core"] == "pqr_core.testing.plugin"


def _write(pytester: pytest.Pytester, name: str, *vectors: dict[str, Any]) -> None:
    path = pytester.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"format": "pqr-vectors/1", "vectors": vectors}), encoding="utf-8")


def test_each_vector_is_a_test(pytester: pytest.Pytester) -> None:
    """A correct vector passes; a failing one shows its id, its source and the difference, without a traceback."""
    _write(pytester, "nuestros.vectors.json", HOLDS, FAILS)
    result = pytester.runpytest()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(
        ["festivo (Ley 2578 de 2026 art. 6)", "  expect: expected true, got false", "FAILED nuestros.vectors.json::*"]
    )
    assert "plugin.py" not in result.stdout.str()


def test_a_vector_can_be_chosen(pytester: pytest.Pytester) -> None:
    """A vector can be selected by name, as any test."""
    _write(pytester, "nuestros.vectors.json", HOLDS, FAILS)
    pytester.runpytest("nuestros.vectors.json::lunes").assert_outcomes(passed=1)


def test_other_files_are_left_alone(pytester: pytest.Pytester) -> None:
    """Other JSON files of a project are not collected."""
    _write(pytester, "datos.json", FAILS)
    pytester.makefile(".json", otros="no es json")
    pytester.runpytest().assert_outcomes()


def test_the_setting_names_more_files(pytester: pytest.Pytester) -> None:
    """`pqr_vectors` adds the files that its patterns match, and no others."""
    _write(pytester, "vectores/nuestros.json", HOLDS)
    _write(pytester, "datos.json", FAILS)
    pytester.makeini("[pytest]\npqr_vectors =\n    vectores/*.json\n")
    pytester.runpytest().assert_outcomes(passed=1)


def test_a_file_that_is_none_is_an_error_of_collection(pytester: pytest.Pytester) -> None:
    """The error names the file and the place in it."""
    pytester.makefile(".vectors.json", roto='{"format": "pqr-vectors/1",\n "vectors": [}')
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*roto.vectors.json: not JSON: line 2, column 14: *"])


def test_another_program_answers(pytester: pytest.Pytester) -> None:
    """`--pqr-command` asks a program the vectors; this one always answers true."""
    _write(pytester, "nuestros.vectors.json", HOLDS, {**HOLDS, "id": "domingo", "on": "2026-02-01", "expect": False})
    program = pytester.makepyfile(program=ECHO)
    result = pytester.runpytest("--pqr-command", f"'{sys.executable}' '{program}'", "nuestros.vectors.json")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["domingo (calendario)", "  expect: expected false, got true"])


def test_a_program_that_says_too_little_fails(pytester: pytest.Pytester) -> None:
    """A vector without an answer fails, and so does one whose answer is no JSON."""
    _write(pytester, "nuestros.vectors.json", HOLDS, {**HOLDS, "id": "otro"})
    program = pytester.makepyfile(program="print('no sé')")
    result = pytester.runpytest(
        "-p", "no:randomly", "--pqr-command", f"'{sys.executable}' '{program}'", "nuestros.vectors.json"
    )
    result.assert_outcomes(failed=2)
    result.stdout.fnmatch_lines(
        ["  answer: *, got 'no s*", "  answer: expected one JSON line, got none (exit status 0)"]
    )


def test_what_a_program_was_not_made_for_is_skipped(pytester: pytest.Pytester) -> None:
    """A vector that the program does not support is skipped."""
    _write(pytester, "nuestros.vectors.json", HOLDS, {**HOLDS, "id": "otro"})
    program = pytester.makepyfile(program="print('true'); print('\"unsupported\"')")
    result = pytester.runpytest("--pqr-command", f"'{sys.executable}' '{program}'", "nuestros.vectors.json")
    result.assert_outcomes(passed=1, skipped=1)


def test_a_program_that_is_not_there_is_one_error(pytester: pytest.Pytester) -> None:
    """If the program is missing, the first test fails and the others of the file are not asked."""
    _write(pytester, "nuestros.vectors.json", HOLDS, {**HOLDS, "id": "otro"}, {**HOLDS, "id": "tercero"})
    result = pytester.runpytest("--pqr-command", "no-hay-tal-programa", "nuestros.vectors.json")
    result.assert_outcomes(failed=1, skipped=2)
    result.stdout.fnmatch_lines(["'no-hay-tal-programa' cannot be run: it does not exist"])


def test_loading_it_costs_nothing() -> None:
    """Every project with the package installed loads the plugin: neither the engine nor attrs comes with it."""
    script = (
        "import pytest, sys; before = set(sys.modules); import pqr_core.testing.plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    loaded = set(result.stdout.split())
    assert {name for name in loaded if name.startswith("pqr_core")} == {
        "pqr_core",
        "pqr_core.testing",
        "pqr_core.testing.plugin",
    }
    assert not {"attr", "attrs", "zoneinfo", "sqlalchemy", "hypothesis"} & loaded
