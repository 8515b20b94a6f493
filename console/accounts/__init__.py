"""Accounts of staff: the administrator's page, and everybody's own."""
