"""The draft of what the adviser may write down after a call."""
