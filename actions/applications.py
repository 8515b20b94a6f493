"""Applications outside the form: beginning one, and where one's own stand."""

from rasa_sdk.events import EventType, FollowupAction

from actions.application_slots import FORM
from actions.base import MemberAction
from actions.event_hold import drop_hold
from actions.forms.submit import end_of_form
from actions.turn import Turn
from union.applications import service as applications
from union.applications.commands import command
from union.applications.service import Progress
from union.applications.texts import STATUS_WORDS
from union.conversations.reply import Choice
from union.wording import day, day_and_time

MORE_FORM = "application_more_form"
MOST_SHOWN = 5
_WITHDRAWABLE = ("submitted", "incomplete", "returned", "appealed", "approved")


class Apply(MemberAction):
    """我要申请 …, 继续申请, 补材料: begins the form that is meant, with empty slots."""

    called = "action_apply"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        form = MORE_FORM if command(turn.text) == "papers" else FORM
        if turn.form == form:
            return [FollowupAction(form)]
        await drop_hold(turn)
        return [*end_of_form(turn), FollowupAction(form)]


class ApplicationStatus(MemberAction):
    """我的申请到哪了: every application with its steps, what is missing, what can be done; and drafts."""

    called = "action_application_status"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        async with self.services.database.read() as session:
            mine = (await applications.my_applications(session, turn.member_id))[:MOST_SHOWN]
            drafts = await applications.drafts(session, turn.member_id, turn.now)
        for draft in drafts:
            turn.say("utter_application_draft", title=draft.round.title, when=day(draft.updated_at))
        for one in mine:
            await self._tell(turn, one)
        choices = [Choice(label="继续申请", send="继续申请")] if drafts else []
        if not (mine or drafts):
            turn.say("utter_application_none")
        else:
            response = "utter_application_choices" if mine else "utter_application_draft_choices"
            turn.say(response, [*choices, *_choices(mine)])
        return []

    async def _tell(self, turn: Turn, one: Progress) -> None:
        mine = one.application
        said = {"title": mine.round.title, "number": mine.number, "status": STATUS_WORDS[mine.status]}
        turn.say("utter_application_status", (), **said, when=day(mine.submitted_at), more=_more(one))
        if mine.status == "refused":
            code = await turn.services.database.transact(
                lambda session: applications.appeal_code(session, mine, turn.now)
            )
            if code:
                turn.say("utter_application_appeal", code=code)


def _more(one: Progress) -> str:
    """Steps, then what is missing, the amount, the reason; each on its line."""
    mine = one.application
    lines = [" → ".join(f"{step}✓" if at < one.done else step for at, step in enumerate(one.kind.steps))]
    if mine.status in ("withdrawn", "lapsed", "refused"):
        lines = []
    if mine.status == "incomplete":
        lines.append(f"还差：{'、'.join(one.missing)}")
    if mine.papers_until and mine.status in ("incomplete", "returned"):
        lines.append(f"补充截止：{day_and_time(mine.papers_until)}")
    if mine.amount_yuan:
        lines.append(f"金额：{mine.amount_yuan}元")
    if mine.reason:
        lines.append(f"{'需要补充' if mine.status == 'returned' else '说明'}：{mine.reason}")
    return "".join(f"\n{line}" for line in lines)


def _choices(mine: list[Progress]) -> list[Choice]:
    statuses = {one.application.status for one in mine}
    choices = [Choice(label="补材料", send="补材料")] if statuses & {"incomplete", "returned"} else []
    return [*choices, Choice(label="撤回申请", send="撤回申请")] if statuses & set(_WITHDRAWABLE) else choices
