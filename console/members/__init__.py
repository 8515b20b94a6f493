"""Rosters as far as members wait for staff: new phones, binding codes, bindings to end."""
