"""Letters: what each must carry, and its page. No country is named here: the letters of a country are data."""
