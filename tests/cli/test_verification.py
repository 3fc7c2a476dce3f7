"""`verify`: its exit status, its output, and the programs of others."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.cli import Run

from pqr_core.vectors import THEMES, packaged, theme
from pqr_core.vocabulary import Finding

GOOD = {"id": "ley-2578", "op": "is_business_day", "on": "2026-07-13", "expect": False}
BAD = {"id": "wrong", "op": "business_days_between", "from": "2026-07-10", "to": "2026-07-14", "expect": 2}
FRIDAY, TUESDAY = "viernes 10 de julio de 2026", "martes 14 de julio de 2026"
REFUSED = {"id": "early", "op": "is_business_day", "on": "1983-12-31", "expect": {"refused": "fuera_de_rango"}}


def _file(path: Path, *vectors: Mapping[str, object]) -> Path:
    path.write_text(json.dumps({"format": "pqr-vectors/1", "vectors": vectors}), encoding="utf-8")
    return path


def _program(tmp_path: Path, body: str) -> str:
    """The command line of a program that answers vectors."""
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
    """If all vectors hold, the status is 0 and only the count is printed."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), _file(tmp_path / "b.json", REFUSED))
    assert ran == (0, "2 vectors, 0 failed\n", "")


@pytest.mark.parametrize("lang", ["es", "en"])
def test_some_that_fail_is_one(run: Run, tmp_path: Path, lang: str) -> None:
    """If some fail, the status is 1; each difference is one line, the same in each language, for programs."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, BAD), "--lang", lang)
    assert ran == (1, "wrong: expect: expected 2, got 1\n2 vectors, 1 failed\n", "")


@pytest.mark.parametrize("content", ["", "[]", '{"format": "other"}', '{"format": "pqr-vectors/1", "vectors": [{}]}'])
def test_what_is_no_vector_file_is_two(run: Run, tmp_path: Path, content: str) -> None:
    """Nothing is run, the file is named, and the status is 2."""
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    ran = run("verify", _file(tmp_path / "a.json", BAD), path)
    assert (ran.status, ran.out) == (2, "")
    assert str(path) in ran.err


def test_json_is_one_object(run: Run, tmp_path: Path) -> None:
    """`--json` gives the same result as one object."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, BAD), "--json")
    assert ran.status == 1
    assert json.loads(ran.out) == {
        "vectors": 2,
        "failed": 1,
        "unsupported": [],
        "failures": [
            {
                "id": "wrong",
                "differences": ["expect: expected 2, got 1"],
                "source": "",
                "why": [f"Del {FRIDAY}, que no se cuenta, al {TUESDAY}, que sí, va 1 día hábil."],
            }
        ],
        "missed": [],
    }


def test_a_program_is_asked_without_the_answer(run: Run, tmp_path: Path) -> None:
    """A program that answers as this engine does passes and fails as it does."""
    path = _file(tmp_path / "a.json", GOOD, BAD, REFUSED)
    assert run("verify", path, "--command", _program(tmp_path, ENGINE))[:2] == run("verify", path)[:2]


def test_a_program_may_read_everything_first(run: Run, tmp_path: Path) -> None:
    """A program may answer only after reading everything; neither side waits for ever."""
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
    """If the program dies or answers garbage, the vector at which it happens fails."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD, REFUSED), "--command", _program(tmp_path, body))
    assert ran.status == 1
    assert ran.out.startswith(expected)
    assert ran.out.endswith("2 vectors, 1 failed\n")


def test_a_program_that_says_too_much_fails(run: Run, tmp_path: Path) -> None:
    """More lines than vectors are a failure."""
    program = _program(tmp_path, "print('false'); print('extra')")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program)
    assert ran.status == 1
    assert ran.out == "ley-2578: answer: expected nothing more, got 'extra'\n1 vectors, 1 failed\n"


def test_a_program_that_is_not_there_is_two(run: Run, tmp_path: Path) -> None:
    """A program that cannot be run is an error of the command, not a failing vector."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", "/no/such/program")
    assert (ran.status, ran.out) == (2, "")
    assert "no se puede ejecutar" in ran.err


