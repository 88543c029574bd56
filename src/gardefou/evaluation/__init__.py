"""Scores a call against a scorecard, citing evidence for every verdict."""
