"""What is wrong, or may mislead, in a scorecard that can be read."""
