"""Measures live hearing beside other systems that can be installed."""
