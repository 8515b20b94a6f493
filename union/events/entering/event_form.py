"""An event as answers of a form, and back. Pure."""

from datetime import datetime
from typing import Any

from union.events.entering.reader import Answers, Areas, Reader, Wrong, as_answer
from union.events.entering.rules_form import policy_answers, read_policy, read_rules, rules_answers
from union.events.kinds import KINDS
from union.events.models import Event
from union.events.terms import EventPolicy, EventRules

WAYS = {"first_come": "先到先得", "lottery": "抽签决定"}
LONGEST_DESCRIPTION = 1000  # a reply has room for 2,048 bytes, and other lines beside it


def read_event_answers(
    answers: Answers, areas: Areas, kept: Event | None = None, *, last_start: datetime | None = None
) -> dict[str, Any] | Wrong:
    """The fields of the event (without id, questions, sessions).

    `kept`: the event as it is; its kind may be one that is no longer offered. `last_start`: when its last session
    begins: nobody signs up later.
    """
    read = Reader(answers)
    kinds = dict.fromkeys([*KINDS, *([kept.kind] if kept else [])])
    fields: dict[str, Any] = {
        "title": read.text("title", 100, "请填活动名称。"),
        "kind": read.chosen("kind", kinds, "请选类型，会员按类型找活动。"),
        "description": read.text("description", LONGEST_DESCRIPTION),
        "organiser": read.text("organiser", 100),
        "city": read.chosen("city", areas, "请选城市。"),
        "district": read.text("district", 16),
        "place": read.text("place", 100, "请填地点，会员按它找过来。"),
        "way": read.chosen("way", WAYS, "请选怎么得到名额。"),
    }
    if fields["district"] and fields["district"] not in areas.get(fields["city"], (fields["district"],)):
        read.say("district", f"{fields['city']}没有这个区县。")
    fields |= _times(read, last_start)
    fields["rules"] = read_rules(read, areas, kept.rules if kept else EventRules())
    fields["policy"] = read_policy(read)
    return Wrong(read.wrong) if read.wrong else fields


def event_answers(event: Event) -> dict[str, str]:
    """What the form shows of an event."""
    plain = ("title", "kind", "description", "organiser", "city", "district", "place", "way")
    return (
        {name: getattr(event, name) for name in plain}
        | {"sign_up_opens": as_answer(event.sign_up_opens), "sign_up_closes": as_answer(event.sign_up_closes)}
        | rules_answers(event.rules)
        | policy_answers(event.policy)
    )


def first_answers(now: datetime) -> dict[str, str]:
    """What a new form begins with: what most events have."""
    return (
        rules_answers(EventRules())
        | policy_answers(EventPolicy())
        | {"way": "first_come", "sign_up_opens": as_answer(now)}
    )


def _times(read: Reader, last_start: datetime | None) -> dict[str, datetime | None]:
    opens = read.moment("sign_up_opens", "请填什么时候开始报名。")
    closes = read.moment("sign_up_closes", "请填什么时候截止报名。")
    if opens and closes and opens >= closes:
        read.say("sign_up_closes", "截止要晚于开始报名。")
    if closes and last_start and closes > last_start:
        read.say("sign_up_closes", "报名要在活动开始前截止。")
    return {"sign_up_opens": opens, "sign_up_closes": closes}
