"""Another time for a talk that is booked, another way of talking, or the wish for an earlier one."""

import re
from typing import Any, ClassVar

from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import read_yes_or_no
from actions.legal_beside import read_way
from actions.legal_slots import CHANGE_FORM, SERVICE, WAY, WISH, was_read
from actions.legal_talks import CHANGED, label, meant, my_talks, service_of_talk, talk_of
from actions.legal_time import time_meant
from actions.offers import picked
from actions.slot_choice import SlotWish, free_starts
from actions.turn import Turn
from base.clock import to_shanghai
from union.legal_aid.models import Appointment
from union.legal_aid.service import FreeSlot

WAIT = "talk_wait"  # wait or stop: what is wished instead of another time
EARLIER = re.compile(r"早(?:一)?(?:点|些|几天|日)|提前|提早|更早|最早|往前")
_WAITS = re.compile(
    r"帮我(?:留意|等|盯|看着|排)|有(?:了)?(?:更早|空位|空|位).{0,6}(?:通知|告诉|叫|喊)|通知我|告诉我|候补|排队"
    r"|等(?:更早|早一?点)|我?等等?看"
)
_STOPS = re.compile(r"不用?(?:再)?(?:等|留意|排|候补)|别(?:再)?(?:等|留意)|取消(?:等候|排队|候补)|不(?:想|要)早")


async def read_talk(turn: Turn, asked: bool) -> Reading:
    """The talk named by its service or its topic, picked by number, or the only one."""
    if turn.slot(CHANGED) and not asked:
        return None
    mine = meant(turn, await my_talks(turn))
    number = picked(turn, [talk.id for talk in mine]) if asked else None
    if number:
        return Value(number)
    named = [talk for talk in mine if label(talk) in turn.text]
    found = named if len(named) == 1 else mine
    return Value(found[0].id) if len(found) == 1 else None


async def read_wait(turn: Turn, asked: bool) -> Reading:
    """Being told of an earlier slot, or no more."""
    if _STOPS.search(turn.text):
        return Value("stop")
    return Value("wait") if _WAITS.search(turn.text) else None


async def read_new_time(turn: Turn, asked: bool) -> Reading:
    """The time it is to be moved to."""
    talk = await chosen(turn)
    if talk is None:
        return None
    return await time_meant(turn, asked, await others(turn, talk), _bound(turn, talk))


async def others(turn: Turn, talk: Appointment, *, any_way: bool = False) -> list[FreeSlot]:
    """The free times this talk could be moved to: at its own window, elsewhere where there is none."""
    way = None if any_way else turn.slot(WAY)
    service, level = service_of_talk(talk), talk.lawyer.window.level or None
    here = await free_starts(turn, service, way=way, window_id=talk.lawyer.window_id)
    free = here or await free_starts(turn, service, way=way, level=level)
    same = talk.status == "booked" and not way
    return [slot for slot in free if not (same and slot.starts_at == talk.starts_at)]


def _bound(turn: Turn, talk: Appointment) -> SlotWish:
    """What is wished so far; 早一点 bounds it by the time that is booked."""
    wish = SlotWish.from_slot(turn.slot(WISH))
    earlier = EARLIER.search(turn.text) and not (turn.entity("date") or turn.entity("time"))
    return SlotWish(before=to_shanghai(talk.starts_at).isoformat()) if earlier else wish


async def chosen(turn: Turn) -> Appointment | None:
    """The talk the form is about; while it is not chosen yet, the one this message means."""
    if turn.slot(CHANGED):
        return await talk_of(turn, turn.slot(CHANGED))
    read = await read_talk(turn, turn.asked_slot == CHANGED)
    return await talk_of(turn, read.value) if isinstance(read, Value) else None


class LegalChangeForm(TaskForm):
    """Which talk, where there are several; which time; and a yes."""

    form = CHANGE_FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question(WAY, read_way),
        Question(WAIT, read_wait),
        Question(CHANGED, read_talk, ("哪个", "另一个")),
        Question("slot", read_new_time, ("时间", "日期", "哪天", "几点", "改天")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        return {} if was_read(turn) else await super()._changes(turn)

    async def asks(self, turn: Turn, slot: str) -> bool:
        return slot not in (WAY, WAIT) and (slot != CHANGED or len(await my_talks(turn)) > 1)

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        talk = await talk_of(turn, filled.get(CHANGED))
        if talk is None:
            return {}
        settled: dict[str, Any] = {SERVICE: service_of_talk(talk)}
        if filled.get(WAIT):  # nothing is moved: no time to choose, and nothing to lose by it
            return settled | {"slot": to_shanghai(talk.starts_at).isoformat(), CONFIRM: True}
        way = filled.get(WAY)
        if way and way != talk.way and filled.get("slot") is None and turn.asked_slot is None:
            settled |= {} if turn.entity("date") else {"slot": to_shanghai(talk.starts_at).isoformat()}
        wish = _bound(turn, talk)
        if turn.asked_slot is None and wish.before and filled.get("slot") is None:
            settled[WISH] = wish.as_slot()
        return settled
