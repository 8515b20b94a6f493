"""Every test of the folder has a small knowledge base."""

from tests.console.knowledge.setting import entries

__all__ = ["entries"]
