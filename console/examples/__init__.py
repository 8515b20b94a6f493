"""Anonymous examples: approved for the knowledge base, or not."""
