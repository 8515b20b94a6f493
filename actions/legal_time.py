"""Finding the time a member means for a talk, and saying why a time that was named cannot be had."""

import re
from datetime import date, datetime, timedelta

from actions.forms.question import Invalid, Narrowed, Reading, Value
from actions.legal_reading import adds_to_story, tells
from actions.legal_slots import STORY, WAY, WISH, area_of, facts_of, service_of, told_of
from actions.offers import offered, picked
from actions.slot_choice import DAYS_SHOWN, SlotWish, free_starts
from actions.turn import Turn
from base.clock import to_shanghai
from union.legal_aid.calendar import is_working_day
from union.legal_aid.mediation import lowest_level
from union.legal_aid.service import FreeSlot
from union.wording import day

FARTHEST = timedelta(days=60)  # a date beyond is one of the past, read as the next of its name
_OTHERS = re.compile(
    r"换一?批|(?:都|这些)(?:时间)?(?:不行|不合适|没空|不方便|不可以)|没有?合适的?|(?:还有|有没有|换)(?:别的|其他|其它)?(?:时间|的时间|时段)|别的时间|其[他它]时间|晚(?:一)?点的|更晚|往后"
)
_YEAR = re.compile(r"20\d\d|明年|后年")
_LATEST = re.compile(r"^(?:要|就|选)?最(?:晚|后)的?(?:那|一)?个?(?:时间)?吧?$")
_SOONEST = re.compile(r"最早|最近的|越早越好|越快越好|尽快|最快|随便|都(?:行|可以)|哪个都")


async def read_slot(turn: Turn, asked: bool) -> Reading:
    """The free slot that the day and time in the message fit; a number picks from those shown."""
    if turn.asked_slot in ("topic", STORY) or (turn.asked_slot is None and _past_day(turn)):
        return None  # "11月5日开始没发工资" tells the story, not the wish
    free = await free_for(turn)
    return await time_meant(turn, asked, free, SlotWish.from_slot(turn.slot(WISH)))


async def free_for(turn: Turn, **only: str | None) -> list[FreeSlot]:
    """The free times of what is being booked, where the member is; elsewhere too where there is none.

    A mediation begins at the lowest of the three levels that serves the member's town or company.
    """
    service, area = service_of(turn), area_of(turn)
    district = area.get("district")
    only = {"way": turn.slot(WAY)} | only
    if service == "mediation":
        places = [name for name in (area.get("town"), facts_of(turn).get("employer"), district) if name]
        async with turn.services.database.read() as session:
            level = await lowest_level(session, district=district, serving=places)
        if level is not None:
            return await free_starts(turn, service, serving=places, district=district, level=level, **only)
    near = await free_starts(turn, service, district=district, **only) if district else []
    return near or await free_starts(turn, service, serving=[], **only)


async def time_meant(turn: Turn, asked: bool, free: list[FreeSlot], before: SlotWish) -> Reading:
    """One of the free slots, or what narrows them. `before`: what has been wished so far."""
    start = picked(turn, offered(turn, "slots")) if asked else None
    if start in {slot.starts_at.isoformat() for slot in free}:
        return Value(start)
    if start is not None:
        return Invalid("utter_slot_taken_meanwhile")
    if asked and _LATEST.search(turn.text) and (shown := offered(turn, "slots")):
        return Value(shown[-1])
    if asked and not _tells_story(turn) and (leafed := _leafed(turn, free)):
        return leafed
    said = SlotWish.of(turn)
    if asked and turn.entity("time") and (past := _past_day(turn)):
        return Invalid("utter_slot_past", {"when": past}, {WISH: None})
    if said.is_empty or _tells_story(turn):
        return None
    return _fitting(turn, free, before.narrowed(said))


def _fitting(turn: Turn, free: list[FreeSlot], wish: SlotWish) -> Reading:
    fitting = [slot for slot in free if wish.fits(slot)]
    if len(fitting) == 1:
        return Value(fitting[0].starts_at.isoformat())
    if fitting:
        return Narrowed({WISH: wish.as_slot()})
    return why_none(turn, wish)


def why_none(turn: Turn, wish: SlotWish) -> Invalid:
    """The rule that stands in the way of the time wanted; what is nearest is then offered."""
    near = {WISH: wish.as_slot()}
    if past := _past_day(turn):
        return Invalid("utter_slot_past", {"when": past}, {WISH: None})
    if not wish.dates:
        return Invalid("utter_no_such_slot", {"wish": wish.in_words(turn.now)}, near)
    first, _, last = (date.fromisoformat(one) if one else None for one in wish.dates.partition("/"))
    assert first is not None
    today = to_shanghai(turn.now).date()
    if first > today + timedelta(days=DAYS_SHOWN - 1):
        return Invalid("utter_slot_too_far", {"wish": wish.in_words(turn.now), "days": DAYS_SHOWN}, near)
    if last is None and wish.time and datetime.fromisoformat(f"{first}{wish.time}:00+08:00") <= turn.now:
        return Invalid("utter_slot_past", {"when": wish.in_words(turn.now)}, {WISH: None})
    if last is None and not is_working_day(first):
        noon = datetime.fromisoformat(f"{first}T12:00:00+08:00")
        return Invalid("utter_slot_day_off", {"day": day(noon)}, near)
    return Invalid("utter_no_such_slot", {"wish": wish.in_words(turn.now)}, near)


def _leafed(turn: Turn, free: list[FreeSlot]) -> Reading:
    """最早的, or others than those shown."""
    if _OTHERS.search(turn.text) and not turn.entity("date") and not turn.entity("time"):
        shown = offered(turn, "slots")
        later = [slot for slot in free if shown and slot.starts_at > datetime.fromisoformat(shown[-1])]
        if shown and not later:
            return Invalid("utter_no_more_slots")
        return Narrowed({WISH: SlotWish(after=shown[-1]).as_slot()}) if shown else None
    if _SOONEST.search(turn.text) and not turn.entity("time") and free:
        wish = SlotWish.of(turn)
        fitting = [slot for slot in free if wish.fits(slot)]
        return Value(fitting[0].starts_at.isoformat()) if fitting else None
    return None


def _tells_story(turn: Turn) -> bool:
    """Whether a message at the question for a time tells of what happened: 8月开始的，欠两万."""
    if turn.entity("time") or turn.entity("ordinal"):
        return False
    told = tells(turn)
    open_since = "since" in told_of(turn).get("asked", ()) and "since" not in facts_of(turn)
    if _past_day(turn):
        return open_since or bool(told.keys() - {"since"})
    return bool(told.keys() - {"since"}) or (turn.entity("date") is None and adds_to_story(turn))


def _past_day(turn: Turn) -> str | None:
    """The day named, as it was written, where it can only lie in the past; None: there is none."""
    for entity in turn.entities:
        if entity.kind == "date":
            first = date.fromisoformat(entity.value.partition("/")[0])
            written = turn.text[entity.start : entity.end]
            if first - to_shanghai(turn.now).date() > FARTHEST and not _YEAR.search(written):
                return written
    return next((word for word in ("大前天", "前天", "昨天", "昨晚") if word in turn.text), None)
