"""One session of an event, and its places, as answers of a form, and back. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from union.events.entering.reader import Answers, Areas, Reader, Wrong, as_answer, number_answer
from union.events.models import EventSession

MOST = 100_000  # places
GROUPS = {"men": "男", "women": "女", "first_timers": "首次参加", "returning": "参加过"}
_PAIRS = (("men", "women", "男女名额"), ("first_timers", "returning", "首次参加和参加过的名额"))


def read_session_answers(
    answers: Answers,
    areas: Areas,
    *,
    now: datetime | None = None,
    closes: datetime | None = None,
    with_places: bool = True,
) -> dict[str, Any] | Wrong:
    """The fields of a session (without id), `quotas` among them where it is asked `with_places`.

    `now`: by which it must not have begun. `closes`: when sign-up for the event closes; a session with a closing of
    its own does not look at it.
    """
    read = Reader(answers)
    fields: dict[str, Any] = {
        "title": read.text("session_title", 64),
        "place": read.text("session_place", 100),
        **_times(read, now, closes),
        **_group(read),
    }
    deadline, starts = fields["group_deadline"], fields["starts_at"]
    if deadline and starts and deadline >= starts:
        read.say("group_deadline", "成团截止要早于活动开始。")
    if with_places:
        fields["quotas"] = _places(read, areas)
        if fields["min_group"] and fields["min_group"] > fields["quotas"].get("total", MOST):
            read.say("min_group", "成团人数不能多于总名额。")
    return Wrong(read.wrong) if read.wrong else fields


def session_answers(one: EventSession) -> dict[str, str]:
    """What the form shows of a session, without its places."""
    moments = ("starts_at", "ends_at", "group_deadline")
    return {name: as_answer(getattr(one, name)) for name in moments} | {
        "session_title": one.title,
        "session_place": one.place,
        "session_opens": as_answer(one.sign_up_opens),
        "session_closes": as_answer(one.sign_up_closes),
        "min_group": number_answer(one.min_group),
    }


def wrong_sums(quotas: Mapping[str, int]) -> str:
    """Why these places cannot be meant so, or "": a part larger than the whole, two parts that do not fill it."""
    total = quotas.get("total")
    if total is None:
        return ""
    for who, capacity in quotas.items():
        if capacity > total and not who.startswith(("allotted:", "returned:")):
            return f"每一类的名额都不能多于总名额（{total}）。"
    for one, other, words in _PAIRS:
        if one in quotas and other in quotas and quotas[one] + quotas[other] < total:
            return f"{words}加起来（{quotas[one] + quotas[other]}）比总名额（{total}）少，会有名额谁也报不上。"
    return ""


def _times(read: Reader, now: datetime | None, closes: datetime | None) -> dict[str, datetime | None]:
    starts = read.moment("starts_at", "请填什么时候开始。")
    ends = read.moment("ends_at", "请填什么时候结束。")
    opens, own_closes = read.moment("session_opens"), read.moment("session_closes")
    if starts and ends and starts >= ends:
        read.say("ends_at", "结束要晚于开始。")
    if starts and now and starts <= now:
        read.say("starts_at", "这个时间已经过了。")
    if opens and own_closes and opens >= own_closes:
        read.say("session_closes", "截止要晚于开始报名。")
    if starts and own_closes and own_closes > starts:
        read.say("session_closes", "报名要在活动开始前截止。")
    if starts and closes and not own_closes and closes > starts:
        read.say("sign_up_closes" if "sign_up_closes" in read.answers else "session_closes", "报名要在活动开始前截止。")
    return {"starts_at": starts, "ends_at": ends, "sign_up_opens": opens, "sign_up_closes": own_closes}


def _group(read: Reader) -> dict[str, Any]:
    least, deadline = read.number("min_group", 2, 10_000), read.moment("group_deadline")
    if least and deadline is None:
        read.say("group_deadline", "请填到什么时候要满这么多人。")
    if deadline and least is None:
        read.say("min_group", "请填满多少人才成团。")
    return {"min_group": least, "group_deadline": deadline}


def _places(read: Reader, areas: Areas) -> dict[str, int]:
    total = read.number("total", 1, MOST)
    if total is None:
        read.say("total", "请填一共有多少名额。")
        return {}
    quotas = {"total": total}
    for who in GROUPS:
        number = read.number(who, 0, MOST)
        if number is not None:
            quotas[who] = number
            if number > total:
                read.say(who, "不能多于总名额。")
    districts = {district for names in areas.values() for district in names}
    quotas |= _lines(read, "by_district", "district", total, districts)
    quotas |= _lines(read, "by_union", "union", total, None)
    for one, other, _ in _PAIRS:
        if one in quotas and other in quotas and quotas[one] + quotas[other] < total:
            read.say(other, wrong_sums({"total": total, one: quotas[one], other: quotas[other]}))
    return quotas


def _lines(read: Reader, name: str, group: str, total: int, known: set[str] | None) -> dict[str, int]:
    """上城区 20: one a line."""
    found: dict[str, int] = {}
    for line in read.many(name):
        which, _, number = line.rpartition(" ")
        which = which.strip()
        if not which or not (number.isascii() and number.isdecimal()) or len(number) > 6 or len(which) > 50:
            read.say(name, f"“{line}”看不懂，请写成“名称 人数”，一行一个。")
        elif known is not None and which not in known:
            read.say(name, f"没有“{which}”这个区县。")
        elif int(number) > total:
            read.say(name, f"“{which}”的名额不能多于总名额。")
        else:
            found[f"{group}:{which}"] = int(number)
    return found
