"""Statements not to forget, ticked as they are heard."""
