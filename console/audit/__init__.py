"""What staff did, to be looked up."""
