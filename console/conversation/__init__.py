"""One conversation: what was said, answering, ending."""
