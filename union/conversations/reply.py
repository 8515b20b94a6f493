"""A reply as data: what the bot says, before any channel's rules are applied to it."""

from pydantic import BaseModel, ConfigDict

PRIVATE = "（个人资料，不显示）"  # stands in the transcript for a line that staff are not to read
PICTURE = "[图片]"  # a picture message: in the transcript, and as the text an engine gets


class Choice(BaseModel):
    """Something the member can tap; a tap comes back as the text `send`."""

    model_config = ConfigDict(frozen=True)

    label: str
    send: str


class Picture(BaseModel):
    """A picture that follows the reply as a message of its own, where the account may send one.

    Kept as what it is made from: `kind` is the notice it goes out as, `text` stands above it, `facts` are the
    notice's (events.ticket: its QR picture is made of `code`).
    """

    model_config = ConfigDict(frozen=True)

    kind: str
    text: str
    facts: dict[str, str] = {}


class Link(BaseModel):
    """A page of ours that the reply leads to: `path` below the account's address. It stands under the text."""

    model_config = ConfigDict(frozen=True)

    label: str
    path: str


class Reply(BaseModel):
    """The answer to one message.

    `texts` are joined by the channel into one message; `choices` stand below them.
    An empty reply means: say nothing (a member of staff is talking).
    `pictures` follow by themselves: the platform takes no picture and text in one response.
    `private`: what it says, and what was understood, is not written into the transcript.
    `erases`: the last one to a member who is erased as soon as it is on its way.
    """

    texts: list[str] = []
    choices: list[Choice] = []
    pictures: list[Picture] = []
    links: list[Link] = []
    private: bool = False
    erases: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.texts and not self.choices


class Understanding(BaseModel):
    """What the engine made of a message: for staff, `chat --explain` and `ask`."""

    intent: str = ""
    confidence: float = 0.0
    entities: list[dict[str, str]] = []
    programs: list[str] = []
    attribute: str | None = None
    outcome: str = "chitchat"
    actions: list[str] = []
    slots: dict[str, object] = {}


class Turn(BaseModel):
    """What `POST /turn` of an engine returns."""

    reply: Reply
    understanding: Understanding = Understanding()
