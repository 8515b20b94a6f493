"""What is said about one's data in few words, and how data stand in a chat."""

import pytest

from union.privacy.commands import command, wants_copy, wants_policy
from union.privacy.holdings import HOLDINGS
from union.privacy.masking import masked
from union.privacy.overview import overview
from union.privacy.purposes import PURPOSES


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("你们存了我什么", "show"),
        ("你们存了我什么？", "show"),
        ("导出我的数据", "export"),
        ("我要导出", "export"),
        ("隐私说明", "policy"),
        ("撤回同意", "withdraw"),
        ("撤回报名活动的同意", "withdraw"),
        ("删除我的信息", "erase"),
        ("删除我的相亲资料", None),
        ("不同意", None),
        ("王小明", None),
        ("我想报名相亲", None),
        ("撤" * 40, None),
    ],
)
def test_commands_are_known_word_for_word(text: str, meant: str | None) -> None:
    assert command(text) == meant


def test_a_copy_is_told_from_a_look() -> None:
    assert wants_copy("把我的数据打包给我") and wants_copy("我要下载我的数据")
    assert not wants_copy("我留的手机号是多少来着")
    assert wants_policy("我老板能看到我的信息吗") and wants_policy("聊天记录保存多久")
    assert not wants_policy("你们存了我什么信息")


@pytest.mark.parametrize(
    ("label", "value", "shown"),
    [
        ("手机", "13800138000", "138****8000"),
        ("新手机号", "13800138000", "138****8000"),
        ("姓名", "张三丰", "张**"),
        ("姓名", "张", "张*"),
        ("证件", "33010619900101123X", "330****123X"),
        ("微信编号", "o-abc", "（已登记）"),
        ("会员卡号", "8800 1234", "（已登记）"),
        ("时间", "11月25日（周三）13:30", "11月25日（周三）13:30"),
    ],
)
def test_in_the_chat_data_are_masked(label: str, value: str, shown: str) -> None:
    assert masked(label, value) == shown


def test_the_overview_counts_and_names_what_records_hold() -> None:
    records = [{"活动": "演出", "姓名": "张三", "手机": "13800138000"}] * 2
    assert overview({"活动报名": records, "个人资料": [{"姓名": "张三"}]}) == [
        "活动报名：2 条（活动、姓名、手机）",
        "个人资料：姓名 张*",
    ]


def test_the_member_goes_last_and_matchmaking_first() -> None:
    names = [holding.name for holding in HOLDINGS]
    assert names[0] == "相亲交友" and names[-1] == "个人资料"
    assert names.index("活动报名") < names.index("疗休养额度") < names.index("通知") < names.index("聊天记录")
    assert len(set(names)) == len(names)


def test_every_purpose_of_a_holding_and_of_a_form_is_declared() -> None:
    from actions.forms.base import TaskForm
    from actions.registry import ACTIONS

    forms = [action for action in ACTIONS if issubclass(action, TaskForm)]
    used = {key for holding in HOLDINGS for key in holding.purpose.split()} | {form.purpose for form in forms}
    assert used - {""} <= PURPOSES.keys()
    for form in forms:  # a personal question without a purpose would ask for no consent
        asks = any(question.personal for question in form.questions)
        assert not asks or form.purpose, form.form
