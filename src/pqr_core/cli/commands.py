"""The command line as data: its commands with examples, and the meaning of its exit statuses. It imports nothing heavy.

Every example runs as written after `pqr demo` has been run; a test runs them.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from attrs import field, frozen

__all__ = ("COMMANDS", "DONE", "FAILED", "INTERRUPTED", "REFUSED", "STATUSES", "UNREAD", "Command", "Example", "Status")


class Example(NamedTuple):
    """A command line that a user can copy, and what it does, in both languages."""

    words: str
    es: str
    en: str


@frozen
class Command:
    """A command: its name, its module in this folder, what it does, and examples for its help.

    The module provides `arguments(parser, output)` and `run(args, output)`, which returns the exit status. It is
    imported when the command is called, so that no command pays for what another one imports.
    """

    name: str
    module: str
    es: str
    en: str
    examples: tuple[Example, ...] = field(default=(), repr=False)


_SAMPLE: Final = "--store pqr-demo.sqlite --utility sintetica"

COMMANDS: Final = (
    Command(
        "demo",
        "demo",
        "demostración con los datos de ejemplo que trae el paquete",
        "demonstration on the sample data that comes with the package",
        (
            Example("pqr demo", "deja los datos en pqr-demo.sqlite", "keeps the data in pqr-demo.sqlite"),
            Example("pqr demo --store otra.sqlite", "en otro archivo", "in another file"),
        ),
    ),
    Command(
        "due",
        "due",
        "el último día para responder, explicado",
        "the last day to answer, explained",
        (
            Example("pqr due reclamo 2026-06-26", "un reclamo de ese día", "a claim of that day"),
            Example("pqr due peticion hoy --saturday", "con sábados hábiles", "where Saturdays are business days"),
            Example(
                'pqr due reclamo "15 de diciembre de 2026" --closure 24/12/2026..31/12/2026 "Resolución 7"',
                "con un cierre de la empresa",
                "with a closure of the company",
            ),
        ),
    ),
    Command(
        "agenda",
        "agenda",
        "todos los plazos de un caso que está en un archivo, explicados",
        "all deadlines of a case that is in a file, explained",
        (
            Example("pqr agenda caso.json --as-of 2026-04-14", "a esa fecha de corte", "as of that day"),
            Example("pqr agenda caso.json --html agenda.html", "y una página para imprimir", "and a page to print"),
            Example("pqr agenda - --json", "el caso llega por la entrada", "the case comes on standard input"),
        ),
    ),
    Command(
        "calendar",
        "calendars",
        "los festivos de un año con sus normas, dibujados",
        "the holidays of a year with their norms, drawn",
        (
            Example("pqr calendar 2026", "los festivos de 2026", "the holidays of 2026"),
            Example(
                "pqr calendar 2026 --ics festivos.ics", "para el calendario del teléfono", "for a phone's calendar"
            ),
        ),
    ),
    Command(
        "file",
        "file",
        "radicar un caso y darle su número",
        "file a case and give it its number",
        (
            Example(
                "pqr file reclamo --store oficina.sqlite --set canal=web --set servicio=acueducto --set cuenta=1020",
                "el de ahora mismo",
                "one that comes in now",
            ),
            Example(
                "pqr file peticion --store oficina.sqlite --on ayer --key correo-4411",
                "lo que llegó ayer, una sola vez",
                "what came in yesterday, only once",
            ),
        ),
    ),
    Command(
        "act",
        "act",
        "actuar en un caso, o registrar lo ocurrido",
        "act on a case, or record what happened",
        (
            Example(
                f"pqr act SINT-2026-009374 decision {_SAMPLE} --set resultado=accede --set acto=facturacion",
                "la empresa decide",
                "the company decides",
            ),
            Example(
                f'pqr act SINT-2026-009376 nota {_SAMPLE} --set texto="llamó el usuario"',
                "una nota en el expediente",
                "a note in the file",
            ),
        ),
    ),
    Command(
        "show",
        "show",
        "un caso: sus plazos y lo que procede",
        "a case: its deadlines and what may be done",
        (
            Example(f"pqr show SINT-2026-009186 {_SAMPLE}", "como está ahora", "as it stands now"),
            Example(
                f"pqr show SINT-2026-009186 {_SAMPLE} --as-of 2026-11-23", "como estaba ese día", "as it stood that day"
            ),
        ),
    ),
    Command(
        "import",
        "imports",
        "importar casos, suscriptores, encuestas o turnos de un archivo",
        "import the cases, subscribers, surveys or tickets of a file",
        (
            Example(
                "pqr import registro.csv --store oficina.sqlite",
                "un registro en CSV o Excel",
                "a register in CSV or Excel",
            ),
            Example(
                "pqr import registro.csv --store oficina.sqlite --value tipo:RR=recurso_reposicion",
                "con sus propios códigos",
                "with codes of its own",
            ),
            Example("pqr import --columns", "las columnas que se reconocen", "the columns that are known"),
        ),
    ),
    Command(
        "worklist",
        "worklist",
        "lo vencido, lo de hoy, lo próximo, lo que sigue y lo suspendido",
        "what is overdue, due today, soon or later, and suspended",
        (
            Example(f"pqr worklist {_SAMPLE}", "el trabajo de hoy", "today's work"),
            Example(
                f"pqr worklist {_SAMPLE} --limit 3 --xlsx trabajo.xlsx", "y el libro completo", "and all as a book"
            ),
        ),
    ),
    Command(
        "letter",
        "letter",
        "una carta sobre un caso: dice qué le falta y no se emite incompleta",
        "a letter about a case: it says what it lacks and is not issued incomplete",
        (
            Example(f"pqr letter decision SINT-2026-009186 --check {_SAMPLE}", "qué le falta", "what it lacks"),
            Example("pqr letter citacion --fields", "los datos que admite", "the details that it takes"),
        ),
    ),
    Command(
        "followup",
        "followup",
        "el seguimiento del mes para la reunión del proceso",
        "the follow-up of the month for the meeting of the process",
        (
            Example(
                f"pqr followup {_SAMPLE} --period 2026-10 --out octubre.html", "el de octubre", "that of October 2026"
            ),
            Example(
                f"pqr followup {_SAMPLE} --period 2026-10 --out octubre.xlsx",
                "el mismo, en Excel",
                "the same, in Excel",
            ),
        ),
    ),
    Command(
        "minutes",
        "minutes",
        "guardar el acta de la reunión: asistentes y decisiones",
        "keep the minutes of the meeting: who was there, what was decided",
        (
            Example(
                f'pqr minutes {_SAMPLE} --period 2026-10 --present "Ana Ruiz" --decision "Reforzar la ventanilla"',
                "quién asistió y qué se decidió",
                "who was there and what was decided",
            ),
        ),
    ),
    Command(
        "action",
        "action",
        "abrir o cerrar una acción de mejora",
        "open or close an improvement action",
        (
            Example(
                f'pqr action {_SAMPLE} --period 2026-10 --kind correctiva --what "Dos turnos más" '
                '--responsible "Ana Ruiz" --due 2027-01-29',
                "una acción correctiva",
                "a corrective action",
            ),
        ),
    ),
    Command(
        "report",
        "report",
        "el archivo mensual de la SSPD, el registro de peticiones y los informes que se publican",
        "the monthly file of the SSPD, the register of petitions, and the reports that are published",
        (
            Example(
                f"pqr report sui {_SAMPLE} --period 2026-10 --out sui",
                "el formato de octubre de 2026, con su validación",
                "the format of October 2026, with its validation",
            ),
            Example(
                f"pqr report transparencia {_SAMPLE} --period 2026-Q3",
                "las solicitudes de información de un trimestre",
                "the requests for information of a quarter",
            ),
        ),
    ),
    Command(
        "indicators",
        "indicators",
        "los indicadores de un período frente a sus metas",
        "the indicators of a period against their targets",
        (
            Example(f"pqr indicators {_SAMPLE} --period 2026-10", "los de octubre de 2026", "those of October 2026"),
            Example(
                f"pqr indicators {_SAMPLE} --period 2026 --by servicio --indicator tasa_favorabilidad",
                "uno, por servicio",
                "one of them, by service",
            ),
        ),
    ),
    Command(
        "tables",
        "tables",
        "los vencimientos de cada tipo y día, en una tabla para cualquier lenguaje o tablero",
        "the due days of each type and day, as a table for any language and any BI tool",
        (
            Example("pqr tables due --years 2026 --out vencimientos.csv", "a un archivo", "to a file"),
            Example(f"pqr tables due --years 2026 {_SAMPLE}", "a la base de datos", "to the database"),
        ),
    ),
    Command(
        "db",
        "db",
        "crear o actualizar las tablas y sus filas, comprobar su versión o mostrar lo que falta",
        "make or upgrade the tables and their rows, check their version, or show what is missing",
        (
            Example("pqr db upgrade --store oficina.sqlite", "crear o actualizar las tablas", "make the tables"),
            Example("pqr db check --store pqr-demo.sqlite", "si son las de esta versión", "whether they are current"),
        ),
    ),
    Command(
        "verify",
        "verification",
        "comprobar un programa con casos de prueba de la ley",
        "check a program with test cases of the law",
        (
            Example("pqr verify --theme terms", "este programa, en los términos", "this program, on the terms"),
            Example(
                'pqr verify --only-due --command "python mi_programa.py"',
                "el suyo, que contesta en JSON",
                "your own, which answers in JSON",
            ),
        ),
    ),
    Command(
        "lint",
        "lint",
        "hallar en Python, notebooks y SQL aritmética de fechas que no cuenta como la ley",
        "find date arithmetic in Python, notebooks and SQL that does not count as the law does",
        (Example("pqr lint src", "en una carpeta", "in a folder"),),
    ),
    Command(
        "completion",
        "completion",
        "completar comandos y opciones con la tecla Tab",
        "complete commands and options with the Tab key",
        (
            Example(
                'eval "$(pqr completion bash)"', "en esta sesión, o en ~/.bashrc", "in this session, or in ~/.bashrc"
            ),
            Example('eval "$(pqr completion zsh)"', "lo mismo, en ~/.zshrc", "the same, in ~/.zshrc"),
        ),
    ),
)
"""In the order of the help: first what people do, then what programmers do."""


class Status(NamedTuple):
    """An exit status and what it means."""

    code: int
    es: str
    en: str


DONE: Final = 0
FAILED: Final = 1
REFUSED: Final = 2
INTERRUPTED: Final = 130
"""The status that a shell gives a program ended by Ctrl-C."""
UNREAD: Final = 141
"""The status that a shell gives a program whose output nobody reads any more."""

STATUSES: Final = (
    Status(DONE, "hecho", "done"),
    Status(
        FAILED,
        "hecho, pero algo no pasó: filas rechazadas, una comprobación fallida, una carta a la que le falta algo",
        "done, but something did not pass: rows refused, a check that fails, a letter that lacks something",
    ),
    Status(
        REFUSED,
        "no se pudo hacer lo pedido; la salida de errores dice por qué",
        "what was asked could not be done; standard error says why",
    ),
    Status(INTERRUPTED, "interrumpido con Ctrl-C", "interrupted with Ctrl-C"),
    Status(UNREAD, "quien leía la salida dejó de leer", "whoever read the output stopped reading"),
)
"""The exit status of every command. The help of `pqr` shows them."""
