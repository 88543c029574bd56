"""Values that stages exchange: times, sound, transcripts, evidence, verdicts, errors; no input or output."""
