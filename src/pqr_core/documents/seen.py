"""Text as a reader sees it: the same words, whatever the line breaks, spaces and Unicode forms of their letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from unicodedata import normalize

__all__ = ("Seen", "is_dark", "is_legible", "is_light", "readable")

_UNSEEN: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u061c\u2060\ufeff"))
"""Characters that have no width on the page."""
_TURNED: Final = re.compile("[\u202a-\u202e\u2066-\u2069][^\n]*")
"""The rest of a line after a character that changes the direction of text."""
_UNREAD: Final[Mapping[int, str | None]] = {
    **_UNSEEN,
    **dict.fromkeys(map(ord, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")),
    **dict.fromkeys(each for each in (*range(ord(" ")), *range(ord("\x7f"), ord("\xa0"))) if chr(each) not in "\t\n\r"),
    **dict.fromkeys(map(ord, "\v\f\u0085\u2028\u2029"), " "),
}
"""Characters that a reader does not see: without width, for the direction of text, or for control."""

_KNOWN_FAMILIES: Final = (
    "serif,sans-serif,monospace,system-ui,ui-serif,ui-sans-serif,inherit,georgia,times,times new roman,garamond,"
    "eb garamond,palatino,palatino linotype,book antiqua,cambria,charter,arial,arial narrow,helvetica,helvetica neue,"
    "verdana,tahoma,trebuchet ms,calibri,calibri light,aptos,aptos display,candara,segoe ui,century gothic,gill sans,"
    "futura,roboto,roboto condensed,"
    "open sans,lato,montserrat,poppins,inter,nunito,raleway,source sans pro,source serif pro,merriweather,work sans,"
    "noto sans,noto serif,liberation sans,liberation serif,dejavu sans,dejavu serif,ubuntu,courier,courier new,consolas"
)
_FAMILIES: Final = frozenset(_KNOWN_FAMILIES.split(","))
"""Fonts that show letters. A font of symbols or of blanks would show no text."""

_WEIGHTS: Final = (0.2126, 0.7152, 0.0722)
"""The weights of red, green and blue in the brightness of a colour (Rec. 709)."""
_DARK: Final = 0.45
_LIGHT: Final = 0.8
_BRIGHTEST: Final = 255.0


class Seen:
    r"""A text as a reader sees it, to search for words; case, spaces and line breaks do not matter.

    >>> Seen("El  te\u00adrmino\nde CINCO (5) dí\nas").shows("el término de cinco (5) días")
    False
    >>> Seen("El  té\u00adrmino\nde CINCO (5) dí\nas").shows("el término de cinco (5) días")
    True
    >>> Seen("radicado 2026-00012").shows("2026-0001")
    False
    """

    def __init__(self, text: str) -> None:
        self._text = _plain(_TURNED.sub(" ", text))
        self._places = [place for place, letter in enumerate(self._text) if not letter.isspace()]
        self._letters = "".join(self._text[place] for place in self._places)

    def shows(self, words: str) -> bool:
        """Whether the text holds the words, and not as a part of longer words or numbers."""
        sought = "".join(_plain(words).split())
        start = self._letters.find(sought) if sought else -1
        while start >= 0:
            first, last = self._places[start], self._places[start + len(sought) - 1]
            around = self._text[max(first - 1, 0) : first], self._text[last + 1 : last + 2]
            if not (_joins(around[0], sought[0]) or _joins(sought[-1], around[1])):
                return True
            start = self._letters.find(sought, start + 1)
        return False


def readable(text: str) -> str:
    r"""A text without the characters that a reader does not see, so that it cannot disturb the text around it.

    >>> readable("Ana\u202e P\u00e9\u200brez")
    'Ana Pérez'
    """
    return text.translate(_UNREAD)


def _plain(text: str) -> str:
    return normalize("NFKC", text.translate(_UNREAD)).casefold()


def _joins(left: str, right: str) -> bool:
    """Whether two neighbouring characters belong to one word or number."""
    return left.isalnum() and right.isalnum()


def is_legible(font: str) -> bool:
    """Whether a font is known to show letters."""
    return font.casefold() in _FAMILIES


def is_dark(red: float, green: float, blue: float) -> bool:
    """Whether ink of a colour can be read on white paper; each part is from 0 to 255."""
    return _brightness(red, green, blue) <= _DARK


def is_light(red: float, green: float, blue: float) -> bool:
    """Whether black ink can be read on paper of a colour; each part is from 0 to 255."""
    return _brightness(red, green, blue) >= _LIGHT


def _brightness(*parts: float) -> float:
    return sum(weight * part for weight, part in zip(_WEIGHTS, parts, strict=True)) / _BRIGHTEST
