"""Phone numbers, and the numbers of forms that are none."""

import pytest

from bot.entities.extract import extract
from bot.entities.phones import find_phones
from tests.bot.entities.test_extract import NOW


def phones(text: str) -> list[str]:
    return [one.value for one in find_phones(text)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("13800138000", "13800138000"),
        ("+86 138-0013-8000", "13800138000"),
        ("张三13800138000", "13800138000"),
        ("我的手机号是 13800138000", "13800138000"),
        ("新号13800138000", "13800138000"),
        ("换了手机卡号码13800138000", "13800138000"),
        ("0571-87654321", "057187654321"),
    ],
)
def test_a_phone_is_found(text: str, value: str) -> None:
    assert phones(text) == [value]


@pytest.mark.parametrize(
    "text",
    [
        "会员卡号 057187654321",
        "工会卡号：13800138000",
        "会员号13800138000",
        "我的会员编号是13800138000",
        "工号 13800138000",
        "毕业证书编号13800138000",
        "单号13800138000",
        "卡号330106123456789",
        "身份证330106198805123421",
        "银行账号6222021234567890123",
        "卡号：3301 0619 8805 1234",
        "后四位 1234",
    ],
)
def test_the_number_of_a_card_a_paper_or_a_matter_is_no_phone(text: str) -> None:
    assert phones(text) == []


def test_a_phone_beside_a_card_is_found_alone() -> None:
    assert phones("王芳 卡号3301061234567 手机13800138000") == ["13800138000"]
    assert phones("13800138000 卡号13900139000") == ["13800138000"]


@pytest.mark.parametrize(
    "text", ["欠我两万三", "一共拖了三个月", "学费一万二", "月收入两千五", "申请3000元", "我1988年生的", "半年没发"]
)
def test_a_sum_or_a_length_of_time_is_none_of_what_books_something(text: str) -> None:
    assert [one for one in extract(text, NOW) if one.entity in ("date", "time", "count", "ordinal", "phone")] == []
