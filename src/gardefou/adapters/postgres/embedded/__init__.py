"""The PostgreSQL server that gardefou brings along: made, started, shared and stopped by the processes that use it."""

from gardefou.adapters.postgres.embedded.server import EmbeddedServer, ServerState

__all__ = ["EmbeddedServer", "ServerState"]
