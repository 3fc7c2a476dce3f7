"""A Word document from an unknown source: which documents may be opened, and their parts as XML.

A document is refused if it is not a Word document, is too large when unpacked, names a part twice, declares entities,
holds a program or another file, or fetches something from elsewhere, also by a field when Word opens it.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, Final

from pqr_core.errors import LetterTemplateError
from pqr_core.language import Said

__all__ = ("W", "parsed", "refused", "require_harmless")

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
_LARGEST: Final = int(16e6)
"""The most bytes of an unpacked document."""
_MOST_PARTS: Final = int(5e2)
_FIELDS: Final = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "DATE", "TIME", "TITLE"})
"""The fields that a document may have; any other could fetch, run or hide something."""
_ACTIVE: Final = frozenset({"altChunk", "object", "control", "OLEObject", "subDoc"})
"""Elements that include something from outside the text."""


_TEXTS: Final = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")
"""The parts that hold text, and so may hold fields."""
_SPOILT: Final = (zipfile.BadZipFile, OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zlib.error)
"""The errors of reading an archive that is damaged, encrypted or packed in an unknown way."""


def require_harmless(source: bytes) -> None:
    """Refuse a document that could do harm.

    Raises:
        LetterTemplateError: it is not a Word document, is too large, or could do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(source)) as packed:
            parts = packed.infolist()
            names = [part.filename for part in parts]
            if sum(part.file_size for part in parts) > _LARGEST or len(names) > _MOST_PARTS:
                raise refused(Said("es demasiado grande", "it is too large"))
            if len(set(names)) != len(names) or "word/document.xml" not in names:
                raise refused(Said("no es un documento de Word", "it is not a Word document"))
            if any("vbaProject" in name or "embeddings/" in name or "activeX/" in name for name in names):
                raise refused(Said("trae un programa u otro archivo", "it holds a program or another file"))
            for name in names:
                if name.endswith((".xml", ".rels")):
                    _require_plain(name, packed.read(name))
    except _SPOILT as error:
        if isinstance(error, LetterTemplateError):
            raise
        raise refused(Said("no es un documento de Word", "it is not a Word document")) from None


def _require_plain(name: str, xml: bytes) -> None:
    if b"<!" in xml.replace(b"<!--", b"") or b"\0" in xml:
        raise refused(Said("declara lo que un documento no declara", "it declares what no document does"))
    if name.endswith(".rels"):
        if _fetches(xml):
            raise refused(Said("trae algo de fuera", "it fetches something from elsewhere"))
    elif name.startswith(_TEXTS):
        part = parsed(xml)
        if any(_tag(each) in _ACTIVE for each in part.iter("{*}*")) or not all(map(_is_plain, _fields(part))):
            raise refused(Said("tiene un campo que trae otra cosa", "it has a field that brings in something else"))


def _fetches(relations: bytes) -> bool:
    """Whether the document refers to something outside it, other than by a link to click."""
    outside = parsed(relations).iter("{*}Relationship")
    return any((each.get("TargetMode") or "").lower() == "external" and each.get("Type") != _LINKS for each in outside)


def _fields(part: Any) -> Iterator[str]:
    """The instruction of each field; a field that is split in pieces is joined."""
    said = ""
    for each in part.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        match _tag(each):
            case "fldSimple":
                yield each.get(f"{W}instr") or ""
            case "fldChar":
                yield said
                said = ""
            case _:
                said += each.text or ""
    yield said


def _is_plain(field: str) -> bool:
    return not field.strip() or field.split(maxsplit=1)[0].upper() in _FIELDS


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def refused(detail: Said) -> LetterTemplateError:
    """The error that refuses a document."""
    return LetterTemplateError(place="carta.docx", detail=detail)


def parsed(xml: bytes) -> Any:
    """The root element of a part; no entity is resolved and nothing is fetched.

    Raises:
        LetterTemplateError: the part is not XML, or is nested too deep.
    """
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError:
        raise refused(Said("no es un documento de Word", "it is not a Word document")) from None
