"""The table of the counter."""
