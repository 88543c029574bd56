"""Words for a situation, on request."""
