"""Understanding that needs more than the message: the conversation, and what the knowledge base holds.

The intent model sees one message. "在哪里" alone could be anything; after an answer about a program it asks for
that program's place. And where the model doubts whether somebody asks or wants something done, a fact that
answers the question beyond doubt decides. This is the one place where an intent is changed after the model.
"""

import re
from collections.abc import Sequence
from typing import Any

from actions.counsel import wants_counsel, wants_lawyer
from actions.event_filter import browsing
from actions.stations_asked import STATIONS, asks_places
from bot.commands import APPLY, commanded
from knowledge.attribute import attribute_asked
from knowledge.decide import Answered, decide
from knowledge.leaning import Leaning, is_terse, leaning
from knowledge.live import LiveKnowledge, Version
from knowledge.normalise import normalise
from knowledge.rights_search import certain
from knowledge.search import Hit
from knowledge.turning import answers_otherwise, asks_for_more
from union.applications.commands import applies
from union.conversations.reply import PICTURE
from union.handoff.rules import declines_message

Parse = dict[str, Any]

ASK, FOLLOW_UP, LABOUR = "ask_program", "ask_follow_up", "ask_labour_right"
LIST, CHANGE, SIGN_UP = "events.list", "events.change", "events.sign_up"
UNSURE = frozenset({"inform", "nlu_fallback", "out_of_scope", "correct"})
_SIGNS_UP = re.compile(
    r"(?:我要|我想|我|请?给我|请?帮我|再)*报名(?!的|了|表|费|时|条|截|后|成|上|人|号|码)[^?？吗]{4,}$"
)
_BINDS = re.compile(r"(?:我要|我想|请|再?帮我|给我)*(?:绑定|认证)(?!不|失败|了|过)[^?？吗]*\d{3}")
_OTHER_TIME = re.compile(r"改期|改签|改场|换场|换批|改批|场次|批次")
MISTAKEN = UNSURE | {LIST, SIGN_UP}  # what the model may take an application for: 技能培训申请一下
BIND = "members.bind"
BOOK_TALK = "legal.book"
SHORT_NO = 10  # characters of a no; a longer text that the model takes for one is a message
MOST = 8
MOST_REPORTED = 5
CERTAIN = 0.6  # calibrated probability from which the model's word stands against a mere likeness

# Safety and the way to people go before any nicer reading.
KEPT = frozenset({"crisis", "legal.urgent", "handoff.request", "handoff.leave", "inform"})
DANGERS = frozenset({"crisis", "legal.urgent"})
# What may be a question although the model saw something to be done, or nothing for a union.
MAY_ASK = frozenset({
    ASK, FOLLOW_UP, LABOUR, "nlu_fallback", "out_of_scope", "ask_capabilities", "complain", "events.list",
    "events.sign_up", "legal.book", "benefits.apply", "benefits.status", "stations.nearest", "members.join",
    "matchmaking.register", "feedback.suggest",
})  # fmt: skip
# What a question may be taken for that was written word for word for an entry; what is to be done is never one.
MAY_BE_WRITTEN = frozenset({ASK, FOLLOW_UP, LABOUR, "nlu_fallback", "out_of_scope", "ask_capabilities", "complain"})
# The doubt that lets a message be read as a follow-up: below this confidence, by the model's intent. Else DOUBTFUL.
LEANS_BELOW = {ASK: 1.1, "nlu_fallback": 1.1, "out_of_scope": 1.1, "ask_capabilities": 0.7, LABOUR: 0.5}
DOUBTFUL = 0.8
POINTS_BELOW = 0.98  # the same where a word points back (那里有什么玩的)
NAMES_BELOW = 0.9  # the same where the message names something, though something of the entry told last

# A sure fact against the model's doubt: (confidence below which it wins, chance it must have, share of a name said).
NAMED = (0.95, 0.85, 0.45)  # a question that names the entry or its place
LIKELY = (CERTAIN, 0.7, 0.0)
WHOLE_NAME = 0.95
OUTSIDE = (0.9, 0.75, 0.3)  # out_of_scope: somebody who is answered is not outside


