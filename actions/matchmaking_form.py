"""Registering for matchmaking: consent first, then only what is not known yet, a summary, and a last yes."""

from typing import Any, ClassVar

from actions.contact import known_contact, still_unknown
from actions.forms.base import CONFIRM, TaskForm
from actions.forms.question import Question, Reading, Value
from actions.forms.readers import NOT_AN_ANSWER, read_name, read_phone, read_yes_or_no
from actions.matchmaking_reading import Told, read_told
from actions.matchmaking_slots import CONSENT, KEPT, MUSTS, from_profile, slot_of
from actions.offers import picked
from actions.turn import Turn
from union.matchmaking import service as matchmaking
from union.matchmaking.commands import command
from union.matchmaking.fields import DEFAULT_MUSTS, FACTS, FIELDS, TEXTS, WISHES, Field
from union.matchmaking.privacy import hide_line
from union.matchmaking.rules import is_value

FORM = "matchmaking_form"
CONTACT = ("person_name", "phone", CONFIRM)
# An answer that could not be read: asked again. Everything else was not meant for the form.
UNREAD = frozenset({"inform", "nlu_fallback", "out_of_scope", "affirm", "deny"})
# In own words anything may be told (喜欢看演出, 性格开朗): only what plainly steers is none of them.
STEERS = frozenset({
    "cancel_task", "go_back", "start_over", "correct", "ask_why", "handoff.request", "crisis", "legal.urgent",
})  # fmt: skip
SKIPS = frozenset(
    {"跳过", "不填", "没有", "没了", "无", "不写", "略", "不用", "暂时没有", "不说了", "没有了", "没", "空着"}
)


async def read_consent(turn: Turn, asked: bool) -> Reading:
    """When they agreed (ISO), or False."""
    if not asked:
        return None
    said = turn.text.strip(" 。.!！")
    if said.startswith("不") or turn.intent == "deny":
        return Value(False)
    return Value(turn.now.isoformat()) if turn.intent == "affirm" or said in ("同意", "我同意") else None


async def read_own_words(turn: Turn, asked: bool) -> Reading:
    """Whatever is told where it was asked for; 跳过 leaves it empty."""
    if asked and (turn.text.strip(" 。.") in SKIPS or turn.intent == "deny"):
        return Value("")
    told = turn.text.strip()
    if not asked or turn.intent in STEERS or not any(sign.isalnum() for sign in told):
        return None
    return Value(told[: FIELDS["about"].most])


async def read_elsewhere(turn: Turn, asked: bool) -> Reading:
    """All other fields are read together: one message tells several."""
    return None


def _question(field: Field) -> Question:
    return Question(slot_of(field.name), read_own_words if field.kind == "text" else read_elsewhere, field.words)


class MatchmakingForm(TaskForm):
    """The fields of fields.yml in their order, between the consent and the contact data."""

    form = FORM
    questions: ClassVar[tuple[Question, ...]] = (
        Question(CONSENT, read_consent),
        *(_question(field) for field in (*FACTS, *WISHES)),
        Question("person_name", read_name, ("姓名", "名字")),
        Question("phone", read_phone, ("手机", "电话", "号码")),
        Question(CONFIRM, read_yes_or_no),
    )

    async def _changes(self, turn: Turn) -> dict[str, Any]:
        changes = await super()._changes(turn)
        if changes and turn.asked_slot:  # what is not meant for the form staff may need to read
            turn.report("task", private=True)
            await turn.services.database.transact(lambda session: hide_line(session, turn.member_id, turn.text))
        return changes

    async def asks(self, turn: Turn, slot: str) -> bool:
        field = next((field for field in FIELDS.values() if slot_of(field.name) == slot), None)
        return not field.optional if field else slot != CONSENT or turn.slot(CONSENT) != KEPT

    async def settle(self, turn: Turn, filled: dict[str, Any]) -> dict[str, Any]:
        if turn.asked_slot is not None:
            return still_unknown(filled, await known_contact(turn)) if filled.get(CONSENT) else {}
        async with turn.services.database.read() as session:
            profile = await matchmaking.find_profile(session, turn.member_id)
        return from_profile(profile) if profile else {}

    async def _read_all(self, turn: Turn) -> dict[str, Any]:
        asked = next((name for name in FIELDS if slot_of(name) == turn.asked_slot), None)
        if turn.asked_slot is None or command(turn.text):
            return {}
        if turn.asked_slot == CONSENT or (asked in TEXTS and turn.intent != "correct"):
            return await self._read_asked(turn)
        if turn.intent in NOT_AN_ANSWER - {"correct"}:
            return {}
        told = read_told(turn.text, asked, turn.now)
        if asked and asked not in told.values and (option := picked(turn, list(FIELDS[asked].options))):
            told.values[asked] = option
        changes = self._checked(turn, told, asked)
        if turn.entity("phone") or (turn.asked_slot in CONTACT and not changes):
            changes = await super()._read_all(turn) | changes
        if asked and not changes and turn.intent in UNREAD:
            turn.say("utter_matchmaking_not_read", label=FIELDS[asked].label)
            return {turn.asked_slot: None}
        return changes

    async def _read_asked(self, turn: Turn) -> dict[str, Any]:
        """The answer to the question asked, and nothing besides: no facts before the consent, none out of own words."""
        question = next(question for question in self.questions if question.slot == turn.asked_slot)
        reading = await question.read(turn, True)
        return {question.slot: reading.value} if isinstance(reading, Value) else {}

    def _checked(self, turn: Turn, told: Told, asked: str | None) -> dict[str, Any]:
        """Slots for the values that can be; a line for one that cannot. What is filled changes only when meant."""
        correcting = turn.intent == "correct" or turn.asked_slot == CONFIRM
        changes: dict[str, Any] = {}
        for name, value in told.values.items():
            before = turn.slot(slot_of(name))
            narrower = name == "place" and before and before.endswith("/") and value.startswith(before)
            if not (correcting or name == asked or before is None or narrower):
                continue
            if is_value(FIELDS[name], value, turn.now):
                changes[slot_of(name)] = value
            elif name == asked or correcting:
                turn.say("utter_matchmaking_bad_value", label=FIELDS[name].label)
                changes[slot_of(name)] = None
        if told.musts or told.rather:
            musts = DEFAULT_MUSTS if turn.slot(MUSTS) is None else frozenset(turn.slot(MUSTS))
            changes[MUSTS] = sorted((musts | told.musts) - told.rather)
        return changes

    def _corrected(self, turn: Turn) -> dict[str, Any]:
        """Of what is named by its words (学历填错了), wishes go before facts: 学历 stands in 对方学历 too."""
        named = [question for question in self.questions if any(word in turn.text for word in question.words)]
        wishes = [question for question in named if question.slot in {slot_of(wish.name) for wish in WISHES}]
        return {question.slot: None for question in wishes or named}
