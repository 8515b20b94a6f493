"""A booking's code as a QR picture."""

from functools import lru_cache
from io import BytesIO

import segno

_SCALE = 12  # pixels a module: some 400 in all, sharp on a phone and quick to send
_BORDER = 4  # modules of white that scanners need


@lru_cache(256)
def qr_picture(code: str) -> bytes:
    """PNG. The code alone: no name, no phone, no address that could be followed."""
    out = BytesIO()
    segno.make_qr(code, error="m").save(out, kind="png", scale=_SCALE, border=_BORDER)
    return out.getvalue()
