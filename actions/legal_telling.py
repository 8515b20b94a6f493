"""What the intake of a talk is told before a time is chosen: the law's time limit, and what would help to know."""

from actions.legal_limits import articles, limit_of
from actions.legal_reading import tells
from actions.legal_slots import facts_of, papers_of, told_of
from actions.legal_topics import in_words, missing, topics
from actions.story_dates import Since
from actions.turn import Turn
from base.clock import to_shanghai

_LIMITS = {
    "injury": "utter_limit_injury",
    "dismissal": "utter_limit_dismissal",
}


def tell_before_time(turn: Turn) -> dict[str, object]:
    """Say what is new since the last time: the rule, the limit, one line of questions. Returns what was said."""
    name, said, facts = turn.slot("topic"), told_of(turn), facts_of(turn)
    topic = topics()[name]
    if said.get("rule") != name:
        tell_rule(turn, topic.rule, topic.lead)
        said |= {"rule": name}
    since = Since.of(facts["since"]) if facts.get("since") else None
    limit = limit_of(topic.counts, since, to_shanghai(turn.now).date())
    if limit is not None and said.get("limit") != [name, str(since)]:
        turn.say("utter_limit_over" if limit.over else _LIMITS[limit.kind], begins=limit.begins, ends=limit.ends)
        if limit.employer_ends:
            turn.say("utter_limit_injury_employer", ends=limit.employer_ends)
        said |= {"limit": [name, str(since)]}
    if said.get("asked") is None:
        said |= {"asked": _ask_more(turn, name)}
    return said


def tell_rule(turn: Turn, rule: str, lead: str) -> None:
    """What the knowledge base says of the time limit, with its source; nothing where it does not know."""
    right = turn.services.knowledge.rights.get(rule)
    if right is not None:
        turn.say("utter_legal_rule", lead=lead, told=right.answer, law=articles(right.law), reviewed=right.reviewed)


def _ask_more(turn: Turn, name: str) -> list[str]:
    """One line: what the story has left open, and the papers. Needs no answer."""
    topic, open_facts = topics()[name], missing(name, facts_of(turn))
    if open_facts:
        turn.say("utter_tell_more", asks="？".join(topic.asks[fact] for fact in open_facts), papers=topic.papers)
    elif not papers_of(turn):
        turn.say("utter_send_papers", papers=topic.papers)
    return list(open_facts)


def acknowledge(turn: Turn) -> None:
    """What a message has added while a time was asked for, so that the member sees that it arrived."""
    if turn.is_picture and papers_of(turn):
        turn.say("utter_papers_kept", number=len(papers_of(turn)))
    elif turn.asked_slot == "slot" and (facts := in_words(tells(turn))):
        turn.say("utter_facts_kept", facts=facts)
