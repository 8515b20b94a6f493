"""Pictures of members: downloaded at once by their media id, checked, kept. The platform forgets them in three days.

The row that awaits a picture was written with its message, so whoever takes up a dead process's work finds it; the
first result counts. No transaction is open while the network or the decoder works.
"""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from base.clock import Clock
from base.database import Database
from base.logging import get_logger
from union.attachments import arrival
from union.attachments.arrival import Awaited
from union.attachments.picture import Picture, Trouble, clean_picture
from webhook.platform.errors import FileTooBigError, MediaError, PlatformCallError, PlatformError, UnreachableError

Download = Callable[[str, str, int], Awaitable[bytes]]  # (appid, media_id, most bytes); raises PlatformCallError

SECONDS = 30.0  # of one download, over all tries
TRIES = 2
PAUSE = 0.5
EXPIRED = frozenset({40007})  # the platform does not know this media id, or no longer
DOWNLOADS_AT_ONCE = 16
DECODED_AT_ONCE = 1  # each may take 100 MB for a moment, and a core

log = get_logger("pictures")


async def no_platform(appid: str, media_id: str, most: int) -> bytes:
    """Where no platform was plugged in.

    Raises:
        UnreachableError: always.
    """
    raise UnreachableError("no platform")


class Pictures:
    """The downloads of one process. `most`: bytes of a picture."""

    def __init__(self, database: Database, clock: Clock, most: int, download: Download) -> None:
        self._database = database
        self._clock = clock
        self._most = most
        self._download = download
        self._downloads = asyncio.Semaphore(DOWNLOADS_AT_ONCE)
        self._decoding = asyncio.Semaphore(DECODED_AT_ONCE)

    async def bring(self, key: str) -> None:
        """Have the picture of this message, or know why not. A message that awaits none is left alone."""
        one = await self._database.query(lambda c: arrival.awaited(c, key))
        if one is not None:
            await self._bring(one)

    async def sweep(self) -> list[str]:
        """Bring what dead processes left; the members whose pictures they are."""
        now = self._clock.now()
        left = await self._database.query(lambda c: arrival.overdue(c, now))
        for one in left:
            await self._bring(one)
        return [one.member_id for one in left]

    async def _bring(self, one: Awaited) -> None:
        result = await self._get(one)
        if not isinstance(result, Picture):
            log.info("not_kept", reason=result)
        await self._database.write(partial(arrival.settle, one=one, result=result))

    async def _get(self, one: Awaited) -> Picture | Trouble:
        try:
            async with self._downloads, asyncio.timeout(SECONDS):
                data = await self._try(one)
        except TimeoutError:
            return "unreachable"
        except FileTooBigError:
            return "too_big"
        except MediaError:
            return "no_picture"
        except PlatformError as error:
            return "expired" if error.code in EXPIRED else "unreachable"
        except PlatformCallError:
            return "unreachable"
        async with self._decoding:
            return await asyncio.to_thread(clean_picture, data)

    async def _try(self, one: Awaited) -> bytes:
        for _ in range(TRIES - 1):
            try:
                return await self._download(one.account, one.media_id, self._most)
            except UnreachableError:
                await asyncio.sleep(PAUSE)
        return await self._download(one.account, one.media_id, self._most)
