"""The one query language: what people write to find something said in a call."""
