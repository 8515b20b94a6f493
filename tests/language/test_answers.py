"""How well the whole bot answers questions nobody trained or tuned on; the floors lie a little under what is reached.

Unlike tests/knowledge/test_search_quality.py this goes through the engine: intent, conversation, facts and reply.
Misses are printed (`pytest -s`), to be looked at, never to be copied into training or knowledge files.
"""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import yaml

from app.scratch import Scratch, scratch_engine
from base.settings import Settings
from bot.train import train
from union.conversations.reply import Understanding

HERE = Path(__file__).parent
VAR = Path("var")
EVERY = 4  # of the many questions with an answer, one in so many is asked here

Case = dict[str, Any]
Right = Callable[[Case, Understanding], bool]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def scratch() -> AsyncIterator[Scratch]:
    train(VAR)
    async with scratch_engine(Settings(var=VAR)) as scratch:  # type: ignore[call-arg]
        yield scratch


def cases(name: str) -> list[Case]:
    found: list[Case] = yaml.safe_load((HERE / name).read_text(encoding="utf-8"))
    return found


async def hear(scratch: Scratch, asked: list[Case]) -> list[tuple[Case, Understanding]]:
    """Play each case as a conversation of a new member; with what was understood at its end."""
    heard = []
    for number, case in enumerate(asked):
        turns = case.get("turns") or [case["text"]]
        member_id = await scratch.new_member(f"{turns}-{number}")
        for position, text in enumerate(turns):
            turn = await scratch.engine.turn(member_id, text, f"{member_id}-{position}")
        heard.append((case, turn.understanding))
    return heard


def share(heard: list[tuple[Case, Understanding]], right: Right) -> float:
    """How many of the cases ended rightly; the others are printed."""
    wrong = [(case, understood) for case, understood in heard if not right(case, understood)]
    for case, understood in wrong:
        print("miss", case.get("turns") or case["text"], understood.intent, understood.outcome, understood.programs[:3])
    print(f"{len(heard) - len(wrong)} of {len(heard)}: {1 - len(wrong) / len(heard):.3f}")
    return 1 - len(wrong) / len(heard)


def meant(case: Case) -> set[str]:
    return set(case.get("programs") or [case["program"]])


def has_outcome(*outcomes: str) -> Right:
    return lambda _, heard: heard.outcome in outcomes


async def test_follow_ups_are_answered_from_the_right_entry_and_attribute(scratch: Scratch) -> None:
    def right(case: Case, heard: Understanding) -> bool:
        return heard.programs[:1] == [case["program"]] and (heard.attribute or "what") == case["attribute"]

    assert share(await hear(scratch, cases("follow_ups.yml")), right) >= 0.9


async def test_of_questions_without_an_answer_hardly_any_is_answered(scratch: Scratch) -> None:
    heard = await hear(scratch, cases("search/not_found.yml"))

    assert share(heard, has_outcome("not_found", "ambiguous", "task", "chitchat")) >= 0.95
    assert share(heard, has_outcome("not_found")) >= 0.8


async def test_questions_that_fit_several_entries_get_a_choice(scratch: Scratch) -> None:
    assert share(await hear(scratch, cases("search/ambiguous.yml")), has_outcome("ambiguous")) >= 0.6


async def test_questions_with_an_answer_get_it_first(scratch: Scratch) -> None:
    files = sorted(file for file in (HERE / "search").glob("*.yml") if file.stem not in ("not_found", "ambiguous"))
    answerable = [case for file in files for case in cases(f"search/{file.name}")][::EVERY]

    def first(case: Case, heard: Understanding) -> bool:
        return heard.outcome == "answered" and bool(meant(case) & set(heard.programs[:1]))

    assert share(await hear(scratch, answerable), first) >= 0.92


async def test_stories_of_labour_law_are_answered_or_offered_a_choice(scratch: Scratch) -> None:
    helped = has_outcome("answered", "ambiguous", "handoff")

    assert share(await hear(scratch, cases("rights.yml")), helped) >= 0.93


async def test_near_misses_of_follow_ups_stand_on_their_own(scratch: Scratch) -> None:
    told = "小营的相亲工作站是做什么的"
    standing = {
        "加班费怎么算": "ask_labour_right",
        "我想预约律师": "legal.book",
        "最近有什么活动": "events.list",
        "你是机器人吗": "ask_bot",
        "你能做什么": "ask_capabilities",
        "转人工": "handoff.request",
        "上城有多少爱心驿站": "ask_program",
        "明天会下雨吗": "out_of_scope",
        "我真的不想活了": "crisis",
        "怎么加入工会": "members.join",
        "我报了什么": "events.mine",
    }
    asked = [{"turns": [told, text], "intent": intent} for text, intent in standing.items()]

    assert share(await hear(scratch, asked), lambda case, heard: heard.intent == case["intent"]) == 1
