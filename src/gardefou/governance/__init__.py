"""The charter, and the rules that decide who may do what."""
