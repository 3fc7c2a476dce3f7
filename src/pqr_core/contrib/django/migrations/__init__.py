"""The tables in the migrations of Django."""
