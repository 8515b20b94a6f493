"""The project's own entries and their indices, made once."""

from pathlib import Path

import pytest

import knowledge
from knowledge.content import Content
from knowledge.entries import Program
from knowledge.loader import load_content
from knowledge.rights_search import RightsIndex
from knowledge.search import Index

KNOWLEDGE = Path(knowledge.__file__).parent


@pytest.fixture(scope="session")
def content() -> Content:
    return load_content(KNOWLEDGE)


@pytest.fixture(scope="session")
def programs(content: Content) -> list[Program]:
    return list(content.programs)


@pytest.fixture(scope="session")
def index(content: Content) -> Index:
    return Index(content.programs)


@pytest.fixture(scope="session")
def rights(content: Content) -> RightsIndex:
    return RightsIndex(content.rights)
