"""Copies of an installation that nobody can open once their key was destroyed."""
