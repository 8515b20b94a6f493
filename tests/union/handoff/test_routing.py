"""Whose a case is: topic first, then the member's union, then the group for the rest."""

import pytest

from union.handoff.routing import Group, route

LAW = Group(1, "法律维权", ("欠薪", "工伤"))
REST = Group(2, "综合服务", is_fallback=True)
UPTOWN = Group(3, "上城区", union_id="uptown")
CITY = Group(4, "杭州市", union_id="city")
UPTOWN_LAW = Group(5, "上城法援", ("欠薪",), union_id="uptown")
ALL = (LAW, REST, UPTOWN, CITY, UPTOWN_LAW)


@pytest.mark.parametrize(
    ("topic", "unions", "expected"),
    [
        ("欠薪", [], LAW),
        ("工伤", ["city", "uptown"], LAW),
        ("欠薪", ["city", "uptown"], UPTOWN_LAW),
        ("欠薪", ["city", "downtown"], LAW),
        ("相亲", ["city", "uptown"], UPTOWN),
        ("相亲", ["city", "downtown"], CITY),
        ("会员要求", [], REST),
        ("", [], REST),
    ],
)
def test_the_topic_then_the_union_then_the_rest(topic: str, unions: list[str], expected: Group) -> None:
    assert route(topic, unions, ALL) == expected.id


def test_without_groups_or_one_for_the_rest_it_is_everybodys() -> None:
    assert route("欠薪", ["uptown"], ()) is None
    assert route("相亲", [], (LAW, UPTOWN)) is None
