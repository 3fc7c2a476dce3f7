"""Keeping cases: one contract, and back ends imported by their full module path."""
