"""Questions that were not answered well: kept, grouped by likeness, shown to staff, turned into answers."""
