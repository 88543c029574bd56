"""The store: PostgreSQL behind the gate, and the server that gardefou brings along."""
