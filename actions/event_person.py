"""What rules ask about the person (gender, year of birth, single …): read from messages, kept for the form only."""

import re
from typing import Any

from actions.matchmaking_reading import read_told
from actions.offers import picked
from actions.roster import standing_of
from actions.turn import Turn
from union.conversations.reply import Choice
from union.events.meeting import Meeting
from union.events.person import Person
from union.events.rules import fits
from union.roster.service import Standing

MEMBER = "member"
FACTS = "event_facts"  # slot: a dict by the names of Person
ASKS = {
    "gender": "utter_event_need_gender",
    "birth_year": "utter_event_need_birth_year",
    "single": "utter_event_need_single",
    "frontline": "utter_event_need_frontline",
    "model_worker": "utter_event_need_model_worker",
    "injured_at_work": "utter_event_need_injured_at_work",
    "retiring": "utter_event_need_retiring",
    "union": "utter_event_need_union",
    "branch": "utter_event_need_branch",
    "district": "utter_event_need_district",
}
WORDS = {
    "gender": ("性别",),
    "birth_year": ("年龄", "岁数", "出生", "年份"),
    "single": ("单身", "婚姻"),
    "frontline": ("一线",),
    "model_worker": ("劳模",),
    "injured_at_work": ("工伤",),
    "retiring": ("退休",),
    "union": ("哪个工会", "工会填"),
    "branch": ("支会", "分会"),
    "district": ("哪个区", "地区"),
}
YES_NO = ("single", "frontline", "model_worker", "injured_at_work", "retiring")
ON_ROSTER = ("frontline", "model_worker", "injured_at_work", "retiring")
NAMES = ("union", "branch", "district")
_GENDERS = {"男": "male", "女": "female"}
_TAKEN = re.compile(r"已婚|结婚了|结了婚|有对象|有男朋友|有女朋友|有老公|有老婆|不是单身|不单身|非单身")
_SINGLE = re.compile(r"(?<![不非])单身|没对象|没有对象|未婚|没结婚|没结过婚|离异|离婚了|离过婚|丧偶")
_ABOUT_OTHERS = re.compile(r"单身(?:职工|青年|派对|活动|聚会|联谊|交友|相亲)")
_FRONTLINE = re.compile(r"(?P<no>不(?:是|在|算)?)?一线(?:职工|工人|岗位|员工)?")
_LONGEST_NAME = 50
OTHER = "其他"


async def person_of(turn: Turn, event: Meeting | None, facts: dict[str, Any] | None) -> Person:
    """The person as far as the form knows; what a roster says beats what was told."""
    return Person(**(facts or {}) | roster_facts(await standing_of(turn), event))


async def needed(turn: Turn, event: Meeting, facts: dict[str, Any] | None) -> str | None:
    """The fact that a rule of the event asks for next; `member`: to be bound to a roster."""
    refused = fits(event, await person_of(turn, event, facts), turn.now)
    if refused is not None and refused.reason == "members_only":
        return MEMBER
    return refused.detail if refused is not None and refused.reason == "needs" else None


def roster_facts(standing: Standing | None, event: Meeting | None) -> dict[str, Any]:
    """What a roster says of the person, by the names of Person; only what it knows."""
    if standing is None:
        return {}
    facts = {fact: getattr(standing, fact) for fact in ("gender", "birth_year", "district", *ON_ROSTER)}
    path = list(reversed(standing.union_names))
    branches = options("branch", event) if event else []
    facts |= {"union": path[0], "branch": next((name for name in path if name in branches), path[0])}
    facts |= {"member": True, "unions": standing.all_names | standing.all_unions}
    return {name: value for name, value in facts.items() if value not in (None, "")}


def read_facts(turn: Turn, asked: str | None, event: Meeting | None) -> dict[str, Any]:
    """Facts about the person in a message; `asked`: the one just asked for, whose answer may be bare."""
    told = read_told(turn.text, asked if asked in ("gender", "birth_year") else None, turn.now).values
    facts: dict[str, Any] = {}
    if told.get("gender") in _GENDERS:
        facts["gender"] = _GENDERS[told["gender"]]
    if "birth_year" in told:
        facts["birth_year"] = int(told["birth_year"])
    if (single := _single(turn.text)) is not None:
        facts["single"] = single
    if match := _FRONTLINE.search(turn.text):
        facts["frontline"] = not match["no"]
    if asked in YES_NO and asked not in facts and turn.intent in ("affirm", "deny"):
        facts[asked] = turn.intent == "affirm"
    if asked in NAMES and event is not None and (name := _name(turn, asked, event)):
        facts[asked] = name
    return facts


def options(fact: str, event: Meeting) -> list[str]:
    """What an event's rules and quotas name of unions, branches or districts."""
    rules = {"union": event.rules.unions, "district": event.rules.districts}.get(fact, ())
    prefixes = (f"{fact}:", "allotted:") if fact == "branch" else (f"{fact}:",)
    quotas = [quota.who.partition(":")[2] for quota in event.quotas if quota.who.startswith(prefixes)]
    return list(dict.fromkeys([*rules, *quotas]))


def choices_for(fact: str, event: Meeting) -> list[Choice]:
    """What can be tapped as an answer."""
    if fact == "gender":
        return [Choice(label="男", send="男"), Choice(label="女", send="女")]
    if fact in YES_NO:
        return [Choice(label="是", send="是的"), Choice(label="不是", send="不是")]
    named = options(fact, event)
    return [Choice(label=name, send=name) for name in [*named, OTHER]] if named else []


def _single(text: str) -> bool | None:
    if _TAKEN.search(text):
        return False
    return True if _SINGLE.search(_ABOUT_OTHERS.sub("", text)) else None


def _name(turn: Turn, fact: str, event: Meeting) -> str | None:
    """One of those the event names, or whatever else was answered."""
    known, text = [*options(fact, event), OTHER], turn.text.strip(" 。.，,")
    meant = max((name for name in known if name in text), key=len, default=None)
    if meant is None and fact == "district":
        meant = turn.entity("district")
    meant = meant or picked(turn, known)
    if meant is None and turn.intent in ("inform", "nlu_fallback", "out_of_scope") and any(s.isalpha() for s in text):
        meant = text if len(text) <= _LONGEST_NAME else None
    return meant
