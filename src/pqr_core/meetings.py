"""What a group decides when it meets about the process: its minutes, and the actions that it opens and closes.

>>> minutes = Minutes(utility="aguas", period="2026-10", held_on=date(2026, 11, 6),
...     attendance=["Ana Ruiz, jefe de atención"], decisions=["reforzar la ventanilla los lunes"])
>>> minutes.decisions
('reforzar la ventanilla los lunes',)
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any, Final, cast
from uuid import UUID, uuid5

from attrs import Attribute, evolve, field, frozen, validators

from pqr_core.errors import InvalidInputError
from pqr_core.facts import require_code, require_text
from pqr_core.fields import is_a, is_day, is_day_or_none, nfc, nfc_or_none, several, texts
from pqr_core.language import Said
from pqr_core.names import FILLED, NOTHING, TEXTS
from pqr_core.vocabulary import ActionKind, ActionState

__all__ = ("ImprovementAction", "Minutes")

_ACTION_NAMESPACE: Final = UUID("b1f3a1c2-58a4-5e0e-9a55-6f4f8d0c7e21")
_EVIDENCE: Final = Said("una acción se cierra con evidencia", "an action is closed with evidence")


def _text(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_text(value, attribute.name)


def _code(_instance: object, attribute: Attribute[Any], value: object) -> None:
    require_code(value, attribute.name)


def _group(values: Iterable[str | None] | None) -> tuple[str | None, ...] | None:
    told = values if values is None or isinstance(values, str) else several(values)
    return tuple(map(nfc_or_none, told)) if isinstance(told, tuple) else cast("tuple[str | None, ...] | None", told)


def _texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    if not isinstance(values, tuple):
        raise InvalidInputError.expected(TEXTS, values, place=attribute.name)
    for value in values:
        _text(instance, attribute, value)


def _group_texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    if values is not None:
        told = tuple(each for each in values if each is not None) if isinstance(values, tuple) else values
        _texts(instance, attribute, told)


def _some_text(instance: object, attribute: Attribute[Any], value: object) -> None:
    _text(instance, attribute, value)
    if isinstance(value, str) and not value.strip():
        raise InvalidInputError.expected(FILLED, NOTHING, place=attribute.name)


def _some_code(instance: object, attribute: Attribute[Any], value: object) -> None:
    _code(instance, attribute, value)
    _some_text(instance, attribute, value)


@frozen(kw_only=True)
class ImprovementAction:
    """What a group decided to do. It is an immutable value; each step gives a new one.

    It may belong to an indicator that missed its target in one period and group (`indicators.actions.open_action`),
    and to a risk of the utility's own map.

    A store keeps each state of the action under its `action_id`, so its earlier states can still be read.

    Args:
        utility: the utility.
        indicator: the code of the indicator that it belongs to; None if it belongs to none.
        period: the period under review when it was decided, as text (`2026-03`).
        by: the columns grouped by.
        group: the values of these columns as text; None for the whole.
        kind: corrective, preventive or of improvement.
        what: what is to be done.
        responsible: the person in charge.
        opened_on: the day it was opened.
        due_on: the last day to close it.
        closed_on: the day it was closed.
        riesgo: the risk that it belongs to, by its code in the profile (`riesgos`).
        evidence: what shows that it was done; a closed action must have some.
        action_id: unique in the utility; by default made of the content at opening, so the same action opens once.

    Raises:
        InvalidInputError: a last or closing day before the opening, a closed action without evidence, or a value of the
            wrong type.
        NotADateError: a value that is not a date where a date was expected.
    """

    utility: str = field(converter=nfc, validator=_code)
    indicator: str | None = field(default=None, converter=nfc_or_none, validator=validators.optional(_some_code))
    period: str = field(converter=nfc, validator=_code)
    by: tuple[str, ...] = field(default=(), converter=texts, validator=_texts)
    group: tuple[str | None, ...] | None = field(default=None, converter=_group, validator=_group_texts)
    kind: ActionKind = field(converter=ActionKind)
    what: str = field(converter=nfc, validator=_some_text, metadata={"long": True})
    responsible: str = field(converter=nfc, validator=_some_code)
    opened_on: date = field(validator=is_day)
    due_on: date = field(validator=is_day)
    closed_on: date | None = field(default=None, validator=is_day_or_none)
    evidence: tuple[str, ...] = field(default=(), converter=texts, validator=_texts)
    riesgo: str | None = field(default=None, converter=nfc_or_none, validator=validators.optional(_some_code))
    action_id: UUID = field(validator=is_a(UUID))

    @action_id.default
    def _from_what_was_opened(self) -> UUID:
        verdict = (self.utility, self.indicator, self.period, self.by, self.group)
        named = (*verdict, self.kind, self.what, self.responsible, self.opened_on, self.due_on)
        return uuid5(_ACTION_NAMESPACE, json.dumps(named, default=str))

    def __attrs_post_init__(self) -> None:
        for name in ("due_on", "closed_on"):
            day = getattr(self, name)
            if day is not None and day < self.opened_on:
                es = f"{day} es anterior a la apertura de la acción, {self.opened_on}"
                en = f"{day} is before the action was opened, {self.opened_on}"
                raise InvalidInputError(place=name, detail=Said(es, en))
        if self.closed_on is not None and not any(text.strip() for text in self.evidence):
            raise InvalidInputError(place="evidence", detail=_EVIDENCE)

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.closed_on is None

    def state(self, day: date) -> ActionState:
        """Its state on `day`; on its last day it is still open."""
        if self.closed_on is not None and self.closed_on <= day:
            return ActionState.CERRADA
        return ActionState.VENCIDA if self.due_on < day else ActionState.ABIERTA

    def closed(self, on: date, evidence: Iterable[str]) -> ImprovementAction:
        """The action, closed with more evidence.

        Raises:
            InvalidInputError: it is closed already, there is no evidence, or `on` is before it was opened.
        """
        if self.closed_on is not None:
            es, en = f"ya se cerró el {self.closed_on}", f"closed already on {self.closed_on}"
            raise InvalidInputError(place="closed_on", detail=Said(es, en))
        # A single text is not a list of texts; passed on as it is, the field refuses it.
        added = evidence if isinstance(evidence, str) else (*self.evidence, *evidence)
        return evolve(self, closed_on=on, evidence=added)


def _some_texts(instance: object, attribute: Attribute[Any], values: object) -> None:
    _texts(instance, attribute, values)
    if not isinstance(values, tuple) or not all(each.strip() for each in values):
        raise InvalidInputError.expected(FILLED, NOTHING, place=attribute.name)


def _attendance(instance: object, attribute: Attribute[Any], values: object) -> None:
    _some_texts(instance, attribute, values)
    if not values:
        raise InvalidInputError.expected(FILLED, NOTHING, place=attribute.name)


@frozen(kw_only=True)
class Minutes:
    """The minutes of a meeting about a period; minutes of the same period and day replace the earlier ones.

    Args:
        utility: the utility.
        period: the period under review, as text (`2026-10`).
        held_on: the day of the meeting.
        attendance: who was present, with their post; at least one.
        decisions: what was decided. A decision with a person in charge is an `ImprovementAction` instead.

    Raises:
        InvalidInputError: nobody was present, or a text is empty.
        NotADateError: a value that is not a date where a date was expected.
    """

    utility: str = field(converter=nfc, validator=_code)
    period: str = field(converter=nfc, validator=_some_code)
    held_on: date = field(validator=is_day)
    attendance: tuple[str, ...] = field(converter=texts, validator=_attendance)
    decisions: tuple[str, ...] = field(default=(), converter=texts, validator=_some_texts)
