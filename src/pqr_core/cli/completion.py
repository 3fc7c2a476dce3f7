"""`completion SHELL`: the script that makes a shell complete commands, options, values and files, through shtab."""

from __future__ import annotations

from argparse import Action, ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from pqr_core import colombia
from pqr_core.cli.base import Output
from pqr_core.cli.parsing import whole_parser
from pqr_core.errors import MissingExtraError
from pqr_core.vocabulary import EventType

__all__ = ("arguments", "run")

_SHELLS: Final = ("bash", "zsh", "fish", "tcsh", "powershell")

_WORDS: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "tipo": lambda: colombia.RULES.types,
    "type": lambda: (each.value for each in EventType),
    "indicator": lambda: colombia.INDICATORS,
}
"""The usual values of an argument, by its name, if it takes more than a closed list."""

_FILES: Final = ("ARCHIVO", "FILE", "CASO", "CASE", "RUTA", "PATH")
"""How the name of an argument that is a file begins."""
_FOLDERS: Final = ("CARPETA", "DIR")


def arguments(parser: ArgumentParser, output: Output) -> None:
    """Add the arguments of the command to its parser."""
    parser.add_argument(
        "shell",
        choices=_SHELLS,
        metavar="SHELL",
        help=output.say(f"el intérprete: {', '.join(_SHELLS)}", f"the shell: {', '.join(_SHELLS)}"),
    )


def run(args: Namespace, output: Output) -> int:
    """Print the script for the shell to read.

    Raises:
        MissingExtraError: shtab is not installed.
    """
    try:
        import shtab
    except ImportError:
        raise MissingExtraError(feature="completion", package="shtab", extra="cli") from None
    parser = whole_parser(output)
    for each in (parser, *parser.commands.values()):
        for action in each.actions:
            _complete(action, shtab.FILE, shtab.DIRECTORY)
    output.plain([shtab.complete(parser, shell=args.shell)])
    return 0


def _complete(action: Action, files: Mapping[str, Any], folders: Mapping[str, Any]) -> None:
    """Tell shtab what an argument takes."""
    name = str(action.metavar)
    if action.dest in _WORDS:
        action.choices = [*_WORDS[action.dest]()]
    elif name.startswith(_FILES) or action.dest == "store":
        action.complete = files  # type: ignore[attr-defined]  # read by shtab
    elif name.startswith(_FOLDERS):
        action.complete = folders  # type: ignore[attr-defined]  # read by shtab
