"""What becomes of one message: answered at once, relayed to staff, or put to an engine.

`plan` decides, without I/O; `receive` and `settle` are the two transactions of a message.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from union.conversations.models import Conversation
from union.conversations.reply import PRIVATE, Reply, Understanding
from union.conversations.service import Author, Owner, record, touch
from union.handoff.rules import wants_to_leave
from union.handoff.service import leave_handoff, request_handoff
from union.members.models import Member
from union.members.service import get_or_add_member
from webhook import texts
from webhook.envelope import Inbound
from webhook.inbox import Held, claim, finish, take_over
from webhook.render import readable, render
from webhook.xml import clean

MAX_TURN = 1_000  # characters an engine gets to see; all of them are recorded
SAY = "say:"  # prefix of a menu key that stands for a member's words

_WORD = re.compile(r"\w")
_COMMAND = re.compile(r"[\s/／]+")  # Rasa takes a leading slash for an intent, typed by whomever

_MEET = (
    select(Member.id, Member.following, Conversation.owner)
    .outerjoin(Conversation, Conversation.member_id == Member.id)
    .where(Member.account == bindparam("account"), Member.openid_index.in_(bindparam("indexes", expanding=True)))
)


@dataclass(frozen=True)
class Plan:
    """What to do with a message. Exactly one of `reply` (said at once; empty: nothing) and `turn` is set."""

    line: str
    author: Author = "member"
    reply: Reply | None = None
    turn: str | None = None
    following: bool = True
    relayed: bool = False
    left_staff: bool = False


@dataclass(frozen=True)
class Received:
    """The claim, and the text for an engine where this caller has to get an answer."""

    held: Held
    turn: str | None
    tell_staff: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an engine, or its absence, came to."""

    reply: Reply
    understanding: Understanding | None = None
    queue: bool = False


def plan(inbound: Inbound, owner: Owner) -> Plan:
    """The way of a message, given who answers this member now."""
    match inbound.kind:
        case "subscribe":
            return Plan(texts.FOLLOWED, "event", texts.GREETING)
        case "unsubscribe":
            return Plan(texts.UNFOLLOWED, "event", Reply(), following=False)
        case "other":
            line = texts.KIND_NAMES.get(inbound.text, texts.UNKNOWN_KIND)
            return _to_staff(line, "", owner) or Plan(line, reply=texts.OTHER_KIND)
        case "voice":
            spoken = clean(inbound.text).strip()
            line = f"{texts.VOICE}{spoken}"
            return _to_staff(line, spoken, owner) or _to_bot(line, spoken, texts.EMPTY_VOICE)
        case _:
            written = clean(inbound.text.removeprefix(SAY) if inbound.kind == "click" else inbound.text)
            return _to_staff(written, written, owner) or _to_bot(written, written, texts.NOTHING_TO_READ)


def turn_text(text: str) -> str:
    """What an engine gets to see of a member's text; empty when there is no word in it."""
    text = _COMMAND.sub("", text, count=1) if _COMMAND.match(text) else text
    text = text[:MAX_TURN].strip()
    return text if _WORD.search(text) else ""


async def receive(session: AsyncSession, keyring: Keyring, inbound: Inbound, now: datetime) -> Received:
    """Claim the message, record it and answer it if that needs no engine: the first transaction."""
    member_id, followed, owner = await _meet(session, keyring, inbound, now)
    planned = plan(inbound, owner)
    answer = None if planned.reply is None else render(planned.reply)
    held = await claim(session, inbound.key, member_id, now, answer)
    if not held.mine:
        return await _take_up(session, held, planned, now)
    if followed != planned.following:
        await session.execute(update(Member).where(Member.id == member_id).values(following=planned.following))
    if planned.author == "member":
        await touch(session, member_id, now)
    await record(session, member_id, planned.author, planned.line, now)
    if planned.left_staff:
        await leave_handoff(session, member_id, now)
    if planned.reply is not None:
        await record(session, member_id, "bot", readable(planned.reply), now)
    return Received(replace(held, mine=planned.turn is not None), planned.turn, planned.relayed or planned.left_staff)


async def resume(session: AsyncSession, keyring: Keyring, inbound: Inbound, seen: Held, now: datetime) -> Received:
    """Take over a claim whose holder died; it has recorded the message."""
    _, _, owner = await _meet(session, keyring, inbound, now)
    return await _take_up(session, seen, plan(inbound, owner), now)


async def settle(session: AsyncSession, held: Held, outcome: Outcome, now: datetime) -> Held | None:
    """Store the answer and record it: the second transaction. None when the lease was lost."""
    reply = outcome.reply
    if outcome.queue:
        queued = await request_handoff(session, held.member_id, "", now)
        reply = texts.queued(queued.ahead)
    done = await finish(session, held, render(reply), now)
    if done is not None:
        line, understood = (PRIVATE, None) if reply.private else (readable(reply), outcome.understanding)
        await record(session, held.member_id, "bot", line, now, understood)
    return done


async def _take_up(session: AsyncSession, seen: Held, planned: Plan, now: datetime) -> Received:
    held = await take_over(session, seen, now)
    if held is None or planned.reply is None:
        return Received(held or seen, planned.turn)
    done = await finish(session, held, render(planned.reply), now)  # staff have taken the conversation meanwhile
    return Received(done or seen, None)


def _to_staff(line: str, text: str, owner: Owner) -> Plan | None:
    """While staff have the conversation the bot is silent, unless the member leaves."""
    if owner == "bot":
        return None
    if wants_to_leave(turn_text(text)):
        return Plan(line, reply=texts.LEFT_STAFF, left_staff=True)
    return Plan(line, reply=Reply(), relayed=True)


def _to_bot(line: str, text: str, unreadable: Reply) -> Plan:
    turn = turn_text(text)
    return Plan(line, turn=turn) if turn else Plan(line, reply=unreadable)


async def _meet(session: AsyncSession, keyring: Keyring, inbound: Inbound, now: datetime) -> tuple[str, bool, Owner]:
    """Member id, whether they follow, and who answers them: one query for everybody who wrote before."""
    values = {"account": inbound.account, "indexes": keyring.blind_indexes(inbound.openid)}
    found = (await session.execute(_MEET, values)).first()
    if found is not None:
        return found.id, found.following, found.owner or "bot"
    member = await get_or_add_member(session, keyring, inbound.account, inbound.openid, now)
    return member.id, member.following, "bot"
