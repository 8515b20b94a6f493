"""A new event: one form, and it stands as a draft."""

from nicegui import ui
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.events.acting import Acting
from console.events.choices import areas, holders
from console.events.fields import event_sections
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.facts import back
from console.parts.fields import Answers
from console.parts.form import Form, Wrong
from console.parts.opening import open_page
from console.session import Visit
from union.events.entering.event_form import first_answers
from union.events.managing import enter_event

PATH = "/events/new"
LIST = "/events"
HOW = "填好后先存成草稿，会员看不到。再看一遍、加好问题，就可以发布。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="新建活动 · 工会服务台")
    async def new(request: Request) -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "events", lambda here: show(deps, here))


async def show(deps: ConsoleDeps, here: Visit) -> None:
    """Build the page."""
    async with deps.database.read() as session:
        choice = await holders(session, here)
    acting = Acting(deps, here)

    async def done(answers: Answers, key: str) -> Wrong:
        holder = answers.get("holder", here.staff.union_id or "")
        written, wrong = await acting.by_field(
            lambda s: enter_event(s, here.scope, answers, areas(), key=key, holder=holder, now=deps.clock.now()),
            "已存成草稿",
            what="新建活动",
        )
        if written is not None:
            ui.navigate.to(f"{LIST}/{written.event.id}")
        return wrong

    with frame(here, here=LIST), box("inbox"):
        back("活动", LIST)
        with box(tag="h1"):
            ui.label("新建活动")
        ui.label(HOW).classes("hint")
        form = Form(event_sections(choice), "存成草稿", done)
        follow_city(form)
        form.fill(first_answers(deps.clock.now()) | {"city": here.scope.city} | first_holder(choice, here))
        form.fill({"district": here.scope.district})


def first_holder(choice: object, here: Visit) -> dict[str, str]:
    """The clerk's own union, where one is asked."""
    return {"holder": here.staff.union_id or ""} if choice else {}


def follow_city(form: Form) -> None:
    """The districts to choose from are those of the city."""
    city, district = form.inputs["city"], form.inputs["district"]
    assert isinstance(district, ui.select)  # as declared in fields.py

    def offer() -> None:
        names = areas().get(str(city.value or ""), ())
        kept = district.value if district.value in names else None
        district.set_options({"": "全市", **{name: name for name in names}}, value=kept)

    city.on_value_change(offer)
    offer()
