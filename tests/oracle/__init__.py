"""A second, brute-force reading of the deadline contract, kept for the tests only.

It shares no code with `pqr_core` and must never import it: its value is that two implementations, written separately
from the same contract, agree. It walks days one by one and recomputes everything, so that it is easy to check; it need
not be fast. `tests.oracle.agenda.evaluate` answers one vector of any operation.
"""
