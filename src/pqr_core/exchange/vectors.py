"""Legal test vectors: the format `pqr-vectors/1` and its runner.

A vector asks one thing of the law and states the expected answer. `evaluate` gives our answer in the same form, and
`check` says where an answer differs. The module knows nothing of pytest or of the command line.

>>> from pqr_core import colombia
>>> evaluate({"op": "is_business_day", "on": "2026-07-13"}, colombia.LAW)
False
>>> check(True, False)
['expect: expected true, got false']
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from attrs import frozen

from pqr_core.bounded import BOUNDS, Bounds, read_file, why_unread
from pqr_core.calendars import terms
from pqr_core.cases.case import Case
from pqr_core.cases.structuring import document_of
from pqr_core.errors import REFUSAL_PRECEDENCE, ImportFileError, InvalidInputError, PQRError, TooMuchError
from pqr_core.exchange.questions import Json, VectorReader
from pqr_core.language import Said
from pqr_core.law.agenda import Agenda
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.names import FILLED, MISSING, NOTHING, OBJECT, TEXT, a, list_of, mismatch, shown, unknown_key, unlisted
from pqr_core.vocabulary import Finding, LegalState

__all__ = (
    "FORMAT",
    "OPS",
    "UNSUPPORTED",
    "Answer",
    "Vector",
    "Verdict",
    "VerifyReport",
    "agenda_of",
    "answering",
    "check",
    "evaluate",
    "judge",
    "load",
    "load_case",
    "only_due",
    "read_case",
    "run",
)

FORMAT: Final = "pqr-vectors/1"

UNSUPPORTED: Final = "unsupported"
"""A program's answer to a question it was not made for: counted separately, and not a failure."""

Answer = Any
"""What `expect` holds: a truth value, a number, a day, or an object."""

_TOLD_APART: Final = frozenset({"expect", "trap"})
"""The keys of a vector for people and for the comparison; a program under test does not get them."""


@frozen
class Vector:
    """One vector: its id and the whole object as it was read."""

    id: str
    body: Json

    @property
    def op(self) -> str:
        """The operation that it asks for."""
        return str(self.body["op"])

    @property
    def question(self) -> Json:
        """The question that a program gets: the vector without the expected answer."""
        return {key: value for key, value in self.body.items() if key not in _TOLD_APART}


@frozen
class Verdict:
    """The verdict on one vector: the answer, and where it differs.

    Args:
        vector: what was asked.
        answer: the answer, or None if there was none.
        differences: where the answer is not that of the law, in sentences.
        unread: what the program wrote instead of an answer.
    """

    vector: Vector
    answer: Answer
    differences: tuple[str, ...] = ()
    unread: str | None = None

    @property
    def id(self) -> str:
        """The id of the vector."""
        return self.vector.id

    @property
    def is_supported(self) -> bool:
        """Whether the program answered at all, rightly or wrongly, rather than `unsupported`."""
        return bool(self.differences) or self.answer != UNSUPPORTED

    @property
    def is_read(self) -> bool:
        """Whether there was an answer that could be read; `null` is one."""
        return self.answer is not None or not any(each.startswith("answer:") for each in self.differences)


@frozen
class VerifyReport:
    """The results of a run, vector by vector in the order in which they were asked."""

    verdicts: tuple[Verdict, ...]

    @property
    def total(self) -> int:
        """The number of vectors asked."""
        return len(self.verdicts)

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """The verdicts on wrong or missing answers."""
        return tuple(verdict for verdict in self.verdicts if verdict.differences)

    @property
    def unsupported(self) -> tuple[Verdict, ...]:
        """The verdicts on vectors that the program was not made for, as it said."""
        return tuple(verdict for verdict in self.verdicts if not verdict.is_supported)

    @property
    def holds(self) -> bool:
        """Whether no answer was wrong or missing, and the program was made for at least one vector."""
        return not self.failures and len(self.unsupported) < self.total

    def lines(self) -> Iterable[str]:
        """One line for each difference, then the count."""
        for verdict in self.failures:
            for difference in verdict.differences:
                yield f"{_shown(verdict.id)}: {difference}"
        apart = f", {len(self.unsupported)} unsupported" if self.unsupported else ""
        yield f"{self.total} vectors, {len(self.failures)} failed{apart}"


# --- files ---------------------------------------------------------------------------------------------------------


def load(path: str | Path, law: Law, *, bounds: Bounds = BOUNDS) -> tuple[Vector, ...]:
    """The vectors of a file.

    Raises:
        ImportFileError: the file cannot be read as vectors, or exceeds `bounds`; the error names the place.
    """
    return _vectors(_document(path, bounds), str(path), law)