def test_a_program_that_never_answers_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    """After the time limit the program is ended; since it answered nothing, there is one error."""
    program = _program(tmp_path, "import time; time.sleep(600)")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program, "--timeout", "0.2")
    assert (ran.status, ran.out) == (2, "")
    assert "no respondió nada (sin respuesta en 0.2 s)" in ran.err


def test_a_program_that_stops_answering_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    """Its answers count; the other vectors fail."""
    program = _program(tmp_path, "import time; print('false', flush=True); time.sleep(600)")
    ran = run("verify", _file(tmp_path / "a.json", GOOD, REFUSED), "--command", program, "--timeout", "2")
    assert ran.status == 1
    assert ran.out.startswith("early: answer: expected one JSON line, got none (no answer in 2 s)\n")


def test_endless_output_ends(run: Run, tmp_path: Path) -> None:
    """A program that writes for ever is stopped at the first extra line."""
    program = _program(tmp_path, "while True: print('false')")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program)
    assert ran.status == 1
    assert "expected nothing more" in ran.out


def test_a_program_that_stays_after_its_answers_is_ended(run: Run, tmp_path: Path) -> None:
    """Its answers count, though it does not end by itself."""
    program = _program(tmp_path, "import sys, time; print('false', flush=True); sys.stdout.close(); time.sleep(600)")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program, "--timeout", "3")
    assert (ran.status, ran.out) == (0, "1 vectors, 0 failed\n")


