"""Points, distances, links."""

import pytest

from union.places.geo import Point, checked, distance_in_words, map_link, metres


@pytest.mark.parametrize(
    ("latitude", "longitude", "wrong"),
    [
        (91.0, 120.0, "out_of_range"),
        (30.0, 181.0, "out_of_range"),
        (float("inf"), 120.0, "out_of_range"),
        (0.0, 0.0, "empty"),
        (48.85, 2.35, "abroad"),
        (120.16, 30.25, "out_of_range"),
    ],
)
def test_what_is_no_place_in_china_is_told_by_its_reason(latitude: float, longitude: float, wrong: str) -> None:
    assert checked(latitude, longitude) == wrong


def test_a_point_in_china_is_taken() -> None:
    assert checked(30.25, 120.16) == Point(30.25, 120.16)


def test_distances_are_those_of_the_globe() -> None:
    hangzhou, ningbo = Point(30.2741, 120.1551), Point(29.8683, 121.5440)
    assert metres(hangzhou, ningbo) == pytest.approx(141_000, rel=0.01)
    assert metres(hangzhou, hangzhou) == 0


@pytest.mark.parametrize(
    ("distance", "said"),
    [
        (0, "约 10 米"),
        (847, "约 850 米"),
        (994.9, "约 990 米"),
        (3_240, "约 3.2 公里"),
        (46_200, "约 46 公里"),
        (9_960, "约 10 公里"),
    ],
)
def test_distances_are_said_as_exactly_as_a_phone_knows(distance: float, said: str) -> None:
    assert distance_in_words(distance) == said


def test_a_map_link_is_one_address_whatever_stands_in_the_name() -> None:
    link = map_link(Point(30.25, 120.16), "驿站 & 家;<b>\n" * 9)
    assert link.startswith("https://apis.map.qq.com/uri/v1/marker?marker=coord:30.250000,120.160000;title:")
    assert link.isascii()
    assert not set(link) & set(" <>\n")
    assert link.count("&") == 1
