"""Puts legal vectors to another program: one JSON object a line on its input, and one JSON line back for each.

The program may answer each question at once or read all of them first; its n-th line is the answer to the n-th
question. It answers `"unsupported"` to a question it was not made for.
"""

from __future__ import annotations

import json
import os
import queue
import shlex
import subprocess
import threading
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final, TextIO

from attrs import evolve

from pqr_core.bounded import read_json
from pqr_core.errors import CommandError
from pqr_core.exchange.vectors import Vector, Verdict, VerifyReport, judge
from pqr_core.language import Said
from pqr_core.names import mismatch

__all__ = ("PATIENCE", "ask")

PATIENCE: Final = 60.0
"""Seconds to wait for an answer."""

_FAREWELL: Final = 1.0
_SECONDS: Final = Said("un número de segundos mayor que 0", "a number of seconds above 0")
_SHOWN: Final = 60
_LONGEST: Final = 1 << 20
"""The most characters of a line that are read; a longer line is not an answer to a vector."""


def ask(command: str, vectors: Sequence[Vector], patience: float = PATIENCE) -> VerifyReport:
    """The answers of `command` to each vector, and where they differ.

    Args:
        command: the program with its arguments, written as in a shell, but run without a shell.
        vectors: the vectors; the program gets each without the expected answer.
        patience: seconds to wait for each answer.

    Raises:
        CommandError: there are no vectors, the patience is not a number of seconds above 0, the program cannot be run,
            or it ends or waits without giving any answer.
    """
    if not vectors:
        raise CommandError(es="no hay vectores que preguntar", en="there are no vectors to ask")
    if not 0 < patience <= threading.TIMEOUT_MAX:
        wrong = mismatch(_SECONDS, Said.alike(f"{patience:g}"))
        raise CommandError(es=f"--timeout: {wrong.es}", en=f"--timeout: {wrong.en}")
    program = _started(command)
    assert program.stdin is not None and program.stdout is not None  # noqa: PT018 - both are pipes
    lines: queue.Queue[str | None] = queue.Queue(maxsize=len(vectors) + 2)
    sender = threading.Thread(target=_send, args=(program.stdin, vectors), daemon=True)
    receiver = threading.Thread(target=_receive, args=(program.stdout, lines, len(vectors)), daemon=True)
    sender.start()
    receiver.start()
    answers: list[str] = []
    try:
        while len(answers) <= len(vectors) and (line := lines.get(timeout=patience)) is not None:
            answers.append(line)
        ending = _ended(program, patience, more=len(answers) > len(vectors))
    except queue.Empty:
        ending = Said(f"sin respuesta en {patience:g} s", f"no answer in {patience:g} s")
    finally:
        program.kill()
        program.wait()
        # Each thread closes its end. A process that the program started (such as the child of a shell) may hold the
        # other ends open for as long as it likes, and nobody waits for it.
        sender.join(_FAREWELL)
        receiver.join(_FAREWELL)
    if not answers:
        raise CommandError(
            es=f"el programa {command!r} no respondió nada ({ending.es})",
            en=f"the program {command!r} answered nothing ({ending.en})",
        )
    verdicts = list(_verdicts(vectors, answers, ending))
    if len(answers) > len(vectors):
        extra = f"answer: expected nothing more, got {_short(answers[len(vectors)])}"
        verdicts[-1] = evolve(verdicts[-1], differences=(*verdicts[-1].differences, extra))
    return VerifyReport(tuple(verdicts))


def _started(command: str) -> subprocess.Popen[str]:
    try:
        words = shlex.split(command, posix=os.name == "posix")
    except ValueError:
        raise _not_run(command, Said("comillas sin cerrar", "a quote is not closed")) from None
    if not words:
        raise CommandError(es="--command: falta el programa", en="--command: a program is missing")
    try:
        return subprocess.Popen(  # noqa: S603 - the user asks to run their own program
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
        )
    except OSError as error:
        raise _not_run(command, Said.of_system(error)) from error
    except ValueError:  # a NUL byte
        raise _not_run(command, Said("no es una orden", "it is not a command")) from None


def _not_run(command: str, why: Said) -> CommandError:
    return CommandError(es=f"no se puede ejecutar {command!r}: {why.es}", en=f"{command!r} cannot be run: {why.en}")


def _ended(program: subprocess.Popen[str], patience: float, *, more: bool) -> Said:
    """The exit status of the program, or that it went on."""
    try:
        status = None if more else program.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        status = None
    return (
        Said("no terminó", "it went on") if status is None else Said(f"terminó con {status}", f"exit status {status}")
    )


def _receive(stream: TextIO, lines: queue.Queue[str | None], wanted: int) -> None:
    """Pass the lines on, at most one more than wanted, so that endless output does not fill the memory.

    An empty line after the last answer is no answer too many: a page of PHP often ends with one.
    """
    with stream:
        passed = 0
        while passed <= wanted and (line := stream.readline(_LONGEST)):
            if passed < wanted or line.strip():
                lines.put(line if passed else line.removeprefix("\ufeff"))  # some programs on Windows begin with it
                passed += 1
            if not line.endswith("\n"):  # the last line, or an endless one
                break
    lines.put(None)


def _send(stream: TextIO, vectors: Sequence[Vector]) -> None:
    try:
        with stream:
            for vector in vectors:
                stream.write(json.dumps(vector.question) + "\n")
                stream.flush()
    except OSError:  # a broken pipe
        pass  # the program ended before reading everything; the missing answers show that


def _verdicts(vectors: Sequence[Vector], answers: Sequence[str], ending: Said) -> Iterator[Verdict]:
    for vector, line in zip_longest(vectors, answers[: len(vectors)]):
        if line is None:
            yield Verdict(vector, None, (f"answer: expected one JSON line, got none ({ending.en})",))
            continue
        try:
            answer = read_json(line)
        except ValueError:
            told = _short(line)
            yield Verdict(vector, None, (f"answer: expected one JSON line, got {told}",), unread=told)
            continue
        yield judge(vector, answer)


def _short(line: str) -> str:
    text = line.strip()
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")
