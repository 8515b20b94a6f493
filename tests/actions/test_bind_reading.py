"""What proves who somebody is, in a message."""

import pytest

from actions.bind import asks_membership, new_phone
from actions.bind_reading import read_bind_name, read_proof
from actions.forms.question import Invalid, Value
from tests.actions.turns import turn_of


@pytest.mark.parametrize(
    ("text", "proof"),
    [
        ("王小明 13800138000 卡号 33010012", "card:33010012"),
        ("会员卡号是：AB-1234，手机13800138000", "card:AB1234"),
        ("我的工会卡 3301 0012 0034", "card:330100120034"),
        ("身份证后四位123x", "id:123X"),
        ("尾号 0012", "id:0012"),
        ("我的身份证是11010519491231002X", "id:002X"),
        ("王小明13800138000 1234", "id:1234"),
        ("王小明 13800138000 33010012", "card:33010012"),
        ("K7M2-9QXP", "code:K7M29QXP"),
        ("绑定码 k7m2 9qxp", "code:K7M29QXP"),
    ],
)
async def test_a_proof_is_read(text: str, proof: str) -> None:
    assert await read_proof(turn_of(text), False) == Value(proof)


@pytest.mark.parametrize("text", ["我要绑定会员", "王小明 13800138000", "我叫王小明", "MARY CHEN", "2026", "要等5天吗"])
async def test_what_is_no_proof_is_none(text: str) -> None:
    assert await read_proof(turn_of(text), False) is None


@pytest.mark.parametrize(
    ("text", "proof"), [("1234", "id:1234"), ("33010012", "card:33010012"), ("０１２Ｘ", "id:012X")]
)
async def test_bare_digits_count_where_they_were_asked_for(text: str, proof: str) -> None:
    assert await read_proof(turn_of(text), True) == Value(proof)


async def test_too_few_digits_are_asked_again() -> None:
    assert await read_proof(turn_of("12"), True) == Invalid("utter_bind_bad_proof")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("王小明 13800138000 卡号 33010012", "王小明"),
        ("绑定 羊试错 13811110004 卡号 BAD99999", "羊试错"),
        ("买买提 13800138000 1234", "买买提"),
        ("我叫牛一句，手机13811110003，身份证后四位1003", "牛一句"),
    ],
)
async def test_the_name_is_what_is_left(text: str, name: str) -> None:
    assert await read_bind_name(turn_of(text), False) == Value(name)


async def test_no_name_is_made_of_a_code_or_a_wish() -> None:
    assert await read_bind_name(turn_of("K7M2-9QXP"), False) is None
    assert await read_bind_name(turn_of("我要绑定会员", "members.bind"), False) is None
    assert await read_bind_name(turn_of("K7M2-9QXP"), True) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("我换手机号了", True),
        ("改手机号", True),
        ("手机号换了", True),
        ("老板换了电话", False),
        ("把电话改成当面", False),
    ],
)
def test_a_new_phone(text: str, meant: bool) -> None:
    assert new_phone(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("我的会员信息", True), ("我是哪个工会的", True), ("你们存了我什么", False), ("导出我的数据", False)],
)
def test_what_is_asked_about_being_a_member(text: str, meant: bool) -> None:
    assert asks_membership(text) is meant
