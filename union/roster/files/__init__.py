"""Rosters as files: xlsx and csv, read as a stream."""
