"""What one entry of the knowledge base holds: strict models of the files in knowledge/programs/."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, field_validator, model_validator

from knowledge.places import known_area

Attribute = Literal["when", "where", "how", "who", "what", "contact", "figures"]
Kind = Literal[
    "activity",
    "benefit",
    "community_service",
    "digital_platform",
    "family",
    "hardship_aid",
    "health",
    "homecoming",
    "labour_rights",
    "legal_aid",
    "matchmaking",
    "organising",
    "psychological",
    "recruitment",
    "rest_recreation",
    "selection_honour",
    "skills_wage",
    "station",
    "training",
    "transport",
    "guide",  # made of an entry of guides.py, never written in a file
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
WHOLE_PROVINCE = "全省"
_MONTH = re.compile(r"20\d\d-(0[1-9]|1[0-2])")
DATE = re.compile(r"(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _check_date(value: object) -> str:
    """YAML turns an unquoted 2018 into a number and 2018-05-01 into a date: both lose how exact they were."""
    if not isinstance(value, str):
        # pydantic collects ValueErrors only
        raise ValueError(  # noqa: TRY004
            f'write the date in quotes, as "2020", "2020-01" or "2020-01-15" (found {value})'
        )
    if not DATE.fullmatch(value):
        raise ValueError(f'not a date like "2020", "2020-01" or "2020-01-15": "{value}"')
    return value


def _check_month(value: object) -> str:
    """YAML reads an unquoted 2026-11-03 as a date."""
    if not isinstance(value, str) or not _MONTH.fullmatch(value):
        raise ValueError(f'write the month of review in quotes, as "2026-11" (found {value})')
    return value


Month = Annotated[str, BeforeValidator(_check_month)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Strict(BaseModel):
    """Unknown fields are errors, nothing is converted, and an entry never changes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Area(Strict):
    """Where an entry is at home: 全省, a city, or a district of a city."""

    city: Text
    district: Text | None = None

    @model_validator(mode="after")
    def _exists(self) -> "Area":
        if self.city == WHOLE_PROVINCE and self.district is None:
            return self
        if not known_area(self.city, self.district):
            raise ValueError(f"Zhejiang has no {self.city}{self.district or ''}")
        return self


class Figure(Strict):
    """A number with what it counts and the date it was true (`as_of`: the source's words, no finer)."""

    label: Text
    value: Text
    as_of: str

    _date = field_validator("as_of", mode="before")(_check_date)


class Gap(Strict):
    """Something the source does not say. `about`: words of a question that ask for exactly this."""

    attribute: Attribute
    about: list[Text] = Field(default_factory=list)
    say: Text


class Caveat(Strict):
    """A doubt in the source that a member must hear together with these attributes."""

    attributes: list[Attribute] = Field(min_length=1)
    say: Text


class Facts(Strict):
    """What the source says, by attribute."""

    what: Text | None = None
    who: Text | None = None
    when: Text | None = None
    where: Text | None = None
    how: Text | None = None
    contact: Text | None = None
    figures: list[Figure] = Field(default_factory=list)


class Program(Strict):
    """One program, service, place, event series or honour of a union, with its source.

    `reviewed`: when staff last compared it with how things are; None where nobody has since it was `published`.
    """

    id: Id
    name: Text
    aliases: list[Text] = Field(default_factory=list)
    organiser: Text | None = None
    area: Area
    kind: Kind
    facts: Facts
    gaps: list[Gap] = Field(default_factory=list)
    caveats: list[Caveat] = Field(default_factory=list)
    questions: list[Text] = Field(default_factory=list)
    remark: Text | None = None
    source: Text
    published: str
    reviewed: Month | None = None

    _date = field_validator("published", mode="before")(_check_date)

    @field_validator("kind")
    @classmethod
    def _is_of_programs(cls, kind: Kind) -> Kind:
        if kind == "guide":
            raise ValueError("answers of the union's own stand in guides/")
        return kind

    def fact(self, attribute: Attribute) -> str | None:
        """The text of an attribute other than figures."""
        text: str | None = None if attribute == "figures" else getattr(self.facts, attribute)
        return text
