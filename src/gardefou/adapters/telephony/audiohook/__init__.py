"""Genesys AudioHook, version 2, as a server speaks it: signed requests, messages, sound, the course of a session."""
