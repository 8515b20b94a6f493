"""Forms: one base for all, with the questions and checks declared per booking kind."""
