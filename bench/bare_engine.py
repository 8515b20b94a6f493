"""The reference of the engine's start and memory: Rasa loads the model and waits.

Run as `python -m bench.bare_engine MODEL`.
"""

import sys
import warnings

import bot  # noqa: F401  # isort: skip  (before Rasa, which then does without TensorFlow)

from rasa.core.agent import Agent


def main(model: str) -> None:
    """Print a line when the model is loaded; end when standard input does."""
    warnings.simplefilter("ignore")  # Rasa's, about the domain: `make check` looks at that
    agent = Agent.load(model)
    print("loaded" if agent.is_ready() else "", flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
