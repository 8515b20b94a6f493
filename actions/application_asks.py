"""What the application form asks, and its summary."""

from rasa_sdk.events import EventType

from actions.application_choice import round_choices
from actions.application_papers import ask_paper, next_paper, paper_lines
from actions.application_slots import (
    BOUND,
    DETAILS,
    FACTS,
    FORM,
    PAPERS,
    RESUME,
    ROUND,
    WANTED,
    answers,
    decides,
    kind_of,
    papers,
    round_of,
)
from actions.base import MemberAction
from actions.forms.detour import begin_binding
from actions.forms.submit import leave_form
from actions.offers import offer
from actions.turn import Turn
from union.applications import service as applications
from union.applications.answers import asked, papers_asked, said, unanswered
from union.applications.kinds import Ask
from union.applications.models import ApplicationRound
from union.conversations.reply import Choice
from union.wording import day

MOST_INSTEAD = 4


class AskResume(MemberAction):
    """Offers the draft."""

    called = f"action_ask_{FORM}_{RESUME}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = turn.slot(WANTED) or {}
        async with self.services.database.read() as session:
            draft = await applications.find_draft(session, turn.member_id, wanted.get("draft", ""))
        if draft is None:  # handed in or deleted meanwhile
            turn.say("utter_application_no_draft")
            return leave_form()
        others = [] if wanted.get("named") else [Choice(label="申请别的", send="申请别的")]
        choices = [Choice(label="继续申请", send="继续申请"), Choice(label="重新填写", send="重新填写"), *others]
        turn.say("utter_application_resume", choices, title=draft.round.title, when=day(draft.updated_at))
        return []


class AskRound(MemberAction):
    """Which application; after a refusal what else may fit, and the form ends."""

    called = f"action_ask_{FORM}_{ROUND}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        wanted = turn.slot(WANTED) or {}
        if wanted.get("refused") == "needs_binding":
            return begin_binding(turn)
        async with self.services.database.read() as session:
            fits = await applications.fitting(session, turn.member_id, turn.now)
        if "refused" in wanted:
            return self._instead(turn, wanted, fits)
        named = [one for one in fits if one.id in wanted.get("rounds", ())]
        shown = named or fits
        if not shown:
            turn.say("utter_application_none_open")
            return leave_form()
        choices = round_choices(shown)
        turn.say("utter_application_which_round" if named else "utter_application_which", choices)
        return [offer("applications", [one.id for one in shown], choices)]

    def _instead(self, turn: Turn, wanted: dict[str, object], fits: list[ApplicationRound]) -> list[EventType]:
        meant = wanted.get("instead") or ()
        others = [one for one in fits if one.id != wanted.get("round")]
        if isinstance(meant, list) and meant:
            others = [one for one in others if one.kind in meant]
        if others and wanted["refused"] not in ("already",):
            turn.say("utter_application_instead", round_choices(others[:MOST_INSTEAD]))
        else:
            turn.say("utter_application_elsewhere")
        return leave_form()


class _AskAnswer(MemberAction):
    """The next of the kind's questions."""

    resumes = False
    deciding: bool

    async def act(self, turn: Turn) -> list[EventType]:
        kind, one = kind_of(turn), await round_of(turn, turn.slot(ROUND))
        asks = asked(kind, answers(turn), bound=bool(turn.slot(BOUND))) if kind else []
        left = [ask for ask in unanswered(asks, answers(turn)) if decides(ask) == self.deciding]
        if one is None or not left:
            turn.say("utter_application_refused_unknown")
            return leave_form()
        ask = left[0]
        turn.say("utter_application_question", _choices(ask), label=ask.label.format(area=one.area))
        return []


class AskFacts(_AskAnswer):
    """What decides whether one may apply."""

    called = f"action_ask_{FORM}_{FACTS}"
    deciding = True


class AskDetails(_AskAnswer):
    """The rest."""

    called = f"action_ask_{FORM}_{DETAILS}"
    deciding = False


class AskPapers(MemberAction):
    """The next paper."""

    called = f"action_ask_{FORM}_{PAPERS}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        kind = kind_of(turn)
        paper = next_paper(papers_asked(kind, answers(turn)), papers(turn)) if kind else None
        if paper is None:
            turn.say("utter_application_refused_unknown")
            return leave_form()
        ask_paper(turn, paper)
        return []


class AskConfirmApplication(MemberAction):
    """The summary, before anything is handed in."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        kind, one = kind_of(turn), await round_of(turn, turn.slot(ROUND))
        if kind is None or one is None:
            turn.say("utter_application_refused_unknown")
            return leave_form()
        given = answers(turn)
        asks = asked(kind, given, bound=bool(turn.slot(BOUND)))
        lines = [f"{ask.short}：{said(ask, given[ask.id])}" for ask in asks if given.get(ask.id, "") != ""]
        lines += paper_lines(papers_asked(kind, given), papers(turn))
        lines += [f"姓名：{turn.slot('person_name')}", f"手机：{turn.slot('phone')}"]
        turn.say("utter_application_confirm", title=one.title, union=one.union_name, lines="\n".join(lines))
        return []


def _choices(ask: Ask) -> list[Choice]:
    """What can be tapped."""
    choices = [Choice(label=option, send=option) for option in ask.options]
    return choices if ask.required else [*choices, Choice(label="跳过", send="跳过")]
