"""gardefou listens, evaluates and assists in contact centres, within a signed charter."""
