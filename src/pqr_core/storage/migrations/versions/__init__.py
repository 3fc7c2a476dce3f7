"""The migration scripts, one change each, in the order of their numbers."""
