"""Recorded sound in and out: decoding, the copies to store, peaks for drawing; the only package that touches PyAV."""
