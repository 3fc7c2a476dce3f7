"""What the claims about speed rest on: each module prints its table, best run as `python -m benchmarks.NAME`."""
