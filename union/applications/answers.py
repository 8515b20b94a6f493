"""Which questions and papers an application still needs, and whether an answer can be. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date

from union.applications.kinds import Answer, Answers, Ask, Kind, Paper
from union.applications.told import Papers

YES, NO = "是", "不是"
_YES_NO = {"是": True, "是的": True, "对": True, "在": True, "否": False, "不": False, "不是": False, "不在": False}
MOST_DIGITS = 9


def asked(kind: Kind, answers: Answers, *, bound: bool) -> list[Ask]:
    """The questions that this applicant is to be asked: those that decide first; else in the file's order."""
    meant = [ask for ask in kind.asks if _applies(ask.when, kind, answers) and not (ask.unless_bound and bound)]
    return sorted(meant, key=lambda ask: ask.rule is None)


def unanswered(asks: Sequence[Ask], answers: Answers) -> list[Ask]:
    """Those without an answer; one that was skipped has an empty one."""
    return [ask for ask in asks if ask.id not in answers]


def standing_in_the_way(asks: Sequence[Ask], answers: Answers) -> Ask | None:
    """The first question whose answer does not let one apply."""
    for ask in asks:
        if ask.rule and ask.id in answers and said(ask, answers[ask.id]) not in ask.rule.allows:
            return ask
    return None


def read(ask: Ask, given: object) -> Answer | None:
    """The answer as it is kept (text, whole number, bool, ISO date), or None when it cannot be."""
    if ask.kind == "yes_no":
        return given if isinstance(given, bool) else _YES_NO.get(str(given).strip())
    text = str(given).strip()
    match ask.kind:
        case "choice":
            return text if text in ask.choices else None
        case "number" | "money":
            number = int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else -1
            return number if ask.least <= number <= ask.most else None
        case "date":
            return _date(text)
        case _:
            return text if 0 < len(text) <= ask.longest else None


def said(ask: Ask, value: Answer) -> str:
    """How an answer is read."""
    if isinstance(value, bool):
        return YES if value else NO
    return f"{value}元" if ask.kind == "money" and value != "" else str(value)


def papers_asked(kind: Kind, answers: Answers) -> list[Paper]:
    """The papers that go with these answers."""
    return [paper for paper in kind.papers if _applies(paper.when, kind, answers)]


def missing(kind: Kind, answers: Answers, papers: Papers) -> list[Paper]:
    """Required papers of which there is no picture yet."""
    return [paper for paper in papers_asked(kind, answers) if paper.required and not papers.get(paper.id)]


def clean(asks: Sequence[Ask], answers: Mapping[str, object]) -> Answers | Ask:
    """The answers to these questions alone, checked; or the first question that is not answered rightly."""
    kept: Answers = {}
    for ask in asks:
        given = answers.get(ask.id)
        if given is None or given == "":
            if ask.required:
                return ask
            continue
        value = read(ask, given)
        if value is None:
            return ask
        kept[ask.id] = value
    return kept


def _applies(when: Mapping[str, tuple[str, ...]], kind: Kind, answers: Answers) -> bool:
    asks = {ask.id: ask for ask in kind.asks}
    return all(name in answers and said(asks[name], answers[name]) in allowed for name, allowed in when.items())


def _date(text: str) -> str | None:
    try:
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return None
