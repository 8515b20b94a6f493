"""What staff have at hand while they talk with members: replies, labels, notes, and what is known of the member."""
