"""Figures about the conversation, and the reason for the call."""
