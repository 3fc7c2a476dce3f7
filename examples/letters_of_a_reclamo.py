"""A reclamo from reception to firmness, with every letter made on the way, issued and kept.

Each letter is first drafted incomplete and lists what it lacks. Then it is issued: it takes its number, the case
records its sending, and its page is written to a folder.

    python examples/letters_of_a_reclamo.py [FOLDER]
"""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from attrs import evolve

from pqr_core import (
    Annex,
    Claim,
    EventType,
    Filing,
    IncompleteLetterError,
    MemoryStore,
    Office,
    Petitioner,
    Signatory,
    TransitionRefused,
    colombia,
)
from pqr_core.documents.letters import Letter
from pqr_core.office.correspondence import issued_in

PROFILE: Final = evolve(
    colombia.DEFAULT_PROFILE,
    name="Aguas del Río E.S.P.",
    nit="900.123.456-7",
    direccion="Calle 40 con carrera 16, Dosquebradas",
    horario_texto="de lunes a viernes, de 8:00 a 17:00",
    lugar_notificacion="la oficina de atención al usuario, calle 40 con carrera 16",
    firmantes={
        "*": Signatory("Pedro Gil", "Jefe de atención al usuario"),
        "decision": Signatory("Marta Ríos", "Gerente"),
    },
)
ANA: Final = Petitioner(
    clase="natural", tipo_documento="cc", nombre="Ana Pérez", documento="31415926", direccion="Manzana 4 casa 12"
)
FILING: Final = Filing(
    tipo="reclamo",
    servicio="acueducto",
    canal="escrito",
    account="123456",
    peticionario=ANA,
    pretensiones=[Claim(id="1", texto="que se revise el consumo de febrero")],
    anexos=[Annex(clase="copia de la factura")],
)


def moment(text: str) -> datetime:
    """A local time of Colombia in 2026."""
    return colombia.instant(datetime.fromisoformat(f"2026-{text}"))


def issue(office: Office, radicado: str, kind: str, at: datetime, folder: Path, **given: Any) -> Letter:
    """Issue a letter as a web page, and print which letter it was."""
    letter = office.letter(radicado, kind, at=at, **given)
    issued = office.issue(letter, form="html", recorded_at=at)
    assert issued.content is not None
    (folder / f"{issued.numero}-{kind}.html").write_bytes(issued.content)
    recorded = issued.events[0].type.label()
    print(f"{at:%d-%m %H:%M}  {issued.numero}  {letter.kind.es} (queda en el expediente: {recorded})")
    return issued.letter


def main(folder: Path) -> None:
    """Walk through the case."""
    office = colombia.office(MemoryStore(), PROFILE, clock=lambda: moment("05-04T12:00"))
    filed = office.file(FILING, at=moment("03-16T08:41"))
    radicado = filed.radicado
    assert radicado is not None
    issue(office, radicado, "constancia_recepcion", moment("03-16T08:50"), folder)
    issue(
        *(office, radicado, "auto_pruebas", moment("03-18T10:00"), folder),
        pruebas=["revisión del medidor en laboratorio"],
        hasta=moment("03-27T00:00").date(),
    )
    incomplete = office.letter(radicado, "decision", at=moment("03-31T10:00"))
    print("\nUna decisión a la que le falta todo:")
    for missing in incomplete.missing:
        print(f"  {'!' if missing.binds else '-'} {missing.text()}")
    try:
        office.issue(incomplete, recorded_at=moment("03-31T10:00"))
    except IncompleteLetterError as refused:
        print(f"  No se hizo: {', '.join(refused.params['elements'])}\n")
    issue(
        *(office, radicado, "decision", moment("03-31T11:00"), folder),
        resultado="no_accede",
        acto="facturacion",
        resultados={"1": ("no_accede", "El medidor mide bien.")},
        fundamentos="El laboratorio encontró que el medidor mide dentro de los rangos de la norma.",
    )
    issue(office, radicado, "citacion", moment("04-01T09:00"), folder, guia="RA123456789CO")
    try:
        office.letter(radicado, "aviso", at=moment("04-07T09:00")).html()
    except TransitionRefused as early:
        print(f"  Aún no cabe el aviso: {early.message('es')}")
    aviso = issue(office, radicado, "aviso", moment("04-13T09:00"), folder)
    delivered = aviso.sent(on=moment("04-14T00:00").date(), guia="RA987654321CO")  # as the post office certifies
    assert delivered is not None
    office.act(radicado, delivered, recorded_at=moment("04-14T16:00"))
    view = office.look(radicado, at=moment("04-24T12:00"))
    print(f"\nÚltimo día para recurrir: {view.agenda['recurso'].due_on}")
    issue(office, radicado, "constancia_ejecutoria", moment("04-24T12:00"), folder)
    office.act(radicado, EventType.CIERRE, at=moment("04-24T12:10"))
    kept = issued_in(office.look(radicado).case)
    print(f"{len(kept)} cartas en el expediente, cada una con su número y su huella")
    assert [each.clase for each in kept] == [
        "carta:constancia_recepcion",
        "carta:auto_pruebas",
        "carta:decision",
        "carta:citacion",
        "carta:aviso",
        "carta:constancia_ejecutoria",
    ]
    assert len(list(folder.iterdir())) == len(kept)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
        main(Path(sys.argv[1]))
    else:
        with TemporaryDirectory() as made:
            main(Path(made))
