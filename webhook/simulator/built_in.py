"""Files that come with the simulator: pictures a member may send, a recording, a video."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

STATIC = Path(__file__).with_name("static")
PREFIX = "builtin-"
MAX_UPLOAD = 2 * 1024 * 1024  # bytes of a picture that a page sends

# Keeps a file at the platform (kind, content, MIME type) and returns its media_id.
Keep = Callable[[str, bytes, str], str]

# What a picture of each type begins with.
_SIGNATURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}
_SILENCE = b"#!AMR\n" + b"\x7c" * 50  # a second of "no data" frames
_EMPTY_VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x00\x08free"  # a container without a film


def keep_voice(keep: Keep) -> str:
    return keep("voice", _SILENCE, "audio/amr")


def keep_video(keep: Keep) -> str:
    return keep("video", _EMPTY_VIDEO, "video/mp4")


def keep_picture(media_id: str, keep: Keep) -> str:
    """Every picture sent has an id of its own, also a built-in one that is sent twice."""
    picture = built_in_picture(media_id) if media_id.startswith(PREFIX) else None
    return keep("image", picture, "image/png") if picture else media_id


def built_in_picture(media_id: str) -> bytes | None:
    """The built-in picture of this name, as PNG."""
    return _pictures().get(media_id)


def picture_type(data: bytes) -> str | None:
    """The type of a picture by its first bytes: what a browser says of it is not asked."""
    return next((mime for start, mime in _SIGNATURES.items() if data.startswith(start)), None)


@cache
def _pictures() -> dict[str, bytes]:
    files = STATIC.glob("picture-*.png")
    return {file.stem.replace("picture-", PREFIX): file.read_bytes() for file in files}
