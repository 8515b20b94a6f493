"""Matchmaking: profiles, introductions by mutual fit, contact data only when both agree (docs/adr/0011)."""
