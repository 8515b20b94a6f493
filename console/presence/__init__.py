"""Who of staff is there, and how much each has in hand."""
