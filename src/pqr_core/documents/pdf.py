"""A letter as PDF, made by Typst; and the text of a PDF as a reader sees it, read by PDFium.

The layout is ours and gets the letter as data, so that no value of a letter is read as markup. Typst sees no file but
that layout. Both packages are wheels that need no program of the system.
"""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Iterator
from ctypes import byref, c_uint
from functools import cache
from importlib.resources import files
from math import ceil, floor
from typing import Any, Final

from pqr_core.documents.page import Page
from pqr_core.documents.seen import is_dark
from pqr_core.errors import LetterTemplateError, MissingExtraError
from pqr_core.language import Said

__all__ = ("pdf_of", "seen_pdf")

_FEATURE: Final = Said("las cartas en PDF", "PDF letters")
_FOOT: Final = 68.0
"""The height of the foot of a page, in points.

The text of the foot is kept apart, because it would interrupt a sentence that goes over two pages.
"""
_SMALLEST: Final = 3.0
"""The smallest height of a letter that a reader can read, in points."""
_CONTRAST: Final = 40.0
_OPAQUE: Final = 200.0
_BREAKS: Final = "\r\n"


def pdf_of(page: Page, *, paper: str = "letter") -> bytes:
    """The letter as PDF on `paper` ("letter" or "a4"); the same letter gives the same bytes.

    Raises:
        LetterTemplateError: the picture at the head cannot be drawn.
        MissingExtraError: Typst is not installed (extra `pdf`).
    """
    try:
        from typst import TypstError
        from typst import compile as compiled
    except ModuleNotFoundError:
        raise MissingExtraError(feature=_FEATURE, package="typst", extra="pdf") from None
    picture = b64decode(page.logo.partition(",")[2]) if page.logo else b""
    told = {"carta": json.dumps({**page.plain(), "logo": list(picture)}), "papel": paper}
    try:
        made = compiled(_layout(), format="pdf", sys_inputs=told, ignore_system_fonts=True, timestamp=0)
    except TypstError:
        if page.logo is None:
            raise
        detail = Said("la imagen no se puede dibujar", "the picture cannot be drawn")
        raise LetterTemplateError(place="membrete.png", detail=detail) from None
    assert isinstance(made, bytes)  # noqa: S101 - a PDF is one file
    return made


@cache
def _layout() -> bytes:
    return files(__package__).joinpath("templates", "carta.typ").read_bytes()


def seen_pdf(document: bytes) -> str:
    """The text of a PDF as a reader sees it: ink that is dark, large enough, on the page, and not covered.

    Raises:
        LetterTemplateError: it is not a PDF that can be read.
        MissingExtraError: PDFium is not installed (extra `pdf`).
    """
    try:
        import pypdfium2 as pdfium
    except ModuleNotFoundError:
        raise MissingExtraError(feature=_FEATURE, package="pypdfium2", extra="pdf") from None
    try:
        opened = pdfium.PdfDocument(document)
    except pdfium.PdfiumError:
        raise LetterTemplateError(place="pdf", detail=Said("no se puede leer", "it cannot be read")) from None
    try:
        parts = [part for page in opened for part in _seen(page)]
    finally:
        opened.close()
    return "\n".join("".join(letter for letter, foot in parts if foot is at_foot) for at_foot in (False, True))


def _seen(page: Any) -> Iterator[tuple[str, bool]]:
    """The letters of a page that a reader sees, each with whether it stands in the foot."""
    from pypdfium2 import raw

    text, picture, ink = page.get_textpage(), _Picture(page), _Ink(raw)
    at_foot = False
    for index in range(text.count_chars()):
        letter = chr(raw.FPDFText_GetUnicode(text.raw, index))
        box = text.get_charbox(index)
        if letter.isspace():
            yield "\n" if letter in _BREAKS else " ", at_foot
        elif ink.is_dark(text.raw, index) and (not letter.isalnum() or picture.shows(box)):
            at_foot = box[-1] < _FOOT
            yield letter, at_foot  # a full stop is too small to be checked in the picture
    yield from (("\n", False), ("\n", True))


class _Ink:
    """Reads the colour of letters."""

    def __init__(self, raw: Any) -> None:
        self._color_of = raw.FPDFText_GetFillColor
        self._parts = [c_uint() for _ in "rgba"]
        self._given = [byref(part) for part in self._parts]

    def is_dark(self, text: Any, index: int) -> bool:
        """Whether a letter has dark, opaque ink."""
        if not self._color_of(text, index, *self._given):
            return False
        red, green, blue, alpha = (float(part.value) for part in self._parts)
        return alpha >= _OPAQUE and is_dark(red, green, blue)


class _Picture:
    """A page as it is printed, with one dot per point."""

    def __init__(self, page: Any) -> None:
        bitmap = page.render(scale=1, grayscale=True)
        self._dots = bytes(bitmap.buffer)
        self._width, self._height, self._stride = bitmap.width, bitmap.height, bitmap.stride

    def shows(self, box: tuple[float, float, float, float]) -> bool:
        """Whether a box (left, bottom, right, top, in points) holds ink, by the contrast of its dots."""
        left, bottom, right, top = box
        x0, x1 = max(floor(left), 0), min(ceil(right) + 1, self._width)
        y0, y1 = max(floor(self._height - top), 0), min(ceil(self._height - bottom) + 1, self._height)
        if x0 >= x1 or y0 >= y1:
            return False
        rows = [self._dots[y * self._stride + x0 : y * self._stride + x1] for y in range(y0, y1)]
        return max(map(max, rows)) - min(map(min, rows)) >= _CONTRAST
