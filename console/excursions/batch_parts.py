"""Parts of a batch's page: its facts, the branch unions, the offers."""

from collections.abc import Callable, Sequence

from nicegui import ui

from console.excursions.words import OFFERS, group
from console.layout.frame import box
from console.parts.facts import facts
from union.excursions.board import Batch, Offer
from union.excursions.texts import own_cost
from union.wording import day_and_time

NO_BRANCHES = "没有分出去的名额。"
NO_OFFERS = "没有在等答复的。有人取消时，名额会按候补顺序自动提供，会员在期限内接受。"


def facts_of(one: Batch) -> None:
    """When, how many, what it costs, and what the group needs."""
    meeting, state = one.meeting, one.state
    rules = meeting.rules
    takes = f"{rules.days} 天" if rules.days else ""
    price = f"{rules.yuan} 元，会员自付 {own_cost(rules, 1)} 元" if rules.yuan else ""
    waiting = f"，候补 {state.waiting} 人" if state.waiting else ""
    facts(
        [
            ("时间", meeting.when),
            ("地点", meeting.place),
            ("报名截止", day_and_time(meeting.sign_up_closes)),
            ("占用额度", takes),
            ("每人价格", price),
            ("名额", f"已报 {state.taken} / {state.capacity} 人{waiting}"),
            ("成团", group(one)),
        ]
    )


def branch_rows(one: Batch, again: Callable[[str, int], None] | None) -> None:
    """Each branch union with what it was handed and took; `again` changes it, where that may be."""
    if not one.state.branches:
        ui.label(NO_BRANCHES).classes("empty")
    with box("rows"):
        for branch in one.state.branches:
            with box("row-work"):
                with box("text"):
                    ui.label(branch.branch).classes("name")
                    ui.label(f"已报 {branch.taken} / {branch.capacity} 人").classes("hint")
                if again is not None:
                    number, name = branch.capacity, branch.branch
                    ui.button("改数量", on_click=lambda name=name, number=number: again(name, number)).props("flat")


def offer_rows(found: Sequence[Offer]) -> None:
    """Who may take a place, and until when."""
    if not found:
        ui.label(NO_OFFERS).classes("empty")
    with box("rows"):
        for one in found:
            until = f"{day_and_time(one.until)}前答复，过时给下一位" if one.until else ""
            with box("row-work"), box("text"):
                ui.label(f"{one.name} · {one.people} 人 · {OFFERS[one.status]}").classes("name")
                ui.label(until).classes("hint")
