"""Variables in canned replies."""

import pytest

from tests.conftest import WEDNESDAY
from union.desk.filling import filled, values, wrong_variables

KNOWN = values(name="王小明", staff="李敏", union="湖滨街道总工会", now=WEDNESDAY)


def test_each_variable_is_replaced_once() -> None:
    text = "{姓名}您好，我是{工作人员}，{工会}，{ 今天 }｛姓名｝"
    assert filled(text, KNOWN) == "王小明您好，我是李敏，湖滨街道总工会，11月18日（周三）王小明"
    assert filled("{姓名}", {"姓名": "{工会}", "工会": "x"}) == "{工会}"


def test_a_member_without_a_name_is_addressed_politely() -> None:
    assert filled("{姓名}好，{工会}", values(name=None, staff="李敏", union="", now=WEDNESDAY)) == "您好，工会"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("没有", []),
        ("{姓名}", []),
        ("{电话}", ["{电话}"]),
        ("{姓名", ["{"]),
        ("{{7*7}}", ["{7*7}", "{", "}"]),
        ("{}", ["{}"]),
    ],
)
def test_what_is_no_variable_is_found(text: str, wrong: list[str]) -> None:
    assert wrong_variables(text) == wrong
