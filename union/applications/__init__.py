"""Applications: benefits and joining a union, declared as data (kinds/*.yml), opened in rounds, decided by staff."""
