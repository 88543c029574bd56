"""A call arrives, with what the telephone system says of it."""
