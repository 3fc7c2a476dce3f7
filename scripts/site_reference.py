"""The pages of the site that are made from the code: the commands from their help, the API from its docstrings."""

from __future__ import annotations

import io
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import redirect_stdout
from pathlib import Path
from typing import Final
from unittest import mock

from attrs import NOTHING, fields

import pqr_core
from pqr_core.cases.drawings import workflow_rows
from pqr_core.cases.events import PAYLOADS
from pqr_core.cases.workflow import WORKFLOWS
from pqr_core.cli import COMMANDS
from pqr_core.cli import main as pqr
from pqr_core.language import Language

__all__ = ("reference",)

PACKAGE: Final = Path(pqr_core.__file__).parent
_WIDTH: Final = "92"

_HEADS: Final[Mapping[Language, str]] = {
    "en": """# Command line

Every command with its options, as `pqr COMMAND --help` prints it. This page is made from the program.
Spanish is the default; `--lang en`, anywhere in the line, gives English.
The exit status is 0; 1 where a check finds something; 2 where something cannot be done as asked.""",
    "es": """# Los comandos

Cada comando con sus opciones, como lo muestra `pqr COMANDO --help`. Esta página se hace del programa.
El código de salida es 0; 1 si una comprobación halla algo; 2 si algo no se puede hacer como se pidió.""",
}


def reference(name: str, lang: Language) -> dict[str, str]:
    """The pages of a generated entry of the navigation, by the names of their files."""
    if name == "api":
        return api_pages()
    made = {"events": events_page, "workflow": workflow_page}.get(name)
    return {f"{name}.md": made() if made else command_page(lang)}


def command_page(lang: Language) -> str:
    """The help of every command, in one language."""
    parts = [_HEADS[lang], _block(lang)]
    for command in COMMANDS:
        parts += [f"## `pqr {command.name}`", _block(lang, command.name)]
    return "\n\n".join(parts) + "\n"


def _block(lang: Language, *words: str) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed), mock.patch.dict(os.environ, {"COLUMNS": _WIDTH, "NO_COLOR": "1"}):
        pqr([*words, "--help", "--lang", lang])
    return f"```text\n{printed.getvalue().rstrip()}\n```"


# --- events and the workflow ---------------------------------------------------------------------------------------


def events_page() -> str:
    """The events: the code of each, its meaning, who does it, and the details that come with it."""
    workflow = WORKFLOWS[max(WORKFLOWS)]
    lines = [
        "# Events",
        "",
        "What can happen to a case. This page is made from the program.",
        "An event has its day (`on`) or instant (`at`), and the fields of its type. Fields in italics are optional.",
        "The act of the law behind each one is in the [rule book](site:../es/reglas.html), in Spanish.",
        "",
        "| event | what happened | who | fields |",
        "|---|---|---|---|",
    ]
    for event in sorted(PAYLOADS, key=lambda each: each.rank):
        who = ", ".join(role.label("en") for role in workflow.roles.get(event, ()))
        told = ", ".join(
            f"`{each.name}`" if each.default is NOTHING else f"*{each.name}*" for each in fields(PAYLOADS[event])
        )
        lines.append(f"| `{event}` | {event.label('en')} | {who} | {told} |")
    return "\n".join(lines) + "\n"


def workflow_page() -> str:
    """The picture and the table of the workflow, in English."""
    workflow = WORKFLOWS[max(WORKFLOWS)]
    rows = [f"| {one} | {other} | {events} |" for one, other, events in workflow_rows(workflow, "en")]
    lines = [
        "# Workflow",
        "",
        "The life of a case is one table, and nothing else may change its state. This page is made from it.",
        "What a user or an authority did is a fact and is recorded in every state. What the company is about to do is",
        "permitted where it would have effect; a refusal says why, by which norm, and from which day it is permitted.",
        "",
        "The usual way, with the two waits and the recurso beside it:",
        "",
        "![From filing to closing: registered, assigned, analysed, decided, cited, notified](pictures/workflow-en.svg)",
        "",
        "Every move but the closing, which is permitted from any state once nothing is owed.",
        "A thick arrow leaves every state of the box.",
        "",
        "![All states and the moves between them](pictures/workflow-whole-en.svg)",
        "",
        "| state | becomes | by |",
        "|---|---|---|",
        *rows,
    ]
    return "\n".join(lines) + "\n"


# --- the API -------------------------------------------------------------------------------------------------------


def api_pages() -> dict[str, str]:
    """A page for each part of the package and one that lists them, by the name of its file."""
    pages = tomllib.loads((Path(__file__).parent / "site" / "api.toml").read_text("utf-8"))["page"]
    modules = {page["name"]: list(_modules(page["modules"])) for page in pages}
    found = {page["name"]: page["title"] for page in pages if modules[page["name"]]}
    texts = {f"api/{name}.rst": "\n".join(_page(title, modules[name])) for name, title in found.items()}
    return texts | {"api/index.md": _facade({module: name for name in found for module in modules[name]}, list(found))}


def _modules(patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        if not pattern.endswith(".*"):
            yield f"pqr_core.{pattern}"
            continue
        for path in sorted((PACKAGE / pattern.removesuffix(".*")).glob("[a-z]*.py")):
            yield f"pqr_core.{pattern.removesuffix('*')}{path.stem}"


def _page(title: str, modules: list[str]) -> Iterator[str]:
    yield from (title, "=" * len(title), "")
    for module in modules:
        heading = f"``{module}``"
        yield from (heading, "-" * len(heading), "", f".. automodule:: {module}", "")


def _facade(pages: Mapping[str, str], names: list[str]) -> str:
    homes: dict[str, list[str]] = {}
    for name in pqr_core.__all__:
        homes.setdefault(getattr(getattr(pqr_core, name), "__module__", ""), []).append(name)
    rows = [
        f"| [`{module}`]({pages[module]}.rst) | {', '.join(f'`{name}`' for name in found)} |"
        for module, found in sorted(homes.items())
        if module
    ]
    lines = [
        "# API",
        "",
        "Made from the docstrings. `pqr_core` itself gives the names that most programs need; each is defined in one",
        "module, and what is rarer is imported from there.",
        "",
        "| module | names that `pqr_core` gives |",
        "|---|---|",
        *rows,
        "",
        "```{toctree}",
        ":maxdepth: 1",
        "",
        *names,
        "```",
    ]
    return "\n".join(lines) + "\n"
