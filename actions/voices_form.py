"""A suggestion or complaint: what about, in own words, with name or without, and a last yes. Staff read it there alone.

Nothing of it stands in the transcript: who wants to stay unnamed is not named by the lines around it.
"""

import re
from typing import Any, ClassVar

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.contact import known_contact
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.pictures import pictures_just_sent, sent_picture
from actions.forms.question import Invalid, Question, Reading, Value
from actions.forms.readers import read_name, read_phone, read_yes_or_no
from actions.forms.submit import SubmitForm
from actions.offers import picked
from actions.turn import Turn
from union.conversations.reply import Choice
from union.matchmaking.privacy import hide_line
from union.members.service import remember_contact
from union.news.commands import command as news_command
from union.voices import service as voices
from union.voices.commands import asks_for_mine
from union.voices.rules import MOST, OTHER, topic_of, topics, wrong_text

FORM = "suggestion_form"
TOPIC, TEXT, NAMED, PICTURES = "voice_topic", "voice_text", "voice_named", "voice_pictures"
NAMELESS, WITH_NAME = "nameless", "named"
MOST_PICTURES = 9
SHORT = 8  # characters: up to here a text may be a word for the form
STORY = 5  # characters beyond the wish to tell something (食堂太贵了): from here on it is told
SHOWN = 300  # characters of the text in the summary

# Even where own words are asked for, these mean something else, if they are short.
STEERS = frozenset({"cancel_task", "go_back", "start_over", "correct", "ask_why"})
# These always do.
URGENT = frozenset({"handoff.request", "crisis", "legal.urgent"})
_LEAD = re.compile(
    r"^(?:您好|你好|请问)?(?:我们?)?(?:要|想|来|有|得)*(?:给|跟|向|对|和)?(?:你们|您|工会|上面|领导)*(?:们)?"
    r"(?:要|想|有|提|说|讲|反映|反应|反馈|投诉|举报|留言)*(?:一下|下|个|一个|点|些|条|几点|几条|小)*"
    r"(?:建议|意见|投诉|问题|情况|想法|的?事情?|话)*(?:要|想)?(?:提|说|讲|反映|反应)?(?:一下|一提|下)*[，,。.：:!！\s]*"
)
_NAMELESS = re.compile(r"匿名|不(?:留|想留|写|填|用|要|说|愿|具名|实名)|跳过|保密|别留|不了")
_WITH_NAME = re.compile(r"实名|具名|留(?:姓名|名|电话|联系|一下|下|吧)?|可以联系|联系我")


async def read_topic(turn: Turn, asked: bool) -> Reading:
    """Chosen; or what the words of a story are about."""
    said = turn.text.strip(" 。.")
    if said in topics():
        return Value(said)
    if asked and (chosen := picked(turn, topics())):
        return Value(chosen)
    if turn.intent in URGENT or not (asked or turn.asked_slot is None):
        return None
    if guessed := topic_of(turn.text):
        return Value(guessed)
    return Value(OTHER) if asked and _is_story(turn) else None


async def read_text(turn: Turn, asked: bool) -> Reading:
    """All that is told where it is asked for; before, what a first message tells beyond the wish to tell something."""
    told = turn.text.strip()
    early = turn.asked_slot in (None, TOPIC) and told not in topics() and _is_story(turn)
    if turn.intent in URGENT or not (asked or early) or news_command(told) or asks_for_mine(told):
        return None
    if asked and turn.intent in STEERS and len(told) <= SHORT:
        return None
    wrong = wrong_text(told)
    if wrong is not None and wrong.reason == "too_long":
        return Invalid("utter_voice_too_long", {"most": MOST})
    return None if wrong else Value(told)


async def read_named(turn: Turn, asked: bool) -> Reading:
    """With a name, or without."""
    if asked and len(turn.text) <= SHORT and _NAMELESS.search(turn.text):
        return Value(NAMELESS)  # 不留, 不想留: two signs that alone sound like despair
    if not asked or turn.intent in URGENT | STEERS:
        return None
    if turn.entity("phone") or turn.entity("person_name"):
        return Value(WITH_NAME)
    if _NAMELESS.search(turn.text) or turn.intent == "deny":
        return Value(NAMELESS)
    return Value(WITH_NAME) if _WITH_NAME.search(turn.text) or turn.intent == "affirm" else None


async def read_contact_name(turn: Turn, asked: bool) -> Reading:
    """Only where it was asked for: a suggestion may speak of other people."""
    return await read_name(turn, asked) if turn.asked_slot in (NAMED, "person_name", "phone", CONFIRM) else None


