"""The measurements behind the claims about speed; `python -m benchmarks.NAME` runs one and prints its table."""
