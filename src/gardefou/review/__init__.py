"""The adviser answers, a named person decides, and another one where the adviser contests."""
