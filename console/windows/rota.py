"""When somebody sits: every week, once a month, or on one day."""

from collections.abc import Sequence
from datetime import date, datetime

from nicegui import ui

from console.appointments.days import read_day
from console.deps import ConsoleDeps
from console.layout.frame import box
from console.parts.facts import heading
from console.parts.fields import Answers, Field
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.parts.rows import Rows
from console.session import Visit
from console.windows.affecting import Affecting
from console.windows.words import NTHS, WAYS, WEEKDAY_NAMES, read_time, when
from union.legal_aid.shift_rules import NewShift
from union.legal_aid.shifts import drop_shift, put_shift
from union.legal_aid.window_desk import LawyerShown, ShiftShown

NONE = "还没有排班。加一条“每周四上午”这样的值班，会员就能约到那时的空位。"
HOWS = {"weekly": "每周", "monthly": "每月一次", "once": "只这一天"}
ASKED = {"weekly": ("weekday",), "monthly": ("nth", "weekday"), "once": ("day",)}
AS_WINDOW = "-"
FIELDS = [
    Field("lawyer", "谁", "choice"),
    Field("how", "怎么排", "choice", HOWS, value="weekly"),
    Field("nth", "每月第几个", "choice", NTHS, value="1"),
    Field("weekday", "星期几", "choice", WEEKDAY_NAMES, value="0"),
    Field("day", "哪天", "date", hint="节假日也可以排"),
    Field("starts", "开始", "time", value="09:00"),
    Field("ends", "结束", "time", value="11:30"),
    Field("ways", "怎么谈", "choice", {AS_WINDOW: "和窗口一样", **WAYS}, value=AS_WINDOW),
    Field("place", "别的地点（可不填）", longest=100, hint="不填：在窗口"),
]


class Rota:
    """Rows of the entries, and a dialog that adds and changes them."""

    def __init__(self, deps: ConsoleDeps, here: Visit, affecting: Affecting) -> None:
        self.deps, self.here, self.affecting = deps, here, affecting
        self.editing: ShiftShown | None = None
        heading("排班")
        self.rows: Rows[ShiftShown] = Rows(NONE, lambda one: one.id, lambda one: ShiftRow(one, self))
        self.dialog = FormDialog("加值班", FIELDS, "保存", self.save, words="法定节假日自动不排班，调休上班日照排。")
        self.dialog.form.inputs["how"].on_value_change(lambda _: self._ask_what_is_needed())
        self.button = ui.button("加值班", on_click=self.add).props("outline")

    def show(self, shifts: Sequence[ShiftShown], lawyers: Sequence[LawyerShown], now: datetime) -> None:
        self.rows.show(shifts, now)
        names = {one.id: one.name for one in lawyers if not one.is_retired}
        choice = self.dialog.form.inputs["lawyer"]
        assert isinstance(choice, ui.select)  # as declared above
        if choice.options != names:
            choice.set_options(names)
        self.button.set_enabled(bool(names))

    def add(self) -> None:
        self.editing = None
        self.dialog.open(title="加值班")
        self._ask_what_is_needed()

    def edit(self, one: ShiftShown) -> None:
        self.editing = one
        shift = one.shift
        how = "once" if shift.day else "weekly" if shift.nth is None else "monthly"
        values = {
            "lawyer": one.lawyer_id,
            "how": how,
            "nth": str(shift.nth or 1),
            "weekday": str(shift.weekday or 0),
            "day": shift.day.isoformat() if shift.day else "",
            "starts": f"{shift.starts:%H:%M}",
            "ends": f"{shift.ends:%H:%M}",
            "ways": shift.ways or AS_WINDOW,
            "place": shift.place,
        }
        self.dialog.open(values, title="修改值班")
        self._ask_what_is_needed()

    async def save(self, answers: Answers, key: str) -> Said:
        new = read(answers)
        if not isinstance(new, NewShift):
            return new
        if not answers["lawyer"]:
            return {"lawyer": "请选择。"}
        if self.editing and answers["lawyer"] != self.editing.lawyer_id:
            return {"lawyer": "换人请删除这条，再给另一位加一条。"}
        now, scope, editing = self.deps.clock.now(), self.here.scope, self.editing
        shift_id = editing.id if editing else None
        return await self.affecting(
            lambda s, queue: put_shift(s, queue, answers["lawyer"], new, now=now, shift_id=shift_id, scope=scope),
            "排班已保存",
        )

    async def drop(self, one: ShiftShown) -> None:
        now, scope = self.deps.clock.now(), self.here.scope
        await self.affecting.asked(
            lambda s, queue: drop_shift(s, queue, one.id, now=now, scope=scope),
            "已删除这条排班",
            f"删除{one.lawyer}{when(one.shift)}的值班。",
        )

    def _ask_what_is_needed(self) -> None:
        asked = ASKED.get(str(self.dialog.form.answers["how"]), ())
        for name in ("nth", "weekday", "day"):
            self.dialog.form.inputs[name].set_visibility(name in asked)


def read(answers: Answers) -> NewShift | Said:
    """What was entered, or what is missing."""
    starts, ends = read_time(answers["starts"]), read_time(answers["ends"])
    if starts is None or ends is None:
        return {"starts" if starts is None else "ends": "请填时间。"}
    how = answers["how"]
    day: date | None = read_day(answers["day"]) if how == "once" else None
    if how == "once" and day is None:
        return {"day": "请选日期。"}
    return NewShift(
        starts,
        ends,
        weekday=None if how == "once" else int(answers["weekday"] or 0),
        nth=int(answers["nth"] or 1) if how == "monthly" else None,
        day=day,
        ways="" if answers["ways"] == AS_WINDOW else answers["ways"],
        place=answers["place"],
    )


class ShiftRow:
    """Who, when, how; and two buttons."""

    def __init__(self, one: ShiftShown, rota: Rota) -> None:
        self.one = one
        with box("row-work") as self.root:
            with box("text"):
                with box("name"):
                    self.when = ui.label()
                    self.way = ui.label().classes("chip grey")
                self.hint = ui.label().classes("hint")
            with box("buttons"):
                ui.button("修改", on_click=lambda: rota.edit(self.one)).props("flat")
                ui.button("删除", on_click=lambda: rota.drop(self.one)).props("flat color=negative")

    def update(self, one: ShiftShown, now: datetime) -> None:
        self.one = one
        self.when.text = when(one.shift)
        self.way.text = WAYS.get(one.shift.ways, "")
        self.way.set_visibility(bool(one.shift.ways))
        self.hint.text = "，".join(filter(None, [one.lawyer, one.shift.place]))
