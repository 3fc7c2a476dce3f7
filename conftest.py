"""Python blocks of the Markdown pages are tests, and the shipped conformance suite reports its asserts in full."""

from __future__ import annotations

import os
from doctest import ELLIPSIS
from typing import Final

import pytest
from sybil import Sybil
from sybil.integration.pytest import SybilItem
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

WORKERS: Final = 8
"""The most processes of `-n auto`: each collects all tests, and holds up to a gigabyte."""

pytest.register_assert_rewrite("pqr_core.testing")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(doctest_optionflags=ELLIPSIS), SkipParser()],
    patterns=["*.md", "docs/**/*.md"],
).pytest()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A page is read from the top: whatever shuffles the tests, the examples of a page stay in their order."""
    places = [place for place, item in enumerate(items) if isinstance(item, SybilItem)]
    examples = [item for item in items if isinstance(item, SybilItem)]
    for place, item in zip(places, sorted(examples, key=lambda e: (e.path, e.example.start)), strict=True):
        items[place] = item


@pytest.hookimpl(optionalhook=True)  # of pytest-xdist
def pytest_xdist_auto_num_workers() -> int:
    """One process for each core that this one may use, up to `WORKERS`."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, WORKERS)
