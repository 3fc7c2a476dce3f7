"""The pytest plugin: files of legal vectors are tests, one for each vector.

It collects `*.vectors.json` and whatever the setting `pqr_vectors` names. `--pqr-command CMD` puts the vectors to
another program, as `pqr verify --command` does; so a utility tries the packaged set on its own system with

    pytest --pyargs pqr_core.vectors --pqr-command ./nuestro-sistema

pytest loads this module in every project where the package is installed: it imports nothing but pytest, and looks at
no file of another ending.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pqr_core.exchange.vectors import Vector

__all__ = ("VectorDiffersError", "VectorFile", "VectorItem", "pytest_addoption", "pytest_collect_file")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--pqr-command` and the setting `pqr_vectors`."""
    parser.getgroup("pqr", "legal vectors (pqr_core)").addoption(
        "--pqr-command", metavar="CMD", help="put the vectors to this program: one JSON object a line, in and out"
    )
    parser.addini("pqr_vectors", "patterns of further vector files, for instance vectors/*.json", type="linelist")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> VectorFile | None:
    """A vector file as a collector; None for every other file."""
    if file_path.suffix != ".json":
        return None
    patterns = ("*.vectors.json", *parent.config.getini("pqr_vectors"))
    if not any(file_path.match(pattern) for pattern in patterns):
        return None
    return VectorFile.from_parent(parent, path=file_path)


class VectorDiffersError(Exception):
    """The answer is not what the vector expects: the differences, one each."""


class VectorFile(pytest.File):
    """A file of vectors; one that cannot be read as such is an error of collection that names the place."""

    vectors: tuple[Vector, ...] = ()
    _answers: dict[str, Any] | None = None

    def collect(self) -> Iterator[VectorItem]:
        """One test a vector."""
        from pqr_core import colombia
        from pqr_core.errors import ImportFileError
        from pqr_core.exchange.vectors import load

        try:
            self.vectors = load(self.path, colombia.LAW)
        except ImportFileError as error:
            raise self.CollectError(str(error)) from error
        for vector in self.vectors:
            yield VectorItem.from_parent(self, name=vector.id, vector=vector)

    def answer(self, vector: Vector) -> Any:
        """What the engine answers or, with `--pqr-command`, the program: asked once about the whole file."""
        command = self.config.getoption("--pqr-command")
        if not command:
            from pqr_core import colombia
            from pqr_core.exchange.vectors import evaluate

            return evaluate(vector.body, colombia.LAW)
        if self._answers is None:
            self._answers = self._ask(command)
        if vector.id not in self._answers:
            difference = f"answer: expected one JSON line, got {len(self._answers)} for the whole file"
            raise VectorDiffersError(difference)
        return self._answers[vector.id]

    def _ask(self, command: str) -> dict[str, Any]:
        import json
        import os
        import shlex
        import subprocess

        questions = [{key: value for key, value in each.body.items() if key != "expect"} for each in self.vectors]
        made = subprocess.run(  # noqa: S603 - running the user's own program is what is asked
            shlex.split(command, posix=os.name == "posix"),
            input="".join(json.dumps(question) + "\n" for question in questions),
            stdout=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
        ids = (vector.id for vector in self.vectors)
        return {name: _read(line) for name, line in zip(ids, made.stdout.splitlines(), strict=False)}


def _read(line: str) -> Any:
    import json

    try:
        return json.loads(line)
    except ValueError:
        return line


class VectorItem(pytest.Item):
    """One vector as a test."""

    def __init__(self, *, vector: Vector, **given: Any) -> None:
        super().__init__(**given)
        self.vector = vector

    def runtest(self) -> None:
        """Compare the answer with what is expected.

        Raises:
            VectorDiffersError: they differ.
        """
        from pqr_core.exchange.vectors import check

        assert isinstance(self.parent, VectorFile)
        differences = check(self.vector.body["expect"], self.parent.answer(self.vector))
        if differences:
            raise VectorDiffersError(*differences)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], *args: Any) -> Any:
        """The differences and where the expectation comes from; no traceback of ours."""
        if not isinstance(excinfo.value, VectorDiffersError):
            return super().repr_failure(excinfo, *args)
        source = self.vector.body.get("source", "no source given")
        return "\n".join([f"{self.vector.id} ({source})", *(f"  {each}" for each in excinfo.value.args)])

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Where the test stands: the file and the id."""
        return self.path, None, self.name
