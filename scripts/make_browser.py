"""Build the browser host: Pyodide, the wheels of the library and its dependencies, the page and the program in Node.

Pyodide comes from npm, in the version and with the digest of `examples/hosts/browser/package-lock.json`. The wheel of
the library is built from this repository. The wheels of its dependencies come from the package index, in the versions
that are installed where this script runs. The result needs no network: any file server can serve it, and Node can read
it.

    python scripts/make_browser.py build/browser
    python -m http.server -d build/browser 8000
    node build/browser/deadline.mjs reclamo 2026-03-16
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import tomllib
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from packaging.requirements import Requirement

ROOT: Final = Path(__file__).parents[1]
HOST: Final = ROOT / "examples" / "hosts" / "browser"
SOURCES: Final = ("answers.py", "deadline.mjs", "index.html", "page.css", "page.mjs", "pqr.mjs", "worker.mjs")
RUNTIME: Final = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")
"""The files of the npm package that Pyodide needs at run time; the others are for editors and consoles."""


def program(name: str, why: str) -> str:
    """The path of an installed program."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed: {why}"
        raise SystemExit(message)
    return found


def make_runtime(target: Path) -> str:
    """Put Pyodide into `target` and return the version of its Python, such as 3.14."""
    npm = program("npm", "it brings Pyodide")
    with tempfile.TemporaryDirectory() as scratch:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HOST / name, scratch)
        install = (npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent")
        subprocess.run(install, cwd=scratch, check=True)
        target.mkdir()
        for name in RUNTIME:
            shutil.copyfile(Path(scratch) / "node_modules" / "pyodide" / name, target / name)
    lock = json.loads((target / "pyodide-lock.json").read_text(encoding="utf-8"))
    return ".".join(lock["info"]["python"].split(".")[:2])


def needed(python: str) -> list[str]:
    """The dependencies of the library in a browser, as arguments for pip, in the versions installed here."""
    environment = {"sys_platform": "emscripten", "platform_machine": "wasm32", "python_version": python, "extra": ""}
    with (ROOT / "pyproject.toml").open("rb") as file:
        waiting = [Requirement(each) for each in tomllib.load(file)["project"]["dependencies"]]
    found: dict[str, str] = {}
    while waiting:
        required = waiting.pop()
        if required.name in found or (required.marker is not None and not required.marker.evaluate(environment)):
            continue
        try:
            found[required.name] = f"{required.name}=={version(required.name)}"
        except PackageNotFoundError:
            found[required.name] = f"{required.name}{required.specifier}"  # only a browser needs it: tzdata
            continue
        waiting += [Requirement(each) for each in requires(required.name) or ()]
    return sorted(found.values())


def make_wheels(target: Path, python: str) -> list[str]:
    """Put the wheels into `target` and return their names."""
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(target), str(ROOT)], check=True)
    anywhere = (
        "--only-binary=:all:",
        "--platform=any",
        "--implementation=py",
        "--abi=none",
        f"--python-version={python}",
    )
    subprocess.run([*pip, "download", "--no-deps", *anywhere, "-d", str(target), *needed(python)], check=True)
    return sorted(each.name for each in target.glob("*.whl"))


def build(target: Path) -> None:
    """Build everything into `target`, which is deleted and made anew."""
    if target.exists():
        shutil.rmtree(target)
    target.mkdir(parents=True)
    python = make_runtime(target / "pyodide")
    wheels = make_wheels(target / "wheels", python)
    (target / "wheels.json").write_text(json.dumps(wheels), encoding="utf-8")
    for name in SOURCES:
        shutil.copyfile(HOST / name, target / name)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    destination = Path(sys.argv[1])
    build(destination)
    size = sum(each.stat().st_size for each in destination.rglob("*") if each.is_file())
    print(f"{destination}: {size / 1e6:.1f} MB; python -m http.server -d {destination} 8000")
