"""Asking how it was, 1 to 5 stars and words: the same for events and appointments."""
