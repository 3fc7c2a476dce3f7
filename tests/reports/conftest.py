"""Offices that hold every n-th case of the sample."""

from __future__ import annotations

import gzip
import io
from importlib.resources import files

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.office.desk import Office
from pqr_core.samples import DEMO_AS_OF
from pqr_core.storage.memory import MemoryStore

PROFILE = evolve(
    colombia.DEFAULT_PROFILE,
    utility_id="sintetica",
    name="Empresa Sintética E.S.P.",
    reports={"sui.municipio.Villa Sintética": "66999"},
)


def register(step: int) -> list[str]:
    """Every n-th line of the sample's register."""
    content = gzip.decompress((files("pqr_core.samples") / "sintetico_casos.csv.gz").read_bytes()).decode()
    heading, *lines = content.splitlines(keepends=True)
    return [heading, *lines[::step]]


def sampled(step: int) -> Office:
    """An office with those cases, on the day of the demonstration."""
    office = Office(MemoryStore(), colombia.JURISDICTION, PROFILE, clock=lambda: DEMO_AS_OF)
    tally = office.import_cases(io.BytesIO("".join(register(step)).encode()))
    assert tally.rejected == 0
    return office


@pytest.fixture(scope="package")
def some() -> Office:
    """An office with every fortieth case."""
    return sampled(40)
