"""The frame around every page: the stylesheet, the header, who is signed in."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from nicegui import ui

from console.session import Visit
from union.staff.rules import Task, may

STYLE = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
FAILED = "刚才的操作没有成功，请稍后再试。"
NAVIGATION: tuple[tuple[str, str, Task], ...] = (  # a new page of the console adds its line here
    ("收件箱", "/", "talks"),
    ("申请", "/applications", "applications"),
    ("预约", "/appointments", "appointments"),
    ("建议", "/voices", "voices"),
    ("会员", "/members", "members"),
    ("案例", "/examples", "examples"),
    ("通知", "/notices", "notices"),
)


def add_style() -> None:
    """Give the page the console's look."""
    ui.add_css(STYLE)


@contextmanager
def frame(visit: Visit, *, here: str) -> Iterator[None]:
    """Header above, the page's own content inside. `here`: the navigation entry (its path) shown as current."""
    add_style()
    ui.on_exception(lambda: ui.notify(FAILED, type="negative"))
    with box("bar", tag="header"):
        ui.label("工会服务台").classes("brand")
        with box(tag="nav"):
            for label, path, task in NAVIGATION:
                if not may(visit.staff.role, task):
                    continue
                link = ui.link(label, path).classes("here" if path == here else "", remove="nicegui-link")
                if path == here:
                    link.props('aria-current="page"')
                with link:
                    visit.marks[path] = ui.label().classes("count")
                    visit.marks[path].set_visibility(False)
        ui.label(visit.staff.name).classes("who").mark("signed-in")
        ui.button("退出", on_click=visit.sign_out).props("flat dense color=white").mark("sign-out")
    with box("page", tag="main"):
        yield


def box(classes: str = "", *, tag: str = "div") -> ui.element:
    """A plain element with classes of ours."""
    return ui.element(tag).classes(classes)


def toggle(element: ui.element, name: str, on: bool) -> None:
    """Have a class or not."""
    element.classes(add=name if on else None, remove=None if on else name)


def mark(visit: Visit, waiting: Mapping[str, int]) -> None:
    """Say in the navigation how much waits on each page."""
    for path, label in visit.marks.items():
        count = waiting.get(path, 0)
        label.text = str(count) if count < 100 else "99+"
        label.set_visibility(count > 0)
