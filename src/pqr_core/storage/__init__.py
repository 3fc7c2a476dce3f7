"""Stores of cases: one contract, and back ends that are imported by their full module path."""
