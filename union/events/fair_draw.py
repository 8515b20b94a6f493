"""A draw that anybody can check. Pure, and short enough to be read; docs/adr/0008-events.md says it in words.

Before: the hash of a seed (when sign-up opens) and the list of entries (when it closes), each as
sha256("code:salt"), where the salt is a secret of that entry's member. At the draw: the seed. Then

1. every entry gets the lot sha256("seed:hash"); withdrawn entries are left out;
2. entries are gone through by (rank, lot), smallest first;
3. an entry wins if each of its quotas has as many places left as it asks for, which are then taken;
4. the others wait, in the same order.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class UnfairError(ValueError):
    """The publication contradicts itself."""


@dataclass(frozen=True)
class Drawn:
    """Hashes of entries: who won, and who waits, both in drawn order."""

    winners: list[str]
    waiting: list[str]


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def seed_hash(seed: str) -> str:
    """What is published when sign-up opens."""
    return sha256(seed)


def entry_salt(secret: str, booking_id: str) -> str:
    """The salt of one entry: known to its member only, so that a published hash gives no code away."""
    return sha256(f"{secret}:{booking_id}")[:32]


def entry_hash(code: str, salt: str) -> str:
    """What is published of an entry."""
    return sha256(f"{code}:{salt}")


def draw(publication: Mapping[str, Any]) -> Drawn:
    """Run the draw of a publication with its seed.

    `publication`: seed, quotas {name: places}, entries [{hash, rank, places, quotas, withdrawn}].
    """
    seed, left = publication["seed"], dict(publication["quotas"])
    entered = [entry for entry in publication["entries"] if not entry.get("withdrawn")]
    winners, waiting = [], []
    for entry in sorted(entered, key=lambda e: (e["rank"], sha256(f"{seed}:{e['hash']}"))):
        if entry["quotas"] and all(left[name] >= entry["places"] for name in entry["quotas"]):
            left |= {name: left[name] - entry["places"] for name in entry["quotas"]}
            winners.append(entry["hash"])
        else:
            waiting.append(entry["hash"])
    return Drawn(winners, waiting)


def verify_draw(publication: Mapping[str, Any]) -> list[str]:
    """The winners' hashes, worked out again.

    Raises:
        UnfairError: the seed is not the one promised, the list of entries was changed, or others were made winners.
    """
    if seed_hash(publication["seed"]) != publication["seed_hash"]:
        raise UnfairError("the seed is not the one whose hash was published")
    if entries_hash(publication) != publication["entries_hash"]:
        raise UnfairError("the list of entries is not the one that was published")
    winners = draw(publication).winners
    if winners != publication["winners"]:
        raise UnfairError("other winners were published")
    return winners


def entries_hash(publication: Mapping[str, Any]) -> str:
    """One hash of the whole list as it was published before the draw (who withdrew since does not change it)."""
    lines = [f"{e['hash']}:{e['rank']}:{e['places']}:{','.join(e['quotas'])}" for e in publication["entries"]]
    return sha256("\n".join(lines))
