"""How the desk is run: groups, hours, people, labels, canned replies."""
