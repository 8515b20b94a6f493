"""What a message says in passing: places, dates, counts, names … (contract.md, entities of `ask`)."""

from bot.entities.entity import Entity
from bot.entities.extract import extract

__all__ = ["Entity", "extract"]
