"""How the intake of a talk is read: the topic, the story and what it tells, pictures, the way, what is passed over."""

import re

from actions.forms.question import Reading, Value
from actions.forms.readers import NOT_AN_ANSWER
from actions.legal_slots import STORY, facts_of, told_of
from actions.legal_topics import FACTS as KINDS
from actions.legal_topics import Told, told_in
from actions.offers import picked
from actions.turn import Turn
from base.clock import to_shanghai
from union.legal_aid.models import TOPICS
from union.legal_aid.rules import LONGEST_DESCRIPTION

STORY_IN_ONE = 25  # characters: a first message that tells so much has told the story
LONG = 15  # characters: longer than any word that steers the dialogue
STEERS = frozenset({"cancel_task", "go_back", "start_over", "ask_why", "handoff.request", "crisis", "correct"})
MORE_STORY = 6  # characters: what is added to a story beside a choice of time
# An answer that could not be read otherwise adds to the story; questions and orders do not.
ADDS = frozenset(
    {"inform", "nlu_fallback", "ask_labour_right", "legal.urgent", "out_of_scope", "complain", "feedback.suggest"}
)
_ASKS = re.compile(
    r"[?？]|[吗么呢伐]$|怎么|如何|多少|几点|几天|什么时候|能不能|可不可以|可以.{0,6}[吗不]|有没有|哪[天里个]|为什么|为啥"
)
_ABOUT_TIME = re.compile(
    r"时间|[早晚]点|上午|下午|中午|晚上|周[一二三四五六日末天]|星期|礼拜|有空|没空|[今明后]天|改天|换一?[批个天]|都不行|不行|不合适"
    r"|点半|\d点"
)
_PASSED_OVER = re.compile(
    r"(?:都|也|暂时|现在|先|我|这个)*(?:跳过|没有了?|没|无|不知道|不清楚|不记得了?|记不清了?|算不清|说不清|不方便说?|不说了?"
    r"|不用了?|不补了?|先不说|(?:以后|下次|到时候?)(?:再)?[带说补给]|(?:见面|当面)(?:再)?说)[吧了哦啊的。!！]*"
)


async def read_topic(turn: Turn, asked: bool) -> Reading:
    """One of the topics: named, or picked by its number. A story may speak of several: what was chosen stays."""
    if turn.slot("topic") and not asked and turn.intent != "correct" and turn.asked_slot != "confirm":
        return None
    named = turn.entity("topic") or next((topic for topic in TOPICS if asked and turn.text.strip() == topic), None)
    topic = named or (picked(turn, list(TOPICS)) if asked else None)
    if topic is None and asked and turn.intent == "legal.book" and len(turn.text) < LONG:
        return None  # 我要申请调解, said again: asks for the topic once more
    if topic is None and asked and turn.intent in ("ask_labour_right", "deny", "legal.book"):
        topic = "其他"  # told in own words: the lawyer will sort it out
    return Value(topic) if topic in TOPICS else None


async def read_story(turn: Turn, asked: bool) -> Reading:
    """What happened, as told: the answer, a first message that tells it all, or what is added later."""
    told = turn.text.strip()
    if not any(sign.isalnum() for sign in told):  # signs alone, or a picture
        return None
    if asked:
        long = len(told) >= (LONG if turn.intent in STEERS else MORE_STORY)  # 想问一下押金的事 is no greeting
        answers = turn.intent not in NOT_AN_ANSWER or turn.intent == "legal.urgent" or long
        return _kept(turn, told) if answers else None
    before = turn.slot(STORY)
    if turn.asked_slot is None:
        return _kept(turn, told) if len(told) >= STORY_IN_ONE and (turn.entity("topic") or tells(turn)) else None
    if turn.asked_slot == "topic" and turn.entity("topic") and len(told) >= STORY_IN_ONE:
        return _kept(turn, told)
    if before and turn.asked_slot == "slot" and adds_to_story(turn):
        return _kept(turn, f"{before}\n{told}")
    return None


def _kept(turn: Turn, told: str) -> Reading:
    if len(told) > LONGEST_DESCRIPTION:
        turn.say("utter_story_cut", most=LONGEST_DESCRIPTION)
    return Value(told[:LONGEST_DESCRIPTION])


def adds_to_story(turn: Turn) -> bool:
    """Whether a message that came instead of a choice of time tells more of what happened."""
    text = turn.text.strip()
    return (
        turn.intent in ADDS
        and len(text) >= (LONG if turn.entity("date") else MORE_STORY)
        and not is_passed_over(text)
        and not _ASKS.search(text)
        and not _ABOUT_TIME.search(text)
        and not any(turn.entity(kind) for kind in ("phone", "ordinal", "time"))
    )


async def read_facts(turn: Turn, asked: bool) -> Reading:
    """What the message tells of when, how much, how many and where; a bare answer to what was asked for."""
    new = tells(turn)
    if not new or turn.asked_slot == "person_name":
        return None
    return Value(facts_of(turn) | new)


def tells(turn: Turn) -> Told:
    """The facts in the message. Beside a choice of time, a date to come is the wish and no beginning."""
    if turn.intent in ("crisis", "handoff.request", "cancel_task") or turn.entity("phone"):
        return {}
    still = [fact for fact in told_of(turn).get("asked", ()) if fact in KINDS and fact not in facts_of(turn)]
    elsewhere = any(turn.entity(kind) for kind in ("date", "time", "ordinal"))
    bare = [] if turn.asked_slot != "slot" or elsewhere else still
    if turn.intent in ("affirm", "deny") or re.search(r"都(?:行|可以)|随便|最[早晚]|尽快", turn.text):
        bare = []
    if bare and (_ASKS.search(turn.text) or _ABOUT_TIME.search(turn.text) or is_passed_over(turn.text)):
        bare = []
    if turn.intent not in ADDS | {"legal.book", "correct"}:
        bare = []
    told = told_in(turn.text, to_shanghai(turn.now).date(), bare)
    if turn.asked_slot == "slot" and turn.entity("time"):
        told.pop("since", None)  # 昨天上午10点: a time that cannot be had, and no beginning
    return told


async def read_passed_over(turn: Turn, asked: bool) -> Reading:
    """没有, 跳过, 以后带: what was asked beside the time is not asked again."""
    said = told_of(turn)
    if turn.asked_slot != "slot" or not said.get("asked") or not is_passed_over(turn.text):
        return None
    return Value(said | {"passed": True})


def is_passed_over(text: str) -> bool:
    """Whether the whole message says that there is nothing to say."""
    return _PASSED_OVER.fullmatch(text.strip()) is not None
