"""A PQR case, derived from its events, and the one table that changes its state. This package has no deadlines."""
