"""Incomplete letters are refused: tests over all the data of letters, and tests on the case and its agenda."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from functools import cache, partial
from html import escape
from typing import Any

import pytest
from attrs import NOTHING, evolve, fields
from tests.documents.samples import (
    ANA,
    CITED,
    DECIDED,
    DECIDES,
    DENIED,
    OTHERWISE,
    SAMPLES,
    Sample,
    at,
    docx,
    event,
    filed,
    html,
    letter,
    notified,
    pdf,
    recurso,
    required,
    whole,
)

from pqr_core import colombia
from pqr_core.cases.events import Consent, Decision, Delivery, NotifiedOn, Requirement, VerbalAnswer
from pqr_core.cases.filing import Notices, Petitioner
from pqr_core.citations import Confidence
from pqr_core.colombia.letters import LETTERS
from pqr_core.documents.kinds import Element, Strength
from pqr_core.documents.letters import Letter
from pqr_core.documents.markup import seen_html
from pqr_core.documents.page import text_of
from pqr_core.documents.pdf import pdf_of, seen_pdf
from pqr_core.documents.sources import FACTS
from pqr_core.documents.word_page import seen_docx
from pqr_core.errors import IncompleteLetterError, InvalidInputError, LetterNotDueError, PQRError, TransitionRefused
from pqr_core.vocabulary import EventType

E = EventType
BINDING = [
    (kind.code, element.code) for kind in LETTERS.values() for element in kind.elements if element.strength.binds
]
"""Every required element of every kind."""
LOOKED_AT = ("decision", "acta_notificacion_personal", "aviso", "requerimiento", "traslado_peticionario")
"""The kinds for which the slow tests run in every run; with `full` they run for all."""
AROUND = {"autoridad", "correo", "destinatario", "destino", "fecha", "firma", "peticion", "radicado"}
"""Elements that may stand in the head, the signatures or the annexes instead of a paragraph."""
FILLED = [
    (kind.code, element.code, name)
    for kind in LETTERS.values()
    for element in kind.elements
    for name in element.needs
    if element.strength.binds
]
"""Every fact that fills a required element."""


@cache
def _otherwise(kind: str, code: str) -> tuple[Letter, str]:
    other = letter(kind, OTHERWISE[kind, code])
    return other, other.html()


def made(kind: str, code: str | None = None) -> tuple[Letter, str]:
    """A complete letter that has the element, and its web page."""
    if code is not None and (kind, code) in OTHERWISE:
        return _otherwise(kind, code)
    return whole(kind), html(kind)


def element_of(kind: str, code: str) -> Element:
    """The element of that name."""
    return next(each for each in LETTERS[kind].elements if each.code == code)


def assert_names(refused: IncompleteLetterError, element: Element) -> None:
    """The refusal names the element and its norms, in both languages."""
    assert element.code in refused.params["elements"]
    for lang in ("es", "en"):
        said = refused.message(lang)
        assert element.label(lang) in said
        assert element.norms(lang) in said
        assert element.without.text(lang) in said


# --- complete ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LETTERS)
def test_every_letter_is_made_in_every_format(kind: str) -> None:
    """A complete case gives every letter in every format, and each format shows every element."""
    own = whole(kind)
    assert [each.element.code for each in own.missing if each.binds] == []
    assert own.text()
    for seen in (seen_html(own.html(paper="a4")), seen_docx(docx(kind)), seen_pdf(pdf(kind))):
        assert own.unseen(seen) == ()


def test_every_kind_of_the_contract_is_there() -> None:
    """Twenty-five, in the order of the procedure."""
    assert set(LETTERS) == set(SAMPLES)
    assert len(LETTERS) == 25


# --- with only what is demanded -----------------------------------------------------------------------------------


def without_one(sample: Sample) -> Iterator[Callable[[Sample], Sample]]:
    """The ways to leave out one thing: a detail of the letter, of the profile, or of an event."""
    for name in sample.given:
        yield partial(_untold, name)
    for name in ("name", "nit", "membrete", "direccion", "horario_texto", "lugar_notificacion", "firmantes"):
        yield partial(_unset, name)
    for place, past in enumerate(sample.case.events):
        for each in fields(type(past.payload)):
            if each.default is not NOTHING and each.init:
                factory = getattr(each.default, "factory", None)
                yield partial(_unrecorded, place, each.name, each.default if factory is None else factory())


def _untold(name: str, sample: Sample) -> Sample:
    return sample._replace(given={key: value for key, value in sample.given.items() if key != name})


def _unset(name: str, sample: Sample) -> Sample:
    return sample._replace(profile=evolve(sample.profile, **{name: getattr(colombia.DEFAULT_PROFILE, name)}))


def _unrecorded(place: int, name: str, plain: object, sample: Sample) -> Sample:
    events = sample.case.events
    payload: Any = events[place].payload
    try:
        less = evolve(events[place], payload=evolve(payload, **{name: plain}))
    except InvalidInputError:
        return sample
    return sample._replace(case=evolve(sample.case, events=(*events[:place], less, *events[place + 1 :])))


@cache
def barest(kind: str) -> Letter:
    """The letter of a kind with only what norms require: each other thing is left out in turn, if possible."""
    sample = SAMPLES[kind]()
    for leaves_out in without_one(sample):
        less = leaves_out(sample)
        if less != sample and _is_made(kind, less):
            sample = less
    return letter(kind, sample)


def _is_made(kind: str, sample: Sample) -> bool:
    try:
        letter(kind, sample).check()
    except PQRError:
        return False
    return True


@pytest.mark.parametrize("kind", LETTERS)
def test_a_letter_with_only_what_is_demanded_reads_well(kind: str) -> None:
    """No None, no gap and no stray comma where something is not known."""
    bare = barest(kind)
    assert len(bare.text()) < len(made(kind)[0].text())
    assert re.findall(r".{0,40}(?:None|\S {2,}\S| [,.;:)]|\(\)|,\.|,,).{0,20}", bare.text()) == []


def test_it_goes_to_somebody_although_nobody_is_known() -> None:
    """Without a name it is addressed to the user; the file for the Superintendencia, to the Superintendencia."""
    assert "Señor(a)\nusuario(a)\n" in barest("requerimiento").text()
    assert "Señores\nSuperintendencia de Servicios Públicos Domiciliarios\n\n" in barest("remision_sspd").text()


# --- without one element -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "code", "name"), FILLED)
def test_a_letter_without_a_fact_of_a_demanded_element_is_refused(kind: str, code: str, name: str) -> None:
    """Without the fact, the list of what is missing names the element, and so does the refusal."""
    (whole, _page), element = made(kind, code), element_of(kind, code)
    bare = evolve(whole, facts={**whole.facts, name: None})
    if element not in bare.elements:
        pytest.skip("the element hangs on that fact itself")
    (missing,) = [each for each in bare.missing if each.element is element]
    assert name in missing.facts
    assert missing.text("es") != missing.text("en")
    with pytest.raises(IncompleteLetterError) as refused:
        bare.html()
    assert_names(refused.value, element)


HIDES: dict[str, Callable[[str], str]] = {
    "removed": lambda _mark: "",
    "commented": lambda mark: f"<!-- {mark} -->",
    "display": lambda mark: f'<span style="display:none">{mark}</span>',
    "white": lambda mark: f'<span style="color:#fff">{mark}</span>',
    "style sheet": lambda mark: f'<span class="oculto">{mark}</span>',
}


@pytest.mark.parametrize(("kind", "code"), BINDING)
def test_a_page_that_does_not_show_a_demanded_element_is_refused(kind: str, code: str) -> None:
    """Each mark of the element is removed from the template, commented out, hidden, white, or hidden by a style sheet.

    All ways are checked as a reader would see the page. That the letter is refused, naming element and norm, is tested
    here for the first way, and for all in `test_a_template_that_does_not_show_a_demanded_element_is_refused`.
    """
    own, _page = made(kind, code)
    element = element_of(kind, code)
    assert element in own.elements
    assert own.marks(element), "nothing would show that it is missing"
    for mark in own.marks(element):
        for way in HIDES:
            spoiled = hidden(kind, code, mark, way)
            assert element in [each.element for each in own.unseen(seen_html(spoiled))], (mark, way)
    assert_refused(kind, code, own.marks(element)[0], "removed")


@pytest.mark.full
@pytest.mark.parametrize("way", HIDES)
@pytest.mark.parametrize(("kind", "code"), BINDING)
def test_a_template_that_does_not_show_a_demanded_element_is_refused(kind: str, code: str, way: str) -> None:
    """The letter is refused for every mark and every way to hide it."""
    for mark in made(kind, code)[0].marks(element_of(kind, code)):
        assert_refused(kind, code, mark, way)


def hidden(kind: str, code: str, mark: str, way: str) -> str:
    """The page of a letter with a mark hidden in that way."""
    marked = re.escape(escape(mark)).replace(r"\ ", r"\s+")
    spoiled, times = re.subn(marked, lambda found: HIDES[way](found[0]), made(kind, code)[1], flags=re.IGNORECASE)
    assert times
    return spoiled.replace("</style>", ".oculto { visibility: hidden; }\n</style>")


def assert_refused(kind: str, code: str, mark: str, way: str) -> None:
    """With that page as a utility's template, the letter is refused, naming the element and its norms."""
    own, _page = made(kind, code)
    templates = evolve(own.templates, html=escaped(hidden(kind, code, mark, way)))
    with pytest.raises(IncompleteLetterError) as refused:
        evolve(own, templates=templates).html()
    assert_names(refused.value, element_of(kind, code))