def load_case(
    path: str | Path, law: Law, base: Profile | None = None, *, bounds: Bounds = BOUNDS
) -> tuple[Case, Profile]:
    """The one case of a file and the settings of its utility; what the file does not set is taken from `base`.

    The file holds the `case` object of a vector, alone or as `{"case": ..., "utility": ..., "policies": ...}`.

    Raises:
        ImportFileError: the file cannot be read as JSON, or exceeds `bounds`.
        PQRError: something in it is refused; of several refusals the first in precedence, as for a vector.
    """
    return read_case(_document(path, bounds), law, base)


def read_case(document: Any, law: Law, base: Profile | None = None) -> tuple[Case, Profile]:
    """The case of an object as in `load_case` that is already read from JSON.

    Raises:
        PQRError: something in it is refused; of several refusals the first in precedence, as for a vector.
    """
    body = document if isinstance(document, dict) and "case" in document else {"case": document}
    question = VectorReader(body, law, base)
    question.only(body, {"case", "utility", "policies"}, "document")
    profile = question.profile()
    case = question.case(body["case"])
    question.settle()
    assert case is not None  # noqa: S101 - else settle has raised
    return case, profile


def _document(path: str | Path, bounds: Bounds) -> Any:
    try:
        return document_of(read_file(path, bounds), bounds)
    except (OSError, UnicodeDecodeError, TooMuchError) as error:
        raise ImportFileError(file=path, detail=why_unread(error)) from error
    except InvalidInputError as error:
        raise ImportFileError(file=path, detail=error.params["detail"]) from error


def _listed(document: Any, file: str) -> list[Any]:
    """What the file lists; raises for a file that is not of this format."""
    if not isinstance(document, dict):
        raise _refused(file, "document", _ROOT, shown(document))
    if (told := document.get("format")) != FORMAT:
        raise _refused(file, "format", Said.alike(f'"{FORMAT}"'), NOTHING if told is None else shown(told))
    for key in document.keys() - _KEYS:
        raise ImportFileError(file=file, detail=_at(key, unknown_key(key, sorted(_KEYS))))
    listed = document.get("vectors")
    if not isinstance(listed, list):
        raise _refused(file, "vectors", _LIST, NOTHING if listed is None else shown(listed))
    return listed


def _vectors(document: Any, file: str, law: Law) -> tuple[Vector, ...]:
    listed = _listed(document, file)
    seen: set[str] = set()
    for number, body in enumerate(listed):
        place = f"vectors[{number}]"
        if not isinstance(body, dict):
            raise _refused(file, place, OBJECT, shown(body))
        if not isinstance(body.get("id"), str) or not body["id"]:
            raise _refused(file, f"{place}.id", FILLED, shown(body.get("id")))
        for key, text in (("op", body.get("op")), ("source", body.get("source", ""))):
            if not isinstance(text, str):
                raise _refused(file, f"{place}.{key}", TEXT, shown(text))
        if "expect" not in body:
            raise ImportFileError(file=file, detail=_at(f"{body['id']}: {place}.expect", MISSING))
        if "trap" in body and not _is_trap(body["trap"]):
            raise _refused(file, f"{body['id']}: {place}.trap", _TRAP, shown(body["trap"]))
        for where, wrong in _wrong_expectation(body["op"], body["expect"], law):
            raise ImportFileError(file=file, detail=_at(f"{body['id']}: {place}.{where}", wrong))
        if body["id"] in seen:
            twice = Said(f"{body['id']} está dos veces", f"{body['id']} is there twice")
            raise ImportFileError(file=file, detail=_at(f"{place}.id", twice))
        seen.add(body["id"])
    return tuple(Vector(body["id"], body) for body in listed)


def _is_trap(told: Any) -> bool:
    return (
        isinstance(told, dict) and told.keys() == {"es", "en"} and all(isinstance(each, str) for each in told.values())
    )


def _at(place: str, what: Said) -> Said:
    return Said(f"{place}: {what.es}", f"{place}: {what.en}")


def _refused(file: str, place: str, expected: Said, got: Said) -> ImportFileError:
    return ImportFileError(file=file, detail=_at(place, mismatch(expected, got)))


