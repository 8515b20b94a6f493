"""The two transactions of a message: `receive` claims and records it, `settle` stores and records its answer.

Every message runs their statements, so they are made once, on the tables.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from sqlalchemy import Connection, bindparam, exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from base.database import Database
from base.limits import Limits
from union.attachments.arrival import expect
from union.attachments.service import STAFF
from union.coded.parsing import spoken
from union.coded.service import CodedReplies
from union.conversations.arrival import note_arrival
from union.conversations.models import Conversation
from union.conversations.reply import PRIVATE, Reply, Understanding
from union.conversations.service import Owner, add_line
from union.handoff.attendance import absence
from union.handoff.service import form_hint, leave_handoff, request_handoff
from union.members.arrival import add_newcomer
from union.members.models import Member
from union.notices.service import NoticeQueue, queue_notice
from union.places.sent import keep_location
from webhook import texts
from webhook.contents import Content, Location, OptIns, Picture, SendResults, Text
from webhook.envelope import Inbound
from webhook.inbox import OPEN_NOW, ROW, Held, claim, finish, last_answer, look, take_over
from webhook.leaving import came_or_left, erase_answered
from webhook.opt_in.consents import Consents
from webhook.opt_in.links import TASK, with_link
from webhook.pending import choice_of, number_in, read_rest, stored
from webhook.plan import Plan, plan
from webhook.render import readable, render

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
    `picture`: for staff, still to be downloaded.
    """

    held: Held
    turn: str | None
    tell_staff: bool = False
    behind: bool = False
    preface: str = ""
    picture: bool = False


@dataclass(frozen=True)
class Outcome:
    """What an engine, or its absence, came to."""

    reply: Reply
    understanding: Understanding | None = None
    queue: bool = False


@dataclass(frozen=True)
class _Met:
    """Who writes, and how things stood before this message."""

    member_id: str
    following: bool = True
    owner: Owner = "bot"
    rest: Reply | None = None
    busy: bool = False


