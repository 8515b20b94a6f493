"""Charts as options of ECharts. Pure: numbers in, a dictionary out; every text in them is ours."""

from collections.abc import Mapping, Sequence
from typing import Any

Options = dict[str, Any]
COLORS = ["#1f5f7a", "#d99a3c", "#b9c4cf", "#2e7d4f", "#8a5a9e", "#b4533c", "#5f8fa8", "#7a7a3c"]
_TEXT = {"fontFamily": "inherit", "color": "#5b677a"}
_NAME_LENGTH = 12  # characters of a name beside a bar


def stacked(steps: Sequence[str], series: Mapping[str, Sequence[int]]) -> Options:
    """Columns over time, each made of the series."""
    return _base(list(series)) | {
        "xAxis": {"type": "category", "data": list(steps), "axisTick": {"show": False}},
        "yAxis": _counts(),
        "series": [
            {"name": name, "type": "bar", "stack": "all", "barMaxWidth": 28, "data": list(values)}
            for name, values in series.items()
        ],
    }


def ranked(pairs: Sequence[tuple[str, int]]) -> Options:
    """Bars that lie, the longest on top."""
    names, values = [name for name, _ in pairs], [value for _, value in pairs]
    return _base([]) | {
        "xAxis": _counts(),
        "yAxis": {
            "type": "category",
            "data": names,
            "inverse": True,
            "axisTick": {"show": False},
            "axisLabel": {"width": _NAME_LENGTH * 12, "overflow": "truncate"},
        },
        "series": [
            {"type": "bar", "data": values, "barMaxWidth": 18, "label": {"show": True, "position": "right"}},
        ],
    }


def lying(rows: Sequence[str], series: Mapping[str, Sequence[int]]) -> Options:
    """Bars that lie, each made of the series: topics of a district."""
    return _base(list(series)) | {
        "xAxis": _counts(),
        "yAxis": {"type": "category", "data": list(rows), "inverse": True, "axisTick": {"show": False}},
        "series": [
            {"name": name, "type": "bar", "stack": "all", "barMaxWidth": 20, "data": list(values)}
            for name, values in series.items()
        ],
    }


def _base(legend: Sequence[str]) -> Options:
    return {
        "color": COLORS,
        "textStyle": _TEXT,
        "animation": False,
        "grid": {"left": 8, "right": 36, "top": 34 if legend else 8, "bottom": 4, "containLabel": True},
        "tooltip": {"trigger": "axis", "axisPointer": {"type": "shadow"}, "confine": True},
        "legend": {"data": list(legend), "top": 0, "left": 0, "type": "scroll", "show": bool(legend)},
    }


def _counts() -> Options:
    return {"type": "value", "minInterval": 1, "splitLine": {"lineStyle": {"color": "#e3e7ee"}}}
