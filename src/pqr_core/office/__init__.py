"""What an office does with cases, law and a store: acts, lists of work, warnings, letters, reports, imports."""
