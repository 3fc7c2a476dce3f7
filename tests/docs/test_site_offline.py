"""The first page of the built site answers in Chromium without a network, on a phone and at a desk."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

OFFLINE = ("unshare", "-rn")
"""The command that runs a program in its own network namespace."""

pytestmark = [pytest.mark.full, pytest.mark.hosts]


@pytest.fixture(scope="module")
def seen() -> Any:
    """What a visit saw in its own network namespace; `PQR_SITE` names the built site."""
    site = os.environ.get("PQR_SITE")
    if not site or any(shutil.which(program) is None for program in ("chromium", "unshare")):
        pytest.skip("needs PQR_SITE, a site with the browser host in it, chromium and unshare")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    visit = Path(__file__).with_name("visit_site.py")
    done = subprocess.run(
        [*OFFLINE, sys.executable, visit, Path(site).resolve()],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(("lang", "day"), [("es", "miércoles 22 de julio de 2026"), ("en", "Wednesday 22 July 2026")])
def test_the_first_page_computes(seen: Any, lang: str, day: str) -> None:
    """It answers the claim of 26 June 2026 with a calendar; nothing is wider than a phone; no request leaves it."""
    assert seen[lang]["day"] == day
    assert seen[lang]["due_cell"] == "22!"
    assert seen[lang]["overflow"] == 0
    assert seen[lang]["troubles"] == []
    assert seen[lang]["foreign"] == []


@pytest.mark.parametrize(
    ("lang", "asked", "found"), [("es", "notificación", "notificacion"), ("en", "silence", "silence")]
)
def test_the_search_finds_a_page(seen: Any, lang: str, asked: str, found: str) -> None:
    """The search works without a network, in the language of the book."""
    assert any(found in link for link in seen[lang]["search"][asked])


def test_pages_fit_a_phone(seen: Any) -> None:
    """No page of either book is wider than a phone."""
    assert seen["too_wide"] == []
