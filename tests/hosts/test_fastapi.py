"""The FastAPI host as installed: its migrations, uvicorn, concurrent clients, and a fuzzer of its OpenAPI document."""

from __future__ import annotations

import importlib.util
import json
import os
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from sqlalchemy import text
from tests.hosts.conftest import need

from pqr_core import colombia
from pqr_core.cases.events import Filing
from pqr_core.office.views import view_schema

pytestmark = pytest.mark.hosts
HOST = Path(__file__).parents[2] / "examples" / "hosts" / "fastapi"
PAGE = Path(__file__).parents[2] / "docs" / "en" / "fastapi.md"
PATIENCE_SECONDS = 60
FUZZED = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
)
"""What the fuzzer looks at. What is well formed may still be refused by the law, so that is not among it."""


def run(*command: str, **environment: str) -> str:
    """A program of the host's environment, in its folder."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=HOST,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


@pytest.fixture(scope="module")
def migrated(postgres: str) -> str:
    """The database with the tables of the host and ours, made by the command of the page, in the folder it names."""
    need("fastapi", "uvicorn", "httpx", "schemathesis", "alembic")
    _, _, told = PAGE.read_text(encoding="utf-8").partition("\ncd examples/hosts/fastapi\n")
    command = next(line for line in told.splitlines() if line.startswith("alembic "))
    scripts = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": scripts, "DATABASE_URL": postgres}
    done = subprocess.run(shlex.split(command), cwd=HOST, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Warning" not in done.stderr
    return postgres


@pytest.fixture(scope="module")
def service(migrated: str) -> Iterator[str]:
    """The address of the service under uvicorn."""
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "DATABASE_URL": migrated}
    command = [sys.executable, "-m", "uvicorn", "host:app", "--port", str(port), "--log-level", "warning"]
    with subprocess.Popen(command, cwd=HOST, env=environment) as process:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None, "the service has ended"
                assert time.monotonic() < deadline, "the service does not answer"
                time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
        process.terminate()


@pytest.fixture
def client(service: str) -> Iterator[Any]:
    """A client of the service."""
    httpx = pytest.importorskip("httpx")
    with httpx.Client(base_url=service, headers={"X-User": "ana"}, timeout=PATIENCE_SECONDS) as made:
        yield made


def post(client: Any, key: str, **filing: Any) -> Any:
    """A filing under a key."""
    return client.post("/cases", json={"tipo": "reclamo", **filing}, headers={"Idempotency-Key": key})


def test_a_case_is_filed_acted_on_shown_and_on_the_list(client: Any) -> None:
    """As the page tells it; what is shown fits the published schema."""
    filed = post(client, "first")
    assert filed.status_code == 201
    Draft202012Validator(view_schema()).validate(filed.json())
    radicado, etag = filed.json()["radicado"], filed.headers["ETag"]
    events = f"/cases/{radicado}/events"
    done = client.post(events, json={"type": "acuse", "on": filed.json()["filed_on"]}, headers={"If-Match": etag})
    assert (done.status_code, done.json()["version"]) == (200, 2)
    stale = client.post(events, json={"type": "acuse", "on": filed.json()["filed_on"]}, headers={"If-Match": etag})
    assert (stale.status_code, stale.json()["code"]) == (409, "caso_desactualizado")
    refused = client.post(events, json={"type": "cierre", "on": filed.json()["filed_on"]})
    assert (refused.status_code, refused.json()["params"]["guard"]) == (409, "deberes_pendientes")
    looked = client.get(f"/cases/{radicado}")
    assert (looked.json()["version"], looked.headers["ETag"]) == (2, '"2"')
    assert client.get("/cases/2026-999999").status_code == 404
    assert client.post(events, json={"type": "acuse"}).status_code == 422
    assert radicado in [each["radicado"] for each in client.get("/worklist").json()["items"]]


def test_words_that_no_list_has_are_kept_or_refused_as_the_page_says(client: Any) -> None:
    """A filing is received and told what it lacks; a type, an outcome and a day have to be."""
    filed = post(client, "words", canal="zz", servicio="acueducto", causal="zz")
    assert filed.status_code == 201
    assert {"canal", "causal"} <= {each["field"] for each in filed.json()["missing"]}
    assert (filed.json()["filing"]["canal"], filed.json()["filing"]["causal"]) == ("zz", "zz")
    events, on = f"/cases/{filed.json()['radicado']}/events", filed.json()["filed_on"]
    for told in (
        {"type": "zz", "on": on},
        {"type": "decision", "on": on, "resultado": "zz"},
        {"type": "nota", "on": 7},
    ):
        assert client.post(events, json=told).status_code in {400, 422}, told
    assert post(client, "type", tipo="zz").status_code in {400, 422}


def test_headers_are_as_the_page_says(client: Any) -> None:
    """A filing has a key, whoever tells has a name, and an ETag has its quotes."""
    assert client.post("/cases", json={"tipo": "reclamo"}).status_code == 422
    filed = post(client, "headers")
    events, note = f"/cases/{filed.json()['radicado']}/events", {"type": "nota", "on": filed.json()["filed_on"]}
    for tag in ("1", 'W/"1"', "*"):
        assert client.post(events, json=note, headers={"If-Match": tag}).status_code == 422, tag
    assert client.post(events, json=note, headers={"X-User": ""}).status_code == 422
    assert client.post(events, json=note, headers={"If-Match": '"1"'}).json()["version"] == 2


def test_fifty_requests_at_once_under_one_key_are_one_case(client: Any) -> None:
    """And take one number; so do fifty keys at once, one each."""
    before = int(post(client, "before").json()["radicado"].partition("-")[2])
    with ThreadPoolExecutor(25) as pool:
        same = {each.json()["radicado"] for each in pool.map(lambda _: post(client, "same"), range(50))}
        many = {each.json()["radicado"] for each in pool.map(lambda key: post(client, f"key {key}"), range(50))}
    assert len(same) == 1
    numbers = sorted(int(radicado.partition("-")[2]) for radicado in same | many)
    assert numbers == list(range(before + 1, before + 52))


def test_writers_at_once_lose_nothing(client: Any) -> None:
    """Twenty notes in one case."""
    radicado, on = (post(client, "notes").json()[key] for key in ("radicado", "filed_on"))
    note = {"type": "nota", "on": on}
    with ThreadPoolExecutor(10) as pool:
        done = list(pool.map(lambda _: client.post(f"/cases/{radicado}/events", json=note), range(20)))
    assert sorted(each.json()["version"] for each in done) == list(range(2, 22))


def test_the_case_and_the_table_of_the_host_are_one_transaction(migrated: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the host fails, nothing is filed and no number taken."""
    testclient = pytest.importorskip("fastapi.testclient")
    monkeypatch.setenv("DATABASE_URL", migrated)
    host = _imported()
    try:
        client = testclient.TestClient(host.app, raise_server_exceptions=False, headers={"X-User": "ana"})
        first = post(client, "whole").json()["radicado"]
        with monkeypatch.context() as broken:
            broken.setattr(host, "Contact", lambda **_told: 1 / 0)
            assert post(client, "half").status_code == 500
        second = post(client, "half").json()["radicado"]
        assert int(second.partition("-")[2]) == int(first.partition("-")[2]) + 1
        with host.engine.connect() as connection:
            told = connection.scalar(text("SELECT count(*) FROM contacts WHERE radicado = :r"), {"r": second})
        assert told == 1
    finally:
        host.engine.dispose()


