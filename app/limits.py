"""What the operating system and Python allow a process that many members talk to at once."""

import gc
import resource
from contextlib import suppress


def raise_file_limit() -> None:
    """As many open connections as this process may have; the usual limit, 1,024, is less than a crowd."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(OSError, ValueError):  # then it stays as it is
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def settle_memory() -> None:
    """Take what was made so far, which lives for ever, out of the garbage collector's rounds.

    A full round over the imported libraries stops the process for a quarter of a second (measured).
    """
    gc.collect()
    gc.freeze()
