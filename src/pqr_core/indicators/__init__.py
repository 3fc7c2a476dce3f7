"""Indicators: formulas as data, and one evaluator for each kind of source."""
