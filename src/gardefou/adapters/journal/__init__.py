"""What is noted outside of the database, so that no restored backup undoes it."""