def _wrong_expectation(op: str, expect: Answer, law: Law) -> Iterator[tuple[str, Said]]:
    """The places of `expect` that the format does not have; a misspelt expectation would pass with any answer."""
    if isinstance(expect, dict) and "refused" in expect:
        if set(expect) != {"refused"} or expect["refused"] not in _REFUSALS:
            yield "expect.refused", unlisted(_REFUSALS, expect["refused"])
    elif op == "agenda":
        yield from _wrong_agenda(expect, law)
    elif op == "due":
        if expect is not None and not isinstance(expect, str):
            yield "expect", mismatch(_DAY_OR_NULL, shown(expect))
    elif op in _SCALARS and type(expect) is not _SCALARS[op]:
        yield "expect", mismatch(a(_SCALARS[op]), shown(expect))


def _wrong_agenda(expect: Answer, law: Law) -> Iterator[tuple[str, Said]]:
    if not isinstance(expect, dict) or not expect or not set(expect) <= {"deadlines", "findings"}:
        yield "expect", mismatch(_AGENDA, shown(expect))
        return
    deadlines, found = expect.get("deadlines", {}), expect.get("findings", [])
    if not isinstance(deadlines, dict):
        yield "expect.deadlines", mismatch(OBJECT, shown(deadlines))
        return
    for code, row in deadlines.items():
        if code not in law.rules.obligations:
            yield f"expect.deadlines.{code}", unlisted(law.rules.obligations, code)
        elif row is not None and (not isinstance(row, dict) or not row or not set(row) <= {"due", "state"}):
            yield f"expect.deadlines.{code}", mismatch(_ROW, shown(row))
        elif row is not None and row.get("state", LegalState.PENDIENTE) not in tuple(LegalState):
            yield f"expect.deadlines.{code}.state", unlisted(LegalState, row["state"])
    if not isinstance(found, list) or not all(finding in tuple(Finding) for finding in found):
        yield "expect.findings", mismatch(list_of(Finding), shown(found))


_DAY_OR_NULL: Final = Said("una fecha o null", "a day or null")
_TRAP: Final = Said("un objeto con el error en es y en", "an object with the mistake in es and en")
_ROOT: Final = Said("un objeto con format y una lista de vectors", "an object with format and a list of vectors")
_LIST: Final = Said("una lista de vectores", "a list of vectors")
_KEYS: Final = frozenset({"format", "vectors"})
"""The keys of a file."""
_AGENDA: Final = Said("un objeto con deadlines, findings o los dos", "an object with deadlines, findings or both")
_ROW: Final = Said("null o un objeto con due, state o los dos", "null or an object with due, state or both")


_REFUSALS: Final = tuple(error.code for error in REFUSAL_PRECEDENCE)
_SCALARS: Final[Mapping[str, type]] = {
    "is_business_day": bool,
    "add_business_days": str,
    "business_days_between": int,
    "add_months": str,
}


# --- running -------------------------------------------------------------------------------------------------------


def answering(law: Law) -> Callable[[Json], Answer]:
    """A function that answers the question of a vector with this engine under a law."""
    return partial(evaluate, law=law)


def run(vectors: Iterable[Vector], ask: Callable[[Json], Answer]) -> VerifyReport:
    """Put the question of each vector to `ask` and compare the answer."""
    return VerifyReport(tuple(judge(vector, ask(vector.body)) for vector in vectors))


def judge(vector: Vector, answer: Answer) -> Verdict:
    """The verdict on one answer."""
    if answer == UNSUPPORTED:
        return Verdict(vector, answer)
    return Verdict(vector, answer, tuple(check(vector.body["expect"], answer)))


def only_due(vectors: Iterable[Vector]) -> Iterator[Vector]:
    """The vectors of agendas that expect something of the last day to answer, each reduced to that day.

    The question keeps the filing, its type and its acts. The answer is a day, or null where there is none. This is for
    a system that computes due days and knows nothing else of a case.
    """
    for vector in vectors:
        if vector.op == "agenda" and "refused" not in vector.body["expect"]:
            row = vector.body["expect"].get("deadlines", {}).get("respuesta", {})
            if row is None or "due" in row:
                yield Vector(vector.id, {**vector.body, "op": "due", "expect": row and row["due"]})


def check(expected: Answer, got: Answer) -> list[str]:
    """Where `got` differs from `expected`; empty if it does not.

    Of an agenda, only the named deadlines are compared, and of each only the given fields. A deadline expected as null
    must be absent. Findings, if given, must be exactly those.
    """
    if not isinstance(expected, dict) or not isinstance(got, dict) or "refused" in expected or "refused" in got:
        same = type(expected) is type(got) and expected == got
        return [] if same else [f"expect: expected {_shown(expected)}, got {_shown(got)}"]
    differences: list[str] = []
    deadlines = got.get("deadlines", {})
    for code, wanted in expected.get("deadlines", {}).items():
        answered = deadlines.get(code) if isinstance(deadlines, dict) else deadlines
        differences.extend(_check_deadline(code, wanted, answered))
    if "findings" in expected:
        wanted, found = sorted(set(expected["findings"])), got.get("findings", [])
        if not isinstance(found, list) or set(wanted) != set(map(str, found)):
            differences.append(f"findings: expected {_shown(wanted)}, got {_shown(found)}")
    return differences


