"""Whose a case is among staff: taken, assigned, handed on, given back; one owner at any time, also in a race."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from sqlalchemy import update

from base.database import Database
from tests.union.conftest import notices
from tests.union.handoff.desk import (
    DOWNTOWN,
    UPTOWN,
    asks,
    at,
    at_home,
    case,
    do,
    events,
    is_seen,
    staff,
    states,
    writes,
)
from tests.union.races import Job, Meeting, in_threads
from union.conversations.service import owner_of
from union.handoff.groups import Group, Wanted, put_group
from union.handoff.models import HandoffCase
from union.handoff.outcomes import Done, Refused
from union.handoff.presence import own_presence, set_capacity
from union.handoff.service import answer, answer_picture, assign, end, release, request_handoff, take, transfer
from union.notices.service import NoQueue

pytestmark = pytest.mark.usefixtures("members")


async def takes(database: Database, case_id: int, name: str, minutes: float = 1) -> Done | Refused:
    return await do(database, lambda s: take(s, case_id, name, at(minutes)))


async def hands_on(database: Database, case_id: int, by: str, minutes: float = 2, **to: Any) -> Done | Refused:
    return await do(database, lambda s: transfer(s, NoQueue(), case_id, by, at(minutes), **to))


async def owner(database: Database, member_id: str) -> str:
    async with database.read() as session:
        return await owner_of(session, member_id)


async def test_who_has_as_many_as_they_can_takes_no_more_unless_it_is_urgent(database: Database) -> None:
    await do(database, lambda s: set_capacity(s, "小李", 1, at(0)))
    first, second = await asks(database, "m1"), await asks(database, "m2")
    urgent = await asks(database, "m3", urgent=True)

    assert isinstance(await takes(database, first, "小李"), Done)
    assert await takes(database, second, "小李") == Refused("full", "小李")
    assert isinstance(await takes(database, urgent, "小李"), Done)
    assert isinstance(await takes(database, first, "小李"), Done)  # one's own again
    await do(database, lambda s: end(s, NoQueue(), first, "小李", at(2)))
    await do(database, lambda s: end(s, NoQueue(), urgent, "小李", at(2)))
    assert isinstance(await takes(database, second, "小李"), Done)


async def test_a_case_is_assigned_to_somebody_who_may_talk(database: Database) -> None:
    await staff(database, "小张")
    await staff(database, "陈律师", role="lawyer")
    case_id = await asks(database, "m1")

    async def assigned(to: str) -> Done | Refused:
        return await do(database, lambda s: assign(s, NoQueue(), case_id, to, "管理员", at(1)))

    assert await assigned("陈律师") == Refused("no_staff", "陈律师")
    assert await assigned("没有这人") == Refused("no_staff", "没有这人")
    given = await assigned("小张")
    assert isinstance(given, Done)
    assert (given.case.state, given.case.staff) == ("taken", "小张")
    assert (await events(database, "m1"))[-1] == "管理员分配给小张，工作人员小张已接入"
    assert await takes(database, case_id, "小李") == Refused("taken", "小张")


async def test_a_case_is_handed_to_a_colleague_with_a_note_for_them_alone(database: Database) -> None:
    await staff(database, "小李", "小张")
    case_id = await asks(database, "m1")
    await takes(database, case_id, "小李")

    handed = await hands_on(database, case_id, "小李", to_staff="小张", note=" 已核实身份 ")

    assert isinstance(handed, Done)
    assert (handed.case.staff, handed.case.handover_note) == ("小张", "已核实身份")
    assert (await events(database, "m1"))[-1] == "小李转给小张，工作人员小张已接入"
    assert await owner(database, "m1") == "staff"
    refused = await do(database, lambda s: answer(s, NoQueue(), case_id, "小李", "我", at(3), "k"))
    assert refused == Refused("taken", "小张")
    assert await hands_on(database, case_id, "小张", to_staff="小张") == Refused("taken", "小张")
    assert await hands_on(database, case_id, "小张", to_staff="小王") == Refused("no_staff", "小王")
    assert await hands_on(database, case_id, "小张") == Refused("empty")
    assert await hands_on(database, case_id, "小张", to_staff="小李", to_group="一组") == Refused("empty")
    assert await hands_on(database, 999, "小张", to_staff="小李") == Refused("unknown")


async def test_a_case_is_handed_to_a_group_and_keeps_its_place(database: Database) -> None:
    group = await do(database, lambda s: put_group(s, Wanted("法律维权")))
    assert isinstance(group, Group)
    case_id = await asks(database, "m1")
    later = await asks(database, "m2", minutes=1)
    await takes(database, case_id, "小李", 2)

    handed = await hands_on(database, case_id, "小李", 3, to_group="法律维权", note="欠薪")

    assert isinstance(handed, Done)
    assert (handed.case.state, handed.case.staff, handed.case.group_id) == ("waiting", None, group.id)
    assert await owner(database, "m1") == "queue"
    assert (await events(database, "m1"))[-1] == "小李转给“法律维权”，等待工作人员接入"
    assert await hands_on(database, case_id, "小李", to_group="没有") == Refused("no_group", "没有")
    assert isinstance(await hands_on(database, later, "小李", 4, to_group="法律维权"), Done)  # nobody had taken it
    assert (await do(database, lambda s: request_handoff(s, "m1", "", at(5)))).ahead == 0
    assert (await do(database, lambda s: request_handoff(s, "m2", "", at(5)))).ahead == 1


async def test_a_case_is_given_back_at_the_place_it_had(database: Database) -> None:
    first, second = await asks(database, "m1"), await asks(database, "m2", minutes=1)
    assert await do(database, lambda s: release(s, first, "小李", at(2))) == Refused("idle")
    await takes(database, first, "小李")

    given = await do(database, lambda s: release(s, first, "小李", at(2)))

    assert isinstance(given, Done)
    assert (given.case.state, given.case.staff) == ("waiting", None)
    assert (await do(database, lambda s: request_handoff(s, "m2", "", at(3)))).ahead == 1
    assert isinstance(await takes(database, first, "小张", 4), Done)
    await do(database, lambda s: end(s, NoQueue(), second, "小张", at(5)))
    assert await do(database, lambda s: release(s, second, "小李", at(6))) == Refused("ended")


async def test_staff_of_another_union_can_do_nothing(database: Database) -> None:
    await at_home(database)
    await staff(database, "小李", "小张")
    case_id = await asks(database, "m1")
    here: dict[str, Any] = {"scope": DOWNTOWN}
    steps: list[Callable[[Any], Awaitable[Done | Refused]]] = [
        lambda s: take(s, case_id, "小张", at(1), **here),
        lambda s: assign(s, NoQueue(), case_id, "小张", "小张", at(1), **here),
        lambda s: transfer(s, NoQueue(), case_id, "小张", at(1), to_staff="小张", **here),
        lambda s: release(s, case_id, "小张", at(1), **here),
        lambda s: answer(s, NoQueue(), case_id, "小张", "好", at(1), "k", **here),
        lambda s: end(s, NoQueue(), case_id, "小张", at(1), **here),
    ]
    assert [await do(database, step) for step in steps] == [Refused("unknown")] * len(steps)
    assert isinstance(await do(database, lambda s: take(s, case_id, "小李", at(1), scope=UPTOWN)), Done)


async def test_the_member_hears_that_staff_are_here_unless_an_answer_says_so_within_seconds(
    database: Database,
) -> None:
    for number, member_id in enumerate(("m1", "m2")):
        await writes(database, member_id, "在吗")
        await takes(database, await asks(database, member_id), f"客服{number}")
    first = (await notices(database))[0]
    assert (first.kind, first.state, (first.due - at(1)).total_seconds()) == ("handoff.taken", "waiting", 20)

    said = await do(database, lambda s: answer(s, NoQueue(), 1, "客服0", "您好", at(1.1), "k1"))

    assert isinstance(said, Done)
    kept = [(one.member_id, one.kind, one.state, bool(one.facts)) for one in await notices(database)]
    assert kept == [
        ("m1", "handoff.taken", "cancelled", False),
        ("m2", "handoff.taken", "waiting", False),
        ("m1", "handoff.answer", "queued", True),  # it says first that staff are here
    ]
    await do(database, lambda s: answer(s, NoQueue(), 1, "客服0", "请讲", at(2), "k2"))
    assert (await notices(database))[-1].facts == "{}" or (await notices(database))[-1].facts is None


async def test_the_last_messages_allowed_are_kept_for_answers(database: Database) -> None:
    await takes(database, await asks(database, "m1"), "小李")  # the account may send them nothing
    assert await notices(database) == []


# Races: who is quicker has it, the other hears who. Each with a control that must go wrong without the guard.


def racing(database: Database, *steps: Callable[[Any], Awaitable[Done | Refused]]) -> Awaitable[list[Done | Refused]]:
    def job(step: Callable[[Any], Awaitable[Done | Refused]]) -> Job[Done | Refused]:
        return lambda db: db.transact(step)

    return asyncio.to_thread(in_threads, database.url, [job(step) for step in steps])


async def test_two_who_hand_a_case_on_at_once_hand_it_to_one(database: Database) -> None:
    names = [f"客服{n}" for n in range(6)]
    await staff(database, "小李", *names)
    case_id = await asks(database, "m1")
    await takes(database, case_id, "小李")

    def to(name: str) -> Callable[[Any], Awaitable[Done | Refused]]:
        return lambda s: transfer(s, NoQueue(), case_id, "小李", at(2), to_staff=name)

    results = await racing(database, *(to(name) for name in names))

    holder = (await case(database, case_id)).staff
    # On SQLite they come one after the other, and a case may well be handed on once more: the last one has it.
    done = [name for name, result in zip(names, results, strict=True) if isinstance(result, Done)]
    assert holder in done
    assert len(await events(database, "m1")) == 2 + len(done)
    if not database.is_sqlite:
        assert {result.reason for result in results if isinstance(result, Refused)} <= {"taken"}


async def test_ending_and_handing_on_at_once_leave_nothing_between(database: Database) -> None:
    await staff(database, "小李", "小张")
    case_id = await asks(database, "m1")
    await takes(database, case_id, "小李")

    ended, handed, given = await racing(
        database,
        lambda s: end(s, NoQueue(), case_id, "小李", at(2), "resolved"),
        lambda s: transfer(s, NoQueue(), case_id, "小李", at(2), to_staff="小张"),
        lambda s: release(s, case_id, "小李", at(2)),
    )

    assert isinstance(ended, Done)  # from whatever hands
    assert {type(handed), type(given)} <= {Done, Refused}
    assert await states(database) == ["ended"]
    assert await owner(database, "m1") == "bot"


@pytest.mark.parametrize("guarded", [True, False])
async def test_taking_at_once_never_passes_the_capacity(
    database: Database, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control looks at the number without holding the row: on PostgreSQL it must pass the limit."""
    await do(database, lambda s: set_capacity(s, "小李", 1, at(0)))
    members = ["m1", "m2", "m3"]
    numbers = [await asks(database, member_id) for member_id in members]
    if not guarded:
        meeting = Meeting(len(numbers), database)

        async def unheld(session: Any, name: str, **more: Any) -> bool:
            free = (await own_presence(session, name)).open_cases < 1
            await meeting.all_here()
            return free

        async def unseen(*args: Any, **more: Any) -> None:
            """Holds nothing either."""

        monkeypatch.setattr("union.handoff.taking.has_room", unheld)
        monkeypatch.setattr("union.handoff.taking.seen", unseen)

    results = await racing(
        database,
        *((lambda s, n=n: take(s, n, "小李", at(1))) for n in numbers),
    )

    taken = sum(isinstance(result, Done) for result in results)
    if guarded or database.is_sqlite:  # SQLite has one writer: its transaction is guard enough
        assert taken == 1
    else:
        assert taken > 1


@pytest.mark.parametrize("guarded", [True, False])
async def test_two_take_one_case_and_the_control_gives_it_to_both(
    database: Database, guarded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id = await asks(database, "m1")
    if not guarded:
        meeting = Meeting(4, database)

        async def blindly(session: Any, number: int, expected: Any, *more: Any, **values: Any) -> bool:
            await meeting.all_here()
            await session.execute(update(HandoffCase).where(HandoffCase.id == number).values(**values))
            return True

        monkeypatch.setattr("union.handoff.taking.move", blindly)

    results = await racing(
        database,
        *((lambda s, n=n: take(s, case_id, f"客服{n}", at(1))) for n in range(4)),
    )

    taken = sum(isinstance(result, Done) for result in results)
    assert taken == 1 if guarded or database.is_sqlite else taken > 1


async def test_a_picture_that_is_none_takes_nothing(database: Database) -> None:
    case_id = await asks(database, "m1")
    await is_seen(database, "小李")
    refused = await do(database, lambda s: answer_picture(s, NoQueue(), case_id, "小李", b"%PDF", at(1), "k"))
    assert refused == Refused("no_picture")
    assert await states(database) == ["waiting"]
