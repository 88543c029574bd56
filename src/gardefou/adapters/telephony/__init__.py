"""Protocols by which telephone systems give the sound of calls that go on; none of it does input or output itself."""
