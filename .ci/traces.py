"""No file of the repository records a package registry other than the public one, or a path of somebody's machine."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PUBLIC = {"pypi.org", "files.pythonhosted.org"}
OWN = "https://github.com/pqr-core/pqr-core"
"""Where the metadata of the package say that it lives: no registry."""
SETTINGS = re.compile(r"(\.(toml|cfg|ini|lock|ya?ml|conf)|requirements.*\.txt|constraints.*\.txt)$")
TEXT = re.compile(r"(\.(py|md|json|csv|sql|mako|sh)|Makefile|run|full)$")
HOST = re.compile(r"(?:https?|file)://(?:[^/@\s\"']*@)?([^/:\s\"']*)[^\s\"']*")
OPTION = re.compile(r"\b(?:extra-)?index-url\b|\bfind-links\b|\btrusted-host\b")
MACHINE_PATH = re.compile(r"(?<![\w.}~$:/-])/(?:root|home|Users|work|mnt|opt)/\w+")


def _files() -> Iterator[Path]:
    """What a clone holds: no caches, environments or build results."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        hidden = any(part.startswith(".") and part not in {".ci", ".github"} for part in parts[:-1])
        if path.is_file() and not hidden and not {"build", "dist", "htmlcov", "mutants"} & set(parts):
            yield path


def _faults(line: str, *, settings: bool) -> Iterator[str]:
    yield from (f"machine path {match}" for match in MACHINE_PATH.findall(line))
    if settings:
        foreign = HOST.findall(line.replace(OWN, ""))
        yield from (f"host {host or 'file:'}" for host in foreign if host not in PUBLIC)
        yield from (f"registry option {option}" for option in OPTION.findall(line))


def main() -> int:
    """Print each fault with its place; return 1 when there is any."""
    faults = []
    for path in _files():
        settings = SETTINGS.search(path.name) is not None
        if not settings and not TEXT.search(path.name):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
            faults += [f"{path.relative_to(ROOT)}:{number}: {fault}" for fault in _faults(line, settings=settings)]
    print(*faults or ["no traces of a registry or a machine"], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
