"""A letter as an HTML page that prints, with our layout or with one of the utility."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from pqr_core.documents.page import Page
from pqr_core.documents.wording import filled

__all__ = ("PAPERS", "html_of", "own_layout")

PAPERS: Final = ("letter", "a4")
"""The sizes of paper. Colombian offices use "letter", most of the world "a4"."""


@cache
def own_layout() -> str:
    """Our layout, from which a utility can start its own."""
    return files(__package__).joinpath("templates", "carta.html").read_text(encoding="utf-8")


def html_of(page: Page, layout: str | None = None, *, paper: str = "letter") -> str:
    """The letter as HTML, made with `layout` (a template), or with ours if it is None.

    Raises:
        LetterTemplateError: the layout is not a valid template, or does what a template may not do.
    """
    return filled(layout or own_layout(), {"carta": page.plain(), "papel": paper}, "carta.html", markup=True)
