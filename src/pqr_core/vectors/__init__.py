"""The packaged legal vectors: what the law gives, stated from the norms and the rulings, one file a theme.

They are data in the format of `exchange.vectors`, written from the deadline contract and its sources and counted
apart from the engine; `schema.json` is the JSON Schema of that format, for whoever writes vectors of his own.

>>> from functools import partial
>>> from pqr_core.exchange.vectors import evaluate, run
>>> run(theme("golden"), partial(evaluate, law=colombia.LAW)).failures
()
"""

from __future__ import annotations

import json
from importlib.resources import as_file, files
from typing import Any, Final

from pqr_core import colombia
from pqr_core.exchange.vectors import Vector, load

__all__ = ("THEMES", "packaged", "schema", "theme")

THEMES: Final = (
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
"""The files, without `.vectors.json`."""


def theme(name: str) -> tuple[Vector, ...]:
    """The vectors of one file of `THEMES`."""
    with as_file(files(__name__) / f"{name}.vectors.json") as path:
        return load(path, colombia.LAW)


def packaged() -> tuple[Vector, ...]:
    """Every packaged vector; ids are unique over all files."""
    return tuple(vector for name in THEMES for vector in theme(name))


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of vector files."""
    made: dict[str, Any] = json.loads((files(__name__) / "schema.json").read_bytes())
    return made
