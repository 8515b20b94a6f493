"""The kinds of application, one file each in kinds/: who may, what is asked, which papers, who decides.

Checked when loaded: an unknown field, or a reference to nothing, is an error. A new kind needs no code.
"""

from functools import cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

Answer = str | int | bool
Answers = dict[str, Answer]
_ID = r"^[a-z][a-z0-9_]{0,31}$"


class Part(BaseModel):
    """Base of what the files hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(Part):
    """The answers with which one may apply. `says`: why not, with another; `instead`: kinds that may fit then."""

    allows: tuple[str, ...] = Field(min_length=1)
    says: str
    instead: tuple[str, ...] = ()


class Ask(Part):
    """Something that is asked. `{area}` in `label` is the round's district or city.

    short: as it stands in the summary, and as members call it when they correct it (`words`: other names).
    when: asked only where other questions were answered so. unless_bound: the roster knows it of its members.
    known: what the roster fills in. kind money is in yuan. spelled: other words for a choice.
    """

    id: str = Field(pattern=_ID)
    label: str
    short: str
    kind: Literal["text", "choice", "yes_no", "number", "money", "date"] = "text"
    choices: tuple[str, ...] = ()
    spelled: dict[str, tuple[str, ...]] = {}
    words: tuple[str, ...] = ()
    required: bool = True
    sensitive: bool = False
    least: int = 0
    most: int = 1_000_000
    longest: int = 500
    when: dict[str, tuple[str, ...]] = {}
    unless_bound: bool = False
    known: Literal["company"] | None = None
    rule: Rule | None = None

    @model_validator(mode="after")
    def _choices_where_needed(self) -> "Ask":
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError(f"{self.id}: a choice needs choices, and nothing else has any")
        if not set(self.spelled) <= set(self.choices):
            raise ValueError(f"{self.id}: spelled names no choice")
        if self.rule and not (self.required and set(self.rule.allows) <= set(self.options)):
            raise ValueError(f"{self.id}: a rule needs a required question, and allows what can be answered")
        return self

    @property
    def options(self) -> tuple[str, ...]:
        """What can be tapped."""
        return ("是", "不是") if self.kind == "yes_no" else self.choices


class Paper(Part):
    """A paper, sent as a picture. `later`: it may follow until the round's `papers_until`."""

    id: str = Field(pattern=_ID)
    name: str
    hint: str = ""
    required: bool = True
    later: bool = True
    when: dict[str, tuple[str, ...]] = {}


class Fact(Part):
    """A figure of knowledge/programs, word for word; a test holds it against that file."""

    program: str
    label: str
    value: str
    as_of: str


class Kind(Part):
    """One kind of application.

    bound: whether one must be on the roster: required (a round may be open to others too), any, or not (for 入会).
    once_per: how often a member may have one: once a round, a calendar year, or ever.
    money: an amount in yuan is granted. enters_roster: who is granted it stands on a roster then (admitting.py).
    role: of staff who decide; `decided_by` is what members read.
    steps: what happens, as members read it: handed in, looked at, decided, given.
    """

    id: str = Field(pattern=_ID)
    title: str
    words: tuple[str, ...] = Field(min_length=1)
    programs: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    purpose: Literal["benefits", "joining"] = "benefits"
    bound: Literal["required", "any", "not"] = "required"
    about: str = ""
    asks: tuple[Ask, ...]
    papers: tuple[Paper, ...] = ()
    papers_days: int = Field(default=15, ge=0, description="after the deadline, for papers that follow")
    once_per: Literal["round", "year", "ever"] = "year"
    money: bool = False
    enters_roster: bool = False
    decided_by: str
    role: Literal["agent", "organiser", "admin"] = "agent"
    steps: tuple[str, str, str, str]

    @property
    def is_sensitive(self) -> bool:
        """Whether something is asked for which the law wants an explicit yes (health, hardship, children)."""
        return any(ask.sensitive for ask in self.asks)

    @property
    def consent(self) -> str:
        """The purpose (union/privacy/purposes.yml) for which the member's data is asked."""
        return f"{self.purpose}_sensitive" if self.is_sensitive else self.purpose

    @model_validator(mode="after")
    def _conditions_name_questions(self) -> "Kind":
        asks = {ask.id: ask for ask in self.asks}
        if len(asks) != len(self.asks) or len({paper.id for paper in self.papers}) != len(self.papers):
            raise ValueError(f"{self.id}: an id stands twice")
        conditions = [(part.id, part.when) for part in self.asks] + [(part.id, part.when) for part in self.papers]
        for part, when in conditions:
            for name, answers in when.items():
                if name not in asks or not set(answers) <= set(asks[name].options):
                    raise ValueError(f"{self.id}.{part}: when names no question and choice")
        return self


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by id, in the order in which they are offered.

    Raises:
        ValueError: a file does not fit the models, or refers to no kind.
    """
    files = sorted(Path(__file__).with_name("kinds").glob("*.yml"))
    found = [Kind.model_validate(yaml.safe_load(file.read_text(encoding="utf-8"))) for file in files]
    known = {kind.id: kind for kind in found}
    for kind in found:
        others = {other for ask in kind.asks if ask.rule for other in ask.rule.instead}
        if not others <= set(known):
            raise ValueError(f"{kind.id}: instead of it there is no {others - set(known)}")
    return known


def kinds_of_program(program_id: str) -> list[Kind]:
    """The kinds by which one applies for what an entry of the knowledge base tells about."""
    return [kind for kind in kinds().values() if program_id in kind.programs]
