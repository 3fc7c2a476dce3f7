"""What an office does with cases, law and a store: lists of work, warnings, rows made anew."""
