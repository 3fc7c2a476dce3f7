"""Find English words in a sentence that should be Spanish."""

from __future__ import annotations

import re

_WORDS = """
the is are was were not and of with expected got must known unknown missing number list key file which what its that
this these day days already has have there one two other another without only between before after first last than
more until while by where who how text table column row cannot can been it they them give say
"""
ENGLISH = frozenset(_WORDS.split())
"""English words that never appear in a Spanish sentence."""

CODE = re.compile(r"`[^`]*`|\"[^\"]*\"|--[a-z-]+|\b[\w.]+[_.=][\w.=]+|\b[A-Z][a-z]+[A-Z]\w*|\b[A-Z]{2,}\b|\{[^}]*\}")
"""Text that is the same in both languages: a command, an option, a key, a class."""


def english_in(spanish: str) -> set[str]:
    """The English words of a Spanish sentence."""
    return {word for word in re.findall(r"[^\W\d_]+", CODE.sub(" ", spanish).lower()) if word in ENGLISH}
