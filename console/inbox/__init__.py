"""Who waits for staff, and who talks with whom."""
