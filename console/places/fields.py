"""The form of a place: its fields, and what they come to as a row of a file."""

from collections.abc import Mapping, Sequence

from console.parts.fields import MANY, Answers, Field
from union.places.hours import in_words
from union.places.kinds import SEPARATOR, words
from union.places.models import Place
from union.places.usual import DAYS, HOLIDAYS, Usual, usual
from union.staff.scope import Scope

OWN = "例：Mo-Fr 08:30-12:00,13:30-17:30; PH off"


def sections(one: Place | None, scope: Scope, month: str) -> Mapping[str, Sequence[Field]]:
    """By heading; filled with what is known, a new one with the clerk's own area and this month."""
    hours = usual(one.hours) if one else Usual("Mo-Fr", "08:30", "17:30")
    known = set(words().facilities)
    has = [name for name in (one.facilities if one else "").split(SEPARATOR) if name]
    return {
        "是什么": [
            Field("kind", "种类", "choice", words().names, value=one.kind if one else "station"),
            Field("name", "名称", longest=64, value=one.name if one else ""),
            Field("phone", "电话", longest=32, hint="场所自己的，会员能看到", value=one.phone if one else ""),
            Field(
                "facilities",
                "设施",
                "many",
                {name: name for name in words().facilities},
                value=MANY.join(name for name in has if name in known),
            ),
            Field(
                "more",
                "别的设施",
                longest=100,
                hint="用顿号分开",
                value=SEPARATOR.join(name for name in has if name not in known),
            ),
        ],
        "在哪里": [
            Field("address", "地址", longest=200, value=one.address if one else ""),
            Field("city", "市", longest=32, hint="如 杭州市", value=one.city if one else scope.city),
            Field("district", "区县", longest=32, hint="如 上城区", value=one.district if one else scope.district),
            Field("town", "街道（乡镇）", longest=32, value=one.town if one else ""),
            Field("latitude", "纬度", longest=20, value=str(one.latitude) if one else ""),
            Field("longitude", "经度", longest=20, value=str(one.longitude) if one else ""),
        ],
        "什么时候开": [
            Field("days", "哪些天", "choice", DAYS, value=hours.days),
            Field("opens", "几点开门", "time", value=hours.opens),
            Field("closes", "几点关门", "time", value=hours.closes),
            Field("holidays", "节假日", "choice", HOLIDAYS, value=hours.holidays),
            Field("own", "自己写", "long", longest=255, hint=OWN, value=hours.own),
            Field(
                "hours_text",
                "给会员看的说法（可不填）",
                longest=100,
                hint="不填就按上面的写",
                value=_own_words(one),
            ),
        ],
        "从哪里知道的": [
            Field("source", "来源", longest=200, hint="如 上城区总工会", value=one.source if one else ""),
            Field("as_of", "截至", longest=10, hint="什么时候核实的，如 2026-11", value=one.as_of if one else month),
        ],
    }


def cells(answers: Answers) -> dict[str, str]:
    """As a row of a file has them, by its columns."""
    named = {
        "kind": "类型",
        "name": "名称",
        "address": "地址",
        "city": "市",
        "district": "区县",
        "town": "街道",
        "latitude": "纬度",
        "longitude": "经度",
        "hours_text": "开放时间说明",
        "phone": "电话",
        "source": "来源",
        "as_of": "截至",
    }
    facilities = [*answers["facilities"].split(MANY), answers["more"]]
    row = {column: answers[name] for name, column in named.items()}
    return row | {"开放时间": hours_in(answers), "设施": SEPARATOR.join(filter(None, facilities))}


def hours_in(answers: Answers) -> str:
    """The hours as they will be kept."""
    known = {name: answers[name] for name in ("days", "opens", "closes", "holidays")}
    return Usual(**known, own=answers["own"]).written()


def _own_words(one: Place | None) -> str:
    """What somebody wrote for people; not what was made from the hours, which would outlive a change of them."""
    return one.hours_text if one and one.hours_text != in_words(one.hours)[:100] else ""
