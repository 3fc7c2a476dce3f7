"""A letter as a Word document, made with our template or with one of the utility.

The template is a DOCX in which `docxtpl` fills names in braces (`{{ carta.titulo }}`, `{%p for bloque in ... %}`). It
uses the same small language as all templates of letters (`wording`). A document that fetches something from elsewhere
or holds a program is refused (`package`).
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

from pqr_core.documents.package import require_harmless
from pqr_core.documents.page import Page
from pqr_core.documents.wording import LONGEST_PAGE, environment
from pqr_core.errors import LetterTemplateError, MissingExtraError
from pqr_core.language import Said

__all__ = ("docx_of", "own_template")


@cache
def own_template() -> bytes:
    """Our template as DOCX, from which a utility can start its own."""
    return files(__package__).joinpath("templates", "carta.docx").read_bytes()


def docx_of(page: Page, template: bytes | None = None) -> bytes:
    """The letter as a DOCX, made with `template` (a DOCX), or with ours if it is None.

    Raises:
        LetterTemplateError: the template is not a valid one, does what a template may not do, or gives too large a
            file.
        MissingExtraError: docxtpl is not installed (extra `docx`).
    """
    try:
        from docxtpl import DocxTemplate
    except ModuleNotFoundError:
        raise MissingExtraError(
            feature=Said("las cartas en Word", "Word letters"), package="docxtpl", extra="docx"
        ) from None
    source = template or own_template()
    if template is not None:
        require_harmless(template)
    made = io.BytesIO()
    try:
        document = DocxTemplate(io.BytesIO(source))
        document.render({"carta": page.plain()}, jinja_env=environment(markup=True), autoescape=True)
        document.save(made)
    except LetterTemplateError as error:
        raise LetterTemplateError(place="carta.docx", detail=error.params["detail"]) from None
    except Exception as error:  # noqa: BLE001 - an unknown document can fail anywhere in three packages
        detail = Said(f"no se puede usar ({type(error).__name__})", f"cannot be used ({type(error).__name__})")
        raise LetterTemplateError(place="carta.docx", detail=detail) from None
    if made.tell() > LONGEST_PAGE:
        raise LetterTemplateError(place="carta.docx", detail=Said("da demasiado texto", "it gives too much text"))
    return made.getvalue()
