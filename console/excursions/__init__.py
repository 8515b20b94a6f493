"""Rest and recreation: batches with their groups and allotted places, and what members are entitled to."""
