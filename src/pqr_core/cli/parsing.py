"""argparse as this command line needs it: in two languages, for any width, with suggestions, examples and short usage.

A command adds its arguments when it is called; `whole_parser` adds those of every command.
"""

from __future__ import annotations

import re
import sys
from argparse import (
    ONE_OR_MORE,
    OPTIONAL,
    PARSER,
    SUPPRESS,
    ZERO_OR_MORE,
    Action,
    ArgumentError,
    ArgumentParser,
    HelpFormatter,
)
from collections.abc import Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, NoReturn, get_args

from pqr_core.cli.base import Output, unknown
from pqr_core.cli.commands import COMMANDS, REFUSED, STATUSES, Example
from pqr_core.drawing.text import encodable, wrapped
from pqr_core.language import Language, Said
from pqr_core.names import meant, near

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

__all__ = ("Parser", "parser_of", "preferences", "whole_parser")

_READABLE: Final = 100
"""Help wider than this, in columns, is hard to read."""
_OF_DAYS: Final = ("--as-of", "--on", "--at")
"""The options for a day, one of which a user takes for another; none is written like the others."""


def preferences(words: Sequence[str]) -> tuple[Language, bool, list[str]]:
    """The language of `--lang` and whether `--quiet` was given, wherever they stand, and the other words."""
    parser = ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--lang", choices=get_args(Language), default="es")
    parser.add_argument("--quiet", "-q", action="store_true")
    try:
        found, rest = parser.parse_known_args(words)
    except Exception:  # noqa: BLE001 - a bad value; the full parser reports it, in Spanish
        return "es", False, [*words]
    lang: Language = found.lang
    return lang, found.quiet, rest


def parser_of(output: Output) -> Parser:
    """The parser of the whole command line; each command adds its arguments when it is called."""
    say = output.say
    parser = Parser(
        output,
        prog="pqr",
        statuses=True,
        description=say(
            "Plazos legales, casos e indicadores de las PQR de servicios públicos en Colombia.",
            "Legal deadlines, cases and indicators of the PQR of Colombian public utilities.",
        ),
    )
    parser.general.add_argument("--version", action=_Version, output=output)
    of_command: Any = partial(Parser, output)
    commands = parser.add_subparsers(
        title=say("comandos", "commands"),
        metavar=say("COMANDO", "COMMAND"),
        required=True,
        parser_class=of_command,
    )
    for command in COMMANDS:
        text = say(command.es, command.en)
        description = text[0].upper() + text[1:] + "."
        commands.add_parser(
            command.name, help=text, description=description, module=command.module, examples=command.examples
        )
    return parser


def whole_parser(output: Output) -> Parser:
    """The parser of `parser_of` with the arguments of every command."""
    parser = parser_of(output)
    for each in parser.commands.values():
        each.ready()
    return parser


def _load(module: str) -> Any:
    """The module of a command; this is the one place that imports one."""
    return import_module(f"pqr_core.cli.{module}")


class _Version(Action):
    """`--version`, which also prints the days on which the law was verified."""

    def __init__(self, option_strings: Sequence[str], dest: str, *, output: Output) -> None:  # noqa: ARG002 - argparse
        text = output.say("versión, y el día en que se verificó la ley", "version, and the day the law was verified")
        super().__init__(option_strings, SUPPRESS, nargs=0, help=text)
        self._output = output

    def __call__(self, parser: ArgumentParser, *_given: Any) -> NoReturn:
        _load("version").show(self._output)
        parser.exit()


# --- the messages of argparse --------------------------------------------------------------------------------------

_SPANISH: Final[Mapping[str, str]] = {
    "the following arguments are required": "falta indicar",
    "invalid int value": "no es un número entero",
    "invalid float value": "no es un número",
    "expected one argument": "necesita un valor",
    "expected at least one argument": "necesita al menos un valor",
    "expected 2 arguments": "necesita dos valores",
    "ignored explicit argument": "no lleva valor, y se le dio",
    "not allowed with argument": "no se admite junto con",
    "argument -": "opción -",
    "argument ": "argumento ",
}
"""The messages of argparse that a user may see; all other messages are our own."""


class _Formatter(HelpFormatter):
    """Help as wide as the output."""

    def __init__(self, prog: str, *, output: Output) -> None:
        width = min(output.width, _READABLE)
        super().__init__(prog, max_help_position=min(24, width // 4), width=width)
        self._prefix = output.say("uso: ", "usage: ")

    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, self._prefix if prefix is None else prefix)

    def _split_lines(self, text: str, width: int) -> list[str]:
        return wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in wrapped(text, width - len(indent)))


