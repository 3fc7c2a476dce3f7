r"""Finds raw date arithmetic on legal dates in Python, notebooks and SQL, and says what to write instead.

A legal term is counted in business days, with holidays that a law of 2026 has changed. The linter finds arithmetic that
ignores this: calendar days added to a filing, weekdays counted by hand, a list of holidays without 13 July 2026. It
reports arithmetic only if a name beside it means a legal date (a filing, a due day, a term...). `# pqr: ignore`, or
`-- pqr: ignore` in SQL, silences a line. `files` reads whole folders.

>>> from pqr_core.testing.lint.python import smells
>>> source = "from datetime import timedelta\ndue_on = filed_on + timedelta(days=15)\n"
>>> print(*smells(source, "app.py"))
app.py:2:21: PQR001 calendar days are added to a legal date; write colombia.due(tipo, filed_on).due_on or ...
"""
