"""Untrusted templates: what they may not do, how large they may be, and what a reader sees of the page."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE
from tests.documents.samples import docx, letter, whole

from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.custom import Templates, load_templates
from pqr_core.documents.html import own_layout
from pqr_core.documents.markup import seen_html
from pqr_core.documents.page import Role, blocks_of
from pqr_core.documents.pdf import seen_pdf
from pqr_core.documents.seen import Seen
from pqr_core.documents.word import own_template
from pqr_core.documents.word_page import seen_docx
from pqr_core.documents.wording import LONGEST_TEMPLATE, filled, money
from pqr_core.errors import IncompleteLetterError, LetterTemplateError


def png(width: int, height: int) -> bytes:
    """A white PNG."""
    rows = zlib.compress(b"".join(b"\0" + b"\xff" * width for _ in range(height)))
    parts = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", rows), (b"IEND", b""))
    made = (
        struct.pack(">I", len(each)) + name + each + struct.pack(">I", zlib.crc32(name + each)) for name, each in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(made)


ESCAPES = [
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ carta['__class__'] }}",
    "{{ carta|attr('__class__') }}",
    "{{ self }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ lipsum.__globals__.os.popen('id').read() }}",
    "{{ namespace() }}",
    "{{ range(1000000000)|list }}",
    "{{ carta.titulo.format() }}",
    "{{ '%s' % carta }}",
    "{{ 'a' * 1000000000 }}",
    "{{ 9**9**9 }}",
    "{{ 1 + 1 }}",
    "{{ carta.titulo|center(1000000000) }}",
    "{{ carta.titulo|safe }}",
    "{{ carta.titulo|xmlattr }}",
    "{{ carta.titulo|map('upper') }}",
    "{{ carta.titulo|tojson }}",
    "{% for a in carta.bloques %}{% for b in carta.bloques %}x{% endfor %}{% endfor %}",
    "{% for a in carta.bloques recursive %}{{ loop(carta.bloques) }}{% endfor %}",
    "{% for a in [1, 2] %}x{% endfor %}",
    "{% for a in 'abc' %}x{% endfor %}",
    "{% for a in carta.bloques|list %}x{% endfor %}",
    "{% set x = 1 %}",
    "{% set x %}y{% endset %}",
    "{% macro m() %}x{% endmacro %}{{ m() }}",
    "{% call m() %}x{% endcall %}",
    "{% filter upper %}x{% endfilter %}",
    "{% block a %}x{% endblock %}",
    "{% extends 'carta.html' %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% from 'os' import system %}",
    "{% with a = 1 %}x{% endwith %}",
    "{% autoescape false %}x{% endautoescape %}",
    "{% do x %}",
    "{% debug %}",
    "{{ carta is callable }}",
    "{{ carta is eq 1 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ (1, 2) }}",
    "{{ carta.titulo[::-1] }}",
    "{{ nada }}",
    "{{ carta.nada }}",
    "{% if %}",
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
]


@pytest.mark.parametrize("source", ESCAPES, ids=[str(number) for number in range(len(ESCAPES))])
def test_no_template_leaves_its_sandbox(source: str) -> None:
    """Such a template is refused by name, as a paragraph and as the layout of a page."""
    assert_kept_in(Templates(paragraphs={"objeto": source}), "objeto")
    assert_kept_in(Templates(html=own_layout().replace("<main>", f"<main>{source}")), "carta.html")


@pytest.mark.parametrize(
    "source",
    [pytest.param(each, marks=[] if number % 8 == 0 else pytest.mark.full) for number, each in enumerate(ESCAPES)],
    ids=[str(number) for number in range(len(ESCAPES))],
)
def test_no_word_template_leaves_its_sandbox(source: str) -> None:
    """The same holds within a Word document."""
    own = word(lambda xml: xml.replace("{{ carta.titulo }}", as_xml(source), 1))
    assert_kept_in(Templates(docx=own), "carta.docx")


def assert_kept_in(templates: Templates, place: str) -> None:
    """The template is refused by name, and the error says nothing about the addressee."""
    own = evolve(whole("citacion"), templates=templates)
    with pytest.raises(LetterTemplateError) as refused:
        (own.docx if templates.docx else own.html)()
    assert refused.value.params["place"] == place
    assert refused.value.message("es")
    assert "Ana Pérez" not in f"{refused.value}{refused.value.message('es')}"


def as_xml(source: str) -> str:
    """Escape a text for an XML document."""
    return source.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def word(change: Callable[[str], str], part: str = "word/document.xml", **added: bytes) -> bytes:
    """Our Word template with a part of it changed, and parts added."""
    source = zipfile.ZipFile(io.BytesIO(own_template()))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, change(content.decode()).encode() if name == part else content)
        for name, content in added.items():
            target.writestr(name.replace("__", "/").replace("_rels", ".rels"), content)
    return made.getvalue()


def test_a_template_has_what_letters_need() -> None:
    """Names, parts, items, conditions, loops with a loop over a part, our filters and some of Jinja2's."""
    source = (
        "{% for a in l %}{% for b in a.p %}{{ b|upper }}{% if not loop.last %}, {% endif %}{% endfor %}{% endfor %}"
    )
    assert filled(source, {"l": [{"p": ["x", "y"]}]}, "p") == "X, Y"
    assert (
        filled(
            "{{ a[0] }}{{ b if c is defined and c is none else 'no' }}{{ d ~ 'e' }}",
            {"a": "x", "b": 1, "c": None, "d": "d"},
            "p",
        )
        == "x1de"
    )


