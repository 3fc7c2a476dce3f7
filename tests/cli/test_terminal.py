"""The command line as a newcomer sees it: help, words, width, dates, completion, exit status, quiet and colour."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from tests.cli import Ran, Run

from pqr_core import cli, colombia, samples
from pqr_core.cli.commands import STATUSES
from pqr_core.cli.settings import read_moment
from pqr_core.drawing.text import width_of
from pqr_core.errors import CommandError

COMMANDS = [command.name for command in cli.COMMANDS]
CASE = '{"radicado": "R-1", "tipo": "reclamo", "filed_on": "2026-03-16"}'
REGISTER = "radicado,tipo,fecha_radicacion\nR-1,reclamo,2026-03-16\nR-2,RR,2026-03-17\n"
AS_OF = "2026-11-23"
SAMPLE = ("--store", "pqr-demo.sqlite", "--utility", "sintetica")
EVERY = 60

PROGRAM = """import sys
for _question in sys.stdin:
    print('{"unsupported": true}', flush=True)
"""

EXAMPLES = [(command.name, example.words) for command in cli.COMMANDS for example in command.examples]

SHOWN = [
    ("demo",),
    ("due", "reclamo", "2026-06-26"),
    ("agenda", "caso.json", "--as-of", "2026-04-14", "--readings"),
    ("calendar", "2026", "--closure", "24/12/2026", "Resolución 12 de 2026"),
    ("worklist", *SAMPLE, "--as-of", AS_OF, "--limit", "3"),
    ("show", "SINT-2026-009186", *SAMPLE, "--as-of", AS_OF),
    ("indicators", *SAMPLE, "--period", "2026-10"),
    ("indicators", "--list"),
    ("followup", *SAMPLE, "--period", "2026-10", "--as-of", AS_OF),
    ("report", "transparencia", *SAMPLE, "--period", "2026-Q3"),
    ("letter", "decision", "--fields"),
    ("import", "--columns"),
    ("db", "check", "--store", "pqr-demo.sqlite"),
    ("--help",),
    *((name, "--help") for name in COMMANDS),
]
"""The commands whose output people read."""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with the files of the examples: a smaller demo, a case, a register, a program and its folder."""
    folder = tmp_path_factory.mktemp("oficina")
    content = samples._content  # noqa: SLF001 - the one place through which every sample is read
    named = re.compile("|".join(re.findall(r"SINT-\d{4}-\d{6}", f"{SHOWN} {EXAMPLES}")).encode())

    def fewer(name: str) -> bytes:
        head, *lines = content(name).splitlines(keepends=True)
        kept = (line for n, line in enumerate(lines) if n % EVERY == 0 or named.search(line))
        return head + b"".join(kept if "casos" in name else lines)

    (folder / "caso.json").write_text(CASE, encoding="utf-8")
    (folder / "registro.csv").write_text(REGISTER, encoding="utf-8")
    (folder / "mi_programa.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "src").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(samples, "_content", fewer)
        patch.chdir(folder)
        assert cli.main(["demo"]) == 0
        yield folder


@pytest.fixture
def here(office: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in that folder, with the case on standard input."""
    monkeypatch.chdir(office)
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(CASE.encode())))
    return office


def outputs(run: Run, lang: str) -> Iterator[tuple[tuple[str, ...], Ran]]:
    """The output of each command."""
    for words in SHOWN:
        ran = run(*words, "--lang", lang)
        assert ran.status == 0, ran.err
        yield words, ran


# --- help ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("lang", ["es", "en"])
def test_the_help_of_each_command_has_usage_arguments_and_examples(run: Run, name: str, lang: str) -> None:
    """The help has a short usage, every argument explained, the general options and examples to copy."""
    ran = run(name, "--help", "--lang", lang)
    assert ran.status == 0
    options, examples = ("opciones", "ejemplos:") if lang == "es" else ("options", "examples:")
    assert ran.out.startswith(f"{'uso' if lang == 'es' else 'usage'}: pqr {name} [{options}]")
    for expected in ("--lang", "--quiet", "--help", examples, f"  pqr {name}" if name != "completion" else "eval"):
        assert expected in ran.out
    listed = ran.out.partition(examples)[0]
    bare = re.findall(r"^  (?:-\S+(?: \S+)?|\S+)$\n(?!    )", listed, re.MULTILINE)
    assert bare == []  # an argument without a word on what it is


@pytest.mark.parametrize(("name", "words"), EXAMPLES)
@pytest.mark.usefixtures("here")
def test_each_example_of_the_help_runs(run: Run, name: str, words: str) -> None:
    """Each example runs as written, after `pqr demo`; status 1 means that something is incomplete."""
    if words.startswith("eval"):
        words = words.removeprefix('eval "$(').removesuffix(')"')
        pytest.importorskip("shtab")
    if name == "demo":
        pytest.skip("the fixture runs it, on fewer cases")
    ran = run(*shlex.split(words)[1:])
    assert ran.status in {0, 1}, ran.err


@pytest.mark.usefixtures("here")
def test_an_example_can_be_copied_from_a_narrow_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line that is too wide is broken with a backslash, never between an option and its value."""
    monkeypatch.setenv("COLUMNS", "40")
    shown = run("worklist", "--help").out.partition("ejemplos:\n")[2]
    lines = [line for line in shown.replace("\\\n", "").splitlines() if not line.startswith("  #")]
    assert shlex.split(lines[0]) == ["pqr", "worklist", *SAMPLE]
    assert "--utility sintetica" in shown


# --- words ---------------------------------------------------------------------------------------------------------

NOT_SAID = (
    *("día en que se mira", "ORDEN", "Juicio", "lo principal", "palabra desconocida", "escrito en ", "Días hábiles -"),
    *("vectores legales", "1 casos", "1 filas", "None", "True", "False", "null", "first_day", "filing_day", "account"),
    *("silencio_positivo", "FILE", "CASE", " CMD", "CODEC", " the ", " of ", " and ", "usage", "required", "choose"),
    *("not allowed", "invalid", "unrecognized", "argument ", "overdue", " default", "written", "payload", "timestamp"),
)
"""Internal words, or English words, that nobody at the counter should read."""


@pytest.mark.usefixtures("here")
def test_spanish_has_no_internal_word(run: Run) -> None:
    """The words are in no help of a command and in no output."""
    found = [
        (" ".join(words), word) for words, ran in outputs(run, "es") for word in NOT_SAID if word in ran.out + ran.err
    ]
    assert found == []


@pytest.mark.usefixtures("here")
def test_the_words_of_p4_are_those_that_people_use(run: Run) -> None:
    """Each thing has the name that the list of faults asks for."""
    told = " ".join(f"{ran.out} {ran.err}" for _words, ran in outputs(run, "es"))
    said = " ".join(told.split())
    for expected in (
        "fecha de corte",
        "COMANDO",
        "demostración con los datos de ejemplo",
        "Faltan / mora (días hábiles)",
        "archivo JSON del caso (véase la guía)",
        "Cumplimiento",
    ):
        assert expected in said


def test_what_a_filing_lacks_is_told_with_the_key_to_type(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The key is `cuenta`, not `account`; typing the command shown completes the case."""
    monkeypatch.setenv("COLUMNS", "132")
    store = tmp_path / "a.sqlite"
    told = run("file", "reclamo", "--store", store, "--set", "canal=wbe").out
    assert re.search(r"número de cuenta o de contrato +cuenta= +falta", told)
    assert re.search(r"canal por el que llegó +canal= +'wbe' no está en:", told)
    words = ("--set", "servicio=acueducto", "--set", "cuenta=1020")
    assert "--set servicio=... --set cuenta=..." in " ".join(told.split())
    ran = run("act", "2026-000001", "registro", "--store", store, *words)
    assert ran.status == 0
    assert "cuenta=" not in ran.out
    assert "dato desconocido en --set: 'cuent' (¿quiso decir 'cuenta'?)" in (
        run("file", "reclamo", "--store", store, "--set", "cuent=1").err
    )


# --- width ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("columns", [40, 132])
@pytest.mark.usefixtures("here")
def test_nothing_is_wider_than_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    """From forty columns on."""
    monkeypatch.setenv("COLUMNS", str(columns))
    for words, ran in outputs(run, "es" if columns == 40 else "en"):
        assert max(map(width_of, ran.out.splitlines())) <= columns, words


@pytest.mark.usefixtures("here")
def test_a_wide_terminal_is_used(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six months beside each other and the norms in one line; a pipe has eighty columns."""
    shown = {}
    for columns in (80, 200):
        monkeypatch.setenv("COLUMNS", str(columns))
        shown[columns] = run("calendar", "2026").out, run("show", "SINT-2026-009186", *SAMPLE, "--as-of", AS_OF).out
    for narrow, wide in zip(shown[80], shown[200], strict=True):
        assert len(wide.splitlines()) < len(narrow.splitlines())
    monkeypatch.delenv("COLUMNS")
    assert run("calendar", "2026").out == shown[80][0]


# --- dates ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-06-26", date(2026, 6, 26)),
        ("26/06/2026", date(2026, 6, 26)),
        ("26-6-2026", date(2026, 6, 26)),
        ("26 de junio de 2026", date(2026, 6, 26)),
        ("viernes 26 de junio de 2026", date(2026, 6, 26)),
        ("26 June 2026", date(2026, 6, 26)),
        ("20260626", date(2026, 6, 26)),
        ("2026/06/26", date(2026, 6, 26)),
        ("05/05/2026", date(2026, 5, 5)),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    """A date is read if it can be only one day."""
    assert read_moment(text) == day


def test_the_days_around_today_have_names() -> None:
    """`hoy`, `today` and the like are days of the legal zone."""
    today = datetime.now(colombia.ZONE).date()  # noqa: TID251 - what the command line calls today
    assert read_moment("hoy") == today
    assert [read_moment(each) for each in ("ayer", "Mañana", "today", "yesterday")] == [
        today - timedelta(days=1),
        today + timedelta(days=1),
        today,
        today - timedelta(days=1),
    ]


def test_an_hour_may_stand_behind_the_day() -> None:
    """The hour is read as people write it, in the time of Colombia."""
    assert read_moment("26/06/2026 3:30 p. m.") == read_moment("2026-06-26T15:30:00-05:00")


@pytest.mark.parametrize("text", ["05/06/2026", "06/26/2026", "26/06/26", "31/02/2026", "pronto", ""])
def test_a_day_that_could_be_another_is_refused(text: str) -> None:
    """Two days, month first, two digits of a year, no day."""
    with pytest.raises(CommandError):
        read_moment(text)


@pytest.mark.usefixtures("here")
def test_every_option_that_is_a_day_reads_it_so(run: Run, tmp_path: Path) -> None:
    """So do closures, the day of an act, and a detail that is a day."""
    words = ("--closure", "24/12/2026..31/12/2026", "Resolución 7", "--json")
    assert '"2026-12-31"' in run("calendar", "2026", *words).out
    store = tmp_path / "b.sqlite"
    told = ("--on", "16/03/2026", "--set", "factura_expedida=15 de marzo de 2026", "--json")
    ran = run("file", "reclamo", "--store", store, *told)
    assert ran.status == 0
    assert '"factura_expedida": "2026-03-15"' in ran.out


# --- how it ends, and what it says beside the result ---------------------------------------------------------------


def test_each_exit_status_is_in_the_help(run: Run) -> None:
    """The table of exit statuses is in the help, in both languages."""
    for lang in ("es", "en"):
        told = " ".join(run("--help", "--lang", lang).out.split())
        for status in STATUSES:
            assert f"{status.code} {status.es if lang == 'es' else status.en}" in told


@pytest.mark.usefixtures("here")
def test_the_exit_status_is_what_the_table_says(run: Run, tmp_path: Path) -> None:
    """0, 1 and 2 are as in the table; 130 and 141 have their own tests."""
    assert run("due", "reclamo", "hoy").status == 0
    assert run("import", "registro.csv", "--store", tmp_path / "c.sqlite", "--rejects", tmp_path / "r.csv").status == 1
    assert run("due", "reclamo", "nunca").status == 2
    assert run("due", "--nada").status == 2


def test_quiet_leaves_the_result_and_the_errors(run: Run, tmp_path: Path) -> None:
    """`--quiet` prints no note of a file written, but still prints errors."""
    words = ("due", "reclamo", "2026-06-26", "--ics", tmp_path / "a.ics")
    loud, quiet = run(*words), run(*words, "--quiet")
    assert f"archivo guardado: {tmp_path / 'a.ics'}" in loud.err
    assert (quiet.out, quiet.err) == (loud.out, "")
    assert run("-q", "due", "reclamo", "nunca").err.startswith("pqr: error: ")


def test_the_case_may_come_on_standard_input_and_the_page_has_the_readings(run: Run, here: Path) -> None:
    """`agenda -`; `--readings --html` writes them too."""
    ran = run("agenda", "-", "--as-of", "2026-04-14", "--readings", "--html", "lecturas.html")
    assert ran.status == 0
    assert "Según las lecturas en disputa" in ran.out
    page = (here / "lecturas.html").read_text(encoding="utf-8")
    assert "Según las lecturas en disputa" in page
    assert "el mismo día de la radicación, si es hábil" in page


def test_a_type_or_an_act_may_be_written_as_it_is_called(run: Run, tmp_path: Path) -> None:
    """A name may have accents, capitals and spaces."""
    store = tmp_path / "d.sqlite"
    assert run("file", "Petición general", "--store", store, "--on", "ayer").status == 0
    ran = run("act", "2026-000001", "Decisión", "--store", store, "--set", "resultado=accede")
    assert ran.status == 0, ran.err


class _Terminal(io.StringIO):
    """A stream that reports to be a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_color", "coloured"), [("", True), ("1", False)])
def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch, no_color: str, *, coloured: bool) -> None:
    """With `NO_COLOR`, even a terminal gets no colour codes."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("NO_COLOR", no_color)
    terminal = _Terminal()
    monkeypatch.setattr(sys, "stdout", terminal)
    assert cli.main(["due", "reclamo", "2026-06-26"]) == 0
    assert (re.search(r"\x1b\[(?:\d+;)*3[0-7]", terminal.getvalue()) is not None) is coloured


# --- completion ----------------------------------------------------------------------------------------------------


def test_completion_knows_commands_options_values_and_files(run: Run) -> None:
    """The completion script is accepted by its shell."""
    pytest.importorskip("shtab")
    ran = run("completion", "bash")
    assert (ran.status, ran.err) == (0, "")
    for expected in ("worklist", "--period", "reclamo", "decision", "citacion", "_shtab_compgen_files"):
        assert expected in ran.out
    bash = subprocess.run(["/bin/bash", "-n"], input=ran.out, text=True, capture_output=True, check=False)
    assert (bash.returncode, bash.stderr) == (0, "")
    assert "#compdef pqr" in run("completion", "zsh").out
    assert "(¿quiso decir 'bash'?)" in run("completion", "bas").err


def test_completion_without_its_package_says_what_to_install(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra."""
    monkeypatch.setitem(sys.modules, "shtab", None)
    ran = run("completion", "bash")
    assert ran.status == 2
    assert "pip install 'pqr-core[cli]'" in ran.err
