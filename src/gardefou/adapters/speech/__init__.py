"""Speech engines behind the hearing port, and where their weights come from."""
