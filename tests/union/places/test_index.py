"""The nearest places that are open."""

import random
from datetime import timedelta

import pytest

from tests.conftest import WEDNESDAY
from tests.union.places.spots import HERE, METRE, spot
from union.places.geo import Point, metres
from union.places.index import NEAR, Index
from union.places.wish import Wish

NOW = Wish(WEDNESDAY)
TONIGHT = Wish(WEDNESDAY + timedelta(hours=12))


def ids(found: object) -> list[str]:
    return [one.spot.id for one in found]  # type: ignore[attr-defined]


def test_the_three_nearest_come_first_and_the_rest_is_counted() -> None:
    index = Index([spot(n, n * 300) for n in (5, 1, 4, 2, 3)])
    found = index.near(HERE, NOW)
    assert ids(found.open) == ["1", "2", "3"]
    assert found.more == 2
    assert found.open[0].metres == pytest.approx(300, abs=1)
    assert ids(index.near(HERE, NOW, page=1).open) == ["4", "5"]


def test_what_is_shut_then_does_not_stand_among_the_open() -> None:
    index = Index([spot(1, 100), spot(2, 200, hours="24/7"), spot(3, 300, hours="")])
    found = index.near(HERE, TONIGHT)
    assert ids(found.open) == ["2"]
    assert found.shut == ()


def test_where_nothing_is_open_what_is_shut_or_unknown_is_named() -> None:
    found = Index([spot(1, 100), spot(3, 300, hours="")]).near(HERE, TONIGHT)
    assert [(one.spot.id, one.state) for one in found.shut] == [("1", "closed"), ("3", "unknown")]


def test_an_open_place_without_the_facility_is_better_than_a_shut_one_with_it() -> None:
    index = Index([spot(1, 100, facilities="微波炉"), spot(2, 200, hours="24/7")])
    found = index.near(HERE, Wish(TONIGHT.moment, None, frozenset({"微波炉"})))
    assert ids(found.open) == ["2"]
    assert found.missing == {"微波炉"}


def test_where_nothing_near_is_open_the_nearest_beyond_is_named() -> None:
    index = Index([spot(1, 100), spot(2, NEAR + 100, hours="24/7"), spot(3, 30_000, hours="24/7")])
    found = index.near(HERE, TONIGHT)
    assert not found.open
    assert found.beyond is not None
    assert found.beyond.spot.id == "2"


def test_where_nothing_anywhere_is_open_the_nearest_farther_off_is_named_all_the_same() -> None:
    found = Index([spot(1, NEAR + 100), spot(2, NEAR + 200)]).near(HERE, TONIGHT)
    assert found.beyond is not None
    assert (found.beyond.spot.id, found.beyond.state) == ("1", "closed")


def test_kinds_and_facilities_narrow_and_a_room_may_be_part_of_another_place() -> None:
    index = Index(
        [
            spot(1, 100, kind="nursing_room"),
            spot(2, 200, facilities="热水、母婴室"),
            spot(3, 300, facilities="热水、微波炉"),
        ]
    )
    assert ids(index.near(HERE, Wish(WEDNESDAY, "nursing_room")).open) == ["1", "2"]
    assert ids(index.near(HERE, Wish(WEDNESDAY, None, frozenset({"微波炉"}))).open) == ["3"]
    assert ids(index.near(HERE, NOW).open) == ["2", "3"]  # whoever wants to sit down wants no mother-and-baby room


def test_a_facility_nobody_has_is_named_and_left_out() -> None:
    found = Index([spot(1, 100)]).near(HERE, Wish(WEDNESDAY, None, frozenset({"热水", "药箱"})))
    assert ids(found.open) == ["1"]
    assert found.missing == {"药箱"}


def test_a_district_stands_for_the_middle_of_its_places() -> None:
    index = Index([spot(1, 0), spot(2, 1_000), spot(3, 1_900), spot(4, 950, district="西湖区")])
    found = index.inside("杭州市", "上城区", NOW)
    assert found is not None
    assert ids(found.open) == ["2", "3", "1"]
    assert index.inside("宁波市", None, NOW) is None


def test_a_name_is_where_the_places_are_that_say_it() -> None:
    index = Index([spot(1, 0, address="武林广场 1 号"), spot(2, 400, address="武林广场 9 号"), spot(3, 2_000)])
    middle = index.named("武林广场", "杭州市", "上城区")
    assert middle is not None
    assert metres(middle, Point(HERE.latitude + 200 * METRE, HERE.longitude)) < 1
    assert index.named("文三路", "杭州市", None) is None


def test_a_name_that_stands_all_over_the_town_says_no_place() -> None:
    index = Index([spot(1, 0, address="人民路 1 号"), spot(2, 20_000, address="人民路 2 号")])
    assert index.named("人民路", None, None) is None


def test_an_empty_list_finds_nothing() -> None:
    index = Index()
    assert index.near(HERE, NOW).open == ()
    assert index.inside("杭州市", None, NOW) is None
    assert index.named("武林", None, None) is None


def test_it_finds_what_looking_at_each_place_finds() -> None:
    dice = random.Random(7)
    hours = ["24/7", "Mo-Su,PH 06:00-22:00", "Mo-Fr 09:00-17:00; PH off", "", "Mo-Su 20:00-06:00"]
    spots = [
        spot(n, latitude=dice.uniform(30.1, 30.4), longitude=dice.uniform(120.0, 120.4), hours=dice.choice(hours))
        for n in range(2_000)
    ]
    index = Index(spots)
    is_open = {"24/7", "Mo-Su,PH 06:00-22:00", "Mo-Fr 09:00-17:00; PH off"}
    for _ in range(50):
        here = Point(dice.uniform(30.15, 30.35), dice.uniform(120.05, 120.35))
        wanted = sorted((one for one in spots if one.hours in is_open), key=lambda one: metres(here, one.point))[:3]
        assert ids(index.near(here, NOW).open) == [one.id for one in wanted]