def escaped(html: str) -> str:
    """A template that gives this page."""
    return html.replace("{{", "{{ '{{' }}").replace("{%", "{{ '{%' }}").replace("{#", "{{ '{#' }}")


@pytest.mark.parametrize(("kind", "code"), BINDING)
def test_a_paragraph_of_their_own_may_not_drop_a_demanded_element(kind: str, code: str) -> None:
    """Without the paragraph that shows the element, neither text, web page, Word nor PDF is made."""
    (whole, _page), element = made(kind, code), element_of(kind, code)
    own = evolve(
        whole, templates=evolve(whole.templates, paragraphs={each.code: "." for each in LETTERS[kind].paragraphs})
    )
    if element in [each.element for each in own.unseen(text_of(own.page))]:
        with pytest.raises(IncompleteLetterError) as refused:
            own.text()
        assert_names(refused.value, element)
    else:
        assert code in AROUND


@pytest.mark.parametrize(
    "kind", [pytest.param(kind, marks=[] if kind in LOOKED_AT else pytest.mark.full) for kind in LETTERS]
)
def test_word_and_pdf_are_read_as_well(kind: str) -> None:
    """A Word document whose marks are white is refused for each element; so is a PDF without their text."""
    whole, _page = made(kind)
    binding = [element for element in whole.elements if element.strength.binds]
    source = zipfile.ZipFile(io.BytesIO(docx(kind)))
    spoiled = io.BytesIO()
    with zipfile.ZipFile(spoiled, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                content = content.replace(b"<w:r>", b'<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>')
            target.writestr(name, content)
    assert [each.element for each in whole.unseen(seen_docx(spoiled.getvalue()))] == binding
    empty = evolve(whole.page, bloques=(), fecha="", destinatario=(), firmas=(), referencia=(), anexos=(), numero=None)
    unseen = [
        each.element for each in whole.unseen(seen_pdf(pdf_of(evolve(empty, titulo="x", empresa="x", membrete=()))))
    ]
    assert unseen == binding


# --- the data ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", LETTERS.values(), ids=list(LETTERS))
def test_the_data_of_a_letter_hold_together(kind: Any) -> None:
    """Required elements have norms, their facts exist, and elements without a norm are good practice."""
    known = {*FACTS, *(detail.name for detail in kind.details)}
    for element in kind.elements:
        assert not element.strength.binds or element.citations
        assert set(element.needs) <= known
        assert element.when is None or element.when in known
        for text in (element.without.es, element.without.en):
            assert text.endswith(".")
    assert any(element.code == "firma" for element in kind.elements) or kind.code == "constancia_recepcion"


def test_a_norm_that_was_not_read_demands_nothing_alone() -> None:
    """A norm cited from memory is marked; only the verbal petition and the visit require something on such a norm."""
    for kind in LETTERS.values():
        for element in kind.elements:
            if element.strength is Strength.DEMANDED_OR_VOID:
                assert any(each.confidence is Confidence.VISTA for each in element.citations)


# --- from the case and its agenda ----------------------------------------------------------------------------------


def test_the_guards_of_the_law_decide_whether_the_act_is_legal() -> None:
    """An aviso before its window, an extension after the term, a decision against the user after the silence."""
    early = letter("aviso", Sample(CITED, at(27), {}))
    with pytest.raises(TransitionRefused) as refused:
        early.html()
    assert refused.value.guard == "aviso_prematuro"
    assert refused.value.legal_from == date(2026, 4, 2)
    late = letter(
        "prorroga", Sample(filed("peticion_general"), at(20, month=4), {"hasta": date(2026, 5, 4), "motivos": "x"})
    )
    with pytest.raises(TransitionRefused):
        late.check()
    after = letter("decision", Sample(filed(), at(20, month=4), {**DECIDES, "resultado": "no_accede"}))
    with pytest.raises(TransitionRefused) as silent:
        after.pdf()
    assert silent.value.guard == "silencio_positivo"


def test_what_is_missing_is_told_before_what_the_act_says_is_judged() -> None:
    """A decision without outcome is incomplete; an act that is illegal whatever it says is refused first."""
    with pytest.raises(IncompleteLetterError):
        letter("decision", Sample(filed(), at(24), {})).check()
    with pytest.raises(TransitionRefused):
        letter("prorroga", Sample(filed(), at(24), {})).check()


def test_a_letter_about_what_has_not_happened_is_not_due() -> None:
    """The acceptance of a withdrawal that nobody filed."""
    with pytest.raises(LetterNotDueError) as refused:
        letter("desistimiento_expreso", Sample(recurso(), at(24), {})).check()
    assert "desistimiento expreso" in refused.value.message("es")
    assert letter("constancia_ejecutoria", Sample(notified(), at(30), {})).missing[0].element.code == "firmeza"


def test_a_recurso_that_was_withdrawn_leaves_the_decision_firm() -> None:
    """The recurso cannot be filed again, and the certificate is about the decision attacked; a reclamo can be."""
    withdrawn = recurso().record(event(E.DESISTIMIENTO_EXPRESO, 20))
    acceptance = letter("desistimiento_expreso", Sample(withdrawn, at(24), {})).text()
    assert "La decisión recurrida, S-2026-0077, queda en firme al día siguiente" in acceptance
    assert "de nuevo" not in acceptance
    accepted = withdrawn.record(event(E.ACEPTACION_DESISTIMIENTO, 24, NotifiedOn(notificada_el=date(2026, 3, 25))))
    certificate = letter("constancia_ejecutoria", Sample(accepted, at(30), {})).text()
    assert "la decisión recurrida, S-2026-0077, expedida por Aguas del Río E.S.P., en el trámite" in certificate
    assert "Quedó en firme el jueves 26 de marzo de 2026, el día siguiente a la notificación de la acept" in certificate
    other = letter("desistimiento_expreso", Sample(filed().record(event(E.DESISTIMIENTO_EXPRESO, 20)), at(24), {}))
    assert "Puede presentar de nuevo la solicitud" in other.text()


def test_the_decision_of_a_recurso_is_firm_the_day_after_it_is_notified() -> None:
    """CPACA art. 87.2; of a decision that admits no recurso, 87.1; the decision attacked is certified with it."""
    upheld = Decision(resultado="confirma", acto="facturacion")
    attacked = {"acto_atacado": "S-1", "attacked_notified_on": date(2026, 3, 10)}
    decided = filed("recurso_reposicion", **attacked).record(
        event(E.DECISION, 24, upheld), event(E.ENVIO_CITACION, 25), event(E.NOTIFICACION_PERSONAL, 27)
    )
    text = letter("constancia_ejecutoria", Sample(decided, at(30), {})).text()
    assert "28 de marzo de 2026, el día siguiente a la notificación de la decisión sobre el recurso." in text
    other = filed().record(
        event(E.DECISION, 24, Decision(resultado="no_accede", acto="otro")),
        event(E.ENVIO_CITACION, 25),
        event(E.NOTIFICACION_PERSONAL, 27),
    )
    assert "no procede recurso." in letter("constancia_ejecutoria", Sample(other, at(30), {})).text()
    disputed = notified().record(event(E.RECURSO_INTERPUESTO, 30))
    (lacking,) = [
        each for each in letter("constancia_ejecutoria", Sample(disputed, at(20, month=4), {})).missing if each.binds
    ]
    assert "el caso del recurso" in lacking.text()


def test_what_was_answered_by_word_of_mouth_is_notified_with_its_day_and_number() -> None:
    """The citation, the record and the aviso of a verbal answer name it; the certificate says how it was notified."""
    refused = filed().record(event(E.RESPUESTA_VERBAL, 18, VerbalAnswer("no_accede", radicado_salida="V-1")))
    act = "la decisión verbal número V-1 del miércoles 18 de marzo de 2026"
    assert act in letter("citacion", Sample(refused, at(19), {})).text()
    cited = refused.record(event(E.ENVIO_CITACION, 19))
    came = {"recibido_por": "Ana Pérez Gómez", "calidad": "interesado"}
    assert act in letter("acta_notificacion_personal", Sample(cited, at(20), came)).text()
    assert act in letter("aviso", Sample(cited, at(30), {})).text()
    granted = filed().record(event(E.RESPUESTA_VERBAL, 18, VerbalAnswer("accede")))
    certificate = letter("constancia_ejecutoria", Sample(granted, at(20, month=4), {})).text()
    assert "sobre la decisión verbal del miércoles 18 de marzo de 2026, expedida" in certificate
    assert "Se notificó de palabra el miércoles 18 de marzo de 2026." in certificate


def test_what_has_no_effect_is_not_what_a_letter_is_about() -> None:
    """A second decision, an aviso that came too early, a citation sent again and a repeated requirement."""
    granted = Decision(resultado="accede", acto="facturacion", radicado_salida="S-9")
    twice = DECIDED.record(event(E.DECISION, 25, granted))
    assert "la decisión número S-2026-0077 del martes 24" in letter("citacion", Sample(twice, at(26), {})).text()
    early = CITED.record(event(E.ENTREGA_AVISO, 26), event(E.NOTIFICACION_PERSONAL, 30))
    certificate = letter("constancia_ejecutoria", Sample(early, at(20, month=4), {})).text()
    assert "Se notificó de manera personal el lunes 30 de marzo de 2026." in certificate
    again = CITED.record(event(E.ENVIO_CITACION, 31, Delivery(guia="RA2")))
    aviso = letter("aviso", Sample(again, at(6, month=4), {})).text()
    assert "El miércoles 25 de marzo de 2026 le enviamos una citación" in aviso
    assert "(guía RA123456789CO)" in aviso
    repeated = required().record(event(E.REQUERIMIENTO, 26, Requirement(falta=["la escritura"])))
    withdrawal = letter("desistimiento_tacito", Sample(repeated, at(21, month=4), {})).text()
    assert "El miércoles 18 de marzo de 2026 le pedimos completar" in withdrawal
    assert "copia del contrato de arrendamiento" in withdrawal
    assert "la escritura" not in withdrawal


def test_a_citation_sent_again_does_not_give_the_day_of_the_first_one() -> None:
    """The time to come runs from the first; "within five days of this citation" would end on another day."""
    first = letter("citacion", Sample(DECIDED, at(25), {})).text()
    assert "siguientes al envío de esta citación, es decir, hasta el miércoles 1 de abril de 2026." in first
    again = letter("citacion", Sample(CITED, at(31), {})).text()
    assert "siguientes al envío de esta citación. Si no viene" in again


def test_a_claim_left_without_outcome_leaves_the_decision_incomplete() -> None:
    """The list of what is missing names the claim."""
    told = {**DECIDES, "resultados": {"1": "accede"}}
    part = letter("decision", Sample(filed(), at(24), told))
    (missing,) = [each for each in part.missing if each.element.code == "resuelve"]
    assert (missing.facts, missing.left) == (("resuelve",), ("2",))
    assert "sin resultado: 2" in missing.text()
    assert part.facts["sin_resolver"] == ["2"]
    with pytest.raises(IncompleteLetterError, match="what is decided on each thing asked"):
        part.docx()


def test_an_outcome_of_a_claim_that_is_not_there_is_refused() -> None:
    """It would be recorded and not shown; a case without claims says what it resolves otherwise."""
    with pytest.raises(InvalidInputError, match="resultados"):
        letter(
            "decision",
            Sample(filed(), at(24), {**DECIDES, "resultados": {"1": "accede", "2": "accede", "9": "accede"}}),
        )


def test_a_paper_there_is_not_is_refused() -> None:
    """HTML and PDF print on letter and A4 only."""
    for made_on in (whole("citacion").html, whole("citacion").pdf):
        with pytest.raises(InvalidInputError, match="paper"):
            made_on(paper="legal")


def test_a_decision_where_nothing_was_listed_says_what_it_resolves() -> None:
    """The decision says what it resolves in its own words, without which it is incomplete."""
    told = {**DECIDES, "resuelve": "Se factura de nuevo febrero.", "resultados": None}
    whole = letter("decision", Sample(filed(pretensiones=()), at(24), told))
    assert "Se factura de nuevo febrero." in whole.text()
    without = {**told, "resuelve": None}
    assert "resuelve" in [
        m.element.code for m in letter("decision", Sample(filed(pretensiones=()), at(24), without)).missing
    ]


def test_recursos_are_those_of_the_agenda() -> None:
    """Both recursos for acts of art. 154, the queja for a rejection, none for other acts or types without silence."""
    both = letter("decision", Sample(filed(), at(24), DECIDES))
    assert both.facts["recurso"] == {"clase": "recurso", "plazo": "cinco (5) días hábiles", "vence": None}
    other = letter("decision", Sample(filed(), at(24), {**DECIDES, "acto": "otro"}))
    assert "no procede ningún recurso" in other.text()
    rejected = made("rechazo_recurso")[0]
    assert rejected.facts["recurso"]["clase"] == "queja"
    general = letter("decision", Sample(filed("peticion_general", factura=None), at(24), {**DECIDES, "acto": None}))
    assert general.event is not None
    assert general.event.type is E.RESPUESTA_ENVIADA
    assert "ecurso" not in general.text()
    granted = {**DECIDES, "resultado": "revoca", "resultados": {"1": "accede", "2": "accede"}}
    won = letter("decision_recurso", Sample(recurso(), at(25), granted))
    assert "remision" not in [element.code for element in won.elements]
    assert "no procede ningún recurso." in won.text()


def test_the_last_day_of_the_recurso_is_told_where_it_is_known() -> None:
    """In the record of a notification and in a published aviso; not in one that has yet to be delivered."""
    agenda = colombia.agenda(notified(), date(2026, 3, 30))
    acta = letter("acta_notificacion_personal")
    assert acta.facts["recurso"]["vence"] == agenda["recurso"].due_on == date(2026, 4, 7)
    assert made("aviso")[0].facts["recurso"]["vence"] is None
    published = made("publicacion_aviso")[0]
    assert (published.facts["desfijacion"], published.facts["recurso"]["vence"]) == (
        date(2026, 4, 13),
        date(2026, 4, 21),
    )
    assert published.event is not None
    after = published.agenda.again(published.agenda.case.record(published.event), date(2026, 4, 22))
    assert after["recurso"].due_on == date(2026, 4, 21)


def test_dates_and_terms_are_not_taken_from_who_asks() -> None:
    """A detail that the letter does not take is refused, with the list of those it takes."""
    for name in ("vence", "recurso", "plazo", "fecha"):
        with pytest.raises(InvalidInputError, match="unknown key"):
            letter("decision", Sample(filed(), at(24), {**DECIDES, name: date(2030, 1, 1)}))
    for name, wrong in (("hasta", "2026-04-20"), ("motivos", 3)):
        with pytest.raises(InvalidInputError, match=name):
            letter("prorroga", Sample(filed("peticion_general"), at(24), {name: wrong}))


def test_a_record_needs_its_hour_and_who_came() -> None:
    """Art. 67: without the hour it is void; who took a paper at the address cannot be notified for another."""
    told = {"recibido_por": "Ana Pérez Gómez", "calidad": "interesado"}
    by_day = letter("acta_notificacion_personal", Sample(CITED, date(2026, 3, 27), told))
    assert [each.element.code for each in by_day.missing if each.binds] == ["hora"]
    with_hour = letter(
        "acta_notificacion_personal", Sample(CITED, date(2026, 3, 27), {**told, "hora": at(27, 13, 5).time()})
    )
    assert "a las 13:05" in with_hour.text()
    other = letter("acta_notificacion_personal", Sample(CITED, at(27), {**told, "calidad": "tercero"}))
    assert [each.element.code for each in other.missing if each.binds] == ["quien"]


def test_the_hour_of_receipt_is_that_of_the_filing() -> None:
    """Another hour is refused; for a filing without an hour, the given one is shown."""
    assert "a las 8:41" in letter("constancia_recepcion", Sample(filed(), at(16), {"hora": time(8, 41)})).text()
    with pytest.raises(IncompleteLetterError) as wrong:
        letter("constancia_recepcion", Sample(filed(), at(16), {"hora": time(17, 0)})).text()
    assert wrong.value.params["elements"] == ("fecha_y_hora",)
    of_a_day = colombia.file("reclamo", on=date(2026, 3, 16), utility="empresa", radicado="2026-000123")
    assert "a las 17:00" in letter("constancia_recepcion", Sample(of_a_day, at(16), {"hora": time(17, 0)})).text()


def test_a_notice_goes_where_the_file_says() -> None:
    """The address for notices comes before that of the person; without any, the citation says it is to be published."""
    moved = filed(notificaciones=Notices(direccion="Apartado 77")).record(event(E.DECISION, 24, DENIED))
    assert "Apartado 77" in letter("citacion", Sample(moved, at(25), {})).text()
    nowhere = filed(peticionario=evolve(ANA, direccion=None, correo=None)).record(event(E.DECISION, 24, DENIED))
    (missing,) = [each for each in letter("citacion", Sample(nowhere, at(25), {})).missing if each.binds]
    assert "publicacion_citacion" in missing.text()
    known = letter("publicacion_citacion", Sample(DECIDED, at(25), {"medio": "la web"}))
    assert [each.element.code for each in known.missing if each.binds] == ["motivo"]


def test_electronic_notice_is_for_who_accepted_it() -> None:
    """Without acceptance, the electronic notice is refused."""
    with pytest.raises(TransitionRefused) as refused:
        letter("notificacion_electronica", Sample(DECIDED, at(25), {})).check()
    assert refused.value.guard == "notificacion_sin_autorizacion"


def test_the_letter_gives_the_event_that_its_sending_is() -> None:
    """The event has the number, claims, proof and address of the letter, and the day on which it was sent."""
    decision = made("decision")[0].event
    assert decision is not None
    told = decision.detail(Decision)
    assert (told.radicado_salida, told.firmante, told.completa) == ("S-2026-0077", "Marta Ríos Vélez", True)
    assert [each.id for each in told.pretensiones] == ["1", "2"]
    cited = made("citacion")[0].sent(on=date(2026, 3, 26), guia="RA1")
    assert cited is not None
    assert cited.on == date(2026, 3, 26)
    assert cited.detail(Delivery).guia == "RA1"
    assert cited.detail(Delivery).direccion == ANA.direccion
    electronic = made("notificacion_electronica")[0].sent()
    assert electronic is not None
    assert electronic.detail(Consent).autorizada
    assert electronic.detail(Consent).direccion == "ana@correo.example"
    assert made("constancia_ejecutoria")[0].sent() is None
    assert made("decision")[0].agenda.act(decision).outcome is not None


def test_a_letter_that_counts_from_its_delivery_is_recorded_once_it_is_delivered() -> None:
    """Sending an aviso, an acceptance of a withdrawal or a refusal notifies nobody: the day told is of the delivery."""
    assert {code for code, kind in LETTERS.items() if kind.on_delivery} == {
        "aviso",
        "desistimiento_expreso",
        "negativa_reserva",
    }
    aviso = made("aviso")[0]
    assert aviso.sent() is None
    delivered = aviso.sent(on=date(2026, 4, 20), guia="RA9")
    assert delivered is not None
    assert (delivered.type, delivered.on, delivered.detail(Delivery).guia) == (
        EventType.ENTREGA_AVISO,
        date(2026, 4, 20),
        "RA9",
    )
    refusal = made("negativa_reserva")[0]
    assert refusal.sent() is None
    told = refusal.sent(at=datetime(2026, 4, 21, 3, tzinfo=UTC))  # ten at night on the 20th in Colombia
    assert told is not None
    assert told.detail(NotifiedOn).notificada_el == date(2026, 4, 20)


def test_two_petitioners_and_a_company_are_addressed_as_they_are() -> None:
    """All names, and a greeting for several."""
    luis = Petitioner(clase="natural", nombre="Luis Gómez")
    both = letter(
        "citacion",
        Sample(filed(peticionario=None, peticionarios=[ANA, luis]).record(event(E.DECISION, 24, DENIED)), at(25), {}),
    )
    assert all(name in both.text() for name in ("Ana Pérez Gómez", "Luis Gómez", "Respetados señores:"))
    nobody = letter(
        "citacion",
        Sample(
            filed(peticionario=Petitioner(clase="anonima", correo="x@y.example")).record(event(E.DECISION, 24, DENIED)),
            at(25),
            {},
        ),
    )
    assert "Respetado usuario, respetada usuaria:" in nobody.text()


def test_no_repr_and_no_refusal_shows_who_it_is_about() -> None:
    """Neither the letter nor what is refused names the petitioner."""
    whole = made("citacion")[0]
    assert len(repr(whole)) < 120
    bare = evolve(whole, facts={**whole.facts, "donde_notificar": None})
    with pytest.raises(IncompleteLetterError) as refused:
        bare.check()
    said = f"{whole!r} {refused.value} {refused.value.message('es')} {refused.value.params}"
    assert not any(secret in said for secret in (ANA.nombre, ANA.documento, ANA.direccion) if secret)


def test_the_same_letter_is_the_same_bytes() -> None:
    """HTML, text and PDF."""
    first, second = letter("decision"), letter("decision")
    assert first.html() == second.html()
    assert first.pdf() == second.pdf()
    assert first.text() == second.text()


def test_what_is_told_is_never_markup() -> None:
    """Text that people wrote is never read as HTML, Typst, Jinja2 or Word markup."""
    nasty = '<b>x</b> & {{ 7 * 7 }} {% raw %} #import "x" *negrita* $x$ \\u{41} </w:t>'
    whole = letter("decision", Sample(filed(), at(24), {**DECIDES, "fundamentos": nasty}))
    for seen in (seen_html(whole.html()), seen_docx(whole.docx()), seen_pdf(whole.pdf()), whole.text()):
        assert " ".join(nasty.split()) in " ".join(seen.split())


# --- what does not agree -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("whole_of_it", "each"),
    [
        ("accede", ("accede", "no_accede")),
        ("accede", ("no_accede", "no_accede")),
        ("accede", ("accede", "accede_parcialmente")),
        ("no_accede", ("accede", "accede")),
        ("no_accede", ("accede_parcialmente", "no_accede")),
        ("accede_parcialmente", ("no_accede", "no_accede")),
        ("accede_parcialmente", ("accede", "accede")),
    ],
)
def test_a_decision_whose_parts_say_otherwise_is_refused(whole_of_it: str, each: tuple[str, str]) -> None:
    """Art. 13 requires a consistent answer; a consistent decision is made."""
    told = {**DECIDES, "resultado": whole_of_it, "resultados": dict(zip("12", each, strict=True))}
    other = letter("decision", Sample(filed(), at(24), told))
    assert [missing.element.code for missing in other.missing if missing.binds] == ["resultado"]
    with pytest.raises(IncompleteLetterError, match="agrees with those of each claim"):
        other.text()
    agreed = {"accede": "accede", "no_accede": "no_accede", "accede_parcialmente": "accede_parcialmente"}[whole_of_it]
    assert letter("decision", Sample(filed(), at(24), {**told, "resultados": dict.fromkeys("12", agreed)})).text()


