"""What the program of a host needs: its packages, and a database of its own during the test."""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Iterator, Mapping

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError

REQUIRED = os.environ.get("CI", "").lower() in {"1", "true"}
URLS = re.split(r"[\s,]+", os.environ.get("PQR_TEST_URLS", ""))


def absent(what: str) -> None:
    """Skip the test; fail it if `CI` is set, since nothing may be absent there."""
    message = f"{what} (group `hosts`, and a PostgreSQL in PQR_TEST_URLS)"
    if REQUIRED:
        pytest.fail(message)
    pytest.skip(message)


def need(*packages: str) -> None:
    """Skip or fail the test if one of the packages is not installed."""
    for package in packages:
        if importlib.util.find_spec(package) is None:
            absent(f"{package} is not installed")


def of_libpq(url: str) -> Mapping[str, str]:
    """The environment variables that tell libpq, and programs like it, how to reach the database of a URL."""
    parsed = make_url(url)
    told = {
        "PGDATABASE": parsed.database,
        "PGHOST": parsed.host,
        "PGPORT": parsed.port,
        "PGUSER": parsed.username,
        "PGPASSWORD": parsed.password,
    }
    return {name: str(value) for name, value in told.items() if value is not None}


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """The URL of a new PostgreSQL database, which is dropped at the end."""
    server = next((url for url in URLS if url.startswith("postgresql")), None)
    if server is None:
        absent("no PostgreSQL")
        raise AssertionError
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    own = make_url(server).set(database=f"{make_url(server).database}_host")
    try:
        engine.connect().close()
    except OperationalError as error:
        absent(f"PostgreSQL does not answer: {error}")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{own.database}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{own.database}"'))
    yield own.render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{own.database}" WITH (FORCE)'))
    engine.dispose()
