"""A matchmaking profile in the slots of its form, and as it is shown to its owner."""

from typing import Any

from actions.turn import Turn
from union.matchmaking.fields import DEFAULT_MUSTS, FACTS, FIELDS, TEXTS, WISHES, Field, shown
from union.matchmaking.models import Profile
from union.matchmaking.rules import CONSENT_VERSION, Draft
from union.matchmaking.service import draft_of

CONSENT, MUSTS = "matchmaking_consent", "matchmaking_musts"
KEPT = "kept"  # value of CONSENT: given before, to the same text


def slot_of(name: str) -> str:
    """The slot of a field."""
    return f"matchmaking_{name}"


def draft_from(turn: Turn) -> Draft:
    """What the form has gathered."""
    told = {name: turn.slot(slot_of(name)) for name in FIELDS}
    values = {name: value for name, value in told.items() if value and name not in TEXTS}
    texts = {name: told[name] or "" for name in FIELDS if name in TEXTS}
    musts = DEFAULT_MUSTS if turn.slot(MUSTS) is None else frozenset(turn.slot(MUSTS))
    return Draft(values, texts, musts, turn.slot("person_name") or "", turn.slot("phone") or "")


def from_profile(profile: Profile) -> dict[str, Any]:
    """The slots as the profile fills them: nothing is asked again."""
    draft = draft_of(profile)
    slots: dict[str, Any] = {slot_of(name): value for name, value in {**draft.values, **draft.texts}.items()}
    slots |= {"person_name": draft.name, "phone": draft.phone, MUSTS: sorted(draft.musts)}
    return slots | ({CONSENT: KEPT} if profile.consent_version == CONSENT_VERSION else {})


def summary(draft: Draft) -> str:
    """One line a field, facts and wishes apart; optional ones only where they were told."""
    return "\n".join([
        "【我】",
        *_lines(FACTS, draft),
        "【希望对方】",
        *_lines(WISHES, draft),
        "【双方都愿意后才给对方】",
        f"姓名：{draft.name}",
        f"手机：{draft.phone}",
    ])  # fmt: skip


def _lines(fields: tuple[Field, ...], draft: Draft) -> list[str]:
    told = {**draft.values, **draft.texts}
    return [
        f"{field.label}：{shown(field, told.get(field.name))}{_must(field, draft)}"
        for field in fields
        if told.get(field.name) or not field.optional
    ]


def _must(field: Field, draft: Draft) -> str:
    wished = draft.values.get(field.name) not in (None, "不限")
    return "（必须）" if field.name in draft.musts and wished else ""
