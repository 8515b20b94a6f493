"""Earlier talks: found again, and read."""
