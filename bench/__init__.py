"""Benchmarks: `python -m bench [NAME ...]`. Every figure stands beside one of something real, taken in the same run."""

import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    # tests/ is not installed, and holds the platform's side of a callback and the real services.
    sys.path.append(str(ROOT))


def main(names: Sequence[str]) -> int:
    """Run the named benchmarks, or all of them; returns the exit status (2 for a name that does not exist)."""
    from bench.command import run  # here, so that the bare references of this package load nothing of ours

    return run(names)
