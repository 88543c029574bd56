"""Tries a criterion on a simulated call, in a process of its own that loads the model of meaning."""
