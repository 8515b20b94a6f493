"""The union's own rules and records, without chat or web: one folder a feature."""
