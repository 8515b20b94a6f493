"""A session as it is read, made without a database."""

from datetime import timedelta
from typing import Any

from tests.conftest import WEDNESDAY
from union.events.meeting import Meeting, Places
from union.events.terms import EventPolicy, EventQuestion, EventRules


def a_meeting(
    *,
    rules: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
    questions: tuple[dict[str, Any], ...] = (),
    quotas: dict[str, int] | None = None,
    taken: int = 0,
    **values: Any,
) -> Meeting:
    """In a week, open now, ten places; `taken` of each quota."""
    starts = WEDNESDAY + timedelta(days=7)
    defaults: dict[str, Any] = {
        "id": "s1",
        "event_id": "e1",
        "event_title": "登山",
        "session_title": "",
        "kind": "徒步",
        "city": "杭州市",
        "district": "上城区",
        "place": "山脚",
        "organiser": "",
        "description": "",
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=3),
        "sign_up_opens": WEDNESDAY - timedelta(days=1),
        "sign_up_closes": starts - timedelta(days=1),
        "way": "first_come",
        "pictures": (),
        "scope": "e1",
        "min_group": None,
        "group_deadline": None,
        "status": "open",
        "demo": False,
    }
    return Meeting(
        **{**defaults, **values},
        rules=EventRules.model_validate(rules or {}),
        policy=EventPolicy.model_validate(policy or {}),
        questions=tuple(EventQuestion.model_validate(question) for question in questions),
        quotas=tuple(
            Places(number, who, who, capacity, taken)
            for number, (who, capacity) in enumerate((quotas or {"total": 10}).items(), 1)
        ),
    )
