"""Rounds of applications: opened, changed, ended, and what became of them."""
