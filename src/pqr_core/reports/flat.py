r"""A file of separated values for the loader of a regulator: nothing in a cell can break a row.

A cell holds ASCII letters and digits, spaces and a few marks. It does not begin with a mark that a spreadsheet would
run as a formula. Any other cell raises here, whatever was checked before. It is never quoted, because the known loaders
do not read quotes. It is never cut or cleaned, because a number without its comma is another number.

>>> flat([("66", "N"), ("", "0001")])
'66,N\r\n,0001\r\n'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pqr_core.errors import InvalidInputError
from pqr_core.language import Said

__all__ = ("SEPARATOR", "flat", "is_safe")

SEPARATOR: Final = ","
_END: Final = "\r\n"
_SAFE: Final = re.compile(r"(?:[0-9A-Za-z](?:[0-9A-Za-z ./_#-]*[0-9A-Za-z./_#-])?)?")
_MARKS: Final = Said(
    "letras sin tilde, cifras, espacios y los signos . / _ # -, y una letra o cifra al comienzo",
    "letters of ASCII, digits, spaces and the marks . / _ # -, beginning with a letter or a digit",
)
_OTHER: Final = Said("otra cosa", "something else")
"""Stands for the cell in the message, because the cell may hold personal data."""


def is_safe(cell: str) -> bool:
    """Whether a cell may stand in such a file."""
    return _SAFE.fullmatch(cell) is not None


def flat(rows: Iterable[Sequence[str]]) -> str:
    """The rows as text: cells separated by commas, one row per line, each line ended by CR LF.

    Raises:
        InvalidInputError: a cell could break the file (see `is_safe`).
    """
    return "".join(map(_line, rows))


def _line(row: Sequence[str]) -> str:
    for cell in row:
        if not is_safe(cell):
            raise InvalidInputError.expected(_MARKS, _OTHER, place="celda")
    return SEPARATOR.join(row) + _END
