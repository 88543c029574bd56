"""The parts of a charter, one module each."""
