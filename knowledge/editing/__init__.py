"""Entries of the knowledge base as staff read, check, change and retire them in the console."""
