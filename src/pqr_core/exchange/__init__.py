"""What comes in and goes out: files, legal vectors, tables for spreadsheets, calendars."""
