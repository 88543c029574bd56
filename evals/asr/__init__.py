"""Speech recognition: gardefou's engine and others on the same sound, weights and threads, in one table."""
