"""How the intake of a talk is read: the topic, the story and what it tells, pictures, the way, what is passed over."""

import re

from actions.forms.pictures import MOST, pictures_just_sent, sent_picture
from actions.forms.question import Invalid, Reading, Value
from actions.forms.readers import NOT_AN_ANSWER
from actions.legal_slots import AREA, STORY, facts_of, papers_of, told_of
from actions.legal_topics import FACTS as KINDS
from actions.legal_topics import Told, told_in
from actions.offers import picked
from actions.turn import Turn
from base.clock import to_shanghai
from knowledge.places import find_places
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
_BY_PHONE = re.compile(
    r"电话(?:咨询|沟通|谈|聊|里[说聊谈]|方式|就行|吧|也行|可以)|(?:打|通|用|走|改成?|换成?|选|要)(?:个)?电话|^电话$|语音(?:咨询|沟通)"
    r"|过不去|去不了|腿脚?不(?:方便|便)|人在外地"
)
_TOWN = re.compile(r"[一-龥]{2,5}(?:镇|街道|乡)$")
_AT_WINDOW = re.compile(r"当面|面谈|窗口|过去(?:谈|聊|见)|现场|面对面|见面(?:谈|聊)|去你们那")
_NOT_BY_PHONE = re.compile(r"(?:不|别|甭)(?:要|用|想)?(?:打|用)?电话|电话不(?:方便|行)")


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


async def read_paper(turn: Turn, asked: bool) -> Reading:
    """A picture sent in the chat, at any time of the intake, or one sent just before."""
    sent = await sent_picture(turn)
    if isinstance(sent, Invalid):
        # The buttons of the usual response would stand before the times, and put their numbers out.
        unreachable = sent.response == "utter_picture_refused_unreachable"
        turn.say("utter_paper_unreachable" if unreachable else sent.response, (), **sent.variables)
        return Value(papers_of(turn))
    new = [str(sent.value)] if sent else await pictures_just_sent(turn)
    if not new:
        return None
    papers = list(dict.fromkeys([*papers_of(turn), *new]))[:MOST]
    if turn.asked_slot in ("topic", STORY):  # the question is put again; beside the times it is said there
        turn.say("utter_papers_kept", number=len(papers))
    return Value(papers)


async def read_area(turn: Turn, asked: bool) -> Reading:
    """The district, and the town if it is said: where the nearest window is, and whose request it is."""
    place = next((place for place in find_places(turn.text) if place.district), None)
    if place is None or turn.slot(AREA) or turn.entity("phone"):
        return None
    town = _TOWN.search(place.text)
    return Value({"district": place.district, "town": town[0] if town else ""})


async def read_way(turn: Turn, asked: bool) -> Reading:
    """当面 or 电话, where it is said as a wish and not in the story."""
    if turn.asked_slot == STORY or turn.entity("phone"):
        return None
    if _AT_WINDOW.search(turn.text) or _NOT_BY_PHONE.search(turn.text):
        return Value("window")
    return Value("telephone") if _BY_PHONE.search(turn.text) else None
