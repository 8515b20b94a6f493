"""What proves who somebody is, read from a message: a card number, the last four of an identity card, or a code."""

import re
import unicodedata

from stdnum.cn import ric

from actions.forms.question import Invalid, Reading, Value
from actions.turn import Turn
from union.members.rules import person_name
from union.roster.record import Proof
from union.roster.rules import binding_code, card_number, last_four

CARD, ID, CODE = "card:", "id:", "code:"  # what a value of the slot begins with
NAME, PHONE, PROOF = "bind_name", "bind_phone", "bind_proof"
_ALONE, _END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"
_IS = r"(?:号码?|编号)?[\s:：,，是为叫]*"
_WHOLE_ID = re.compile(rf"{_ALONE}\d{{17}}[\dXx]{_END}")
_CARD_SAID = re.compile(rf"(?:会员|工会)?卡{_IS}(?P<v>[0-9A-Za-z](?:[ -]?[0-9A-Za-z]){{3,31}}){_END}")
_ID_SAID = re.compile(
    rf"(?:身份证|证件|后四位|后4位|最后四位|末四位|尾号)[^0-9A-Za-z]{{0,10}}(?P<v>\d{{3}}[\dXx]){_END}"
)
_CODE = re.compile(rf"{_ALONE}[0-9A-Za-z]{{4}}[ -]?[0-9A-Za-z]{{4}}{_END}")
_FOUR = re.compile(rf"{_ALONE}\d{{3}}[\dXx]{_END}")
_LONG = re.compile(rf"{_ALONE}[0-9A-Za-z]{{6,32}}{_END}")
# What stands around a name in a message that holds everything; the rest is the name.
_LABELS = re.compile(
    r"我要|我想|请|帮我|绑定|会员|工会|姓名|名字|我叫|我是|本人|手机号码?|电话|卡号|卡|身份证号?码?|最?[后末]四位|后4位|尾号|是|为|号码?|编号"
)
_SIGNS = re.compile(r"[0-9A-Za-z+\-]{3,}|[\s,，。.;；:：、!！]+")


async def read_bind_name(turn: Turn, asked: bool) -> Reading:
    """A name the message gives, or what is left of it without numbers and labels."""
    given = turn.entity("person_name")
    has_number = turn.entity("phone") is not None or read_proof_in(turn) is not None
    if given is None and (asked or has_number):
        left = _SIGNS.sub(" ", _LABELS.sub(" ", _without_phone(turn))).strip()
        given = left if asked and turn.intent in ("inform", "nlu_fallback") else left.replace(" ", "")
        given = given if person_name(given) or asked else None
    if not given or (turn.asked_slot and not asked and turn.slot(NAME) and turn.intent not in ("inform", "correct")):
        return None
    name = person_name(given)
    if name is None:
        return Invalid("utter_invalid_name") if turn.intent in ("inform", "nlu_fallback") and not has_number else None
    return Value(name)


async def read_proof(turn: Turn, asked: bool) -> Reading:
    """Bare digits count where they were asked for, or stand beside a phone number."""
    found = read_proof_in(turn)
    if found is None and (asked or turn.entity("phone")):
        found = _bare(_without_phone(turn))
    if found is None and asked and any(sign.isdigit() for sign in _without_phone(turn)):
        return Invalid("utter_bind_bad_proof")
    return Value(found) if found else None


def read_proof_in(turn: Turn) -> str | None:
    """What the message itself says to be a card, the end of an identity card or a code."""
    text = _without_phone(turn)
    if (card := _CARD_SAID.search(text)) and (number := card_number(card["v"])):
        return CARD + number
    if (whole := _WHOLE_ID.search(text)) and ric.is_valid(whole[0]):
        return ID + whole[0][-4:].upper()  # the rest of it is nobody's business
    if (four := _ID_SAID.search(text)) and (last := last_four(four["v"])):
        return ID + last
    for token in _CODE.findall(text):
        code = binding_code(token)
        if code and not (code.isalpha() or code.isdigit()):
            return CODE + code
    return None


def proof_of(name: str, phone: str, proof: str) -> Proof | str:
    """What the slots say, as the service takes it: facts, or a code."""
    kind, _, value = proof.partition(":")
    if f"{kind}:" == CODE:
        return value
    return Proof(name, phone, card=value) if f"{kind}:" == CARD else Proof(name, phone, id_last4=value)


def _bare(text: str) -> str | None:
    four, long = _FOUR.search(text), _LONG.search(text)
    if long and (number := card_number(long[0])):
        return CARD + number
    return ID + four[0].upper() if four else None


def _without_phone(turn: Turn) -> str:
    text = turn.text
    for entity in sorted(turn.entities, key=lambda entity: -entity.start):
        if entity.kind == "phone":
            text = f"{text[: entity.start]} {text[entity.end :]}"
    return unicodedata.normalize("NFKC", text)
