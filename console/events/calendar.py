"""The events of a month: a grid of days on a desk, a list of the days that have any on a phone."""

from collections.abc import Mapping, Sequence
from datetime import date

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from base.clock import to_shanghai
from console.deps import ConsoleDeps
from console.events.months import month_of, month_span, moved, read_month, weeks
from console.events.words import LOOKS, STAGES
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.facts import back
from console.parts.opening import open_page
from console.session import Visit
from console.words import WEEKDAYS, clock_time
from union.events.meeting import Meeting
from union.events.overview import Wanted, overview
from union.events.stages import stage_of

PATH = "/events/calendar"
LIST = "/events"
NONE = "这个月没有活动。"

Days = Mapping[date, Sequence[Meeting]]


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="活动月历 · 工会服务台")
    async def by_month(request: Request, month: str = "") -> RedirectResponse | None:
        chosen = read_month(month) or month_of(deps.clock.now())
        path = f"{PATH}?month={chosen}"
        return await open_page(deps, request, path, "events", lambda here: show(deps, here, chosen))


async def show(deps: ConsoleDeps, here: Visit, month: str) -> None:
    """Build the page; a month is an address, so that the browser's own way back works."""
    since, until = month_span(month)
    now = deps.clock.now()
    async with deps.database.read() as session:
        found = await overview(session, Wanted(since=since, until=until), now, scope=here.scope)
    days: dict[date, list[Meeting]] = {}
    for one in sorted((one for line in found for one in line.sessions), key=lambda one: one.starts_at):
        days.setdefault(to_shanghai(one.starts_at).date(), []).append(one)
    with frame(here, here=LIST), box("inbox calendar-page"):
        back("活动", LIST)
        year, number = month.split("-")
        with box("titled"):
            with box(tag="h1"):
                ui.label(f"{year}年{int(number)}月")
            with box("buttons"):
                for label, on in (("上个月", -1), ("下个月", 1)):
                    ui.link(label, f"{PATH}?month={moved(month, on)}").classes("month-link")
        if not days:
            ui.label(NONE).classes("empty")
        _grid(deps, month, days)


def _grid(deps: ConsoleDeps, month: str, days: Days) -> None:
    today = to_shanghai(deps.clock.now()).date()
    with box("calendar"):
        for weekday in WEEKDAYS:
            with box("weekday"):
                ui.label(f"周{weekday}")
        for week in weeks(month):
            for day in week:
                is_inside = f"{day:%Y-%m}" == month
                look = f"{'' if is_inside else 'outside'} {'' if days.get(day) else 'free'}"
                with box(f"calendar-day {look} {'today' if day == today else ''}"):
                    with box("number"):
                        ui.label(str(day.day))
                        ui.label(f"{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}").classes("on-phone")
                    for one in days.get(day, ()) if is_inside else ():
                        _entry(deps, one)


def _entry(deps: ConsoleDeps, one: Meeting) -> None:
    stage = stage_of(one, deps.clock.now())
    link = ui.link(target=f"{LIST}/{one.event_id}/{one.id}").classes(
        f"calendar-event {LOOKS[stage]}", remove="nicegui-link"
    )
    link.props["title"] = f"{one.title}（{STAGES[stage]}）"
    with link:
        ui.label(f"{clock_time(one.starts_at)} {one.title}")