@pytest.mark.parametrize(
    ("source", "es"),
    [
        ("{{ radicadoo }}", "no hay ningún dato «radicadoo»"),
        ("{{ carta.fecha }}", "no hay ningún dato «fecha»"),
        ("{{ carta['fecha'] }}", "no hay ningún dato «fecha»"),
        ("{% si %}", "línea 1: no es una plantilla válida: no se entiende «si»"),
        ("x\n{{ carta titulo }}", "línea 2: no es una plantilla válida: no se entiende «titulo»"),
        ("{{ 'x' }", "línea 1: no es una plantilla válida: no se entiende «}»"),
        ("{% if carta %}", "línea 1: no es una plantilla válida"),
        ("{{ carta.titulo", "línea 1: no es una plantilla válida"),
        ("{# x", "línea 1: no es una plantilla válida"),
    ],
)
def test_what_jinja_says_of_a_template_is_told_in_spanish(source: str, es: str) -> None:
    """With the word of the template that it names, and without its English words."""
    with pytest.raises(LetterTemplateError) as error:
        filled(source, {"carta": "x"}, "p")
    assert error.value.message("es").endswith(f"p: {es}")


def test_a_template_that_is_not_closed_is_refused() -> None:
    """The refusal names the line."""
    with pytest.raises(LetterTemplateError, match="line 2"):
        filled("x\n{{ carta.titulo", {}, "p")


def test_a_template_is_bounded() -> None:
    """The size of its source and of its output is limited."""
    with pytest.raises(LetterTemplateError, match="too long"):
        filled("x" * (LONGEST_TEMPLATE + 1), {}, "p")
    with pytest.raises(LetterTemplateError, match="too much"):
        filled("{% for a in l %}{{ t }}{% endfor %}", {"l": range(300), "t": "x" * 20_000}, "p")


# --- as a reader sees it -------------------------------------------------------------------------------------------

