"""A deadline and an agenda in words: the sentences of a letter to a citizen.

Everything is read from the deadline and from the segments of the walk that found its day. Nothing is counted here.
Deadlines and agendas call these functions for their `text`. The confidence of a norm is not stated here: tables, pages
and JSON show it (`law.pictures`, `law.wire`).

>>> from datetime import date
>>> from pqr_core import colombia
>>> for sentence in sentences(colombia.due("reclamo", date(2026, 3, 16)))[:3]:
...     print(sentence)
Reclamo: la empresa debe responder a más tardar el jueves 9 de abril de 2026.
El término es de 15 días hábiles (Ley 142 de 1994, art. 158; Decreto 2150 de 1995, art. 123).
Se cuenta desde el lunes 16 de marzo de 2026; el primer día contado es el martes 17 de marzo de 2026.
"""

from __future__ import annotations

from calendar import SUNDAY
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Final, NamedTuple

from attrs import evolve

from pqr_core.calendars.business import BusinessCalendar
from pqr_core.calendars.terms import Segment, Walk
from pqr_core.citations import Citation
from pqr_core.language import Language, Said, date_after, day_month, joined, long_date, span_of
from pqr_core.law.agenda import Agenda, Deadline
from pqr_core.law.resolution import ResolvedRules
from pqr_core.law.rules import RuleBook
from pqr_core.law.words import AGENDA, CAUSES, COUNTS, STATES, WHEN
from pqr_core.moments import at_noon
from pqr_core.vocabulary import Finding, Kind, LegalState

__all__ = (
    "Sentence",
    "agenda_text",
    "deadline_text",
    "explained",
    "headline",
    "noticed",
    "sentences",
    "summary",
)

_DAY: Final = timedelta(days=1)
_RUNS: Final = frozenset({LegalState.PENDIENTE, LegalState.SUSPENDIDO, LegalState.DISPONIBLE})
"""The states in which the term still runs; in the other states, the obligation is stated in the past tense."""


class Sentence(NamedTuple):
    """One sentence of an explanation, and the code of its words.

    The code is one of `law.words`, with the causing event after a point; for an obligation, its own code with the name
    of the clause or the state; for a reading, the policy with its value.
    """

    code: str
    text: str


def _of_language(words: Mapping[str, Said]) -> Mapping[Language, Mapping[str, str]]:
    return {
        "es": {code: said.es for code, said in words.items()},
        "en": {code: said.en for code, said in words.items()},
    }


_WHEN: Final = _of_language(WHEN)
_COUNTS: Final = _of_language(COUNTS)
_STATES: Final = _of_language(STATES)
_AGENDA: Final = _of_language(AGENDA)


def _opened(clause: str) -> str:
    """The clause with a capital at its beginning."""
    return clause[0].upper() + clause[1:]


# --- who owes what by when -----------------------------------------------------------------------------------------


def _clause(deadline: Deadline, lang: Language = "es") -> str:
    """Who owes what by when, in one clause, without a capital at its beginning and without a full stop."""
    return _head(deadline, lang).text


def _head(deadline: Deadline, lang: Language) -> Sentence:
    rule, state, clauses = deadline.rule, deadline.state, deadline.rule.clauses
    if rule.kind is Kind.EFECTO and deadline.due_on is None and state in clauses.states:
        return Sentence(f"{rule.code}.{state}", clauses.states[state].text(lang))
    tense, clause = ("now", clauses.now) if state in _RUNS else ("then", clauses.then)
    return Sentence(f"{rule.code}.{tense}", _dated(clause.text(lang), _due_words(deadline, lang), lang))


def _dated(clause: str, day: str, lang: Language) -> str:
    """The clause with `day`, in words, in its place; if `day` is empty, the place stays empty."""
    if not day:
        return clause.format(by="", until="", on="")
    when = _WHEN[lang]
    return clause.format(
        by=when["by"].format(day=day), until=when["until"].format(day=day), on=when["on"].format(day=day)
    )


def _due_words(deadline: Deadline, lang: Language) -> str:
    """The last day in words, with its hour for a term of hours; empty if there is no date."""
    if deadline.due_at is not None:
        return _moment(deadline.due_at, lang)
    return "" if deadline.due_on is None else long_date(deadline.due_on, lang)


def _moment(instant: datetime, lang: Language) -> str:
    form = "at_one" if instant.hour == 1 else "at"
    return _WHEN[lang][form].format(day=long_date(instant.date(), lang), hour=f"{instant:%H:%M}")


# --- one deadline in sentences -------------------------------------------------------------------------------------


