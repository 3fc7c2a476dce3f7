"""Why the law gives what a vector expects: in sentences, and by the days on the way that do not count.

>>> from pqr_core import colombia
>>> vector = Vector("v", {"id": "v", "op": "is_business_day", "on": "2026-07-13", "expect": False})
>>> working(vector, colombia.LAW).sentences[0].es
'El lunes 13 de julio de 2026 no es día hábil: festivo: Nuestra Señora del Rosario de Chiquinquirá (Ley 2578 ...).'
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final

from attrs import field, frozen

from pqr_core.calendars import terms
from pqr_core.calendars.business import BusinessCalendar, DayKind, DayReason
from pqr_core.errors import PQRError
from pqr_core.exchange.questions import Json, VectorReader
from pqr_core.exchange.vectors import Vector, VerifyReport, agenda_of
from pqr_core.language import Said, long_date
from pqr_core.law.agenda import Deadline
from pqr_core.law.explanations import sentences
from pqr_core.law.jurisdiction import Law
from pqr_core.law.profiles import Profile
from pqr_core.law.rules import Unit

__all__ = ("Missed", "Working", "common", "missed", "working", "working_of")


@frozen
class Working:
    """Why the law gives its answer.

    Args:
        sentences: what is due, by which norm, and how it was counted.
        off: the days passed over that do not count, each with its reason, except weekend days.
        weekend: the names of the weekend days that were passed over; their reason is the same every week.
    """

    sentences: tuple[Said, ...]
    off: Mapping[date, Said] = field(factory=dict)
    weekend: frozenset[Said] = frozenset()

    @property
    def reasons(self) -> Iterator[tuple[date | None, Said]]:
        """Every reason with its day, or with None if it is a weekend day."""
        yield from self.off.items()
        yield from ((None, name) for name in self.weekend)


@frozen
class Missed:
    """One reason why days do not count that the program seems not to know.

    Args:
        reason: the holiday with its norm, the closure, what suspends the term, or the day of the week.
        days: its days, except those that a right answer passed over too; empty for a day of the week.
        vectors: the ids of the wrong answers that had to pass over one of them.
    """

    reason: Said
    days: tuple[date, ...]
    vectors: tuple[str, ...]


def working(vector: Vector, law: Law) -> Working:
    """Why the law gives what the vector expects; of an agenda, for each deadline that it names.

    If the law refuses the question, the refusal is the reason.
    """
    try:
        if vector.op in _DAYS:
            question = VectorReader(vector.body, law)
            profile = question.profile()
            return _DAYS[vector.op](question, vector.body, law.calendar_of(profile), profile)
        return working_of(_named(vector, law))
    except PQRError as error:
        return Working((error.said,))


def missed(report: VerifyReport, law: Law) -> tuple[Missed, ...]:
    """What the wrong answers of a report have in common, as in `common`; vectors without an answer are left out."""
    wrong = ((verdict.id, working(verdict.vector, law)) for verdict in report.failures if verdict.is_read)
    right = (verdict for verdict in report.verdicts if verdict.is_supported and not verdict.differences)
    return common(wrong, (working(verdict.vector, law) for verdict in right))


def common(wrong: Iterable[tuple[str, Working]], right: Iterable[Working]) -> tuple[Missed, ...]:
    """What wrong answers have in common; the reason of most wrong answers comes first.

    A day that a right answer had to pass over too is known to the program, and is left out.

    Args:
        wrong: for each wrong answer its id, and why the law gives another answer.
        right: for each right answer, why the law gives it.
    """
    known = {reason for each in right for reason in each.reasons}
    suspects: dict[Said, dict[date | None, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name, each in wrong:
        for day, why in each.reasons:
            if (day, why) not in known:
                suspects[why][day].append(name)
    told = (
        Missed(
            reason=why,
            days=tuple(sorted(day for day in days if day is not None)),
            vectors=tuple(dict.fromkeys(name for names in days.values() for name in names)),
        )
        for why, days in suspects.items()
    )
    return tuple(sorted(told, key=lambda each: (-len(each.vectors), each.reason)))


# --- the days ------------------------------------------------------------------------------------------------------


def _said(why: DayReason) -> Said:
    return Said(es=why.text("es"), en=why.text("en"))


def _walked(said: Iterable[Said], reasons: Iterable[DayReason]) -> Working:
    """The working of a count over days that do not count."""
    off: dict[date, Said] = {}
    weekend: set[Said] = set()
    for why in reasons:
        if why.kind is DayKind.WEEKEND:
            weekend.add(_said(why))
        else:
            off[why.day] = _said(why)
    return Working(tuple(said), off, frozenset(weekend))


def _is_business_day(question: VectorReader, vector: Json, calendar: BusinessCalendar, _profile: Profile) -> Working:
    day = _told(question, question.day(vector, "on"))
    why = calendar.why(day)
    if why.kind is DayKind.BUSINESS:
        return Working((Said(f"El {long_date(day)} es día hábil.", f"{long_date(day, 'en')} is a business day."),))
    es = f"El {long_date(day)} no es día hábil: {why.text('es')}."
    en = f"{long_date(day, 'en')} is not a business day: {why.text('en')}."
    return _walked((Said(es, en),), (why,))


def _add_business_days(question: VectorReader, vector: Json, calendar: BusinessCalendar, _profile: Profile) -> Working:
    day, n = _told(question, question.day(vector, "from")), question.number(vector, "n")
    found = calendar.add_business_days(day, n)
    first, last = min(day, found), max(day, found)
    es, en = Unit.BUSINESS_DAYS.words(n), Unit.BUSINESS_DAYS.words(n, "en")
    said = Said(
        es=f"A {es} del {long_date(day)} está el {long_date(found)}; el {long_date(day)} no se cuenta.",
        en=f"{long_date(found, 'en')} is {en} from {long_date(day, 'en')}, which is not counted.",
    )
    return _walked((said,), map(calendar.why, calendar.days_off(first, last)))


def _business_days_between(
    question: VectorReader, vector: Json, calendar: BusinessCalendar, _profile: Profile
) -> Working:
    start, end = (_told(question, question.day(vector, key)) for key in ("from", "to"))
    n = calendar.business_days_between(start, end)
    es = f"{'va' if n == 1 else 'van'} {Unit.BUSINESS_DAYS.words(n)}"
    en = f"{'is' if n == 1 else 'are'} {Unit.BUSINESS_DAYS.words(n, 'en')}"
    said = Said(
        es=f"Del {long_date(start)}, que no se cuenta, al {long_date(end)}, que sí, {es}.",
        en=f"From {long_date(start, 'en')}, not counted, to {long_date(end, 'en')}, counted, {en}.",
    )
    return _walked((said,), map(calendar.why, calendar.days_off(min(start, end), max(start, end))))


def _add_months(question: VectorReader, vector: Json, calendar: BusinessCalendar, profile: Profile) -> Working:
    day, n = _told(question, question.day(vector, "from")), question.number(vector, "n")
    walk = terms.months(calendar, day, n, profile.policies_at(day).months)
    nominal = walk.counted_to
    said = Said(
        es=f"El término de {n} meses desde el {long_date(day)} se cumple el {long_date(nominal)}.",
        en=f"The term of {n} months from {long_date(day, 'en')} ends on {long_date(nominal, 'en')}.",
    )
    if nominal == walk.due_on:
        return Working((said,))
    rolled = Said(
        es=f"Ese día no es hábil; se extiende al {long_date(walk.due_on)} (Ley 4 de 1913, art. 62).",
        en=f"That day is not a business day; the term ends on {long_date(walk.due_on, 'en')} (Ley 4 de 1913, art. 62).",
    )
    return _walked((said, rolled), map(calendar.why, (nominal, *calendar.days_off(nominal, walk.due_on))))


_DAYS: Final[Mapping[str, Callable[[VectorReader, Json, BusinessCalendar, Profile], Working]]] = {
    "is_business_day": _is_business_day,
    "add_business_days": _add_business_days,
    "business_days_between": _business_days_between,
    "add_months": _add_months,
}


def _told(question: VectorReader, day: date | None) -> date:
    question.settle()
    assert day is not None  # noqa: S101 - else settle has raised
    return day


# --- the deadlines -------------------------------------------------------------------------------------------------


def _named(vector: Vector, law: Law) -> Iterator[Deadline]:
    """The deadlines of the case of which the vector expects something."""
    agenda = agenda_of(vector.body, law)
    expected = vector.body["expect"]
    if vector.op == "due":
        codes: Iterable[str] = ("respuesta",)
    else:
        codes = expected.get("deadlines", {}) if isinstance(expected, dict) else ()
    for code in codes:
        deadline = agenda.get(code)
        if deadline is not None:
            yield deadline


def working_of(deadlines: Iterable[Deadline]) -> Working:
    """The working of these deadlines: their sentences, and the days passed over that do not count."""
    said: list[Said] = []
    off: dict[date, Said] = {}
    weekend: frozenset[Said] = frozenset()
    for deadline in deadlines:
        said += [Said(*both) for both in zip(sentences(deadline, "es"), sentences(deadline, "en"), strict=True)]
        uncounted = [traced for traced in deadline.trace if traced.number is None]
        off |= {each.day: Said(each.text("es"), each.text("en")) for each in uncounted if each.cause is not None}
        days = (each.reason for each in uncounted if each.cause is None and each.reason.kind is not DayKind.BUSINESS)
        plain = _walked((), days)
        off |= plain.off
        weekend |= plain.weekend
    return Working(tuple(said), off, weekend)
