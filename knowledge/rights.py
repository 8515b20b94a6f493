"""Labour rights and hotlines: strict models of knowledge/faq/*.yml and knowledge/hotlines.yml."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from knowledge.entries import Id, Month, Strict, Text

# The topics a lawyer can be booked for (union.legal_aid has the same; app's tests compare them).
Topic = Literal["欠薪", "工伤", "辞退", "合同", "社保", "加班", "女职工", "其他"]
NUMBER = r"^\d{3,12}$"


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
