"""What all actions of a member have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from webhook.simulator.built_in import Keep
from webhook.simulator.ledger import GrantRule

Value = str | int | float | Mapping[str, "Value"] | Sequence[Mapping[str, "Value"]]
Fields = Mapping[str, Value]

MediaId = Annotated[str, Field(pattern=r"^[\w-]{1,128}$")]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
Key = Annotated[str, Field(min_length=1, max_length=128)]

LineKind = Literal[
    "text", "voice", "image", "video", "location", "link", "file", "push", "news", "msgmenu", "template", "subscribe",
    "notice",
]  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """What the member's own phone shows of an action. A `notice` is a grey line, everything else a bubble."""

    kind: LineKind
    text: str
    data: dict[str, Any] = field(default_factory=dict)


class Action(BaseModel):
    """One thing a member does. `grant` is what the account may send in return, `title` names it in the drawer."""

    model_config = ConfigDict(frozen=True)

    grant: ClassVar[GrantRule | None] = None
    title: ClassVar[str]
    is_event: ClassVar[bool] = False

    def fields(self) -> Fields:
        """The XML elements that only this kind has."""
        raise NotImplementedError

    def kept(self, keep: Keep) -> "Action":
        """The same with its files kept at the platform, so that the account can fetch them."""
        return self

    def shown(self) -> Shown | None:
        """What the phone shows; None for what happens unseen."""
        return None

    def messages(self) -> "Sequence[Action]":
        """Messages that the platform sends after this event: the pictures taken, the place chosen."""
        return ()
