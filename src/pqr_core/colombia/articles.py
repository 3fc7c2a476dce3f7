"""How the Colombian data cite an article: with the amendment that gave it its present text, if there is one.

>>> from pqr_core.colombia.norms import CPACA
>>> print(cite(CPACA, "art. 17 inc. 2"))
CPACA, art. 17 inc. 2 (sustituido por la Ley 1755 de 2015, art. 1)
>>> print(cite(CPACA, "art. 68"))
CPACA, art. 68
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from pqr_core.citations import Amendment, AmendmentKind, Citation, Confidence, Norm
from pqr_core.colombia.norms import (
    CPACA,
    DECRETO_229_2002,
    DECRETO_302_2000,
    DECRETO_2150_1995,
    LEY_142_1994,
    LEY_689_2001,
    LEY_962_2005,
    LEY_1266_2008,
    LEY_1755_2015,
    LEY_2080_2021,
    LEY_2157_2021,
)
from pqr_core.errors import InvalidInputError
from pqr_core.language import Said

__all__ = ("AMENDED", "cite")

_RIGHT_OF_PETITION: Final = range(13, 34)
"""The articles of the CPACA on the right of petition: 13 to 33, both included."""

AMENDED: Final[Mapping[str, Mapping[str, Amendment]]] = {
    CPACA.id: {
        **dict.fromkeys(map(str, _RIGHT_OF_PETITION), Amendment(AmendmentKind.SUSTITUIDO, LEY_1755_2015, "art. 1")),
        "56": Amendment(AmendmentKind.MODIFICADO, LEY_2080_2021, "art. 10"),
    },
    LEY_142_1994.id: {"159": Amendment(AmendmentKind.MODIFICADO, LEY_689_2001, "art. 20")},
    LEY_1266_2008.id: {"16.II.8": Amendment(AmendmentKind.ADICIONADO, LEY_2157_2021, "art. 7")},
    DECRETO_2150_1995.id: {"25": Amendment(AmendmentKind.MODIFICADO, LEY_962_2005, "art. 10")},
    DECRETO_302_2000.id: {"3": Amendment(AmendmentKind.MODIFICADO, DECRETO_229_2002, "art. 1")},
}
"""The amendments in force, by the id of a norm and the number of an article; each applies to the parts too."""

_PARTS: Final = re.compile(r"\b(?:inc|par|num)s?\. \S+")
_ARTICLE: Final = re.compile(r"\d+(?:\.\w+)*")


def cite(norm: Norm, article: str, note: str = "", confidence: Confidence = Confidence.VISTA) -> Citation:
    """A citation of a place of `norm`, with the amendment that gave it its present text.

    Raises:
        InvalidInputError: `article` names several articles with different amendments: they must be cited one by one.
    """
    amended = AMENDED.get(norm.id, {})
    found = {_amendment(amended, number) for number in _ARTICLE.findall(_PARTS.sub("", article))} or {None}
    if len(found) > 1:
        detail = Said(f"{article}: cite los artículos uno por uno", f"{article}: cite the articles one by one")
        raise InvalidInputError(place=norm.name, detail=detail)
    return Citation(norm, article, confidence, note, found.pop())


def _amendment(amended: Mapping[str, Amendment], number: str) -> Amendment | None:
    return next((by for place, by in amended.items() if f"{number}.".startswith(f"{place}.")), None)