def _imported() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fastapi_host", HOST / "host.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_an_endpoint_says_what_it_returns_as_the_page_has_it() -> None:
    """Under a class, `Any` or a dict our values are written; without an annotation FastAPI uses its own encoder."""
    need("fastapi", "httpx")
    from fastapi import FastAPI

    testclient = pytest.importorskip("fastapi.testclient")
    filing, due = Filing(tipo="queja"), colombia.due("reclamo", date(2026, 3, 16))
    app = FastAPI()

    @app.get("/filing")
    def of_a_class() -> Filing:
        return filing

    @app.get("/any")
    def of_any() -> Any:
        return due

    @app.get("/dict")
    def of_a_dict() -> dict[str, Any]:
        return {"due": [due]}

    @app.get("/nothing", response_model=None)  # as without an annotation
    def of_nothing() -> Any:
        return due

    client = testclient.TestClient(app, raise_server_exceptions=False)
    assert client.get("/filing").json()["tipo"] == "queja"
    assert client.get("/any").json() == json.loads(json.dumps(due.as_dict()))
    assert client.get("/dict").json() == {"due": [client.get("/any").json()]}
    assert client.get("/nothing").status_code == 500
    assert "`-> Any`" in PAGE.read_text(encoding="utf-8")


def test_the_document_names_our_types(client: Any) -> None:
    """Each as a component, with what it says of itself."""
    document = client.get("/openapi.json").json()
    known = document["components"]["schemas"]
    assert {"Filing", "Event", "CaseView", "Worklist", "Petitioner", "Outcome"} <= set(known)
    assert known["CaseView"]["required"] == view_schema()["required"]
    assert known["Event"]["discriminator"]["propertyName"] == "type"


def fuzz(service: str, *, phases: str, examples: int) -> None:
    """Send what the document allows and what it does not; whatever is answered is as it says, and never an error."""
    told = run(
        "schemathesis.cli",
        "run",
        f"{service}/openapi.json",
        *("--checks", ",".join(FUZZED)),
        *("--phases", phases),
        *("--max-examples", str(examples)),
        *("--seed", "7"),
        *("--generation-database", "none"),
        "--no-color",
    )
    assert "passed" in told


def test_a_fuzzer_of_the_document_finds_no_error(service: str) -> None:
    """Shortly."""
    fuzz(service, phases="fuzzing", examples=40)


@pytest.mark.full
def test_a_fuzzer_of_the_document_finds_no_error_for_long(service: str) -> None:
    """Every edge of every key, ten thousand requests, and some thousands at random."""
    fuzz(service, phases="coverage,fuzzing", examples=1000)


def test_the_host_is_as_long_as_its_page_says() -> None:
    """Under eighty lines."""
    lines = (HOST / "host.py").read_text(encoding="utf-8").splitlines()
    assert len(lines) < 80
