"""Legal test vectors: the format `pqr-vectors/1` and its runner.

A vector asks one thing of the law and says what is expected; `evaluate` gives our answer in the same form, `check`
tells where an answer differs. It knows nothing of pytest or of the command line.

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

from pqr_core.calendars import terms
from pqr_core.cases.case import Case
from pqr_core.errors import REFUSAL_PRECEDENCE, ImportFileError, InvalidInputError, PQRError
from pqr_core.exchange.questions import Json, Question
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.vocabulary import Finding, LegalState

__all__ = (
    "FORMAT",
    "Answer",
    "Failure",
    "Vector",
    "VerifyReport",
    "answering",
    "check",
    "evaluate",
    "load",
    "load_case",
    "read_case",
    "run",
)

FORMAT: Final = "pqr-vectors/1"

Answer = Any
"""What `expect` holds: a truth, a number, a day, or an object."""


@frozen
class Vector:
    """One vector: its id and the whole object as read."""

    id: str
    body: Json


@frozen
class Failure:
    """A vector whose answer differs: where, and how."""

    id: str
    differences: tuple[str, ...]


@frozen
class VerifyReport:
    """What a run found."""

    total: int
    failures: tuple[Failure, ...]

    def lines(self) -> Iterable[str]:
        """One line a difference, then the count."""
        for failure in self.failures:
            for difference in failure.differences:
                yield f"{failure.id}: {difference}"
        yield f"{self.total} vectors, {len(self.failures)} failed"


# --- files ---------------------------------------------------------------------------------------------------------


def load(path: str | Path, law: Law) -> tuple[Vector, ...]:
    """The vectors of a file.

    Raises:
        ImportFileError: the file cannot be read as vectors; the error names the place.
    """
    return _vectors(_document(path), str(path), law)


def load_case(path: str | Path, law: Law, base: Profile | None = None) -> tuple[Case, Profile]:
    """The one case of a file and the settings of its utility; what the file does not set is as in `base`.

    The file holds the `case` object of a vector, alone or as `{"case": ..., "utility": ..., "policies": ...}`.

    Raises:
        ImportFileError: the file cannot be read as JSON.
        PQRError: the first refusal of what it says, as for a vector.
    """
    return read_case(_document(path), law, base)


def read_case(document: Any, law: Law, base: Profile | None = None) -> tuple[Case, Profile]:
    """The case of an object as in `load_case`, already read from JSON.

    Raises:
        PQRError: the first refusal of what it says, as for a vector.
    """
    body = document if isinstance(document, dict) and "case" in document else {"case": document}
    question = Question(body, law, base)
    question.only(body, {"case", "utility", "policies"}, "document")
    profile = question.profile()
    case = question.case(body["case"])
    question.settle()
    assert case is not None  # noqa: S101 - else settle has raised
    return case, profile


def _document(path: str | Path) -> Any:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8-sig"), object_pairs_hook=_no_repeated_keys)
    except OSError as error:
        raise ImportFileError(file=path, detail=error.strerror or str(error)) from error
    except json.JSONDecodeError as error:
        raise ImportFileError(file=path, detail=f"line {error.lineno}, column {error.colno}: {error.msg}") from error
    except ValueError as error:
        raise ImportFileError(file=path, detail=str(error)) from error
    except RecursionError as error:
        raise ImportFileError(file=path, detail="nested too deeply") from error


def _no_repeated_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        keys = [key for key, _value in pairs]
        raise ValueError("repeated key " + ", ".join(sorted({key for key in keys if keys.count(key) > 1})))
    return made


def _vectors(document: Any, file: str, law: Law) -> tuple[Vector, ...]:
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise ImportFileError(file=file, detail=f'format: "{FORMAT}" is expected')
    listed = document.get("vectors")
    if not isinstance(listed, list) or set(document) != {"format", "vectors"}:
        raise ImportFileError(file=file, detail="vectors: an object with format and a list of vectors is expected")
    seen: set[str] = set()
    for number, body in enumerate(listed):
        place = f"vectors[{number}]"
        if not isinstance(body, dict):
            raise ImportFileError(file=file, detail=f"{place}: an object is expected")
        for key in ("id", "op"):
            if not isinstance(body.get(key), str):
                raise ImportFileError(file=file, detail=f"{place}.{key}: a text is expected")
        if "expect" not in body:
            raise ImportFileError(file=file, detail=f"{place} ({body['id']}): expect is missing")
        for wrong in _wrong_expectation(body["op"], body["expect"], law):
            raise ImportFileError(file=file, detail=f"{place}.{wrong} ({body['id']})")
        if body["id"] in seen:
            raise ImportFileError(file=file, detail=f"{place}.id: {body['id']} is there twice")
        seen.add(body["id"])
    return tuple(Vector(body["id"], body) for body in listed)


def _wrong_expectation(op: str, expect: Answer, law: Law) -> Iterator[str]:
    """The places of `expect` that are none of the format: a misspelt expectation would hold whatever the answer."""
    if isinstance(expect, dict) and "refused" in expect:
        if set(expect) != {"refused"} or expect["refused"] not in _REFUSALS:
            yield f"expect.refused: one of {', '.join(_REFUSALS)} alone is expected"
    elif op == "agenda":
        yield from _wrong_agenda(expect, law)
    elif op in _SCALARS and type(expect) is not _SCALARS[op]:
        yield f"expect: {_SCALARS[op].__name__} is expected"


def _wrong_agenda(expect: Answer, law: Law) -> Iterator[str]:
    if not isinstance(expect, dict) or not expect or not set(expect) <= {"deadlines", "findings"}:
        yield "expect: an object with deadlines, findings or both is expected"
        return
    deadlines, found = expect.get("deadlines", {}), expect.get("findings", [])
    if not isinstance(deadlines, dict):
        yield "expect.deadlines: an object is expected"
        return
    for code, row in deadlines.items():
        if code not in law.rules.obligations:
            yield f"expect.deadlines.{code}: no such deadline"
        elif row is not None and (not isinstance(row, dict) or not row or not set(row) <= {"due", "state"}):
            yield f"expect.deadlines.{code}: null or an object with due, state or both is expected"
        elif row is not None and row.get("state", LegalState.PENDIENTE) not in tuple(LegalState):
            yield f"expect.deadlines.{code}.state: no such state"
    if not isinstance(found, list) or not all(finding in tuple(Finding) for finding in found):
        yield "expect.findings: a list of findings is expected"


_REFUSALS: Final = tuple(error.code for error in REFUSAL_PRECEDENCE)
_SCALARS: Final[Mapping[str, type]] = {
    "is_business_day": bool,
    "add_business_days": str,
    "business_days_between": int,
    "add_months": str,
}


# --- running -------------------------------------------------------------------------------------------------------


def answering(law: Law) -> Callable[[Json], Answer]:
    """What puts a vector to this engine under a law."""
    return partial(evaluate, law=law)


def run(vectors: Iterable[Vector], ask: Callable[[Json], Answer]) -> VerifyReport:
    """Every vector put to `ask`: this engine under a law (`answering`), or somebody's program."""
    total, failures = 0, []
    for vector in vectors:
        total += 1
        if differences := check(vector.body["expect"], ask(vector.body)):
            failures.append(Failure(vector.id, tuple(differences)))
    return VerifyReport(total, tuple(failures))


