"""Suggestions and complaints: read, answered, forwarded, closed."""
