"""Colombia as data: holiday laws, statutes, catalogues. Passed to the engines, which cannot import it."""
