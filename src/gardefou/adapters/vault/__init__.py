"""Sound and content of record, encrypted for each call, and destroyed with its key."""
