"""Members: found by what they have at hand, one page each, and help with binding."""
