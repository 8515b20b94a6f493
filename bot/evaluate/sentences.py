"""Training sentences as plain pairs, without Rasa's importer."""

import re
from pathlib import Path

import yaml

from knowledge.normalise import normalise

INTENTS = Path("intents")


def read_intents(folder: Path = INTENTS) -> tuple[list[str], list[str]]:
    """Sentences and their intents, of all YAML files of the folder."""
    texts, intents = [], []
    for file in sorted(folder.rglob("*.yml")):
        for block in (yaml.safe_load(file.read_text(encoding="utf-8")) or {}).get("nlu") or []:
            for line in str(block.get("examples", "")).splitlines() if "intent" in block else ():
                if line.strip().startswith("- "):
                    texts.append(line.strip()[2:].strip())
                    intents.append(str(block["intent"]))
    return texts, intents


def essence(text: str) -> str:
    """A sentence without what does not make it another sentence: spaces, punctuation, width, script."""
    plain = normalise(text)
    return re.sub(r"[\W_]+", "", plain) or plain or text
