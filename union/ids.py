"""Ids and codes."""

import secrets
import time
from uuid import uuid4

# Without 0 O 1 I L: a code is read aloud at a door.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8


def new_id() -> str:
    """32 hex digits, not guessable."""
    return uuid4().hex


def new_ordered_id() -> str:
    """32 hex digits that sort by the moment they were made: 16 of nanoseconds, 16 not guessable."""
    return f"{time.time_ns():016x}{secrets.token_hex(8)}"


def new_code() -> str:
    """A code that people can type; 8 of 31 letters."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def new_reply_code() -> str:
    """4 of the letters, never all letters or all digits: no word and no year that a member writes looks so."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _ in range(4))
        if not (code.isalpha() or code.isdigit()):
            return code