class Reading:
    """Reads a parsed message in the light of the stored state and of the knowledge."""

    def __init__(self, knowledge: LiveKnowledge | Version) -> None:
        self._knowledge = knowledge

    def of(self, parse: Parse, state: dict[str, Any]) -> Parse:
        """The parse with the intent that is meant, and `programs`: ids of the entries that fit best."""
        if (name := about_message(parse, state)) is not None:
            return parse | {"intent": {"name": name, "confidence": 1.0}, "programs": []}
        if parse["text"] == PICTURE:
            return parse | {"intent": {"name": "inform", "confidence": 1.0}, "entities": [], "programs": []}
        hits = self._knowledge.index.search(parse["text"], most=MOST)
        read = parse | {"programs": [hit.program.id for hit in hits[:MOST_REPORTED]]}
        if asked_for := commanded(parse["text"]):
            name = asked_for
        elif asks_on_events(read, state):
            name = LIST
        elif asks_places(read, state):
            name = STATIONS
        elif state.get("form"):
            return read  # a form reads the message against its question
        elif parse["intent"]["name"] not in DANGERS and wants_counsel(parse["text"]):
            name = BOOK_TALK  # 预约心理咨询, 找人调解: the intents know of lawyers alone
        elif parse["intent"]["name"] in (LABOUR, ASK, *UNSURE) and wants_lawyer(parse["text"]):
            name = BOOK_TALK  # a story of law with 想约个律师 at its end
        else:
            name = self._intent(parse, state.get("slots", {}), hits)
        return read if name == parse["intent"]["name"] else read | {"intent": {**parse["intent"], "name": name}}

    def _intent(self, parse: Parse, slots: dict[str, Any], hits: Sequence[Hit]) -> str:
        text, name = parse["text"], parse["intent"]["name"]
        confidence = float(parse["intent"]["confidence"])
        if was_offered(text, slots):
            return FOLLOW_UP
        if name in MISTAKEN and applies(text):
            return APPLY
        if name == "correct" and _OTHER_TIME.search(text):
            return CHANGE  # no form is running: there is nothing else to correct
        if name in UNSURE and _SIGNS_UP.match(text):
            return SIGN_UP  # what a tap on an event sends, or a whole sentence of facts after it
        if name in UNSURE and _BINDS.match(text):
            return BIND
        if name in KEPT:
            return str(name)
        if name in MAY_BE_WRITTEN and (written := self._written(text, hits)):
            return written
        if self._follows(text, name, confidence, slots, hits):
            return FOLLOW_UP
        return self._asked(text, name, confidence, hits)

    def _written(self, text: str, hits: Sequence[Hit]) -> str | None:
        """Asked in the very words that somebody wrote for one entry: those of staff count from the next message on."""
        if hits and hits[0].is_exact:
            return ASK
        rights = self._knowledge.rights.search(text, 1)
        return LABOUR if rights and rights[0].is_exact else None

    def _follows(self, text: str, name: str, confidence: float, slots: dict[str, Any], hits: Sequence[Hit]) -> bool:
        """Whether the message asks on about what was told last, or could not mean anything without something told."""
        about = self._knowledge.index.get(slots.get("topic_program") or "")
        level = leaning(text, about)
        if level is Leaning.NOT or name not in MAY_ASK or not (attribute_asked(text) or asks_for_more(text)):
            return False
        if not talking_of_facts(slots):
            return level is Leaning.BARE and confidence < CERTAIN
        if level is not Leaning.BARE and answers_otherwise(hits, about):
            return False
        if is_terse(text) and attribute_asked(text) not in (None, "what"):
            return True
        below = LEANS_BELOW.get(name, DOUBTFUL)
        if level is Leaning.COVERED:
            return confidence < min(below, NAMES_BELOW)
        return confidence < (max(below, POINTS_BELOW) if level is Leaning.POINTING else below)

    def _asked(self, text: str, name: str, confidence: float, hits: Sequence[Hit]) -> str:
        """The intent of a message that stands alone: the model's, unless a fact answers what it doubts."""
        if name not in MAY_ASK or name in (FOLLOW_UP, LABOUR):
            return name
        # A guide is a question itself: 会员卡掉了去哪补 asks for none of a program's attributes.
        is_question = name in MAY_BE_WRITTEN and bool(hits) and hits[0].program.kind == "guide"
        if attribute_asked(text) is None and not is_question:
            return name
        if isinstance(decide(hits), Answered):
            return ASK if any(_outweighs(rule, hits[0], confidence) for rule in _rules(name)) else name
        if confidence < CERTAIN and name != ASK and certain(self._knowledge.rights.search(text)):
            return LABOUR
        return name


def about_message(parse: Parse, state: dict[str, Any]) -> str | None:
    """Right after the offer to leave a message for staff: whatever is written is that message, or a no to it.

    A danger is never kept for tomorrow, and what is commanded word for word is done.
    """
    text, name = parse["text"], parse["intent"]["name"]
    if not state.get("slots", {}).get("leaving_message") or name in DANGERS:
        return None
    if declines_message(text) or (name in ("cancel_task", "handoff.leave") and len(text) <= SHORT_NO):
        return "handoff.leave"
    return None if commanded(text) else "handoff.request"


def was_offered(text: str, slots: dict[str, Any]) -> bool:
    """Whether the message is one of the choices shown last, word for word (a tap sends it)."""
    offered = slots.get("offered") or {}
    return normalise(text) in map(normalise, offered.get("says", ()))


def asks_on_events(parse: Parse, state: dict[str, Any]) -> bool:
    """Right after a list of events: 还有吗, 更早的; or something about the second of them."""
    if (state.get("slots", {}).get("offered") or {}).get("kind") != "events" or state.get("form"):
        return False
    numbered = any(entity["entity"] == "ordinal" for entity in parse.get("entities", ()))
    return browsing(parse["text"]) is not None or (numbered and parse["intent"]["name"] in (ASK, FOLLOW_UP))


def talking_of_facts(slots: dict[str, Any]) -> bool:
    """Whether the last thing shown came from the knowledge base, and not a list of events or times."""
    offered = slots.get("offered") or {}
    return bool(slots.get("topic_question")) and offered.get("kind", "programs") in ("programs", "rights")


def _rules(name: str) -> list[tuple[float, float, float]]:
    return [NAMED, LIKELY, OUTSIDE] if name == "out_of_scope" else [NAMED, LIKELY]


def _outweighs(rule: tuple[float, float, float], hit: Hit, confidence: float) -> bool:
    below, score, name_said = rule
    said = hit.why.get("name_said", 0.0)
    if rule is NAMED and not (_at_home(hit) or hit.own_word or said >= WHOLE_NAME):
        return False
    return confidence < below and hit.score >= score and said >= name_said


def _at_home(hit: Hit) -> bool:
    """The question names the place where the entry is at home, or the city around it."""
    return not any(hit.why.get(feature) for feature in ("elsewhere", "wider", "mentioned", "not_asked"))
