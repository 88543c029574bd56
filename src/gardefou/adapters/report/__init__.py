"""The report that opens from a folder: one page per call, with nothing to install or to serve."""
