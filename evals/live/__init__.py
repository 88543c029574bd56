"""Measures live hearing: how late words are, what they cost, and how many are wrong."""
