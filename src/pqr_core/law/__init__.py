"""The engine of obligations and deadlines. Its callers pass the rule book: it has no figure of any statute."""