def test_what_a_program_started_is_not_waited_for(run: Run, tmp_path: Path) -> None:
    """A shell is ended; its child, which keeps the output open, is not waited for."""
    told = tmp_path / "child"
    source = (
        "import pathlib, subprocess; child = subprocess.Popen(['sleep', '600']);"
        f"pathlib.Path({str(told)!r}).write_text(str(child.pid)); print('false', flush=True)"
    )
    program = _program(tmp_path, source)
    ran = run("verify", _file(tmp_path / "a.json", GOOD, REFUSED), "--command", program, "--timeout", "1")
    assert ran.out.startswith("early: answer: expected one JSON line, got none (no answer in 1 s)\n")
    os.kill(int(told.read_text()), signal.SIGKILL)  # raises if the child has ended: then the command waited for it


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "1e300"])
def test_a_patience_that_is_none_is_refused(run: Run, tmp_path: Path, seconds: str) -> None:
    """An invalid time limit is refused by the name of its option, before anything is run."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", "/no/such/program", "--timeout", seconds)
    assert (ran.status, ran.out) == (2, "")
    assert "--timeout: se esperaba un número de segundos mayor que 0, llegó" in ran.err


def test_answers_in_another_order_are_told_so(run: Run, tmp_path: Path) -> None:
    """The answers are right but in another order; the report says so and blames no date."""
    program = _program(tmp_path, "sys.stdin.read(); print('1'); print('false')")
    path = _file(tmp_path / "a.json", GOOD, {**BAD, "expect": 1})
    ran = run("verify", path, "--command", program, "--lang", "en")
    assert ran.status == 1
    assert ran.err.splitlines() == ["pqr: the answers are those of the law, but not in the order of the questions"]


def test_what_was_not_answered_tells_nothing_of_days(run: Run, tmp_path: Path) -> None:
    """Unanswered vectors are no evidence of a missing holiday or of any other known mistake."""
    program = _program(tmp_path, "sys.stdin.read(); print('1')")
    trapped = {**GOOD, "trap": {"es": "trampa", "en": "trap"}}
    ran = run("verify", _file(tmp_path / "a.json", {**BAD, "expect": 1}, trapped), "--command", program)
    assert (ran.status, ran.err) == (1, "")


def test_a_mark_before_the_first_answer_is_no_answer(run: Run, tmp_path: Path) -> None:
    """A byte order mark, as Windows programs write it, is ignored."""
    program = _program(tmp_path, "sys.stdout.buffer.write(b'\\xef\\xbb\\xbffalse\\r\\n')")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program)
    assert ran == (0, "1 vectors, 0 failed\n", "")


@pytest.mark.parametrize("end", ["\\n", "\\r\\n\\r\\n", " "])
def test_an_empty_line_at_the_end_is_no_answer(run: Run, tmp_path: Path, end: str) -> None:
    """As a page of PHP ends with one; one before an answer still stands for it."""
    program = _program(tmp_path, f"sys.stdin.read(); sys.stdout.write('false\\n{end}')")
    assert run("verify", _file(tmp_path / "a.json", GOOD), "--command", program) == (0, "1 vectors, 0 failed\n", "")
    program = _program(tmp_path, "sys.stdin.read(); print(); print('false')")
    assert run("verify", _file(tmp_path / "a.json", GOOD), "--command", program).status == 1


def test_empty_lines_without_end_end(run: Run, tmp_path: Path) -> None:
    """They are not waited for longer than an answer is."""
    program = _program(tmp_path, "print('false')\nwhile True: print()")
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", program, "--timeout", "3")
    assert ran.out == "1 vectors, 0 failed\n"


@pytest.mark.parametrize("lang", ["es", "en"])
def test_answers_that_are_not_json_are_told_so(run: Run, tmp_path: Path, lang: str) -> None:
    """What a program in PHP or SQL gets wrong first: a day without quotes, or a warning among the answers."""
    program = _program(tmp_path, "sys.stdin.read(); print('2026-07-22'); print('Deprecated: x'); print('false')")
    path = _file(tmp_path / "a.json", GOOD, BAD, REFUSED)
    ran = run("verify", path, "--command", program, "--lang", lang)
    assert ran.status == 1
    (line, *_rest) = ran.err.splitlines()
    assert {"es": "respuestas que no son JSON: 2; la primera es '2026-07-22'.", "en": "answers that are not JSON: 2;"}[
        lang
    ] in line
    assert '("2026-07-22")' in line


def test_each_difference_is_one_line_that_can_be_read(run: Run, tmp_path: Path) -> None:
    """Whatever the program answers, and whatever the vector is called."""
    program = _program(tmp_path, "sys.stdin.read(); print(json.dumps('a\\nb')); print(json.dumps('x' * 10 ** 6))")
    path = _file(tmp_path / "a.json", {**GOOD, "id": "one\ntwo"}, BAD)
    lines = run("verify", path, "--command", program).out.splitlines()
    assert lines[0] == r'"one\ntwo": expect: expected false, got "a\nb"'
    assert len(lines) == 3
    assert len(lines[1]) < 3000


@pytest.mark.parametrize("extra", [(), ("--json",), ("--html", "audit.html")])
@pytest.mark.parametrize("expect", [5, None, {"deadlines": 5}, {"deadlines": [["x"]]}, [], {"findings": 5}])
def test_an_unknown_operation_fails_whatever_it_expects(
    run: Run, tmp_path: Path, expect: object, extra: tuple[str, ...]
) -> None:
    """It has no form of an answer, so nothing is known of what it may expect."""
    case = {"radicado": "R-1", "tipo": "reclamo", "filed_on": "2026-06-26"}
    vector = {"id": "a", "op": "adivinar", "case": case, "as_of_on": "2026-06-27", "expect": expect}
    ran = run("verify", _file(tmp_path / "a.json", vector), *(str(tmp_path / e) if "." in e else e for e in extra))
    assert ran.status == 1
    assert "adivinar" in ran.out if "--json" in extra else "vector_invalido" in ran.out


def test_no_program_is_no_command(run: Run, tmp_path: Path) -> None:
    """An empty command is refused."""
    ran = run("verify", _file(tmp_path / "a.json", GOOD), "--command", "")
    assert ran.status == 2
    assert "falta el programa" in ran.err


# --- what is asked -------------------------------------------------------------------------------------------------


def test_without_files_the_packaged_vectors_are_put(run: Run) -> None:
    """Without files, all packaged vectors are asked, and the engine passes."""
    assert run("verify") == (0, f"{len(packaged())} vectors, 0 failed\n", "")


def test_one_packaged_expectation_changed_fails(run: Run, tmp_path: Path) -> None:
    """A few of every theme are changed, one at a time: each change makes `verify` fail."""
    for name in THEMES:
        bodies = [dict(vector.body) for vector in theme(name)]
        for body in bodies[:: max(1, len(bodies) // 3)]:
            changed = [{**each, "expect": _another(each)} if each is body else each for each in bodies]
            ran = run("verify", _file(tmp_path / "changed.json", *changed))
            assert ran.status == 1
            assert ran.out.endswith(f"{len(bodies)} vectors, 1 failed\n")
            assert ran.out.startswith(f"{body['id']}: ")


def _another(body: Mapping[str, Any]) -> Any:
    """A different expectation of the same kind."""
    match body["expect"]:
        case bool(truth):
            return not truth
        case int(number):
            return number + 1
        case str(day):
            return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        case {"refused": code}:
            return {"refused": "dia_no_habil" if code != "dia_no_habil" else "vector_invalido"}
        case {"deadlines": rows} if rows:
            code, row = next(iter(rows.items()))
            return {"deadlines": {code: {"due": "2001-01-01"} if row is None or "due" not in row else None}}
        case expected:
            return {"findings": [each for each in Finding if each not in expected["findings"]][:1]}


@pytest.mark.parametrize("name", THEMES)
def test_one_theme_alone(run: Run, name: str) -> None:
    """`--theme` asks the vectors of that file."""
    assert run("verify", "--theme", name).out == f"{len(theme(name))} vectors, 0 failed\n"


def test_one_operation_alone(run: Run) -> None:
    """`--op` asks the vectors of that operation, packaged or in a file."""
    asked = sum(vector.op == "add_months" for vector in packaged())
    assert run("verify", "--op", "add_months").out == f"{asked} vectors, 0 failed\n"
    assert run("verify", "--op", "add_months", "--op", "agenda", "--theme", "calendar").out.endswith(", 0 failed\n")


def test_nothing_to_verify_is_two(run: Run, tmp_path: Path) -> None:
    """If no vector is left to ask, the status is 2."""
    for words in (("--op", "agenda", _file(tmp_path / "a.json", GOOD)), (_file(tmp_path / "b.json"),)):
        ran = run("verify", *words)
        assert (ran.status, ran.out) == (2, "")
        assert "no hay qué comprobar" in ran.err


def test_a_theme_of_a_file_is_two(run: Run, tmp_path: Path) -> None:
    """`--theme` is for the packaged vectors; with files it is refused."""
    assert run("verify", "--theme", "calendar", _file(tmp_path / "a.json", GOOD)).status == 2


def test_due_days_alone(run: Run, tmp_path: Path) -> None:
    """Each case asks only for its last day to answer, for programs that know nothing else."""
    program = _program(
        tmp_path,
        "from pqr_core import colombia\n"
        "from pqr_core.exchange.vectors import load_case, read_case\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    assert asked['op'] == 'due' and 'expect' not in asked\n"
        "    told = {key: asked[key] for key in ('case', 'utility', 'policies') if key in asked}\n"
        "    case, profile = read_case(told, colombia.LAW)\n"
        "    as_of = asked.get('as_of') or asked['as_of_on']\n"
        "    from datetime import date, datetime\n"
        "    moment = datetime.fromisoformat(as_of) if 'T' in as_of else date.fromisoformat(as_of)\n"
        "    row = colombia.agenda(case, moment, profile=profile).get('respuesta')\n"
        "    print(json.dumps(row and row.due_on and row.due_on.isoformat()))\n",
    )
    ran = run("verify", "--only-due", "--command", program)
    assert (ran.status, ran.err) == (0, "")
    assert int(ran.out.split()[0]) > 400


def test_what_a_program_was_not_made_for_is_counted_apart(run: Run, tmp_path: Path) -> None:
    """A vector that the program does not support neither passes nor fails; supporting none is not a pass."""
    path = _file(tmp_path / "a.json", GOOD, REFUSED)
    some = _program(tmp_path, "sys.stdin.read(); print('false'); print('\"unsupported\"')")
    assert run("verify", path, "--command", some) == (0, "2 vectors, 0 failed, 1 unsupported\n", "")
    assert json.loads(run("verify", path, "--command", some, "--json").out)["unsupported"] == ["early"]
    none = _program(tmp_path, "sys.stdin.read(); print('\"unsupported\"'); print('\"unsupported\"')")
    ran = run("verify", path, "--command", none)
    assert (ran.status, ran.out) == (1, "2 vectors, 0 failed, 2 unsupported\n")
    assert "no contestó ninguna pregunta" in ran.err


def test_a_script_that_is_missing_is_one_error(run: Run) -> None:
    """If the interpreter exists and its script does not, there is one error, not one per vector."""
    ran = run("verify", "--command", f"'{sys.executable}' /no/such/script.py")
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.splitlines()[-1].startswith("pqr: error: el programa")


# --- why -----------------------------------------------------------------------------------------------------------

NAIVE = """
from datetime import date, timedelta
for line in sys.stdin:
    case = json.loads(line)["case"]
    day, left = date.fromisoformat((case.get("filed_on") or case["filed_at"])[:10]), 15
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5 and day not in KNOWN
    print(json.dumps(day.isoformat()))
