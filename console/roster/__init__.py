"""The tree of unions, their rosters, and the files these come from."""
