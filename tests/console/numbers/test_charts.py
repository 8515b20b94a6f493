"""Options of charts hold what they are given, in its order."""

from console.numbers import charts


def test_a_stack_has_a_series_a_name() -> None:
    options = charts.stacked(["一", "二"], {"答上了": [1, 2], "没找到": [0, 3]})
    assert options["xAxis"]["data"] == ["一", "二"]
    assert [(one["name"], one["data"], one["stack"]) for one in options["series"]] == [
        ("答上了", [1, 2], "all"),
        ("没找到", [0, 3], "all"),
    ]
    assert options["legend"]["data"] == ["答上了", "没找到"]


def test_the_most_frequent_stands_on_top() -> None:
    options = charts.ranked([("问工会项目", 9), ("报名活动", 2)])
    assert options["yAxis"]["data"] == ["问工会项目", "报名活动"]
    assert options["yAxis"]["inverse"] is True
    assert options["series"][0]["data"] == [9, 2]
