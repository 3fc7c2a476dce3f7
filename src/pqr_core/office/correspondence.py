"""Letters that are issued: take the number once, keep the text and the digest in the case, record the sending.

A letter is kept as an `adjunto` of the case. Its text is personal data: it is stored apart from the history and erased
with the other personal data. The number, the kind and the digest stay, so that a copy shown later can be compared with
what was sent.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import Any, Final, Literal
from uuid import UUID, uuid5

from attrs import evolve, field, frozen

from pqr_core.cases.case import Case
from pqr_core.cases.events import Event
from pqr_core.cases.filing import Attachment
from pqr_core.documents.custom import Templates
from pqr_core.documents.html import PAPERS
from pqr_core.documents.kinds import kind_of
from pqr_core.documents.letters import Letter, draft
from pqr_core.errors import InvalidInputError, PQRError
from pqr_core.facts import RowMaker
from pqr_core.fields import Brief
from pqr_core.law.acts import is_ahead, refusals
from pqr_core.law.agenda import Agenda
from pqr_core.office.casework import Call, locked, require_unmoved, row_of, saved, tell_attacked
from pqr_core.office.jurisdiction import Jurisdiction
from pqr_core.storage.base import UnitOfWork
from pqr_core.storage.numbering import Numbering
from pqr_core.vocabulary import EventType

__all__ = ("FORMS", "Form", "Issued", "drafted", "issue", "issued_in")

Form = Literal["html", "docx", "pdf", "txt"]

FORMS: Final[Mapping[str, Callable[[Letter, str], bytes]]] = {
    "html": lambda letter, paper: letter.html(paper=paper).encode(),
    "docx": lambda letter, _: letter.docx(),
    "pdf": lambda letter, paper: letter.pdf(paper=paper),
    "txt": lambda letter, _: letter.text().encode(),
}
"""The function that renders each form to bytes; the size of paper is ignored by "docx" and "txt"."""

_NAMESPACE: Final = UUID("3d1c8a0e-6c5b-5a43-9d0e-0f2a7c1b9e64")
_CLASS: Final = "carta:"


@frozen(kw_only=True)
class Issued(Brief):
    """A letter that was issued.

    Args:
        numero: its outgoing number.
        letter: the letter with that number.
        content: the bytes; None if the letter had been issued before.
        sha256: the SHA-256 of the bytes that were issued, in hexadecimal.
        events: the events that were recorded; empty if the letter had been issued before.
    """

    numero: str
    letter: Letter
    content: bytes | None = field(repr=False)
    sha256: str
    events: tuple[Event, ...] = field(default=(), repr=False)


def drafted(
    jurisdiction: Jurisdiction, agenda: Agenda, kind: str, given: Mapping[str, Any], templates: Templates
) -> Letter:
    """The draft of a letter of a jurisdiction.

    Raises:
        InvalidInputError: the kind of letter does not exist, or does not take something in `given`.
    """
    letter_kind = kind_of(jurisdiction.letters, kind)
    return draft(letter_kind, agenda, given, catalogue=jurisdiction.law.catalogue, templates=templates)


def issue(
    unit: UnitOfWork,
    letter: Letter,
    numbering: Numbering,
    rows: RowMaker,
    call: Call,
    *,
    form: Form,
    paper: str = PAPERS[0],
    actor: str | None = None,
) -> Issued:
    """Issue a letter: number it, keep it in its case, record its sending there and in the case that is attacked.

    Raises:
        InvalidInputError: the form does not exist.
        LetterError, TransitionRefused: as in `Letter.check`, on the case as it is stored, or the letter is of a moment
            that has not come; no number is taken.
        ConflictError: another unit moved the case to another attacked one at the same time.
    """
    utility, case_id = letter.agenda.case.utility_id, letter.agenda.case.case_id
    row = row_of(unit, utility, case_id)
    held = locked(unit, utility, case_id, row.recurso_of)
    stored = held[case_id]
    require_unmoved(unit, row, stored, letter.agenda.basis.rules)
    unit.record_from(call.holding(*(each.case for each in held.values())).now)
    current = letter.again(letter.agenda.again(stored.case))
    issued = _known(current) or _new(unit, current, letter.agenda.case, numbering, form=form, paper=paper, actor=actor)
    if issued.events:
        after = stored.case.record(*issued.events)
        saved(unit, stored, after, rows)
        for event in issued.events:
            tell_attacked(unit, held.get(row.recurso_of), letter.agenda.again(after), event, rows)
    return issued


def _known(letter: Letter) -> Issued | None:
    """What is kept of a letter that was issued before."""
    known = _attached(letter.agenda.case, _name(letter))
    if known is None:
        return None
    numbered = letter.again(letter.agenda, numero=known.referencia)
    return Issued(numero=known.referencia, letter=numbered, content=None, sha256=known.sha256)


def _new(
    unit: UnitOfWork,
    letter: Letter,
    drafted_on: Case,
    numbering: Numbering,
    *,
    form: Form,
    paper: str,
    actor: str | None,
) -> Issued:
    if form not in FORMS:
        raise InvalidInputError.unlisted(FORMS, form, place="form")
    agenda, now = letter.agenda, unit.recorded_at
    told = evolve(letter.event or Event(EventType.NOTA, **letter.when), recorded_at=now, actor=actor)
    if is_ahead(told, now, agenda.case.zone):
        raise refusals(agenda, told)[0].error()
    letter.check()
    _require_possible(letter, drafted_on)
    numero = letter.facts["numero"] or numbering(unit, agenda.case.utility_id, letter.facts["fecha"])
    numbered = letter.again(agenda, numero=numero)
    content = FORMS[form](numbered, paper)
    digest = sha256(content).hexdigest()
    text = Attachment(referencia=numero, sha256=digest, clase=f"{_CLASS}{letter.kind.code}", texto=numbered.text())
    events = [Event(EventType.ADJUNTO, payload=text, id=_name(letter), recorded_at=now, actor=actor, **letter.when)]
    sent = numbered.sent()
    if sent is not None:
        events.insert(0, evolve(sent, recorded_at=now, actor=actor))
    return Issued(numero=numero, letter=numbered, content=content, sha256=digest, events=tuple(events))


def _require_possible(letter: Letter, drafted_on: Case) -> None:
    """Refuse a letter that became impossible by what was recorded since its draft, at a later instant than its own.

    Two people may draft a decision, and both issue it. The second one is judged on the case that the first one left.
    What only the time that has passed would refuse does not count.

    Raises:
        LetterError, TransitionRefused: as in `Letter.check`.
    """
    agenda = letter.agenda
    since = (each.local(agenda.case.zone) for each in agenda.case.events[len(drafted_on.events) :])
    last = max(since, default=agenda.as_of)
    if last > agenda.as_of and _is_possible(letter.again(agenda.again(drafted_on, last))):
        letter.again(agenda.again(as_of=last)).check()


def _is_possible(letter: Letter) -> bool:
    try:
        letter.check()
    except PQRError:
        return False
    return True


def issued_in(case: Case) -> tuple[Attachment, ...]:
    """The letters that were issued in a case, in the order in which they were kept."""
    return tuple(each for each in case.attachments if (each.clase or "").startswith(_CLASS))


def _name(letter: Letter) -> str:
    """The id of the event that keeps a letter. It is the same for the same letter, so that it is issued once."""
    told = {name: str(value) for name, value in sorted(letter.given.items()) if name != "numero"}
    content = json.dumps([letter.kind.code, letter.agenda.as_of.isoformat(), told])
    return f"carta {uuid5(_NAMESPACE, f'{letter.agenda.case.case_id} {content}')}"


def _attached(case: Case, name: str) -> Attachment | None:
    return next((event.detail(Attachment) for event in case.events if event.id == name), None)
