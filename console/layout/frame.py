"""The frame around every page: the stylesheet, the header, who is signed in."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from nicegui import ui

from console.layout.styles import add_style
from console.session import Visit
from union.staff.rules import Task, may

FAILED = "刚才的操作没有成功，请稍后再试。"
NAVIGATION: Mapping[
    str, tuple[tuple[str, str, Task], ...]
] = {  # group -> its pages: label, path, what one must be allowed
    "接待": (
        ("收件箱", "/", "talks"),
        ("对话记录", "/talks", "talks"),
        ("通知", "/notices", "notices"),
        ("接待设置", "/desk", "desk"),
    ),
    "业务": (
        ("活动", "/events", "events"),
        ("签到", "/door", "door"),
        ("疗休养", "/excursions", "excursions"),
        ("相亲", "/matchmaking", "matchmaking"),
        ("预约", "/appointments", "appointments"),
        ("排班", "/windows", "windows"),
        ("申请", "/applications", "applications"),
        ("申请批次", "/rounds", "rounds"),
        ("建议", "/voices", "voices"),
    ),
    "会员": (
        ("会员", "/members", "members"),
        ("名册", "/roster", "roster"),
        ("场所", "/places", "places"),
    ),
    "知识": (
        ("知识库", "/knowledge", "knowledge"),
        ("待答问题", "/questions", "questions"),
        ("案例", "/examples", "examples"),
    ),
    "管理": (
        ("统计", "/numbers", "numbers"),
        ("账号", "/accounts", "accounts"),
        ("操作记录", "/audit", "audit"),
    ),
}


def pages_of(role: str) -> dict[str, list[tuple[str, str]]]:
    """Label and path of the pages that this role may open, by group; groups without any are left out."""
    open_to = {
        group: [(label, path) for label, path, task in pages if may(role, task)] for group, pages in NAVIGATION.items()
    }
    return {group: pages for group, pages in open_to.items() if pages}


@contextmanager
def frame(visit: Visit, *, here: str) -> Iterator[None]:
    """Header above, the page's own content inside. `here`: the navigation entry (its path) shown as current."""
    add_style()
    ui.on_exception(lambda: ui.notify(FAILED, type="negative"))
    groups = pages_of(visit.staff.role)
    current = next((group for group, pages in groups.items() if here in [path for _, path in pages]), "")
    with box("bar", tag="header"):
        ui.label("工会服务台").classes("brand")
        with box(tag="nav").props('aria-label="栏目"'):
            for group, pages in groups.items():
                _entry(visit, group if len(pages) > 1 else pages[0][0], pages[0][1], group == current, pages)
        visit.tools = box("tools")
        name = ui.link(visit.staff.name, "/me").classes("who", remove="nicegui-link").mark("signed-in")
        name.props('title="密码、手机验证、正在登录的地方" aria-label="个人设置"')
        ui.button("退出", on_click=visit.sign_out).props("flat dense color=white").mark("sign-out")
    if len(groups.get(current, ())) > 1:
        with box("subbar", tag="nav").props('aria-label="页面"'):
            for label, path in groups[current]:
                _entry(visit, label, path, path == here, [(label, path)])
    with box("page", tag="main"):
        yield


def _entry(visit: Visit, label: str, path: str, is_here: bool, pages: Sequence[tuple[str, str]]) -> None:
    """A link, with the number of what waits on its pages."""
    link = ui.link(label, path).classes("here" if is_here else "", remove="nicegui-link")
    if is_here:
        link.props('aria-current="page"')
    with link:
        count = ui.label().classes("count")
        count.set_visibility(False)
    visit.marks.append((count, tuple(path for _, path in pages)))


def box(classes: str = "", *, tag: str = "div") -> ui.element:
    """A plain element with classes of ours."""
    return ui.element(tag).classes(classes)


def toggle(element: ui.element, name: str, on: bool) -> None:
    """Have a class or not."""
    element.classes(add=name if on else None, remove=None if on else name)


def mark(visit: Visit, waiting: Mapping[str, int]) -> None:
    """Say in the navigation how much waits on each page, and in each group."""
    for label, paths in visit.marks:
        count = sum(waiting.get(path, 0) for path in paths)
        label.text = str(count) if count < 100 else "99+"
        label.set_visibility(count > 0)
