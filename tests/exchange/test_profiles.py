"""A utility's profile from TOML: what it may contain, and the place that each refusal names."""

from __future__ import annotations

import re
from datetime import date, time
from fractions import Fraction
from pathlib import Path

import pytest
from attrs import evolve

from pqr_core import colombia
from pqr_core.calendars.business import Closure
from pqr_core.cases.case import Case
from pqr_core.cases.events import Filing
from pqr_core.errors import InvalidInputError, ProfileError
from pqr_core.exchange.profiles import load_profile, profile_from_toml
from pqr_core.law.profiles import Signatory
from pqr_core.vocabulary import Role

ENGLISH = {"is", "expected", "unknown", "not", "missing", "come", "line", "before", "at", "or", "allowed"}
"""Words that no Spanish error about a profile may have."""

WHOLE = """
[utility]
id = "serviciudad"
name = "Serviciudad E.S.P."
saturday_is_business_day = 2025-02-01
aviso_business_days = 5
remision_sspd_business_days = 3
soon_business_days = 2
nit = "816.001.609-1"
membrete = "Serviciudad E.S.P. - Agua, alcantarillado y aseo"
direccion = "Calle 40 con carrera 16, Dosquebradas"
horario_texto = "de lunes a viernes, de 7:30 a. m. a 4:30 p. m."
lugar_notificacion = "la oficina de atención al usuario, calle 40 con carrera 16"

[office_hours]
open = 07:30:00
close = "16:30"

[[closures]]
from = 2026-12-24
to = 2026-12-26
act = "Decreto municipal 1 de 2026"
known_on = 2026-12-01
retroactive = true

[[closures]]
from = 2026-12-31
act = "Resolución 9 de 2026"
own_act = true

[[policies]]
off_hours = "next_business_day"

[[policies]]
since = 2026-01-01
months = "trigger_day"

[internal_targets]
reclamo = 12

[ladders]
respuesta = [3, 0, 7]

[firmantes.recurso]
nombre = "Luisa Marín"
cargo = "Gerente"

[firmantes."*"]
nombre = "Pedro Gil"
cargo = "Jefe de atención al usuario"

[targets]
oportunidad = 94.5

[[targets.satisfaccion]]
value = 80
since = 2025-01-01

[[targets.satisfaccion]]
value = 85
since = 2026-01-01

[roles]
citacion = ["notificador", "ventanilla"]

[riesgos]
R1 = "Silencio administrativo positivo"
"""

TWO_TARGETS = """
[utility]
id = "a"
[[targets.x]]
value = 1
since = 2026-01-01
[[targets.x]]
value = 2
since = 2025-01-01
"""


NOTIFIERS = (Role.NOTIFICADOR, Role.VENTANILLA)


def test_a_whole_profile_is_read(tmp_path: Path) -> None:
    """Every table and key of the format, from a file."""
    file = tmp_path / "serviciudad.toml"
    file.write_text(WHOLE, encoding="utf-8")
    profile = load_profile(file, colombia.LAW)
    assert (profile.utility_id, profile.name) == ("serviciudad", "Serviciudad E.S.P.")
    assert profile.saturday_is_business_day == date(2025, 2, 1)
    assert (profile.aviso_business_days, profile.remision_sspd_business_days, profile.soon_business_days) == (5, 3, 2)
    assert (profile.office_hours.opens, profile.office_hours.closes) == (time(7, 30), time(16, 30))
    assert profile.closures == (
        Closure(
            date(2026, 12, 24),
            date(2026, 12, 26),
            act="Decreto municipal 1 de 2026",
            known_on=date(2026, 12, 1),
            retroactive=True,
        ),
        Closure(date(2026, 12, 31), act="Resolución 9 de 2026", own_act=True),
    )
    assert profile.internal_target("reclamo") == 12
    assert profile.internal_target("queja") is None
    assert profile.ladder("respuesta") == (7, 3, 0)
    assert profile.ladder("citacion") == colombia.DEFAULT_PROFILE.ladder("citacion")
    assert (profile.nit, profile.membrete) == ("816.001.609-1", "Serviciudad E.S.P. - Agua, alcantarillado y aseo")
    assert profile.direccion == "Calle 40 con carrera 16, Dosquebradas"
    assert profile.horario_texto == "de lunes a viernes, de 7:30 a. m. a 4:30 p. m."
    assert profile.lugar_notificacion == "la oficina de atención al usuario, calle 40 con carrera 16"
    assert profile.signatory("recurso") == Signatory("Luisa Marín", "Gerente")
    assert profile.signatory("decision") == Signatory("Pedro Gil", "Jefe de atención al usuario")
    assert colombia.DEFAULT_PROFILE.signatory("decision") is None
    targets = dict(profile.targets)
    assert targets["oportunidad"].at(date(2020, 1, 1)).value == Fraction(189, 2)
    assert [targets["satisfaccion"].at(date(year, 6, 1)).value for year in (2025, 2026)] == [80, 85]
    assert profile.roles == tuple(sorted({**dict(colombia.DEFAULT_PROFILE.roles), "citacion": NOTIFIERS}.items()))
    assert profile.riesgos == (("R1", "Silencio administrativo positivo"),)
    assert profile.fingerprint == evolve(profile, nit=None, targets=(), firmantes={}).fingerprint
    assert hash(profile) == hash(profile_from_toml(WHOLE, colombia.LAW))


