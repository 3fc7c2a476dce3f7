"""What every command shares: where it writes, and in which language. It knows no command and imports nothing heavy."""

from __future__ import annotations

import json
import shutil
import sys
import time
import warnings
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from os import environ
from typing import Any, Final, TextIO

from pqr_core.drawing.text import WIDTH, Line, Span, Style, encodable, wrapped, write
from pqr_core.errors import CommandError, PQRError
from pqr_core.exchange.spreadsheets import Sheet, SheetCell, write_csv, write_xlsx
from pqr_core.language import Language, Said
from pqr_core.names import near
from pqr_core.private import opened_for

__all__ = ("Output", "add_formats", "add_json", "file_name", "records", "unknown", "unknown_word")

_NARROWEST: Final = 40
_WIDEST: Final = 200
_READABLE: Final = 100
"""A wider paragraph, in columns, is hard to read; a table may be wider."""


class Output:
    """Where a command writes, how wide its output is, and in which language.

    Args:
        lang: the language of the texts for people.
        quiet: whether notes and progress are left out; errors never are.
    """

    def __init__(self, lang: Language, *, quiet: bool = False) -> None:
        self.lang: Language = lang
        self.quiet = quiet
        self.width = _columns()

    def say(self, es: str, en: str) -> str:
        """The text in the language of the output."""
        return es if self.lang == "es" else en

    def count(self, number: int, es: tuple[str, str], en: tuple[str, str]) -> str:
        """A number with its noun: of each pair, the first form is for one and the second for any other number."""
        one, many = es if self.lang == "es" else en
        return f"{number} {one if number == 1 else many}"

    def lines(self, lines: Iterable[Line]) -> None:
        """Print a picture."""
        write(lines, sys.stdout)

    def text(self, text: str = "", style: Style = "") -> None:
        """Print a paragraph, wrapped into lines."""
        width = min(self.width, _READABLE)
        self.lines((Span(line, style),) for line in wrapped(text, width, "  "))

    def plain(self, lines: Iterable[str]) -> None:
        """Print lines as they are, for programs that read them."""
        for line in lines:
            _plainly(line, sys.stdout)

    def title(self, text: str) -> None:
        """Print a heading after an empty line."""
        self.lines([()])
        self.text(text, "strong")

    def json(self, document: Any) -> None:
        """Print one JSON object; in ASCII if the stream cannot write other characters."""
        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        _plainly(json.dumps(document, ensure_ascii=ascii_only, indent=2 if sys.stdout.isatty() else None), sys.stdout)

    def json_lists(self, head: Mapping[str, Any], lists: Iterable[tuple[str, Iterable[Any]]]) -> None:
        """Print one JSON object with lists that are written as they are read, one item a line."""
        ascii_only = "utf" not in (sys.stdout.encoding or "").lower()
        dumps = partial(json.dumps, ensure_ascii=ascii_only)
        sys.stdout.write("{" + ", ".join(f"{dumps(key)}: {dumps(value)}" for key, value in head.items()))
        for name, items in lists:
            sys.stdout.write(f",\n{dumps(name)}: [")
            for place, item in enumerate(items):
                sys.stdout.write((",\n" if place else "\n") + dumps(item))
            sys.stdout.write("]")
        sys.stdout.write("}\n")

    def note(self, text: str) -> None:
        """Write a remark to the error stream, unless `quiet`."""
        if not self.quiet:
            self.tell(text)

    def error(self, text: str) -> None:
        """Write to the error stream why something could not be done."""
        self.tell(f"error: {text}")

    def tell(self, text: str) -> None:
        """Write to the error stream, even if `quiet`."""
        _plainly(f"pqr: {text}", sys.stderr)

    def sheets(self, args: Namespace, made: Callable[[], Sequence[Sheet]]) -> bool:
        """Write the tables in the formats that the arguments of `add_formats` ask for.

        The workbook has them all. CSV holds one table: the first.

        Returns True if the command must print nothing more. `made` is called once for each format, and not at all
        without one.
        """
        if args.xlsx:
            tables = made()
            with opened_for(args.xlsx, personal=any(each.personal for each in tables)) as target:
                write_xlsx(tables, target)
            self.wrote(args.xlsx)
        if args.csv:
            write_csv(made()[0], _Encodable())
        return bool(args.csv)

    def wrote(self, path: str) -> None:
        """Note which file was written."""
        self.note(self.say(f"archivo guardado: {path}", f"file saved: {path}"))

    def counter(self, what: str) -> Callable[[int, int], None]:
        """A function that shows progress (done, total) on the error stream of a terminal."""
        shown_at = 0.0

        def tell(done: int, total: int) -> None:
            nonlocal shown_at
            now = time.monotonic()
            if self.quiet or not sys.stderr.isatty() or (done < total and now - shown_at < _EVERY_SECONDS):
                return
            shown_at = now
            share = f"{done * 100 // total} %" if total else ""
            line = encodable(f"{what}: {done} / {total}  {share} ", sys.stderr.encoding)
            sys.stderr.write("\r" + line + ("\r" + " " * len(line) + "\r" if done >= total else ""))
            sys.stderr.flush()

        return tell

    @contextmanager
    def notes_of_warnings(self) -> Iterator[None]:
        """Show a warning of the library as a note, without the place in the code where it was raised."""

        def show(message: Warning | str, *_place: Any, **_more: Any) -> None:
            told = next(iter(message.args), "") if isinstance(message, Warning) else message
            self.note(told.message(self.lang) if isinstance(told, PQRError) else str(told))

        with warnings.catch_warnings():
            warnings.showwarning = show
            yield


