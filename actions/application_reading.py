"""Answers to a kind's questions in a message: to the one asked, and whatever else it says plainly."""

import re
from collections.abc import Sequence

from actions.amounts import CLAUSE, amounts, labelled
from actions.forms.readers import NOT_AN_ANSWER
from actions.offers import picked
from actions.turn import Turn
from union.applications.answers import asked, read, unanswered
from union.applications.kinds import Answer, Answers, Ask, Kind

SKIPS = frozenset({"跳过", "不填", "没有", "没有了", "无", "略", "不用", "没", "空着", "不说了", "不清楚", "不知道"})
NOTHING = frozenset({"没有", "没", "无", "没有收入", "没收入", "一分没有", "零"})
# An answer that could not be read: asked again. Everything else was not meant for the form.
UNREAD = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "deny"})
STEERS = frozenset({
    "cancel_task", "go_back", "start_over", "handoff.request", "crisis", "legal.urgent", "ask_why",
})  # fmt: skip
_ASKS = re.compile(r"[?？]|[吗呢]$|怎么|什么时候|多少钱|哪里|为什么|为啥|是不是|能不能|可不可以")
_YES = re.compile(r"(?:是|对|在|有|嗯|属于|符合)(?:的|呀|啊|哦|了)?|是在.*|我?在.*(?:上班|工作|务工|打工)")
_NO = re.compile(r"(?:不|否|没)(?:是|在|属于|符合|有)?(?:的|了|啊)?|我?(?:不|没)在.*")
_DAY = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})(?:\s*[月./-]\s*(\d{1,2}))?")
LONGEST_NUMBER = 8  # letters, with what is counted
_NOT_ASKED = 2  # letters: a shorter choice (男) may stand in any word (女儿)


def read_asked(turn: Turn, ask: Ask, own: str = "") -> Answer | None:
    """The answer to the question put last; empty where it was skipped; None where the message is none.

    `own`: the words that belong to it, where the message says something else beside.
    """
    text = turn.text.strip(" 。.！!")
    if not text or (turn.intent in STEERS and not _is_plain(turn, ask, text)):
        return None
    if not ask.required and (text in SKIPS or turn.intent == "deny"):
        return ""
    if ask.kind == "text":
        return None if is_question(turn) else read(ask, (own or turn.text.strip())[: ask.longest])
    value = _said(turn, ask, text)
    return None if value is None else read(ask, value)


def read_beside(turn: Turn, asks: Sequence[Ask], *, story: bool = False) -> Answers:
    """What else the message says of these questions: choices it names, numbers beside their label.

    `story`: it answers in own words; then only labelled numbers count.
    """
    found: Answers = {}
    for ask in asks:
        value: object | None = None
        if ask.kind == "choice" and not story:
            value = named(ask, turn.text, least=_NOT_ASKED)
        elif ask.kind in ("number", "money"):
            value = labelled(turn.text, _labels(ask))
        elif ask.kind == "date" and any(label in turn.text for label in _labels(ask)):
            value = _day(turn)
        if value is not None and (clean := read(ask, value)) is not None:
            found[ask.id] = clean
    return found


def also_read(turn: Turn, kind: Kind, given: Answers, *, bound: bool, story: bool = False) -> Answers:
    """The answers given, with what the message says beside; also of questions that come up by it (我是外卖骑手)."""
    while True:
        left = unanswered(asked(kind, given, bound=bound), given)
        found = read_beside(turn, left, story=story)
        if not found:
            return given
        given = given | found


def read_corrections(turn: Turn, asks: Sequence[Ask], answers: Answers) -> Answers:
    """“学校改成浙江工业大学”, “收入改成3500”; what is only named is dropped (None stands for it), to be asked again."""
    changed = read_beside(turn, asks)
    for ask in asks:
        if ask.id in changed or ask.id not in answers:
            continue
        said = _changed_to(ask, turn.text)
        value = read(ask, said) if said and ask.kind in ("text", "choice") else None
        if value is not None:
            changed[ask.id] = value
    return changed


def named_alone(turn: Turn, asks: Sequence[Ask]) -> list[str]:
    """Ids of the questions that the message names (单位写错了)."""
    return [ask.id for ask in asks if any(label in turn.text for label in _labels(ask))]


def named(ask: Ask, text: str, least: int = 1) -> str | None:
    """The choice that the text says: the longest of its words."""
    said = [(len(word), choice) for word, choice in _words(ask) if word in text and len(word) >= least]
    return max(said)[1] if said else None


def is_question(turn: Turn) -> bool:
    """Whether a message asks something, or steers, where a question in own words was put."""
    asks = turn.intent in ("ask_program", "ask_labour_right", "ask_follow_up", "ask_capabilities", "ask_bot")
    return turn.intent in NOT_AN_ANSWER - {"correct", "complain", "greet", "thank"} or (
        asks and _ASKS.search(turn.text) is not None
    )


def apart(turn: Turn, asks: Sequence[Ask]) -> tuple[str, Answers]:
    """A text without its clauses that are nothing but a choice of another question (贵州毕节，火车), and these."""
    rest: list[str] = []
    found: Answers = {}
    for clause in CLAUSE.split(turn.text.strip()):
        exact = [(ask.id, choice) for ask in asks for word, choice in _words(ask) if word == clause.strip(" 。.")]
        found |= dict(exact[:1])
        rest += [] if exact else [clause]
    return (turn.text.strip(), {}) if not found or not rest else ("，".join(rest), found)


def _words(ask: Ask) -> list[tuple[str, str]]:
    """What is said for each choice, and the choice."""
    return [(word, choice) for choice in ask.choices for word in (choice, *ask.spelled.get(choice, ()))]


def _is_plain(turn: Turn, ask: Ask, text: str) -> bool:
    """Hardly more than a choice or a number (工地上的, 30多个人): no cry for help, though elsewhere it could be one."""
    if turn.intent != "legal.urgent":
        return False
    if ask.kind == "number":
        return len(text) <= LONGEST_NUMBER and bool(amounts(text))
    return any(word in text and len(text) <= 2 * len(word) for word, _ in _words(ask))


def _said(turn: Turn, ask: Ask, text: str) -> object | None:
    match ask.kind:
        case "choice":
            return named(ask, text) or picked(turn, list(ask.choices))
        case "yes_no":
            return _yes_or_no(turn, text)
        case "date":
            return _day(turn)
        case _:
            if ask.least == 0 and text in NOTHING:
                return 0
            numbers = [labelled(text, _labels(ask)), *amounts(text)]
            return next((number for number in numbers if number is not None), None)


def _yes_or_no(turn: Turn, text: str) -> bool | None:
    if _NO.fullmatch(text) or turn.intent == "deny":
        return False
    return True if turn.intent == "affirm" or _YES.fullmatch(text) else None


def _day(turn: Turn) -> str | None:
    if match := _DAY.search(turn.text):
        return f"{int(match[1]):04}-{int(match[2]):02}-{int(match[3] or 1):02}"
    return turn.entity("date")


def _changed_to(ask: Ask, text: str) -> str | None:
    words = "|".join(map(re.escape, _labels(ask)))
    match = re.search(rf"(?:{words})(?:写错了|填错了|错了)?[，,]?(?:改成|改为|换成|应该是|改一下，?是|是)(.+)", text)
    said = match[1].strip(" 。.！!") if match else None
    return (named(ask, said) or said) if said and ask.kind == "choice" else said


def _labels(ask: Ask) -> tuple[str, ...]:
    return (ask.short, *ask.words)
