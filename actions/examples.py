"""What became of others in the same trouble: anonymous examples that lawyers wrote and somebody else approved."""

from collections.abc import Sequence

from rasa_sdk.events import EventType

from actions.turn import Turn
from union.legal_aid.service import approved_examples


async def tell_example(turn: Turn, answered: Sequence[EventType]) -> None:
    """Below an answer of labour law, the newest example of its topic. `answered`: the events of the answer."""
    told = next((event["value"] for event in answered if event.get("name") == "topic_right"), None)
    right = turn.services.knowledge.rights.get(told or "")
    if right is None:
        return
    async with turn.services.database.read() as session:
        found = await approved_examples(session, right.topic, most=1)
    for example in found:
        turn.say("utter_right_example", (), example=example.text)
