"""What gardefou does, step by step: flows introduce stages to each other."""
