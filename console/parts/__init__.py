"""What pages of work have in common: opening them, lists, dialogs that ask, and doing what was asked."""
