"""The image and the compose file of the FastAPI host. They are only read, since no container engine runs in CI.

Runs in `.ci/run`. What is read is what goes wrong without notice: paths, extras, names and the order of the start.
"""

from __future__ import annotations

import importlib
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import pytest
from tests.hosts.conftest import need

pytestmark = pytest.mark.hosts
ROOT = Path(__file__).parents[2]
HOST = ROOT / "examples" / "hosts" / "fastapi"


@pytest.fixture(scope="module")
def steps() -> list[tuple[str, str]]:
    """The instructions of the image, each with the rest of its line."""
    text = (HOST / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest) for word, _, rest in (line.partition(" ") for line in lines)]


@pytest.fixture(scope="module")
def services() -> Any:
    """Those of the compose file, its anchors resolved."""
    need("yaml")
    return importlib.import_module("yaml").safe_load((HOST / "compose.yaml").read_text(encoding="utf-8"))["services"]


def test_what_is_copied_is_there_and_is_sent(steps: list[tuple[str, str]]) -> None:
    """Each path of the repository, which the ignore file lets through."""
    sent = [
        line[1:]
        for line in (HOST / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
        if line[0] == "!"
    ]
    copied = [path for word, rest in steps if word == "COPY" for path in rest.split()[:-1]]
    assert len(copied) == 7
    for path in copied:
        assert (ROOT / path).exists(), path
        assert any(path == each or path.startswith(f"{each}/") for each in sent), path


def test_what_is_installed_is_what_the_page_installs(steps: list[tuple[str, str]]) -> None:
    """The same extras and packages in both stages; the extras exist."""
    page = (ROOT / "docs" / "en" / "fastapi.md").read_text(encoding="utf-8")
    installed = re.search(r"pip install ('.*)$", page, re.MULTILINE)
    assert installed is not None
    wanted = shlex.split(installed[1])
    runs = [shlex.split(rest) for word, rest in steps if word == "RUN" and "pip" in rest]
    assert [each[-3:] for each in runs] == [wanted, [f"pqr-core{wanted[0][1:]}", *wanted[1:]]]
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert set(wanted[0][2:-1].split(",")) <= set(extras)


def test_it_serves_the_program_and_not_as_root(steps: list[tuple[str, str]]) -> None:
    """Under a Python that the library is for."""
    told = dict(steps)
    assert '"host:app"' in told["CMD"]
    assert (HOST / "host.py").exists()
    assert told["USER"] == "pqr"
    classifiers = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    for version in [re.search(r"python:(3\.\d+)-slim", rest) for word, rest in steps if word == "FROM"]:
        assert version is not None
        assert f"Programming Language :: Python :: {version[1]}" in classifiers


def test_the_service_starts_after_the_migrations_and_these_after_the_database(services: Any) -> None:
    """With one address of one database, and a password that must be said."""
    assert services["migrate"]["depends_on"] == {"db": {"condition": "service_healthy"}}
    assert services["web"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert services["migrate"]["command"] == ["alembic", "upgrade", "head"]
    address = services["web"]["environment"]["DATABASE_URL"]
    assert address == services["migrate"]["environment"]["DATABASE_URL"]
    database, password = (services["db"]["environment"][name] for name in ("POSTGRES_DB", "POSTGRES_PASSWORD"))
    assert password == "${PQR_DB_PASSWORD:?say a password}"  # noqa: S105 - that none is written
    assert address == f"postgresql+psycopg://postgres:{password}@db/{database}"
    assert (HOST / services["migrate"]["build"]["context"] / services["migrate"]["build"]["dockerfile"]).exists()
    assert services["web"]["image"] == services["migrate"]["image"]