HIDDEN = [
    "<!-- {} -->",
    "<p hidden>{}</p>",
    '<p style="display:none">{}</p>',
    '<p style="DISPLAY : NONE !important">{}</p>',
    '<p style="visibility:hidden">{}</p>',
    '<p style="opacity:0">{}</p>',
    '<p style="color:white">{}</p>',
    '<p style="color:#FFF">{}</p>',
    '<p style="color:rgb(250, 250, 250)">{}</p>',
    '<p style="color:transparent">{}</p>',
    '<p style="color:hsl(0,0%,100%)">{}</p>',
    '<p style="color:var(--x)">{}</p>',
    '<p style="background:#000">{}</p>',
    '<p style="background:url(x.png)">{}</p>',
    '<p style="font-size:1px">{}</p>',
    '<p style="font-size:0">{}</p>',
    '<p style="font-size:0.4em">{}</p>',
    '<div style="font-size:0.7em"><div style="font-size:0.7em"><p>{}</p></div></div>',
    '<p style="font-size:30%">{}</p>',
    '<p style="position:absolute;left:-999em">{}</p>',
    '<p style="text-indent:-999em">{}</p>',
    '<p style="margin-left:-999em">{}</p>',
    '<p style="margin:0 0 0 -999em">{}</p>',
    '<p style="height:0;overflow:hidden">{}</p>',
    '<p style="max-height:0">{}</p>',
    '<p style="transform:scale(0)">{}</p>',
    '<p style="clip-path:circle(0)">{}</p>',
    '<p style="filter:opacity(0)">{}</p>',
    '<p style="disp\\6cay:none">{}</p>',
    '<p style="width:calc(0px)">{}</p>',
    '<font color="white">{}</font>',
    "<del>{}</del>",
    "<s>{}</s>",
    "<details><summary>x</summary>{}</details>",
    "<dialog>{}</dialog>",
    "<noscript>{}</noscript>",
    "<textarea>{}</textarea>",
    "<svg><text>{}</text></svg>",
    '<input value="{}">',
    '<p title="{}">x</p>',
    "<style>p {{ display: none }}</style><p>{}</p>",
    "<style>body p.x, .y > p {{ color: #fff }}</style><p class='x'>{}</p>",
    "<style>.a .b {{ opacity: 0 }}</style><p class='b'>{}</p>",
    "<style>#z {{ visibility: collapse }}</style><p id='z'>{}</p>",
    "<style>p:first-child {{ font-size: 2pt }}</style><p>{}</p>",
    "<style>* {{ color: #eeeeee }}</style><p>{}</p>",
    "<style>[lang] {{ display: none }}</style><p>{}</p>",
    "<style>@media print {{ p {{ display: none }} }}</style><p>{}</p>",
    "<style>@supports (display: grid) {{ @media all {{ p {{ position: fixed }} }} }}</style><p>{}</p>",
    "<title>{}</title>",
    "<p style='line-height:0'>{}</p>",
    "<p style='line-height:1px'>{}</p>",
    "<p style='max-width:1px;white-space:nowrap'>{}</p>",
    "<p style='margin-left:900cm'>{}</p>",
    "<p style='margin-left:99%'>{}</p>",
    "<p style='margin-left:90vw'>{}</p>",
    "<p style='padding:0 0 0 3000pt'>{}</p>",
    "<p style='border-top:900cm solid #fff'>{}</p>",
    "<p style='font:1px serif'>{}</p>",
    "<p style='font:0/1 serif'>{}</p>",
    "<p style='font-family:Wingdings'>{}</p>",
    "<p style='font:12pt Wingdings'>{}</p>",
    "<p style='text-decoration:line-through'>{}</p>",
    "<small>" * 7 + "{}" + "</small>" * 7,
    "<p dir=rtl>{}</p>",
    "<p>\u202e{}\u202c</p>",
    "<p>\u2067{}\u2069</p>",
    "<p style='display:none' style='color:black'>{}</p>",
    "<style>#Z {{ display: none }}</style><p id=Z>{}</p>",
    "<style>.Zz {{ display: none }}</style><p class=Zz>{}</p>",
    "<style>body {{ color: #111; p {{ display: none }} }}</style><p>{}</p>",
    "<style>@page {{ size: 1mm 1mm; margin: 0 }}</style><p>{}</p>",
    "<style>@page {{ margin: -30cm }}</style><p>{}</p>",
    "<style>@page {{ margin: 30cm }}</style><p>{}</p>",
    "<p>{}</p><div style='margin-top:-9cm;background:white'>x</div>",
    "<p>{}</p><img src='data:image/png;base64,x' style='position:absolute'>",
    "<p>{}</p><div style='outline:900px solid #fff'>x</div>",
    "<p>{}</p><div style='outline-width:50em;outline-style:solid;outline-color:white'>x</div>",
    "<p>{}</p><div style='display:inline-block;box-shadow:0 0 0 900px #fff'>x</div>",
    "<p>{}</p><div style='filter:drop-shadow(0 0 900px #fff)'>x</div>",
    "<p>{}</p><div style='text-shadow:0 0 90px #fff'>x</div>",
    "<p>{}</p><div style='-webkit-text-stroke:90px #fff'>x</div>",
    "<p>{}</p><div style='text-decoration:overline 90px white'>x</div>",
    "<p>{}</p><div style='border-image:linear-gradient(#fff,#fff) 1 / 9px / 900px'>x</div>",
    "<p>{}</p><div style='line-height:0;font-size:99em;color:#fff'>M</div>",
    "<style>.firma::after {{ content: 'x'; outline: 900px solid #fff }}</style><p>{}</p><div class=firma>x</div>",
    "<style>.velo {{ position: fixed }}</style><p>{}</p><div class=velo>x</div>",
    "<style>p:nth-child(n + 1) {{ display: none }}</style><p>{}</p>",
    "<style>p:not(.a .b) {{ display: none }}</style><p>{}</p>",
    "<style>p:not(:is(a, .b c)) {{ display: none }}</style><p>{}</p>",
    "<style>p:not([title='a b']) {{ display: none }}</style><p>{}</p>",
    "<style>.a {{ p:not(&) {{ display: none }} }}</style><p>{}</p>",
    "<div style='font-size:.4em'><p style='font-size:3em'><div>{}</div></p></div>",
]
"""Pages with words that a reader does not see. Chromium shows none of them."""

WHOLE = [
    "<style>html {{ display: none }}</style><p>{}</p>",
    "<style>body {{ color: #fff }}</style>{}",
    "<body style='display:none'></body>{}",
    "<html style='display:none'></html><p>{}</p>",
    "<html style='font-size:50%'><p style='font-size:.5rem'>{}</p></html>",
]
"""The same, as whole pages: a browser opens `html` and `body` where a page does not, and closes them at its end."""


@pytest.mark.parametrize("page", HIDDEN)
def test_what_a_reader_does_not_see_is_not_read(page: str) -> None:
    """Text is ignored if it is commented out, hidden, white on white, tiny, off the page, struck out or no text."""
    words = "copia íntegra, auténtica y gratuita"
    assert not Seen(seen_html(f"<body>{page.format(words)}</body>")).shows(words)


