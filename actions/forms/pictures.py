"""Pictures as answers: one, or several in messages of their own until the member says 好了.

A question for several pictures is read by `collect_pictures`; what has come meanwhile stands in the slot `pictures`
under the question's own slot, and the question's ask action begins with `asks_for_more`.
"""

import re
from typing import Any

from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.turn import Turn
from union.attachments import service as attachments
from union.conversations.reply import Choice

SLOT = "pictures"
MOST = 9  # a question; the platform lets members choose as many at once
DONE = "好了"

_DONE = re.compile(
    r"(?:就|都|已经|全)*(?:好了|完了|没了|没有了|没有|发完了?|传完了?|拍完了?|发好了|传好了|齐了|这些|这么多|这几张|够了|可以了|行了)"
    r"(?:吧|啦|了|的|呢|哦)*[。.!！~～]*"
)
_JUST_NOW = re.compile(
    r"(?:刚才|刚刚|刚|之前|前面|上面|先前|方才)[^，。？]*(?:图|照片|相片|截图|发|传|拍|那[几两三]?张)"
)
_AGAIN = re.compile(r"(?:重新?|从头)(?:发|传|拍|来)|(?:发|传|拍)错|(?:删|去)掉|不要刚才")


async def sent_picture(turn: Turn) -> Value | Invalid | None:
    """The id of the picture that this message is; why it is not here; None for any other message."""
    if not turn.is_picture:
        return None
    async with turn.services.database.read() as session:
        found = await attachments.of_message(session, turn.member_id, turn.key)
    if isinstance(found, attachments.Kept):
        return Value(found.attachment_id)
    reason = found.reason if found is not None else "unreachable"  # typed: the words of a picture without one
    return Invalid(f"utter_picture_refused_{reason}")


async def pictures_just_sent(turn: Turn) -> list[str]:
    """Ids of the pictures the message points back to ("刚才发的图片"), oldest first; none where it does not."""
    if _JUST_NOW.search(turn.text) is None:
        return []
    async with turn.services.database.read() as session:
        return await attachments.recent(session, turn.member_id, turn.now)


def is_done(turn: Turn) -> bool:
    """Whether the member says that there are no more: 好了, 没有了, 就这些."""
    return _DONE.fullmatch(turn.text.strip()) is not None or (turn.intent == "deny" and not turn.is_picture)


def collected(turn: Turn, slot: str) -> list[str]:
    """Ids of the pictures that have come for the question `slot`, and are not its answer yet."""
    return list((turn.slot(SLOT) or {}).get(slot, ()))


async def collect_pictures(turn: Turn, asked: bool, *, slot: str, most: int = MOST, needed: bool = True) -> Reading:
    """The answer to a question for several pictures: a list of ids, once the member says that these are all.

    `needed`: 好了 is no answer before the first picture. In the middle of other questions a picture is none of it.
    """
    if not asked:
        return None
    have = collected(turn, slot)
    sent = await sent_picture(turn)
    if isinstance(sent, Invalid):
        return Invalid(sent.response, sent.variables, _with(turn, slot, have))
    new = [str(sent.value)] if sent is not None else await pictures_just_sent(turn)
    if new:
        have = list(dict.fromkeys([*have, *new]))[:most]
        return Value(have) if len(have) == most else Narrowed(_with(turn, slot, have))
    if have and _AGAIN.search(turn.text):
        return Narrowed(_with(turn, slot, []))
    if not is_done(turn):
        return None
    return Value(have) if have or not needed else Invalid("utter_picture_first")


def asks_for_more(turn: Turn, slot: str) -> bool:
    """Ask whether another picture follows; False, and nothing is said, before the first."""
    number = len(collected(turn, slot))
    if number:
        turn.say("utter_picture_more", [Choice(label=DONE, send=DONE)], number=number)
    return bool(number)


def _with(turn: Turn, slot: str, ids: list[str]) -> dict[str, Any]:
    return {SLOT: {**(turn.slot(SLOT) or {}), slot: ids}}
