"""The tests of the command line; they run it in this process."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

__all__ = ("Ran", "Run")


class Ran(NamedTuple):
    """The exit status of a command, and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]
