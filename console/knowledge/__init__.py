"""The knowledge base: what the bot knows, found, tried, changed, and looked after."""
