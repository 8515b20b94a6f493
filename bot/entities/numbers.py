"""Numbers as people write them: 3, 三, 两, 俩, 二十一, 一百零五."""

from functools import lru_cache

import cn2an

NUMBER = r"(?:\d{1,4}|[零〇一二两俩仨三四五六七八九十廿百]{1,6})"  # inside other patterns

_ALONE = {"俩": 2, "仨": 3, "〇": 0}


@lru_cache(maxsize=512)
def to_int(written: str) -> int | None:
    """The number, or None if it is none (十百)."""
    if written.isdecimal():
        return int(written)
    if written in _ALONE:
        return _ALONE[written]
    try:
        return int(cn2an.cn2an(written, "smart"))
    except ValueError:
        return None
