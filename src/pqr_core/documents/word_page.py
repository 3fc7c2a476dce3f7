"""The text of a Word document as a reader sees it: without what is hidden, struck out, white, tiny or off the page.

A property that is not listed here counts as one that hides its text. So do an unknown font, table or page, and whatever
could lie over the text.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from math import inf
from typing import Any, Final, NamedTuple

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
_YES: Final = ("1", "true", "on")
_MAIN: Final = "word/document.xml"
_PARTS: Final = {
    "styles": "styles.xml",
    "numbering": "numbering.xml",
    "theme": "theme/theme1.xml",
    "settings": "settings.xml",
}
"""The parts that decide how the text looks, by the end of the type of their relation."""
_FLOW_AROUND: Final = frozenset({"wrapSquare", "wrapTopAndBottom"})
"""The ways in which a floating picture leaves the text beside it."""


def seen_docx(document: bytes) -> str:
    """The text of a Word document as a reader sees it, with the default header and footer of its pages.

    Raises:
        LetterTemplateError: it is not a Word document, could do harm, or has a colour that cannot be read.
    """
    require_harmless(document)
    with zipfile.ZipFile(io.BytesIO(document)) as packed:
        names = packed.namelist()
        body = parsed(packed.read(_MAIN))
        relations = "word/_rels/document.xml.rels"
        related = parsed(packed.read(relations if relations in names else "_rels/.rels"))
        _require_usual(related, parsed(packed.read("_rels/.rels")) if "_rels/.rels" in names else related)
        part = {kind: parsed(packed.read(f"word/{name}")) for kind, name in _PARTS.items() if f"word/{name}" in names}
        styles = _Styles(part.get("styles"), _Theme.of(part.get("theme"), part.get("settings")))
        parts = _running(body, related)
        pages = [body, *(parsed(packed.read(name)) for name in parts if name in names)]
        is_own_print = any(name.startswith("word/fonts/") for name in names)
    if is_own_print or not _is_on_paper(body) or not _lists_read(part.get("numbering")):
        return ""
    return "\n".join("".join(_seen(page, styles)) for page in pages)


def _require_usual(relations: Any, package: Any) -> None:
    """Refuse a document whose parts have other names than usual: another part would be read than is shown."""
    for each in (*package.iter("{*}Relationship"), *relations.iter("{*}Relationship")):
        kind, target = (each.get("Type") or "").rpartition("/")[2], (each.get("Target") or "").lstrip("/")
        usual = _MAIN if kind == "officeDocument" else _PARTS.get(kind)
        if usual is not None and target not in (usual, f"word/{usual}"):
            raise refused(Said(f"su parte {target} se llama de otro modo", f"its part {target} has another name"))


def _running(body: Any, relations: Any) -> list[str]:
    """The names of the parts that are the default header or footer of the pages."""
    asked = (each for tag in _RUNNING for each in body.iter(f"{_W}{tag}"))
    ids = {value for each in asked if each.get(f"{_W}type") == "default" for value in each.attrib.values()}
    return [f"word/{each.get('Target')}" for each in relations.iter("{*}Relationship") if each.get("Id") in ids]


def _is_on_paper(body: Any) -> bool:
    """Whether pages and margins have a usual size, the background is light, and nothing lies over the text."""
    sizes = (each.get(f"{_W}{side}") for each in body.iter(f"{_W}pgSz") for side in ("w", "h"))
    margins = (value for each in body.iter(f"{_W}pgMar") for value in each.attrib.values())
    backgrounds = list(body.iter(f"{_W}background"))
    grounds = (each.get(f"{_W}color") for each in backgrounds)
    return (
        not any(len(each) for each in backgrounds)
        and not any(map(_covers, body.iter("{*}anchor")))
        and not any("absolute" in (each.get("style") or "") for each in body.iter())
        and all(_number(size) >= _PAPER for size in sizes)
        and all(0 <= _number(margin) <= _FURTHEST for margin in margins)
        and all(ground in (None, "auto") or _is_light(ground) for ground in grounds)
    )


def _covers(anchor: Any) -> bool:
    """Whether a floating picture may lie over the text."""
    flows = any(str(each.tag).rpartition("}")[2] in _FLOW_AROUND for each in anchor)
    return anchor.get("behindDoc") not in _YES and not flows


def _lists_read(numbering: Any) -> bool:
    """Whether the levels of the lists leave their text on the page."""
    if numbering is None:
        return True
    indents = (side for each in numbering.iter(f"{_W}ind") for side in each.attrib.values())
    return all(0 <= _number(side) <= _PAPER for side in indents)


def _number(value: str | None) -> float:
    """A measure as a number; minus infinity, which fails every check, if it is not a number."""
    try:
        return float(value or 0)
    except ValueError:
        return -inf


class _Theme(NamedTuple):
    """What the theme of a document says of its print: whether its fonts show letters, and its text is dark."""

    is_legible: bool
    is_dark: bool

    @classmethod
    def of(cls, theme: Any, settings: Any) -> _Theme:
        """The theme of a document; one without a theme has the usual print."""
        if theme is None:
            return cls(is_legible=True, is_dark=True)
        fonts = [
            each.get("typeface")
            for kind in ("majorFont", "minorFont")
            for each in theme.iterfind(f".//{{*}}{kind}/{{*}}latin")
        ]
        inks = [each for ink in theme.iter("{*}dk1") for each in ink]
        asked = [] if settings is None else [each.get(f"{_W}t1") for each in settings.iter(f"{_W}clrSchemeMapping")]
        dark = all(
            each.get("val") == "windowText" or (not len(each) and _is_dark(each.get("val") or "")) for each in inks
        )
        return cls(all(map(is_legible, map(str, fonts))), dark and all(each in (None, "dark1") for each in asked))


class _Styles:
    """The styles of a document: which of them leave their text readable."""

    def __init__(self, styles: Any, theme: _Theme) -> None:
        self.theme = theme
        every = [] if styles is None else list(styles.iter(f"{_W}style"))
        self._styles = {each.get(f"{_W}styleId"): each for each in every}
        plain = [] if styles is None else list(styles.iter(f"{_W}docDefaults"))
        usual = [each for each in every if each.get(f"{_W}default") in _YES]
        self._default = next((each.get(f"{_W}styleId") for each in usual if _is_paragraph(each)), None)
        self._plain_reads = all(map(self._reads, (*plain, *(each for each in usual if not _is_paragraph(each)))))

    def reads(self, name: str | None) -> bool:
        """Whether a style (None for the default one) and the styles it is based on leave text readable."""
        seen: set[str | None] = set()
        name = name or self._default
        while name is not None and name not in seen:
            seen.add(name)
            style = self._styles.get(name)
            if style is None:
                return name == self._default
            if not self._reads(style):
                return False
            base = style.find(f"{_W}basedOn")
            name = None if base is None else base.get(f"{_W}val")
        return self._plain_reads

    def reads_print(self, properties: Any) -> bool:
        """Whether print with these properties is readable."""
        return all(_print_reads(each, self.theme) for each in properties)

    def _reads(self, style: Any) -> bool:
        """Whether every part of a style, as the first row of a table, leaves text readable."""
        return (
            all(map(self.reads_print, style.iter(f"{_W}rPr")))
            and all(map(_reads_paragraph, style.iter(f"{_W}pPr")))
            and all(map(_shade_reads, style.iter(f"{_W}shd")))
        )


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
    return (own is None or styles.reads_print(own)) and (not has_style or styles.reads(_style_of(own, "rStyle")))


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


def _print_reads(each: Any, theme: _Theme) -> bool:
    value = each.get(f"{_W}val") or ""
    name = _name(each)
    if name == "color":
        themed = each.get(f"{_W}themeColor")
        return (themed is None or (themed in ("text1", "dark1") and theme.is_dark)) and (
            value == "auto" or _is_dark(value)
        )
    readable: Mapping[str, Callable[[], bool]] = {
        "rFonts": lambda: (
            all(is_legible(each.get(f"{_W}{side}") or "arial") for side in ("ascii", "hAnsi", "cs"))
            and (theme.is_legible or not any(each.get(f"{_W}{side}Theme") for side in ("ascii", "hAnsi")))
        ),
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
