"""The templates of a utility: paragraphs, the HTML page, the Word document; each replaces ours and is checked.

They are files of one directory. `carta.html` and `carta.docx` are layouts; the PDF always has our layout.
`membrete.png` stands at the head and `pie.txt` at the foot of the HTML page and of the PDF. `PARAGRAPH.txt` replaces
the paragraph of that name in every letter that has it, `KIND.PARAGRAPH.txt` in one kind of letter.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from struct import Struct
from typing import Final

from attrs import field, frozen

from pqr_core.documents.kinds import LetterKind
from pqr_core.documents.wording import LONGEST_TEMPLATE
from pqr_core.errors import LetterTemplateError
from pqr_core.fields import Brief
from pqr_core.language import Said

__all__ = ("NO_TEMPLATES", "Templates", "load_templates")

_HTML: Final = "carta.html"
_DOCX: Final = "carta.docx"
_LARGEST_DOCX: Final = int(8e6)
_LOGO: Final = "membrete.png"
_FOOT: Final = "pie.txt"
_LARGEST_LOGO: Final = int(300e3)
_LONGEST_FOOT: Final = int(3e2)
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_SIDES: Final = Struct(">16xII")
"""Reads the width and the height of a PNG."""
_LONGEST_SIDE: Final = int(4e3)


@frozen(kw_only=True)
class Templates(Brief):
    """Templates that replace ours: paragraphs by `PARAGRAPH` or `KIND.PARAGRAPH`, layouts, a picture and a foot."""

    paragraphs: Mapping[str, str] = field(factory=dict)
    html: str | None = field(default=None, repr=False)
    docx: bytes | None = field(default=None, repr=False)
    logo: bytes | None = field(default=None, repr=False)
    foot: str | None = field(default=None, repr=False)

    def paragraph(self, kind: str, code: str) -> str | None:
        """The paragraph of the utility, for this kind of letter or else for all kinds; None if it has none."""
        return self.paragraphs.get(f"{kind}.{code}", self.paragraphs.get(code))


NO_TEMPLATES: Final = Templates()


def load_templates(directory: str | Path, kinds: Mapping[str, LetterKind]) -> Templates:
    """Read the templates in a directory.

    Raises:
        LetterTemplateError: a file is not a template of any letter, cannot be read, or is too large.
    """
    codes = {paragraph.code for kind in kinds.values() for paragraph in kind.paragraphs}
    codes |= {f"{code}.{each.code}" for code, kind in kinds.items() for each in kind.paragraphs}
    paragraphs: dict[str, str] = {}
    html: str | None = None
    docx: bytes | None = None
    logo: bytes | None = None
    foot: str | None = None
    try:
        for file in sorted(Path(directory).iterdir()):
            if file.name == _HTML:
                html = _text(file)
            elif file.name == _DOCX:
                docx = _bytes(file, _LARGEST_DOCX)
            elif file.name == _LOGO:
                logo = _picture(_bytes(file, _LARGEST_LOGO))
            elif file.name == _FOOT:
                foot = _text(file, _LONGEST_FOOT).strip()
            elif file.suffix == ".txt" and file.stem in codes:
                paragraphs[file.stem] = _text(file)
            elif not file.name.startswith("."):
                es, en = "no es una plantilla de ninguna carta", "it is not a template of any letter"
                raise LetterTemplateError(place=file.name, detail=Said(es, en))
    except OSError as error:
        raise LetterTemplateError(place=str(directory), detail=Said.of_system(error)) from error
    return Templates(paragraphs=paragraphs, html=html, docx=docx, logo=logo, foot=foot)


def _picture(content: bytes) -> bytes:
    """The content itself, if it is a PNG with sides of at most 4000 pixels."""
    is_whole = content.startswith(_PNG) and len(content) > _SIDES.size
    if not is_whole or max(_SIDES.unpack_from(content)) > _LONGEST_SIDE:
        es, en = "se esperaba un PNG de hasta 4000 puntos de lado", "expected a PNG of up to 4000 dots a side"
        raise LetterTemplateError(place=_LOGO, detail=Said(es, en))
    return content


def _text(file: Path, most: int = LONGEST_TEMPLATE) -> str:
    try:
        return _bytes(file, most).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise LetterTemplateError(place=file.name, detail=Said("no está en UTF-8", "it is not UTF-8")) from None


def _bytes(file: Path, most: int) -> bytes:
    if file.stat().st_size > most:
        raise LetterTemplateError(place=file.name, detail=Said("es demasiado grande", "it is too large"))
    return file.read_bytes()