@pytest.mark.parametrize("page", WHOLE)
def test_what_a_whole_page_hides_is_not_read(page: str) -> None:
    """The styles of `html` and `body` hold for a page that does not name them, and for what follows their end tags."""
    words = "copia íntegra, auténtica y gratuita"
    assert not Seen(seen_html(page.format(words))).shows(words)


@pytest.mark.parametrize(
    "page",
    [
        "<p>{}</p>",
        "<P CLASS=x>{}</P>",
        '<p style="color:#333; font-size: 9pt; margin: 0 auto; text-align: justify">{}</p>',
        "<table><tr><td>{}</td></tr></table>",
        "<p><strong>{}</strong><br/>x</p>",
        "<style>/* display:none */ p {{ color: navy; background: #fff; display: block }}</style><p>{}</p>",
        "<style>@page {{ size: a4; margin: 2cm }} @media print {{ main {{ padding: 0 }} }}</style><p>{}</p>",
        "<style>.z {{ display: none }}</style><p>{}</p>",
        '<img src="data:image/png;base64,x" alt="x" width="10"><p>{}</p>',
        "<p>{}<!-- y --></p>",
        "<p>{}</p><div style='box-shadow:0 1px 3px #ccc;outline:1px solid #333;filter:none'>x</div>",
        "<ul><li>x<li>{}</ul>",
        "<table><tr><td>x<td>{}</table>",
        "<div><p>{}</div>",
        "<style>html {{ font-size: 62.5% }} body {{ font-size: 1.6rem }} p {{ font-size: 1.2rem }}</style><p>{}</p>",
        "<style>li:nth-child(2n + 1), a[href^='x'] {{ color: black }}</style><p>{}</p>",
        "<html><head><title>x</title><meta name=viewport content='width=device-width'></head><body>{}</body></html>",
    ],
)
def test_what_a_reader_sees_is_read(page: str) -> None:
    """Plain markup, tables, pictures, dark text and text of a readable size are read."""
    words = "copia íntegra, auténtica & gratuita"
    assert Seen(seen_html(page.format(words.replace("&", "&amp;")))).shows(words)


@pytest.mark.parametrize(
    "page",
    [
        "<p>x</p><!-- no se cierra <p>y</p>",
        "<!--> <p>x</p> -->",
        "<!-- a --!> <p>x</p> -->",
        "<p>x</p> -->",
        "<![CDATA[x]]>",
        "<style>p { color: red</style>",
        "<style>@import 'x.css';</style>",
        "<style>p { background: url(http://x.example) }</style>",
        "<style>p { c\\6f lor: white }</style>",
        "<style>p { color: black } nada</style>",
        "<style>@font-face { font-family: serif; src: local(x) }</style>",
        "<style>" + "@media all {" * 9 + "}" * 9 + "</style>",
        "<style>" + ".a { color: black }" * 9_000 + "</style>",
        "<div>" * 2_000,
        "<" * 200_000,
        "<!" * 100_000,
        "<a" * 100_000,
        "<p title='<b>'>x</p>",
        "<script>document.body.innerHTML = ''</script>",
        "<link rel=stylesheet href=x.css>",
        "<iframe src='data:text/html,x'></iframe>",
        "<body onload='x()'>",
        "<a href='java\nscript:x()'>x</a>",
        "<img src='http://x.example/x.png'>",
        "<meta http-equiv=refresh content='0'>",
        "<meta name=color-scheme content=dark>",
        "<template>x</template>",
        "<div><template shadowrootmode=open></template>x</div>",
        "<frameset></frameset><body>x</body>",
        "<p>x</p><body style='display:none'>",
        "<p>x</p><html hidden>",
        "<style><!-- p { display: none } --></style><p>x</p>",
        "<textarea><!--</textarea><div style='display:none'>--></textarea>x",
        "<svg><style>&#112; { display: none }</style></svg><p>x</p>",
        "<p><b style='display:none'></p><p>x</p>",
        "<span style='display:none'><p></span>x",
        "<div style='display:none'><table><tr><td></div>x</td></tr></table>",
        "<ul><li style='display:none'><ul></li>x</ul></ul>",
        "<div><title></div>x",
        "<div><textarea></div>x",
        "<div><select></div>x",
    ],
)
def test_a_page_that_cannot_be_understood_is_refused(page: str) -> None:
    """A page is refused for ambiguous comments or tags, or style sheets that are incomplete, fetch, or hide by escapes.

    Chromium hides the `x` of the pages whose tags are not well nested.
    """
    with pytest.raises(LetterTemplateError) as refused:
        seen_html(page)
    assert refused.value.message("es") != refused.value.message("en")


