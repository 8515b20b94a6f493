"""Which counsel a message means: a lawyer, a psychological counsellor or a mediator (counsel.yml)."""

import re
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

Service = Literal["legal", "counselling", "mediation"]
SERVICES: tuple[Service, ...] = ("counselling", "mediation", "legal")  # in the order in which words are looked for
LONGEST = 60  # characters: who tells a story first is understood by the intent model


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("counsel.yml").read_text(encoding="utf-8"))
    return data


@cache
def _pattern(*path: str) -> re.Pattern[str]:
    data: Any = _data()
    for key in path:
        data = data[key]
    return re.compile(data)


def name_of(service: Service) -> str:
    """律师咨询, 心理咨询, 调解"""
    name: str = _data()[service]["name"]
    return name


def service_named(text: str) -> Service | None:
    """The service whose words the text uses."""
    return next((service for service in SERVICES if _pattern(service, "words").search(text)), None)


def wants_lawyer(text: str) -> bool:
    """Whether a message says that a lawyer is to be booked, beside whatever it tells."""
    return bool(_pattern("lawyer").search(text))


def wants_counsel(text: str) -> bool:
    """Whether a message asks for a counsellor or a mediator to be booked (the intents know of lawyers alone)."""
    if len(text) > LONGEST or service_named(text) not in ("counselling", "mediation"):
        return False
    return bool(_pattern("books").search(text)) and not _pattern("asks").search(text)
