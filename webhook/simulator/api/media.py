"""Temporary media: uploaded by the account or sent by members, for three days."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from base.clock import Clock

MEGABYTE = 1024 * 1024

# Per type: the most bytes, the errcode for more, and how its files may begin (empty: anything).
KINDS: dict[str, tuple[int, int, tuple[bytes, ...]]] = {
    "image": (10 * MEGABYTE, 40009, (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM")),
    "voice": (2 * MEGABYTE, 40010, (b"#!AMR", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
    "video": (10 * MEGABYTE, 40011, ()),
    "thumb": (64 * 1024, 40012, (b"\xff\xd8\xff",)),
}


@dataclass(frozen=True)
class Medium:
    """One file at the platform. `kind`: image, voice, video or thumb."""

    kind: str
    content: bytes
    mime: str
    until: datetime


class MediaStore:
    """One account's temporary media."""

    def __init__(self, clock: Clock, lifetime: timedelta) -> None:
        self._clock = clock
        self._lifetime = lifetime
        self._media: dict[str, Medium] = {}
        self.uploads = 0

    def add(self, kind: str, content: bytes, mime: str) -> str:
        """Keep a file (also one that a member sends); its media_id."""
        media_id = secrets.token_urlsafe(48)
        self._media[media_id] = Medium(kind, content, mime, self._clock.now() + self._lifetime)
        return media_id

    def upload(self, kind: str, content: bytes, mime: str) -> str | int:
        """The media_id, or an errcode for a file that is not taken."""
        if kind not in KINDS:
            return 40004
        most, too_big, beginnings = KINDS[kind]
        if not content:
            return 44001
        if len(content) > most:
            return too_big
        if beginnings and not content.startswith(beginnings):
            return 40005
        self.uploads += 1
        return self.add(kind, content, mime)

    def get(self, media_id: str) -> Medium | None:
        """The file; None when there is none or its days are over."""
        medium = self._media.get(media_id)
        return medium if medium and self._clock.now() < medium.until else None

    def forget(self, media_id: str) -> None:
        """Lose a file before its time, as the platform may."""
        self._media.pop(media_id, None)
