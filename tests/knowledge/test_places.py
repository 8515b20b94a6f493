"""Places are found as members name them, and only where they are meant."""

import pytest

from knowledge.places import find_places, gazetteer, known_area


def found(text: str) -> list[tuple[str | None, str | None]]:
    return [(place.city, place.district) for place in find_places(text)]


def test_the_gazetteer_has_all_cities_and_districts_of_the_province() -> None:
    city_of = gazetteer().city_of

    assert len(set(city_of.values())) == 11
    assert len(city_of) == 90


def test_every_district_is_found_with_and_without_its_last_sign() -> None:
    for district, city in gazetteer().city_of.items():
        spoken = "景宁" if district.startswith("景宁") else district[:-1]
        assert found(f"请问{district}有吗") == [(city, district)]
        assert found(f"请问{spoken}有吗") == [(city, district)]


@pytest.mark.parametrize(
    ("text", "district"),
    [
        ("横店的工会", "东阳市"),
        ("乌镇有驿站吗", "桐乡市"),
        ("下沙送外卖", "钱塘区"),
        ("未来科技城上班", "余杭区"),
        ("小营相亲", "上城区"),
        ("钱塘智慧城直播", "上城区"),
        ("织里童装厂", "吴兴区"),
        ("归谷的班车", "嘉善县"),
        ("以前的下城区", "拱墅区"),
        ("温州滨江街道", "鹿城区"),
    ],
)
def test_towns_and_quarters_belong_to_their_district(text: str, district: str) -> None:
    assert find_places(text)[-1].district == district


@pytest.mark.parametrize(
    "text",
    [
        "我站在天台上",
        "作文成绩",
        "一共三门课",
        "公开化",
        "白云和蓝天",
        "黄浦江边",
        "浙江山区",
        "东西安全吗",
        "任务完成都没人说",
        "网上城市生活",
        "保安和平安督查",
    ],
)
def test_words_that_only_look_like_places_are_none(text: str) -> None:
    assert find_places(text) == []


def test_the_span_is_where_the_name_stands() -> None:
    place = find_places("我在杭州上城区打工")[1]

    assert ("我在杭州上城区打工"[place.start : place.end], place.text) == ("上城区", "上城区")


def test_a_place_outside_the_province_has_no_city() -> None:
    assert found("上海宁波都有吗") == [(None, None), ("宁波市", None)]


def test_an_area_exists_only_in_its_own_city() -> None:
    assert known_area("杭州市", "上城区")
    assert known_area("杭州市", None)
    assert not known_area("宁波市", "上城区")
    assert not known_area("上海市", None)
