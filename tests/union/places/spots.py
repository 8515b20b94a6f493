"""Places for tests, on a line to the north of a point in Hangzhou: one degree of latitude is 111.19 km."""

from typing import Any

from union.places.geo import Point
from union.places.wish import Spot

HERE = Point(30.25, 120.16)
METRE = 1 / 111_194.93


def spot(number: int, metres: float = 0, **values: Any) -> Spot:
    """A station so many metres to the north of HERE, open by day."""
    defaults = {
        "kind": "station",
        "name": f"测试点{number:02d}",
        "address": f"测试路{number}号",
        "city": "杭州市",
        "district": "上城区",
        "town": "",
        "hours": "Mo-Su,PH 08:00-20:00",
        "hours_text": "每天 8 点到 20 点",
        "phone": "",
        "facilities": "热水",
        "source": "测试",
        "as_of": "2026-11",
    }
    point = {"latitude": HERE.latitude + metres * METRE, "longitude": HERE.longitude}
    return Spot(id=str(number), **{**defaults, **point, **values})