def deadline_text(deadline: Deadline, lang: Language = "es") -> str:
    """The deadline explained to a citizen, one sentence per line."""
    return "\n".join(sentences(deadline, lang))


def sentences(deadline: Deadline, lang: Language = "es") -> tuple[str, ...]:
    """The deadline explained to a citizen: what is owed, by when, by which norm, how it was counted, how it stands."""
    return tuple([sentence.text for sentence in explained(deadline, lang)])


def explained(deadline: Deadline, lang: Language = "es") -> Iterator[Sentence]:
    """The sentences of the explanation, each with the code of its words."""
    head, clause = _head(deadline, lang)
    if deadline.code == "respuesta":
        yield Sentence(head, f"{deadline.basis.resolved.type.label(lang)}: {clause}.")
    else:
        yield Sentence(head, f"{_opened(clause)}.")
    yield from _on_the_silence(deadline, lang)
    yield from _on_the_term(deadline, lang)
    yield from _on_the_count(deadline, lang)
    yield from _on_the_state(deadline, lang)
    yield from _on_the_certainty(deadline, lang)


def _norms(citations: Sequence[Citation], lang: Language) -> str:
    return "; ".join([citation.named(lang) for citation in citations])


def _count(code: str, lang: Language, **words: object) -> Sentence:
    return Sentence(code, _COUNTS[lang][code].format_map(words))


def _on_the_silence(deadline: Deadline, lang: Language) -> Iterator[Sentence]:
    """Why there is a positive silence to recognise."""
    silence = deadline.silence
    if silence is None:
        return
    days = {"last": silence.last_on, "cite_by": silence.cite_by, "answered": silence.answered_on}
    words = {name: long_date(day, lang) for name, day in days.items() if day is not None}
    yield _count(f"silence_{silence.missed}", lang, **words)


def _on_the_term(deadline: Deadline, lang: Language) -> Iterator[Sentence]:
    term, norms = deadline.term, _norms(deadline.citations, lang)
    if term is None:
        if norms:
            yield _count("norms", lang, norms=norms)
    elif term.reading is not None:
        stated, counted = (words.text(lang) for words in term.reading)
        yield _count("term_read", lang, stated=stated, counted=counted, norms=norms)
    else:
        yield _count("term_set" if deadline.rule.by_setting else "term", lang, term=term.text(lang), norms=norms)
    if deadline.lacks_date:
        yield _count("unset", lang)
    elif term is None and deadline.due_on is not None:
        if deadline.basis.resolved.type.given_date and deadline.base_on is None:
            yield _count("given", lang)
        elif deadline.kind is Kind.CARGA:
            yield _count("given_in_requirement", lang)


# --- how it was counted --------------------------------------------------------------------------------------------


def _on_the_count(deadline: Deadline, lang: Language) -> Iterator[Sentence]:
    base_on = deadline.counted_since
    if deadline.term is None or deadline.base_on is None or base_on is None:
        return
    if deadline.base_at is not None:
        yield _count("since_only", lang, base=_moment(deadline.base_at, lang))
        return
    walk, base = deadline.walked, long_date(base_on, lang)
    if walk is None:
        yield _count("since_only" if deadline.restarted_on is None else "restarted_only", lang, base=base)
    elif walk.due_on < base_on:
        yield _count("back", lang, base=base)
    else:
        yield from _walk_told(deadline, walk, lang)


def _walk_told(deadline: Deadline, walk: Walk, lang: Language) -> Iterator[Sentence]:
    base_on, days = deadline.counted_since, deadline.days_of(walk)
    assert base_on is not None  # noqa: S101 - a walk has a base
    counted = [segment for segment in walk.segments if segment.counted]
    first = _first_counted(counted, walk, days)
    base = long_date(base_on, lang)
    if deadline.restarted_on is not None:
        yield _count("restarted", lang, base=base, first=long_date(first, lang))
    elif first == base_on:
        yield _count("since_itself", lang, base=base)
    else:
        yield _count("since", lang, base=base, first=long_date(first, lang))
    if walk.every_day:
        yield _count("every", lang)
    else:
        yield from _days_off(counted, days, lang)
    end = walk.segments.index(counted[-1])
    for segment in walk.segments[:end]:
        if not segment.counted:
            yield _suspension(deadline, segment, lang)
    for segment in walk.segments[end + 1 :]:
        yield _after_the_count(deadline.basis.rules, segment, lang)


def _first_counted(counted: Sequence[Segment], walk: Walk, days: BusinessCalendar) -> date:
    """The first day that has a number; a segment between two suspensions may have none."""
    firsts = ((each, each.after + _DAY if walk.every_day else days.next_business_day(each.after)) for each in counted)
    return next(first for segment, first in firsts if first <= segment.until)


