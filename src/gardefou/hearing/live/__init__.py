"""Hears calls while they go on: words that may still change, and final ones soon after each pause."""
