"""Saying what knowledge/telling.py puts together, and offering what else can be asked or done."""

from collections.abc import Sequence

from actions.turn import Turn
from knowledge.entries import WHOLE_PROVINCE, Attribute, Program
from knowledge.telling import Said
from union.applications.kinds import kinds_of_program
from union.conversations.reply import Choice

# What a tap asks next, in the order offered.
NEXT_QUESTIONS: dict[Attribute, str] = {
    "when": "什么时候",
    "where": "在哪里",
    "how": "怎么参加",
    "contact": "联系方式是什么",
}
SAME_QUESTION: dict[Attribute, str] = {**NEXT_QUESTIONS, "who": "谁可以参加", "what": "是什么"}
MOST_NEXT = 2
OFFERED_BY_KIND = {
    "matchmaking": [Choice(label="看相亲活动", send="最近有什么相亲活动")],
    "rest_recreation": [Choice(label="看疗休养批次", send="最近有什么疗休养")],
    "health": [Choice(label="看体检活动", send="最近有什么体检")],
    "legal_aid": [Choice(label="预约律师", send="我想预约律师")],
}


def choices_beside(program: Program) -> list[Choice]:
    """What can be done about an entry: by its kind, and the applications that are for it."""
    kinds = kinds_of_program(program.id)
    applying = [Choice(label=f"申请{kind.title}", send=f"我要申请{kind.title}") for kind in kinds]
    return [*OFFERED_BY_KIND.get(program.kind, []), *applying]


def say_all(turn: Turn, said: Sequence[Said]) -> None:
    """Utter them one after the other."""
    for one in said:
        turn.say(one.response, (), **{**turn.services.knowledge.hotlines, **one.values})


def say_with_hotlines(turn: Turn, response: str, choices: Sequence[Choice] = ()) -> None:
    """Utter a response that names numbers of hotlines.yml ({hotline_union})."""
    turn.say(response, choices, **turn.services.knowledge.hotlines)


def attribute_choices(program: Program, told: Attribute | None) -> list[Choice]:
    """Questions this entry can answer besides the one just told. A guide is told whole."""
    if program.kind == "guide":
        return []
    known = [attribute for attribute in NEXT_QUESTIONS if attribute != told and program.fact(attribute)]
    if told is None:
        known = [attribute for attribute in known if attribute not in ("when", "where")]
    return [Choice(label=NEXT_QUESTIONS[attribute], send=NEXT_QUESTIONS[attribute]) for attribute in known[:MOST_NEXT]]


def program_choices(programs: Sequence[Program], attribute: Attribute | None, question: str) -> list[Choice]:
    """A tap on each asks it the same thing; told apart by area. A guide's name is a question itself."""
    asks = question if attribute == "figures" else SAME_QUESTION.get(attribute or "what", "是什么")
    return [
        Choice(
            label=f"{_area(program)}：{program.name}",
            send=program.name if program.kind == "guide" else f"{program.name}{asks}",
        )
        for program in programs
    ]


def _area(program: Program) -> str:
    area = program.area
    return area.city if area.city == WHOLE_PROVINCE else f"{area.city}{area.district or ''}"
