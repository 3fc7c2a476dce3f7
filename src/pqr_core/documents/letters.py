"""A letter: a draft that knows what it lacks, cannot be rendered without it, and checks its own page.

`draft` fills a kind of letter from the agenda of a case. `missing` lists what the letter lacks, in sentences for
people. Rendering raises in three cases: something that a norm demands is missing; the act is not legal now (the guards
of `law.acts`); or the page, from our template or from one of the utility, does not show what a norm demands.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from attrs import NOTHING, evolve, field, fields, frozen

from pqr_core.cases.catalogues import Catalogue
from pqr_core.cases.events import PAYLOADS, ClaimOutcome, Event, NotifiedOn
from pqr_core.documents.custom import NO_TEMPLATES, Templates
from pqr_core.documents.html import PAPERS, html_of
from pqr_core.documents.kinds import CaseTrait, Detail, Element, Form, LetterKind
from pqr_core.documents.markup import seen_html
from pqr_core.documents.page import Page, bare, blocks_of, text_of
from pqr_core.documents.pdf import pdf_of, seen_pdf
from pqr_core.documents.seen import Seen, readable
from pqr_core.documents.sources import FACTS, FILED, Asked, facts_of, moment_of
from pqr_core.documents.told import told
from pqr_core.documents.word import docx_of
from pqr_core.documents.word_page import seen_docx
from pqr_core.documents.wording import filled
from pqr_core.errors import IncompleteLetterError, InvalidInputError, LetterNotDueError
from pqr_core.fields import Brief
from pqr_core.language import Language, Said, long_date
from pqr_core.law.agenda import Agenda, Refused
from pqr_core.moments import at_noon, local_time
from pqr_core.private import opened_for
from pqr_core.vocabulary import EventType

__all__ = ("Letter", "Missing", "draft")

_E: Final = EventType
_TAKEN: Final[Mapping[str, str]] = {
    "radicado_salida": "numero",
    "autorizada": "acepta_electronica",
    "comunicada_el": "fecha",
    "notificada_el": "fecha",
    "firmante": "firmante",
    "cargo": "cargo",
    "resultado": "resultado",
    "falta": "falta",
    "motivos": "motivos",
}
"""The fields of an event, and the facts that fill them if no value is given under the name of the field."""


_CORRECTED: Final = Said(
    f"La radicación se completa con el acto {EventType.CORRECCION}.",
    f"The act {EventType.CORRECCION} completes the filing.",
)


@frozen
class Missing(Brief):
    """An element that a letter lacks, and why: a fact is absent, or the page does not show the element.

    Args:
        element: the element.
        facts: the names of the absent facts; empty if the page does not show facts that are there.
        details: the values that may be given to the letter.
        left: the ids of the claims without an outcome, for an element about the decision.
    """

    element: Element
    facts: tuple[str, ...] = ()
    details: tuple[Detail, ...] = field(default=(), repr=False)
    left: tuple[str, ...] = ()

    @property
    def binds(self) -> bool:
        """Whether the letter is refused without the element."""
        return self.element.strength.binds

    def text(self, lang: Language = "es") -> str:
        """What is missing, by which norm, what happens without it, and which field to fill."""
        norms = self.element.norms(lang)
        named = self.element.label(lang) + (f" ({norms})" if norms else "")
        return f"{named}: {self.element.without.text(lang)} {self._remedy(lang)}"

    def _remedy(self, lang: Language) -> str:
        if not self.facts:
            es, en = "La plantilla no lo muestra a quien lee.", "The template does not show it to who reads."
            return es if lang == "es" else en
        labels = {detail.name: detail for detail in self.details}
        fields_told = [
            FACTS[name].text(lang) if name in FACTS else f"{name} ({labels[name].label(lang)})" for name in self.facts
        ]
        if self.left:
            fields_told.append(("sin resultado: " if lang == "es" else "without outcome: ") + ", ".join(self.left))
        needed = ("Falta: " if lang == "es" else "Fill in: ") + "; ".join(fields_told) + "."
        return needed if FILED.isdisjoint(self.facts) else f"{needed} {_CORRECTED.text(lang)}"


@frozen(kw_only=True, repr=False)
class Letter:
    """A letter about a case.

    Args:
        kind: the kind of letter.
        agenda: the case at the instant of the letter.
        facts: the values that fill it, by name.
        event: the event that its sending records; None if it records none, or lacks a value that the event needs.
        barred: why an act of this type is not legal now, whatever its details; empty if it may be.
        refusals: why the act with its details is not legal now; empty if it is.
        not_due: the event that must happen first, or that the letter is not for this type of case; None otherwise.
        given: the values given to it.
        catalogue: the names of services and channels.
        templates: the templates of the utility.
    """

    kind: LetterKind
    agenda: Agenda = field(repr=False)
    facts: Mapping[str, Any] = field(repr=False)
    event: Event | None = field(repr=False)
    barred: tuple[Refused, ...] = ()
    refusals: tuple[Refused, ...] = ()
    not_due: Said | None = None
    given: Mapping[str, Any] = field(repr=False)
    catalogue: Catalogue = field(repr=False)
    templates: Templates = field(default=NO_TEMPLATES, repr=False)

    def again(self, agenda: Agenda, **more: Any) -> Letter:
        """The same letter drafted again on another agenda, with more values given."""
        given = {**self.given, **more}
        return draft(self.kind, agenda, given, catalogue=self.catalogue, templates=self.templates)

    # --- what it lacks ---

    @cached_property
    def elements(self) -> tuple[Element, ...]:
        """The elements that this letter must carry, or should carry: those whose condition (`when`) holds."""
        return tuple(each for each in self.kind.elements if each.when is None or self._has(each.when))

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """The elements that lack a fact; those that a norm demands come first."""
        found = [self._missing(element) for element in self.elements]
        return tuple(sorted((each for each in found if each.facts), key=lambda each: not each.binds))

    def _missing(self, element: Element) -> Missing:
        facts = tuple(name for name in element.needs if not self._has(name))
        left = tuple(self.facts["sin_resolver"] or ()) if "resuelve" in facts else ()
        return Missing(element, facts, self.kind.details, left)

    def _has(self, name: str) -> bool:
        return self.facts.get(name) not in (None, "", (), [])

    def check(self) -> None:
        """Raise if the letter may not be made.

        Raises:
            LetterNotDueError: something must happen first, or the letter is not for this type of case.
            TransitionRefused: the act is not legal now.
            IncompleteLetterError: something that a norm demands is missing. The error names each element, norm and
                field.
        """
        if self.not_due is not None:
            raise LetterNotDueError(letter=Said(self.kind.es, self.kind.en), reason=self.not_due)
        for refusal in self.barred:
            raise refusal.error()
        self._require_none([each for each in self.missing if each.binds])
        for refusal in self.refusals:
            raise refusal.error()

    def _require_none(self, missing: list[Missing]) -> None:
        if missing:
            told_of = [Said(each.text("es"), each.text("en")) for each in missing]
            es, en = ("\n".join(each.text(lang) for each in told_of) for lang in ("es", "en"))
            raise IncompleteLetterError(
                letter=Said(self.kind.es, self.kind.en),
                missing=Said(es, en),
                elements=tuple(each.element.code for each in missing),
            )

    @property
    def when(self) -> dict[str, Any]:
        """The moment of the letter, as an event takes it: `at`, or `on` for a day without hour."""
        return moment_of(self.agenda)

    def sent(self, *, at: datetime | None = None, on: date | None = None, **proof: Any) -> Event | None:
        """The event to record once the letter was sent, with its `proof` (`guia`, `recibido_por`).

        `at` is the instant of the sending, or `on` its day; without both, it is the instant of the letter. The result
        is None if the sending is not an event. For a letter that counts from its delivery (`kind.on_delivery`), `at` or
        `on` is the moment of the delivery; without one it is None.
        """
        if self.event is None:
            return None
        if at is None and on is None:
            if self.kind.on_delivery:
                return None
            at, on = self.event.at, self.event.on
        elif self.kind.on_delivery and isinstance(self.event.payload, NotifiedOn):
            delivered = on if at is None else local_time(at, self.agenda.case.zone).date()
            proof = {"notificada_el": delivered, **proof}
        return evolve(self.event, at=at, on=on, payload=evolve(self.event.payload, **proof))

    def __repr__(self) -> str:
        number = self.agenda.case.filing.radicado or self.agenda.case.case_id
        return f"<Letter {self.kind.code} {number} {self.agenda.as_of:%Y-%m-%d}: {len(self.missing)} missing>"

    # --- the page ---

    @cached_property
    def page(self) -> Page:
        """The content of the letter, before its layout.

        Raises:
            LetterNotDueError, TransitionRefused, IncompleteLetterError: as in `check`.
            LetterTemplateError: a paragraph of the utility is not a valid template.
        """
        self.check()
        facts = {**self.facts, "carta": self.kind.code}
        text = "\n\n".join(
            readable(filled(self.templates.paragraph(self.kind.code, each.code) or each.text, facts, each.code))
            for each in self.kind.paragraphs
        )
        utility, head = self.facts, self._head()
        return Page(
            forma=self.kind.form.value,
            titulo=filled(self.kind.title, facts, "title"),
            empresa=readable(utility["empresa"] or self.agenda.case.utility_id),
            membrete=tuple(map(readable, self._letterhead())),
            numero=utility["numero"] and readable(utility["numero"]),
            fecha=long_date(utility["fecha"]),
            bloques=tuple(blocks_of(text)),
            firmas=tuple(tuple(map(readable, lines)) for lines in self._signatures()),
            anexos=tuple(filter(None, (filled(each, facts, "annexes").strip() for each in self.kind.annexes))),
            pie=tuple(map(readable, (self.templates.foot or "").splitlines())),
            logo=_data_url(self.templates.logo),
            **head,
        )

    def _letterhead(self) -> Iterator[str]:
        facts = self.facts
        if facts["membrete"]:
            yield from str(facts["membrete"]).splitlines()
        if facts["nit"]:
            yield f"NIT {facts['nit']}"
        if facts["direccion_empresa"]:
            yield facts["direccion_empresa"]

    def _head(self) -> dict[str, Any]:
        facts, form = self.facts, self.kind.form
        # A published page must not show whose account it is about.
        account = None if form is Form.POSTED else facts["cuenta"]
        told_of = {"Radicado": facts["radicado"], "Trámite": facts["tramite"], "Servicio": facts["servicio"]}
        reference = tuple((name, readable(value)) for name, value in {**told_of, "Cuenta": account}.items() if value)
        is_letter = form is Form.LETTER
        return {
            "destinatario": tuple(map(readable, self._addressee())) if form in (Form.LETTER, Form.ACT) else (),
            "referencia": reference,
            "saludo": self._greeting() if is_letter and not self._others() else None,
            "despedida": "Cordialmente," if is_letter else None,
        }

    def _greeting(self) -> str:
        if self.facts["varios"] or self.facts["juridica"]:
            return "Respetados señores:"
        return "Respetado(a) señor(a):" if self.facts["nombre"] else "Respetado usuario, respetada usuaria:"

    def _addressee(self) -> Iterator[str]:
        facts, others = self.facts, self._others()
        if others:
            yield from ("Señores", *others)
            return
        yield "Señores" if facts["varios"] or facts["juridica"] else "Señor(a)"
        for person in facts["personas"] or (("usuario(a)",),):
            yield ", ".join(filter(None, person))
        yield from filter(None, (facts["direccion"], facts["correo"]))

    def _others(self) -> tuple[str, ...]:
        """The addressees, if the letter does not go to the petitioner."""
        return tuple(filter(None, (self.kind.addressee, self.facts.get("destinatario"))))

    def _signatures(self) -> Iterator[tuple[str, ...]]:
        facts = self.facts
        if self.kind.form is Form.RECORD:
            who = facts.get("recibido_por") or ""
            yield ("Quien se notifica:", *filter(None, (who, facts.get("identificacion"))))
        company = facts["empresa"] or self.agenda.case.utility_id
        yield tuple(filter(None, (facts["firmante"], facts["cargo"], company)))

    # --- the formats ---

    def text(self) -> str:
        """The letter as plain text, for an e-mail.

        Raises:
            LetterNotDueError, TransitionRefused, IncompleteLetterError: as in `check`; or the text does not show an
                element that a norm demands.
            LetterTemplateError: a template of the utility is not valid.
            MissingExtraError: Jinja2 is not installed (extra `letters`).
        """
        made = text_of(self.page)
        self._require_shown(made)
        return made

    def html(self, *, paper: str = "letter") -> str:
        """The letter as an HTML page that prints on `paper` ("letter" or "a4").

        Raises:
            PQRError: as in `text`.
            InvalidInputError: there is no such paper.
        """
        _require_paper(paper)
        made = html_of(self.page, self.templates.html, paper=paper)
        self._require_shown(seen_html(made))
        return made

    def docx(self, path: str | Path | None = None) -> bytes:
        """The letter as a Word document (DOCX), also written to `path` if given.

        Raises:
            PQRError: as in `text`.
            MissingExtraError: docxtpl is not installed (extra `docx`).
            OSError: the file cannot be written.
        """
        made = docx_of(self.page, self.templates.docx)
        self._require_shown(seen_docx(made))
        return _kept(made, path)

    def pdf(self, path: str | Path | None = None, *, paper: str = "letter") -> bytes:
        """The letter as PDF on `paper` ("letter" or "a4"), also written to `path` if given.

        Raises:
            PQRError: as in `text`.
            InvalidInputError: there is no such paper.
            MissingExtraError: Typst or PDFium is not installed (extra `pdf`).
            OSError: the file cannot be written.
        """
        _require_paper(paper)
        made = pdf_of(self.page, paper=paper)
        self._require_shown(seen_pdf(made))
        return _kept(made, path)

    def marks(self, element: Element) -> tuple[str, ...]:
        """The texts by which a reader finds an element."""
        shown = (readable(filled(mark, self.facts, element.code)) for mark in element.shows)
        return tuple(filter(None, (bare(line) for mark in shown for line in mark.splitlines())))

    def unseen(self, text: str) -> tuple[Missing, ...]:
        """The elements that a norm demands and that a text, as a reader sees it, does not show."""
        seen = Seen(text)
        return tuple(
            Missing(element)
            for element in self.elements
            if element.strength.binds and not all(map(seen.shows, self.marks(element)))
        )

    def _require_shown(self, text: str) -> None:
        self._require_none(list(self.unseen(text)))


def _require_paper(paper: str) -> None:
    if paper not in PAPERS:
        raise InvalidInputError.unlisted(PAPERS, paper, place="paper")


def _data_url(png: bytes | None) -> str | None:
    return None if png is None else f"data:image/png;base64,{b64encode(png).decode()}"


def _kept(made: bytes, path: str | Path | None) -> bytes:
    if path is not None:
        with opened_for(path, personal=True) as target:
            target.write(made)
    return made


# --- how a draft is made -------------------------------------------------------------------------------------------


def draft(
    kind: LetterKind,
    agenda: Agenda,
    given: Mapping[str, Any],
    *,
    catalogue: Catalogue,
    templates: Templates = NO_TEMPLATES,
) -> Letter:
    """The draft of a letter about the case of an agenda, at the instant of that agenda, with the values `given`.

    Raises:
        InvalidInputError: `given` has a value that the letter does not take, or of another type, or the outcome of a
            claim that the case does not have.
    """
    given = told(kind, given)
    _require_claims(agenda, given.get("resultados") or ())
    without_event = Asked(kind=kind, agenda=agenda, then=agenda, notified=agenda, given=given, catalogue=catalogue)
    event = _event(without_event)
    then = agenda if event is None else agenda.again(agenda.case.record(event))
    asked = Asked(kind=kind, agenda=agenda, then=then, notified=_notified(then), given=given, catalogue=catalogue)
    return Letter(
        kind=kind,
        agenda=agenda,
        facts=facts_of(asked),
        event=event,
        barred=_barred(asked),
        refusals=() if event is None else agenda.refusals(event),
        not_due=_not_due(asked),
        given=given,
        catalogue=catalogue,
        templates=templates,
    )


def _require_claims(agenda: Agenda, ids: Iterable[str]) -> None:
    """Check that the case has the claims whose outcomes are given; a case without claims lists none."""
    known = [claim.id for claim in agenda.case.filing.pretensiones]
    unknown = next((each for each in ids if each not in known), None)
    if known and unknown is not None:
        raise InvalidInputError.unlisted(known, unknown, place="resultados")


def _event(asked: Asked) -> Event | None:
    """The event that the sending of the letter records; None if it records none, or lacks a value that it needs."""
    event_type = _event_type(asked)
    if event_type is None:
        return None
    facts = facts_of(asked)
    payload: Any = PAYLOADS[event_type]
    values: dict[str, Any] = {}
    for each in fields(payload):
        value = _value_of(each.name, asked, facts)
        if value is not None:
            values[each.name] = value
        elif each.default is NOTHING:
            return None
    if payload.__name__ == "EvidencePeriod" and ("hasta" in values) == ("dias" in values):
        return None
    return Event(event_type, payload=payload(**values), **moment_of(asked.agenda))


def _value_of(name: str, asked: Asked, facts: Mapping[str, Any]) -> Any:
    if name == "pretensiones":
        outcomes = asked.given.get("resultados") or {}
        return [ClaimOutcome(id=each, resultado=outcome) for each, (outcome, _why) in outcomes.items()] or None
    if name == "direccion":
        is_electronic = asked.kind.event is _E.ENVIO_NOTIFICACION_ELECTRONICA
        return facts["correo"] if is_electronic else facts["donde_notificar"]
    if name in asked.given:
        return asked.given[name]
    return facts.get(_TAKEN.get(name, ""))


def _notified(then: Agenda) -> Agenda:
    """The agenda on the day on which the decision counts as notified; if it is not notified, as if it were today."""
    day = then.course.notified_on
    if day is None:
        noticed = Event(_E.NOTIFICACION_PERSONAL, at=then.as_of)
        return then.again(then.case.record(noticed))
    return then if day <= then.as_of.date() else then.again(as_of=at_noon(day, then.case.zone))


def _barred(asked: Asked) -> tuple[Refused, ...]:
    """Why an act of the type is not legal now. An act that the letter only reports (`judged`) may have been done."""
    kind = asked.kind
    if kind.judged is not None:
        judged = _in_part(asked) or kind.judged
        return () if judged in _happened(asked) else asked.agenda.refusals(judged)
    event_type = _event_type(asked)
    return () if event_type is None else asked.agenda.refusals(event_type)


def _happened(asked: Asked) -> set[EventType]:
    return {occurrence.event.type for occurrence in asked.case.timeline(asked.agenda.as_of)}


def _event_type(asked: Asked) -> EventType | None:
    kind = asked.kind
    if kind.event is not None and _in_part(asked) is not None:
        return _in_part(asked)
    case_type = asked.agenda.basis.resolved.type
    holds = {None: True, CaseTrait.SILENCE_DECIDES: case_type.sap, CaseTrait.RECURSO: case_type.recurso}
    return kind.event if holds[kind.event_in] else kind.event_otherwise


def _in_part(asked: Asked) -> EventType | None:
    """The event of a letter about a part only; None if the letter is about the whole."""
    return asked.kind.in_part if asked.given.get("parte") else None


def _not_due(asked: Asked) -> Said | None:
    case_type = asked.agenda.basis.resolved.type
    if not asked.kind.is_for(case_type.code):
        es, en = case_type.label("es"), case_type.label("en")
        return Said(f"no es para un trámite de este tipo ({es})", f"it is not for a case of this type ({en})")
    happened = _happened(asked)
    missing = [each for each in asked.kind.after if each not in happened]
    if not missing:
        return None
    es, en = (", ".join(each.label(lang) for each in missing) for lang in ("es", "en"))
    return Said(f"no consta en el expediente: {es}", f"the history of the case does not have: {en}")