class _Encodable:
    """Standard output, for a writer that does not check which characters the stream can write."""

    def write(self, text: str) -> int:
        return sys.stdout.write(encodable(text, sys.stdout.encoding))


_EVERY_SECONDS: Final = 0.1


def _columns() -> int:
    """The columns of the terminal, or those in `COLUMNS`; 80 for a file or a pipe, which have no width."""
    known = "COLUMNS" in environ or sys.stdout.isatty()
    columns = shutil.get_terminal_size((WIDTH, 0)).columns if known else WIDTH
    return min(max(columns, _NARROWEST), _WIDEST)


def unknown(what: Said, word: str, known: Iterable[str]) -> Said:
    """The message that a word is not in a closed list, with the nearest word or, if none is near, all of them."""
    listed = [*known]
    asked = near(word, listed)
    if asked.en:
        return Said(f"{what.es}: {word!r}{asked.es}", f"{what.en}: {word!r}{asked.en}")
    every = ", ".join(listed)
    return Said(f"{what.es}: {word!r}; use uno de: {every}", f"{what.en}: {word!r}; use one of: {every}")


def unknown_word(what: Said, word: str, known: Iterable[str]) -> CommandError:
    """The refusal of a word that is not in a closed list, as `unknown` says it."""
    return CommandError(**unknown(what, word, known)._asdict())


def file_name(output: Output, suffix: str = "") -> str:
    """The placeholder for a file in the usage of a command."""
    return output.say("ARCHIVO", "FILE") + suffix


def _plainly(text: str, stream: TextIO) -> None:
    print(encodable(text, stream.encoding), file=stream)


def add_json(parser: ArgumentParser, output: Output) -> None:
    """Add `--json`."""
    parser.add_argument("--json", action="store_true", help=output.say("un objeto JSON", "one JSON object"))


_TABLE: Final = Said("la tabla", "the table")


def add_formats(parser: ArgumentParser, output: Output, *, first: Said = _TABLE, every: Said = _TABLE) -> None:
    """Add `--json`, `--csv` and `--xlsx` for the tables that the command prints; see `Output.sheets`.

    `first` names the table that CSV holds, and `every` those of the workbook.
    """
    asked = parser.add_mutually_exclusive_group()
    asked.add_argument("--json", action="store_true", help=output.say("un objeto JSON", "one JSON object"))
    asked.add_argument("--csv", action="store_true", help=output.say(f"{first.es}, en CSV", f"{first.en} as CSV"))
    parser.add_argument(
        "--xlsx",
        metavar=file_name(output, ".xlsx"),
        help=output.say(f"escribir también {every.es} en un libro de Excel", f"write {every.en} as a workbook too"),
    )


def records(sheet: Sheet) -> list[dict[str, Any]]:
    """The rows of a table for JSON, by their headings; days and fractions as text."""
    return [dict(zip(sheet.headings, map(_json_cell, row), strict=True)) for row in sheet.rows]


def _json_cell(cell: SheetCell) -> object:
    return cell if cell is None or isinstance(cell, str | int | bool) else str(cell)
