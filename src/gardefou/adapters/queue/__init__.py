"""Jobs: procrastinate on the same PostgreSQL, fed by the gate's transactions."""
