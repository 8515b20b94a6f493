"""Points, distances and map links. Degrees in GCJ-02, metres. Pure."""

import math
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

EARTH = 6_371_000.0  # metres
# China with its seas; GCJ-02 means nothing outside of it.
_LATITUDES, _LONGITUDES = (3.8, 53.6), (73.5, 135.1)
_LONGEST_TITLE = 12  # characters; each is nine bytes of a reply

Wrong = Literal["out_of_range", "empty", "abroad"]


@dataclass(frozen=True)
class Point:
    """Degrees: north, east."""

    latitude: float
    longitude: float


def checked(latitude: float, longitude: float) -> Point | Wrong:
    """The point; or why there is none: no such degrees, the (0, 0) of a phone that does not know, or abroad."""
    if not (math.isfinite(latitude) and math.isfinite(longitude) and abs(latitude) <= 90 and abs(longitude) <= 180):
        return "out_of_range"
    if abs(latitude) < 0.01 and abs(longitude) < 0.01:
        return "empty"
    inside = _LATITUDES[0] <= latitude <= _LATITUDES[1] and _LONGITUDES[0] <= longitude <= _LONGITUDES[1]
    return Point(latitude, longitude) if inside else "abroad"


def metres(one: Point, other: Point) -> float:
    """Along the earth's surface (haversine)."""
    north, south = math.radians(one.latitude), math.radians(other.latitude)
    across = math.radians(other.longitude - one.longitude)
    half = math.sin((south - north) / 2) ** 2 + math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * EARTH * math.asin(math.sqrt(half))


def distance_in_words(distance: float) -> str:
    """约 850 米; 约 3.2 公里; 约 46 公里. As exact as a phone's position is."""
    rounded = max(10, round(distance / 10) * 10)
    if rounded < 1000:
        return f"约 {rounded} 米"
    return f"约 {distance / 1000:.1f} 公里" if distance < 9_950 else f"约 {distance / 1000:.0f} 公里"


def map_link(point: Point, title: str) -> str:
    """Tencent's map with a marker there; it opens in WeChat without a key."""
    marker = f"coord:{point.latitude:.6f},{point.longitude:.6f};title:{quote(title[:_LONGEST_TITLE])}"
    return f"https://apis.map.qq.com/uri/v1/marker?marker={marker}&referer=unionbot"
