"""Write anew the commands that the pages show with their output: each block that begins with `$ pqr`, in its folder.

A test compares the blocks with what the commands print. Read the difference before you keep it.

    python -m scripts.make_shown
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from pathlib import Path
from typing import Final

from pqr_core import cli

ROOT: Final = Path(__file__).parents[1]
SHOWN: Final = re.compile(r"^```text\n\$ pqr ([^\n]+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def shown(match: re.Match[str]) -> str:
    """The block with what the command prints now."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        cli.main(shlex.split(match[1]))
    lines = "\n".join(line.rstrip() for line in printed.getvalue().rstrip().splitlines())
    return f"```text\n$ pqr {match[1]}\n{lines}\n```"


def main() -> None:
    """Go through all the pages."""
    for page in [*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")]:
        text = page.read_text(encoding="utf-8")
        with contextlib.chdir(page.parent):
            page.write_text(SHOWN.sub(shown, text), encoding="utf-8")


if __name__ == "__main__":
    main()
