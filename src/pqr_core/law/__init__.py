"""The engine of obligations and deadlines. Rule books are passed in: no figure of any statute lives here."""
