"""Who speaks when on a channel that two people share, and which of them is the adviser."""
