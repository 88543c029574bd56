"""A call arrives: what its file is, and whether it can be used."""
