"""Places members can go to: one by form, many by a file."""
