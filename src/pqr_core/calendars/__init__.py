"""Business days: which days count, and where a term ends. This package has no law and no country."""
