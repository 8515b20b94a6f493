"""Matchmaking as staff see it: numbers, rounds and what became of introductions; never a profile."""