def _days_off(counted: Iterable[Segment], days: BusinessCalendar, lang: Language) -> Iterator[Sentence]:
    """The days of the count without a number: weekends together, holidays one by one, closures in stretches."""
    weekends: list[date] = []
    others: list[Sentence] = []
    for segment in counted:
        off = days.days_off(segment.after, segment.until)
        if not off:
            continue
        holidays: dict[date, list[str]] = {}
        for holiday in days.holidays_in(off[0], off[-1]):
            holidays.setdefault(holiday.day, []).append(holiday.named(lang))
        closed: list[date] = []
        for day in off:
            if day in holidays:
                said = _count("holiday", lang, day=long_date(day, lang), holidays=", ".join(holidays[day]))
                others.append(said)
            elif days.is_weekend(day):
                weekends.append(day)
            else:
                closed.append(day)
        others += _closures(closed, days, lang)
    if weekends:
        yield _count(_weekend_code(weekends), lang, days=_day_list(weekends, lang))
    yield from others


def _weekend_code(days: Sequence[date]) -> str:
    """The code of the words: one weekend, several, or only Sundays, as where Saturdays count."""
    if all(day.weekday() == SUNDAY for day in days):
        return "sundays" if days[1:] else "sunday"
    return "weekends" if days[-1] - days[0] > _DAY else "weekend"


def _closures(closed: Sequence[date], days: BusinessCalendar, lang: Language) -> Iterator[Sentence]:
    """The days on which the utility was closed; consecutive days of one act share a sentence."""
    for acts, stretch in groupby(closed, key=lambda day: ", ".join(each.act for each in days.why(day).closures)):
        first, *rest = stretch
        if rest:
            yield _count("closed_days", lang, days=span_of(first, rest[-1], lang), acts=acts)
        else:
            yield _count("closed", lang, day=long_date(first, lang), acts=acts)


def _day_list(days: Sequence[date], lang: Language) -> str:
    """The days as in "21, 22 y 29 de marzo, 4 y 5 de abril": the days of one month share its name."""
    months = []
    for _month, group in groupby(days, key=lambda day: day.month):
        *head, last = group
        months.append(joined([*(str(day.day) for day in head), day_month(last, lang)], lang))
    return ", ".join(months)


def _because(code: str, segment: Segment, lang: Language, **words: object) -> Sentence:
    """A sentence about what stopped or extended the count."""
    assert segment.cause is not None  # noqa: S101 - a stop or an extension has a cause
    said = _count(code, lang, cause=CAUSES[segment.cause].text(lang), **words)
    return Sentence(f"{code}.{segment.cause}", said.text)


def _suspension(deadline: Deadline, segment: Segment, lang: Language) -> Sentence:
    is_over = segment.until < deadline.basis.today or deadline.state not in _RUNS
    days = span_of(segment.after + _DAY, segment.until, lang)
    return _because("was_suspended" if is_over else "is_suspended", segment, lang, days=days)


def _after_the_count(rules: RuleBook, segment: Segment, lang: Language) -> Sentence:
    """Why the due day is after the last day counted: it passed to a business day, or it was extended."""
    day, due = long_date(segment.after, lang), date_after(segment.until, segment.after, lang)
    if segment.cause is not None:
        return _because("extended", segment, lang, day=day, due=due)
    norms = _norms(rules.rolled, lang)
    return _count("rolled", lang, day=day, due=due, norms=f" ({norms})" if norms else "")


# --- how it stands, and how sure the day is ------------------------------------------------------------------------


def _on_the_state(deadline: Deadline, lang: Language) -> Iterator[Sentence]:
    rule, state, clauses = deadline.rule, deadline.state, deadline.rule.clauses
    if rule.kind is Kind.EFECTO:
        return  # its own clause says it
    met = "" if deadline.met_on is None else long_date(deadline.met_on, lang)
    own = clauses.states.get(state)
    did = "" if clauses.did is None else _opened(_dated(clauses.did.text(lang), met, lang))
    if own is not None:
        yield Sentence(f"{rule.code}.{state}", f"{_opened(_dated(own.text(lang), met, lang))}.")
    elif did and state is LegalState.CUMPLIDO:
        yield Sentence(f"{rule.code}.did", f"{did}.")
    else:
        yield _standing(deadline, {"day": met, "did": did}, lang)
    if deadline.received_on is not None:
        norms, received = _norms(deadline.basis.rules.posted, lang), long_date(deadline.received_on, lang)
        yield _count("posted", lang, posted=met, received=received, norms=norms)