def _check_deadline(code: str, expected: Json | None, got: Answer) -> Iterable[str]:
    if expected is None or not isinstance(got, dict):
        if expected is not got:
            yield f"{code}: expected {_shown(expected)}, got {_shown(got)}"
        return
    for name, value in expected.items():
        if name not in got or got[name] != value:
            yield f"{code}.{name}: expected {_shown(value)}, got {_shown(got.get(name))}"


_LONGEST: Final = 2_000
"""The most characters of a value that a line shows: longer than any answer to a packaged vector."""


def _shown(value: Answer) -> str:
    """A value on one line; a text without its quotes, unless it has characters that would break the line."""
    plain = isinstance(value, str) and value.isprintable()
    text = value if plain else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


# --- answering -----------------------------------------------------------------------------------------------------


def evaluate(vector: Json, law: Law) -> Answer:
    """Our answer to a vector, in the form of `expect`; a refusal is `{"refused": CODE}`."""
    try:
        return _evaluate(vector, law)
    except PQRError as error:
        return {"refused": error.code}


def _evaluate(vector: Json, law: Law) -> Answer:
    question = VectorReader(vector, law)
    keys, ask = _ASKED[_known_op(vector)]
    question.only(vector, {"id", "op", "source", "trap", "expect", "utility", "policies", *keys}, "vector")
    profile = question.profile()
    return ask(question, vector, profile)


def _known_op(vector: Json) -> str:
    op = str(vector.get("op"))
    if op not in _ASKED:
        raise InvalidInputError.unlisted(OPS, op, place=Said.alike("op"))
    return op


def agenda_of(vector: Json, law: Law) -> Agenda:
    """The whole agenda of the case in a vector of `agenda` or of `due`.

    Raises:
        PQRError: something in it is refused, or its operation is unknown; of several refusals the first in precedence.
    """
    _known_op(vector)
    question = VectorReader(vector, law)
    return _asked_agenda(question, vector, question.profile())


# --- the ops -------------------------------------------------------------------------------------------------------


def _is_business_day(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    day = question.day(vector, "on")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return question.law.calendar_of(profile).is_business_day(day)


def _add_business_days(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return question.law.calendar_of(profile).add_business_days(day, n).isoformat()


def _business_days_between(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    start, end = question.day(vector, "from"), question.day(vector, "to")
    question.settle()
    assert start is not None and end is not None  # noqa: S101, PT018 - else settle has raised
    return question.law.calendar_of(profile).business_days_between(start, end)


def _add_months(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    reading = profile.policies_at(day).months
    return terms.months(question.law.calendar_of(profile), day, n, reading).due_on.isoformat()


def _due(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    deadline = _asked_agenda(question, vector, profile).get("respuesta")
    return None if deadline is None or deadline.due_on is None else deadline.due_on.isoformat()


def _agenda(question: VectorReader, vector: Json, profile: Profile) -> Answer:
    agenda = _asked_agenda(question, vector, profile)
    return {
        "deadlines": {
            deadline.code: {
                "due": None if deadline.due_on is None else deadline.due_on.isoformat(),
                "state": deadline.state.value,
            }
            for deadline in agenda.deadlines
        },
        "findings": [finding.value for finding in agenda.findings],
    }


def _asked_agenda(question: VectorReader, vector: Json, profile: Profile) -> Agenda:
    at, on = question.moment(vector, "as_of", "as_of_on", "vector")
    case = question.case(vector.get("case"))
    question.settle()
    as_of = at or on
    assert case is not None and as_of is not None  # noqa: S101, PT018 - else settle has raised
    return question.law.agenda(case, as_of, profile)


_Op = Callable[[VectorReader, Json, Profile], Answer]

_ASKED: Final[Mapping[str, tuple[tuple[str, ...], _Op]]] = {
    "is_business_day": (("on",), _is_business_day),
    "add_business_days": (("from", "n"), _add_business_days),
    "business_days_between": (("from", "to"), _business_days_between),
    "add_months": (("from", "n"), _add_months),
    "due": (("case", "as_of", "as_of_on"), _due),
    "agenda": (("case", "as_of", "as_of_on"), _agenda),
}
OPS: Final = tuple(_ASKED)
"""The operations that a vector may ask for."""
