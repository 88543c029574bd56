"""How a language model is asked about a call, and what of its answers is believed."""
