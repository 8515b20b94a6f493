"""The staff console: one folder a page, no rules here."""
