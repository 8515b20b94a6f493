"""Who goes first when there are more who want to come than places. Pure."""

from datetime import datetime, timedelta

from union.events.meeting import Meeting
from union.events.person import Person
from union.events.refusal import Refused
from union.events.terms import EventRules, Priority
from union.wording import day_and_time

FACTS = tuple(Priority.model_fields)


def weight(priority: Priority, person: Person) -> int:
    """The sum of the weights of what is true of the person."""
    return sum(int(getattr(priority, fact)) for fact in FACTS if getattr(person, fact))


def rank(rules: EventRules, person: Person) -> int:
    """0 for who has all that counts; the smaller, the earlier."""
    return sum(int(getattr(rules.priority, fact)) for fact in FACTS) - weight(rules.priority, person)


def window(meeting: Meeting, person: Person, now: datetime) -> Refused | None:
    """In the first hours sign-up is for those who go first. A fact that could let one in is asked for."""
    rules = meeting.rules
    opens_for_all = meeting.sign_up_opens + timedelta(hours=rules.priority_first_hours)
    if not rules.priority_first_hours or now >= opens_for_all or weight(rules.priority, person):
        return None
    counting = [fact for fact in FACTS if getattr(rules.priority, fact)]
    unknown = next((fact for fact in counting if getattr(person, fact) is None), None)
    return Refused("needs", unknown) if unknown else Refused("priority_first", day_and_time(opens_for_all))
