"""A month's appointments as a spreadsheet: what about and what came of it, without names."""

from datetime import timedelta

from nicegui import ui

from base.clock import to_shanghai
from console.appointments.days import read_day
from console.deps import ConsoleDeps
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.downloading import download
from console.parts.fields import Answers, Field
from console.session import Visit
from union.legal_aid.exporting import appointments_table
from union.legal_aid.privacy import Reader
from union.legal_aid.sitting import districts

ALL = "-"
WORDS = "表里没有姓名和电话，也没有谈话内容；保密的咨询不写事项和结果。"


class Export:
    """A button and a dialog."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.here = deps, here
        self.do = Doing(deps, here, "all_appointments")
        fields = [
            Field("month", "哪个月", "choice"),
            Field("district", "区县", "choice", {ALL: "全部区县"}, value=ALL),
        ]
        self.ask = Ask("导出预约", WORDS, "导出", self.on_export, fields)
        ui.button("导出", on_click=self.open).props("outline")

    async def open(self) -> None:
        if not self.here.holds():
            return
        async with self.deps.database.read() as session:
            areas = await districts(session)
        if self.here.scope.district:
            areas = [area for area in areas if area == self.here.scope.district]
        months = self._months()
        for name, options in (("month", months), ("district", {ALL: "全部区县", **{area: area for area in areas}})):
            choice = self.ask.inputs[name]
            assert isinstance(choice, ui.select)  # as declared above
            choice.set_options(options)
        self.ask.fill(month=next(iter(months)), district=ALL)
        self.ask.open()

    def _months(self) -> dict[str, str]:
        """The next, this, and the year before: day of the month -> 2026年11月. This one first."""
        first = to_shanghai(self.deps.clock.now()).date().replace(day=1)
        found = [first, (first + timedelta(days=32)).replace(day=1)]
        for _ in range(12):
            first = (first - timedelta(days=1)).replace(day=1)
            found.append(first)
        return {one.isoformat(): f"{one.year}年{one.month}月" for one in found}

    async def on_export(self, answers: Answers, key: str) -> str:
        month = read_day(answers["month"])
        if month is None:
            return "请选择月份。"
        district = "" if answers["district"] in ("", ALL) else answers["district"]
        reader = Reader(self.here.staff.name, self.here.staff.role)
        await download(
            self.do,
            lambda s: appointments_table(s, reader, month, district=district, scope=self.here.scope),
            f"预约-{month:%Y-%m}{district}",
            what=f"导出{month.year}年{month.month}月预约",
        )
        return ""
