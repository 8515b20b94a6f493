"""`ask` and `chat`: the bot without a server, on a database that is gone afterwards."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from app import ask
from base.errors import UsageError
from base.settings import Settings
from tests.app.conftest import Run
from union.conversations.reply import Choice, Reply, Turn

FIELDS = ["id", "intent", "confidence", "entities", "programs", "attribute", "outcome", "reply"]
LINES: list[dict[str, Any]] = [
    {"id": 1, "text": "你好"},
    {"id": {"any": ["thing"]}, "turns": ["我想报名下周三的相亲", "王小明 13812345678", "确认"]},
    {"text": "吴兴的工会律师什么时候在"},
    {"id": "逗", "text": "我的报名"},
    {"id": 5, "text": "😀" * 100 + "\x00<b>"},
    {"id": 6, "text": "我叫\ud83d"},
]


def files(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*")}


def test_every_line_is_answered_in_order_and_no_trace_is_left(run: Run, var_with_model: Path) -> None:
    before = files(var_with_model)
    lines = [json.dumps(line) for line in LINES]
    lines.insert(2, "")
    ran = run("ask", stdin="\n".join(lines))

    assert (ran.status, ran.err) == (0, "")
    results = [json.loads(line) for line in ran.out.splitlines()]
    assert [result["id"] for result in results] == [line.get("id") for line in LINES]
    assert all(list(result) == FIELDS and result["reply"] for result in results)
    # `turns`: the last one's result; and the next line's member knows nothing of it.
    assert (results[1]["intent"], results[1]["outcome"]) == ("affirm", "task")
    assert "报名成功" in results[1]["reply"]
    assert "没有报名" in results[3]["reply"]
    assert results[2]["outcome"] == "answered"
    assert {"entity": "district", "value": "吴兴区"} in results[2]["entities"]
    assert 0 < len(results[2]["programs"]) <= 5
    assert files(var_with_model) == before


def test_a_line_that_is_no_json_ends_it_with_its_number(run: Run, var_with_model: Path) -> None:
    ran = run("ask", stdin='{"id": 1, "text": "你好"}\n\n{"id": 2, "text": \n')
    assert ran.status == 2
    assert ran.line.startswith("line 3: not JSON")
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == [1]


def test_without_a_model_it_says_how_to_get_one(run: Run, var: Path) -> None:
    for command in (["ask"], ["chat", "你好"]):
        ran = run(*command)
        assert ran.status == 1
        assert "`unionbot train`" in ran.line


def test_chat_explains_what_it_made_of_each_message(run: Run, var_with_model: Path) -> None:
    before = files(var_with_model)
    ran = run("chat", "--explain", "抢演出票", "2")
    assert (ran.status, ran.err) == (0, "")
    for shown in ("抢演出票", "events.sign_up (", "event_kind=演出", "outcome", '"places": 2', "姓名"):
        assert shown in ran.out
    assert files(var_with_model) == before


def test_chat_asks_until_an_empty_line(run: Run, var_with_model: Path) -> None:
    ran = run("chat", stdin="你好\n\n我的报名\n")
    assert ran.status == 0
    assert "intent" not in ran.out
    assert "工会" in ran.out
    assert "没有报名" not in ran.out


class StandInScratch:
    """Answers with what it was told."""

    def __init__(self) -> None:
        self.engine = self

    async def new_member(self, name: str) -> str:
        return name

    async def turn(self, member_id: str, text: str, key: str) -> Turn:
        return Turn(reply=Reply(texts=[f"{member_id} {key} {text}"]))


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def stand_in(_settings: Settings) -> AsyncIterator[StandInScratch]:
        yield StandInScratch()

    monkeypatch.setattr(ask, "scratch_engine", stand_in)


async def answers(*lines: str) -> list[Any]:
    out = StringIO()
    await ask.run(Settings(), lines, out)  # type: ignore[call-arg]
    return [json.loads(line) for line in out.getvalue().splitlines()]


@pytest.mark.parametrize(
    "line",
    ["{", "1", "null", '"text"', "[]", "{}", '{"text": 1}', '{"text": null}', '{"turns": []}', '{"turns": "a"}',
     '{"turns": ["a", 1]}', '{"id": 1}'],
)  # fmt: skip
async def test_a_line_of_another_shape_is_refused_by_its_number(scratch: None, line: str) -> None:
    with pytest.raises(UsageError, match=r"^line 2: "):
        await answers('{"text": "a"}', line)


async def test_each_line_is_a_new_member_and_each_turn_a_message_of_its_own(scratch: None) -> None:
    replies = [line["reply"] for line in await answers('{"turns": ["a", "b"]}', '{"text": "c"}')]
    assert replies == ["line-1 line-1-1 b", "line-2 line-2-0 c"]


async def test_nothing_in_is_nothing_out(scratch: None) -> None:
    assert await answers() == []


def test_choices_stand_in_brackets_below_the_texts() -> None:
    reply = Reply(texts=["一", "二"], choices=[Choice(label="好", send="好的"), Choice(label="不", send="不要")])
    assert ask.readable(reply) == "一\n二\n[好] [不]"
