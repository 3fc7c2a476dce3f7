"""Conventions of the tests and of the pages."""

from __future__ import annotations

import ast
import re
from pathlib import Path

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")


def test_every_test_states_its_expectation(root: Path) -> None:
    """Every test function of the suite and of the shipped conformance has a docstring."""
    files = [*(root / "tests").rglob("test_*.py"), *(root / "src/pqr_core/testing").rglob("*.py")]
    silent = [
        f"{path.relative_to(root)}:{node.lineno}: {node.name}"
        for path in files
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert silent == []


def test_links_of_the_pages_lead_somewhere(root: Path) -> None:
    """A relative link in a Markdown page names a file of the repository."""
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    assert pages
    assert [
        f"{page.relative_to(root)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ] == []


def test_no_other_escaping_is_used(sources: dict[str, ast.Module]) -> None:
    """All escaping is ours: that of the standard library lets control characters pass."""
    using = {
        path
        for path, tree in sources.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in {"html", "xml.sax.saxutils"}
    }
    assert using == set()
