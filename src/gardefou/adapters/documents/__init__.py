"""Files that people write: scorecards, taxonomies, transcripts; each fault is named with its place."""
