"""Turns a picture from SVG into PNG, for programs that draw no SVG, such as word processors; Typst draws it.

The fonts are those of Typst and those of the system.
"""

from __future__ import annotations

from typing import Final

from pqr_core.errors import MissingExtraError
from pqr_core.language import Said

__all__ = ("png_of",)

_FEATURE: Final = Said("las imágenes PNG", "PNG pictures")
_DOTS: Final = 144.0
"""Dots per inch; twice the resolution for which a picture is drawn."""
_PAGE: Final = b"""
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""


def png_of(svg: str) -> bytes:
    """The picture as the bytes of a PNG file.

    Raises:
        MissingExtraError: Typst is not installed (extra `pdf`).
    """
    try:
        from typst import compile as compiled
    except ModuleNotFoundError:
        raise MissingExtraError(feature=_FEATURE, package="typst", extra="pdf") from None
    made = compiled(_PAGE, format="png", ppi=_DOTS, sys_inputs={"svg": svg})
    assert isinstance(made, bytes)  # noqa: S101 - of one page
    return made
