"""The current knowledge in a process: takes up a new version by itself, without training or restart."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from base.database import Database
from base.logging import get_logger
from knowledge.content import Content
from knowledge.guides import Guide
from knowledge.loader import load_hotlines
from knowledge.rights import variable
from knowledge.rights_search import RightsIndex
from knowledge.search import Index
from knowledge.store import current_version, load_current

HOTLINES = Path(__file__).with_name("hotlines.yml")
POLL_SECONDS = 2.0  # a change is to be live everywhere within five

log = get_logger("knowledge")


@dataclass(frozen=True)
class Version:
    """One version, ready to be searched."""

    number: int
    index: Index
    rights: RightsIndex
    hotlines: dict[str, str]  # response variable -> number
    guides: dict[str, Guide]  # the union's own answers, by id
    content: Content

    @classmethod
    def of(cls, number: int, content: Content) -> "Version":
        # Help must have its numbers even before anything was imported.
        hotlines = content.hotlines or load_hotlines(HOTLINES)[0]
        numbers = {variable(hotline): hotline.number for hotline in hotlines}
        guides = {guide.id: guide for guide in content.guides}
        return cls(number, Index(content.found()), RightsIndex(content.rights), numbers, guides, content)


class LiveKnowledge:
    """The newest version; always whole: a new one replaces it at once."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._following: asyncio.Task[None] | None = None
        self._version = Version.of(0, Content())

    @property
    def index(self) -> Index:
        """Search over programs."""
        return self._version.index

    @property
    def rights(self) -> RightsIndex:
        """Search over labour rights."""
        return self._version.rights

    @property
    def hotlines(self) -> dict[str, str]:
        """Numbers to call, by response variable (hotline_union)."""
        return self._version.hotlines

    @property
    def guides(self) -> dict[str, Guide]:
        """The union's own answers, by id; found by `index` too."""
        return self._version.guides

    @property
    def current(self) -> Version:
        """All of it, as of one version."""
        return self._version

    @property
    def version(self) -> int:
        return self._version.number

    async def refresh(self) -> None:
        """Take up the newest version, if it is another than the one at hand."""
        async with self._database.read() as session:
            if await current_version(session) == self.version:
                return
            number, content = await load_current(session)
        # Built in a thread: members' turns go on meanwhile, answered from the old index.
        self._version = await asyncio.to_thread(Version.of, number, content)
        log.info("knowledge_taken_up", version=number, programs=len(content.programs), rights=len(content.rights))

    def follow(self) -> None:
        """Go on refreshing in the background until `close`."""
        self._following = asyncio.create_task(self._follow())

    async def close(self) -> None:
        if self._following is not None:
            self._following.cancel()
            with suppress(asyncio.CancelledError):
                await self._following

    async def _follow(self) -> None:
        while True:
            await asyncio.sleep(POLL_SECONDS)
            try:
                await self.refresh()
            except (DBAPIError, OSError) as error:  # the database is away: the old facts serve on
                log.warning("knowledge_not_refreshed", error=type(error).__name__)
