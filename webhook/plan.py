"""What becomes of one message: answered at once, relayed to staff, or put to an engine. Decided without I/O."""

import re
from dataclasses import dataclass
from typing import Literal

from union.conversations.arrival import Trigger
from union.conversations.reply import PICTURE, Reply
from union.conversations.service import Author, Owner
from union.handoff.rules import wants_to_leave
from webhook import contents as c
from webhook import texts
from webhook.pending import is_more
from webhook.xml import clean

MAX_TURN = 5_001  # characters an engine gets to see: one more than the longest story; all of them are recorded
SAY = "say:"  # prefix of a menu's key and of a QR code's scene that stand for a member's words

_WORD = re.compile(r"\w")
_COMMAND = re.compile(r"[\s/／]+")  # Rasa takes a leading slash for an intent, typed by whomever


@dataclass(frozen=True)
class Plan:
    """What to do with a message. Exactly one of `reply` (said at once; empty: nothing) and `turn` is set.

    `following`: what it says about that; None for an event that may also come of somebody who left.
    `line`: for the transcript. `grants`: what the account may send in return. `preface`: said before the turn's reply.
    """

    line: str = ""
    author: Author = "member"
    reply: Reply | None = None
    turn: str | None = None
    grants: Trigger | None = "message"
    preface: str = ""
    following: bool | None = True
    to_staff: Literal["relayed", "left"] | None = None


NOTHING = Plan(reply=Reply(), grants=None, following=None)


def plan(content: c.Content, owner: Owner, rest: Reply | None = None) -> Plan:
    """The way of a message, given who answers this member now and what is left of the last answer."""
    match content:
        case c.Text(text=text):
            return _words(clean(text), owner, rest)
        case c.Voice(text=text):
            spoken = clean(text).strip()
            line = f"{texts.VOICE}{spoken}"
            return _to_staff(line, spoken, owner) or _to_bot(line, spoken, texts.EMPTY_VOICE)
        case c.Location(label=label):
            place = clean(label).strip()
            line = f"{texts.LOCATION}{place}"
            return _to_staff(line, "", owner) or _to_bot(line, texts.near(place), texts.NOTHING_TO_READ)
        case c.Picture():
            return _to_staff(PICTURE, "", owner) or Plan(PICTURE, turn=PICTURE)
        case c.Link() | c.File() | c.OtherMessage():
            line, reply = _unread(content)
            return _to_staff(line, "", owner) or Plan(line, reply=reply)
        case c.OptIns() | c.SendResults() | c.OtherEvent():
            return NOTHING
        case _:
            return _event(content, owner, rest)


def turn_text(text: str) -> str:
    """What an engine gets to see of a member's text; empty when there is no word in it."""
    text = _COMMAND.sub("", text, count=1) if _COMMAND.match(text) else text
    text = text[:MAX_TURN].strip()
    return text if _WORD.search(text) else ""


def _event(content: c.Content, owner: Owner, rest: Reply | None) -> Plan:
    match content:
        case c.Followed(scene=scene):
            said = turn_text(clean(scene).removeprefix(SAY)) if scene.startswith(SAY) else ""
            if said and owner == "bot":
                return Plan(texts.FOLLOWED, "event", turn=said, grants="moment", preface=texts.WELCOME)
            return Plan(texts.FOLLOWED, "event", texts.GREETING if owner == "bot" else Reply(), grants="moment")
        case c.Unfollowed():
            return Plan(texts.UNFOLLOWED, "event", Reply(), grants=None, following=False)
        case c.Scanned(scene=scene) if not scene.startswith(SAY):
            return Plan(texts.SCANNED, "event", texts.HELLO if owner == "bot" else Reply(), grants="moment")
        case c.Clicked(key=said) | c.Scanned(scene=said) | c.CodeScanned(result=said):
            return _moment(clean(said), owner, rest)
        case _:
            return NOTHING


def _moment(said: str, owner: Owner, rest: Reply | None) -> Plan:
    """A menu entry, a scanned code: the member's words where it begins so, or a code to look up."""
    planned = _words(said.removeprefix(SAY), owner, rest)
    return Plan(planned.line, "member", planned.reply, planned.turn, "moment", to_staff=planned.to_staff)


def _words(written: str, owner: Owner, rest: Reply | None) -> Plan:
    if owner == "bot" and rest is not None and is_more(written):
        return Plan(written, reply=rest)
    return _to_staff(written, written, owner) or _to_bot(written, written, texts.NOTHING_TO_READ)


def _to_staff(line: str, text: str, owner: Owner) -> Plan | None:
    """While staff have the conversation the bot is silent, unless the member leaves."""
    if owner == "bot":
        return None
    if wants_to_leave(turn_text(text)):
        return Plan(line, reply=texts.LEFT_STAFF, to_staff="left")
    return Plan(line, reply=Reply(), to_staff="relayed")


def _to_bot(line: str, text: str, unreadable: Reply) -> Plan:
    turn = turn_text(text)
    return Plan(line, turn=turn) if turn else Plan(line, reply=unreadable)


def _unread(content: c.Link | c.File | c.OtherMessage) -> tuple[str, Reply]:
    """What the bot cannot read: its line in the transcript, and a fitting answer."""
    match content:
        case c.Link(title=title):
            return f"{texts.LINK}{clean(title)[:100]}", texts.LINK_CAME
        case c.File(title=title):
            return f"{texts.FILE}{clean(title)[:100]}", texts.FILE_CAME
        case c.OtherMessage(kind=kind):
            return texts.KIND_NAMES.get(kind, texts.UNKNOWN_KIND), texts.OTHER_KIND