RUNS = [
    "<w:vanish/>",
    "<w:webHidden/>",
    '<w:color w:val="FFFFFF"/>',
    '<w:color w:val="F0F0F0"/>',
    '<w:color w:val="auto" w:themeColor="background1"/>',
    '<w:sz w:val="4"/>',
    "<w:strike/>",
    "<w:dstrike/>",
    '<w:highlight w:val="black"/>',
    '<w:shd w:fill="000000"/>',
    '<w:position w:val="-400"/>',
    '<w:w w:val="1"/>',
    '<w:spacing w:val="-400"/>',
    '<w:vertAlign w:val="subscript"/>',
    '<w:rStyle w:val="Oculto"/>',
    '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>',
    '<w:spacing w:val="9000"/>',
    '<w:shd w:fill="FFFFFF" w:themeFill="text1"/>',
    '<w:shd w:val="solid" w:fill="FFFFFF"/>',
    '<w:color w:val="000000"/><w:color w:val="FFFFFF"/>',
    '<w:sz w:val="nan"/>',
    '<w:sz w:val="x"/>',
]


@pytest.mark.parametrize("properties", RUNS)
def test_hidden_print_of_a_word_document_is_not_read(properties: str) -> None:
    """Text is ignored if it, or its style, is hidden, white, tiny, struck out, squeezed or on black."""
    plain = docx("citacion")
    style = '<w:style w:type="character" w:styleId="Oculto"><w:name w:val="o"/><w:rPr><w:vanish/></w:rPr></w:style>'

    def changed(name: str, xml: bytes) -> bytes:
        if name == "word/styles.xml":
            return xml.replace(b"</w:styles>", style.encode() + b"</w:styles>")
        found = xml.replace(b"<w:r>", f"<w:r><w:rPr>{properties}</w:rPr>".encode())
        return found if name == "word/document.xml" else xml

    assert "citación" in seen_docx(plain)
    assert "citación" not in seen_docx(repacked(plain, changed))


def repacked(document: bytes, changed: Callable[[str, bytes], bytes]) -> bytes:
    """The document with each part changed."""
    source = zipfile.ZipFile(io.BytesIO(document))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as target:
        for name in source.namelist():
            target.writestr(name, changed(name, source.read(name)))
    return made.getvalue()


LAYOUTS = [
    ("<w:pPr>", '<w:pPr><w:framePr w:w="1" w:h="1"/>'),
    ("<w:pPr>", '<w:pPr><w:spacing w:line="1" w:lineRule="exact"/>'),
    ("<w:pPr>", '<w:pPr><w:ind w:left="-20000"/>'),
    ("<w:pPr>", '<w:pPr><w:shd w:fill="101010"/>'),
    ("<w:pPr>", '<w:pPr><w:ind w:left="30000"/>'),
    ("<w:pPr>", '<w:pPr><w:ind w:hanging="30000"/>'),
    ("<w:pPr>", '<w:pPr><w:spacing w:line="1" w:lineRule="auto"/>'),
    ('<w:pgSz w:w="12240"', '<w:pgSz w:w="10"'),
    ('w:left="1417"', 'w:left="90000"'),
    ("<w:body>", '<w:background w:color="000000"/><w:body>'),
    *(
        ("<w:body>", f"<w:body><w:tbl>{narrow}<w:tr><w:tc>")
        for narrow in (
            '<w:tblPr><w:shd w:fill="000000"/></w:tblPr>',
            "<w:tblPr><w:tblpPr/></w:tblPr>",
            '<w:tblPr><w:tblInd w:w="90000"/></w:tblPr>',
            '<w:tblGrid><w:gridCol w:w="1"/></w:tblGrid>',
        )
    ),
    ("<w:r>", "<w:del><w:r>"),
    ("<w:t ", "<w:delText "),
]


@pytest.mark.parametrize(("old", "new"), LAYOUTS)
def test_a_hidden_layout_of_a_word_document_is_not_read(old: str, new: str) -> None:
    """Frames, lines without height, text off the page or on black, tracked deletions and fields are not read."""
    plain = docx("citacion")
    closing = {"<w:del><w:r>": ("</w:r>", "</w:r></w:del>"), "<w:delText ": ("</w:t>", "</w:delText>")}
    if new.startswith("<w:body><w:tbl>"):
        closing[new] = ("<w:sectPr", "</w:tc></w:tr></w:tbl><w:sectPr")

    def changed(name: str, xml: bytes) -> bytes:
        if name != "word/document.xml":
            return xml
        text = xml.decode().replace(old, new)
        assert text != xml.decode()
        return text.replace(*closing.get(new, ("", ""))).encode() if new in closing else text.encode()

    assert "citación" not in seen_docx(repacked(plain, changed))


