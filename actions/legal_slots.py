"""The slots of a talk's forms, and what they hold."""

from typing import Any

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet

from actions.counsel import Service, service_named
from actions.legal_topics import Told
from actions.turn import Turn

FORM, COUNSEL_FORM, CHANGE_FORM = "legal_booking_form", "counsel_booking_form", "legal_change_form"
SERVICE = "talk_service"  # legal or mediation; the counsellor's form is of its own
STORY = "description"
FACTS = "legal_facts"  # what the story and the answers have told: legal_topics.Told
PAPERS = "legal_papers"  # ids of pictures sent
WAY = "legal_way"  # window or telephone, where the member said so
TOLD = "legal_told"  # what the bot has said already: {"rule": topic, "limit": bool, "asked": [facts]}
URGENT = "legal_urgent"  # key of the message whose story needs staff at once
WORDS = "counsel_words"  # what somebody wants the counsellor to know; never shown (bot/understanding.py)
AREA = "legal_area"  # where the member is: {"district": 吴兴区, "town": 织里镇 or empty}
WINDOW = "legal_window"  # id of the window whose place was shown before the last yes
WISH = "slot_wish"
AGAIN = "talk_again"  # key of the message after which a refused form goes on: it is not read a second time


def was_read(turn: Turn) -> bool:
    """Whether this message has been read to the end, and the form only goes on: nothing in it is an answer now."""
    return bool(turn.key) and turn.slot(AGAIN) == turn.key


def goes_on(turn: Turn, form: str, **slots: Any) -> list[EventType]:
    """Events after a refusal: the form asks again for the slots that are None here, and keeps all others."""
    changed = [SlotSet(slot, value) for slot, value in slots.items()]
    return [ActiveLoop(form), *changed, SlotSet("requested_slot", None), SlotSet(AGAIN, turn.key), FollowupAction(form)]


def service_of(turn: Turn) -> Service:
    """What the running form books."""
    if turn.form == COUNSEL_FORM:
        return "counselling"
    service: Service | None = turn.slot(SERVICE)
    return service or ("mediation" if service_named(turn.text) == "mediation" else "legal")


def facts_of(turn: Turn) -> Told:
    """What is known so far."""
    return dict(turn.slot(FACTS) or {})


def told_of(turn: Turn) -> dict[str, Any]:
    """What has been said so far."""
    return dict(turn.slot(TOLD) or {})


def area_of(turn: Turn) -> dict[str, str]:
    """Where the member is, as far as it was said."""
    return dict(turn.slot(AREA) or {})


def papers_of(turn: Turn) -> list[Any]:
    """Pictures sent so far."""
    return list(turn.slot(PAPERS) or [])
