"""Business days: which days count, and how a term walks over them. Knows no law and no country."""