STYLE = "</w:styles>"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
LOOKS = [
    ("word/styles.xml", "</w:pPrDefault>", '<w:pPr><w:spacing w:line="1" w:lineRule="exact"/></w:pPr></w:pPrDefault>'),
    (
        "word/styles.xml",
        STYLE,
        '<w:style w:type="character" w:default="on"><w:rPr><w:vanish/></w:rPr></w:style>' + STYLE,
    ),
    (
        "word/styles.xml",
        'w:default="1" w:styleId="Normal">',
        'w:default="true" w:styleId="Normal"><w:rPr><w:color w:val="FFFFFF"/></w:rPr>',
    ),
    ("word/theme/theme1.xml", 'typeface="Calibri"', 'typeface="Wingdings"'),
    ("word/numbering.xml", 'w:left="', 'w:left="-20000'),
    (
        "word/document.xml",
        "<w:body>",
        '<w:background w:color="FFFFFF"><v:background xmlns:v="v"/></w:background><w:body>',
    ),
    (
        "word/document.xml",
        "<w:body>",
        f'<w:body><w:p><w:r><w:drawing><wp:anchor xmlns:wp="{DRAWING}"/></w:drawing></w:r></w:p>',
    ),
    (
        "word/document.xml",
        "<w:body>",
        '<w:body><w:p><w:r><w:pict><v:rect xmlns:v="v" style="position:absolute"/></w:pict></w:r></w:p>',
    ),
]
"""A part of a document, and a change in it that hides all text or may lie over it."""


@pytest.mark.parametrize(("part", "old", "new"), LOOKS)
def test_what_a_word_document_hides_from_another_part_is_not_read(part: str, old: str, new: str) -> None:
    """The styles that hold without being named, the fonts of the theme, the lists, and what floats over the text."""

    def changed(name: str, xml: bytes) -> bytes:
        text = xml.decode(errors="replace")
        if name == "word/styles.xml" and part == "word/theme/theme1.xml":
            return text.replace("<w:rFonts ", '<w:rFonts w:asciiTheme="minorHAnsi" ', 1).encode()
        if name == "word/document.xml" and "Normal" in old:
            return re.sub("<w:pStyle [^>]*>", "", text).encode()
        if name != part:
            return xml
        assert old in text
        return text.replace(old, new).encode()

    assert "citación" not in seen_docx(repacked(docx("citacion"), changed))


@pytest.mark.parametrize(
    "hides",
    [
        '<w:tblStylePr w:type="wholeTable"><w:rPr><w:color w:val="FFFFFF"/></w:rPr></w:tblStylePr>',
        '<w:tcPr><w:shd w:val="clear" w:fill="000000"/></w:tcPr>',
    ],
)
def test_a_table_whose_style_hides_its_text_is_not_read(hides: str) -> None:
    """The parts of a style of tables count too."""
    table = '<w:tbl><w:tblPr><w:tblStyle w:val="T"/></w:tblPr><w:tr><w:tc>'

    def changed(name: str, xml: bytes, *, style: str) -> bytes:
        if name == "word/styles.xml":
            own = f'<w:style w:type="table" w:styleId="T">{style}</w:style>'
            return xml.replace(b"</w:styles>", f"{own}</w:styles>".encode())
        if name != "word/document.xml":
            return xml
        text = xml.decode().replace("<w:body>", f"<w:body>{table}")
        return text.replace("<w:sectPr", "</w:tc></w:tr></w:tbl><w:sectPr").encode()

    assert "citación" in seen_docx(repacked(docx("citacion"), partial(changed, style="")))
    assert "citación" not in seen_docx(repacked(docx("citacion"), partial(changed, style=hides)))


def test_a_word_document_with_its_own_fonts_is_not_read() -> None:
    """An embedded font under a known name may show nothing."""
    made = io.BytesIO(docx("citacion"))
    with zipfile.ZipFile(made, "a") as target:
        target.writestr("word/fonts/font1.odttf", b"x")
    assert seen_docx(made.getvalue()) == ""


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [("word/_rels/document.xml.rels", "styles.xml", "estilos.xml"), ("_rels/.rels", "word/document.xml", "word/x.xml")],
)
def test_a_word_document_whose_parts_have_other_names_is_refused(part: str, old: str, new: str) -> None:
    """Word would show another part than the one that is read."""

    def changed(name: str, xml: bytes) -> bytes:
        return xml.replace(old.encode(), new.encode()) if name == part else xml

    with pytest.raises(LetterTemplateError, match=new):
        seen_docx(repacked(docx("citacion"), changed))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda: b"no es un documento",
        lambda: b"PK\x03\x04",
        lambda: word(lambda xml: xml[:200]),
        lambda: word(lambda xml: xml, word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"),
        lambda: word(lambda xml: xml, word__embeddings__x=b"x"),
        lambda: word(
            lambda xml: xml.replace(
                "</Relationships>",
                '<Relationship Id="r9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
                'attachedTemplate" Target="http://x.example/t.dotx" TargetMode="External"/></Relationships>',
            ),
            "word/_rels/document.xml.rels",
        ),
        lambda: word(lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:p/>" * 3_000_000)),
        lambda: word(lambda xml: xml, "word/document.xml", **{f"word__media__{n}": b"" for n in range(600)}),
        lambda: twice(word(lambda xml: xml)),
        lambda: word(lambda xml: xml.replace("?>", '?><!DOCTYPE d [<!ENTITY a "aaaa">]>', 1)),
        lambda: word(lambda xml: xml.replace("<w:body>", '<w:body><w:altChunk r:id="r1"/>')),
        lambda: word(lambda xml: xml.replace("<w:body>", f"<w:body>{field('DDEAUTO c:')}")),
        lambda: word(lambda xml: xml.replace("<w:body>", f"<w:body>{field('INCLU', 'DEPICTURE x')}")),
        lambda: word(lambda xml: xml.replace("<w:body>", '<w:body><w:p><w:fldSimple w:instr="DDE x"/></w:p>')),
        lambda: word(lambda xml: xml.replace("<w:body>", "<w:body>" + "<w:sdt><w:sdtContent>" * 20_000)),
    ],
    ids=(
        "text cut xml program embedded outside bomb parts twice entity chunk dde picture simple deep".split()  # noqa: SIM905
    ),
)
def test_a_word_template_that_could_do_harm_is_refused(spoil: Callable[[], bytes]) -> None:
    """A file is refused if it is no document, has macros, fetches something, or unpacks to too much."""
    with pytest.raises(LetterTemplateError) as refused:
        letter("citacion", templates=Templates(docx=spoil())).docx()
    assert refused.value.params["place"] == "carta.docx"


