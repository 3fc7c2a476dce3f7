"""A counter in Django: its own table beside ours, in one transaction."""
