"""The kinds of sound file that are read: how to tell them apart, and whether one is whole."""
