"""The command line in general: language, errors, help and exit status."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from tests.cli import Run

from pqr_core import colombia
from pqr_core.calendars.business import BusinessCalendar
from pqr_core.cli import main
from pqr_core.cli.base import Output
from pqr_core.law.profiles import Profile

PQR = (sys.executable, "-m", "pqr_core")


def test_spanish_is_the_language_unless_another_is_asked(run: Run) -> None:
    """`--lang` works in any position."""
    assert "debe responder" in run("due", "reclamo", "2026-03-16").out
    for words in (
        ("--lang", "en", "due", "reclamo", "2026-03-16"),
        ("due", "--lang=en", "reclamo", "2026-03-16"),
        ("due", "reclamo", "2026-03-16", "--lang", "en"),
    ):
        assert "must answer" in run(*words).out


def test_help_names_every_command_in_both_languages(run: Run) -> None:
    """The help lists the commands of the architecture."""
    spanish, english = run("--help"), run("--help", "--lang", "en")
    assert (spanish.status, english.status) == (0, 0)
    for name in ("verify", "due", "agenda", "calendar"):
        assert name in spanish.out
        assert name in english.out
    assert "uso: pqr" in spanish.out
    assert "usage: pqr" in english.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), "falta indicar: COMANDO"),
        (("nada",), "comando desconocido: 'nada'"),
        (("duee",), "comando desconocido: 'duee' (¿quiso decir 'due'?)"),
        (("due", "reclamo", "hoy", "--profle", "x"), "desconocidos: --profle x (¿quiso decir '--profile'?)"),
        (("agenda", "a.json", "--on", "hoy"), "desconocidos: --on hoy (¿quiso decir '--as-of'?)"),
        (("calendar", "2026", "--on", "hoy"), "argumentos desconocidos: --on hoy\n"),
        (("act", "R-1", "acuse", "--store", "a", "--as-of", "hoy"), "--as-of hoy (¿quiso decir '--on'?)"),
        (("letter", "citasion", "R-1"), "argumento CARTA: valor no admitido: 'citasion' (¿quiso decir 'citacion'?)"),
        (("due", "--lang", "fr", "reclamo", "hoy"), "opción --lang: valor no admitido: 'fr'; use uno de: es, en"),
        (("act", "R-1", "nota", "--on", "hoy", "--at", "hoy"), "no se admite junto con"),
        (("due",), "falta indicar: TIPO, FECHA"),
        (("due", "reclamo", "2026-03-16", "--nada"), "argumentos desconocidos: --nada"),
        (("due", "reclamo", "2026-03-16", "--closure", "x"), "necesita dos valores"),
        (("--lang", "fr", "due", "reclamo", "2026-03-16"), "valor no admitido: 'fr'"),
    ],
)
def test_wrong_words_are_refused_in_spanish(run: Run, words: tuple[str, ...], expected: str) -> None:
    """Usage errors end with status 2 and say what was expected."""
    ran = run(*words)
    assert ran.status == 2
    assert ran.out == ""
    assert expected in ran.err


@pytest.mark.parametrize(
    ("words", "spanish", "english"),
    [
        (("due", "reclam", "2026-03-16"), "tipo de trámite no reconocido", "unknown case type"),
        (
            ("due", "recalmo", "2026-03-16"),
            "'recalmo' (¿quiso decir 'reclamo'?)",
            "'recalmo' (did you mean 'reclamo'?)",
        ),
        (("due", "reclamo", "03/16/2026"), "(¿quiso decir 2026-03-16?)", "(did you mean 2026-03-16?)"),
        (("due", "reclamo", "05/06/2026"), "escriba 2026-06-05 o 2026-05-06", "write 2026-06-05 or 2026-05-06"),
        (("due", "reclamo", "05/06/2026"), "el viernes 5 de junio de 2026 o el miércoles 6", "Friday 5 June 2026 or"),
        (("due", "reclamo", "16/03/26"), "se esperaba una fecha", "expected a date"),
        (("tables", "due", "--csv", "--years", "26"), "se esperaba un año como 2026", "expected a year as 2026"),
        (("due", "reclamo", "1990-03-16"), "no hay regla", "no rule"),
        (("due", "reclamo", "1990-03-16"), "'respuesta de reclamo' vigente", "'answer to reclamo' in force"),
        (("due", "reclamo", "1990-03-16"), "la primera versión rige desde el 1994", "the first version begins on 1994"),
        (("due", "reclamo", "9999-12-31T23:00:00-14:00"), "fuera del calendario", "outside the span"),
        (("due", "reclamo", "2026-03-16", "--closure", "2026-03-20", ""), "diga qué acto", "say which act"),
        (("due", "sugerencia", "2026-03-16"), "sin término legal", "no answer term"),
        (("due", "reclamo", "2026-03-16", "--closure", "pasado", "Acto"), "se esperaba una fecha", "expected a date"),
        (("calendar", "dos mil"), "se esperaba un año", "expected a year"),
        (("calendar", "1900"), "fuera del calendario", "outside the span"),
        (("agenda", "no-existe.json"), "no-existe.json", "no-existe.json"),
        (("calendar", "2026", "--ics", "no-existe/a.ics"), "no-existe/a.ics: no existe", "a.ics: it does not exist"),
        (("import", "no-existe.csv", "--store", "a.sqlite"), "no existe el archivo no-existe.csv", "no-existe.csv"),
        (("worklist", "--store", "nada://a b@c"), "no es la URL de una base de datos", "not the URL of a database"),
        (("indicators", "--store", "a", "--period", "marzo"), "se esperaba un período", "expected a period"),
        (("indicators", "--store", "a", "--period", "9999"), "se esperaba un período", "expected a period"),
        (("import", __file__, "--store", "sqlite://", "--encoding", "x"), "no hay codificación", "unknown encoding"),
        (
            ("import", __file__, "--store", "sqlite://", "--date-format", "x"),
            "se esperaba uno de iso",
            "expected one of iso",
        ),
    ],
)
def test_a_mistake_is_one_line_in_the_language_asked(
    run: Run, words: tuple[str, ...], spanish: str, english: str
) -> None:
    """There is no traceback: one line on the error stream, and status 2."""
    for lang, expected in (("es", spanish), ("en", english)):
        ran = run(*words, "--lang", lang)
        assert (ran.status, ran.out) == (2, "")
        assert ran.err.startswith("pqr: error: ")
        assert ran.err.count("\n") == 1
        assert expected in ran.err


def test_version_tells_when_the_law_was_verified(run: Run) -> None:
    """The version is printed with the day on which the law was verified."""
    ran = run("--version")
    assert ran.status == 0
    assert ran.out.startswith("pqr_core ")
    assert "Tabla de leyes verificada el viernes 27 de noviembre de 2026." in ran.out


def test_ctrl_c_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted command says so, and ends with the status that a shell expects."""

    def interrupted(*_given: Any, **_named: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(colombia, "due", interrupted)
    ran = run("due", "reclamo", "2026-03-16")
    assert (ran.status, ran.err) == (130, "pqr: interrumpido\n")


def test_a_warning_of_the_library_is_a_note(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A warning of the library is printed without the line of code it comes from."""
    calendar_of = colombia.calendar_of

    def warning(profile: Profile) -> BusinessCalendar:
        warnings.warn("calendars differ", stacklevel=1)
        return calendar_of(profile)

    monkeypatch.setattr(colombia, "calendar_of", warning)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        ran = run("calendar", "2026", "--json")
    assert ran.err == "pqr: calendars differ\n"


def test_nobody_reading_is_no_traceback() -> None:
    """`pqr ... | head -1`: the program ends quietly."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as closed:
        done = subprocess.run([*PQR, "calendar", "2026"], stdout=closed, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(os.name != "posix", reason="a shell closes streams so")
@pytest.mark.parametrize("closed", ["1", "2"])
def test_a_stream_that_is_closed_is_no_traceback(closed: str) -> None:
    """`pqr ... >&-`: the work is done, and nothing is printed."""
    command = f'"$0" -m pqr_core due reclamo 2026-03-16 {closed}>&-'
    done = subprocess.run(["/bin/sh", "-c", command, sys.executable], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("9 de abril" in done.stdout) is (closed == "2")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_poor_encoding_is_no_traceback(encoding: str) -> None:
    """Terminals without accents or box characters get the nearest characters."""
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([*PQR, "calendar", "2026"], capture_output=True, env=env, check=True)
    assert "Ano Nuevo" in done.stdout.decode(encoding) or "Año Nuevo" in done.stdout.decode(encoding)
    usage = subprocess.run([*PQR, "--help"], capture_output=True, env=env, check=True)
    usage.stdout.decode(encoding)


def test_start_up_is_light() -> None:
    """Help imports no engine, no colour library and no country."""
    heavy = "{'sqlalchemy', 'numpy', 'holidays', 'rich', 'cattrs', 'pqr_core.colombia'}"
    script = f"import sys; from pqr_core.cli import main; main(['--help']); print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")


def test_the_arguments_of_the_process_are_the_default(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without arguments, those of the process are used, as in the installed script."""
    monkeypatch.setattr(sys, "argv", ["pqr", "--version"])
    assert main() == 0
    assert capsys.readouterr().out.startswith("pqr_core")


def test_an_unwritable_file_is_named(run: Run, tmp_path: Path) -> None:
    """What the system refuses is told with the name of the file."""
    case = tmp_path / "case.json"
    case.write_text('{"tipo": "reclamo", "filed_on": "2026-03-16"}', encoding="utf-8")
    ran = run("agenda", case, "--as-of", "2026-03-17", "--html", tmp_path)
    assert ran.status == 2
    assert str(tmp_path) in ran.err


class _Terminal(io.StringIO):
    """An error stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_progress_is_shown_on_a_terminal_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A line shows the progress and is erased at the end; in a pipe there is none."""
    output = Output("es")
    for stream, shown in ((_Terminal(), True), (io.StringIO(), False)):
        monkeypatch.setattr(sys, "stderr", stream)
        tell = output.counter("casos")
        tell(1, 4)
        tell(4, 4)
        assert ("casos: 1 / 4  25 %" in stream.getvalue()) is shown
        assert stream.getvalue().endswith("\r") is shown
