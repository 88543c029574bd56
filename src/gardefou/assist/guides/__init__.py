"""Call guides: what a call of a kind usually needs next, as the people who take such calls wrote it."""
