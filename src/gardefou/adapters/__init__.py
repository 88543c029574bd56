"""The outside world behind the stages' ports: files, sound, models."""
