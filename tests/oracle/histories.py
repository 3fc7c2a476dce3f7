"""Random vectors in JSON form, made so that the corner cases of the contract occur often.

`vector(random)` makes one history step by step, usually along a plot (a decision, its citation, its notification, a
recurso), otherwise freely. Before each act it asks the oracle what is due, and usually puts the act on a day that
matters: a due day, the day before or the day after. Hypothesis uses it through `vectors()`, which makes and shrinks
every choice; the scripts `generate.py` and `compare.py` use it with a seed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st
from tests.oracle.agenda import evaluate
from tests.oracle.reading import (
    ACTS,
    BOGOTA,
    DATA_TYPES,
    EVENT_KEYS,
    FIRST_DAYS,
    OUTCOMES,
    POLICIES,
    RECURSOS,
    SAP_TYPES,
    SETTINGS,
    TYPES,
    UNDOING,
)

__all__ = ("agenda_vector", "calendar_vector", "decided_by_id_alone", "refused_vector", "vector", "vectors")

Vector = dict[str, Any]

ALL_TYPES = tuple(sorted(TYPES))
OFFSETS = ("-05:00", "-05:00", "-05:00", "-05:00", "+00:00", "Z", "+02:00", "+14:00", "-11:00", "+05:45")
HOURS = (
    time(0), time(0, 30), time(7, 30), time(9), time(11, 59), time(12), time(15), time(16, 0, 1), time(17),
    time(17, 0, 1), time(18, 30), time(23, 59, 59),
)  # fmt: skip

ERAS = (
    (date(1992, 6, 16), date(1993, 4, 30)),  # Leyes 5 and 24 of 1992 begin, at another offset of the clock
    (date(1994, 7, 8), date(1996, 12, 31)),  # Ley 142 begins
    (date(1997, 1, 1), date(2008, 12, 28)),
    (date(2008, 12, 29), date(2012, 10, 17)),  # Ley 1266
    (date(2012, 10, 18), date(2015, 7, 10)),  # habeas data, then Ley 1755
    (date(2015, 7, 1), date(2020, 1, 31)),
    (date(2020, 2, 3), date(2020, 4, 15)),  # Decreto 491 begins
    (date(2020, 4, 1), date(2022, 4, 30)),
    (date(2021, 10, 20), date(2021, 11, 5)),  # Ley 2157
    (date(2022, 5, 1), date(2022, 6, 15)),  # Decreto 491 ends
    (date(2022, 6, 1), date(2026, 6, 15)),
    (date(2026, 6, 15), date(2026, 7, 31)),  # Ley 2578 begins
    (date(2026, 8, 1), date(2040, 12, 31)),
    (date(2041, 1, 1), date(2099, 6, 30)),
)

# The first and the last days of rules.
LEY_2157 = date(2021, 10, 29)
LANDMARKS = (
    *sorted(set(FIRST_DAYS.values())),
    date(2020, 3, 5),
    date(2020, 3, 28),
    date(2022, 5, 17),
    date(2026, 7, 13),
)

# Acts that may come while the answer is open; those that matter for some types are listed again for them.
OPEN_ACTS = (
    "requerimiento", "devolucion_aclaracion", "apertura_pruebas", "demora_usuario", "prorroga", "fuerza_mayor",
    "traslado_competencia", "traslado_parcial", "conflicto_planteado", "desistimiento_expreso", "desistimiento_tacito",
    "archivo", "respuesta_verbal", "visita_programada", "causa_eliminada", "complemento", "reconocimiento_sap",
    "negativa_reserva", "leyenda_incluida",
)  # fmt: skip
SAP_ACTS = (*("apertura_pruebas",) * 4, "demora_usuario", "demora_usuario", *("decision",) * 8)
PETITION_ACTS = ("requerimiento", "requerimiento", "devolucion_aclaracion", "prorroga", "conflicto_planteado")
ANSWERS = ("respuesta_enviada", "respuesta_enviada", "entrega_copias")
# Acts that may come afterwards: before a citation, before the notification, and after it.
UNCITED_ACTS = (
    *("envio_citacion", "publicacion_citacion") * 3, "envio_notificacion_electronica", "envio_notificacion_electronica",
    "envio_comunicacion_certificada", "notificacion_personal", "conducta_concluyente", "notificacion_electronica",
    "comunicacion_certificada", "entrega_aviso", "complemento", "aclaracion", "recurso_interpuesto",
    "queja_interpuesta", "respuesta_verbal", "decision_sspd", "traslado_parcial",
)  # fmt: skip
UNNOTIFIED_ACTS = (
    *("entrega_aviso", "publicacion_aviso") * 3, "notificacion_personal", "notificacion_personal",
    "conducta_concluyente", "notificacion_electronica", "notificacion_electronica", "comunicacion_certificada",
    "comunicacion_certificada", "respuesta_verbal", "reconocimiento_sap", "recurso_interpuesto", "queja_interpuesta",
    "envio_notificacion_electronica",
)  # fmt: skip
NOTIFIED_ACTS = (
    "recurso_interpuesto", "recurso_interpuesto", "queja_interpuesta", "queja_interpuesta", "decision_sspd",
    "decision_sspd", "reconocimiento_sap", "remision_sspd", "remision_sspd", "entrega_copias", "entrega_aviso",
    "notificacion_personal", "envio_citacion", "aceptacion_desistimiento", "recurso_resuelto",
)  # fmt: skip
# The acts that a row makes likely.
SEQUELS = {
    "complemento": ("complemento", "complemento", "prorroga_complemento", "desistimiento_tacito", "prorroga"),
    "aclaracion": ("aclaracion", "aclaracion", "archivo"),
    "pruebas": ("prorroga_pruebas", "cierre_pruebas", "decision"),
    "insistencia": ("insistencia_interpuesta", "remision_insistencia"),
    "leyenda_tramite": ("leyenda_incluida",),
}
FOLLOWERS = {
    "requerimiento": ("complemento", "prorroga_complemento", "desistimiento_tacito", "requerimiento"),
    "prorroga_complemento": ("complemento", "prorroga_complemento", "desistimiento_tacito"),
    "devolucion_aclaracion": ("aclaracion", "archivo"),
    "apertura_pruebas": ("prorroga_pruebas", "cierre_pruebas", "apertura_pruebas", "decision"),
    "conflicto_planteado": ("conflicto_resuelto", "conflicto_resuelto", "conflicto_planteado"),
    "desistimiento_expreso": ("aceptacion_desistimiento",),
    "negativa_reserva": ("insistencia_interpuesta", "negativa_reserva"),
    "insistencia_interpuesta": ("remision_insistencia",),
    "visita_programada": ("aviso_visita",),
    "aviso_visita": ("visita_programada",),
    "causa_eliminada": ("reconexion",),
    "prorroga": ("prorroga", "respuesta_enviada", "conflicto_planteado", "apertura_pruebas"),
    "envio_citacion": ("notificacion_personal", "entrega_aviso", "publicacion_aviso"),
    "decision": ("envio_citacion", "notificacion_electronica", "notificacion_personal"),
    "recurso_interpuesto": ("recurso_resuelto",),
}
STEPS = (0, 0, 1, 1, 1, 2, 2, 3, 4, 6, 9, 15, 30)
NEAR = (-1, 0, 0, 1, 1, 2, 4)

# Plots: acts in order; "|" separates alternatives; after "@" stands the row whose due day the act is put near.
EVERY_TYPE = (
    "visita_programada aviso_visita@aviso_visita",
    "causa_eliminada reconexion@reconexion",
    "traslado_parcial@traslado_competencia traslado_competencia|traslado_parcial@traslado_competencia",
    "traslado_competencia@traslado_competencia",
    "desistimiento_expreso@respuesta",
    "respuesta_verbal@respuesta",
    "fuerza_mayor@respuesta",
)
PETITION_PLOTS = (
    "requerimiento@requerimiento complemento@complemento",
    "requerimiento prorroga_complemento@complemento complemento|desistimiento_tacito@complemento",
    "requerimiento desistimiento_tacito@complemento",
    "requerimiento requerimiento complemento",
    "requerimiento complemento",
    "devolucion_aclaracion@respuesta aclaracion|archivo@aclaracion",
    "devolucion_aclaracion aclaracion@aclaracion archivo@aclaracion",
    "devolucion_aclaracion archivo@aclaracion",
    "prorroga@respuesta conflicto_planteado@respuesta conflicto_resuelto@respuesta",
    "conflicto_planteado conflicto_resuelto",
    "conflicto_planteado@respuesta conflicto_resuelto@respuesta",
    "prorroga@respuesta requerimiento|devolucion_aclaracion|prorroga@respuesta complemento|aclaracion",
    "negativa_reserva insistencia_interpuesta@insistencia remision_insistencia@remision_insistencia",
)
SAP_PLOTS = (
    "apertura_pruebas@respuesta prorroga_pruebas|cierre_pruebas@pruebas",
    "apertura_pruebas apertura_pruebas|prorroga_pruebas@pruebas cierre_pruebas|prorroga_pruebas@pruebas",
    "demora_usuario@respuesta",
    "reconocimiento_sap@respuesta",
    "reconocimiento_sap@reconocimiento_sap",
)
DATA_PLOTS = (
    "leyenda_incluida@leyenda_tramite",
    "requerimiento@requerimiento complemento@complemento leyenda_incluida@leyenda_tramite",
    "prorroga@respuesta prorroga@respuesta",
    "requerimiento prorroga@respuesta complemento@complemento",
)
RECURSO_PLOTS = ("desistimiento_expreso@respuesta aceptacion_desistimiento|aceptacion_desistimiento",)
DECISIONS = ("decision@respuesta",) * 4 + ("respuesta_verbal@respuesta", "decision@reconocimiento_sap")
NOTICES = (
    "envio_citacion|publicacion_citacion@citacion notificacion_personal@notificacion_personal",
    "envio_citacion|publicacion_citacion@citacion entrega_aviso|publicacion_aviso@notificacion_personal",
    "envio_citacion|publicacion_citacion@citacion notificacion_electronica|conducta_concluyente@notificacion_personal",
    "envio_citacion@citacion notificacion_electronica|conducta_concluyente|entrega_aviso@aviso",
    "envio_citacion@citacion comunicacion_certificada@notificacion_personal comunicacion_certificada@aviso",
    "envio_notificacion_electronica@citacion notificacion_electronica@citacion",
    "envio_comunicacion_certificada@citacion comunicacion_certificada@citacion",
    "conducta_concluyente|notificacion_personal|notificacion_electronica|comunicacion_certificada@citacion",
    "notificacion_electronica|conducta_concluyente|recurso_interpuesto|queja_interpuesta@respuesta",
    "recurso_interpuesto|queja_interpuesta|respuesta_verbal@citacion",
    "",
)
AFTERWARDS = {
    "contract": ("recurso_interpuesto@recurso", "recurso_interpuesto@firmeza recurso_resuelto", ""),
    "recurso": (
        "queja_interpuesta@queja decision_sspd@queja",
        "queja_interpuesta@queja",
        "remision_sspd@remision_sspd decision_sspd@remision_sspd",
        "remision_sspd@remision_sspd",
        "decision_sspd",
        "reconocimiento_sap@reconocimiento_sap",
        "",
    ),
}

PLAIN_VALUES: dict[str, tuple[object, ...]] = {
    "acto": ACTS,
    "dias": (1, 5, 10, 29, 30, 31, 40),
    "completa": (True, True, True, False),
    "autorizada": (True, True, False),
    "responsable": ("cargo 1",),
}
DATE_STEPS = {
    "comunicada_el": (0, 0, 2, 40),
    "recibido_el": (-1, 0, 0, 1, 3, 7, 20),
    "fecha": (0, 1, 4, 6, 8, 15),
    "notificada_el": (-2, 0, 1, 5, 12),
    "notificado_el": (0, 1, 5),
    "puesto_al_correo_el": (-8, -4, -2, -1, 0, 1),
    "hasta": (-3, 0, 1, 3, 7, 12, 20, 28, 40, 45, 60, 90),
}
OUTCOMES_OF_RECURSOS = ("confirma", "modifica", "revoca", "rechaza", "rechaza") * 2
OUTCOMES_OF_PETITIONS = ("accede", "no_accede") * 2
SELDOM_LEFT_OUT = frozenset({"resultado?", "autorizada?", "comunicada_el?"})

# Faults that the contract names: the place, and the value written there; None removes the key.
NO_SPECIAL_KEYS = dict.fromkeys(("fecha_limite", "factura_expedida", "attacks"))
"""Keys of a case that belong to some types only."""
FAULTS: tuple[tuple[str, Vector], ...] = (
    ("event", {"color": "rojo"}),
    ("event", {"on": None}),
    ("event", {"on": "1993-01-04"}),
    ("event", {"type": "notita"}),
    ("event", {"type": "visita_programada"}),
    ("event", {"type": "decision", "resultado": "quizas"}),
    ("event", {"type": "anulacion", "anula": "nadie", "on": "2100-12-31"}),
    ("event", {"type": "demora_usuario", "hasta": "manana"}),
    ("event", {"type": "recurso_resuelto", "resultado": "accede"}),
    ("event", {"type": "aceptacion_desistimiento"}),
    ("event", {"type": "recurso_interpuesto", "notificada_el": "2024-05-06"}),
    ("case", {"tipo": "reclamacion", **NO_SPECIAL_KEYS}),
    ("case", {"filed_on": None, "filed_at": "2024-05-06T09:00:00"}),
    ("case", {"filed_at": None, "filed_on": "1994-07-10"}),
    ("case", {"filed_at": None, "filed_on": "1983-12-31"}),
    ("case", {"filed_at": None, "filed_on": "2015-06-29"}),
    ("case", {"no_registrado": ["decision"]}),
    ("case", {"no_registrado": "silencio"}),
    ("case", {"puesto_al_correo_el": "2024-05-06T09:00:00-05:00"}),
    ("vector", {"policies": {"first_day": "ayer"}}),
)


class _Story:
    """One case, while its history is being made."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.tipo = random.choice(
            ALL_TYPES
            + tuple(sorted(SAP_TYPES)) * 3
            + ("recurso_reposicion_apelacion",) * 5
            + ("peticion_informacion", "consulta", "credito_reclamo", "habeas_data_reclamo")
        )
        self.filed_on = _day_in(random, ERAS)
        while self.filed_on < FIRST_DAYS.get(self.tipo, self.filed_on) and _chance(random, 0.9):
            self.filed_on = _day_in(random, ERAS)
        if _chance(random, 0.08):
            landmark = LEY_2157 if self.tipo == "credito_reclamo" else random.choice(LANDMARKS)
            self.filed_on = landmark + timedelta(random.choice((-1, 0, 0, 1)))
        self.vector: Vector = {"op": "agenda", "case": {"radicado": "R-1", "tipo": self.tipo}}
        utility = _utility(random, self.filed_on)
        if utility:
            self.vector["utility"] = utility
        if _chance(random, 0.1):
            self.vector["policies"] = _policies(random)
        self.case: Vector = self.vector["case"]
        self.cursor = self.filed_on
        self.last = ""
        self.events: list[Vector] = []
        self._file()

    def _file(self) -> None:
        self._place(self.case, self.filed_on, "filed_at", "filed_on")
        if self.tipo == "requerimiento_autoridad":
            self.case["fecha_limite"] = _iso(self.filed_on + timedelta(self.random.randint(0, 40)))
        if self.tipo == "reclamo" and _chance(self.random, 0.4):
            self.case["factura_expedida"] = _iso(
                self.filed_on - timedelta(self.random.choice((20, 140, 151, 153, 155)))
            )
        if self.tipo in RECURSOS and _chance(self.random, 0.6):
            attacked = self.filed_on - timedelta(self.random.randint(0, 12))
            self.case["attacks"] = {"notified_on": _iso(attacked)}
        if _chance(self.random, 0.15):
            before = timedelta(self.random.choice((-1, 0, 1, 2, 3, 5, 8)))
            self.case["puesto_al_correo_el"] = _iso(self.filed_on - before)
        if _chance(self.random, 0.2):
            self.case["no_registrado"] = self.random.choice(
                (["notificacion"], ["silencio"], ["notificacion", "silencio"], ["silencio", "notificacion"], [])
            )
        self.case["events"] = self.events

    def _place(self, holder: Vector, day: date, at: str, on: str) -> None:
        """Put a moment of that legal day into `holder`, with or without an hour, with any UTC offset."""
        if _chance(self.random, 0.15):
            holder[on] = _iso(day)
            return
        hour = self.random.choice(HOURS)
        told = datetime.combine(day, hour, BOGOTA)
        offset = self.random.choice(OFFSETS)
        zone = datetime.fromisoformat(f"2000-01-01T00:00:00{offset}").tzinfo
        holder[at] = told.astimezone(zone).isoformat().replace("+00:00", "Z" if offset == "Z" else "+00:00")

    def agenda(self, day: date) -> Vector:
        """What the oracle says at the end of `day`, so far."""
        moment = datetime.combine(day, time(23, 59, 59), BOGOTA)
        answer = evaluate(self.vector | {"as_of": moment.isoformat()})
        assert isinstance(answer, dict)
        return answer

    def days_that_matter(self, rows: Vector) -> list[date]:
        """Every due day of the agenda so far, with the day before and the day after."""
        dues = [date.fromisoformat(row["due"]) for row in rows.values() if row["due"] is not None]
        return [due + timedelta(step) for due in dues for step in (-1, 0, 0, 1)]

    def likely_acts(self, rows: Vector) -> tuple[str, ...]:
        """The acts that the law would notice at this point of the story."""
        state = rows.get("respuesta", {}).get("state")
        if state not in {"cumplido", "cumplido_tarde", "extinguido"}:
            petition = () if self.tipo in RECURSOS else PETITION_ACTS * 2
            waiting = [act for code, acts in SEQUELS.items() if code in rows for act in acts * 6]
            return (*OPEN_ACTS, *(SAP_ACTS if self.tipo in SAP_TYPES else ANSWERS), *petition, *waiting)
        if "citacion" not in rows:
            return OPEN_ACTS + NOTIFIED_ACTS
        if {"firmeza", "recurso"} & set(rows):
            return NOTIFIED_ACTS
        return UNNOTIFIED_ACTS if "notificacion_personal" in rows else UNCITED_ACTS

    def tell_one_more(self) -> None:
        """Add one act, most often one that the law would notice."""
        random = self.random
        rows: Vector = self.agenda(self.cursor).get("deadlines", {})
        name = random.choice(self.likely_acts(rows))
        if self.last in FOLLOWERS and _chance(random, 0.5):
            name = random.choice(FOLLOWERS[self.last])
        elif _chance(random, 0.1):
            name = random.choice([name for name in EVENT_KEYS if name not in UNDOING])
        ahead = [day for day in self.days_that_matter(rows) if day >= self.cursor]
        if ahead and _chance(random, 0.35):
            day = random.choice(ahead)
        elif _chance(random, 0.93):
            day = self.cursor + timedelta(random.choice(STEPS))
        else:
            day = self.filed_on + timedelta(random.randint(0, 60))  # recorded out of order
        self._tell(name, day, ahead)

    def _tell(self, name: str, day: date, ahead: Sequence[date]) -> None:
        if day == self.filed_on and _chance(self.random, 0.8):
            day += timedelta(1)
        self.events.append(self.event(name, day, ahead))
        self.cursor = max(self.cursor, min(day, self.filed_on + timedelta(400)))
        self.last = name

    def follow(self, plot: str) -> None:
        """Add the acts of a plot; now and then leave one out, or add another between them."""
        random = self.random
        for step in plot.split():
            if _chance(random, 0.1):
                self.tell_one_more()
            if _chance(random, 0.08):
                continue
            names, _, about = step.partition("@")
            rows: Vector = self.agenda(self.cursor).get("deadlines", {})
            ahead = [day for day in self.days_that_matter(rows) if day >= self.cursor]
            due = rows.get(about, {}).get("due")
            if due is None or _chance(random, 0.3):
                day = self.cursor + timedelta(random.choice(STEPS[:-2]))
            else:
                day = max(self.cursor, date.fromisoformat(due) + timedelta(random.choice(NEAR)))
            self._tell(random.choice(names.split("|")), day, ahead)

    def follow_plots(self) -> None:
        """A whole procedure: what happens while the answer is open, the answer, its notification and what follows."""
        random = self.random
        for _ in range(random.choice((0, 0, 1, 1, 2))):
            self.follow(random.choice(self._plots()))
        if self.tipo not in SAP_TYPES:
            if _chance(random, 0.6):
                self.follow("respuesta_enviada@respuesta entrega_copias@entrega_copias")
            self.follow(random.choice(NOTICES))
            self.follow(random.choice(AFTERWARDS["contract"]))
            return
        self.follow(random.choice(DECISIONS))
        if _chance(random, 0.1):
            self.follow("decision|respuesta_verbal@citacion")
        self.follow(random.choice(NOTICES))
        if _chance(random, 0.3):
            self.follow(random.choice(NOTICES))
        self.follow(random.choice(AFTERWARDS["recurso" if self.tipo in RECURSOS else "contract"]))

    def _plots(self) -> tuple[str, ...]:
        """The plots that fit the type; now and then any of them, because acts that do not fit leave findings."""
        if _chance(self.random, 0.1):
            return (*EVERY_TYPE, *PETITION_PLOTS, *SAP_PLOTS, *DATA_PLOTS, *RECURSO_PLOTS)
        if self.tipo in RECURSOS:
            return (*SAP_PLOTS, *RECURSO_PLOTS * 3, *EVERY_TYPE)
        if self.tipo in SAP_TYPES:
            return (*PETITION_PLOTS, *SAP_PLOTS, *EVERY_TYPE)
        if self.tipo in DATA_TYPES:
            return (*DATA_PLOTS * 2, *EVERY_TYPE, PETITION_PLOTS[-1])
        return (*PETITION_PLOTS, *EVERY_TYPE)

    def event(self, name: str, day: date, ahead: Sequence[date]) -> Vector:
        """One act with the keys of its type."""
        event: Vector = {"type": name}
        self._place(event, day, "at", "on")
        for key in EVENT_KEYS[name]:
            if not key.endswith("?"):
                event[key] = self.value(key, day, ahead)
            elif name == "apertura_pruebas" and key in {"hasta?", "dias?"}:
                continue
            elif _chance(self.random, 0.85 if key in SELDOM_LEFT_OUT else 0.5):
                event[key.rstrip("?")] = self.value(key.rstrip("?"), day, ahead)
        if name == "apertura_pruebas":
            key = self.random.choice(("hasta", "dias"))
            event[key] = self.value(key, day, ahead)
        return event

    def value(self, key: str, day: date, ahead: Sequence[date]) -> object:
        """A plausible value for one key of an act of that day."""
        random = self.random
        if key == "resultado":
            return random.choice((OUTCOMES_OF_RECURSOS if self.tipo in RECURSOS else OUTCOMES_OF_PETITIONS) + OUTCOMES)
        if key in PLAIN_VALUES:
            return random.choice(PLAIN_VALUES[key])
        days = [day + timedelta(step) for step in DATE_STEPS[key]]
        return _iso(random.choice([*days, *(ahead if key in {"hasta", "comunicada_el"} else ())]))

    def undo_some(self) -> None:
        """Now and then annul or correct an earlier act."""
        random = self.random
        for number, event in enumerate(list(self.events)):
            if not _chance(random, 0.08):
                if _chance(random, 0.2):
                    event["id"] = f"e-{number}"
                continue
            event["id"] = f"e-{number}"
            late = self.cursor + timedelta(random.choice((0, 0, 1, 10)))
            if _chance(random, 0.4):
                undoing: Vector = {"type": "anulacion", "anula": event["id"]}
            else:
                moved = self._legal_day(event) + timedelta(random.choice((-5, -1, 0, 1, 5)))
                right = self.event(random.choice((event["type"], event["type"], "nota")), max(moved, self.filed_on), ())
                undoing = {"type": "correccion", "corrige": event["id"], "event": right}
            self._place(undoing, late, "at", "on")
            self.events.append(undoing)

    def _legal_day(self, event: Vector) -> date:
        if "on" in event:
            return date.fromisoformat(event["on"])
        return datetime.fromisoformat(event["at"]).astimezone(BOGOTA).date()

    def ask(self) -> None:
        """Choose the instant asked: a day that matters, some day of the story, or long after."""
        random = self.random
        far = self.cursor + timedelta(200)
        rows: Vector = self.agenda(far).get("deadlines", {}) | self.agenda(self.cursor).get("deadlines", {})
        told = [day + timedelta(step) for day in map(self._legal_day, self.events) for step in (-1, 0, 1)]
        choices = random.choice((self.days_that_matter(rows), told, [self.cursor + timedelta(step) for step in STEPS]))
        ahead = [day for day in choices if day > self.filed_on or (day == self.filed_on and _chance(random, 0.1))]
        self._place(self.vector, random.choice(ahead) if ahead else far, "as_of", "as_of_on")


