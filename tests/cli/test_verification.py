"""`verify`: the exit status, the lines, and other people's programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from tests.cli import Run

GOOD = {"id": "ley-2578", "op": "is_business_day", "on": "2026-07-13", "expect": False}
BAD = {"id": "wrong", "op": "business_days_between", "from": "2026-07-10", "to": "2026-07-14", "expect": 2}
REFUSED = {"id": "early", "op": "is_business_day", "on": "1983-12-31", "expect": {"refused": "fuera_de_rango"}}


def _file(path: Path, *vectors: Mapping[str, object]) -> Path:
    path.write_text(json.dumps({"format": "pqr-vectors/1", "vectors": vectors}), encoding="utf-8")
    return path


def _program(tmp_path: Path, body: str) -> str:
    """A program that answers vectors, as a command line."""
    script = tmp_path / "program.py"
    script.write_text("import json, sys\n" + body, encoding="utf-8")
    return f"'{sys.executable}' '{script}'"


ENGINE = """
from pqr_core import colombia
from pqr_core.exchange.vectors import evaluate
for line in sys.stdin:
    vector = json.loads(line)
    assert "expect" not in vector
    print(json.dumps(evaluate(vector, colombia.LAW)), flush=True)
"""


def test_all_that_hold_is_zero(run: Run, tmp_path: Path) -> None:
    """Only the count is printed."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), _file(tmp_path / "b.json", REFUSED))
    assert ran == (0, "2 vectors, 0 failed\n", "")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_some_that_fail_is_one(run: Run, tmp_path: Path, lang: str) -> None:
    """One line a difference, the same in every language, because programs read it."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, BAD), "--lang", lang)
    assert ran == (1, "wrong: expect: expected 2, got 1\n2 vectors, 1 failed\n", "")


@pytest.mark.parametrize("content", ["", "[]", '{"format": "other"}', '{"format": "pqr-vectors/1", "vectors": [{}]}'])
def test_what_is_no_vector_file_is_two(run: Run, tmp_path: Path, content: str) -> None:
    """Nothing is run, and the file is named."""
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    ran = run("verify", _file(tmp_path / "a.json", BAD), path)
    assert (ran.status, ran.out) == (2, "")
    assert str(path) in ran.err


def test_json_is_one_object(run: Run, tmp_path: Path) -> None:
    """The same as the lines, for programs."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, BAD), "--json")
    assert ran.status == 1
    assert json.loads(ran.out) == {
        "vectors": 2,
        "failed": 1,
        "failures": [{"id": "wrong", "differences": ["expect: expected 2, got 1"]}],
    }


def test_a_program_is_asked_without_the_answer(run: Run, tmp_path: Path) -> None:
    """A program that answers as this engine does passes and fails as it does."""
    path = _file(tmp_path / "a.json", GOOD, BAD, REFUSED)
    assert run("verify", path, "--command", _program(tmp_path, ENGINE)) == run("verify", path)


def test_a_program_may_read_everything_first(run: Run, tmp_path: Path) -> None:
    """Answers may come all at the end: nobody waits for the other for ever."""
    program = _program(tmp_path, "lines = sys.stdin.readlines()\nprint(*['false'] * len(lines), sep='\\n')")
    vectors = [{**GOOD, "id": f"v{n}", "source": "x" * 200} for n in range(2000)]
    assert run("verify", _file(tmp_path / "a.json", *vectors), "--command", program).out == "2000 vectors, 0 failed\n"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "print('false', flush=True); sys.stdin.readline(); sys.exit(3)",
            "early: answer: expected one JSON line, got none",
        ),
        ("[print('false' if i == 0 else 'oops') for i, _ in enumerate(sys.stdin)]", "early: answer: expected one JSON"),
    ],
    ids=["dies", "garbage"],
)
def test_a_program_that_fails_is_told_by_vector(run: Run, tmp_path: Path, body: str, expected: str) -> None:
    """Dying and answering garbage are failures of the vector they happen at."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, REFUSED), "--command", _program(tmp_path, body))
    assert ran.status == 1
    assert ran.out.startswith(expected)
    assert ran.out.endswith("2 vectors, 1 failed\n")


def test_a_program_that_says_too_much_fails(run: Run, tmp_path: Path) -> None:
    """Lines beyond the vectors shift nothing, and are not passed over."""
    program = _program(tmp_path, "print('false'); print('extra')")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program)
    assert ran.status == 1
    assert "got 'extra'" in ran.out
    assert "líneas de más" in ran.err


def test_a_program_that_is_not_there_is_two(run: Run, tmp_path: Path) -> None:
    """What cannot be run is a mistake of the command, not a failing vector."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", "/no/such/program")
    assert (ran.status, ran.out) == (2, "")
    assert "no se puede ejecutar" in ran.err


def test_a_program_that_never_answers_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    """After the patience asked the vector fails, and the program is ended."""
    program = _program(tmp_path, "import time; time.sleep(600)")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program, "--timeout", "0.2")
    assert ran.status == 1
    assert "got none (no answer in 0.2 s)" in ran.out


def test_endless_output_ends(run: Run, tmp_path: Path) -> None:
    """A program that writes for ever is stopped at the first line too many."""
    program = _program(tmp_path, "while True: print('false')")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program)
    assert ran.status == 1
    assert "expected nothing more" in ran.out


def test_a_program_that_stays_after_its_answers_is_ended(run: Run, tmp_path: Path) -> None:
    """Its answers count, though it does not end by itself."""
    program = _program(tmp_path, "import sys, time; print('false', flush=True); sys.stdout.close(); time.sleep(600)")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program, "--timeout", "3")
    assert (ran.status, ran.out) == (0, "1 vectors, 0 failed\n")


def test_no_program_is_no_command(run: Run, tmp_path: Path) -> None:
    """An empty command is refused."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", "")
    assert ran.status == 2
    assert "falta el programa" in ran.err
