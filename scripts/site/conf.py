"""Sphinx configuration of the site: one book in English, one in Spanish. `scripts/make_site.py` makes their sources.

The build uses no network: the theme, its fonts and the search come with the packages of the group `docs`.
"""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from sphinx.application import Sphinx

ROOT: Final = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "src"))

project = "pqr-core"
author = "pqr-core"
project_copyright = "pqr-core, Apache-2.0"
release = version = re.findall(r'__version__ = "(.+)"', (ROOT / "src/pqr_core/__init__.py").read_text("utf-8"))[0]

extensions = ["myst_parser", "sphinx_design", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
exclude_patterns: list[str] = []
nitpicky = True
# Names of other packages and private names have no entry in this book.
nitpick_ignore_regex = [("py:.*", r".*")]

# --- pages ---------------------------------------------------------------------------------------------------------
myst_enable_extensions = ["attrs_inline", "colon_fence", "deflist"]
myst_heading_anchors = 4  # the same anchors as on sites that show Markdown
myst_url_schemes = {
    "http": None,
    "https": None,
    "mailto": None,
    "site": "{{path}}",
    "part": "{{path}}#{{fragment}}",
}
"""`site:` links to a page of the other book, `part:` to a heading of such a page."""

# --- the reference of the API --------------------------------------------------------------------------------------
default_role = "code"  # docstrings write names between single backticks
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "show-inheritance": False}
autodoc_typehints_format = "short"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88
autodoc_preserve_defaults = True
napoleon_google_docstring = True
napoleon_numpy_docstring = False
napoleon_use_rtype = False

# --- what is made --------------------------------------------------------------------------------------------------
html_theme = "furo"
html_title = f"pqr-core {release}"
html_static_path = ["static"]
html_favicon = "static/icon.svg"
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_show_sphinx = False
html_theme_options: dict[str, Any] = {"navigation_with_keys": True, "top_of_page_buttons": []}


html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "other_language.html",
        "sidebar/search.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
templates_path = ["templates"]
suppress_warnings = [
    "misc.highlighting_failure",
    "ref.python",
]  # a short name that two classes share, such as `Role`, is shown without a link
logging.getLogger("alembic").setLevel(logging.WARNING)


def _escape_bars(_app: Sphinx, _what: str, _name: str, _of: object, _options: object, lines: list[str]) -> None:
    """Escape bars in docstrings, such as `a | b` and `|n|`: in reStructuredText a bar begins a substitution."""
    lines[:] = [re.sub(r"``[^`]*``|`[^`]*`|\|", lambda bar: "\\|" if bar[0] == "|" else bar[0], line) for line in lines]


def _name_defaults(
    _app: Sphinx, _what: str, _name: str, _of: object, _options: object, arguments: str, returns: str
) -> tuple[str, str]:
    """Show a default without source text, such as `<function _now>`, as `...`: the signature could not be parsed."""
    return re.sub(r"<[^<>]*>", "...", arguments or "") or arguments, returns


def setup(app: Sphinx) -> None:
    """Correct docstrings and signatures before Sphinx reads them."""
    app.connect("autodoc-process-docstring", _escape_bars)
    app.connect("autodoc-process-signature", _name_defaults)
