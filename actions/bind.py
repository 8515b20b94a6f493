"""绑定, 换手机号, 我的会员信息: what a member who speaks of the binding needs now."""

import re

from rasa_sdk.events import EventType, FollowupAction

from actions.base import MemberAction
from actions.bind_form import FORM, say_memberships
from actions.forms.detour import begin_binding
from actions.phone_form import FORM as PHONE_FORM
from actions.turn import Turn
from union.conversations.reply import Choice
from union.roster import service as roster

_NEW_PHONE = re.compile(
    r"(?:更换|变更|修改|[换改])[了过个新的]*(?:联系)?(?:手机号|电话号码|号码|手机)|(?:手机号?码?|电话|号码)(?:也|已经|刚)?[换改变]了"
)
_MEMBERSHIP = re.compile(r"会员(?:信息|资料|状态)|(?:哪个|哪家|什么)工会|会员[不吗么没]|(?:绑定?的?是|绑了)[谁哪]")
_ANOTHER = re.compile(r"再绑|还要绑|另一|另外|第二个|别的工会|多一家|两个工会|兼职")
CHOICES = (
    Choice(label="换手机号", send="换手机号"),
    Choice(label="再绑一家工会", send="再绑一家工会"),
    Choice(label="解除绑定", send="解除绑定"),
)


class Members(MemberAction):
    """Begins the binding; who is bound already hears as what, and what can be changed."""

    called = "action_members"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        if turn.form == FORM:
            turn.say("utter_bind_running")
            return [FollowupAction(FORM)]
        async with turn.services.database.read() as session:
            bound = await roster.standing(session, turn.member_id) is not None
        turn.report("task")
        if not bound or _ANOTHER.search(turn.text):
            return begin_binding(turn)
        going_on = [FollowupAction(turn.form)] if turn.form else []
        if not turn.form and new_phone(turn.text):
            return [FollowupAction(PHONE_FORM)]
        await say_memberships(turn, "utter_bound_already", () if going_on else CHOICES)
        return going_on


def new_phone(text: str) -> bool:
    """Whether somebody speaks of having, or wanting to give, a new phone number."""
    return _NEW_PHONE.search(text) is not None


def asks_membership(text: str) -> bool:
    """Whether a question about one's data is about being a member: 我的会员信息, 我是哪个工会的会员."""
    return _MEMBERSHIP.search(text) is not None


async def say_membership(turn: Turn) -> bool:
    """我的会员信息: who is bound hears as what, with the unions from the top; False where nobody is."""
    async with turn.services.database.read() as session:
        bound = await roster.standing(session, turn.member_id) is not None
    if bound:
        await say_memberships(turn, "utter_my_membership", CHOICES)
    return bound
