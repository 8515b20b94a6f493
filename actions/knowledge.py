"""Answers from the facts: questions about programs, follow-ups, labour rights."""

from dataclasses import dataclass

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.examples import tell_example
from actions.follow_up import Again, Context, resolve
from actions.offers import offer, offered
from actions.rights import answer_right, follow_up_right, no_right
from actions.telling import attribute_choices, choices_beside, program_choices, say_all, say_with_hotlines
from actions.turn import Turn
from knowledge.attribute import attribute_asked, attribute_of
from knowledge.decide import Ambiguous, Answered, NotFound, decide
from knowledge.entries import Attribute, Program
from knowledge.leaning import Leaning, leaning, on_the_same
from knowledge.search import Hit
from knowledge.telling import told_of_guide, told_of_program

MOST = 8
MOST_REPORTED = 5
# Share of the earlier question's words that another entry must say: of another place, or as "还有吗".
SAME_TOPIC, SAME_TOPIC_MORE = 0.3, 0.6


class AnswerProgram(MemberAction):
    """A question about a program, benefit, place or honour."""

    called = "action_answer"

    async def act(self, turn: Turn) -> list[EventType]:
        return answer_question(turn) or []


class FollowUp(MemberAction):
    """A question that lives on the one before: 那什么时候, 那吴兴呢, 第二个呢, 还有吗."""

    called = "action_follow_up"

    async def act(self, turn: Turn) -> list[EventType]:
        return follow_up(turn) or answer_question(turn) or []


class AnswerLabourRight(MemberAction):
    """A question or a story of labour law; where none of the entries fits, the facts about programs, or a lawyer."""

    called = "action_answer_labour_right"

    async def act(self, turn: Turn) -> list[EventType]:
        nearest = nearest_topics(turn)
        found = answer_right(turn, nearest) or follow_up_right(turn, nearest)
        if found:
            await tell_example(turn, found)
        return found or answer_question(turn, only_if_sure=True) or no_right(turn, nearest)


@dataclass(frozen=True)
class Asked:
    """A question as it is understood. `question`: kept for follow-ups; `told`: entries that were told on it before."""

    question: str
    attribute: Attribute | None
    told: tuple[str, ...] = ()


def answer_question(turn: Turn, *, only_if_sure: bool = False) -> list[EventType] | None:
    """Search, decide, and tell; None (nothing said) when only a sure answer was wanted and there is none."""
    hits = turn.services.knowledge.index.search(turn.text, most=MOST)
    decision = decide(hits)
    asked = Asked(turn.text, attribute_asked(turn.text))
    if isinstance(decision, Answered):
        return answer_program(turn, decision.program, asked, hits)
    # A right beyond doubt; among several programs, only one whose own words were said.
    exactly = isinstance(decision, Ambiguous)
    if right := answer_right(turn, _ids(hits), only_if_certain=True, exactly=exactly):
        return right
    if only_if_sure:
        return None
    if isinstance(decision, NotFound) and (followed := follow_up(turn)):
        return followed
    return _choices_or_nothing(turn, decision, asked, hits)


def follow_up(turn: Turn) -> list[EventType] | None:
    """Answer by what was talked about; None when nothing was, or the message does not lean on it."""
    if right := follow_up_right(turn, nearest_topics(turn)):
        return right
    context = Context.of(turn)
    resolved = resolve(turn, context)
    if resolved is None:
        return _choice_again(turn, context)
    if isinstance(resolved, Program):
        attribute = attribute_of(resolved, turn.text) or context.attribute
        asked = Asked(context.question or turn.text, attribute, context.told)
        return answer_program(turn, resolved, asked)
    return _ask_again(turn, context, resolved)


