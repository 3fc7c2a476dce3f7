"""The command line: `pqr`, or `python -m pqr_core`.

It speaks Spanish by default and English with `--lang en`, given anywhere. `--json` gives output for programs. A failure
is one line on the error stream; `commands.STATUSES` lists the exit statuses.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from pqr_core.cli.base import Output
from pqr_core.cli.commands import COMMANDS, INTERRUPTED, REFUSED, UNREAD, Command
from pqr_core.cli.parsing import parser_of, preferences
from pqr_core.errors import PQRError
from pqr_core.language import Said

__all__ = ("COMMANDS", "Command", "main")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; `argv` is the command line without the name of the program."""
    _open_closed_streams()
    lang, quiet, words = preferences(sys.argv[1:] if argv is None else argv)
    output = Output(lang, quiet=quiet)
    try:
        status = _run(words, output)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader stopped reading (`| head`). Nothing more may be written, not even when the process ends.
        for stream in (sys.stdout, sys.stderr):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        return UNREAD
    return status


def _run(words: Sequence[str], output: Output) -> int:
    try:
        args = parser_of(output).parse_args(words)
        with output.notes_of_warnings():
            status: int = args.run(args, output)
        sys.stdout.flush()
    except SystemExit as exit_:  # of argparse: help and usage
        return exit_.code if isinstance(exit_.code, int) else REFUSED
    except PQRError as error:
        output.error(error.message(output.lang))
        return REFUSED
    except BrokenPipeError:
        raise
    except OSError as error:
        what = Said.of_system(error).text(output.lang)
        output.error(f"{error.filename}: {what}" if error.filename else what)
        return REFUSED
    except KeyboardInterrupt:
        output.tell(output.say("interrumpido", "interrupted"))
        return INTERRUPTED
    return status


def _open_closed_streams() -> None:
    """Give a stream that the shell has closed (`>&-`) a place to write to; Python holds such a stream as None."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - stays open until the process ends
            setattr(sys, name, nowhere)
