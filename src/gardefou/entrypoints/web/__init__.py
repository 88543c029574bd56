"""The pages and the programming interface that the web process serves."""
