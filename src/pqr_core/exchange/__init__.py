"""What comes in and what goes out: files, legal vectors, reports."""
