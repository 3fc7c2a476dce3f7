"""`verify FILE...`: legal vectors put to this engine, or to somebody else's program.

A failing vector is a line `id: field: expected X, got Y`, in English whatever the language: programs read it. The
exit status is 0 when all hold, 1 when some fail, 2 when a file cannot be read as vectors.
"""

from __future__ import annotations

import json
import os
import queue
import shlex
import subprocess
import threading
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final, TextIO

from pqr_core.cli.base import Command, Output, add_json
from pqr_core.errors import CommandError

if TYPE_CHECKING:
    from pqr_core.exchange.vectors import Failure, Vector, VerifyReport

__all__ = ("COMMANDS",)

_SHOWN: Final = 60
_PATIENCE: Final = 60


def _arguments(parser: ArgumentParser, output: Output) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help=output.say("archivos de vectores", "vector files"))
    parser.add_argument(
        "--command",
        metavar="CMD",
        help=output.say(
            "preguntar a ese programa, un objeto JSON por línea", "ask that program, one JSON object a line"
        ),
    )
    parser.add_argument(
        "--timeout",
        type=float,
        default=_PATIENCE,
        metavar="S",
        help=output.say(
            f"segundos que se espera cada respuesta del programa ({_PATIENCE})",
            f"seconds to wait for each answer of the program ({_PATIENCE})",
        ),
    )
    add_json(parser, output)


def _run(args: Namespace, output: Output) -> int:
    from pqr_core import colombia
    from pqr_core.exchange.vectors import answering, load, run

    vectors = tuple(chain.from_iterable(load(file, colombia.LAW) for file in args.files))
    if args.command is None:
        report = run(vectors, answering(colombia.LAW))
    else:
        report = _ask(args.command, vectors, args.timeout, output)
    if args.json:
        failures = [{"id": failure.id, "differences": list(failure.differences)} for failure in report.failures]
        output.json({"vectors": report.total, "failed": len(report.failures), "failures": failures})
    else:
        output.plain(report.lines())
    return 1 if report.failures else 0


# --- somebody else's program ---------------------------------------------------------------------------------------


def _ask(command: str, vectors: Sequence[Vector], patience: float, output: Output) -> VerifyReport:
    """What `command` answers: its n-th line to the n-th vector, whether it answers each at once or reads all first."""
    from pqr_core.exchange.vectors import Failure, VerifyReport

    with _started(command) as program:
        assert program.stdin is not None and program.stdout is not None  # noqa: S101, PT018 - both are pipes
        lines: queue.Queue[str | None] = queue.Queue(maxsize=len(vectors) + 1)
        threading.Thread(target=_send, args=(program.stdin, vectors), daemon=True).start()
        threading.Thread(target=_receive, args=(program.stdout, lines, len(vectors)), daemon=True).start()
        answers: list[str] = []
        try:
            while len(answers) <= len(vectors) and (line := lines.get(timeout=patience)) is not None:
                answers.append(line)
            ending = "it went on" if len(answers) > len(vectors) else f"exit status {_ended(program, patience)}"
        except queue.Empty:
            ending = f"no answer in {patience:g} s"
        finally:
            program.kill()
    failures = list(_failures(vectors, answers, ending))
    if len(answers) > len(vectors):
        output.note(output.say("el programa escribió líneas de más", "the program wrote more lines than were asked"))
        last = vectors[-1].id if vectors else "-"
        failures.append(Failure(last, (f"answer: expected nothing more, got {_short(answers[len(vectors)])}",)))
    return VerifyReport(len(vectors), tuple(failures))


def _started(command: str) -> subprocess.Popen[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
        if not words:
            raise CommandError(es="--command: falta el programa", en="--command: a program is missing")
        return subprocess.Popen(  # noqa: S603 - running the user's own program is what is asked
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
    except (OSError, ValueError) as error:
        raise CommandError(
            es=f"no se puede ejecutar {command!r}: {error}", en=f"{command!r} cannot be run: {error}"
        ) from error


def _ended(program: subprocess.Popen[str], patience: float) -> int | str:
    """How the program ended, once it has nothing more to say."""
    try:
        return program.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        return "unknown: it went on"


def _receive(stream: TextIO, lines: queue.Queue[str | None], wanted: int) -> None:
    """Hand the lines over, one more than are wanted at most: endless output must fill nothing."""
    try:
        for _number, line in zip(range(wanted + 1), stream, strict=False):
            lines.put(line)
    except ValueError:
        pass  # the stream was closed: the program has been ended
    lines.put(None)


def _send(stream: TextIO, vectors: Sequence[Vector]) -> None:
    try:
        with stream:
            for vector in vectors:
                question = {key: value for key, value in vector.body.items() if key != "expect"}
                stream.write(json.dumps(question) + "\n")
                stream.flush()
    except (BrokenPipeError, ValueError):
        pass  # the program ended before it had read all: the vectors without an answer tell it


def _failures(vectors: Sequence[Vector], answers: Sequence[str], ending: str) -> Iterator[Failure]:
    from pqr_core.exchange.vectors import Failure, check

    for vector, line in zip_longest(vectors, answers[: len(vectors)]):
        if line is None:
            yield Failure(vector.id, (f"answer: expected one JSON line, got none ({ending})",))
            continue
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            yield Failure(vector.id, (f"answer: expected one JSON line, got {_short(line)}",))
            continue
        if differences := check(vector.body["expect"], answer):
            yield Failure(vector.id, tuple(differences))


def _short(line: str) -> str:
    text = line.strip()
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


COMMANDS: Final = (
    Command(
        name="verify",
        es="comprobar archivos de vectores legales",
        en="check files of legal vectors",
        arguments=_arguments,
        run=_run,
    ),
)