async def read_contact_phone(turn: Turn, asked: bool) -> Reading:
    return await read_phone(turn, asked) if turn.asked_slot in (NAMED, "person_name", "phone", CONFIRM) else None


class SuggestionForm(TaskForm):
    """The questions in the order they are put."""

    form = FORM
    purpose = "voices"
    questions: ClassVar[tuple[Question, ...]] = (
        Question(TOPIC, read_topic, ("类别", "类型", "哪方面")),
        Question(TEXT, read_text, ("内容", "正文", "写的")),
        Question(NAMED, read_named, ("匿名", "实名")),
        Question("person_name", read_contact_name, ("姓名", "名字"), personal=True),
        Question("phone", read_contact_phone, ("手机", "电话", "号码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        if turn.is_picture:
            return await self._picture(turn)
        changes = await super()._changes(turn)
        if changes.get(TEXT) and (recent := await pictures_just_sent(turn)):
            changes[PICTURES] = recent[:MOST_PICTURES]
        if changes:
            turn.report("task", private=True)
            await self.services.database.transact(lambda session: hide_line(session, turn.member_id, turn.text))
        return changes

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot not in ("person_name", "phone") or turn.slot(NAMED) == WITH_NAME

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        """Without a name nobody is asked for it; with one, what is known is not asked again."""
        contact = ("person_name", "phone")
        if filled.get(NAMED) == NAMELESS:
            return dict.fromkeys(contact, "")
        missing = [slot for slot in contact if not filled.get(slot)]
        known = await known_contact(turn) if filled.get(NAMED) == WITH_NAME and turn.asked_slot == NAMED else {}
        return {slot: known.get(slot) for slot in missing}

    async def _picture(self, turn: Turn) -> dict[str, Any]:
        """Pictures come whenever they come; the question stays."""
        sent = await sent_picture(turn)
        if not isinstance(sent, Value):
            if sent is not None:
                turn.say(sent.response, (), **sent.variables)
            return {turn.asked_slot: None} if turn.asked_slot else {}
        pictures = [*(turn.slot(PICTURES) or []), str(sent.value)][:MOST_PICTURES]
        turn.say("utter_voice_picture", number=len(pictures))
        return {PICTURES: pictures, turn.asked_slot or CONFIRM: None}


class AskTopic(MemberAction):
    """The topics, to tap."""

    called = f"action_ask_{FORM}_{TOPIC}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.say("utter_voice_topic", [Choice(label=topic, send=topic) for topic in topics()])
        return []


class AskConfirmSuggestion(MemberAction):
    """The summary, before anything is kept."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task", private=True)
        text = turn.slot(TEXT)
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}……（共 {len(text)} 字）"
        turn.say("utter_voice_summary", topic=turn.slot(TOPIC), told=shown)
        if pictures := turn.slot(PICTURES):
            turn.say("utter_voice_pictures", number=len(pictures))
        if turn.slot(NAMED) == NAMELESS:
            turn.say("utter_voice_confirm_nameless")
        else:
            turn.say("utter_voice_confirm", name=turn.slot("person_name"), phone=turn.slot("phone"))
        return []


class SubmitSuggestion(SubmitForm):
    """Keeps it under a number."""

    called = f"action_submit_{FORM}"
    declined = "utter_voice_not_submitted"

    async def submit(self, turn: Turn) -> list[EventType]:
        name, phone = turn.slot("person_name") or "", turn.slot("phone") or ""
        draft = voices.Draft(turn.slot(TOPIC), turn.slot(TEXT), name, phone, turn.slot(PICTURES) or ())

        async def work(session: Any) -> voices.Submitted | voices.Refused:
            if name and phone:
                await remember_contact(session, turn.member_id, name, phone)
            return await voices.submit(session, turn.member_id, draft, key=f"voices:{turn.key}", now=turn.now)

        outcome = await self.services.database.transact(work)
        turn.report("task", private=not name)  # the number would name who wants no name
        if isinstance(outcome, voices.Refused):
            turn.say(f"utter_voice_refused_{outcome.reason}", detail=outcome.detail)
            return []
        turn.say("utter_voice_submitted", number=outcome.suggestion.number)
        await turn.tell_desk()
        if outcome.suggestion.urgent:
            turn.say("utter_voice_urgent")
            turn.report("handoff")
        return []


def _is_story(turn: Turn) -> bool:
    """More than “我要提建议”."""
    told = _LEAD.sub("", turn.text.strip())
    for topic in topics():
        told = told.replace(topic, "")
    return not turn.is_picture and len(told) >= STORY