@dataclass(frozen=True)
class Conversations:
    """Both transactions, with what they need. `queue`: for the notices that a coded reply causes."""

    database: Database
    limits: Limits
    queue: NoticeQueue
    coded: CodedReplies
    consents: Consents

    def receive(self, connection: Connection, inbound: Inbound, now: datetime) -> Received:
        """Claim the message, record it and answer it if that needs no engine: the first transaction."""
        met = self._find(connection, inbound)
        if met is None and (seen := look(connection, inbound.key)) is not None:
            return Received(seen, None)  # a repeat of the message by which they were erased: nobody is made anew
        met = met or self._newcomer(connection, inbound, now)
        content = _meant(connection, inbound.content, met)
        planned = plan(content, met.owner, met.rest)
        if planned.to_staff == "left" and planned.reply is not None:
            planned = replace(planned, reply=self._with_form(connection, met.member_id, planned.reply))
        rendered = None if planned.reply is None else render(planned.reply)
        at_once = None if rendered is None or _may_be_coded(inbound) else rendered.text
        held = claim(connection, inbound.key, met.member_id, now, at_once)
        if not held.mine:
            return _take_up(connection, held, planned, now)
        if (coded := self._coded(connection, inbound, met, now)) is not None:
            return self._answered(connection, held, planned, coded, now)
        if rendered is not None and at_once is None:
            held = finish(connection, held, rendered.text, now) or held
        if planned.following is not None and met.following != planned.following:
            connection.execute(_FOLLOWING.values(following=planned.following), {"member": met.member_id})
        if planned.grants is not None:
            rest = stored(rendered.rest) if rendered is not None else None
            note_arrival(connection, met.member_id, planned.grants, rest, self.limits, now)
        line = add_line(connection, met.member_id, planned.author, planned.line, now)
        if isinstance(inbound.content, Picture):
            _await_picture(connection, met.member_id, inbound, inbound.content, planned, line, now)
        self._take_effect(connection, inbound, planned, met, now)
        if planned.reply is not None:
            add_line(connection, met.member_id, "bot", readable(planned.reply), now)
        held = replace(held, mine=planned.turn is not None)
        picture = isinstance(inbound.content, Picture) and planned.turn is None
        return Received(held, planned.turn, planned.to_staff is not None, met.busy, planned.preface, picture)

    def resume(self, connection: Connection, inbound: Inbound, seen: Held, now: datetime) -> Received:
        """Take over a claim whose holder died; it has recorded the message."""
        met = self._find(connection, inbound) or self._newcomer(connection, inbound, now)
        return _take_up(connection, seen, plan(inbound.content, met.owner), now)

    def settle(self, connection: Connection, held: Held, outcome: Outcome, now: datetime) -> Held | None:
        """Store the answer and record it: the second transaction. None when the lease was lost."""
        reply = outcome.reply
        if outcome.queue:
            queued = self.database.within(connection, lambda s: request_handoff(s, held.member_id, "", now))
            away = self.database.within(connection, lambda s: absence(s, now, limits=self.limits))
            reply = texts.queued(queued.ahead, away is None)
        rendered = render(reply)
        text = self._with_links(connection, held, reply, rendered.text, outcome)
        done = finish(connection, held, text, now)
        if done is not None and reply.erases and done.route == "passive":
            self.database.within(connection, lambda s: erase_answered(s, self.queue, done, now))
        elif done is not None:
            line, understood = (PRIVATE, None) if reply.private else (readable(reply), outcome.understanding)
            add_line(connection, held.member_id, "bot", line, now, understood)
            if rendered.rest is not None:
                connection.execute(_KEEP, {"member": held.member_id, "kept": stored(rendered.rest)})
            self._send_pictures(connection, held, reply, now)
        return done

    def _send_pictures(self, connection: Connection, held: Held, reply: Reply, now: datetime) -> None:
        """They follow as notices, once a message: a response carries words alone."""

        async def work(session: AsyncSession) -> None:
            for number, picture in enumerate(reply.pictures):
                key = f"{held.key}:picture:{number}"
                queued = (held.member_id, picture.kind, picture.text, now, key)
                await queue_notice(session, self.queue, *queued, facts=picture.facts)

        if reply.pictures:
            self.database.within(connection, work)

    def _with_form(self, connection: Connection, member_id: str, reply: Reply) -> Reply:
        """Who comes back to the bot hears of the form that stood still."""
        hint = self.database.within(connection, lambda s: form_hint(s, member_id))
        return reply.model_copy(update={"texts": [*reply.texts, hint]}) if hint else reply

    def _coded(self, connection: Connection, inbound: Inbound, met: _Met, now: datetime) -> Reply | None:
        """The answer to a coded reply, whoever has the conversation; None for any other message."""
        if not (isinstance(inbound.content, Text) and _may_be_coded(inbound)):
            return None
        text = inbound.content.text
        answer = self.database.within(
            connection, lambda s: self.coded.answer(s, self.queue, met.member_id, text, now, inbound.key)
        )
        return Reply(texts=[answer.text]) if answer is not None else None

    def _answered(self, connection: Connection, held: Held, planned: Plan, reply: Reply, now: datetime) -> Received:
        """A message that a code answers is done in the transaction that claims it."""
        note_arrival(connection, held.member_id, "message", None, self.limits, now)
        add_line(connection, held.member_id, "member", planned.line, now)
        add_line(connection, held.member_id, "bot", readable(reply), now)
        done = finish(connection, held, render(reply).text, now)
        assert done is not None  # claimed in this transaction
        return Received(done, None, planned.to_staff is not None)

    def _take_effect(self, connection: Connection, inbound: Inbound, planned: Plan, met: _Met, now: datetime) -> None:
        """What a message changes beside the transcript."""
        if planned.following is False or (planned.following and not met.following):
            follows = planned.following
            self.database.within(connection, lambda s: came_or_left(s, met.member_id, follows, self.limits, now))
        if planned.to_staff == "left":
            self.database.within(connection, lambda s: leave_handoff(s, met.member_id, now))
        if isinstance(inbound.content, OptIns | SendResults):
            note = self.consents.note
            self.database.within(connection, lambda s: note(s, met.member_id, inbound.account, inbound.content, now))
        match inbound.content:
            case Location(float(latitude), float(longitude)) if planned.turn is not None:
                keep_location(connection, inbound.key, met.member_id, latitude, longitude, now)

    def _with_links(self, connection: Connection, held: Held, reply: Reply, text: str, outcome: Outcome) -> str:
        """Below the text: pages of ours that the reply leads to, or the question for consent to notices."""
        for link in reply.links:
            made = self.database.within(connection, partial(self.consents.page, member_id=held.member_id, link=link))
            text = with_link(text, made) if made else f"{text}\n{texts.NO_PAGE}"
        return self._with_opt_in(connection, held, reply, text, outcome)

    def _with_opt_in(self, connection: Connection, held: Held, reply: Reply, text: str, outcome: Outcome) -> str:
        """After a booking: the link by which the member allows notices about it."""
        if outcome.understanding is None or outcome.understanding.outcome != TASK:
            return text
        link = self.database.within(connection, lambda s: self.consents.link(s, held.member_id, reply, TASK))
        return with_link(text, link)

    def _newcomer(self, connection: Connection, inbound: Inbound, now: datetime) -> _Met:
        added = add_newcomer(connection, self.database.keyring, inbound.account, inbound.openid, now)
        met = _Met(added) if added is not None else self._find(connection, inbound)
        assert met is not None  # another message of the same member was quicker
        return met

    def _find(self, connection: Connection, inbound: Inbound) -> _Met | None:
        values = {"account": inbound.account, "indexes": self.database.keyring.blind_indexes(inbound.openid)}
        found = connection.execute(_MEET, values).first()
        if found is None:
            return None
        return _Met(found.id, found.following, found.owner or "bot", read_rest(found.pending), found.busy)


def _meant(connection: Connection, content: Content, met: _Met) -> Content:
    """The content; a bare number stands for the choice that stood there with it."""
    number = number_in(content.text) if isinstance(content, Text) and met.owner == "bot" else None
    said = choice_of(number, last_answer(connection, met.member_id)) if number is not None else None
    return content if said is None else Text(said)


def _await_picture(
    connection: Connection,
    member_id: str,
    inbound: Inbound,
    sent: Picture,
    planned: Plan,
    line: int | None,
    now: datetime,
) -> None:
    """It is downloaded before the turn; for staff, beside it."""
    subject = None if planned.to_staff is None else STAFF
    expect(connection, member_id, inbound.key, sent.media_id, now, line_id=line, subject=subject)


def _may_be_coded(inbound: Inbound) -> bool:
    return isinstance(inbound.content, Text) and spoken(inbound.content.text) is not None


def _take_up(connection: Connection, seen: Held, planned: Plan, now: datetime) -> Received:
    held = take_over(connection, seen, now)
    if held is None or planned.reply is None:
        return Received(held or seen, planned.turn)
    done = finish(connection, held, render(planned.reply).text, now)  # staff have taken the conversation meanwhile
    return Received(done or seen, None)
