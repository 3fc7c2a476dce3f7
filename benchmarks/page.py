"""Run all benchmarks one after the other, and make the page of the documentation from what they print.

python -m benchmarks.page             all of them; `docs/en/speed.md`
python -m benchmarks.page NAME...     only these; the page keeps what it says of the others

Each benchmark is a separate process. The page shows its output as it was printed, with the day and the machine, and
lists every promise in a table above.
"""

from __future__ import annotations

import os
import platform
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from attrs import frozen

from pqr_core.colombia import ZONE

ROOT: Final = Path(__file__).resolve().parents[1]
PAGE: Final = ROOT / "docs" / "en" / "speed.md"
NAMES: Final = (
    *("calendar", "agenda", "cases", "verification", "letters", "frames", "indicators", "storage", "work"),
    *("imports", "import_cost", "legacy", "growth"),
)
"""The benchmarks in the order of the page."""
_PACKAGES: Final = ("SQLAlchemy", "numpy", "polars", "pandas", "duckdb", "holidays", "attrs", "cattrs")
_HEAD: Final = """\
# Speed

Made by `make bench`, which runs everything under `benchmarks/`; nothing here is written by hand.
Times are of one machine and mean nothing elsewhere; ratios inside one table carry over, and promises are made of them.
What one process does alone is timed by its own processor time, the rest by the clock on the wall.

## Promises

"""
_SECTION: Final = re.compile(r"^## `benchmarks\.(\w+)`\n\n(.*?)\n\n```text\n(.*?)\n```$", re.MULTILINE | re.DOTALL)
_PROMISE: Final = re.compile(r"^  (holds|FAILS): (.*): (\S+)$")


@frozen
class Ran:
    """One run of a benchmark: the machine, the day, and what it printed."""

    about: str
    printed: str


@frozen
class Promise:
    """A promise about a ratio in a table, and the measured ratio."""

    table: str
    text: str
    ratio: str
    holds: bool


def promises(printed: str) -> Iterator[Promise]:
    """The promises that a benchmark printed, each with the title of its table and the database measured."""
    title, database, before = "", "", ""
    for line in printed.splitlines():
        if found := _PROMISE.match(line):
            yield Promise(title + database, found[2], found[3], found[1] == "holds")
        elif line.startswith("==="):
            database = f" ({line.strip('= ')})"
        elif line and not before:
            title = line
        before = line


def page_of(ran: Mapping[str, Ran]) -> str:
    """The page with what the benchmarks printed, by name."""
    told = [(name, each) for name in NAMES if name in ran for each in promises(ran[name].printed)]
    rows = [
        f"| {each.table} | {each.text} | {each.ratio} | {'yes' if each.holds else '**no**'} |" for _name, each in told
    ]
    table = "\n".join(["| | promise | measured | kept |", "|---|---|---|---|", *rows])
    sections = [
        f"## `benchmarks.{name}`\n\n{ran[name].about}\n\n```text\n{ran[name].printed}\n```"
        for name in NAMES
        if name in ran
    ]
    return _HEAD + "\n\n".join([table, *sections]) + "\n"


def read(page: str) -> dict[str, Ran]:
    """What a page says of each benchmark."""
    return {name: Ran(about, printed) for name, about, printed in _SECTION.findall(page)}


def about() -> str:
    """The day, the machine and the versions, in a sentence."""
    packages = [f"{name} {told}" for name in _PACKAGES if (told := _version(name))]
    now = datetime.now(ZONE)  # noqa: TID251 - when it was measured
    return (
        f"{now:%Y-%m-%d %H:%M}, pqr-core {version('pqr-core')}, {os.cpu_count()} cores of {_processor()}, "
        f"load {os.getloadavg()[0]:.1f} at the start; {platform.system()}, Python {platform.python_version()}, "
        f"SQLite {sqlite3.sqlite_version}, {', '.join(packages)}."
    )


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    found = re.search(r"^model name\s*: (.*)$", told.read_text(), re.MULTILINE) if told.exists() else None
    return found[1].strip() if found else platform.processor() or platform.machine()


def run(name: str) -> tuple[Ran, int]:
    """Run one benchmark; return what it printed, which is also shown as it comes, and its exit status."""
    told, lines = about(), list[str]()
    command = [sys.executable, "-u", "-m", f"benchmarks.{name}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as program:
        assert program.stdout is not None
        for line in program.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line)
    return Ran(told, "".join(lines).strip("\n")), program.returncode


def main() -> int:
    """Run them and write the page; return 0 if every promise is kept."""
    names = sys.argv[1:] or NAMES
    if unknown := [name for name in names if name not in NAMES]:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(NAMES)}")
        return 2
    ran, kept = read(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}, True
    for name in names:
        ran[name], status = run(name)
        kept &= status == 0
        PAGE.write_text(page_of(ran), encoding="utf-8")
    print(f"\nwritten to {PAGE}")
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
