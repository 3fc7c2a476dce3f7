"""Numbering, and personal data that were changed in a store."""

from __future__ import annotations

import json
import traceback
from datetime import date

import pytest

from pqr_core.cases.events import Event, Filing
from pqr_core.errors import ChangedEventError
from pqr_core.storage.numbering import YearlyNumbering
from pqr_core.storage.personal import parted, rejoined
from pqr_core.vocabulary import EventType


def test_a_number_has_the_form_of_its_template() -> None:
    """Year and number stand where the template wants them."""
    assert YearlyNumbering("PQR-{number}-{year}").text(date(2026, 3, 16), 7) == "PQR-7-2026"


# --- personal data that were changed -------------------------------------------------------------------------------

NAME = "Ana P\u00e9rez"
TOLD = Event(EventType.RADICACION, on=date(2026, 3, 16), payload=Filing(tipo="queja", hechos=NAME))


@pytest.mark.parametrize(
    "changed",
    [
        "",
        f"no JSON: {NAME}",
        f'["{NAME}"]',
        f'"{NAME}"',
        "null",
        "{}",
        f'{{"data": "{NAME}"}}',
        '{"data": null}',
        '{"data": ["hechos"]}',
        f'{{"data": {{"hechos": ["{NAME}"]}}}}',
        f'{{"data": {{"peticionario": {{"nombre": "{NAME}"}}}}}}',
        f'{{"data": {{"{NAME}": "x"}}}}',
        f'{{"data": {{"at": "{NAME}"}}}}',
        f'{{"data": {{"tipo": "{NAME}"}}}}',
        "[" * 100_000,
    ],
)
def test_personal_data_that_were_changed_are_an_error_of_ours(changed: str) -> None:
    """The event is named; neither the message nor what is chained to it shows what stands there."""
    text, personal = parted(TOLD)
    assert rejoined(text, personal) == TOLD
    with pytest.raises(ChangedEventError) as refused:
        rejoined(text, changed)
    digest = json.loads(text)["personal"]
    assert refused.value.params == {"event": f"radicacion (2026-03-16, personal {digest})"}
    assert NAME not in "".join(traceback.format_exception(refused.value))
    assert (refused.value.__cause__, refused.value.__context__) == (None, None)


def test_a_chained_text_that_was_changed_is_an_error_of_ours() -> None:
    """A changed text of the chain is found, with personal data or after they were deleted."""
    text, personal = parted(TOLD)
    for broken in (text[:-1], text.replace("radicacion", "nada"), f"[{text}]"):
        for rest in (personal, None):
            with pytest.raises(ChangedEventError, match="verify_history"):
                rejoined(broken, rest)
