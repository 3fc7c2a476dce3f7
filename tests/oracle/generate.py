"""Write a few hundred diverse vectors with the oracle's answers: `python -m tests.oracle.generate FILE [COUNT]`.

It is deterministic: the same seed gives the same file. From many candidates it takes those that cover something rare:
an act that changes the answer if it is left out, a policy that changes it if its value is switched, a finding, a row
state, a refusal. It prints how often each was covered, rarest first.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from tests.oracle.agenda import evaluate
from tests.oracle.histories import vector
from tests.oracle.reading import EVENT_KEYS, POLICIES, SETTINGS, TYPES

__all__ = ("FINDINGS", "STATES", "chosen", "labels", "main")

SEED = 20261123
CANDIDATES = 6000
WITHOUT_EFFECT = frozenset({"recurso_resuelto", "acuse", "asignacion", "analisis", "nota", "cierre"})
OTHER_SETTINGS = ("saturday_is_business_day", "closures", "office_hours", *SETTINGS)
CASE_KEYS = ("no_registrado", "puesto_al_correo_el", "attacks", "factura_expedida")

DUTY = ("pendiente", "cumplido", "cumplido_tarde", "vencido")
BURDEN = ("pendiente", "cumplido", "cumplido_tarde", "precluido")
POWER = ("disponible", "cumplido", "cumplido_tarde", "precluido")
STATES: dict[str, tuple[str, ...]] = {
    "respuesta": (*DUTY, "extinguido", "suspendido", "suspendido without date"),
    "requerimiento": ("disponible", "cumplido", "precluido"),  # one that is late is not admitted
    "traslado_competencia": POWER,
    "complemento": (*BURDEN, "no_aplica"),
    "aclaracion": (*BURDEN, "no_aplica"),
    "pruebas": ("pendiente", "cumplido"),
    "reconocimiento_sap": DUTY,
    "entrega_copias": DUTY,
    "citacion": (*DUTY, "no_aplica"),
    "notificacion_personal": (*BURDEN, "no_aplica"),
    "aviso": (
        *(*DUTY, "no_aplica"), "pendiente without date", "cumplido without date", "no_aplica without date",
    ),
    "recurso": BURDEN,
    "queja": BURDEN,
    "firmeza": ("pendiente", "pendiente without date", "cumplido", "no_aplica without date"),
    "remision_sspd": (*DUTY, "pendiente without date", "cumplido without date"),
    "no_suspender": ("pendiente without date", "cumplido without date", "no_aplica without date"),
    "reconexion": DUTY,
    "aviso_visita": DUTY,
    "leyenda_tramite": (*DUTY, "no_aplica"),
    "insistencia": BURDEN,
    "remision_insistencia": (*DUTY, "pendiente without date", "cumplido without date"),
}  # fmt: skip
FINDINGS = (
    "requerimiento_no_procede", "requerimiento_extemporaneo", "requerimiento_repetido", "pruebas_exceden_tope",
    "pruebas_sin_comunicar", "pruebas_extemporaneas", "pruebas_repetidas", "pruebas_sin_efecto", "demora_sin_efecto",
    "prorroga_excede_maximo", "prorroga_no_procede", "prorroga_extemporanea", "prorroga_repetida",
    "fuerza_mayor_sin_efecto", "traslado_extemporaneo", "desistimiento_prematuro", "archivo_sin_causa",
    "respuesta_parcial", "resultado_desconocido", "respuesta_verbal_sin_escrito", "silencio_positivo",
    "citacion_tardia", "decision_sin_notificar", "decision_posterior_al_silencio", "silencio_credito",
    "desistimiento_pendiente", "acto_sin_clasificar", "recurso_extemporaneo", "factura_fuera_de_termino", "sin_plazo",
    "notificacion_no_registrada", "notificacion_sin_autorizacion", "aviso_sin_citacion", "aviso_prematuro",
)  # fmt: skip
"""All that a vector can cover; it cannot say when a closure was announced, nor which holidays are disputed."""

Vector = dict[str, Any]


def labels(told: Vector) -> Iterator[str]:
    """What one vector covers, as words to be counted."""
    answer = evaluate(told)
    if told["op"] != "agenda":
        yield f"op {told['op']}" + (f" refused {answer['refused']}" if isinstance(answer, dict) else "")
        return
    assert isinstance(answer, dict)
    if "refused" in answer:
        yield f"refused {answer['refused']}"
        return
    yield f"tipo {told['case']['tipo']}"
    yield from (f"finding {finding}" for finding in answer["findings"])
    for code, row in answer["deadlines"].items():
        yield f"row {code} {row['state']}" + (" without date" if row["due"] is None else "")
    yield from _acts_with_effect(told, answer)
    yield from _settings_with_effect(told, answer)


def _acts_with_effect(told: Vector, answer: object) -> Iterator[str]:
    events = told["case"]["events"]
    for place, event in enumerate(events):
        without = told | {"case": told["case"] | {"events": events[:place] + events[place + 1 :]}}
        if event["type"] in WITHOUT_EFFECT or evaluate(without) not in (answer, {"refused": "vector_invalido"}):
            yield f"act {event['type']}"


def _settings_with_effect(told: Vector, answer: object) -> Iterator[str]:
    utility = told.get("utility", {})
    in_force = {name: values[0] for name, values in POLICIES.items()}
    in_force |= utility.get("policies", {}) | told.get("policies", {})
    for name, value in in_force.items():
        for other in POLICIES[name]:
            if other != value and evaluate(told | {"policies": in_force | {name: other}}) != answer:
                yield f"policy {name} {value} not {other}"
    for name in OTHER_SETTINGS:
        if name in utility:
            rest = {key: value for key, value in utility.items() if key != name}
            if evaluate(told | {"utility": rest}) != answer:
                yield f"setting {name}"
    for name in CASE_KEYS:
        if name in told["case"]:
            rest = {key: value for key, value in told["case"].items() if key != name}
            if evaluate(told | {"case": rest}) != answer:
                yield " ".join(("case", name, *(told["case"][name] if name == "no_registrado" else ())))


def wanted() -> Iterator[str]:
    """What must be covered: every type, act, row in each of its states, finding and pair of policy values."""
    yield from (f"tipo {name}" for name in sorted(TYPES))
    yield from (f"act {name}" for name in EVENT_KEYS)
    yield from (f"row {code} {state}" for code, states in STATES.items() for state in states)
    yield from (f"finding {name}" for name in FINDINGS)
    yield from (f"setting {name}" for name in OTHER_SETTINGS)
    yield from (f"case {name}" for name in ("no_registrado notificacion", "no_registrado silencio", *CASE_KEYS[1:]))
    for name, values in POLICIES.items():
        yield from (f"policy {name} {value} not {other}" for value in values for other in values if other != value)


def chosen(count: int) -> tuple[list[Vector], Counter[str]]:
    """`count` vectors, each chosen to cover what has been covered least so far."""
    candidates = []
    holders: dict[str, list[int]] = {label: [] for label in wanted()}
    for number in range(CANDIDATES):
        told = vector(Random(SEED + number))  # noqa: S311 - a seed, not a secret
        shown = sorted(set(labels(told)))
        candidates.append((told, shown))
        for label in shown:
            holders.setdefault(label, []).append(number)
    shown_so_far: Counter[str] = Counter(dict.fromkeys(holders, 0))
    taken: set[int] = set()
    while len(taken) < count:
        open_labels = [label for label, numbers in holders.items() if not taken.issuperset(numbers)]
        rarest = min(open_labels, key=lambda label: (shown_so_far[label], len(holders[label]), label))
        number = next(number for number in holders[rarest] if number not in taken)
        taken.add(number)
        shown_so_far.update(candidates[number][1])
    return [candidates[number][0] for number in sorted(taken)], shown_so_far


def main(arguments: list[str]) -> None:
    """Write the file and print the coverage."""
    count = int(arguments[1]) if len(arguments) > 1 else 400
    told, shown = chosen(count)
    named = [
        {"id": f"oracle-{place}", "source": "computed", **item, "expect": evaluate(item)}
        for place, item in enumerate(told)
    ]
    document = {"format": "pqr-vectors/1", "vectors": named}
    Path(arguments[0]).write_text(json.dumps(document, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for label, number in sorted(shown.items(), key=lambda item: (item[1], item[0])):
        sys.stdout.write(f"{number:4} {label}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
