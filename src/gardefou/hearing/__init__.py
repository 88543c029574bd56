"""Turns speech into words with speaker, time and confidence, and removes personal data from text and sound."""
