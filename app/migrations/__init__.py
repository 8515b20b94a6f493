"""Alembic's migrations. A new one: `.venv/bin/unionbot database revision "what changes"`."""