def _choice_again(turn: Turn, context: Context) -> list[EventType] | None:
    """Asked on (联系谁) while a choice is open: the same choice, with the new question."""
    index = turn.services.knowledge.index
    shown = [program for program in map(index.get, offered(turn, "programs")) if program is not None]
    attribute = attribute_asked(turn.text)
    if len(shown) < 2 or context.program or attribute is None or leaning(turn.text) is not Leaning.BARE:
        return None
    hits = index.search(context.question, restrict=[program.id for program in shown], most=MOST)
    return _choices_or_nothing(turn, Ambiguous(tuple(shown)), Asked(context.question, attribute, context.told), hits)


def _ask_again(turn: Turn, context: Context, again: Again) -> list[EventType]:
    """The earlier question for another place, or past what was told: only entries that speak of the same thing."""
    found = turn.services.knowledge.index.search(again.question, area=again.area, past=again.told, most=MOST)
    least = SAME_TOPIC if again.area else SAME_TOPIC_MORE
    hits = [hit for hit in found if on_the_same(hit.program, again.question) >= least]
    decision = decide(hits)
    attribute = attribute_asked(turn.text) if again.area else None
    asked = Asked(again.question, attribute or context.attribute, context.told)
    if isinstance(decision, Answered):
        return answer_program(turn, decision.program, asked, hits)
    if isinstance(decision, NotFound) and again.told:
        say_with_hotlines(turn, "utter_no_more")
        turn.report("not_found", programs=_ids(found), attribute=asked.attribute)
        return [SlotSet("topic_told", list(asked.told))]
    return _choices_or_nothing(turn, decision, asked, hits)


def answer_program(turn: Turn, program: Program, asked: Asked, hits: list[Hit] | None = None) -> list[EventType]:
    """Tell what one entry says, and remember it for the next question."""
    question = asked.question if asked.question == turn.text else f"{asked.question} {turn.text}"
    guide = turn.services.knowledge.guides.get(program.id)
    say_all(turn, told_of_guide(guide) if guide else told_of_program(program, asked.attribute, question))
    turn.say("utter_ask_more", [*attribute_choices(program, asked.attribute), *choices_beside(program)])
    others = [id_ for id_ in _ids(hits or []) if id_ != program.id]
    turn.report("answered", programs=[program.id, *others][:MOST_REPORTED], attribute=asked.attribute)
    remembered = [
        SlotSet("topic_program", program.id),
        SlotSet("topic_attribute", asked.attribute),
        SlotSet("topic_question", asked.question),
        SlotSet("topic_told", [*asked.told, program.id]),
        SlotSet("topic_right", None),
    ]
    # One of a list stays one of it ("第二个呢"); a form's own list stays too.
    keeps_list = turn.form or program.id in offered(turn, "programs")
    return remembered if keeps_list else [*remembered, offer("programs", [program.id])]


def _choices_or_nothing(turn: Turn, decision: Ambiguous | NotFound, asked: Asked, hits: list[Hit]) -> list[EventType]:
    shown = decision.programs if isinstance(decision, Ambiguous) else decision.nearest[:2]
    choices = program_choices(shown, asked.attribute, asked.question)
    is_choice = isinstance(decision, Ambiguous)
    if is_choice:
        turn.say("utter_which_program", choices)
        turn.report("ambiguous", programs=_ids(hits), attribute=asked.attribute)
    else:
        say_with_hotlines(turn, "utter_program_not_found" if choices else "utter_nothing_found", choices)
        turn.report("not_found", programs=_ids(hits), attribute=asked.attribute)
    remembered = [
        SlotSet("topic_program", None),
        SlotSet("topic_attribute", asked.attribute),
        SlotSet("topic_question", asked.question),
        SlotSet("topic_told", [*asked.told, *(program.id for program in shown)] if is_choice else list(asked.told)),
        SlotSet("topic_right", None),
    ]
    return remembered if turn.form else [*remembered, offer("programs", [program.id for program in shown], choices)]


def nearest_topics(turn: Turn) -> list[str]:
    """Ids of what fits the message best, whatever becomes of it."""
    return _ids(turn.services.knowledge.index.search(turn.text, most=MOST_REPORTED))


def _ids(hits: list[Hit]) -> list[str]:
    return [hit.program.id for hit in hits][:MOST_REPORTED]
