"""Python blocks of the Markdown pages are tests, and the shipped conformance suite reports its asserts in full."""

from __future__ import annotations

import pytest
from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser, SkipParser

pytest.register_assert_rewrite("pqr_core.testing")

pytest_collect_file = Sybil(
    parsers=[PythonCodeBlockParser(), SkipParser()],
    patterns=["*.md", "docs/**/*.md"],
).pytest()
