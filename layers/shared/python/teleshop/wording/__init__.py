"""Wording: words that may not stand in what is said about goods, with position, rule and remedy."""
