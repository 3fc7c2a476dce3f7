"""The example programs of `examples/verify/`, each in its language, checked as users check their own.

Each needs a program that the machine may lack. Without it, its tests are skipped; they fail if `CI` is set.
"""

from __future__ import annotations

import os
import shlex
import shutil
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url
from tests.conftest import REQUIRED

from pqr_core import colombia
from pqr_core.exchange.vectors import VerifyReport, only_due
from pqr_core.exchange.workings import missed
from pqr_core.testing.programs import ask
from pqr_core.vectors import packaged, theme

EXAMPLES = Path(__file__).parents[2] / "examples" / "verify"
PROGRAMS = {
    "node/answer.mjs": "node {}",
    "node/naive.mjs": "node {}",
    "php/answer.php": "php {}",
    "php/naive.php": "php {}",
    "java/Answer.java": "java {}",
    "sql/answer.sql": "psql -qAtX -f {}",
    "sql/naive.sql": "psql -qAtX -f {}",
}
NAIVE = [each for each in PROGRAMS if "naive" in each]
RIGHT = [each for each in PROGRAMS if each not in NAIVE]
UNKNOWN_TO_CALENDARS = 7
"""Vectors of the theme `days` that ask for months, which the example programs do not support."""

pytestmark = pytest.mark.full


def _lacking(what: str) -> None:
    if REQUIRED:
        pytest.fail(what)
    pytest.skip(what)


@pytest.fixture
def command(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The command line of the program, if the machine has what it needs."""
    name: str = request.param
    line = PROGRAMS[name].format(shlex.quote(str(EXAMPLES / name)))
    if shutil.which(line.split()[0]) is None:
        _lacking(f"no {line.split()[0]} on this machine")
    if line.startswith("psql"):
        urls = [url for url in os.environ.get("PQR_TEST_URLS", "").replace(",", " ").split() if "postgres" in url]
        if not urls:
            _lacking("no PostgreSQL among PQR_TEST_URLS")
        url = make_url(urls[0])
        told = {"PGHOST": url.host, "PGPORT": url.port and str(url.port), "PGUSER": url.username}
        for key, value in (told | {"PGPASSWORD": url.password, "PGDATABASE": url.database}).items():
            if value:
                monkeypatch.setenv(key, value)
    return line


def test_every_program_is_tried() -> None:
    """Every program in the folder is tested."""
    found = {each.relative_to(EXAMPLES).as_posix() for each in EXAMPLES.glob("*/*") if each.suffix != ".md"}
    assert found == set(PROGRAMS)


@pytest.mark.parametrize("command", RIGHT, indirect=True)
def test_a_right_program_holds(command: str) -> None:
    """A correct program passes, and reports what it does not support."""
    report = ask(command, packaged())
    assert report.failures == ()
    days = ask(command, theme("days"))
    assert (days.failures, len(days.unsupported)) == ((), UNKNOWN_TO_CALENDARS)
    due = ask(command, tuple(only_due(packaged())))
    assert due.failures == ()
    assert len(due.unsupported) < due.total


@pytest.mark.parametrize("command", NAIVE, indirect=True)
def test_a_naive_program_is_told_what_it_misses(command: str) -> None:
    """The report has the wrong dates and the reasons, among them the holiday of July 2026 with its norm."""
    report = ask(command, tuple(only_due(packaged())))
    assert _reasons(report)["2026-07-13"].startswith("festivo: Nuestra Señora del Rosario de Chiquinquirá (Ley 2578 de")
    assert "reclamo-26-de-junio-de-2026: expect: expected 2026-07-22, got 2026-07-17" in report.lines()


def _reasons(report: VerifyReport) -> dict[str, str]:
    return {str(day): each.reason.es for each in missed(report, colombia.LAW) for day in each.days}
