"""What the service does, in numbers and charts, each with its definition."""
