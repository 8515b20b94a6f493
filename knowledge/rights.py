"""Labour rights and hotlines: strict models of knowledge/faq/*.yml and knowledge/hotlines.yml."""

import re
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from knowledge.entries import Strict, Text

# The topics a lawyer can be booked for (union.legal_aid has the same; app's tests compare them).
Topic = Literal["欠薪", "工伤", "辞退", "合同", "社保", "加班", "女职工", "其他"]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
NUMBER = r"^\d{3,12}$"
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")


def _check_month(value: object) -> str:
    """YAML reads an unquoted 2026-11-03 as a date."""
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        raise ValueError(f'write the month of review in quotes, as "2026-11" (found {value})')
    return value


Month = Annotated[str, BeforeValidator(_check_month)]


class Law(Strict):
    """An article that carries the answer."""

    name: Text
    article: Text


class Right(Strict):
    """One question of labour law with its answer. `differs`: what may be different where the member works."""

    id: Id
    title: Text
    topic: Topic
    questions: list[Text] = Field(min_length=1)
    answer: Text
    law: list[Law] = Field(min_length=1)
    differs: Text | None = None
    reviewed: Month


class Hotline(Strict):
    """A number to call. `id`: its name in responses ({hotline_union}); `purpose`: what it is for."""

    id: Id
    number: Annotated[str, StringConstraints(pattern=NUMBER)]
    name: Text
    purpose: Text = Field(alias="for")
    hours: Text | None = None
    source: Text
    reviewed: Month


# What responses name: a version without one of them is refused, so that no reply can lack a number.
NEEDED_HOTLINES = ("union", "psychology", "legal-aid", "labour-security", "police", "ambulance")


def variable(hotline: Hotline) -> str:
    """The response variable that holds the number: hotline_legal_aid."""
    return f"hotline_{hotline.id.replace('-', '_')}"
