"""Opening hours as clerks fill them in: on which days, from when to when, and what holds on holidays. Pure.

Two ways of writing the same: hours.py reads OpenStreetMap's; what is not as simple as this stays in that.
"""

import re
from dataclasses import dataclass

DAYS = {
    "": "不清楚",
    "24/7": "全天 24 小时",
    "Mo-Su": "每天",
    "Mo-Fr": "周一至周五",
    "Mo-Sa": "周一至周六",
    "own": "其他（自己写）",
}
HOLIDAYS = {"off": "节假日休息", "open": "节假日照常"}
_SIMPLE = re.compile(r"(Mo-Su|Mo-Fr|Mo-Sa)(,PH)? (\d\d:\d\d)-(\d\d:\d\d)(; PH off)?")


@dataclass(frozen=True)
class Usual:
    """`days`: a key of DAYS; `opens`, `closes`: 09:00; `holidays`: a key of HOLIDAYS; `own`: OpenStreetMap's way."""

    days: str
    opens: str = ""
    closes: str = ""
    holidays: str = "off"
    own: str = ""

    def written(self) -> str:
        """As OpenStreetMap writes it; empty where nothing is known."""
        if self.days in ("", "24/7"):
            return self.days
        if self.days == "own":
            return self.own
        every = ",PH" if self.holidays == "open" else ""
        return f"{self.days}{every} {self.opens}-{self.closes}" + ("" if every else "; PH off")


def usual(text: str) -> Usual:
    """What the hours are in these terms."""
    if text in ("", "24/7"):
        return Usual(text)
    found = _SIMPLE.fullmatch(text)
    # Without either word a holiday is a day like any other; a field for a time of day knows no 24:00.
    if found is None or bool(found[2]) == bool(found[5]) or found[4] > "23:59":
        return Usual("own", own=text)
    return Usual(found[1], found[3], found[4], "open" if found[2] else "off")
