"""What the service does, in numbers: counted by day without anybody's name, each with its definition."""