def test_the_days_of_a_repetition_are_read_and_part_of_what_rows_are_made_with() -> None:
    """`repeat_days` are calendar days and part of the definitions; no norm sets them, so there is no default."""
    undecided, decided = (
        profile_from_toml(f'[utility]\nid = "a"\n{each}', colombia.LAW) for each in ("", "repeat_days = 90")
    )
    assert (undecided.repeat_days, decided.repeat_days) == (None, 90)
    assert undecided.fingerprint != decided.fingerprint


def test_what_letters_and_reports_take_is_checked_in_code_too() -> None:
    """A signatory without data and an invalid tax number are refused in code too; a target may be a plain number."""
    gil = Signatory("Pedro Gil", "Jefe")
    with pytest.raises(InvalidInputError, match="firmantes: expected a signatory of"):
        evolve(colombia.DEFAULT_PROFILE, firmantes={"gerente": gil})
    with pytest.raises(InvalidInputError, match="nit: expected a NIT"):
        evolve(colombia.DEFAULT_PROFILE, nit="12")
    assert dict(evolve(colombia.DEFAULT_PROFILE, targets={"x": 95}).targets)["x"].at(date(2026, 1, 1)).value == 95


def test_readings_hold_from_their_day_on() -> None:
    """The second set adds to the first from its day."""
    profile = profile_from_toml(WHOLE, colombia.LAW)
    before, after = profile.policies_at(date(2025, 12, 31)), profile.policies_at(date(2026, 1, 1))
    assert (before.off_hours.value, before.months.value) == ("next_business_day", "first_counted_day")
    assert (after.off_hours.value, after.months.value) == ("next_business_day", "trigger_day")


def test_before_the_first_dated_readings_the_defaults_hold() -> None:
    """A first set with a day does not refuse the cases filed before it."""
    profile = profile_from_toml(
        '[utility]\nid = "a"\n[[policies]]\nsince = 2026-01-01\nmonths = "trigger_day"', colombia.LAW
    )
    assert profile.policies_at(date(2020, 1, 1)).months.value == "first_counted_day"
    assert profile.policies_at(date(2026, 1, 1)).months.value == "trigger_day"


def test_one_table_of_readings_holds_always() -> None:
    """`[policies]` as one table holds for all days."""
    profile = profile_from_toml('[utility]\nid = "a"\n[policies]\nmonths = "trigger_day"', colombia.LAW)
    assert profile.policies_at(date(1990, 1, 1)).months.value == "trigger_day"


def test_what_is_not_said_is_as_in_the_base() -> None:
    """What the file does not set comes from the base profile, even one of the two office hours."""
    profile = profile_from_toml('[utility]\nid = "a"\n[office_hours]\nclose = 12:00:00', colombia.LAW)
    assert profile.office_hours.opens == colombia.DEFAULT_PROFILE.office_hours.opens
    assert profile_from_toml('[utility]\nid = "b"', colombia.LAW, base=profile).office_hours.closes == time(12)


