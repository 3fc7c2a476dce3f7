"""What a decision says: its outcome in words, the outcome of each claim, and whether both agree."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from pqr_core.cases.filing import Claim
from pqr_core.law.notification import GRANTED
from pqr_core.vocabulary import Outcome

__all__ = ("decided",)

_EACH: Final[Mapping[Outcome, str]] = {
    Outcome.ACCEDE: "se accede",
    Outcome.ACCEDE_PARCIALMENTE: "se accede en parte",
    Outcome.NO_ACCEDE: "no se accede",
    Outcome.CONFIRMA: "se confirma la decisión recurrida",
    Outcome.MODIFICA: "se modifica la decisión recurrida",
    Outcome.REVOCA: "se revoca la decisión recurrida",
    Outcome.RECHAZA: "se rechaza el recurso",
    Outcome.TRASLADA: "se traslada a la autoridad competente",
    Outcome.ARCHIVA: "se archiva",
}
"""The words of a decision for its outcome on one claim."""

_WHOLE: Final[Mapping[Outcome, str]] = {
    Outcome.ACCEDE: "accede a lo que se pide",
    Outcome.ACCEDE_PARCIALMENTE: "accede en parte a lo que se pide",
    Outcome.NO_ACCEDE: "no accede a lo que se pide",
    Outcome.CONFIRMA: "confirma la decisión recurrida",
    Outcome.MODIFICA: "modifica la decisión recurrida",
    Outcome.REVOCA: "revoca la decisión recurrida",
    Outcome.RECHAZA: "rechaza el recurso",
    Outcome.TRASLADA: "traslada la petición a la autoridad competente",
    Outcome.ARCHIVA: "archiva la petición",
}
"""The words of a decision for its outcome on the whole, with the utility as subject."""

_IN_PART: Final = frozenset({Outcome.ACCEDE_PARCIALMENTE, Outcome.MODIFICA})
_DENIED: Final = frozenset({Outcome.NO_ACCEDE, Outcome.CONFIRMA, Outcome.RECHAZA})


def decided(
    claims: Sequence[Claim],
    outcome: Outcome | None,
    told: Mapping[str, tuple[Outcome, str | None]],
    text: str | None,
    *,
    can_go_up: bool,
) -> dict[str, Any]:
    """The facts of a decision, by name; a fact that is absent is None.

    Args:
        claims: the claims of the petitioner.
        outcome: the outcome of the whole; None if it was not given.
        told: the outcome of each claim and the reason, by the id of the claim.
        text: what is decided, if the filing lists no claims.
        can_go_up: whether the type of case has a subsidiary apelación.
    """
    missing = [claim.id for claim in claims if claim.id not in told]
    solved: list[dict[str, Any]] | None = None
    if claims and not missing:
        solved = [_item(claim, *told[claim.id]) for claim in claims]
    elif not claims and text:
        solved = [{"id": None, "texto": text}]
    agrees = outcome is not None and _agrees(outcome, {told[each.id][0] for each in claims if each.id in told})
    return {
        "resultado": outcome,
        "resultado_texto": _WHOLE[outcome] if outcome is not None and agrees else None,
        "resuelve": solved,
        "sin_resolver": missing or None,
        "concede": (outcome in GRANTED | _IN_PART) or None,
        "sube": (can_go_up and outcome is not None and outcome not in GRANTED | {Outcome.RECHAZA}) or None,
    }


def _item(claim: Claim, outcome: Outcome, why: str | None) -> dict[str, Any]:
    asked = claim.texto or f"pretensión {claim.id}"
    return {"id": claim.id, "texto": asked, "resultado": _EACH[outcome], "razon": why}


def _agrees(whole: Outcome, each: Collection[Outcome]) -> bool:
    """Whether the outcome of the whole agrees with the outcomes of the claims: all granted, some, or none."""
    if not each:
        return True
    if whole in GRANTED:
        return set(each) <= GRANTED
    if whole in _DENIED:
        return not set(each) & (GRANTED | _IN_PART)
    if whole in _IN_PART:
        return bool(set(each) & (GRANTED | _IN_PART)) and (whole is Outcome.MODIFICA or not set(each) <= GRANTED)
    return True
