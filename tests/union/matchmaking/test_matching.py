"""The pairing: nobody twice, only mutual fits, and no pairing weighs more."""

import random
from datetime import timedelta
from itertools import permutations, product

import networkx as nx  # type: ignore[import-untyped]
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import WEDNESDAY
from tests.union.matchmaking.helpers import VALUES
from union.matchmaking.fields import ANY, DEFAULT_MUSTS, FIELDS
from union.matchmaking.fit import Person, explain, person, score
from union.matchmaking.matching import Suggestion, suggestions

WISHES = ("want_age", "want_place", "want_education", "want_marital", "want_height")


def someone(member_id: str, musts: frozenset[str] = DEFAULT_MUSTS, days: int = 0, **told: str) -> Person:
    return person(member_id, 1, VALUES | told, musts, WEDNESDAY - timedelta(days=days), WEDNESDAY)


@st.composite
def people(draw: st.DrawFn, most: int = 10) -> list[Person]:
    options = {name: st.sampled_from(FIELDS[name].options) for name in ("gender", "education", "marital")}
    options |= {
        name: st.sampled_from(FIELDS[name].options) for name in ("want_place", "want_education", "want_marital")
    }
    options["birth_year"] = st.integers(1980, 2000).map(str)
    options["place"] = st.sampled_from(["杭州市/上城区", "杭州市/拱墅区", "宁波市/海曙区", "宁波市/"])
    options["want_age"] = st.sampled_from([ANY, "20-30", "28-38", "35-46"])
    musts = st.frozensets(st.sampled_from(WISHES))
    found = []
    for number in range(draw(st.integers(0, most))):
        told = {name: draw(values) for name, values in options.items()}
        found.append(someone(f"p{number:02}", draw(musts), draw(st.sampled_from([0, 40])), **told))
    return found


def never(_one: str, _other: str) -> bool:
    return False


def weight(found: list[Suggestion]) -> int:
    return sum(one.fit.score for one in found)


@settings(deadline=None)  # the first import of scipy takes most of a second
@given(people())
def test_nobody_is_introduced_twice_and_only_where_both_are_content(everybody: list[Person]) -> None:
    found = suggestions(everybody, never)

    ids = [one.member_id for suggestion in found for one in (suggestion.first, suggestion.second)]
    assert len(ids) == len(set(ids))
    for one in found:
        assert {one.first.gender, one.second.gender} == {"男", "女"}
        assert score(one.first, one.second) == one.fit.score >= 1


@settings(max_examples=60, deadline=None)
@given(people(most=9))
def test_no_pairing_weighs_more_tried_one_by_one(everybody: list[Person]) -> None:
    men = [one for one in everybody if one.gender == "男"]
    women = [one for one in everybody if one.gender == "女"]
    few, many = sorted((men, women), key=len)

    best = max(
        sum(score(a, b) or 0 for a, b in zip(few, chosen, strict=True)) for chosen in permutations(many, len(few))
    )

    assert weight(suggestions(everybody, never)) == best


@settings(max_examples=30, deadline=None)
@given(people(most=30), st.sets(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=200))
def test_it_weighs_as_much_as_a_general_matching_without_the_pairs_that_have_met(
    everybody: list[Person], met: set[tuple[int, int]]
) -> None:
    def met_before(one: str, other: str) -> bool:
        first, second = sorted((int(one[1:]), int(other[1:])))
        return (first, second) in met

    graph = nx.Graph()
    for one, other in product(everybody, everybody):
        points = score(one, other)
        if one.gender == "男" and other.gender == "女" and points and not met_before(one.member_id, other.member_id):
            graph.add_edge(one.member_id, other.member_id, weight=points)
    reference = sum(graph[a][b]["weight"] for a, b in nx.max_weight_matching(graph))

    found = suggestions(everybody, met_before)

    assert weight(found) == reference
    assert not any(met_before(one.first.member_id, one.second.member_id) for one in found)


@given(people(most=8))
def test_the_lines_add_up_to_the_score_and_quote_no_value(everybody: list[Person]) -> None:
    for one, other in product(everybody, everybody):
        fit = explain(one, other)
        assert (fit.score if fit else None) == score(one, other) == score(other, one)
        if fit:
            assert sum(int(line.rpartition("+")[2]) for line in fit.lines) == fit.score
            assert not any(
                word in line for line in fit.lines for word in ("上城", "杭州", "本科", "离异", str(one.age))
            )


def test_a_must_excludes_and_a_wish_weighs() -> None:
    he = someone("a", want_age="20-30")
    she = someone("b", gender="女", birth_year="1980")
    assert score(he, she) is None
    assert score(someone("a", frozenset(), want_age="20-30"), she) is not None

    near, far = (someone("b", gender="女", place=place) for place in ("杭州市/上城区", "宁波市/海曙区"))
    local = someone("a", want_place="同区")
    assert (score(local, near) or 0) > (score(local, far) or 0) > 0


def test_who_has_not_told_their_height_is_not_shut_out() -> None:
    he = someone("a", frozenset({"want_height"}), want_height="160")
    assert score(he, someone("b", gender="女")) is not None
    assert score(he, someone("b", gender="女", height="150")) is None


def test_staff_read_why() -> None:
    fit = explain(
        someone("a", want_age="25-35"), someone("b", gender="女", want_age="25-35", education="大专", days=31)
    )
    assert fit is not None
    assert fit.lines == (
        "年龄互相符合 +4",
        "互相没有不能接受的条件 +1",
        "在同一个市 +1",
        "年龄相近 +1",
        "学历相近 +1",
        "等待已久 +1",
    )


def test_a_thousand_people_are_paired() -> None:
    dice = random.Random(1)

    def any_of(name: str) -> str:
        return dice.choice(FIELDS[name].options)

    everybody = [
        someone(
            f"p{number:04}",
            gender=any_of("gender"),
            birth_year=str(dice.randint(1980, 2000)),
            place=dice.choice(["杭州市/上城区", "杭州市/拱墅区", "宁波市/海曙区", "湖州市/吴兴区"]),
            education=any_of("education"),
            marital=any_of("marital"),
            want_age=dice.choice([ANY, "25-35", "30-42", "22-30"]),
            want_place=any_of("want_place"),
            want_education=any_of("want_education"),
        )
        for number in range(1000)
    ]

    assert len(suggestions(everybody, never)) > 400
