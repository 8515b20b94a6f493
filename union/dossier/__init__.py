"""What staff look at about one member: found by what they have at hand, all they did on one line of time.

A folder of its own: it reads from all features, and none of them reads from it.
"""
