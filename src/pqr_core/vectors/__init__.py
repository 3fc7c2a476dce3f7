"""The packaged legal vectors: what the law gives, stated from the norms and the rulings, one file for each theme.

They are data in the format of `exchange.vectors`. They were written from the deadline contract and its sources, and
computed independently of the engine. `schema.json` is the JSON Schema of the format, for authors of other vectors.

>>> from functools import partial
>>> from pqr_core.exchange.vectors import evaluate, run
>>> run(theme("golden"), partial(evaluate, law=colombia.LAW)).failures
()
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any, Final, Literal

from pqr_core import colombia
from pqr_core.exchange.vectors import Vector, load

__all__ = ("THEMES", "packaged", "schema", "theme")

THEMES: Final = (
    "days",
    "calendar",
    "terms",
    "clock",
    "findings",
    "competence",
    "notification",
    "unrecorded",
    "silence",
    "firmness",
    "recursos",
    "credit",
    "insistence",
    "policies",
    "refusals",
    "golden",
)
"""The names of the files, without `.vectors.json`."""


def theme(name: str) -> tuple[Vector, ...]:
    """The vectors of one file of `THEMES`."""
    with as_file(files(__name__) / f"{name}.vectors.json") as path:
        return load(path, colombia.LAW)


def packaged() -> tuple[Vector, ...]:
    """Every packaged vector; ids are unique over all files."""
    return tuple(vector for name in THEMES for vector in theme(name))


def schema(part: Literal["file", "question", "answer"] = "file") -> dict[str, Any]:
    """The JSON Schema (2020-12) of vector files, or of the questions and the answers of a program, one a line."""
    made: dict[str, Any] = json.loads((files(__name__) / "schema.json").read_bytes())
    if part == "file":
        return made
    return {"$schema": made["$schema"], "$ref": f"#/$defs/{part}", "$defs": made["$defs"]}