def twice(document: bytes) -> bytes:
    """A document with two parts of the same name; readers differ on which they show."""
    made = io.BytesIO(document)
    with zipfile.ZipFile(made, "a") as target, pytest.warns(UserWarning, match="Duplicate name"):
        target.writestr("word/document.xml", b"<x/>")
    return made.getvalue()


def field(*pieces: str) -> str:
    """A field of a Word document whose instruction is split."""
    told = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    return f"<w:p>{begin}{told}{end}</w:p>"


def test_a_word_template_may_number_its_pages() -> None:
    """A page number field, and a footer on each page, are accepted."""
    own = word(lambda xml: xml.replace("<w:body>", f"<w:body>{field('PAGE ')}{field(' NUMPAGES')}"))
    assert letter("citacion", templates=Templates(docx=own)).docx()


def pdf(source: str) -> bytes:
    """A PDF made by Typst."""
    import typst

    made = typst.compile(source.encode(), format="pdf")
    assert isinstance(made, bytes)
    return made


@pytest.mark.parametrize(
    "source",
    [
        "#text(fill: white)[copia íntegra]",
        "#text(fill: luma(250))[copia íntegra]",
        "#text(fill: rgb(0, 0, 0, 10))[copia íntegra]",
        "#text(size: 1pt)[copia íntegra]",
        "#place(dx: -500cm)[copia íntegra]",
        "#hide[copia íntegra]",
        "#block[copia íntegra #place(top + left, rect(fill: white, width: 10cm, height: 2cm))]",
        "#set page(fill: black); #text(fill: black)[copia íntegra]",
    ],
)
def test_what_a_pdf_hides_is_not_read(source: str) -> None:
    """White, transparent, tiny or covered text, and text off the page, is not read."""
    words = "copia íntegra"
    assert Seen(seen_pdf(pdf(words))).shows(words)
    assert not Seen(seen_pdf(pdf(source))).shows(words)


def test_what_is_no_pdf_is_refused() -> None:
    """A file that is no PDF is refused by name."""
    with pytest.raises(LetterTemplateError, match="pdf"):
        seen_pdf(b"no")


def test_a_sentence_over_two_pages_is_read_whole() -> None:
    """A sentence is found although a page number stands between its halves."""
    long = " ".join(f"palabra{number}" for number in range(900))
    assert Seen(seen_pdf(pdf(f"#set page(footer: context [#counter(page).display() / 3])\n{long}"))).shows(long)


# --- a utility's own -----------------------------------------------------------------------------------------------


def test_a_utility_puts_paragraphs_and_layouts_in_the_place_of_ours(tmp_path: Path) -> None:
    """A utility replaces a paragraph of one kind or of all, a page, a Word document; required elements remain."""
    (tmp_path / "lugar.txt").write_text("Lo esperamos en {{ lugar }}.", encoding="utf-8-sig")
    (tmp_path / "citacion.traer.txt").write_text("Traiga su cédula.", encoding="utf-8")
    (tmp_path / "carta.html").write_text(own_layout().replace("<main>", "<main><p>Vigilada</p>"), encoding="utf-8")
    (tmp_path / "carta.docx").write_bytes(own_template())
    (tmp_path / ".oculto").write_text("", encoding="utf-8")
    own = letter("citacion", templates=load_templates(tmp_path, LETTERS))
    for text in ("Lo esperamos en la oficina", "Traiga su cédula."):
        assert text in own.html()
        assert text in seen_docx(own.docx())
        assert text in seen_pdf(own.pdf()).replace("\r\n", " ")
    assert "Vigilada" in own.html()
    assert "Traiga su cédula." not in letter("aviso", templates=own.templates).text()


