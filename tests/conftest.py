"""The databases under test, and how Hypothesis behaves on a busy machine.

`PQR_TEST_URLS` names the databases, separated by spaces or commas: `sqlite` and any SQLAlchemy URL. Without it, only
SQLite is tested, and the header of the run says so. If a server does not answer, its tests are skipped; they fail if
`CI` or `PQR_REQUIRE_DATABASES` is set.
"""

from __future__ import annotations

import os
import re
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings
from sqlalchemy.engine import make_url

if TYPE_CHECKING:
    from pathlib import Path

URLS = tuple(filter(None, re.split(r"[\s,]+", os.environ.get("PQR_TEST_URLS", "sqlite"))))
REQUIRED = os.environ.get("CI", "").lower() in {"1", "true"} or bool(os.environ.get("PQR_REQUIRE_DATABASES"))
DEFAULT_PORTS = {"postgresql": 5432, "mysql": 3306, "mariadb": 3306}
PATIENCE_SECONDS = 3.0
MEMORY = "memory"

settings.register_profile("shared-machine", deadline=None)
settings.load_profile("shared-machine")


def _is_server(url: str) -> bool:
    return url != MEMORY and not url.startswith("sqlite")


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers() -> int | None:
    """No process beside this one if a server is tested, since its tests share a database; else as the project says."""
    return 0 if any(map(_is_server, URLS)) else None


def pytest_report_header() -> str:
    """Say which databases are tested, and how to name more."""
    names = ", ".join(make_url(url).render_as_string() if _is_server(url) else url for url in URLS)
    absent = "fails" if REQUIRED else "skips"
    return f"databases: {names} (set PQR_TEST_URLS for others; an absent server {absent})"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that asks for `database_url` once per database; one that asks for `store_url` also in memory."""
    for name, urls in (("database_url", URLS), ("store_url", (MEMORY, *URLS))):
        if name in metafunc.fixturenames:
            params = [
                pytest.param(url, id=url.partition(":")[0], marks=[pytest.mark.database] if _is_server(url) else [])
                for url in urls
            ]
            metafunc.parametrize(name, params, indirect=True)


@pytest.fixture
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of one database: a new file for SQLite; a server still has what the last test left in it."""
    return _answering(request.param, tmp_path)


@pytest.fixture
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of one database, or `memory` for the store in memory."""
    return MEMORY if request.param == MEMORY else _answering(request.param, tmp_path)


def _answering(url: str, tmp_path: Path) -> str:
    """The URL of a database that answers: for SQLite, of a new file."""
    if not _is_server(url):
        return f"sqlite:///{tmp_path / 'test.sqlite'}" if url == "sqlite" else url
    parts = make_url(url)
    address = (parts.host or "localhost", parts.port or DEFAULT_PORTS[parts.get_backend_name()])
    try:
        socket.create_connection(address, PATIENCE_SECONDS).close()
    except OSError as error:
        message = f"no server at {address[0]}:{address[1]} ({error})"
        if REQUIRED:
            pytest.fail(message)
        pytest.skip(message)
    return url