def test_a_rejection_rejects_whatever_else_is_told() -> None:
    """A rejection needs no outcome; a decision on a recurso cannot reject; neither fits another type of case."""
    rejected = whole("rechazo_recurso")
    assert rejected.event is not None
    assert rejected.event.detail(Decision).resultado == "rechaza"
    assert "el recurso de queja" in rejected.text()
    case, moment, given, profile = SAMPLES["rechazo_recurso"]()
    alone = filed("recurso_reposicion", acto_atacado="S-1", attacked_notified_on=date(2026, 3, 10))
    assert "no procede ningún recurso." in letter("rechazo_recurso", Sample(alone, moment, given, profile)).text()
    with pytest.raises(InvalidInputError, match="resultado"):
        letter("rechazo_recurso", Sample(case, moment, {**given, "resultado": "accede"}))
    with pytest.raises(InvalidInputError, match="expected one of"):
        letter("decision_recurso", Sample(case, moment, {**DECIDES, "resultado": "rechaza"}))
    for kind, told in (("decision_recurso", {**DECIDES, "resultado": "confirma"}), ("rechazo_recurso", given)):
        with pytest.raises(LetterNotDueError, match="not for a case of this type"):
            letter(kind, Sample(filed(), at(24), told)).check()
    with pytest.raises(LetterNotDueError):
        letter("decision", Sample(recurso(), at(24), DECIDES)).check()


