"""`python -m app` is `unionbot`."""

from app.cli import main

main()
