"""Windows of legal aid, counselling and mediation: what they are, who sits there, and when."""