def _chance(random: Random, share: float) -> bool:
    """True in that share of cases; shrinking leads to False."""
    return random.random() > 1 - share


def _iso(day: date) -> str:
    return day.isoformat()


def _day_in(random: Random, eras: Sequence[tuple[date, date]]) -> date:
    first, last = random.choice(eras)
    return first + timedelta(random.randint(0, (last - first).days))


def _policies(random: Random) -> dict[str, str]:
    return {name: random.choice(values) for name, values in POLICIES.items() if _chance(random, 0.45)}


def _utility(random: Random, around: date) -> Vector:
    utility: Vector = {}
    if _chance(random, 0.25):
        utility["saturday_is_business_day"] = True
    if _chance(random, 0.3):
        utility["closures"] = []
        for number in range(random.choice((1, 1, 2))):
            first = around + timedelta(random.randint(-2, 30))
            last = first + timedelta(random.choice((0, 0, 1, 4, 9)))
            utility["closures"].append(
                {"from": _iso(first), "to": _iso(last), "act": f"Decreto municipal {number + 1}"}
            )
    if _chance(random, 0.2):
        utility["office_hours"] = {"open": "07:00", "close": random.choice(("12:00", "16:00", "17:00", "18:30"))}
    if _chance(random, 0.7):
        utility["policies"] = _policies(random)
    for name in SETTINGS:
        if _chance(random, 0.5):
            utility[name] = random.choice((1, 3, 5))
    return utility


