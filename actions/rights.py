"""Answers to questions of labour law: plain words, the articles, the date of review, and the way to a lawyer."""

from collections.abc import Sequence

from rasa_sdk.events import EventType, SlotSet

from actions.offers import offer, offered, picked, tapped
from actions.telling import say_all, say_with_hotlines
from actions.turn import Turn
from knowledge.leaning import Leaning, leaning
from knowledge.rights import Right
from knowledge.rights_search import RightHit, certain, fitting
from knowledge.telling import told_of_right
from union.conversations.reply import Choice

MOST = 5
LAWYER = [Choice(label="预约律师", send="我想预约律师"), Choice(label="转人工", send="转人工")]


def answer_right(
    turn: Turn, nearest: list[str], *, only_if_certain: bool = False, exactly: bool = False
) -> list[EventType] | None:
    """Answer a question of labour law; None (nothing said) when nothing fits, or not beyond doubt where that is wanted.

    Args:
        turn: the member's turn.
        nearest: ids of programs, for the report.
        only_if_certain: for messages that do not look like a question of law.
        exactly: of the certain ones, only an entry for which these very words were written.
    """
    hits = turn.services.knowledge.rights.search(turn.text, MOST)
    if only_if_certain:
        right = certain(hits) if not exactly or (hits and hits[0].is_exact) else None
        return tell_right(turn, right, nearest) if right else None
    return _tell_or_offer(turn, hits, nearest)


def follow_up_right(turn: Turn, nearest: list[str]) -> list[EventType] | None:
    """A choice tapped or picked, or a question that lives on the answer before (那要多久); None if it is neither."""
    rights = turn.services.knowledge.rights
    chosen = tapped(turn, "rights") or picked(turn, offered(turn, "rights"))
    if chosen and (right := rights.get(chosen)):
        return tell_right(turn, right, nearest)
    if leaning(turn.text) is Leaning.NOT and turn.intent != "ask_follow_up":
        return None
    told = rights.get(turn.slot("topic_right") or "")
    if told is None:
        shown = [right for right in map(rights.get, offered(turn, "rights")) if right is not None]
        return _offer(turn, shown, nearest) if len(shown) > 1 else None
    others = rights.search(f"{told.title} {turn.text}", MOST, past=told.id)
    return _tell_or_offer(turn, others, nearest) or no_right(turn, nearest)


def tell_right(turn: Turn, right: Right, nearest: list[str]) -> list[EventType]:
    """Say what one entry says, and remember it for the next question."""
    *said, lawyer = told_of_right(right)
    say_all(turn, said)
    say_with_hotlines(turn, lawyer.response, LAWYER)
    turn.report("answered", programs=nearest)
    return _remembered(turn, right, [right], [])


def no_right(turn: Turn, nearest: list[str]) -> list[EventType]:
    """Honest words, and who can help."""
    say_with_hotlines(turn, "utter_right_not_found", LAWYER)
    turn.report("not_found", programs=nearest)
    return [SlotSet("topic_program", None)]


def _tell_or_offer(turn: Turn, hits: Sequence[RightHit], nearest: list[str]) -> list[EventType] | None:
    found = fitting(hits)
    if not found:
        return None
    if len(found) == 1:
        return tell_right(turn, found[0], nearest)
    return _offer(turn, found, nearest)


def _offer(turn: Turn, found: Sequence[Right], nearest: list[str]) -> list[EventType]:
    choices = [Choice(label=right.title, send=right.title) for right in found]
    turn.say("utter_which_right", choices)
    turn.report("ambiguous", programs=nearest)
    return _remembered(turn, None, found, choices)


def _remembered(turn: Turn, told: Right | None, shown: Sequence[Right], choices: Sequence[Choice]) -> list[EventType]:
    remembered = [
        SlotSet("topic_right", told.id if told else None),
        SlotSet("topic_program", None),
        SlotSet("topic_question", shown[0].title),
    ]
    if turn.form or (told and told.id in offered(turn, "rights")):
        return remembered  # a form's own list stays; one of a list stays one of it
    return [*remembered, offer("rights", [right.id for right in shown], choices)]
