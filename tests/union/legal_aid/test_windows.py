"""Setting windows up."""

from datetime import time

import pytest

from base.database import Database
from tests.conftest import WEDNESDAY
from tests.union.conftest import add_rows, legal_window
from tests.union.legal_aid.helpers import free
from union.legal_aid import service
from union.legal_aid.models import Lawyer, LegalWindow
from union.legal_aid.service import NewShift, NewWindow, Refused

HEART = NewWindow("heart", "心灵驿站", "湖州市", "三楼", service="counselling", ways="both")


async def test_a_window_is_set_up_without_code(database: Database) -> None:
    window = await database.transact(lambda s: service.add_window(s, HEART))
    lawyer = await database.transact(lambda s: service.add_lawyer(s, "zhao", "heart", "赵老师", staff="赵"))
    await database.transact(lambda s: service.add_shift(s, "zhao", NewShift(time(14), time(15), weekday=2)))

    assert isinstance(window, LegalWindow)
    assert window.privacy == "private"
    assert isinstance(lawyer, Lawyer)
    found = await free(database, days=1, service="counselling")
    assert [(slot.lawyer_name, slot.place, slot.ways) for slot in found] == [
        ("赵老师", "三楼", ("window", "telephone"))
    ] * 2
    assert await free(database, days=1) == []


@pytest.mark.parametrize(
    "new",
    [
        NewWindow("x", "x", "x", "x", service="mediation"),
        NewWindow("x", "x", "x", "x", level="town"),
        NewWindow("x", "x", "x", "x", slot_minutes=1),
    ],
)
async def test_a_window_that_cannot_be_is_refused(database: Database, new: NewWindow) -> None:
    assert await database.transact(lambda s: service.add_window(s, new)) == Refused("bad_window")


async def test_an_account_is_one_lawyers(database: Database) -> None:
    await add_rows(database, *legal_window())

    assert await database.transact(lambda s: service.link_account(s, "wang", "王")) is None
    assert await database.transact(lambda s: service.link_account(s, "li", "王")) == Refused("taken")
    assert await database.transact(lambda s: service.add_lawyer(s, "wang", "window", "王")) == Refused("already_there")
    assert await database.transact(lambda s: service.add_lawyer(s, "x", "nowhere", "王")) == Refused("unknown")
    assert await database.transact(lambda s: service.link_account(s, "wang", None)) is None
    async with database.read() as session:
        assert await service.leaves(session, WEDNESDAY) == []
