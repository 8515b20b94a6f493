"""When staff are there."""

from nicegui import ui

from console.deps import ConsoleDeps
from console.desk.words import WEEKDAYS, hours_wrong, read_spans, spans
from console.layout.frame import box
from console.parts.doing import Doing
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.form import Form, Wrong
from console.session import Visit
from union.handoff.hours import Hours, Refused, hours_of, put_hours

HINT = "这些时间以外转人工，会员可以留言，上班后排在最前面。法定节假日自动休息，调休上班照常。全部留空就是全天都在。"
NOT_HOURS = "请写成 09:00-11:30、13:30-17:00 的样子。"


class HoursForm:
    """A field each weekday."""

    def __init__(self, deps: ConsoleDeps, here: Visit) -> None:
        self.deps, self.do = deps, Doing(deps, here, "desk")
        self.shown: list[Hours] | None = None
        with box("section", tag="section"):
            heading("接待时间")
            ui.label(HINT).classes("hint")
            fields = [
                Field(str(day), name, hint="如 09:00-11:30、13:30-17:00；留空不接待")
                for day, name in enumerate(WEEKDAYS)
            ]
            self.form = Form({"": fields}, "保存时间", self._put)

    async def refresh(self) -> None:
        """Show what is kept, unless it is what was shown before: nobody's typing is overwritten."""
        async with self.deps.database.read() as session:
            found = await hours_of(session)
        if self.form.root.is_deleted or found == self.shown:
            return
        self.shown = found
        self.form.fill({str(day): spans(found, day) for day in range(len(WEEKDAYS))})

    async def _put(self, answers: Answers, _: str) -> Wrong:
        read = {day: read_spans(text, int(day)) for day, text in answers.items()}
        if wrong := {day: NOT_HOURS for day, hours in read.items() if hours is None}:
            return wrong
        wanted = [one for hours in read.values() for one in hours or ()]
        said: dict[str, str] = {}

        def why_not(result: list[Hours] | Refused) -> str:
            if isinstance(result, Refused):
                said.update(hours_wrong(result))
                return next(iter(said.values()))
            return ""

        wrong_now = await self.do(lambda s: put_hours(s, wanted), why_not, done="已保存接待时间")
        return said or ({"": wrong_now} if wrong_now else {})
