"""Pictures and tickets as temporary media: uploaded once for all who get the same, while the platform keeps them."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar
from weakref import WeakValueDictionary

from base.bus import Bus
from base.limits import Limits
from webhook.platform.apis import PlatformApis
from webhook.platform.client import MediaKind
from webhook.platform.errors import MediaError, PlatformError
from webhook.platform.shared import Shared

MARGIN = timedelta(hours=6)  # before the platform's end: what is queued must still find it
LOCK_HOLDS = timedelta(seconds=90)
LOCK_WAITS = timedelta(seconds=70)
BAD_MEDIA_ID = 40007

# Type of a file, the platform's kind, and the ending of the name it gets.
TYPES: dict[str, tuple[MediaKind, str]] = {
    "image/jpeg": ("image", "jpg"),
    "image/png": ("image", "png"),
    "image/gif": ("image", "gif"),
    "image/bmp": ("image", "bmp"),
    "audio/amr": ("voice", "amr"),
    "audio/mpeg": ("voice", "mp3"),
    "video/mp4": ("video", "mp4"),
}
T = TypeVar("T")


class Media:
    """Files by account and content."""

    def __init__(self, apis: PlatformApis, bus: Bus, limits: Limits) -> None:
        self._apis = apis
        self._shared = Shared(bus)
        self._limits = limits
        lifetime = timedelta(days=limits.media_days)
        self._keep = max(lifetime - MARGIN, lifetime / 2)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def upload(self, appid: str, content: bytes, mime: str) -> str:
        """The media_id of this file; two who ask at once upload it once.

        Raises:
            MediaError: the platform takes no such file, or none of this size.
            PlatformError, UnreachableError
        """
        name = _name(appid, content)
        if known := await self._shared.get(name):
            return known
        lock = self._locks.setdefault(name, asyncio.Lock())  # held by those who wait for it, and gone with the last
        async with lock, self._shared.lock(f"{name}:lock", LOCK_HOLDS, LOCK_WAITS):
            if known := await self._shared.get(name):
                return known
            media_id = await self._send(appid, content, mime)
            await self._shared.set(name, media_id, self._keep)
            return media_id

    async def forget(self, appid: str, content: bytes) -> None:
        """Upload it anew the next time: the platform does not know it any more."""
        await self._shared.forget(_name(appid, content))

    async def using(self, appid: str, content: bytes, mime: str, send: Callable[[str], Awaitable[T]]) -> T:
        """Send what carries the file's media_id; once more with a new one when the platform has lost the file."""
        try:
            return await send(await self.upload(appid, content, mime))
        except PlatformError as error:
            if error.code != BAD_MEDIA_ID:
                raise
        await self.forget(appid, content)
        return await send(await self.upload(appid, content, mime))

    async def _send(self, appid: str, content: bytes, mime: str) -> str:
        api = self._apis.of(appid)
        if api is None:
            raise MediaError("公众号已停用")
        if mime not in TYPES:
            raise MediaError("微信平台不收这种文件")
        kind, ending = TYPES[mime]
        if not content or (kind == "image" and len(content) > self._limits.image_bytes):
            raise MediaError("文件太大或为空")
        return await api.upload(kind, f"file.{ending}", content, mime)


def _name(appid: str, content: bytes) -> str:
    return f"wechat:media:{appid}:{hashlib.sha256(content).hexdigest()}"
