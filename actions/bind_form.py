"""Binding: name, phone, and the card or the last four of the identity card; or a code. One message may tell it all."""

from typing import Any, ClassVar

from rasa_sdk.events import EventType, SlotSet

from actions.base import MemberAction
from actions.bind_reading import CODE, NAME, PHONE, PROOF, proof_of, read_bind_name, read_proof
from actions.contact import known_contact, still_unknown
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.consent import CONSENT
from actions.forms.detour import BIND_FORM, PAUSED, go_on
from actions.forms.question import Question, Reading
from actions.forms.readers import read_phone, read_yes_or_no
from actions.forms.submit import end_of_form
from actions.turn import Turn
from union.conversations.reply import Choice
from union.matchmaking.privacy import hide_line
from union.privacy.consents import has_consented
from union.privacy.purposes import PURPOSES
from union.roster import service as roster

FORM = BIND_FORM
OUTCOME, TRIED = "bind_outcome", "bind_tried"


async def read_bind_phone(turn: Turn, asked: bool) -> Reading:
    """A number of eleven digits the message names; whatever was typed where it was asked for, unless it is a proof."""
    return await read_phone(turn, asked and await read_proof(turn, False) is None)


class BindForm(TaskForm):
    """Asks only what is missing, and tries as soon as nothing is; what does not fit is asked again, all of it."""

    form = FORM
    purpose = "membership"
    questions: ClassVar[tuple[Question, ...]] = (
        Question(NAME, read_bind_name, ("姓名", "名字"), personal=True),
        Question(PHONE, read_bind_phone, ("手机", "电话"), personal=True),
        Question(PROOF, read_proof, ("卡号", "身份证", "后四位", "绑定码"), personal=True),
        Question(CONFIRM, read_yes_or_no),
    )

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        changes = await super()._changes(turn)
        if changes.get(PROOF):  # neither card nor code stays in what staff read
            turn.report("task", private=True)
            await turn.services.database.transact(lambda session: hide_line(session, turn.member_id, turn.text))
        filled = {slot: changes.get(slot, turn.slot(slot)) for slot in (NAME, PHONE, PROOF)}
        if filled[PROOF] and filled[PROOF].startswith(CODE):  # is enough by itself
            filled |= {NAME: filled[NAME] or "", PHONE: filled[PHONE] or ""}
        if None in filled.values() or changes.get(CONFIRM) is False:
            return changes
        if not (changes.get(CONFIRM) or await self._has_agreed(turn)):
            return changes | filled  # told all before hearing what it is for: the summary says it
        return changes | await self._try(turn, filled)

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        """What is known from before; not after a try that failed, since that may be what was wrong."""
        if turn.slot(TRIED):
            return {}
        if turn.asked_slot == CONFIRM:
            return {}
        known = await known_contact(turn)
        mine = {NAME: known.get("person_name"), PHONE: known.get("phone")}
        return still_unknown(filled, {slot: value for slot, value in mine.items() if value})

    async def _has_agreed(self, turn: Turn) -> bool:
        """Whether the member knows what the data are for, and went on."""
        if turn.slot(CONSENT):
            return True
        async with turn.services.database.read() as session:
            return await has_consented(session, turn.member_id, PURPOSES[self.purpose])

    async def _try(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        services, proof = turn.services, proof_of(filled[NAME] or "", filled[PHONE] or "", filled[PROOF])
        outcome = await services.database.transact(
            lambda session: roster.bind(
                session,
                services.database.keyring,
                services.limits,
                turn.member_id,
                proof,
                key=f"bind:{turn.key}",
                now=turn.now,
            )
        )
        if isinstance(outcome, roster.NotBound) and outcome.reason == "no_match" and outcome.left:
            turn.say("utter_bind_no_match", left=outcome.left)
            return {NAME: None, PHONE: None, PROOF: None, CONFIRM: None, TRIED: True}
        how = "bound" if isinstance(outcome, roster.Bound) else outcome.reason
        return filled | {CONFIRM: True, OUTCOME: how}


class AskProof(MemberAction):
    """The card or the last four; names what it will be checked with, where that was known from before."""

    called = f"action_ask_{FORM}_{PROOF}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        phone = str(turn.slot(PHONE))
        turn.say("utter_bind_proof", name=turn.slot(NAME), phone=f"{phone[:3]}****{phone[-4:]}")
        return []


class AskConfirmBind(MemberAction):
    """All that was told, once more: only where it was told before anything was said of what it is for."""

    called = f"action_ask_{FORM}_confirm"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        if str(turn.slot(PROOF)).startswith(CODE):
            turn.say("utter_confirm_bind_code")
        else:
            turn.say("utter_confirm_bind", name=turn.slot(NAME), phone=turn.slot(PHONE))
        return []


class SubmitBind(MemberAction):
    """Says how it went; what waited for the binding goes on."""

    called = f"action_submit_{FORM}"
    resumes = False

    async def act(self, turn: Turn) -> list[EventType]:
        outcome = turn.slot(OUTCOME)
        if outcome is None:  # no was said, or a question has ended the form
            if turn.slot(CONFIRM) is False:
                turn.say("utter_not_bound_now")
            return end_of_form(turn)
        turn.report("task", private=False)
        if outcome != "bound":
            turn.say("utter_bind_too_many" if outcome in ("too_many", "no_match") else "utter_bind_elsewhere")
            return end_of_form(turn)
        await say_memberships(turn, "utter_bound")
        if turn.slot(PAUSED):
            turn.say("utter_bound_goes_on")
            return go_on(turn)
        turn.say("utter_bound_next")
        return [*end_of_form(turn), SlotSet(PAUSED, None)]


async def say_memberships(turn: Turn, response: str, choices: tuple[Choice, ...] = ()) -> None:
    """Who the member is on the rosters, a line a union."""
    async with turn.services.database.read() as session:
        mine = await roster.memberships(session, turn.member_id)
    turn.say(response, choices, name=mine[0].record.name, unions="\n".join(one.path for one in mine))