def decided_by_id_alone(told: Vector) -> bool:
    """Whether two events of one type and moment have no id; the contract orders such events by their ids."""
    events = told.get("case", {}).get("events", [])
    events = events + [event["event"] for event in events if "event" in event]
    moments = Counter((event.get("type"), _moment(event)) for event in events)
    return any(count > 1 for count in moments.values())


def _moment(event: Vector) -> object:
    try:
        if "on" in event:
            return datetime.fromisoformat(f"{event['on']}T12:00:00-05:00")
        return datetime.fromisoformat(event["at"]).astimezone(UTC)
    except (KeyError, ValueError):
        return None


def agenda_vector(random: Random) -> Vector:
    """One case, its acts and the instant asked; now and then one that is refused."""
    story = _Story(random)
    if _chance(random, 0.75):
        story.follow_plots()
    else:
        for _ in range(random.choice((0, 1, 2, 3, 4, 5, 6, 8, 10, 13))):
            story.tell_one_more()
    story.undo_some()
    story.ask()
    random.shuffle(story.events)
    return story.vector


def calendar_vector(random: Random) -> Vector:
    """One calendar operation, near the ends of the span now and then."""
    edges = ((date(1984, 1, 1), date(1984, 2, 1)), (date(2100, 11, 1), date(2100, 12, 31)))
    day = _day_in(random, ERAS + edges)
    op = random.choice(("is_business_day", "add_business_days", "business_days_between", "add_months"))
    vector: Vector = {"op": op}
    utility = _utility(random, day)
    if utility:
        vector["utility"] = utility
    if op == "is_business_day":
        vector["on"] = _iso(day)
        return vector
    vector["from"] = _iso(day)
    if op == "add_business_days":
        vector["n"] = random.choice((-30, -10, -5, -1, 0, 0, 1, 3, 5, 10, 15, 30, 60))
    elif op == "business_days_between":
        other = day + timedelta(random.randint(-120, 120))
        vector["to"] = _iso(min(max(other, date(1983, 12, 30)), date(2101, 1, 2)))
    else:
        vector["n"] = random.choice((1, 1, 2, 3, 5, 6, 12, 24))
    return vector


def refused_vector(random: Random) -> Vector:
    """An agenda with one or two faults, each of which the contract names."""
    vector = agenda_vector(random)
    case: Vector = vector["case"]
    noted: Vector = {"type": "nota", "on": vector.get("as_of_on", vector.get("as_of", "")[:10])}
    case["events"].append(noted)
    holders = {"event": noted, "case": case, "vector": vector}
    for _ in range(random.choice((1, 1, 2))):
        where, changes = random.choice(FAULTS)
        holders[where].update(changes)
    for holder in holders.values():
        for key in [key for key, value in holder.items() if value is None]:
            del holder[key]
    return vector


def vector(random: Random) -> Vector:
    """Any vector, without `expect`: mostly agendas, some calendar operations, a few refused."""
    kind = random.choice((agenda_vector,) * 20 + (calendar_vector,) * 3 + (refused_vector,) * 2)
    return kind(random)


def vectors() -> st.SearchStrategy[Vector]:
    """Hypothesis strategy of `vector`; every choice in it is drawn by Hypothesis."""
    return st.randoms(use_true_random=False).map(vector)
