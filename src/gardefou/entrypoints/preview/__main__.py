"""Answers questions on standard input until it ends."""

import sys

from gardefou.entrypoints.preview.child import run

if __name__ == "__main__":
    sys.exit(run())