def test_a_utility_puts_its_picture_and_its_foot_on_the_web_page_and_the_pdf(tmp_path: Path) -> None:
    """The layout of the PDF is ours; required elements are looked for on the finished page."""
    (tmp_path / "membrete.png").write_bytes(png(300, 90))
    (tmp_path / "pie.txt").write_text("Vigilada por Superservicios\nLínea 116", encoding="utf-8")
    own = letter("citacion", templates=load_templates(tmp_path, LETTERS))
    assert own.html().count("data:image/png") == 1
    for shown in (seen_html(own.html()), seen_pdf(own.pdf()), own.text()):
        assert "Vigilada por Superservicios" in shown
    page = pdfium.PdfDocument(own.pdf())[0]
    assert [each for each in page.get_objects() if each.type == FPDF_PAGEOBJ_IMAGE]
    assert own.pdf() == own.pdf()


@pytest.mark.parametrize("content", [b"GIF89a", b"\x89PNG\r\n\x1a\n", png(5000, 10)], ids=["other", "cut", "wide"])
def test_a_picture_that_cannot_be_drawn_is_refused(tmp_path: Path, content: bytes) -> None:
    """A file that is no PNG, incomplete or too large is refused by name when it is loaded or drawn."""
    (tmp_path / "membrete.png").write_bytes(content)
    with pytest.raises(LetterTemplateError, match="membrete"):
        letter("citacion", templates=load_templates(tmp_path, LETTERS)).pdf()


def test_a_paragraph_that_drops_the_recursos_is_refused_in_each_format() -> None:
    """Neither the page, the text nor a file is made."""
    own = letter("aviso", templates=Templates(paragraphs={"recursos": "Puede presentar recursos."}))
    for render in (own.text, own.html, own.docx, own.pdf):
        with pytest.raises(IncompleteLetterError) as refused:
            render()
        assert refused.value.params["elements"] == ("recursos", "autoridades", "plazos")


@pytest.mark.parametrize(
    ("name", "content"),
    [("otra.txt", b"x"), ("carta.pdf", b"x"), ("lugar.txt", b"\xff\xfe"), ("lugar.txt", b"x" * (LONGEST_TEMPLATE + 1))],
    ids=["unknown", "kind", "bytes", "large"],
)
def test_a_file_that_is_no_template_is_named(tmp_path: Path, name: str, content: bytes) -> None:
    """The refusal names a file of an unknown letter or format, not in UTF-8, or too large."""
    (tmp_path / name).write_bytes(content)
    with pytest.raises(LetterTemplateError, match=name):
        load_templates(tmp_path, LETTERS)
    with pytest.raises(LetterTemplateError, match="does not exist"):
        load_templates(tmp_path / "nada", LETTERS)


# --- blocks and words ----------------------------------------------------------------------------------------------


def test_a_text_is_parted_into_blocks() -> None:
    """Empty lines separate blocks; lists and headings are known by how they begin; items may have several lines."""
    found = list(blocks_of("# Uno\n\nDos\ntres E.S.P..\n \n- a\n  b\n- c..\n\n\n"))
    assert [each.clase for each in found] == [Role.HEADING, Role.PARAGRAPH, Role.LIST]
    assert (found[0].texto, found[1].texto, found[2].puntos) == ("Uno", "Dos tres E.S.P.", ("a b", "c."))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2, allow_nan=False))
def test_money_reads_back(amount: Decimal) -> None:
    """Points separate thousands; a comma precedes cents if there are any."""
    told = money(amount)
    back = Decimal(told.replace("$\u00a0", "").replace(".", "").replace(",", "."))
    assert back == amount


LONG: dict[str, tuple[str, dict[str, Any]]] = {
    "places": ("{{ a }}" * 30_000, {"a": "x" * 1_000}),
    "operands": ("{{ " + " ~ ".join(["a"] * 4_000) + " }}", {"a": "x"}),
    "filters": ("{{ a" + "|upper" * 20_000 + " }}", {"a": "x"}),
    "conditions": ("{% if a %}" * 5_000, {"a": "x"}),
    "not closed": ("{{ " + "x" * 2_000, {}),
    "comments": ("{#" * 50_000, {}),
    "text": ("{{ l|enumera }}" * 1_500, {"l": ["x" * 200_000] * 3}),
    "loop": ("{% for b in l %}" + "{{ b }}" * 1_500 + "{% endfor %}", {"l": ["x" * 200_000] * 20}),
}


@pytest.mark.parametrize("way", LONG)
def test_a_template_ends_before_it_takes_long_or_gives_much(way: str) -> None:
    """Limits on placeholders, on one placeholder and on the output are checked during rendering, not after."""
    source, facts = LONG[way]
    with pytest.raises(LetterTemplateError, match=r"too long|too much"):
        filled(source, facts, "p")
