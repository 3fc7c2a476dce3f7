"""A PQR case as the fold of its events, and the one table by which its state changes. Knows no deadlines."""