def check(expected: Answer, got: Answer) -> list[str]:
    """Where `got` differs from what is expected; empty when it holds.

    Of an agenda, only the deadlines named are compared, and of each the fields given; a deadline expected as null
    must be absent; findings, where given, must be exactly those.
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
        wanted, found = sorted(expected["findings"]), got.get("findings", [])
        if not isinstance(found, list) or wanted != sorted(map(str, found)):
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


def _shown(value: Answer) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


# --- answering -----------------------------------------------------------------------------------------------------


def evaluate(vector: Json, law: Law) -> Answer:
    """What this engine answers to a vector, in the form of `expect`; a refusal is `{"refused": CODE}`."""
    try:
        return _evaluate(vector, law)
    except PQRError as error:
        return {"refused": error.code}


def _evaluate(vector: Json, law: Law) -> Answer:
    question = Question(vector, law)
    op = str(vector.get("op"))
    if op not in _OPS:
        raise InvalidInputError(place="op", detail=f"unknown op {op!r}; known: {', '.join(_OPS)}")
    keys, ask = _OPS[op]
    question.only(vector, {"id", "op", "source", "expect", "utility", "policies", *keys}, "vector")
    profile = question.profile()
    return ask(question, vector, profile)


# --- the ops -------------------------------------------------------------------------------------------------------


def _is_business_day(question: Question, vector: Json, profile: Profile) -> Answer:
    day = question.day(vector, "on")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return question.law.calendar_of(profile).is_business_day(day)


def _add_business_days(question: Question, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return question.law.calendar_of(profile).add_business_days(day, n).isoformat()


def _business_days_between(question: Question, vector: Json, profile: Profile) -> Answer:
    start, end = question.day(vector, "from"), question.day(vector, "to")
    question.settle()
    assert start is not None and end is not None  # noqa: S101, PT018 - else settle has raised
    return question.law.calendar_of(profile).business_days_between(start, end)


def _add_months(question: Question, vector: Json, profile: Profile) -> Answer:
    day, n = question.day(vector, "from"), question.number(vector, "n")
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    reading = profile.policies_at(day).months
    return terms.months(question.law.calendar_of(profile), day, n, reading).due_on.isoformat()


def _agenda(question: Question, vector: Json, profile: Profile) -> Answer:
    at, on = question.moment(vector, "as_of", "as_of_on", "vector")
    case = question.case(vector.get("case"))
    question.settle()
    as_of = at or on
    assert case is not None and as_of is not None  # noqa: S101, PT018 - else settle has raised
    agenda = question.law.agenda(case, as_of, profile)
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


_Op = Callable[[Question, Json, Profile], Answer]

_OPS: Final[Mapping[str, tuple[tuple[str, ...], _Op]]] = {
    "is_business_day": (("on",), _is_business_day),
    "add_business_days": (("from", "n"), _add_business_days),
    "business_days_between": (("from", "to"), _business_days_between),
    "add_months": (("from", "n"), _add_months),
    "agenda": (("case", "as_of", "as_of_on"), _agenda),
}
