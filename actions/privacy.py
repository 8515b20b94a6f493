"""One's own data: what is kept, a copy of it, what it is for, and taking back a consent."""

from typing import Any

from rasa_sdk.events import EventType

from actions.base import MemberAction
from actions.bind import asks_membership, say_membership
from actions.forms.consent import CONSENT
from actions.turn import Turn
from union.conversations.reply import Choice
from union.privacy.commands import command, wants_copy, wants_policy
from union.privacy.export import collect, open_export
from union.privacy.overview import overview
from union.privacy.purposes import PURPOSES, Purpose
from union.privacy.withdrawal import ConsentWithdrawn, standing_purposes, withdraw
from union.wording import day_and_time

EXPORT = Choice(label="导出我的数据", send="导出我的数据")
ERASE = Choice(label="删除我的信息", send="删除我的信息")


class MyData(MemberAction):
    """你们存了我什么, 导出我的数据, 隐私说明, 撤回同意."""

    called = "action_my_data"

    async def act(self, turn: Turn) -> list[EventType]:
        turn.report("task")
        match command(turn.text):
            case "policy":
                _explain(turn)
            case "withdraw":
                await self._withdraw(turn)
            case "export":
                await self._export(turn)
            case None if wants_copy(turn.text):
                await self._export(turn)
            case None if wants_policy(turn.text):
                _explain(turn)
            case None if asks_membership(turn.text) and await say_membership(turn):
                pass
            case _:
                await self._show(turn)
        return []

    async def _show(self, turn: Turn) -> None:
        async with self.services.database.read() as session:
            kept = await collect(session, self.services.holdings, turn.member_id)
        turn.report("task", private=True)
        lines = "\n".join(f"· {line}" for line in overview(kept))
        turn.say("utter_my_data", [EXPORT, ERASE], lines=lines)

    async def _export(self, turn: Turn) -> None:
        database = self.services.database
        opened = await database.transact(lambda s: open_export(s, database.keyring, turn.member_id, turn.now))
        link = {"label": "点这里下载我的数据", "path": f"my-data?t={opened.token}"}
        turn.report("task", private=True, links=[link])
        turn.say("utter_my_data_export", (), code=opened.code, until=day_and_time(opened.expires_at))

    async def _withdraw(self, turn: Turn) -> None:
        async with self.services.database.read() as session:
            standing = await standing_purposes(session, turn.member_id)
        named = next((purpose for purpose in standing if purpose.task in turn.text), None)
        if not standing:
            turn.say("utter_no_consent_to_withdraw")
        elif named is None:
            choices = [Choice(label=_withdrawal(one), send=_withdrawal(one)) for one in standing]
            turn.say("utter_which_consent", choices)
        else:
            await self._withdraw_one(turn, named)

    async def _withdraw_one(self, turn: Turn, purpose: Purpose) -> None:
        services = self.services

        async def work(session: Any) -> ConsentWithdrawn | None:
            return await withdraw(session, services.notices, services.holdings, turn.member_id, purpose.key, turn.now)

        done = await services.database.transact(work)
        if done is None:
            turn.say("utter_no_consent_to_withdraw")
        elif done.running:
            turn.say("utter_consent_withdrawn_runs", (), task=purpose.task, running="\n".join(done.running))
        elif done.erased:
            turn.say("utter_consent_withdrawn_erased", (), task=purpose.task, erased="、".join(done.erased))
        else:
            turn.say("utter_consent_withdrawn", (), task=purpose.task)


def _withdrawal(purpose: Purpose) -> str:
    return f"撤回{purpose.task}的同意"


def _explain(turn: Turn) -> None:
    """In a form what it asks for; else what is asked for at all."""
    asked = turn.slot(CONSENT) if turn.form else None
    if asked:
        turn.say("utter_privacy_of_form", (), **PURPOSES[asked["purpose"]].words)
        return
    told = {purpose.task: purpose for purpose in PURPOSES.values()}
    lines = "\n".join(
        f"· {purpose.task}：{purpose.asked}。{purpose.use}，{purpose.seen_by}能看到" for purpose in told.values()
    )
    turn.say("utter_privacy", (), lines=lines)
