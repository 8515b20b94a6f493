"""What the bot understood is told in words a clerk knows."""

from pathlib import Path

from console.conversation.understanding import INTENTS, describe
from union.conversations.reply import Understanding

ROOT = Path(__file__).parents[3]


def test_every_intent_has_a_word() -> None:
    found = {
        line.removeprefix("  - intent: ").strip()
        for file in (ROOT / "intents").rglob("*.yml")
        for line in file.read_text().splitlines()
        if line.startswith("  - intent: ")
    }

    assert found
    assert found <= INTENTS.keys()


def test_intent_entities_and_a_miss_are_told() -> None:
    understood = Understanding(
        intent="events.sign_up",
        confidence=0.936,
        entities=[{"entity": "district", "value": "上城区"}],
        outcome="not_found",
    )

    assert describe(understood.model_dump_json()) == (
        "机器人理解：报名活动（把握 94%） · 区县 上城区 · 没找到答案",
        True,
    )


def test_nothing_is_told_where_nothing_readable_is_stored() -> None:
    assert describe(None) == describe("") == describe("{") == describe("{}") == ("", False)