"""


@pytest.mark.parametrize(
    ("lang", "reason"),
    [
        ("es", "festivo: Nuestra Señora del Rosario de Chiquinquirá (Ley 2578 de 2026, art. 6; citada): 2026-07-13"),
        ("en", "holiday: Our Lady of the Rosary of Chiquinquirá (Ley 2578 de 2026, art. 6; as cited): 2026-07-13"),
    ],
)
def test_a_naive_term_is_told_what_it_misses(run: Run, tmp_path: Path, lang: str, reason: str) -> None:
    """A program that counts Monday to Friday is told the holidays it misses, with their norms, and no weekend."""
    program = _program(tmp_path, "KNOWN = ()" + NAIVE)
    ran = run("verify", "--only-due", "--command", program, "--lang", lang)
    assert ran.status == 1
    assert reason in ran.err
    assert not {"sábado", "domingo", "Saturday", "Sunday"} & set(ran.err.replace(":", "").split())


def test_a_holiday_that_the_program_knows_is_not_told(run: Run, tmp_path: Path) -> None:
    """A program with a list from before July 2026 is told the one holiday it lacks, and no other of that month."""
    holidays = "KNOWN = {date.fromisoformat(day) for day in ('2026-06-15', '2026-06-29', '2026-07-20')}"
    program = _program(tmp_path, "from datetime import date\n" + holidays + NAIVE)

    def due(name: str, filed_on: str, expect: str) -> dict[str, object]:
        case = {"tipo": "reclamo", "filed_on": filed_on, "events": []}
        return {"id": name, "op": "due", "case": case, "as_of_on": filed_on, "expect": expect}

    vectors = (
        due("june", "2026-06-09", "2026-07-02"),
        due("july", "2026-06-26", "2026-07-22"),
        due("august", "2026-07-14", "2026-08-05"),
    )
    ran = run("verify", _file(tmp_path / "a.json", *vectors), "--command", program, "--lang", "en")
    assert ran.out == "july: expect: expected 2026-07-22, got 2026-07-21\n3 vectors, 1 failed\n"
    (line,) = [line for line in ran.err.splitlines() if "(Ley" in line]
    assert line.endswith("Chiquinquirá (Ley 2578 de 2026, art. 6; as cited): 2026-07-13 (vectors: 1)")


def test_a_page_for_an_auditor(run: Run, tmp_path: Path) -> None:
    """The page has the question, the law's answer with norm and working, and the given answer; no text is markup."""
    page = tmp_path / "informe.html"
    program = _program(tmp_path, "sys.stdin.read(); print('true'); print('\"<b>\"'); print('\"unsupported\"')")
    wrong = {**BAD, "id": "<i>", "expect": 1, "source": "Ley 4 de 1913 & co"}
    ran = run("verify", _file(tmp_path / "a.json", GOOD, wrong, REFUSED), "--command", program, "--html", page)
    assert ran.status == 1
    text = page.read_text(encoding="utf-8")
    for part in (
        "3 preguntas: 0 respuestas como las da la ley, 2 distintas, 1 que el sistema no contesta.",
        "¿Es hábil el lunes 13 de julio de 2026?",
        "Ley 2578 de 2026",
        "&lt;i&gt;",
        "&lt;b&gt;",
        "Ley 4 de 1913 &amp; co",
        "@media print",
    ):
        assert part in text
    assert "<i>" not in text
    assert "<script" not in text
