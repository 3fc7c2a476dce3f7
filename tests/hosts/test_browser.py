"""The built browser host: in Chromium at the width of a phone and of a desk, and in Node, without a network.

It runs in `.ci/full`; the tests that need only Python run in `.ci/run`.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tests.hosts.conftest import absent, need

from pqr_core.exchange.questions import event_keys
from pqr_core.vocabulary import LEGAL_EVENTS

pytestmark = pytest.mark.hosts
ROOT = Path(__file__).parents[2]
HOST = ROOT / "examples" / "hosts" / "browser"
OFFLINE = ("unshare", "-rn")
"""A network namespace of its own, in which nothing is reached, not even this machine."""


@pytest.fixture(scope="module")
def answers() -> ModuleType:
    """The Python of the page."""
    spec = importlib.util.spec_from_file_location("answers", HOST / "answers.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def ask(answers: ModuleType, **question: Any) -> Any:
    """A question as JavaScript asks it."""
    return json.loads(answers.answer(json.dumps(question)))


def test_the_last_day_to_answer_or_why_there_is_none(answers: ModuleType) -> None:
    """A day, an instant without offset, and a type that nobody knows."""
    assert ask(answers, op="due", tipo="reclamo", filed="2026-03-16")["answer"]["due_on"] == "2026-04-09"
    assert ask(answers, op="due", tipo="reclamo", filed="2026-03-16T10:00")["answer"]["due_on"] == "2026-04-09"
    assert ask(answers, op="due", tipo="reclamoo", filed="2026-03-16", lang="en")["error"]["code"] == "tipo_desconocido"


def test_the_form_can_tell_every_event(answers: ModuleType) -> None:
    """Each that the law reads, but the two that change others, with all that is told with it, named."""
    for lang in ("es", "en"):
        events = ask(answers, op="choices", lang=lang)["answer"]["events"]
        assert {each["code"] for each in events} == {*LEGAL_EVENTS} - {"anulacion", "correccion"}
        for each in events:
            assert {field["name"] for field in each["fields"]} == event_keys(each["code"])
    decision = next(each for each in events if each["code"] == "decision")
    assert [(field["input"], field["on"]) for field in decision["fields"]] == [
        ("select", False),
        ("checkbox", True),
        ("select", False),
    ]


def test_norms_are_linked_in_texts_and_not_in_tags(answers: ModuleType) -> None:
    """Those with an official address, once each; what the user wrote stays text."""
    closure = {"from": "2026-04-01", "act": 'Ley 142 de 1994 <i title="Ley 142 de 1994">'}
    case = {"tipo": "reclamo", "filed_on": "2026-03-16"}
    asked = ask(answers, op="agenda", case=case, utility={"closures": [closure]}, as_of="2026-03-17")
    html = asked["answer"]["deadlines"][0]["html"]
    assert "<i" not in html
    assert not re.search(r'="[^"]*<a ', html)
    assert html.count(">Decreto 2150 de 1995</a>, art. 123") == 1


def test_a_year(answers: ModuleType) -> None:
    """Its business days were counted by hand: 261 from Monday to Friday, of which 19 are holidays."""
    year = ask(answers, op="year", year=2026)["answer"]
    assert (year["business_days"], len(year["holidays"])) == (242, 19)
    assert year["html"].count("<caption>") == 12


def test_the_lock_names_no_registry_and_no_machine() -> None:
    """And one version of Pyodide, with its digest."""
    lock = json.loads((HOST / "package-lock.json").read_text(encoding="utf-8"))
    wanted = json.loads((HOST / "package.json").read_text(encoding="utf-8"))["dependencies"]["pyodide"]
    assert lock["packages"]["node_modules/pyodide"]["version"] == wanted
    assert all({"version", "integrity"} <= set(told) for place, told in lock["packages"].items() if place)
    assert not re.search(r"https?:|file:|resolved", json.dumps(lock))


# --- as it is built --------------------------------------------------------------------------------------------------


def offline(*command: str | Path) -> subprocess.CompletedProcess[str]:
    """A program without a network."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    words = [*OFFLINE, *map(str, command)]
    return subprocess.run(words, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The host, built: in PQR_BROWSER_SITE, or now, which needs npm and the index of packages."""
    need("packaging", "playwright")
    for program in ("node", "npm", "chromium", "unshare"):
        if shutil.which(program) is None:
            absent(f"no {program}")
    if offline("true").returncode:
        absent("no network namespace can be made")
    if given := os.environ.get("PQR_BROWSER_SITE"):
        return Path(given)
    target = tmp_path_factory.mktemp("browser") / "site"
    subprocess.run([sys.executable, ROOT / "scripts" / "make_browser.py", target], check=True)
    return target


@pytest.mark.full
def test_in_node_without_a_network(site: Path) -> None:
    """A deadline, what else falls due and the year; a refusal, in English."""
    done = offline("node", site / "deadline.mjs", "reclamo", "2026-03-16")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Reclamo: la empresa debe responder a más tardar el jueves 9 de abril de 2026.\n")
    assert "  2026-03-31  Requerir que se complete: precluido\n" in done.stdout
    assert "2026: 242 días hábiles\n" in done.stdout
    refused = offline("node", site / "deadline.mjs", "reclamoo", "2026-03-16", "en")
    assert (refused.returncode, refused.stderr.partition(":")[0]) == (2, "tipo_desconocido")
    assert "did you mean 'reclamo'" in refused.stderr


@pytest.fixture(scope="module")
def seen(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What a visit in Chromium saw; its pictures are kept in PQR_PICTURES."""
    pictures = os.environ.get("PQR_PICTURES") or tmp_path_factory.mktemp("pictures")
    done = offline(sys.executable, Path(__file__).with_name("visit.py"), site, Path(pictures))
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.full
def test_in_chromium_the_page_computes_and_explains(seen: Any) -> None:
    """15 business days from 16 March 2026 over two weeks with holidays, by hand; then what moves the day."""
    assert seen["plain"] == "jueves 9 de abril de 2026"
    assert (
        "El término es de 15 días hábiles (Ley 142 de 1994, art. 158; Decreto 2150 de 1995, art. 123)." in seen["text"]
    )
    assert seen["due_cells"][0] == "9!"
    assert seen["off_hours"] == "viernes 10 de abril de 2026"
    assert seen["saturdays"] == "lunes 6 de abril de 2026"
    assert seen["closed"] == "viernes 10 de abril de 2026"
    assert "(Resolución 12 <b>de</b> 2026)" in seen["act"]
    assert seen["completed"] == "miércoles 15 de abril de 2026"
    assert seen["english"].startswith("When is it due?")


@pytest.mark.full
def test_in_chromium_norms_what_else_falls_due_and_the_year(seen: Any) -> None:
    """Each norm with its official text; the other deadlines with their days; nineteen holidays."""
    assert ["Ley 142 de 1994", "https://www.funcionpublica.gov.co/eva/gestornormativo/norma.php?i=2752"] in seen[
        "links"
    ]
    assert "Requerir que se complete\nmartes 31 de marzo de 2026\ndisponible" in seen["others"]
    assert "2026: 242 días hábiles" in seen["year"]
    assert "2026-07-13 Nuestra Señora del Rosario de Chiquinquirá" in seen["year"]
    assert seen["refused"].startswith("complemento del 2026-03-10 es anterior a la radicación del 2026-03-16")


@pytest.mark.full
def test_in_chromium_nothing_is_wider_than_a_phone_nor_asked_elsewhere(seen: Any) -> None:
    """Nor is there an error or a warning on the console."""
    assert (seen["phone_overflow"], seen["year_overflow"]) == (0, 0)
    assert (seen["troubles"], seen["foreign"]) == ([], [])
    assert seen["requested"] > 15
