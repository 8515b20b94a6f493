"""The two transactions of a message: `receive` claims and records it, `settle` stores and records its answer.

Every message runs their statements, so they are made once, on the tables.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.encryption import Keyring
from base.limits import Limits
from union.conversations.arrival import note_arrival
from union.conversations.models import Conversation
from union.conversations.reply import Reply, Understanding
from union.conversations.service import Owner, record
from union.handoff.service import leave_handoff, request_handoff
from union.members.models import Member
from union.members.service import get_or_add_member
from webhook import texts
from webhook.envelope import Inbound
from webhook.inbox import OPEN_NOW, ROW, Held, claim, finish, take_over
from webhook.pending import NO_PENDING, Pending, read_pending, stored
from webhook.plan import Plan, plan
from webhook.render import pending_of, readable, render

_MEET = (
    select(
        Member.id,
        Member.following,
        Conversation.owner,
        Conversation.pending,
        exists().where(ROW.member_id == Member.id, OPEN_NOW).label("busy"),
    )
    .outerjoin(Conversation, Conversation.member_id == Member.id)
    .where(Member.account == bindparam("account"), Member.openid_index.in_(bindparam("indexes", expanding=True)))
)
_FOLLOWING = update(Member.__table__).where(Member.__table__.c.id == bindparam("member"))  # type: ignore[arg-type]
_KEEP = (
    update(Conversation.__table__)  # type: ignore[arg-type]  # a Table, as every mapped class has
    .where(Conversation.__table__.c.member_id == bindparam("member"))
    .values(pending=bindparam("kept"))
)


@dataclass(frozen=True)
class Received:
    """The claim, and the text for an engine where this caller has to get an answer.

    `behind`: an earlier message of this member is not answered yet. `preface`: goes before the answer.
    """

    held: Held
    turn: str | None
    tell_staff: bool = False
    behind: bool = False
    preface: str = ""


@dataclass(frozen=True)
class Outcome:
    """What an engine, or its absence, came to. `ours`: the reply's choices are not the engine's."""

    reply: Reply
    understanding: Understanding | None = None
    queue: bool = False
    ours: bool = True


@dataclass(frozen=True)
class _Met:
    """Who writes, and how things stood before this message."""

    member_id: str
    following: bool = True
    owner: Owner = "bot"
    pending: Pending = NO_PENDING
    busy: bool = False


async def receive(session: AsyncSession, keyring: Keyring, inbound: Inbound, limits: Limits, now: datetime) -> Received:
    """Claim the message, record it and answer it if that needs no engine: the first transaction."""
    met = await _meet(session, keyring, inbound, now)
    planned = plan(inbound.content, met.owner, met.pending)
    rendered = None if planned.reply is None else render(planned.reply)
    held = await claim(session, inbound.key, met.member_id, now, None if rendered is None else rendered.text)
    if not held.mine:
        return await _take_up(session, held, planned, now)
    if met.following != planned.following:
        await session.execute(_FOLLOWING.values(following=planned.following), {"member": met.member_id})
    if planned.grants is not None:
        kept = None if rendered is None else stored(pending_of(planned.reply or Reply(), rendered, ours=True))
        await note_arrival(session, met.member_id, planned.grants, kept, limits, now)
    await record(session, met.member_id, planned.author, planned.line, now)
    if planned.to_staff == "left":
        await leave_handoff(session, met.member_id, now)
    if planned.reply is not None:
        await record(session, met.member_id, "bot", readable(planned.reply), now)
    held = replace(held, mine=planned.turn is not None)
    return Received(held, planned.turn, planned.to_staff is not None, met.busy, planned.preface)


async def resume(session: AsyncSession, keyring: Keyring, inbound: Inbound, seen: Held, now: datetime) -> Received:
    """Take over a claim whose holder died; it has recorded the message."""
    met = await _meet(session, keyring, inbound, now)
    return await _take_up(session, seen, plan(inbound.content, met.owner, NO_PENDING), now)


async def settle(session: AsyncSession, held: Held, outcome: Outcome, now: datetime) -> Held | None:
    """Store the answer and record it: the second transaction. None when the lease was lost."""
    reply = outcome.reply
    if outcome.queue:
        queued = await request_handoff(session, held.member_id, "", now)
        reply = texts.queued(queued.ahead)
    rendered = render(reply)
    done = await finish(session, held, rendered.text, now)
    if done is not None:
        await record(session, held.member_id, "bot", readable(reply), now, outcome.understanding)
        kept = stored(pending_of(reply, rendered, ours=outcome.ours))
        if kept is not None:
            await session.execute(_KEEP, {"member": held.member_id, "kept": kept})
    return done


async def _take_up(session: AsyncSession, seen: Held, planned: Plan, now: datetime) -> Received:
    held = await take_over(session, seen, now)
    if held is None or planned.reply is None:
        return Received(held or seen, planned.turn)
    done = await finish(session, held, render(planned.reply).text, now)  # staff have taken the conversation meanwhile
    return Received(done or seen, None)


async def _meet(session: AsyncSession, keyring: Keyring, inbound: Inbound, now: datetime) -> _Met:
    """One query for everybody who wrote before."""
    values = {"account": inbound.account, "indexes": keyring.blind_indexes(inbound.openid)}
    connection = await session.connection()
    found = (await connection.execute(_MEET, values)).first()
    if found is not None:
        pending = read_pending(found.pending)
        return _Met(found.id, found.following, found.owner or "bot", pending, found.busy)
    member = await get_or_add_member(session, keyring, inbound.account, inbound.openid, now)
    return _Met(member.id, member.following)