class Parser(ArgumentParser):
    """A parser with messages in the chosen language, which any encoding can write."""

    def __init__(
        self,
        output: Output,
        *,
        module: str | None = None,
        examples: Sequence[Example] = (),
        statuses: bool = False,
        **settings: Any,
    ) -> None:
        formatter = partial(_Formatter, output=output)
        super().__init__(add_help=False, allow_abbrev=False, formatter_class=formatter, **settings)
        self.color = False  # newer versions of Python colour the help, and `encodable` would show the codes
        self._output = output
        self._module = module
        self._examples = examples
        self._statuses = statuses
        say = output.say
        self._positionals.title = say("argumentos", "arguments")
        self._optionals.title = say("opciones", "options")
        self.general = self.add_argument_group(say("opciones generales", "general options"))
        self.general.add_argument("-h", "--help", action="help", help=say("esta ayuda", "this help"))
        self.general.add_argument(
            "--lang",
            choices=get_args(Language),
            metavar=say("IDIOMA", "LANGUAGE"),
            help=say("idioma: es o en (es)", "language: es or en (es)"),
        )
        self.general.add_argument(
            "-q",
            "--quiet",
            action="store_true",
            help=say("solo el resultado y los errores, sin avisos ni avance", "only the result and errors, no notes"),
        )

    @property
    def actions(self) -> Sequence[Action]:
        """The arguments of the parser."""
        return self._actions

    @property
    def commands(self) -> Mapping[str, Parser]:
        """The parsers of its commands, by name."""
        found: Any = next((each.choices for each in self._actions if each.nargs == PARSER), {})
        return found  # type: ignore[no-any-return]  # argparse does not know of which class they are

    def ready(self) -> None:
        """Let the command add its arguments, now that it is needed."""
        if self._module is not None:
            command = _load(self._module)
            self._module = None
            command.arguments(self, self._output)
            self.set_defaults(run=command.run)
            self._action_groups.append(self._action_groups.pop(self._action_groups.index(self.general)))

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse as the command says; an unknown argument is an error of the command, with its own usage."""
        self.ready()
        found, rest = super().parse_known_args(args, namespace)
        if rest:
            asked = next((said for word in rest if (said := self._meant(word.partition("=")[0])).en), Said("", ""))
            told = " ".join(rest)
            say = self._output.say
            self.error(say(f"argumentos desconocidos: {told}{asked.es}", f"unknown arguments: {told}{asked.en}"))
        return found, rest

    def _meant(self, word: str) -> Said:
        """The question whether an option of the command was meant; empty if none is like the word."""
        options = [option for action in self._actions for option in action.option_strings]
        if word in _OF_DAYS:
            return next((meant(option) for option in _OF_DAYS if option in options), Said("", ""))
        return near(word, options)

    def _check_value(self, action: Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        if action.nargs == PARSER:
            what = Said("comando desconocido", "unknown command")
            raise ArgumentError(None, unknown(what, value, action.choices).text(self._output.lang))
        what = Said("valor no admitido", "unknown value")
        raise ArgumentError(action, unknown(what, value, action.choices).text(self._output.lang))

    def format_usage(self) -> str:
        """The usage in one line: required options and arguments, without what the help lists."""
        return f"{self._output.say('uso', 'usage')}: {self._short()}\n"

    def format_help(self) -> str:
        """The help, with the examples; for the whole command line, also the exit statuses."""
        self.usage = self._short().replace("%", "%%")
        return super().format_help() + "".join(f"{line}\n" for line in (*self._example_lines(), *self._status_lines()))

    def _short(self) -> str:
        say = self._output.say
        required = [each for each in self._actions if each.option_strings and each.required]
        words = [
            *(self.prog, f"[{say('opciones', 'options')}]"),
            *(f"{each.option_strings[0]} {each.metavar}" for each in required),
            *(_form(each) for each in self._actions if not each.option_strings),
        ]
        return "\n".join(wrapped(" ".join(words), min(self._output.width, _READABLE) - len("usage: "), "  "))

    def _example_lines(self) -> list[str]:
        lines = ["", self._output.say("ejemplos:", "examples:")] if self._examples else []
        for words, es, en in self._examples:
            lines += [f"  # {line}" for line in wrapped(self._output.say(es, en), self._output.width - 4)]
            lines += _folded_command(words, min(self._output.width, _READABLE) - 2)
        return lines

    def _status_lines(self) -> list[str]:
        if not self._statuses:
            return []
        say, width = self._output.say, min(self._output.width, _READABLE)
        lines = ["", say("estado de salida:", "exit status:")]
        for code, es, en in STATUSES:
            first, *more = wrapped(say(es, en), width - 7)
            lines += [f"  {code:>3}  {first}", *(f"       {line}" for line in more)]
        return [*lines, "", *wrapped(_TAIL.text(self._output.lang), width)]

    def error(self, message: str) -> NoReturn:
        """Print what is wrong, the usage of the command, and where to read more; then exit."""
        if self._output.lang == "es":
            for english, spanish in _SPANISH.items():
                message = message.replace(english, spanish)
        more = self._output.say("Ayuda", "Help")
        self.exit(REFUSED, f"{self.prog}: error: {message}\n{self.format_usage()}{more}: {self.prog} --help\n")

    def _print_message(self, message: str, file: SupportsWrite[str] | None = None) -> None:
        stream = file or sys.stderr
        super()._print_message(encodable(message, getattr(stream, "encoding", None)), stream)


_TAIL: Final = Said(
    es="Variables de entorno: PQR_STORE y PQR_UTILITY en lugar de --store y --utility; NO_COLOR, sin color. "
    "Cada comando tiene su ayuda, con ejemplos: pqr due --help",
    en="Environment variables: PQR_STORE and PQR_UTILITY stand in for --store and --utility; NO_COLOR, no colour. "
    "Each command has its own help, with examples: pqr due --help",
)


def _form(action: Action) -> str:
    """An argument as the usage shows it."""
    name = str(action.metavar or action.dest)
    forms = {OPTIONAL: "[{0}]", ZERO_OR_MORE: "[{0} ...]", ONE_OR_MORE: "{0} [{0} ...]", PARSER: "{0} ..."}
    return forms.get(str(action.nargs), "{0}").format(name)


_WORD: Final = re.compile(r'(?:--?\S+ (?!-))?(?:[^\s"]|"[^"]*")+')
"""A word of a command line with its quotes, or an option with its value."""


def _folded_command(words: str, width: int) -> list[str]:
    """A command line that can be copied; where it is too wide, a backslash breaks it between words."""
    lines, here = list[str](), ""
    for word in _WORD.findall(words):
        longer = f"{here} {word}" if here else word
        if here and len(longer) > width - 2:
            lines.append(f"  {here} \\")
            here = f"  {word}"
        else:
            here = longer
    return [*lines, f"  {here}"]
