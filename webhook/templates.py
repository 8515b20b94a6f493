"""The registry of an account's template messages and subscribe notices: kind of notice -> template and its fields.

A field's pattern is text with facts in it, `{title}（{place}）`. Everything is checked when the file is read; at
sending only facts can be missing, and then there is no such notice.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from webhook.fields import fit, type_of

FACT = re.compile(r"\{([a-z_]+)\}")

Kind = Annotated[str, StringConstraints(pattern=r"^[a-z_]+(\.[a-z_]+)*$", max_length=32)]
TemplateId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
Link = Annotated[str, StringConstraints(pattern=r"^(https?://\S{1,1000})?$")]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Template(_Strict):
    """One template: its id at the platform, its title as members read it, a pattern for each field."""

    id: TemplateId
    title: str = Field("", max_length=40)
    url: Link = Field("", description="opened by a tap on it")
    fields: dict[str, str] = Field(min_length=1)


class SubscribeTemplate(Template):
    """One that needs the member's consent: once for one notice, or (`long_term`) until it is withdrawn."""

    long_term: bool = False


class Ways(_Strict):
    """How a kind of notice may go where the text itself may not be sent."""

    template: Template | None = None
    subscribe: SubscribeTemplate | None = None


@dataclass(frozen=True)
class Rendered:
    """A notice of a template, ready to be sent."""

    template_id: str
    data: Mapping[str, str] = field(default_factory=dict)
    url: str = ""


class Registry(_Strict):
    """All of one account."""

    notices: dict[Kind, Ways] = {}

    def template(self, kind: str, facts: Mapping[str, str]) -> Rendered | None:
        """The template message for a notice; None when there is none, or facts are missing."""
        ways = self.notices.get(kind)
        return render(ways.template, facts) if ways and ways.template else None

    def subscribe(self, kind: str, facts: Mapping[str, str]) -> Rendered | None:
        """The subscribe notice, if facts suffice. Whether the member consented is another matter."""
        ways = self.notices.get(kind)
        return render(ways.subscribe, facts) if ways and ways.subscribe else None

    def asks_for(self, kind: str) -> SubscribeTemplate | None:
        """The template that a member has to allow for notices of this kind."""
        ways = self.notices.get(kind)
        return ways.subscribe if ways else None

    def subscribe_templates(self) -> dict[str, SubscribeTemplate]:
        """All that members can allow, by their ids."""
        return {ways.subscribe.id: ways.subscribe for ways in self.notices.values() if ways.subscribe}

    def titles(self) -> dict[str, str]:
        """Of all templates, by their ids."""
        return {template.id: template.title or kind for kind, _, template in self.templates()}

    def templates(self) -> Iterator[tuple[str, str, Template]]:
        """All of them, each with its kind of notice and its way (template, subscribe)."""
        for kind, ways in self.notices.items():
            for way, template in (("template", ways.template), ("subscribe", ways.subscribe)):
                if template is not None:
                    yield kind, way, template


def render(template: Template, facts: Mapping[str, str]) -> Rendered | None:
    """The template's fields filled with facts, each within its limits; None when a field would be empty."""
    data: dict[str, str] = {}
    for name, pattern in template.fields.items():
        kind, text = type_of(name), fill(pattern, facts)
        value = fit(kind, text) if kind and text is not None else None
        if value is None:
            return None
        data[name] = value
    return Rendered(template.id, data, template.url)


def fill(pattern: str, facts: Mapping[str, str]) -> str | None:
    """The pattern with its facts; None when one is missing or blank."""
    if any(not facts.get(name, "").strip() for name in FACT.findall(pattern)):
        return None
    return FACT.sub(lambda found: facts[found[1]], pattern)
