"""Files that only their owner can read, because they hold personal data (Ley 1581 de 2012): mode 600.

Windows has no such mode; there the permissions of the folder apply.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

__all__ = ("make_private", "opened_for")

_OWN: Final = 0o600


@contextmanager
def opened_for(path: str | Path, *, personal: bool) -> Iterator[BinaryIO]:
    """Open a file for writing; with `personal`, only its owner can read it."""
    if not personal:
        with Path(path).open("wb") as target:
            yield target
        return
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN)
    with open(number, "wb") as target:  # noqa: PTH123 - a descriptor, not a path
        os.chmod(path, _OWN)  # noqa: PTH101 - for a file that existed already
        yield target


def make_private(path: str | Path) -> None:
    """Create an empty file that only its owner can read, unless it exists; opening the file later reports a failure."""
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWN))
