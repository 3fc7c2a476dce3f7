"""Fixtures that run a command and give what it printed."""

from __future__ import annotations

import pytest
from tests.cli import Ran, Run

from pqr_core.cli import main


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `pqr` with these arguments in this process."""

    def run(*words: object) -> Ran:
        capsys.readouterr()
        status = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Ran(status, out, err)

    return run
