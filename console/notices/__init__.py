"""What the account sent by itself, and what became of it."""
