"""The text of a Word document as a reader sees it: without what is hidden, struck out, white, tiny or off the page.

A property that is not listed here counts as one that hides its text. So do an unknown font, table or page.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Any, Final

from pqr_core.documents.package import W as _W
from pqr_core.documents.package import parsed, refused, require_harmless
from pqr_core.documents.seen import is_dark, is_legible, is_light
from pqr_core.language import Said

__all__ = ("seen_docx",)

_SMALLEST: Final = 12.0
"""The smallest size of print that a reader can read, in half points."""
_TWIPS: Final = 160.0
"""The lowest fixed height of a line in which a reader can read print, in twentieths of a point."""

_PRINT: Final = (
    "rFonts b bCs i iCs caps smallCaps u color sz szCs lang rStyle kern noProof spacing shd highlight vertAlign rtl cs"
)
_RUN: Final = frozenset(_PRINT.split())
"""Properties of print that can leave it readable; `_print_reads` checks the values of some."""
_LAYOUT: Final = (
    "pStyle jc spacing ind numPr keepNext keepLines pageBreakBefore widowControl contextualSpacing outlineLvl tabs rPr "
    "sectPr pBdr shd suppressAutoHyphens snapToGrid textAlignment bidi autoSpaceDE autoSpaceDN adjustRightInd"
)
_PARAGRAPH: Final = frozenset(_LAYOUT.split())
_BREAKS: Final = frozenset({"tab", "br", "cr"})
_BEARERS: Final = frozenset(
    {
        "document",
        "body",
        "p",
        "r",
        "tbl",
        "tr",
        "tc",
        "sdt",
        "sdtContent",
        "hyperlink",
        "smartTag",
        "hdr",
        "ftr",
        "t",
        *_BREAKS,
    }
)
"""Elements that may hold text that a reader sees."""
_FURTHEST: Final = 4000.0
"""The largest indent or margin, in twentieths of a point: seven centimetres."""
_PAPER: Final = 8000.0
"""The smallest side of a page, in twentieths of a point."""
_NARROWEST: Final = 60.0
_NARROW: Final = 700.0
"""The narrowest column of a table that may exist, and of one that a reader can read, in twentieths of a point."""
_TABLE: Final = frozenset(
    {"tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblInd", "shd"}
)
_RUNNING: Final = ("headerReference", "footerReference")


def seen_docx(document: bytes) -> str:
    """The text of a Word document as a reader sees it, with the default header and footer of its pages.

    Raises:
        LetterTemplateError: it is not a Word document, could do harm, or has a colour that cannot be read.
    """
    require_harmless(document)
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        names = packed.namelist()
        styles = _Styles(packed.read("word/styles.xml") if "word/styles.xml" in names else b"<styles/>")
        body = parsed(packed.read("word/document.xml"))
        relations = "word/_rels/document.xml.rels"
        parts = _running(body, parsed(packed.read(relations))) if relations in names else []
        pages = [body, *(parsed(packed.read(name)) for name in parts if name in names)]
    if not _is_on_paper(body):
        return ""
    return "\n".join("".join(_seen(page, styles)) for page in pages)


def _running(body: Any, relations: Any) -> list[str]:
    """The names of the parts that are the default header or footer of the pages."""
    asked = (each for tag in _RUNNING for each in body.iter(f"{_W}{tag}"))
    ids = {value for each in asked if each.get(f"{_W}type") == "default" for value in each.attrib.values()}
    return [f"word/{each.get('Target')}" for each in relations.iter("{*}Relationship") if each.get("Id") in ids]


def _is_on_paper(body: Any) -> bool:
    """Whether the pages are large enough, their margins are not negative or too wide, and the background is light."""
    sizes = (each.get(f"{_W}{side}") for each in body.iter(f"{_W}pgSz") for side in ("w", "h"))
    margins = (value for each in body.iter(f"{_W}pgMar") for value in each.attrib.values())
    grounds = (each.get(f"{_W}color") for each in body.iter(f"{_W}background"))
    return (
        all(_number(size) >= _PAPER for size in sizes)
        and all(0 <= _number(margin) <= _FURTHEST for margin in margins)
        and all(ground in (None, "auto") or _is_light(ground) for ground in grounds)
    )


def _number(value: str | None) -> float:
    """A measure as a number; minus infinity, which fails every check, if it is not a number."""
    try:
        return float(value or 0)
    except ValueError:
        return -inf


class _Styles:
    """The styles of a document: which of them leave their text readable."""

    def __init__(self, xml: bytes) -> None:
        root = parsed(xml)
        self._styles = {each.get(f"{_W}styleId"): each for each in root.iter(f"{_W}style")}
        self._plain_reads = all(map(_reads_print, root.iterfind(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")))
        self._default = next(
            (name for name, each in self._styles.items() if each.get(f"{_W}default") == "1" and _is_paragraph(each)),
            None,
        )

    def reads(self, name: str | None) -> bool:
        """Whether a style (None for the default one) and the styles it is based on leave text readable."""
        seen: set[str | None] = set()
        name = name or self._default
        while name is not None and name not in seen:
            seen.add(name)
            style = self._styles.get(name)
            if style is None:
                return name == self._default
            if not _reads_print(style.find(f"{_W}rPr")) or not _reads_paragraph(style.find(f"{_W}pPr")):
                return False
            base = style.find(f"{_W}basedOn")
            name = None if base is None else base.get(f"{_W}val")
        return self._plain_reads


def _is_paragraph(style: Any) -> bool:
    return bool(style.get(f"{_W}type") == "paragraph")


def _seen(node: Any, styles: _Styles) -> Iterator[str]:
    tag = _name(node)
    if tag == "t":
        yield node.text or ""
    elif tag in _BREAKS:
        yield " "
    elif tag in _BEARERS and _is_seen(tag, node, styles):
        for child in node:
            yield from _seen(child, styles)
        if tag == "p":
            yield "\n"


def _is_seen(tag: str, node: Any, styles: _Styles) -> bool:
    """Whether a reader sees what an element holds."""
    test = _SEEN.get(tag)
    return test is None or test(node, styles)


def _is_paragraph_seen(node: Any, styles: _Styles) -> bool:
    own = node.find(f"{_W}pPr")
    return _reads_paragraph(own) and styles.reads(_style_of(own, "pStyle"))


def _is_run_seen(node: Any, styles: _Styles) -> bool:
    own = node.find(f"{_W}rPr")
    has_style = own is not None and own.find(f"{_W}rStyle") is not None
    return _reads_print(own) and (not has_style or styles.reads(_style_of(own, "rStyle")))


def _is_row_seen(node: Any, _styles: _Styles) -> bool:
    return not any(_name(each) in ("trHeight", "hidden") for each in node.iterfind(f"{_W}trPr/*"))


def _is_cell_seen(node: Any, _styles: _Styles) -> bool:
    width = node.find(f"{_W}tcPr/{_W}tcW")
    narrow = width is not None and width.get(f"{_W}type") == "dxa" and _number(width.get(f"{_W}w")) < _NARROW
    return not narrow and all(_shade_reads(each) for each in node.iterfind(f"{_W}tcPr/{_W}shd"))


def _is_table_seen(node: Any, styles: _Styles) -> bool:
    own = _style_of(node.find(f"{_W}tblPr"), "tblStyle")
    return _is_table(node) and (own is None or styles.reads(own))


def _is_control_seen(node: Any, _styles: _Styles) -> bool:
    return node.find(f"{_W}sdtPr/{_W}dataBinding") is None


_SEEN: Final[Mapping[str, Callable[[Any, _Styles], bool]]] = {
    "p": _is_paragraph_seen,
    "r": _is_run_seen,
    "tr": _is_row_seen,
    "tc": _is_cell_seen,
    "tbl": _is_table_seen,
    "sdt": _is_control_seen,
}


def _is_table(table: Any) -> bool:
    properties = table.findall(f"{_W}tblPr/*")
    indents = (_number(each.get(f"{_W}w")) for each in properties if _name(each) == "tblInd")
    widths = (_number(each.get(f"{_W}w")) for each in table.iterfind(f"{_W}tblGrid/{_W}gridCol"))
    return (
        {_name(each) for each in properties} <= _TABLE
        and all(_shade_reads(each) for each in properties if _name(each) == "shd")
        and all(-_NARROW <= indent <= _FURTHEST for indent in indents)
        and all(width >= _NARROWEST for width in widths)
    )


def _name(node: Any) -> str:
    tag = node.tag
    return tag.removeprefix(_W) if isinstance(tag, str) and tag.startswith(_W) else ""


def _style_of(properties: Any, name: str) -> str | None:
    style = None if properties is None else properties.find(f"{_W}{name}")
    return None if style is None else style.get(f"{_W}val")


def _reads_print(properties: Any) -> bool:
    """Whether print with these properties is readable."""
    return properties is None or all(_print_reads(each) for each in properties)


def _print_reads(each: Any) -> bool:
    value = each.get(f"{_W}val") or ""
    name = _name(each)
    if name == "color":
        return each.get(f"{_W}themeColor") in (None, "text1", "dark1") and (value == "auto" or _is_dark(value))
    readable: Mapping[str, Callable[[], bool]] = {
        "rFonts": lambda: all(is_legible(each.get(f"{_W}{side}") or "arial") for side in ("ascii", "hAnsi", "cs")),
        "sz": lambda: _number(value) >= _SMALLEST,
        "szCs": lambda: _number(value) >= _SMALLEST,
        "spacing": lambda: -1 <= _number(value) <= _SMALLEST * _SMALLEST,
        "shd": lambda: _shade_reads(each),
        "highlight": lambda: value in ("yellow", "none", "white", "lightGray"),
        "vertAlign": lambda: value == "baseline",
    }
    return readable[name]() if name in readable else name in _RUN


def _shade_reads(shade: Any) -> bool:
    fill = shade.get(f"{_W}fill") or "auto"
    plain = shade.get(f"{_W}themeFill") is None and shade.get(f"{_W}val") in (None, "clear", "nil")
    return plain and (fill == "auto" or _is_light(fill))


def _reads_paragraph(properties: Any) -> bool:
    """Whether a paragraph with these properties is readable."""
    return properties is None or all(_layout_reads(each) for each in properties)


def _layout_reads(each: Any) -> bool:
    match _name(each):
        case "spacing":
            height = each.get(f"{_W}line")
            return _number(height) >= _TWIPS if height else each.get(f"{_W}lineRule") in (None, "auto")
        case "ind":
            return all(0 <= _number(side) <= _FURTHEST for side in each.attrib.values())
        case "shd":
            return _shade_reads(each)
        case "rPr":  # of the mark that ends the paragraph
            return True
        case name:
            return name in _PARAGRAPH


def _is_dark(colour: str) -> bool:
    return is_dark(*_parts(colour))


def _is_light(colour: str) -> bool:
    return is_light(*_parts(colour))


def _parts(colour: str) -> tuple[float, float, float]:
    try:
        red, green, blue = (float(part) for part in bytes.fromhex(colour))
    except ValueError:
        raise refused(Said(f"el color {colour} no se conoce", f"the colour {colour} is not known")) from None
    return red, green, blue
