"""The sections of the page: each its numbers, with what they mean beside them, and its charts."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from console.layout.frame import box
from console.numbers import charts
from console.parts.facts import heading
from union.legal_aid.models import TOPICS
from union.numbers.measures import measures
from union.numbers.overview import Overview
from union.numbers.talks import QUESTIONS
from union.numbers.words import NOTHING, OUTCOMES, stars

NONE_YET = "这段时间还没有数据。"
Names = Mapping[str, str]


def show_sections(shown: Overview, names: Names) -> None:
    """All of them."""
    values = shown.values()
    _bot(shown, values, names)
    _desk(shown, values)
    _events(shown, values)
    _legal(shown, values)


def _bot(shown: Overview, values: Mapping[str, str], names: Names) -> None:
    heading("机器人")
    _tiles(values, "visits", "messages", "questions", "answered", "missed", "alone")
    asked = shown.talks
    steps = list(asked.by_step)
    series = {OUTCOMES[outcome]: [asked.by_step[step][outcome] for step in steps] for outcome in QUESTIONS}
    with box("charts"):
        _chart("咨询和回答", charts.stacked(steps, series) if asked.questions else None, "wide")
        _chart("会员来做什么", _ranked(asked.intents, names))
        _chart("答得最多的条目", _ranked(asked.answered, names))


def _desk(shown: Overview, values: Mapping[str, str]) -> None:
    heading("人工接待")
    _tiles(values, "cases", "half", "most", "marks")
    desk = shown.desk
    with box("charts"):
        steps = charts.stacked(list(desk.by_step), {"转人工": list(desk.by_step.values())})
        _chart("转人工", steps if desk.cases else None)
        _chart("转人工的事项", _ranked(desk.topics, {}))


def _events(shown: Overview, values: Mapping[str, str]) -> None:
    heading("活动")
    _tiles(values, "signed_up", "came")
    kinds = shown.gatherings
    series = {
        "到场": [one.came for one in kinds],
        "爽约": [one.no_show for one in kinds],
        "尚未签到": [one.signed_up - one.came - one.no_show for one in kinds],
    }
    with box("charts"):
        _chart("报名和到场（人）", charts.lying([one.kind for one in kinds], series) if kinds else None)
        if rated := [one for one in kinds if one.ratings]:
            with box("chart"):
                with box(tag="h3"):
                    ui.label("会员评分")
                for one in rated:
                    ui.label(f"{one.kind}：{stars(one.stars, one.ratings)}").classes("plain")


def _legal(shown: Overview, values: Mapping[str, str]) -> None:
    heading("法律咨询")
    _tiles(values, "legal")
    legal = shown.legal
    with box("charts"):
        _chart("各区县的主题", _by_topic(legal.by(1, 2)))
        _chart("各月的主题", _by_topic(legal.by(0, 2)))


def _by_topic(cells: Mapping[tuple[str, ...], int]) -> charts.Options | None:
    """Rows by their name, the topics as series."""
    rows = sorted({row for row, _ in cells})
    topics = [topic for topic in TOPICS if any((row, topic) in cells for row in rows)]
    series = {topic: [cells.get((row, topic), 0) for row in rows] for topic in topics}
    return charts.lying(rows, series) if rows else None


def _ranked(pairs: Sequence[tuple[str, int]], names: Names) -> charts.Options | None:
    return charts.ranked([(names.get(key, key), count) for key, count in pairs]) if pairs else None


def _tiles(values: Mapping[str, str], *ids: str) -> None:
    with box("tiles"):
        for one in ids:
            measure, value = measures()[one], values[one]
            with box("tile").mark(f"number-{one}"):
                ui.label(measure.name).classes("name")
                with box("value"):
                    ui.label(value)
                    if value != NOTHING and measure.unit:
                        ui.label(measure.unit).classes("unit")
                ui.label(measure.words).classes("hint")


def _chart(title: str, options: charts.Options | None, classes: str = "") -> None:
    with box(f"chart {classes}"):
        with box(tag="h3"):
            ui.label(title)
        if options is None:
            ui.label(NONE_YET).classes("hint")
            return
        ui.echart(options, renderer="svg").props(f'role="img" aria-label="{title}"')