def test_an_authority_is_not_answered_as_a_person_nor_the_other_way() -> None:
    """And the Ombudsman is refused nothing for secrecy (Ley 24 de 1992, art. 15)."""
    _case, moment, given, _profile = SAMPLES["requerimiento_respuesta"]()
    with pytest.raises(LetterNotDueError):
        letter("requerimiento_respuesta", Sample(filed("peticion_general"), moment, given)).check()
    refusal = SAMPLES["negativa_reserva"]()
    with pytest.raises(LetterNotDueError):
        letter("negativa_reserva", refusal._replace(case=filed("requerimiento_defensoria"))).check()
    for kind in LETTERS.values():
        assert kind.types | kind.not_types <= set(colombia.RULES.types)


@pytest.mark.parametrize("until", [date(2026, 3, 10), date(2026, 3, 18), date(2026, 4, 21), date(2030, 1, 1)])
def test_the_day_to_complete_is_one_that_counts(until: date) -> None:
    """The day is neither past nor beyond the month of art. 17; the agenda would ignore such a day."""
    asked = letter("requerimiento", Sample(filed("peticion"), at(18), {"falta": ["el poder"], "hasta": until}))
    assert [missing.facts for missing in asked.missing if missing.binds] == [("plazo_dado",)]
    within = letter(
        "requerimiento", Sample(filed("peticion"), at(18), {"falta": ["el poder"], "hasta": date(2026, 3, 27)})
    )
    assert "hasta el viernes 27 de marzo de 2026" in within.text()


