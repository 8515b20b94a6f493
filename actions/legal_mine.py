"""我约了几点的律师: the member's talks, what they wait for, and what is kept for them."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import EventType
from sqlalchemy.ext.asyncio import AsyncSession

from actions.base import MemberAction
from actions.legal_talks import keep_private, label, meant, my_talks, service_of_talk
from actions.turn import Turn
from union.conversations.reply import Choice
from union.legal_aid import service as legal_aid
from union.legal_aid.codes import offer_code
from union.legal_aid.models import Appointment
from union.legal_aid.offers import offers_instead_of
from union.wording import day_and_time, period

CANCEL = {"legal": "取消律师预约", "mediation": "取消调解预约", "counselling": "取消心理咨询预约"}


class MyTalks(MemberAction):
    """Each with time, who, place or telephone, and code; the waiting for an earlier one; slots kept by an offer."""

    called = "action_my_talks"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        talks = meant(turn, await my_talks(turn))
        if not talks:
            turn.say("utter_no_talks")
            return []
        keep_private(turn, talks)
        turn.say("utter_my_talks")
        choices = await tell_talks(turn, talks)
        turn.say("utter_my_talk_choices", choices)
        return []


async def tell_talks(turn: Turn, talks: Sequence[Appointment]) -> list[Choice]:
    """One paragraph a talk; returns what can be tapped."""
    waits = False
    for talk in talks:
        said: dict[str, Any] = {"what": label(talk), "who": talk.lawyer.name, "place": talk.where, "code": talk.code}
        response = "utter_my_talk_displaced" if talk.status == "displaced" else "utter_my_talk"
        turn.say(response, **said, when=period(talk.starts_at, talk.ends_at))
        waits |= await _tell_waiting(turn, talk)
    cancels = list(dict.fromkeys(CANCEL[service_of_talk(talk)] for talk in talks))
    asks = "不用等更早的律师时间了" if waits else "律师预约能不能早点"
    return [
        Choice(label="改时间", send="律师预约改时间"),
        Choice(label="不用等更早的了" if waits else "想早一点", send=asks),
        *(Choice(label=text, send=text) for text in cancels),
    ]


async def _tell_waiting(turn: Turn, talk: Appointment) -> bool:
    """What is kept for the member in place of this talk, and whether they wait for an earlier one."""

    async def work(session: AsyncSession) -> tuple[list[tuple[Appointment, str]], bool]:
        offers = await offers_instead_of(session, talk.id)
        coded = [(one, await offer_code(session, one, turn.now)) for one in offers]
        return coded, await legal_aid.wish_of(session, talk.id) is not None

    coded, waits = await turn.services.database.transact(work)
    for offered, code in coded:
        until = day_and_time(offered.until) if offered.until else ""
        said: dict[str, Any] = {
            "what": label(offered),
            "when": period(offered.starts_at, offered.ends_at),
            "place": offered.where,
        }
        turn.say("utter_my_talk_offer", **said, until=until, code=code)
    if waits and not coded:
        turn.say("utter_my_talk_waits")
    return waits
