"""A language model behind an OpenAI-compatible endpoint that the installation names."""
