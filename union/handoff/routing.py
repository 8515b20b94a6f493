"""Whose a case is: the group for its topic, else the one for the member's union, else the one for the rest. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Group:
    """Some of staff. `topics`: words that a case's topic has; none: any. `union_id`: for its members alone.

    `next_id`: the group that is asked where nobody here takes a case in `escalate_minutes`.
    """

    id: int
    name: str
    topics: tuple[str, ...] = ()
    union_id: str | None = None
    next_id: int | None = None
    remind_minutes: int = 5
    escalate_minutes: int = 15
    is_fallback: bool = False


def route(topic: str, unions: Sequence[str], groups: Sequence[Group]) -> int | None:
    """The group's id; None: everybody's. `unions`: ids of the member's unions, each after those above it.

    A group of a union is for that union's members only; of several that fit, the one nearest to the member is taken.
    """
    depth = {union_id: number for number, union_id in enumerate(unions)}
    near = [group for group in groups if group.union_id is None or group.union_id in depth]
    ways: tuple[Callable[[Group], bool], ...] = (
        lambda group: any(word in topic for word in group.topics),
        lambda group: group.union_id is not None and not group.topics,
        lambda group: group.is_fallback,
    )
    for fits in ways:
        found = [group for group in near if fits(group)]
        if found:
            return max(found, key=lambda group: (depth.get(group.union_id or "", -1), -group.id)).id
    return None
