"""What staff are shown as the assistant's words are the assistant's words."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from actions.event_showing import details, grouped
from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, event
from union.events.listing import get
from union.events.preview import confirmation, reminder, shown_in_chat


async def test_the_preview_is_what_the_assistant_says(database: Database) -> None:
    more: dict[str, Any] = {"description": "游戏和茶歇。", "single_only": True, "min_age": 22, "max_age": 45}
    await add_rows(database, event(**more), event("draft", status="draft", **more), event("lot", way="lottery"))
    domain = YAML(typ="safe").load(Path("bot/domain/events.yml"))
    [response] = domain["responses"]["utter_event_details"]
    async with database.read() as session:
        one, draft, lot = [await get(session, id_) for id_ in ("party", "draft", "lot")]
    assert one and draft and lot
    for meeting in (one, lot):
        [shown] = grouped([meeting])
        said = response["text"].format(**details(shown, WEDNESDAY)).rstrip()
        assert shown_in_chat([meeting], WEDNESDAY) == said
    assert shown_in_chat([draft], WEDNESDAY) == shown_in_chat([one], WEDNESDAY)
    assert "签到码：A7BC2DEF" in confirmation(one) and "抽签码" in confirmation(lot)
    assert reminder(one).startswith("【活动提醒】相亲会")
    assert "开放报名" in shown_in_chat([draft], WEDNESDAY - timedelta(days=3))