def test_a_part_that_is_transferred_leaves_the_rest_to_be_answered() -> None:
    """Its sending extinguishes nothing; both letters say which part."""
    part = {"motivos": "El alumbrado lo presta el municipio.", "parte": "el alumbrado de la calle 40"}
    sent = letter(
        "traslado_competente", Sample(filed("peticion_general"), at(18), {**part, "destinatario": "Alcaldía"})
    )
    assert sent.event is not None
    assert sent.event.type is E.TRASLADO_PARCIAL
    after = sent.agenda.again(sent.agenda.act(sent.event), at(30))
    assert after["respuesta"].due_on == date(2026, 4, 9)
    told = letter("traslado_peticionario", Sample(after.case, at(30), {**part, "autoridad": "la Alcaldía"}))
    for text in (sent.text(), told.text()):
        assert "el alumbrado de la calle 40" in text
    assert "Lo demás se lo responderemos nosotros" in told.text()
    assert letter("traslado_competente").event.type is E.TRASLADO_COMPETENCIA  # type: ignore[union-attr]


def test_each_petitioner_is_written_to_at_an_address_of_their_own() -> None:
    """Each petitioner gets a letter at their own address, unless one address for notices was given."""
    luis = Petitioner(clase="natural", nombre="Luis Gómez", direccion="Calle 9 # 9-99, Pereira")
    both = filed(peticionario=None, peticionarios=[ANA, luis]).record(event(E.DECISION, 24, DENIED))
    cited = letter("citacion", Sample(both, at(25), {}))
    assert cited.facts["donde_notificar"] == f"{ANA.direccion}; {luis.direccion}"
    assert cited.event is not None
    assert cited.event.detail(Delivery).direccion == cited.facts["donde_notificar"]


