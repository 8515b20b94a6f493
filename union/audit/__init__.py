"""What staff changed and looked at: written with every step, never changed."""
