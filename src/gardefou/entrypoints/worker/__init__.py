"""The worker: processes that hear, one that does the rest, and one that watches over them."""
