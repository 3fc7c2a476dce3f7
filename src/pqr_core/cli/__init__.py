"""The command line: `pqr`, or `python -m pqr_core`.

Spanish by default, English with `--lang en` anywhere. What a program may read comes with `--json`. The exit status is
0, 1 where a check fails, 2 where something cannot be done as asked, which is one line on the error stream.
"""

from __future__ import annotations

import os
import sys
from argparse import SUPPRESS, Action, ArgumentParser
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn, get_args

from pqr_core.cli.base import Command, Output
from pqr_core.drawing.text import encodable
from pqr_core.errors import PQRError
from pqr_core.language import Language, Said

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

__all__ = ("main",)

_GROUPS: Final = ("demo", "verification", "deadlines", "calendars", "imports", "registers", "indicators")
"""The modules of the commands, in the order of the help."""

_REFUSED: Final = 2
_INTERRUPTED: Final = 130
"""As a shell says of a program ended by Ctrl-C."""
_UNREAD: Final = 141
"""As a shell says of a program whose output nobody reads any more."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit status; `argv` are its words without the name of the program."""
    _open_closed_streams()
    lang, words = _language(list(sys.argv[1:] if argv is None else argv))
    output = Output(lang)
    try:
        args = _parser(output).parse_args(words)
        with output.notes_of_warnings():
            status: int = args.run(args, output)
        sys.stdout.flush()
    except SystemExit as exit_:  # of argparse: help and usage
        return exit_.code if isinstance(exit_.code, int) else _REFUSED
    except PQRError as error:
        output.note(f"error: {error.message(lang)}")
        return _REFUSED
    except BrokenPipeError:
        # Whoever reads has had enough (`| head`); nothing more may be written, also not at the end of the process.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _UNREAD
    except OSError as error:
        what = Said.of_system(error).text(lang)
        output.note(f"error: {error.filename}: {what}" if error.filename else f"error: {what}")
        return _REFUSED
    except KeyboardInterrupt:
        output.note(output.say("interrumpido", "interrupted"))
        return _INTERRUPTED
    return status


def _open_closed_streams() -> None:
    """Give a stream that the shell has closed (`>&-`), which Python has as None, a place to write to."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - open as long as the process
            setattr(sys, name, nowhere)


def _language(words: list[str]) -> tuple[Language, list[str]]:
    """The language that `--lang` says, wherever it stands, and the other words."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang", choices=get_args(Language), default="es")
    try:
        found, rest = parser.parse_known_args(words)
    except Exception:  # noqa: BLE001 - a bad value: the real parser tells it, in Spanish
        return "es", words
    lang: Language = found.lang
    return lang, rest


def _commands() -> list[Command]:
    return [command for group in _GROUPS for command in import_module(f"{__name__}.{group}").COMMANDS]


def _parser(output: Output) -> ArgumentParser:
    say = output.say
    parser = _Parser(
        output,
        prog="pqr",
        description=say(
            "Plazos legales, casos e indicadores de las PQR de servicios públicos en Colombia.",
            "Legal deadlines, cases and indicators of the PQR of Colombian public utilities.",
        ),
    )
    parser.add_argument("--lang", choices=get_args(Language), help=say("idioma (es)", "language (es)"))
    parser.add_argument("--version", action=_Version, output=output)
    commands = parser.add_subparsers(
        title=say("órdenes", "commands"),
        metavar=say("ORDEN", "COMMAND"),
        required=True,
        parser_class=_parser_class(output),
    )
    for command in _commands():
        text = say(command.es, command.en)
        sub = commands.add_parser(command.name, help=text, description=text[0].upper() + text[1:] + ".")
        command.arguments(sub, output)
        sub.set_defaults(run=command.run)
    return parser


class _Version(Action):
    """`--version`: also the day on which the law table was verified."""

    def __init__(self, option_strings: Sequence[str], dest: str, *, output: Output) -> None:  # noqa: ARG002 - argparse
        text = output.say("versión, y el día en que se verificó la ley", "version, and the day the law was verified")
        super().__init__(option_strings, SUPPRESS, nargs=0, help=text)
        self._output = output

    def __call__(self, parser: ArgumentParser, *_given: Any) -> NoReturn:
        from importlib.metadata import version

        from pqr_core.colombia import holidays, statutes
        from pqr_core.language import long_date

        out = self._output
        out.text(f"pqr_core {version('pqr-core')}")
        on = long_date(statutes.VERIFIED_ON, out.lang)
        out.text(out.say(f"Tabla de leyes verificada el {on}.", f"Law table verified on {on}."))
        year, on = holidays.VERIFIED_THROUGH, long_date(holidays.VERIFIED_ON, out.lang)
        out.text(out.say(f"Festivos verificados hasta {year}, el {on}.", f"Holidays verified up to {year}, on {on}."))
        parser.exit()


# --- argparse in Spanish -------------------------------------------------------------------------------------------

_SPANISH: Final[Mapping[str, str]] = {
    "usage: ": "uso: ",
    "the following arguments are required": "falta indicar",
    "unrecognized arguments": "argumentos desconocidos",
    "invalid choice": "valor no admitido",
    "invalid int value": "no es un número entero",
    "invalid float value": "no es un número",
    "(choose from": "(se admite:",
    "expected one argument": "necesita un valor",
    "expected at least one argument": "necesita al menos un valor",
    "expected 2 arguments": "necesita dos valores",
    "ambiguous option": "opción ambigua",
    "could match": "puede ser",
    "argument ": "argumento ",
}
"""The messages of argparse that a user may see."""


class _Parser(ArgumentParser):
    """A parser that speaks the language asked, to any encoding."""

    def __init__(self, output: Output, **settings: Any) -> None:
        super().__init__(add_help=False, allow_abbrev=False, **settings)
        self._output = output
        self._positionals.title = output.say("argumentos", "arguments")
        self._optionals.title = output.say("opciones", "options")
        self.add_argument("-h", "--help", action="help", help=output.say("esta ayuda", "this help"))

    def _spoken(self, message: str) -> str:
        if self._output.lang == "es":
            for english, spanish in _SPANISH.items():
                message = message.replace(english, spanish)
        return message

    def format_usage(self) -> str:
        return self._spoken(super().format_usage())

    def format_help(self) -> str:
        return self._spoken(super().format_help())

    def error(self, message: str) -> NoReturn:
        self.exit(_REFUSED, f"{self.format_usage()}{self.prog}: error: {self._spoken(message)}\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        stream = file or sys.stderr
        super()._print_message(encodable(message, getattr(stream, "encoding", None)), stream)


def _parser_class(output: Output) -> Any:
    """What makes the parsers of the commands, which argparse calls with its own settings only."""

    def make(**settings: Any) -> _Parser:
        return _Parser(output, **settings)

    return make
