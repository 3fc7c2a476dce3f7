"""The text of an HTML page as a reader sees it: without what is commented out, hidden, white, tiny or off the page.

No browser is used. A letter needs few tags and few properties. Any other tag or property counts as one that hides its
text. A property that could cover other text hides the whole page. A rule of a style sheet counts for every element that
the last part of its selector could match. So the result never holds text that a reader does not see. A page that runs
or fetches something is refused, and so is one whose markup cannot be read in one pass: a browser repairs tags that are
not well nested, and may then hide other text than the markup says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from html.parser import HTMLParser
from typing import Final, NamedTuple

from pqr_core.documents.seen import is_dark, is_legible, is_light
from pqr_core.errors import LetterTemplateError
from pqr_core.language import Said

__all__ = ("seen_html",)

_TAGS: Final = (
    "html body main header footer section article address div p span a strong b em i u small h1 h2 h3 h4 h5 h6 ul ol "
    "li dl dt dd table caption thead tbody tfoot tr th td blockquote br hr img"
)
_SHOWN: Final = frozenset(_TAGS.split())
_VOID: Final = frozenset({"br", "hr", "img", "meta"})
_ROOTS: Final = ("html", "body")
"""Every page has them, also one that does not name them. Their end tags end nothing: what follows is added to them."""
_BEFORE: Final = frozenset({"html", "head", "title", "meta", "style"})
"""Tags that may precede the content of a page."""
_WITHIN_A_LINE: Final = frozenset({"span", "a", "strong", "b", "em", "i", "u", "small", "img"})
_BLOCKS: Final = _SHOWN - _WITHIN_A_LINE
_KNOWN_ATTRIBUTES: Final = (
    "class id lang style href src alt width height colspan rowspan scope charset name content title start role"
)
_ATTRIBUTES: Final = frozenset(_KNOWN_ATTRIBUTES.split())
_METAS: Final = frozenset({"author", "date", "description", "generator", "keywords", "viewport"})
"""The names of `meta` that do not change how a page looks; `color-scheme` would."""

_ITEMS: Final = frozenset({"p", "li", "dt", "dd"})
_CELLS: Final = _ITEMS | {"td", "th"}
_ROWS: Final = _CELLS | {"tr"}
_CLOSED_BY: Final[Mapping[str, frozenset[str]]] = {
    **dict.fromkeys(("div", "section", "article", "header", "footer", "main", "address", "blockquote"), _ITEMS),
    **dict.fromkeys(("ul", "ol", "dl", "td", "th"), _ITEMS),
    **dict.fromkeys(("li", "dt", "dd"), frozenset({"p"})),
    "tr": _CELLS,
    **dict.fromkeys(("thead", "tbody", "tfoot"), _ROWS),
    "table": _ROWS | {"thead", "tbody", "tfoot", "caption"},
}
"""The tags that may be left open, by the end tag that closes them with its own in every browser."""

_ACTIVE: Final = frozenset(
    {"script", "link", "base", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "portal", "template"}
)
"""Tags that run or fetch something, or that show something else in place of the page."""

_KNOWN_PROPERTIES: Final = (
    "font-weight font-style font-variant font-variant-numeric text-align text-align-last "
    "hyphens margin margin-top margin-bottom margin-left margin-right padding padding-top "
    "padding-bottom padding-left padding-right border border-top border-bottom border-left border-right border-color "
    "border-width border-style border-collapse border-spacing border-radius max-width list-style list-style-type "
    "vertical-align white-space break-before break-after break-inside page-break-before page-break-after "
    "page-break-inside orphans widows box-sizing overflow-wrap"
)
_HARMLESS: Final = frozenset(_KNOWN_PROPERTIES.split())
"""Properties that cannot hide text, as long as their lengths are not negative and not larger than a page."""
_COVERING: Final = frozenset(
    {"position", "transform", "translate", "scale", "rotate", "inset", "z-index", "offset", "mix-blend-mode", "zoom"}
    | {"filter", "-webkit-filter", "backdrop-filter", "-webkit-backdrop-filter", "-webkit-box-reflect", "mask-border"}
    | {"border-image", "border-image-outset", "border-image-width", "border-image-source", "-webkit-border-image"}
    | {"-webkit-mask-box-image"}
)
"""Properties that could cover or move the text of other elements."""
_PAINTED_AROUND: Final = frozenset(
    {"outline", "outline-width", "outline-offset", "box-shadow", "-webkit-box-shadow", "-moz-box-shadow"}
    | {"text-shadow", "-webkit-text-stroke", "-webkit-text-stroke-width", "text-decoration"}
    | {"text-decoration-thickness", "text-underline-offset"}
)
"""Properties that paint around their element, over the text of others if they are wide."""
_LINES: Final = frozenset({"none", "underline", "solid", "auto", "inherit"})
_PAPERS: Final = frozenset({"letter", "a4", "legal", "portrait", "landscape"})
_DISPLAYS: Final = frozenset(
    {"block", "inline", "inline-block", "table", "table-row", "table-cell", "list-item", "flex"}
)

_COMMENT: Final = re.compile(r"<!--(?!>|->)(?:(?!<!--|--!>|-->).)*-->", re.DOTALL)
_STYLE_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_ANY_LENGTH: Final = re.compile(r"-?\d*\.?\d+(?:pt|px|em|ex|ch|rem|mm|cm|q|in|pc|v[whib]|vmin|vmax|%)")
_TANGLED: Final = re.compile(r"<(?![a-zA-Z/!])|<[^<>]*<|<!(?!doctype html)", re.IGNORECASE)
"""Markup that no page needs and that would take long to read."""
_RAW: Final = re.compile(
    r"<!--|-->|<(/?)(style|title|textarea|xmp|noembed|noframes|noscript|plaintext)\b", re.IGNORECASE
)
"""Where a comment begins and ends, and the tags in which `<!--` begins none."""
_GROUP: Final = re.compile(r"\([^()\[\]]*\)|\[[^()\[\]]*\]")
"""What a selector asks beside names, from the innermost brackets outward."""
_LENGTH: Final = re.compile(r"(\d*\.?\d+)(pt|px|em|rem|%|mm|cm|ex)?")
_HEX: Final = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})")
_RGB: Final = re.compile(r"rgb\(\s*(\d+)[\s,]+(\d+)[\s,]+(\d+)\s*\)")
_COMPOUND: Final = re.compile(r"[.#]?[\w-]+")
_COLOURS: Final[Mapping[str, tuple[float, float, float]]] = {
    "black": (0.0, 0.0, 0.0),
    "navy": (0.0, 0.0, 128.0),
    "white": (255.0, 255.0, 255.0),
}
_POINTS: Final[Mapping[str, float]] = {"pt": 1.0, "px": 0.75, "mm": 2.83, "cm": 28.3}
_FURTHEST: Final = 180.0
"""The largest margin, padding or border, in points."""
_THIN: Final = 6.0
"""How far a shadow or an outline may go beyond its element, in points."""
_LOWEST: Final = 0.9
"""The lowest height of a line, as a multiple of the size of its print."""
_SMALL: Final = 5.0 / 6.0
"""The factor by which the tag `small` reduces print."""
_LONGEST_SHEET: Final = int(50e3)
_DEEPEST: Final = 100.0
"""How deep tags may be nested."""
_DEEPEST_GROUP: Final = 5.0
"""How deep the brackets of a selector may be nested."""
_WITHIN: Final = 3.0
"""How deep the conditions of a style sheet may be nested."""
_SMALLEST: Final = 6.0
"""The smallest size of print that a reader can read, in points."""
_USUAL: Final = 12.0
_X_HEIGHT: Final = 0.5
_PERCENT: Final = 100.0


class _Rule(NamedTuple):
    """A rule of a style: whether it may hide its text or cover other text, and the sizes of print it sets."""

    hides: bool
    covers: bool
    sizes: tuple[str, ...]


class _Open(NamedTuple):
    """An open tag: its name, whether a reader sees its text, and the size of its print in points."""

    tag: str
    read: bool
    size: float


def seen_html(page: str) -> str:
    """The text of a page as a reader sees it, one line per block.

    Raises:
        LetterTemplateError: a tag, a comment or the style sheet is not well written, or the page runs or fetches
            something.
    """
    bare = _COMMENT.sub("", page)
    if _has_comment_as_text(page):
        raise _refused(Said("un comentario está donde es texto", "a comment is where it is text"))
    if "<!--" in bare or "-->" in bare or "<![" in bare:
        raise _refused(Said("un comentario no está bien cerrado", "a comment is not closed as it should be"))
    if _TANGLED.search(bare):
        raise _refused(Said("una etiqueta no está bien escrita", "a tag is not well written"))
    sheets = _Sheets()
    sheets.feed(bare)
    sheets.close()
    rules: dict[str, list[_Rule]] = {}
    for name, rule in _rules("".join(sheets.found)):
        rules.setdefault(name, []).append(rule)
    reader = _Reader(rules)
    reader.feed(bare)
    reader.close()
    return "" if reader.is_covered else "".join(reader.text)


def _has_comment_as_text(page: str) -> bool:
    """Whether `<!--` stands in a tag that holds plain text, as in a style sheet: what follows is then no comment."""
    inside = ""
    for found in _RAW.finditer(page):
        told, is_end, tag = found[0], bool(found[1]), (found[2] or "").lower()
        if not inside:
            inside = "" if is_end else tag or told
        elif told == "<!--" and inside != "<!--":
            return True
        elif (inside == "<!--" and told == "-->") or (is_end and tag == inside):
            inside = ""
    return False


def _refused(detail: Said) -> LetterTemplateError:
    return LetterTemplateError(place="html", detail=detail)


class _Sheets(HTMLParser):
    """Collects the style sheets of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the base class has it
        self._inside = tag == "style"

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the base class has it
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found.append(data)


