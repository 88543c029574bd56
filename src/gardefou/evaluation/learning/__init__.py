"""How criteria of meaning learn from exemplars and from labelled calls."""
