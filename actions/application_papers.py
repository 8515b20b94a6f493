"""Papers in a form: one after the other, by pictures; what may follow later may."""

import re
from collections.abc import Sequence
from typing import Any

from actions.application_reading import is_question
from actions.application_slots import PICTURES
from actions.forms.pictures import asks_for_more, collect_pictures, collected
from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.turn import Turn
from union.applications.kinds import Paper
from union.applications.told import Papers
from union.conversations.reply import Choice

_SHORT = 20
_LATER = re.compile(
    r"(?:先)?(?:以后|回头|之后|晚点|过后|改天|明天|稍后|后面|下次|等会儿?)再?(?:补|交|发|传|拍)(?:吧|上|上去|过来)?|(?:材料)?(?:现在|暂时|手边|手头|身边|还)?(?:没有|没带|没拿到|不在身边|拍不了)|后补|先不交"
)
_SKIP = re.compile(r"跳过|不交|不用|没有|无|没有这个")


def next_paper(papers: Sequence[Paper], sent: Papers) -> Paper | None:
    """The first that was neither sent nor put off."""
    return next((paper for paper in papers if paper.id not in sent), None)


async def read_paper(turn: Turn, paper: Paper, sent: Papers, slot: str) -> Reading:
    """Pictures of the paper asked for, 以后补, or 跳过."""
    place = slot_of(paper)
    text = turn.text.strip(" 。.！!")
    if not collected(turn, place) and text:
        later = is_put_off(text) or (len(text) <= _SHORT and not is_question(turn) and _LATER.search(text))
        if not paper.required and (_SKIP.fullmatch(text) or later):
            return Narrowed({PICTURES: sent | {paper.id: []}})
        if later:
            put_off = Narrowed({PICTURES: sent | {paper.id: []}})
            return put_off if paper.later else Invalid("utter_application_paper_now", {"name": paper.name})
    reading = await collect_pictures(turn, True, slot=place)
    if isinstance(reading, Value):
        return Narrowed({PICTURES: sent | {paper.id: list(reading.value)}})
    return reading


def is_put_off(text: str) -> bool:
    """Whether the text says 以后补 in one of its forms, and nothing else."""
    return _LATER.fullmatch(text.strip(" 。.！!")) is not None


def ask_paper(turn: Turn, paper: Paper) -> None:
    """Ask for the paper, or for more pictures of it."""
    if asks_for_more(turn, slot_of(paper)):
        return
    hint = f"（{paper.hint}）" if paper.hint else ""
    word = "以后补" if paper.required else "跳过"
    choices = [Choice(label=word, send=word)] if paper.later or not paper.required else []
    response = "utter_application_paper" if choices else "utter_application_paper_at_once"
    turn.say(response, choices, name=paper.name, hint=hint, word=word)


def paper_lines(papers: Sequence[Paper], sent: Papers) -> list[str]:
    """For the summary."""
    shown: list[str] = []
    for paper in papers:
        count = len(sent.get(paper.id, ()))
        if count or paper.required:
            shown.append(f"{paper.name}：{f'{count} 张照片' if count else '以后补'}")
    return shown


def slot_of(paper: Paper) -> str:
    """Where the pictures of a paper wait until they are all there."""
    return f"application_{paper.id}"


def narrowed(reading: Reading, turn: Turn, slot: str) -> dict[str, Any]:
    """The slots that a reading changes, with the question's own emptied; says what was wrong."""
    if isinstance(reading, Narrowed):
        return reading.changes | {slot: None}
    if isinstance(reading, Invalid):
        turn.say(reading.response, (), **reading.variables)
        return reading.changes | {slot: None}
    return {}
