"""What the forms of talks ask: the topic, the story, a time, and the last yes."""

from datetime import datetime
from typing import ClassVar

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.forms.submit import leave_form
from actions.legal_slots import (
    COUNSEL_FORM,
    FORM,
    TOLD,
    URGENT,
    WAY,
    WINDOW,
    WISH,
    WORDS,
    facts_of,
    papers_of,
    service_of,
    told_of,
)
from actions.legal_telling import acknowledge, tell_before_time
from actions.legal_time import free_for
from actions.legal_topics import in_words
from actions.offers import offer
from actions.slot_choice import SlotWish, nearest_to, slot_choices, to_show
from actions.telling import say_with_hotlines
from actions.turn import Turn
from union.conversations.reply import Choice
from union.legal_aid.models import TOPICS
from union.legal_aid.service import FreeSlot
from union.legal_aid.services import WAY_NAMES, call_in_words
from union.wording import day_and_time

# What is said of each service: the question for a time, and that there is none.
WHICH_TIME = {
    "legal": "utter_which_slot",
    "mediation": "utter_which_slot_mediation",
    "counselling": "utter_which_slot_counselling",
}
NO_TIME = {
    "legal": "utter_no_slots",
    "mediation": "utter_no_slots_mediation",
    "counselling": "utter_no_slots_counselling",
}
OTHER_WAY = {
    "window": Choice(label="改成电话", send="改成电话"),
    "telephone": Choice(label="改成当面", send="改成当面"),
}


class _Ask(MemberAction):
    """A question; none is put in the turn in which staff were called."""

    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        return [] if turn.slot(URGENT) == turn.key else await self.ask(turn)

    async def ask(self, turn: Turn) -> list[EventType]:
        """Put the question."""
        raise NotImplementedError


class AskTopic(_Ask):
    """The topics, to tap."""

    called = f"action_ask_{FORM}_topic"

    async def ask(self, turn: Turn) -> list[EventType]:
        response = "utter_which_topic_mediation" if service_of(turn) == "mediation" else "utter_which_topic"
        turn.say(response, [Choice(label=topic, send=topic) for topic in TOPICS])
        return []


class AskStory(_Ask):
    """What happened."""

    called = f"action_ask_{FORM}_description"

    async def ask(self, turn: Turn) -> list[EventType]:
        acknowledge(turn)
        turn.say("utter_what_happened")
        return []


class AskSlot(_Ask):
    """The time limit that matters, then free slots that fit what was said; the nearest ones where none does."""

    called: ClassVar[str] = f"action_ask_{FORM}_slot"

    async def ask(self, turn: Turn) -> list[EventType]:
        free = await free_for(turn)
        if not free and turn.slot(WAY):
            turn.say("utter_no_slots_that_way")
            return [SlotSet(WAY, None), *await self._offer(turn, await free_for(turn, way=None))]
        return await self._offer(turn, free)

    async def _offer(self, turn: Turn, free: list[FreeSlot]) -> list[EventType]:
        service = service_of(turn)
        if not free:
            say_with_hotlines(turn, NO_TIME[service])
            return leave_form()
        wish = SlotWish.from_slot(turn.slot(WISH))
        shown = to_show(free, wish) or nearest_to(free, wish)
        said = self.tell(turn)
        turn.say(WHICH_TIME[service], slot_choices(shown), about=wish.in_words(turn.now))
        return [offer("slots", [slot.starts_at.isoformat() for slot in shown]), SlotSet(WISH, None), *said]

    def tell(self, turn: Turn) -> list[EventType]:
        """What is told before the question."""
        acknowledge(turn)
        return [SlotSet(TOLD, tell_before_time(turn))]


class AskCounselSlot(AskSlot):
    """The counsellor's times. Asked beside, once: whether there is something the counsellor should know."""

    called = f"action_ask_{COUNSEL_FORM}_slot"

    def tell(self, turn: Turn) -> list[EventType]:
        if told_of(turn).get("words"):
            return []
        turn.say("utter_counsel_begin")
        return [SlotSet(TOLD, {"words": True})]


class AskConfirmTalk(_Ask):
    """The summary, before anything is booked."""

    called: ClassVar[str] = f"action_ask_{FORM}_confirm"

    async def ask(self, turn: Turn) -> list[EventType]:
        slot, start = await chosen_slot(turn), datetime.fromisoformat(turn.slot("slot"))
        way = way_of(turn, slot)
        if slot and turn.slot(WAY) not in (None, way):
            turn.say("utter_way_not_possible", way=WAY_NAMES[way])
        choices = [Choice(label="确认", send="确认")]
        if slot and len(slot.ways) > 1:
            choices.append(OTHER_WAY[way])
        choices.append(Choice(label="不约了", send="不要"))
        turn.say(
            "utter_confirm_counsel" if service_of(turn) == "counselling" else "utter_confirm_legal",
            choices,
            what="调解" if service_of(turn) == "mediation" else "咨询",
            topic=turn.slot("topic"),
            more=_more(turn),
            when=day_and_time(start),
            way="电话" if way == "telephone" else "当面",
            place=slot.place if slot and way == "window" else call_in_words(slot.window.phone if slot else ""),
            name=turn.slot("person_name"),
            phone=turn.slot("phone"),
        )
        return [SlotSet(WAY, way), SlotSet(WINDOW, slot.window.id)] if slot else [SlotSet(WINDOW, None)]


class AskConfirmCounsel(AskConfirmTalk):
    called = f"action_ask_{COUNSEL_FORM}_confirm"


def _more(turn: Turn) -> str:
    """Lines of what else is known, each with its break; empty where nothing is."""
    facts, papers = in_words(facts_of(turn)), len(papers_of(turn))
    lines = [f"已知：{facts}"] if facts else []
    lines += [f"材料：{papers} 张图片"] if papers else []
    lines += ["留给老师的话：已记下"] if turn.slot(WORDS) else []
    return "".join(f"{line}\n" for line in lines)


async def chosen_slot(turn: Turn) -> FreeSlot | None:
    """The slot the member has chosen, while it is free."""
    start = turn.slot("slot")
    for free in (await free_for(turn), await free_for(turn, way=None)):
        if found := next((slot for slot in free if slot.starts_at.isoformat() == start), None):
            return found
    return None


def way_of(turn: Turn, slot: FreeSlot | None) -> str:
    """How they will talk: as the member said, else the usual way."""
    wished: str | None = turn.slot(WAY)
    if slot is None:
        return wished or "window"
    return wished if wished in slot.ways else slot.ways[0]
