"""Follow-ups in conversation: the last turn must be answered from the right entry, about the right attribute."""

from collections.abc import Awaitable, Callable

from bot.evaluate.figures import Row, Section, compare, share
from bot.evaluate.sets import FollowUp, HeldOut
from knowledge.attribute import attribute_asked
from knowledge.search import Index

BASELINE = "last turn alone"

# Plays a conversation under a name; the entry and the attribute that its last turn was answered with.
Converse = Callable[[str, FollowUp], Awaitable[tuple[str | None, str | None]]]


async def measure(held_out: HeldOut, converse: Converse, index: Index) -> Section:
    """Shares of conversations; the baseline searches for the last turn as if nothing had been said before."""
    cases = held_out.follow_ups
    ours = [await converse(f"{held_out.name}-{number}", case) for number, case in enumerate(cases)]
    alone = [_alone(case, index) for case in cases]
    rows: list[Row] = []
    for measure, parts in (("right entry and attribute", (0, 1)), ("right entry", (0,)), ("right attribute", (1,))):
        both = (share(_is_right(case, made, parts) for case, made in zip(cases, m, strict=True)) for m in (ours, alone))
        rows.append(compare(measure, both, len(cases), "≥ 0.9" if len(parts) > 1 else ""))
    return Section(f"Follow-ups, {held_out.name} set", rows, BASELINE)


def _alone(case: FollowUp, index: Index) -> tuple[str | None, str | None]:
    hits = index.search(case.turns[-1], most=1)
    return hits[0].program.id if hits else None, attribute_asked(case.turns[-1])


def _is_right(case: FollowUp, made: tuple[str | None, str | None], parts: tuple[int, ...]) -> bool:
    want, have = (case.program, case.attribute), (made[0], made[1] or "what")
    return all(want[part] == have[part] for part in parts)