def _standing(deadline: Deadline, words: dict[str, str], lang: Language) -> Sentence:
    """The sentence for the kind and the state of the deadline."""
    code = f"{deadline.kind}_{deadline.state}"
    if deadline.due_on is None and f"{code}_sin_fecha" in STATES:
        code += "_sin_fecha"
    if deadline.needless:
        code += "_sin_objeto"
    if deadline.days_left is not None and deadline.term is not None:
        words["left"] = evolve(deadline.term, n=deadline.days_left).text(lang)
    cause = deadline.ended or deadline.waits
    if cause is None:
        return Sentence(code, _STATES[lang][code].format_map(words))
    words |= {"day": long_date(cause.on, lang), "cause": CAUSES[cause.by].text(lang)}
    return Sentence(f"{code}.{cause.by}", _STATES[lang][code].format_map(words))


def _on_the_certainty(deadline: Deadline, lang: Language) -> Iterator[Sentence]:
    basis = deadline.basis
    if deadline.disputed_days:
        the = "el " if lang == "es" else ""
        days = joined([the + long_date(day, lang) for day in deadline.disputed_days], lang)
        yield _count("holidays_disputed", lang, days=days)
    if deadline.is_projected:
        yield _count("projected", lang, year=basis.calendar.verified_through)
    yield from _readings(basis.rules, basis.resolved, deadline.code, lang)


# The cache has no limit, yet stays small, like that of `law.resolution`: there are few types, policies, obligations.
@cache
def _readings(rules: RuleBook, resolved: ResolvedRules, obligation: str, lang: Language) -> tuple[Sentence, ...]:
    """The sentences on the readings of the law that concern an obligation of a case."""
    chosen = resolved.policies.as_dict()
    found = []
    for policy, adopted in rules.adopted.items():
        if obligation not in adopted.obligations or (adopted.types and resolved.type.code not in adopted.types):
            continue
        if adopted.disputed is not None:
            said = _count("disputed", lang, what=_opened(adopted.disputed.text(lang)))
            found.append(Sentence(f"{policy}.disputed", said.text))
        clause = adopted.holds.get(chosen[policy])
        if clause is not None:
            said = _count("adopted", lang, reading=clause.text(lang))
            found.append(Sentence(f"{policy}.{chosen[policy]}", said.text))
    return tuple(found)


def summary(deadline: Deadline) -> str:
    """The deadline in one line of Spanish, for `repr`."""
    parts = [_clause(deadline)]
    if deadline.term is not None and deadline.base_on is not None:
        parts.append(f"{deadline.term.text()} desde el {long_date(deadline.restarted_on or deadline.base_on)}")
    if deadline.citations:
        parts.append(_norms(deadline.citations, "es"))
    return f"{deadline.code} ({deadline.state.label()}): {'; '.join(parts)}"


# --- a whole agenda ------------------------------------------------------------------------------------------------


def headline(agenda: Agenda, lang: Language = "es") -> str:
    """The case, its type, the instant, its class in the work of the office, and its most urgent duty, in one line.

    Noon stands for a day without an hour, and is shown without an hour.
    """
    at = agenda.as_of
    sentence = "as_of" if at == at_noon(at.date(), agenda.case.zone) else "as_of_hour"
    moment = _AGENDA[lang][sentence].format(day=long_date(at.date(), lang), hour=f"{at:%H:%M}")
    parts = [agenda.case.filing.radicado or "", agenda.basis.resolved.type.label(lang), moment]
    if agenda.work_class is not None:
        duty = agenda.open_duties()[0].rule.label(lang)
        parts.append(f"{agenda.work_class.label(lang)}: {duty[0].lower()}{duty[1:]}")
    return " - ".join(filter(None, parts))


def noticed(finding: Finding, lang: Language = "es") -> str:
    """A finding as a sentence."""
    return f"{_opened(finding.label(lang))}."


def agenda_text(agenda: Agenda, lang: Language = "es") -> str:
    """The case in plain sentences: each deadline and how it stands, the findings, and the answer explained."""
    lines = [headline(agenda, lang), ""]
    for deadline in agenda.deadlines:
        stands = [each.text for part in (_on_the_silence, _on_the_state) for each in part(deadline, lang)]
        lines.append(" ".join([f"- {_opened(_clause(deadline, lang))}.", *stands]))
    if agenda.findings:
        lines += ["", _AGENDA[lang]["findings"], *(f"- {noticed(each, lang)}" for each in agenda.findings)]
    answer = agenda.get("respuesta")
    if answer is not None:
        lines += ["", *sentences(answer, lang)]
    return "\n".join(lines)
