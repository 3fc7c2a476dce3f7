"""Letters that an office drafts and issues: the number taken once, the text kept with the case and erased with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import evolve
from tests.documents.samples import ANA, DECIDES, FILING, PROFILE, at

from pqr_core import colombia
from pqr_core.cases.events import Decision, Delivery, Filing
from pqr_core.documents.custom import Templates
from pqr_core.errors import (
    IncompleteLetterError,
    InvalidInputError,
    LetterTemplateError,
    RoleRefusedError,
    TransitionRefused,
)
from pqr_core.office.correspondence import issued_in
from pqr_core.office.desk import Office
from pqr_core.storage.base import Store
from pqr_core.storage.sql import SqlStore
from pqr_core.vocabulary import EventType, Role, WorkflowState

TOLD = {name: value for name, value in DECIDES.items() if name != "numero"}
R = FILING["radicado"]


def office_on(store: Store, day: int = 24, month: int = 3) -> Office:
    """The office at noon of a day."""
    return colombia.office(store, PROFILE, clock=lambda: at(day, 12, month=month))


def filed(store: Store) -> Office:
    """With the case of the samples filed."""
    office_on(store, 16).file(Filing(tipo="reclamo", **FILING), at=at(16, 8, 41))
    return office_on(store)


def test_a_draft_takes_no_number_and_keeps_nothing(office_store: Store) -> None:
    """A draft takes no number, however often it is viewed."""
    office = filed(office_store)
    before = office.look(R).version
    for _ in range(2):
        letter = office.letter(R, "decision", at=at(24), **TOLD)
        assert letter.html()
        assert [each.element.code for each in letter.missing] == ["numero"]
    assert office.look(R).version == before
    assert office.issue(letter).numero == "S-2026-000001"


def test_a_letter_is_issued_once(office_store: Store) -> None:
    """Issuing stores the number, the text, the digest of the bytes and the event of sending."""
    office = filed(office_store)
    letter = office.letter(R, "decision", at=at(24), **TOLD)
    issued = office.issue(letter, form="html")
    assert issued.content is not None
    assert b"S-2026-000001" in issued.content
    assert issued.sha256 == sha256(issued.content).hexdigest()
    again = office.issue(office.letter(R, "decision", at=at(24), **TOLD), form="html")
    assert (again.numero, again.sha256, again.content, again.events) == (issued.numero, issued.sha256, None, ())
    view = office.look(R, personal=True)
    assert view.state is WorkflowState.DECIDIDO
    (kept,) = issued_in(view.case)
    assert (kept.referencia, kept.clase, kept.sha256) == ("S-2026-000001", "carta:decision", issued.sha256)
    assert kept.texto is not None
    assert "Ana Pérez Gómez" in kept.texto
    with pytest.raises(TransitionRefused):
        office.issue(office.letter(R, "decision", at=at(24, 11), **TOLD))
    cited = office_on(office_store, 25)
    sent = cited.issue(cited.letter(R, "citacion", at=at(25), guia="RA1"), form="txt")
    assert sent.numero == "S-2026-000002"
    assert sent.events[0].type is EventType.ENVIO_CITACION
    assert sent.events[0].detail(Delivery).guia == "RA1"
    assert cited.look(R).state is WorkflowState.CITADO


def test_of_two_drafts_of_a_decision_one_is_issued(office_store: Store) -> None:
    """Whichever is issued first: the other one is judged on the case that it left, and takes no number."""
    office = filed(office_store)
    early, late = (office.letter(R, "decision", at=at(24, hour), **TOLD) for hour in (10, 11))
    noted = office.letter(R, "decision", at=at(24, 9), **TOLD)
    office.act(R, EventType.NOTA, at=at(24, 10))
    assert office.issue(late).numero == "S-2026-000001"
    for other in (early, noted):
        with pytest.raises(TransitionRefused, match="decidido"):
            office.issue(other)
    assert office.issue(late).numero == "S-2026-000001"
    assert [each.type for each in office.look(R).case.events] == ["radicacion", "nota", "decision", "adjunto"]


def test_of_two_extensions_one_is_issued(office_store: Store) -> None:
    """An extension does not move the case to another state, and yet excludes a second one."""
    office = office_on(office_store)
    office.file(Filing(tipo="peticion_informacion", **FILING), at=at(16, 8, 41))
    early, late = (
        office.letter(R, "prorroga", at=at(24, hour), motivos="falta una prueba", hasta=date(2026, 4, 8))
        for hour in (10, 11)
    )
    office.issue(late)
    with pytest.raises(TransitionRefused):
        office.issue(early)


def test_a_letter_of_a_day_is_kept_on_that_day_and_none_of_the_future_is_issued(office_store: Store) -> None:
    """In the morning too: what is kept lies not ahead, so that the acts of that morning stay as early as they are."""
    filed(office_store)
    office = colombia.office(office_store, PROFILE, clock=lambda: at(24, 9))
    for moment in ({"on": date(2026, 3, 25)}, {"at": at(24, 9, 21)}):
        with pytest.raises(TransitionRefused) as refused:
            office.issue(office.letter(R, "decision", **moment, **TOLD))
        assert refused.value.guard == "futuro"
    office.issue(office.letter(R, "decision", on=date(2026, 3, 24), **TOLD))
    told = [(each.at, each.on, each.recorded_at) for each in office.look(R).case.events[1:]]
    assert told == [(None, date(2026, 3, 24), at(24, 9))] * 2
    assert office.act(R, EventType.NOTA).case.events[-1].recorded_at == at(24, 9)


def test_a_note_after_the_draft_does_not_stop_a_letter(office_store: Store) -> None:
    """Only an act that moves the case to another state does."""
    office = filed(office_store)
    letter = office.letter(R, "decision", at=at(24, 10), **TOLD)
    office.act(R, EventType.NOTA, at=at(24, 11))
    assert office.issue(letter).numero == "S-2026-000001"


def test_an_aviso_that_is_issued_notifies_nobody_until_it_is_delivered(office_store: Store) -> None:
    """Its number and text are stored; the delivery is recorded later, with its day."""
    office = filed(office_store)
    office.issue(office.letter(R, "decision", at=at(24), **TOLD))
    cited = office_on(office_store, 25)
    cited.issue(cited.letter(R, "citacion", at=at(25)))
    later = office_on(office_store, 8, month=4)
    issued = later.issue(later.letter(R, "aviso", at=at(8, month=4)))
    assert [event.type for event in issued.events] == [EventType.ADJUNTO]
    assert later.look(R).state is WorkflowState.CITADO
    delivered = issued.letter.sent(on=date(2026, 4, 10), guia="RA2")
    assert delivered is not None
    view = office_on(office_store, 13, month=4).act(R, delivered)
    assert view.agenda.course.notified_on == date(2026, 4, 13)  # the end of the next business day


def test_a_letter_that_is_refused_takes_no_number(office_store: Store) -> None:
    """A letter that is incomplete, illegal, or whose template drops something takes no number."""
    office = filed(office_store)
    with pytest.raises(IncompleteLetterError):
        office.issue(office.letter(R, "decision", at=at(24)))
    with pytest.raises(TransitionRefused):
        office.issue(office.letter(R, "prorroga", at=at(24)))
    own = Templates(paragraphs={"recursos": "."})
    with pytest.raises(IncompleteLetterError):
        office.issue(office.letter(R, "decision", at=at(24), templates=own, **TOLD))
    bad = Templates(paragraphs={"recursos": "{{ nada }}"})
    with pytest.raises(LetterTemplateError):
        office.issue(office.letter(R, "decision", at=at(24), templates=bad, **TOLD))
    with pytest.raises(InvalidInputError):
        office.issue(office.letter(R, "decision", at=at(24), **TOLD), form="odt")  # type: ignore[arg-type]
    assert office.issue(office.letter(R, "decision", at=at(24), **TOLD)).numero == "S-2026-000001"


def test_a_letter_of_the_future_is_not_issued(office_store: Store) -> None:
    """Neither of a later hour of today nor of a later day; it can be drafted, and takes no number."""
    office = filed(office_store)
    for moment in ({"at": at(24, 13)}, {"on": date(2026, 3, 25)}):
        with pytest.raises(TransitionRefused) as refused:
            office.issue(office.letter(R, "constancia_recepcion", **moment), form="txt")
        assert "aún no ha ocurrido" in refused.value.message("es")
    assert issued_in(office.look(R).case) == ()
    letter = office.letter(R, "constancia_recepcion", on=date(2026, 3, 24))
    assert office.issue(letter, form="txt").numero == "S-2026-000001"


def test_a_letter_of_a_day_counts_all_that_happened_on_it(office_store: Store) -> None:
    """A letter without hour is written after what was filed and decided in the afternoon of its day."""
    office_on(office_store, 24).file(Filing(tipo="reclamo", **FILING), at=at(16, 15))
    office = office_on(office_store, 25)
    receipt = office.letter(R, "constancia_recepcion", on=date(2026, 3, 16))
    assert "a las 15:20" in receipt.text()
    office.act(R, Decision(resultado="no_accede", acto="facturacion"), at=at(24, 15))
    cited = office.issue(office.letter(R, "citacion", on=date(2026, 3, 24)), form="txt")
    assert [(event.on, event.at) for event in cited.events] == [(date(2026, 3, 24), None)] * 2
    record = office.letter(
        R, "acta_notificacion_personal", on=date(2026, 3, 25), recibido_por="Ana", calidad="interesado"
    )
    assert [each.facts for each in record.missing if each.binds] == [("hora",)]


def test_a_number_of_the_host_is_kept(office_store: Store) -> None:
    """If the host gives its own number, none of ours is taken."""
    office = filed(office_store)
    assert office.issue(office.letter(R, "decision", at=at(24), numero="D-7", **TOLD)).numero == "D-7"
    view = office.look(R)
    later = office_on(office_store, 25)
    assert later.issue(later.letter(view.radicado or "", "citacion", at=at(25))).numero == "S-2026-000001"


def test_a_letter_is_issued_by_who_may_do_what_it_is(office_store: Store) -> None:
    """The roles decide if the profile asks; anybody issues a letter without an act; a refusal takes no number."""
    filed(office_store)
    roles = {"ana": [Role.RESPONSABLE], "luis": []}
    strict = evolve(PROFILE, enforce_roles=True)
    office = colombia.office(office_store, strict, clock=lambda: at(24, 12), roles_of=roles.__getitem__)
    letter = office.letter(R, "decision", at=at(24), **TOLD)
    with pytest.raises(RoleRefusedError):
        office.issue(letter, actor="luis")
    assert office.issue(letter, actor="ana").numero == "S-2026-000001"


def test_no_letter_is_left_once_a_person_is_erased(tmp_path: Path) -> None:
    """No name or address is left in the store; number and digest remain, and the history verifies."""
    path = tmp_path / "office.db"
    with SqlStore(f"sqlite:///{path}") as store:
        store.create()
        office = filed(store)
        issued = office.issue(office.letter(R, "decision", at=at(24), **TOLD), form="txt")
        case_id = office.look(R).case.case_id
        assert holds(path, "Ana Pérez")
        with store.begin() as unit:
            unit.cases.anonymise("empresa", case_id)
            unit.commit()
        with store.read() as unit:
            assert unit.cases.verify_history("empresa", case_id) == ()
        assert not any(holds(path, secret) for secret in (ANA.nombre, ANA.documento, ANA.direccion) if secret)
        (kept,) = issued_in(office.look(R).case)
        assert (kept.referencia, kept.sha256, kept.texto) == (issued.numero, issued.sha256, None)


def holds(path: Path, text: str) -> bool:
    """Whether any column of any table has a text."""
    with closing(sqlite3.connect(path)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        return any(text in str(row) for table in tables for row in database.execute(f'select * from "{table}"'))  # noqa: S608


def test_a_kind_there_is_not_is_refused_with_those_there_are(office_store: Store) -> None:
    """An unknown kind is refused with the known ones, and the nearest is suggested."""
    office = filed(office_store)
    with pytest.raises(InvalidInputError, match="did you mean 'citacion'"):
        office.letter(R, "citasion")
