"""What a roster knows of a person, and the blind indexes it is found by."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Literal

from base.encryption import Keyring

Gender = Literal["male", "female"]


@dataclass(frozen=True)
class Record:
    """One person. Empty or None: the roster does not say. `id_last4`: of the identity card, an X in upper case."""

    name: str
    card: str
    phone: str = ""
    id_last4: str = ""
    gender: Gender | None = None
    birth_year: int | None = None
    joined: date | None = None
    frontline: bool | None = None
    model_worker: bool | None = None
    injured_at_work: bool | None = None
    retiring: bool | None = None

    def as_json(self) -> str:
        """Without what is empty."""
        known = {name: value for name, value in vars(self).items() if value not in (None, "")}
        return json.dumps(known, ensure_ascii=False, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> "Record":
        known = json.loads(text)
        if "joined" in known:
            known["joined"] = date.fromisoformat(known["joined"])
        return cls(**known)


@dataclass(frozen=True)
class Proof:
    """What somebody says to be on the roster: name, phone, and the card or the last four of the id."""

    name: str
    phone: str
    card: str = ""
    id_last4: str = ""


def indexes(record: Record, union_id: str, keyring: Keyring) -> dict[str, str | None]:
    """The index columns of the entry, under the newest key."""
    index = keyring.blind_index
    named = bool(record.phone)
    return {
        "card_index": index(card_value(record.card)),
        "phone_index": index(phone_value(record.phone)) if named else None,
        "card_proof": index(proof_value(record, "card", record.card)) if named else None,
        "id_proof": index(proof_value(record, "id", record.id_last4)) if named and record.id_last4 else None,
        "digest": index(f"roster:{union_id}:{record.as_json()}"),
    }


def card_value(card: str) -> str:
    """What a card's index is made of: a prefix keeps indexes of different things apart."""
    return f"card:{card}"


def phone_value(phone: str) -> str:
    return f"phone:{phone}"


def proof_value(person: Record | Proof, kind: str, given: str) -> str:
    """What the index of name, phone and one more thing is made of."""
    name = "".join(person.name.casefold().split())
    return f"proof:{name}|{person.phone}|{kind}|{given}"
