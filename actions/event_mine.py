"""我的报名: everything a member has going, and what can be done about it."""

from typing import Any

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.base import MemberAction
from actions.legal_mine import CANCEL
from actions.legal_talks import keep_private, label, service_of_talk
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events import service as events
from union.events.codes import appeal_code, offer_code
from union.legal_aid import service as legal_aid
from union.wording import day_and_time, period

# What is shown of a booking, by its status.
_SAID = {
    "booked": "utter_my_booked",
    "checked_in": "utter_my_checked_in",
    "waitlisted": "utter_my_waitlisted",
    "offered": "utter_my_offered",
    "won": "utter_my_won",
    "entered": "utter_my_entered",
    "no_show": "utter_my_no_show",
}


class MyBookings(MemberAction):
    """Bookings, places on waitlists, offers with their codes, lottery entries, bars; and talks with lawyers."""

    called = "action_my_bookings"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        async with turn.services.database.read() as session:
            mine = await events.my_bookings(session, turn.member_id, turn.now)
            bars = await events.bars_of(session, turn.member_id, turn.now)
            talks = await legal_aid.my_appointments(session, turn.member_id, turn.now)
        mine = [one for one in mine if one.booking.status in _SAID]
        if not (mine or bars or talks):
            turn.say("utter_no_bookings")
            return []
        turn.say("utter_my_bookings" if mine or talks else "utter_no_bookings")
        choices: list[Choice] = []
        for one in mine:
            choices += await self._tell(turn, one)
        keep_private(turn, talks)
        for talk in talks:
            when = period(talk.starts_at, talk.ends_at)
            turn.say("utter_my_appointment", what=label(talk), when=when, lawyer=talk.lawyer.name, place=talk.where)
        for bar in bars:
            await self._tell_bar(turn, bar.id)
        cancels = dict.fromkeys(CANCEL[service_of_talk(talk)] for talk in talks)
        turn.say("utter_my_choices", [*choices, *_choices(mine), *(Choice(label=say, send=say) for say in cancels)])
        return []

    async def _tell(self, turn: Turn, one: events.Mine) -> list[Choice]:
        """One booking; returns what can be tapped about it alone."""
        booking, event = one.booking, one.event
        said: dict[str, Any] = {"title": event.title, "when": event.when, "place": event.place, "code": booking.code}
        said |= {"places": booking.places, "until": day_and_time(booking.until) if booking.until else ""}
        choices: list[Choice] = []
        async with turn.services.database.read() as session:
            if booking.status == "waitlisted":
                said["position"] = await events.position(session, booking)
            elif booking.status == "entered":
                proof = await events.my_entry(session, turn.member_id, booking.id)
                said |= {"until": day_and_time(event.sign_up_closes), "hash": proof.hash[:16] if proof else ""}
        if booking.status in ("offered", "won"):
            said["answer"] = await self._transact(turn, lambda session: offer_code(session, booking, turn.now))
            choices = [Choice(label=f"{word} {said['answer']}", send=f"{word} {said['answer']}") for word in _ANSWERS]
        turn.say(_SAID[booking.status], **said)
        return choices

    async def _tell_bar(self, turn: Turn, bar_id: str) -> None:
        async def work(session: AsyncSession) -> tuple[str, str, str | None]:
            bars = await events.bars_of(session, turn.member_id, turn.now)
            bar = next(bar for bar in bars if bar.id == bar_id)
            return day_and_time(bar.until), bar.reason, await appeal_code(session, bar, turn.now)

        until, reason, code = await self._transact(turn, work)
        turn.say("utter_my_bar" if code else "utter_my_bar_appealed", until=until, reason=reason, code=code or "")

    async def _transact(self, turn: Turn, work: Any) -> Any:
        return await turn.services.database.transact(work)


_ANSWERS = ("接受", "放弃")


def _choices(mine: list[events.Mine]) -> list[Choice]:
    statuses = {one.booking.status for one in mine}
    choices = [Choice(label="看电子票", send="看电子票")] if statuses & {"booked", "checked_in"} else []
    choices += [Choice(label="改期", send="改期")] if "booked" in statuses else []
    return [*choices, Choice(label="取消报名", send="取消报名")] if mine else choices
