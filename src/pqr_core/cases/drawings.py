"""The workflow as a graph and as rows, both made from its table; `drawing.graphs` draws the graph.

Events that leave the state unchanged are not drawn. Events that lead from one state to the same other state share one
arrow.

>>> from pqr_core.cases.workflow import WORKFLOWS
>>> from pqr_core.drawing.graphs import mermaid
>>> print(mermaid(workflow_graph(WORKFLOWS[1])).splitlines()[1])
    [*] --> radicado
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pqr_core.cases.workflow import Workflow
from pqr_core.drawing.graphs import Graph
from pqr_core.language import Language
from pqr_core.vocabulary import EventType, WorkflowState

__all__ = ("workflow_graph", "workflow_rows")

_Moves = dict[tuple[WorkflowState, WorkflowState], list[EventType]]


def workflow_graph(workflow: Workflow, lang: Language = "es") -> Graph:
    """The states as boxes, with one arrow for each change of state, labelled with all events that make it."""
    return Graph(
        labels={str(state): state.label(lang) for state in workflow.transitions},
        arrows={(str(one), str(other)): _named(events, lang) for (one, other), events in _moves(workflow).items()},
        start=str(workflow.initial),
    )


def workflow_rows(workflow: Workflow, lang: Language = "es") -> Iterator[tuple[str, str, str]]:
    """For each state, a row (state, next state, events) per change, then a row of the events that change nothing."""
    moves = _moves(workflow)
    for state in workflow.transitions:
        for (one, other), events in moves.items():
            if one is state:
                yield state.label(lang), other.label(lang), _named(events, lang)
        stays = [event for event in workflow.allowed(state) if workflow.step(state, event) is state]
        yield state.label(lang), state.label(lang), _named(stays, lang)


def _moves(workflow: Workflow) -> _Moves:
    found: _Moves = {}
    for state in workflow.transitions:
        for event in workflow.allowed(state):
            after = workflow.step(state, event)
            if after is not state:
                found.setdefault((state, after), []).append(event)
    return found


def _named(events: Iterable[EventType], lang: Language) -> str:
    return ", ".join(event.label(lang) for event in events)
