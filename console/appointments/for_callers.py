"""Booking a free slot for a member who calls."""

from collections.abc import Awaitable, Callable

from nicegui import ui

from console.appointments.words import slot_name, why_not
from console.deps import ConsoleDeps
from console.parts.doing import Doing
from console.parts.fields import Answers, Field
from console.parts.form import Wrong as Said
from console.parts.form_dialog import FormDialog
from console.session import Visit
from union.entered import Wrong
from union.legal_aid.for_callers import Call, book_for_caller
from union.legal_aid.models import TOPICS
from union.legal_aid.outcomes import BookedSlot
from union.legal_aid.refusal import Refused
from union.legal_aid.rules import LONGEST_DESCRIPTION
from union.legal_aid.services import TOPIC_OF, WAY_NAMES
from union.legal_aid.week import Cell

WORDS = (
    "会员会在微信里收到确认，所以只能为关注了公众号的会员预约；没有关注的，请先请他关注，或者另外登记。"
    "登记前请征得会员同意。"
)
FIELDS = [
    Field("said", "怎么找到会员", longest=40, hint="预约码、申请编号、建议编号、会员卡号，或名册上的手机号"),
    Field("topic", "事项", "choice"),
    Field("description", "会员说的情况", "long", longest=LONGEST_DESCRIPTION, hint="心理咨询可以不写"),
    Field("way", "怎么谈", "choice"),
    Field("name", "姓名（会员以前留过可不填）", longest=30),
    Field("phone", "手机号（会员以前留过可不填）", longest=20),
]
_WHY = {
    "no_member": "没有找到这位会员。请核对号码，或者请会员先关注公众号。",
    "bad_topic": "请选择事项。",
    "bad_description": "请写两句会员说的情况。",
    "too_long": "太长了，请不要超过 {detail} 字。",
    "bad_name": "没有找到会员留过的姓名，请问一下填上。",
    "bad_phone": "请填 11 位手机号。",
    "no_such_way": "这个时间只能{detail}。",
}


class ForCallers:
    """One dialog for whichever slot was pressed."""

    def __init__(self, deps: ConsoleDeps, here: Visit, refresh: Callable[[], Awaitable[None]]) -> None:
        self.deps, self.here, self.refresh = deps, here, refresh
        self.do = Doing(deps, here, "all_appointments")
        self.slot: tuple[Cell, str] | None = None
        self.dialog = FormDialog("为会员预约", FIELDS, "预约", self.book, words=WORDS)

    def open(self, cell: Cell, window_id: str, service: str) -> None:
        """Ask about this slot."""
        self.slot = cell, window_id
        topics = TOPICS if service == "legal" else (TOPIC_OF[service],)
        for name, options in (
            ("topic", {topic: topic for topic in topics}),
            ("way", {way: WAY_NAMES[way] for way in cell.ways}),
        ):
            choice = self.dialog.form.inputs[name]
            assert isinstance(choice, ui.select)  # as declared above
            choice.set_options(options)
        first = {"way": cell.ways[0], "topic": topics[0] if len(topics) == 1 else ""}
        self.dialog.open(first, title=f"为会员预约：{slot_name(cell.starts_at, cell.lawyer, self.deps.clock.now())}")

    async def book(self, answers: Answers, key: str) -> Said:
        assert self.slot is not None  # a slot was pressed
        cell, window_id = self.slot
        now = self.deps.clock.now()
        call = Call(
            answers["said"],
            window_id,
            cell.lawyer_id,
            cell.starts_at,
            answers["topic"],
            answers["description"],
            answers["way"],
            answers["name"],
            answers["phone"],
        )
        wrong: dict[str, str] = {}

        def why(result: BookedSlot | Wrong | Refused) -> str:
            wrong.clear()
            if isinstance(result, Wrong):
                wrong[result.field] = _WHY.get(result.reason, "请核对。").format(detail=result.detail)
            elif isinstance(result, Refused):
                wrong[""] = why_not(result)
            return next(iter(wrong.values()), "")

        said = await self.do(
            lambda s: book_for_caller(
                s,
                self.deps.queue,
                self.deps.database.keyring,
                call,
                key=f"console:{key}",
                now=now,
                scope=self.here.scope,
            ),
            why,
            done="已预约，会员会收到确认",
        )
        await self.refresh()
        return wrong or ({"": said} if said else {})
