"""How an application begins: with a draft that is there, or with the round that the message means."""

import re
from typing import Any

from actions.application_choice import choose, kind_meant, take
from actions.application_reading import also_read
from actions.application_slots import ANSWERS, BOUND, KIND, PICTURES, RESUME, ROUND, WANTED, round_of
from actions.forms.question import Value
from actions.forms.readers import read_name, read_phone
from actions.turn import Turn
from union.applications import service as applications
from union.applications.commands import command
from union.applications.kinds import kinds
from union.applications.models import ApplicationDraft

NEW, RESUMED = "new", "resumed"
_GO_ON = re.compile(r"(?:继续|接着).*|好的?继续.*|用(?:草稿|上次的)")
_ANEW = re.compile(r"重新?(?:填写?|申请|来|开始).*|不(?:要|用)(?:了|草稿)?|删掉.*")
_OTHER = re.compile(r"申请?别的|其他的?(?:申请)?|别的|换一个|换个")


async def begin(turn: Turn) -> dict[str, Any]:
    """Slots of a form that has just begun: a draft to be offered, or a round, with what the message tells beside."""
    wanted = turn.slot(WANTED) or {}
    if wanted.get("refused") == "needs_binding":  # back from the binding
        return {RESUME: NEW} | await take(turn, await round_of(turn, wanted["round"]))
    kind = kind_meant(turn)
    mine = [draft for draft in await _drafts(turn) if kind is None or draft.kind == kind.id]
    if mine and command(turn.text) == "resume":
        return await _resumed(turn, mine[0])
    if mine:
        return {RESUME: None, WANTED: {"draft": mine[0].kind, "named": kind is not None}}
    return {RESUME: NEW} | await choose_and_read(turn)


async def read_resume(turn: Turn) -> dict[str, Any]:
    """The answer to the draft that was offered."""
    wanted, text = turn.slot(WANTED) or {}, turn.text.strip(" 。.！!")
    offered = [draft for draft in await _drafts(turn) if draft.kind == wanted.get("draft")]
    if offered and (_GO_ON.fullmatch(text) or turn.intent == "affirm"):
        return await _resumed(turn, offered[0])
    if offered and (_ANEW.fullmatch(text) or turn.intent == "deny"):
        draft = offered[0]
        await turn.services.database.transact(
            lambda session: applications.discard_draft(session, turn.member_id, draft.kind)
        )
        return {RESUME: NEW} | (await take(turn, draft.round) if wanted.get("named") or _ANEW.fullmatch(text) else {})
    if not offered or _OTHER.fullmatch(text) or kind_meant(turn):
        return {RESUME: NEW, WANTED: None} | await choose_and_read(turn)
    return {}


async def choose_and_read(turn: Turn, asked_for: bool = False) -> dict[str, Any]:
    """The round that the message means, and the answers that it gives already."""
    changes = await choose(turn, asked_for)
    if not changes.get(ROUND):
        return changes
    kind, bound = kinds()[changes[KIND]], changes[BOUND]
    changes[ANSWERS] = also_read(turn, kind, changes[ANSWERS], bound=bound)
    return changes | await read_contact(turn)


async def read_contact(turn: Turn) -> dict[str, Any]:
    """Name and phone where the message plainly says them."""
    readings = {"person_name": await read_name(turn, False), "phone": await read_phone(turn, False)}
    return {slot: reading.value for slot, reading in readings.items() if isinstance(reading, Value)}


async def _resumed(turn: Turn, draft: ApplicationDraft) -> dict[str, Any]:
    """As it was left; said anew where the round takes nothing any more."""
    changes = await take(turn, draft.round)
    if not changes.get(ROUND):
        return {RESUME: NEW} | changes
    told = applications.told_in(draft)
    kept = {"person_name": told.name or None, "phone": told.phone or None}
    answers = changes[ANSWERS] | told.answers
    return changes | {RESUME: RESUMED, ANSWERS: answers, PICTURES: told.papers} | {k: v for k, v in kept.items() if v}


async def _drafts(turn: Turn) -> list[ApplicationDraft]:
    async with turn.services.database.read() as session:
        return await applications.drafts(session, turn.member_id, turn.now)
