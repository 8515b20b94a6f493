"""The index finds exactly the rules that Rasa finds, for every message of a conversation with forms and digressions."""

from typing import Any

import pytest
from rasa.core.policies.rule_policy import RulePolicy

from bot import rule_index
from tests.bot.conftest import Room

pytestmark = pytest.mark.asyncio(loop_scope="package")

CONVERSATION = [
    "你好", "最近有什么活动", "我要报名体检", "吴兴的工会律师什么时候在", "为什么要填手机号", "赵铁柱 13711112222",
    "上一步", "13711113333", "确认", "我的报名", "取消报名", "不要", "转人工",
]  # fmt: skip


async def test_the_same_rules_are_found_as_by_asking_each(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    compared = 0

    def both(policy: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        nonlocal compared
        found = rule_index.possible_keys(policy, lookup, states)
        assert found == rule_index.possible_keys_of_rasa(policy, lookup, states)
        compared += len(lookup) > 0
        return found

    monkeypatch.setattr(RulePolicy, "_get_possible_keys", both)
    member = await room.newcomer()
    for text in CONVERSATION:
        assert (await room.say(member, text)).reply.texts

    assert compared > 2 * len(CONVERSATION)


async def test_hardly_any_rule_is_asked(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked, known = 0, 0
    original = rule_index.possible_keys_of_rasa

    def counted(policy: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        nonlocal asked
        asked += len(lookup)
        return original(policy, lookup, states)

    def indexed(policy: RulePolicy, lookup: dict[str, str], states: list[dict[str, Any]]) -> set[str]:
        nonlocal known
        known += len(lookup)
        return rule_index.possible_keys(policy, lookup, states)

    monkeypatch.setattr(rule_index, "possible_keys_of_rasa", counted)
    monkeypatch.setattr(RulePolicy, "_get_possible_keys", indexed)
    member = await room.newcomer()
    for text in CONVERSATION:
        await room.say(member, text)

    assert asked < known / 10
