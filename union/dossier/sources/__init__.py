"""What a member's line of time is made of: a module a source, each with `read` (union/dossier/entry.py)."""
