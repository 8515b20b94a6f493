"""Members' consent to subscribe notices: where it is asked (links.py, page.py), and what comes of it (events.py)."""