class _Reader(HTMLParser):
    """Collects the text that a reader sees."""

    def __init__(self, rules: Mapping[str, list[_Rule]]) -> None:
        super().__init__()
        self._rules = rules
        self.is_covered = any(rule.covers for asked in rules.values() for rule in asked)
        self._open = [_Open("", read=True, size=_USUAL)]
        self._root = _USUAL
        self._begun = False
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _ACTIVE or any(_is_active(name, value) for name, value in attrs):
            raise _refused(Said("corre, trae o muestra otra cosa", "it runs, fetches or shows something else"))
        self._check_place(tag, attrs)
        if tag not in _BEFORE:
            self._begin(tag)
        if tag in _BLOCKS:
            self.text.append("\n")
        if tag in _VOID:
            self._opened(tag, attrs)
        else:
            self._push(tag, attrs)

    def _check_place(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Refuse a tag that changes from its place what stands elsewhere."""
        if tag in _ROOTS and (self._begun or tag in self._tags()):
            es, en = f"<{tag}> va una vez, antes del contenido", f"<{tag}> stands once, before the content"
            raise _refused(Said(es, en))
        if tag == "style" and not {*self._tags()} <= {"", "head", *_ROOTS}:
            es, en = "<style> va en <head> o en <body>", "<style> stands in <head> or in <body>"
            raise _refused(Said(es, en))
        name = dict(attrs).get("name") if tag == "meta" else None
        if name is not None and name.lower() not in _METAS:
            es, en = "un <meta> cambia cómo se ve la página", "a <meta> changes how the page looks"
            raise _refused(Said(es, en))

    def _tags(self) -> list[str]:
        return [each.tag for each in self._open]

    def _begin(self, tag: str) -> None:
        """Open the tags that a browser puts around the content of a page that does not name them."""
        if self._begun:
            return
        for root in _ROOTS:
            if root not in (tag, *self._tags()):
                self._push(root, [])
        self._begun = True

    def _push(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(self._opened(tag, attrs))
        if tag == "html":
            self._root = self._open[-1].size
        if len(self._open) > _DEEPEST:
            raise _refused(Said("tiene demasiadas etiquetas unas dentro de otras", "its tags are nested too deep"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)  # HTML ignores the slash of a tag that is not void

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.text.append("\n")
        depth = next((n for n in range(len(self._open) - 1, 0, -1) if self._open[n].tag == tag), None)
        if depth is None or tag in _ROOTS:
            return
        if not {*self._tags()[depth + 1 :]} <= _CLOSED_BY.get(tag, frozenset()):
            es = f"</{tag}> no cierra la última etiqueta abierta, <{self._open[-1].tag}>"
            en = f"</{tag}> does not close the last open tag, <{self._open[-1].tag}>"
            raise _refused(Said(es, en))
        del self._open[depth:]

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1].tag not in _BEFORE - {"html"}:
            self._begin("")
        now = self._open[-1]
        if now.read and now.size >= _SMALLEST:
            self.text.append(data)

    def _opened(self, tag: str, attrs: list[tuple[str, str | None]]) -> _Open:
        around, attributes = self._open[-1], dict(attrs)
        names = {tag, "*", *(f".{each}" for each in (attributes.get("class") or "").lower().split())}
        names.add(f"#{(attributes.get('id') or '').lower()}")
        asked = [rule for name in names for rule in self._rules.get(name, ())]
        if attributes.get("style"):
            asked.append(_asked((attributes["style"] or "").lower()))
        self.is_covered = self.is_covered or any(rule.covers for rule in asked)
        known = tag in _SHOWN and attributes.keys() <= _ATTRIBUTES and len(attributes) == len(attrs)
        sizes = [_points(size, around.size, self._root) for rule in asked for size in rule.sizes]
        if tag == "small":
            sizes.append(around.size * _SMALL)
        is_read = around.read and known and not any(rule.hides for rule in asked)
        # Print is never taken for larger than that around it: a browser may close the tag that enlarges it earlier.
        return _Open(tag, is_read, min((around.size, *sizes)))


def _is_active(name: str, value: str | None) -> bool:
    """Whether an attribute runs something, or fetches anything but a picture that it holds itself."""
    told = "".join((value or "").split()).lower()
    if name == "src":
        return not told.startswith("data:image/")
    return name.startswith("on") or name in ("http-equiv", "srcdoc", "srcset") or told.startswith("javascript:")


# --- style sheets --------------------------------------------------------------------------------------------------


def _rules(sheet: str) -> Iterator[tuple[str, _Rule]]:
    """Each rule, with the name that the last part of its selector gives."""
    if len(sheet) > _LONGEST_SHEET:
        raise _refused(Said("la hoja de estilo es demasiado larga", "the style sheet is too long"))
    text = _STYLE_COMMENT.sub(" ", sheet).lower()
    if "\\" in text or "@import" in text or "url(" in text or "@font-face" in text:
        raise _refused(Said("la hoja de estilo usa lo que no se admite", "the style sheet uses what is not admitted"))
    yield from _rules_in(text)


def _rules_in(text: str, within: int = 0) -> Iterator[tuple[str, _Rule]]:
    if within > _WITHIN:
        raise _refused(Said("la hoja de estilo no está bien escrita", "the style sheet is not well written"))
    for selector, body in _blocks(text):
        if selector.startswith("@page"):
            if not _is_page(body):
                yield "*", _Rule(hides=True, covers=True, sizes=())
            continue
        if selector.startswith("@"):  # a medium or a condition counts as met
            yield from _rules_in(body, within + 1)
            continue
        # A rule within a rule may reach any element, whatever the selector around it.
        if "{" in body:
            yield "*", _Rule(hides=True, covers=True, sizes=())
        rule = _asked(body)
        for each in _plain(selector).split(","):
            for name in _last_of(each):
                yield name, rule


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Each selector with the text between its braces."""
    rest = text
    while (opens := rest.find("{")) >= 0:
        depth, end = 1, opens + 1
        while depth and end < len(rest):
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        if depth:
            break
        yield rest[:opens].strip(), rest[opens + 1 : end - 1]
        rest = rest[end:]
    if rest.strip():
        raise _refused(Said("la hoja de estilo no está bien escrita", "the style sheet is not well written"))


def _plain(selector: str) -> str:
    """A selector without what it asks in brackets; "*" if its brackets cannot be told from text in quotes."""
    plain = selector
    for _ in range(int(_DEEPEST_GROUP)):
        plain = _GROUP.sub("", plain)
    return "*" if re.search(r"[\[\]()\"']", plain) else plain


def _last_of(selector: str) -> list[str]:
    """The name in the last part of a plain selector: of a tag, a class or an id; "*" if it has none."""
    parts = re.split(r"[\s>+~]+", selector.strip())
    return _COMPOUND.findall(re.sub(r"::?[\w-]+", "", parts[-1]))[:1] or ["*"]


def _declared(declarations: str) -> Iterator[tuple[str, str]]:
    for declaration in declarations.split(";"):
        name, _, value = (part.strip() for part in declaration.partition(":"))
        if name:
            yield name, value.removesuffix("!important").strip()


def _asked(declarations: str) -> _Rule:
    hides, covers, sizes = False, False, []
    for name, value in _declared(declarations):
        if name in ("font-size", "font"):
            sizes.append(_size_of(value))
        hides = hides or not _is_harmless(name, value)
        covers = covers or _covers(name, value)
    return _Rule(hides, covers, tuple(sizes))


def _covers(name: str, value: str) -> bool:
    """Whether a declaration could cover the text of other elements, by moving or by painting beyond its own."""
    if _is_negative(value):
        return True
    if name in _PAINTED_AROUND:
        return not _is_near(value, most=_THIN)
    if name == "line-height":  # its letters reach into the lines around them
        return not _CHECKS[name](value)
    return name in _COVERING and value != "none"


def _is_page(declarations: str) -> bool:
    """Whether a rule `@page` sets a known paper and margins that leave room."""
    for name, value in _declared(declarations):
        if name == "size":
            if not set(value.split()) <= _PAPERS:
                return False
        elif not (name.startswith("margin") and _is_near(value) and not _is_negative(value)):
            return False
    return True


def _size_of(font: str) -> str:
    """The size of print in a value of `font-size` or `font`, where it stands before the height of lines."""
    return next((part for part in re.split(r"[\s/]+", font) if _LENGTH.fullmatch(part)), font)


def _is_harmless(name: str, value: str) -> bool:
    """Whether a declaration leaves its text visible to a reader."""
    if "\\" in value or "url(" in value or "calc(" in value or "var(" in value:
        return False
    if name in _CHECKS:
        return _CHECKS[name](value)
    return name in _HARMLESS and not _is_negative(value) and _is_near(value)


def _is_font(value: str) -> bool:
    size, _, family = value.partition(" ")
    return _LENGTH.fullmatch(size) is not None and _is_known(family)


def _is_ground(value: str) -> bool:
    return value in ("none", "transparent", "inherit") or _is_in(value, dark=False)


def _is_known(families: str) -> bool:
    return all(is_legible(each.strip(" \"'")) for each in families.split(","))


def _is_negative(value: str) -> bool:
    return re.search(r"(^|[\s,])-[\d.]", value) is not None


def _is_near(value: str, *, least: float | None = None, most: float = _FURTHEST) -> bool:
    """Whether no length is larger than `most` points; with `least`, whether all are at least that many points."""
    lengths = _ANY_LENGTH.findall(value)
    if "%" in value or any(_LENGTH.fullmatch(each) is None for each in lengths):
        return False
    points = [_points(each, _USUAL) for each in lengths]
    if least is not None:
        return bool(points) and min(points) >= least
    return max(points, default=0.0) <= most


def _times(height: str) -> float:
    """The height of a line as a multiple of the size of its print; 0 if it is not understood."""
    try:
        return float(height)
    except ValueError:
        return _points(height, _USUAL) / _USUAL


def _is_in(value: str, *, dark: bool) -> bool:
    """Whether a colour is dark enough for ink, or light enough for paper; an unknown colour is neither."""
    if found := _HEX.fullmatch(value):
        digits = found[1]
        full = digits if len(digits) == len("rrggbb") else "".join(each + each for each in digits)
        colour = tuple(float(part) for part in bytes.fromhex(full))
    elif found := _RGB.fullmatch(value):
        colour = tuple(float(part) for part in found.groups())
    else:
        colour = _COLOURS.get(value, ())
    if not colour:
        return False
    return is_dark(*colour) if dark else is_light(*colour)


def _points(size: str, around: float, root: float = _USUAL) -> float:
    """A size of print in points, where `root` is that of the page; 0 if it is not understood."""
    found = _LENGTH.fullmatch(size)
    if found is None:
        return 0.0
    number, unit = float(found[1]), found[2]
    if unit in _POINTS:
        return number * _POINTS[unit]
    relative = {"rem": root, "em": around, "ex": around * _X_HEIGHT, "%": around / _PERCENT}
    return number * relative.get(unit, 0.0)


_CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "font": _is_font,
    "font-size": lambda value: _LENGTH.fullmatch(value) is not None,
    "font-family": _is_known,
    "line-height": lambda value: value == "normal" or _times(value) >= _LOWEST,
    "text-decoration": lambda value: set(value.split()) <= _LINES,
    "color": lambda value: value == "inherit" or _is_in(value, dark=True),
    "background": _is_ground,
    "background-color": _is_ground,
    "display": _DISPLAYS.__contains__,
    "max-width": lambda value: value == "none" or _is_near(value, least=_FURTHEST),
}
"""Properties that leave the text visible for some values only, with the check of the value."""
