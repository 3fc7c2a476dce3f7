"""A file of legal vectors as tests, one for each vector. `testing.plugin` finds the files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pqr_core import colombia
from pqr_core.errors import CommandError, ImportFileError
from pqr_core.exchange.vectors import Vector, Verdict, evaluate, judge, load
from pqr_core.exchange.workings import working
from pqr_core.testing.programs import ask

__all__ = ("VectorDiffersError", "VectorFile", "VectorItem")


class VectorDiffersError(Exception):
    """The answer differs from what the vector expects; the arguments are the differences."""


class VectorFile(pytest.File):
    """A file of vectors; if it cannot be read as one, collection fails and names the place."""

    vectors: tuple[Vector, ...] = ()
    _verdicts: dict[str, Verdict] | None = None
    _silent: bool = False

    def collect(self) -> Iterator[VectorItem]:
        """One test for each vector."""
        try:
            self.vectors = load(self.path, colombia.LAW)
        except ImportFileError as error:
            raise self.CollectError(str(error)) from error
        for vector in self.vectors:
            yield VectorItem.from_parent(self, name=vector.id, vector=vector)

    def verdict(self, vector: Vector) -> Verdict:
        """The verdict on the answer of the engine or, with `--pqr-command`, of the program, which runs once per file.

        A program that cannot be asked fails the first test of the file; the others are skipped.
        """
        command = self.config.getoption("--pqr-command")
        if not command:
            return judge(vector, evaluate(vector.body, colombia.LAW))
        if self._silent:
            pytest.skip("the program cannot be asked: see the failure of the first test")
        if self._verdicts is None:
            self._silent = True
            self._verdicts = {each.id: each for each in ask(command, self.vectors).verdicts}
            self._silent = False
        return self._verdicts[vector.id]


class VectorItem(pytest.Item):
    """One vector as a test."""

    def __init__(self, *, vector: Vector, **given: Any) -> None:
        super().__init__(**given)
        self.vector = vector

    def runtest(self) -> None:
        """Compare the answer with the expected one; a vector for which the program was not made is skipped.

        Raises:
            VectorDiffersError: they differ.
        """
        assert isinstance(self.parent, VectorFile)
        verdict = self.parent.verdict(self.vector)
        if verdict.differences:
            raise VectorDiffersError(*verdict.differences)
        if not verdict.is_supported:
            pytest.skip("unsupported")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """The differences, the source of the expectation, and why the law gives it; without a traceback."""
        if isinstance(excinfo.value, CommandError):
            return str(excinfo.value)
        if not isinstance(excinfo.value, VectorDiffersError):
            return super().repr_failure(excinfo, *args)
        source = self.vector.body.get("source", "no source given")
        why = working(self.vector, colombia.LAW).sentences
        told = (*excinfo.value.args, *(each.en for each in why))
        return "\n".join([f"{self.vector.id} ({source})", *(f"  {each}" for each in told)])

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """The place of the test: the file and the id of the vector."""
        return self.path, None, self.name
