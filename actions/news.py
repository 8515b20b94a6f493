"""Subscriptions to kinds of events: 有新的相亲活动告诉我, 退订, 我订阅了什么."""

from collections.abc import Sequence
from typing import Any

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.event_filter import EventFilter
from actions.offers import offered
from actions.turn import Turn
from union.conversations.reply import Choice
from union.news import service as news
from union.news.commands import meant
from union.news.service import ALL, Topic

OFFERED = ("相亲", "疗休养", "演出", "培训", "体检", "乒乓球")
EVERYTHING = "全部活动"
_ALL_WORDS = ("全部", "所有", "各种", "什么活动都", "活动都", "任何活动")


class News(MemberAction):
    """Begins, lists or ends subscriptions; a running form goes on afterwards."""

    called = "action_news"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        wants = meant(turn.text)
        if wants == "list":
            await self._list(turn)
        elif wants == "stop":
            await self._stop(turn)
        else:
            await self._follow(turn)
        return []

    async def _follow(self, turn: Turn) -> None:
        topic = _topic(turn)
        if topic is None:
            choices = [Choice(label=kind, send=f"订阅{kind}") for kind in (*OFFERED, EVERYTHING)]
            turn.say("utter_news_which", choices)
            return

        async def work(session: Any) -> news.Subscribed | news.TooMany:
            return await news.subscribe(session, turn.member_id, topic, turn.now)

        outcome = await self.services.database.transact(work)
        if isinstance(outcome, news.TooMany):
            turn.say("utter_news_too_many", count=news.MOST)
        else:
            turn.say("utter_news_subscribed" if outcome.new else "utter_news_had_it", about=_in_words(topic))

    async def _stop(self, turn: Turn) -> None:
        """One word ends all; of a kind or area where one is named."""
        kind, city, district = turn.entity("event_kind"), turn.entity("city") or "", turn.entity("district") or ""

        async def work(session: Any) -> tuple[Sequence[Topic], Sequence[Topic]]:
            ended = await news.unsubscribe(session, turn.member_id, turn.now, kind=kind, city=city, district=district)
            return ended, await news.mine(session, turn.member_id)

        ended, left = await self.services.database.transact(work)
        if not ended:
            turn.say("utter_news_nothing_to_stop" if not left else "utter_news_not_that_one", about=_listed(left))
        elif left:
            turn.say("utter_news_stopped_some", about=_listed(ended), left=_listed(left))
        else:
            turn.say("utter_news_stopped", about=_listed(ended))

    async def _list(self, turn: Turn) -> None:
        async with self.services.database.read() as session:
            mine = await news.mine(session, turn.member_id)
        turn.say("utter_news_mine" if mine else "utter_news_none", about=_listed(mine))


def _topic(turn: Turn) -> Topic | None:
    """What the message, or the list of events shown last, is about; None where neither says a kind."""
    city, district = turn.entity("city") or "", turn.entity("district") or ""
    kind = turn.entity("event_kind")
    if kind is None and offered(turn, "events") and not (city or district):
        kind = EventFilter.from_slot(turn.slot("event_filter")).kind or None
    if kind is None:
        everything = EVERYTHING in turn.text or any(word in turn.text for word in _ALL_WORDS)
        in_area = bool(city or district)
        return Topic(ALL, city, district) if everything or in_area else None
    return Topic(kind, city, district)


def _in_words(topic: Topic) -> str:
    area = f"{topic.city}{topic.district}"
    return f"{area}{'的' if area and topic.kind else ''}{topic.kind or EVERYTHING}"


def _listed(topics: Sequence[Topic]) -> str:
    return "、".join(map(_in_words, topics))
