"""Recorded sound in and out: decoding, the silenced copy, peaks for drawing; the only package that touches PyAV."""
