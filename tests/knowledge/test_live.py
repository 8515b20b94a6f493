"""Every process serves the newest version, and always has the numbers of the hotlines."""

from base.clock import FixedClock
from base.database import Database
from knowledge.content import Content
from knowledge.importing import import_content
from knowledge.live import LiveKnowledge
from knowledge.rights import Hotline
from tests.knowledge.entries import hotline, program


async def test_before_anything_was_imported_the_numbers_are_there(database: Database) -> None:
    live = LiveKnowledge(database)
    await live.refresh()

    assert live.version == 0
    assert live.hotlines["hotline_union"] == "12351"
    assert live.hotlines["hotline_psychology"] == "12356"


async def test_a_new_version_is_taken_up_whole(database: Database, clock: FixedClock, content: Content) -> None:
    live = LiveKnowledge(database)
    await database.transact(lambda session: import_content(session, content, clock.now()))
    await live.refresh()

    assert live.version == 1
    assert live.index.get(content.programs[0].id) == content.programs[0]
    assert live.rights.get(content.rights[0].id) == content.rights[0]


async def test_a_changed_number_is_what_members_hear(database: Database, clock: FixedClock) -> None:
    changed = Content((program(),), (), (Hotline.model_validate(hotline(id="union", number="99999")),))
    live = LiveKnowledge(database)
    await database.transact(lambda session: import_content(session, changed, clock.now()))
    await live.refresh()

    assert live.hotlines == {"hotline_union": "99999"}