def test_who_comes_for_another_is_said_for_whom() -> None:
    """The record of the notification says it; for a petitioner who comes in person it says nothing."""
    assert "persona autorizada por escrito y a nombre de Ana Pérez Gómez" in whole("acta_notificacion_personal").text()
    told = {"recibido_por": "Ana Pérez Gómez", "calidad": "interesado"}
    assert "a nombre de" not in letter("acta_notificacion_personal", Sample(CITED, at(27), told)).text()


def test_more_time_can_be_asked_while_the_term_is_stopped() -> None:
    """The last day is then unknown, and the letter is made without it."""
    stopped = filed("peticion_general").record(event(E.REQUERIMIENTO, 18, Requirement()))
    told = {"hasta": date(2026, 4, 30), "motivos": "El archivo central está inundado."}
    assert "en el término inicial. La razón es esta" in letter("prorroga", Sample(stopped, at(20), told)).text()


def test_what_was_not_read_in_the_norm_stays_marked() -> None:
    """The verbal petition, the use of personal data and the notice of a visit are marked as recalled or only cited."""
    marked = {
        str(citation).partition(":")[0]: citation.confidence
        for kind in LETTERS.values()
        for element in kind.elements
        for citation in element.citations
        if citation.confidence in (Confidence.RECORDADA, Confidence.CITADA)
    }
    assert {
        "Decreto 1069 de 2015, art. 2.2.3.12.3": Confidence.RECORDADA,
        "Ley 1581 de 2012, art. 12": Confidence.RECORDADA,
        "Resolución CRA 413 de 2006, art. 12": Confidence.CITADA,
    }.items() <= marked.items(), marked


