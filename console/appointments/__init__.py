"""Appointments: the talks of a day, one talk with its outcome, and who sits when."""
