"""Helps the adviser while a call goes on: in memory only, and never for evaluation (S7, S8)."""
