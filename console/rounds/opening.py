"""Opening a round by form: empty, or as last year's."""

from nicegui import ui
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse

from console.deps import ConsoleDeps
from console.layout.frame import box, frame
from console.layout.pages import console_page
from console.parts.doing import Doing
from console.parts.facts import back, facts
from console.parts.fields import ON, Answers, Field
from console.parts.form import Form
from console.parts.form import Wrong as Said
from console.parts.opening import open_page
from console.rounds.words import as_field, in_one_line, kind_facts, read_moment, read_number, said
from console.session import Visit
from union.applications.kinds import kinds
from union.applications.round_desk import next_of
from union.applications.round_rules import RoundForm
from union.applications.round_setting import enter_round
from union.applications.rules import Refused
from union.entered import Wrong
from union.roster.models import Union

PATH = "/rounds/new"
LIST = "/rounds"
COPIED = "照着上一批填好了，日期往后推了一年。请核对后再开。"


def add(deps: ConsoleDeps) -> None:
    """Add the page to the console."""

    @console_page(PATH, title="新开一批 · 工会服务台")
    async def opening(request: Request, like: str = "") -> RedirectResponse | None:
        return await open_page(deps, request, PATH, "rounds", lambda here: show(deps, here, like[:64]))


async def show(deps: ConsoleDeps, here: Visit, like: str) -> None:
    """Build the page. `like`: the round that this one follows."""
    async with deps.database.read() as session:
        before = await next_of(session, like, scope=here.scope) if like else None
        begun = before or await _empty(session, here)
    with frame(here, here=LIST), box("inbox"):
        back("申请批次", LIST)
        with box(tag="h1"):
            ui.label("新开一批")
        if before:
            ui.label(COPIED).classes("hint")
        Opening(deps, here, begun)


async def _empty(session: AsyncSession, here: Visit) -> RoundForm:
    """A new one begins with the clerk's own union."""
    own = await session.get(Union, here.scope.path.rstrip("/").rpartition("/")[2]) if here.scope.path else None
    return RoundForm("", "", own.name if own else "", None, None)


class Opening:
    """The form, and beside it what the chosen kind says."""

    def __init__(self, deps: ConsoleDeps, here: Visit, begun: RoundForm) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "rounds")
        self.form = Form(sections(begun, may_be_outside=here.scope.is_everything), "开这一批", self.done)
        with self.form.root:
            self.kind = box("sheet")
        self.kind.move(target_index=1)
        self.form.inputs["kind"].on_value_change(lambda _: self._show_kind())
        self._show_kind()

    def _show_kind(self) -> None:
        self.kind.clear()
        kind = kinds().get(self.form.answers["kind"])
        if kind is not None:
            with self.kind:
                facts(kind_facts(kind))

    async def done(self, answers: Answers, key: str) -> Said:
        entered, wrong = read(answers), dict[str, str]()

        def why_not(result: object) -> str:
            wrong.clear()
            if isinstance(result, Wrong | Refused):
                wrong.update(said(result))
                return in_one_line(result)
            return ""

        refused = await self.do(
            lambda s: enter_round(s, entered, key=key, scope=self.here.scope), why_not, done="已开，会员可以申请了"
        )
        if refused:
            return wrong or {"": refused}
        ui.navigate.to(f"{LIST}/{key}")
        return {}


def sections(begun: RoundForm, *, may_be_outside: bool) -> dict[str, list[Field]]:
    """The fields of a round that is not there yet."""
    known = {kind.id: kind.title for kind in kinds().values()}
    outside = Field("outside", "名册里没有这个工会，就按写的名称", "switch", value=ON if begun.outside else "")
    return {
        "": [Field("kind", "种类", "choice", known, value=begun.kind)],
        "哪一批": [
            Field("title", "名称", longest=60, hint="会员看到的，如 困难帮扶（2027年）", value=begun.title),
            Field("union", "受理工会", longest=100, hint="写名册里的名称，写一部分也行", value=begun.union),
            *([outside] if may_be_outside else []),
            Field("city", "城市（可不填）", longest=16, hint="不填：工会所在的城市", value=begun.city),
            Field("district", "区县（可不填）", longest=16, value=begun.district),
            Field("period", "年度（可不填）", longest=16, hint="“每年一次”按它算", value=begun.period),
        ],
        "时间": [
            Field("opens_at", "开始受理", "moment", value=as_field(begun.opens_at)),
            Field("closes_at", "结束受理", "moment", value=as_field(begun.closes_at)),
            Field(
                "papers_until",
                "补材料截止（可不填）",
                "moment",
                hint="不填：按种类的天数算",
                value=as_field(begun.papers_until),
            ),
        ],
        "名额和预算": [
            *numbers(begun.quota, begun.budget_yuan),
            Field("open_to_unbound", "没有绑定的人也能申请", "switch", value=ON if begun.open_to_unbound else ""),
        ],
    }


def numbers(quota: int | None, budget_yuan: int | None) -> list[Field]:
    """The two limits."""
    return [
        Field("quota", "名额（可不填）", "number", longest=6, hint="不填：不限", value=_text(quota)),
        Field("budget_yuan", "预算（元，可不填）", "number", longest=10, hint="不填：不限", value=_text(budget_yuan)),
    ]


def read(answers: Answers) -> RoundForm:
    """What was entered."""
    return RoundForm(
        kind=answers["kind"],
        title=answers["title"],
        union=answers["union"],
        opens_at=read_moment(answers["opens_at"]),
        closes_at=read_moment(answers["closes_at"]),
        city=answers["city"],
        district=answers["district"],
        period=answers["period"],
        papers_until=read_moment(answers["papers_until"]),
        quota=read_number(answers["quota"]),
        budget_yuan=read_number(answers["budget_yuan"]),
        open_to_unbound=answers["open_to_unbound"] == ON,
        outside=answers.get("outside", "") == ON,
    )


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
