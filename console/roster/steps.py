"""What is done with the roster of one union: a file brought in, codes given out, the roster written out, an end."""

import asyncio

from nicegui import ui
from nicegui.elements.upload_files import FileUpload
from sqlalchemy.ext.asyncio import AsyncSession

from base.spreadsheet import as_xlsx
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.asking import Ask
from console.parts.doing import Doing
from console.parts.downloading import XLSX, download
from console.parts.facts import heading
from console.parts.fields import Answers, Field, whole_number
from console.parts.uploading import TableUpload
from console.roster.printing import Slips
from console.roster.runner import Runner
from console.roster.template import download_template
from console.session import Visit
from union.roster.branches import Branch, remove_union
from union.roster.codes import Issued
from union.roster.listing import roster_rows
from union.roster.many_codes import Page, issue_page
from union.roster.runs import RunRefused, begin, drop
from union.wording import day

DAYS = range(1, 366)
LIST = "/roster"
FULL = "这是完整名单：名册里有、文件里没有的人标为离会（有不能写入的行时，谁也不标）"
HELP = "文件会先检查一遍，给您看结果，您确认后才写入名册。认卡号：同一个卡号只更新资料。上传后可以离开这一页。"
CODES = (
    "给这家工会（连同下级）所有还没绑定微信的人发绑定码，下载成表格。以前发的码会失效。"
    "这些码只在这个表格里，请妥善保管。"
)
EXPORT = "会下载这家工会（连同下级）的全部会员资料，包括姓名、手机号和卡号。这次下载会记入操作记录。"
_BUSY = {"busy": "这家工会有一个文件正在导入，请等它完成。", "unknown": "这家工会不在您负责的范围内。"}


class Steps:
    """One union's."""

    def __init__(self, deps: ConsoleDeps, here: Visit, runner: Runner, one: Branch) -> None:
        self.deps, self.here, self.runner, self.one = deps, here, runner, one
        self.do = Doing(deps, here, "roster")
        valid = Field("days", "多少天内有效", "number", longest=3, value="30")
        self.codes = Ask("发绑定码？", CODES, "发码并下载", self.on_codes, [valid])
        self.export = Ask("导出名册？", EXPORT, "导出", self.on_export)
        self.remove = Ask(
            "删除这家工会？", "只能删除空的工会：名册里没有人，下面也没有工会。", "删除", self.on_remove, is_grave=True
        )
        with box("section", tag="section"):
            heading("导入名册")
            ui.label(HELP).classes("hint")
            self.full = ui.switch(FULL).props("dense")
            TableUpload("上传名册（.xlsx 或 .csv）", self.on_file)
            ui.button("下载名册模板", on_click=download_template).props("outline")
        with box("section", tag="section"):
            heading("绑定码和导出")
            with box("days"):
                ui.button("发绑定码", on_click=lambda: self.codes.open()).props("outline")
                ui.button("导出名册", on_click=lambda: self.export.open()).props("outline")
                ui.button("删除工会", on_click=lambda: self.remove.open()).props("outline color=negative")
            self.slips = Slips()

    async def on_file(self, file: FileUpload) -> str:
        """Note the run, keep the file, and go to the page that shows how it comes along."""
        name, now, full, begun = self.here.staff.name, self.deps.clock.now(), bool(self.full.value), list[str]()
        scope = self.here.scope

        async def work(session: AsyncSession) -> str | RunRefused:
            return await begin(session, self.one.id, file.name, full=full, staff=name, now=now, scope=scope)

        def why(result: str | RunRefused) -> str:
            begun[:] = [] if isinstance(result, RunRefused) else [result]
            return _BUSY.get(result.reason, "现在不能导入。") if isinstance(result, RunRefused) else ""

        if wrong := await self.do(work, why, what="上传名册"):
            return wrong
        try:
            await self.runner.keep(begun[0], file)
        except OSError:
            await self.do(lambda s: drop(s, begun[0], now=now), lambda _: "", what="停止导入名册")
            return "文件没有存下来，磁盘可能满了。请联系管理员。"
        self.runner.start(begun[0], file.name, "looking")
        ui.navigate.to(f"{LIST}/imports/{begun[0]}")
        return ""

    async def on_codes(self, answers: Answers, key: str) -> str:
        """Page by page, each written down; handed over as one file."""
        days = whole_number(answers["days"])
        if days is None or days not in DAYS:
            return "请填 1 到 365 之间的天数。"
        given: list[Issued] = []
        after, wrong = "", ""
        while True:
            page: list[Page] = []
            wrong = await self._page(page, after, days)
            if wrong:
                break
            given += page[0].issued
            self.codes.words.text = f"已发 {len(given)} 个…"
            after = page[0].after
            if not after:
                break
        self.codes.words.text = CODES
        if not given:
            return wrong or "所有人都已绑定微信，不用发码。"
        rows = [["工会", "姓名", "绑定码", "有效期至"]]
        rows += [[one.union, one.name, one.printed, day(one.expires_at)] for one in given]
        content = await asyncio.to_thread(as_xlsx, rows)
        ui.download.content(content, f"绑定码-{self.one.name}.xlsx", XLSX)
        self.slips.show(given)
        return wrong and f"{wrong}已发的 {len(given)} 个在下载的表格里。"

    async def _page(self, page: list[Page], after: str, days: int) -> str:
        keyring, name, now = self.deps.database.keyring, self.here.staff.name, self.deps.clock.now()
        scope = self.here.scope

        async def work(session: AsyncSession) -> None:
            found = await issue_page(
                session, keyring, self.one.id, after=after, staff=name, days=days, now=now, scope=scope
            )
            page[:] = [found] if found else []

        return await self.do(work, lambda _: "" if page else _BUSY["unknown"], what="给一家工会发放绑定码")

    async def on_export(self, answers: Answers, key: str) -> str:
        scope = self.here.scope
        await download(
            self.do, lambda s: roster_rows(s, self.one.id, scope=scope), f"名册-{self.one.name}", what="导出名册"
        )
        return ""

    async def on_remove(self, answers: Answers, key: str) -> str:
        scope = self.here.scope
        wrong = await self.do(
            lambda s: remove_union(s, self.one.id, scope=scope),
            lambda refused: refused.why if refused else "",
            done="已删除工会",
        )
        if not wrong:
            ui.navigate.to(LIST)
        return wrong
