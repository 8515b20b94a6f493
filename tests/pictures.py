"""Pictures for tests, made here: no file of anybody's."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

MAKER = "Secret Phone of Wang"
ORIENTATION, MAKE, GPS = 0x0112, 0x010F, 0x8825


def picture(width: int = 40, height: int = 30, *, kind: str = "JPEG", mode: str = "RGB", **options: Any) -> bytes:
    """A picture in one colour, as a file."""
    file = BytesIO()
    Image.new(mode, (width, height)).save(file, kind, **options)
    return file.getvalue()


def telling_picture(orientation: int = 6) -> bytes:
    """A photo, 40 x 30, whose metadata tell the phone, the place and which side is up."""
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = orientation, MAKER
    exif.get_ifd(GPS)[1] = "N"
    return picture(exif=exif, comment=MAKER.encode())


def bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A PNG of some bytes that claims to unfold to gigabytes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + _chunk(b"IEND")


def _chunk(kind: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