# --- whatever people are called, and write -------------------------------------------------------------------------

NAMES = (
    '<b>Ana</b> & O\'Neil "x"',
    "Ana\u202e\u00e9reP",
    "A\u200bna \u200dP\u00e9rez",
    "Ana\x01 P\u00e9rez\x07",
    "Ana\u2028P\u00e9rez\x85G\u00f3mez",
    "A.. B",
    "- lista",
    "{{ 7 * 7 }} {% x %} #set page()",
    "Z\u006f\u0308e",
    "Ana " * 500,
)


@pytest.mark.parametrize("name", NAMES, ids=[str(number) for number in range(len(NAMES))])
def test_a_letter_is_made_whatever_a_person_is_called(name: str) -> None:
    """Names with markup, line breaks or invisible characters, and very long ones, are shown as they were written."""
    case = filed(peticionario=evolve(ANA, nombre=name, direccion=None, correo=None)).record(
        event(E.DECISION, 24, DENIED)
    )
    cited = letter("publicacion_citacion", SAMPLES["publicacion_citacion"]()._replace(case=case))
    for shown in (cited.text(), cited.html(), seen_docx(cited.docx())):
        assert not set(shown) & set("\u202e\u200b\u200d\x01\x07\u2028\x85")


def test_reasons_may_have_lists_headings_and_stray_stops() -> None:
    """Reasons may have lists, headings and loose full stops."""
    reasons = "Se halló esto..\n\n- la lectura se tomó mal\n- el medidor mide bien.\n\n# Además\n\nNada más…"
    made_of = letter("decision", Sample(filed(), at(24), {**DECIDES, "fundamentos": reasons}))
    assert "- el medidor mide bien.\n\nAdemás\n\nNada más" in made_of.text()
    assert made_of.html()
    assert made_of.docx()
    assert made_of.pdf()
