"""Booking a lawyer: topic, what happened, a slot, name and phone, and a last yes."""

from datetime import datetime
from typing import Any, ClassVar

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.contact import known_contact, still_unknown
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Invalid, Narrowed, Question, Reading, Value
from actions.forms.readers import read_free_text, read_name, read_phone, read_yes_or_no
from actions.forms.submit import SubmitForm, leave_form
from actions.offers import offer, offered, picked
from actions.slot_choice import SlotWish, free_starts, nearest_to, slot_choices, to_show
from actions.turn import Turn
from union.conversations.reply import Choice
from union.legal_aid import service as legal_aid
from union.legal_aid.models import TOPICS
from union.members.service import remember_contact
from union.wording import day_and_time, period

FORM = "legal_booking_form"


async def read_topic(turn: Turn, asked: bool) -> Reading:
    """One of the topics: named, or picked by its number."""
    if turn.asked_slot == "description" and turn.slot("topic"):
        return None  # a story of unpaid wages may speak of the contract too
    named = turn.entity("topic") or next((topic for topic in TOPICS if asked and turn.text.strip() == topic), None)
    topic = named or (picked(turn, list(TOPICS)) if asked else None)
    if topic is None and asked and turn.intent in ("ask_labour_right", "deny", "legal.book"):
        topic = "其他"  # told in own words: the lawyer will sort it out
    return Value(topic) if topic in TOPICS else None


async def read_slot(turn: Turn, asked: bool) -> Reading:
    """The free slot that the day and time in the message fit; a number picks from those shown."""
    if turn.asked_slot == "description":
        return None  # "11月5日开始没发工资" tells the story, not the wish
    free = await free_starts(turn)
    start = picked(turn, offered(turn, "slots")) if asked else None
    if start in {slot.starts_at.isoformat() for slot in free}:
        return Value(start)
    said = SlotWish.of(turn)
    if said.is_empty:
        return None
    wish = SlotWish.from_slot(turn.slot("slot_wish")).narrowed(said)
    fitting = [slot for slot in free if wish.fits(slot)]
    if not fitting:
        return Invalid("utter_no_such_slot", {"wish": wish.in_words(turn.now)})
    if len(fitting) == 1:
        return Value(fitting[0].starts_at.isoformat())
    return Narrowed({"slot_wish": wish.as_slot()})


class LegalBookingForm(TaskForm):
    """The questions in the order they are put."""

    form = FORM
    purpose = "legal"
    questions: ClassVar[tuple[Question, ...]] = (
        Question("topic", read_topic, ("问题类型", "类型", "哪方面")),
        Question("description", read_free_text, ("情况", "经过", "描述"), personal=True),
        Question("slot", read_slot, ("时间", "日期", "哪天", "几点", "改天")),
        Question("person_name", read_name, ("姓名", "名字"), personal=True),
        Question("phone", read_phone, ("手机", "电话", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        return still_unknown(filled, await known_contact(turn))


class AskTopic(MemberAction):
    """The topics, to tap."""

    called = f"action_ask_{FORM}_topic"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_which_topic", [Choice(label=topic, send=topic) for topic in TOPICS])
        return []


class AskSlot(MemberAction):
    """Free slots that fit what was said; the nearest ones where none does."""

    called = f"action_ask_{FORM}_slot"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        free = await free_starts(turn)
        if not free:
            turn.say("utter_no_slots")
            return leave_form()
        wish = SlotWish.from_slot(turn.slot("slot_wish"))
        shown = to_show(free, wish) or nearest_to(free, wish)
        turn.say("utter_which_slot", slot_choices(shown), about=wish.in_words(turn.now))
        return [offer("slots", [slot.starts_at.isoformat() for slot in shown]), SlotSet("slot_wish", None)]


class AskConfirmLegal(MemberAction):
    """The summary, before anything is booked."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say(
            "utter_confirm_legal",
            topic=turn.slot("topic"),
            when=day_and_time(datetime.fromisoformat(turn.slot("slot"))),
            name=turn.slot("person_name"),
            phone=turn.slot("phone"),
        )
        return []


class SubmitLegal(SubmitForm):
    """Books, or offers the nearest free slots."""

    called = f"action_submit_{FORM}"
    declined = "utter_legal_not_booked"

    async def submit(self, turn: Turn) -> list[EventType]:
        outcome = await self._book(turn)
        if isinstance(outcome, legal_aid.BookedSlot):
            booked = outcome.appointment
            turn.say(
                "utter_legal_booked",
                when=period(booked.starts_at, booked.ends_at),
                lawyer=booked.lawyer.name,
                place=booked.lawyer.window.place,
                code=booked.code,
            )
        else:
            turn.say(f"utter_legal_refused_{outcome.reason}", slot_choices(outcome.nearest))
        return []

    async def _book(self, turn: Turn) -> legal_aid.BookedSlot | legal_aid.Refused:
        name, phone = turn.slot("person_name"), turn.slot("phone")

        async def work(session: Any) -> legal_aid.BookedSlot | legal_aid.Refused:
            await remember_contact(session, turn.member_id, name, phone)
            return await legal_aid.book(
                session,
                self.services.notices,
                turn.member_id,
                datetime.fromisoformat(turn.slot("slot")),
                topic=turn.slot("topic"),
                description=turn.slot("description"),
                name=name,
                phone=phone,
                key=f"legal:{turn.key}",
                now=turn.now,
            )

        return await self.services.database.transact(work)