def test_the_agenda_knows_the_day_the_utility_wants_to_answer_by() -> None:
    """Twelve business days from 16 March 2026 end on 6 April; without a target there is no such day."""
    case = Case.file(Filing(tipo="reclamo"), utility_id="a", zone=colombia.ZONE, on=date(2026, 3, 16))
    profile = profile_from_toml('[utility]\nid = "a"\n[internal_targets]\nreclamo = 12', colombia.LAW)
    assert colombia.agenda(case, date(2026, 3, 17), profile=profile).internal_due_on == date(2026, 4, 6)
    without = evolve(profile, internal_targets={})
    assert colombia.agenda(case, date(2026, 3, 17), profile=without).internal_due_on is None


@pytest.mark.parametrize(
    ("text", "place", "detail"),
    [
        ("[utility", "toml", "line 1, column 9"),
        ("[utility]\nid = = 1", "toml", "line 2, column 6"),
        ("x = 1", "x", "unknown key"),
        ('utility = "a"', "utility", "expected a table"),
        ('[utility]\nname = "a"', "utility.id", "missing"),
        ("[utility]\nid = 3", "utility.id", "expected text"),
        ('[utility]\nid = ""', "utility.id", "expected text"),
        ('[utility]\nid = "a"\ncolour = 1', "utility.colour", "unknown key"),
        ('[utility]\nid = "a"\naviso_business_days = 0', "utility.aviso_business_days", "a positive number"),
        ('[utility]\nid = "a"\nrepeat_days = 0', "utility.repeat_days", "a whole number above 0"),
        ('[utility]\nid = "a"\nrepeat_days = 1.5', "utility.repeat_days", "a whole number above 0"),
        ('[utility]\nid = "a"\naviso_business_days = true', "utility.aviso_business_days", "a positive number"),
        ('[utility]\nid = "a"\nsaturday_is_business_day = "no"', "utility.saturday_is_business_day", "a day as"),
        ('[utility]\nid = "a"\n[office_hours]\nopen = 8', "office_hours.open", "an hour as"),
        ('[utility]\nid = "a"\n[office_hours]\nopen = "8am"', "office_hours.open", "an hour as"),
        ('[utility]\nid = "a"\n[office_hours]\nopen = 18:00:00', "office_hours", "is not after"),
        ('[utility]\nid = "a"\n[office_hours]\nlunch = 12:00:00', "office_hours.lunch", "unknown key"),
        ('[utility]\nid = "a"\n[closures]\nfrom = 2026-01-02', "closures", "expected a list of [[closures]] tables"),
        ('closures = [1]\n[utility]\nid = "a"', "closures[0]", "expected a table"),
        ('[utility]\nid = "a"\n[[closures]]\nact = "x"', "closures[0].from", "missing"),
        ('[utility]\nid = "a"\n[[closures]]\nfrom = 2026-01-02', "closures[0].act", "missing"),
        ('[utility]\nid = "a"\n[[closures]]\nfrom = 2026-01-02T08:00:00\nact = "x"', "closures[0].from", "a day as"),
        (
            '[utility]\nid = "a"\n[[closures]]\nfrom = 2026-01-02\nto = 2026-01-01\nact = "x"',
            "closures[0]",
            "before its first day",
        ),
        (
            '[utility]\nid = "a"\n[[closures]]\nfrom = 2026-01-02\nact = "x"\nown_act = 1',
            "closures[0].own_act",
            "true or false",
        ),
        ('[utility]\nid = "a"\n[policies]\nmes = "x"', "policies", "unknown policy 'mes'"),
        ('[utility]\nid = "a"\n[policies]\nmonths = "x"', "policies", "trigger_day"),
        ('[utility]\nid = "a"\n[policies]\nmonths = 1', "policies.months", "expected text"),
        ('[utility]\nid = "a"\n[[policies]]\n[[policies]]', "policies[1].since", "missing"),
        (
            '[utility]\nid = "a"\n[[policies]]\nsince = 2026-01-01\n[[policies]]\nsince = 2026-01-01',
            "policies[1].since",
            "does not come after",
        ),
        ('[utility]\nid = "a"\n[internal_targets]\nreclamacion = 3', "internal_targets.reclamacion", "unknown key"),
        ('[utility]\nid = "a"\n[internal_targets]\nreclamo = 0', "internal_targets.reclamo", "a positive number"),
        ('[utility]\nid = "a"\n[ladders]\nrespuesta = 3', "ladders.respuesta", "a list of business days"),
        ('[utility]\nid = "a"\n[ladders]\nresponder = [3]', "ladders.responder", "unknown key"),
        ('[utility]\nid = "a"\nnit = "12"', "profile", "expected a NIT as 900.123.456-7"),
        ('[utility]\nid = "a"\nnit = "\u0669\u0660\u0660.123.456-7"', "profile", "expected a NIT as 900.123.456-7"),
        ('[utility]\nid = "a"\nmembrete = 1', "utility.membrete", "expected text"),
        ('[utility]\nid = "a"\n[firmantes.gerente]\nnombre = "x"', "firmantes.gerente", "unknown key"),
        ('[utility]\nid = "a"\n[firmantes.recurso]\nnombre = "x"', "firmantes.recurso.cargo", "missing"),
        ('[utility]\nid = "a"\n[firmantes]\nrecurso = "x"', "firmantes.recurso", "expected a table"),
        ('[utility]\nid = "a"\n[targets]\nx = "95"', "targets.x", "expected a number"),
        ('[utility]\nid = "a"\n[targets]\nx = inf', "targets.x", "expected a number"),
        ('[utility]\nid = "a"\n[targets]\nx = []', "targets.x", "missing"),
        ('[utility]\nid = "a"\n[[targets.x]]\nvalue = 1', "targets.x[0].since", "missing"),
        (
            TWO_TARGETS,
            "targets.x[1].since",
            "does not come after",
        ),
        ('[utility]\nid = "a"\n[roles]\ncitar = ["notificador"]', "roles.citar", "unknown key"),
        ('[utility]\nid = "a"\n[roles]\ncitacion = ["portero"]', "roles.citacion", "expected a list of usuario"),
        ('[utility]\nid = "a"\n[riesgos]\nR1 = 1', "riesgos.R1", "expected text"),
    ],
)
def test_a_refusal_names_the_place(text: str, place: str, detail: str) -> None:
    """The error has the key path, or line and column if the text is no TOML."""
    with pytest.raises(ProfileError) as refused:
        profile_from_toml(text, colombia.LAW)
    assert refused.value.params["place"] == place
    assert detail in str(refused.value)
    assert not set(re.findall(r"\w+", refused.value.message("es"))) & ENGLISH


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    """A missing file and one that is not UTF-8."""
    file = tmp_path / "perfil.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ProfileError, match=r"perfil\.toml"):
        load_profile(file, colombia.LAW)


def test_a_mark_before_the_text_is_no_part_of_it(tmp_path: Path) -> None:
    """A byte order mark, as Notepad writes it, is ignored."""
    file = tmp_path / "perfil.toml"
    file.write_text(WHOLE, encoding="utf-8-sig")
    assert load_profile(file, colombia.LAW) == profile_from_toml(WHOLE, colombia.LAW)


def test_a_refusal_names_the_file(tmp_path: Path) -> None:
    """The error has the file and the place in it, in both languages."""
    file = tmp_path / "perfil.toml"
    file.write_text("[utility]\nid = 3", encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        load_profile(file, colombia.LAW)
    assert str(refused.value) == f"{file}: utility.id: expected text that is not empty, got 3"
    assert refused.value.message("es") == f"{file}: utility.id: se esperaba un texto que no esté vacío, llegó 3"
    with pytest.raises(ProfileError) as refused:
        load_profile(tmp_path / "otro.toml", colombia.LAW)
    assert refused.value.message("es") == f"{tmp_path / 'otro.toml'}: no existe"
