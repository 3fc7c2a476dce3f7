"""A second, brute-force reading of the deadline contract, kept for the tests only.

It shares no code with `pqr_core` and must never import it: its worth is that two implementations, written apart from
the same page, agree. It walks days one by one and recomputes from scratch, because it is meant to be obviously right
and not quick. `tests.oracle.agenda.evaluate` answers one vector of any operation.
"""
