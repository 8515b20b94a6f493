"""The fields of a window, and what was typed in them."""

from collections.abc import Sequence

from console.parts.fields import Answers, Field
from console.windows.words import WAYS, number_of
from union.legal_aid.services import LEVEL_NAMES, NAMES
from union.legal_aid.window_rules import WindowForm
from union.staff.scope import Scope

NO_LEVEL = "-"


def fields(form: WindowForm, *, is_new: bool) -> list[Field]:
    """Empty ones for a new window; of one that is there all but service and level."""
    first = [
        Field("service", "服务", "choice", dict(NAMES), value=form.service),
        Field("level", "调解级别（别的服务选“不分级”）", "choice", {NO_LEVEL: "不分级", **LEVEL_NAMES}, value=NO_LEVEL),
    ]
    return [*(first if is_new else []), *_where(form), *_how(form)]


def _where(form: WindowForm) -> Sequence[Field]:
    return [
        Field("name", "名称", longest=100, value=form.name),
        Field("place", "地点", longest=100, hint="会员看到的地址，写到门牌和楼层", value=form.place),
        Field("city", "城市", longest=16, hint="如 杭州市", value=form.city),
        Field("district", "区县（可不填）", longest=16, hint="不填：全市", value=form.district),
        Field(
            "areas",
            "服务的街道或单位（可不填）",
            longest=400,
            hint="用顿号隔开；不填：范围内所有人",
            value="、".join(form.areas),
        ),
    ]


def _how(form: WindowForm) -> Sequence[Field]:
    return [
        Field("ways", "怎么谈", "choice", WAYS, value=form.ways),
        Field("phone", "电话（可不填）", longest=40, hint="电话咨询时会员看到的号码", value=form.phone),
        Field("slot_minutes", "一场多少分钟", "number", longest=3, value=str(form.slot_minutes)),
        Field("max_changes", "会员最多改几次时间", "number", longest=2, value=str(form.max_changes)),
        Field("offer_hours", "空位为会员保留几小时", "number", longest=2, value=str(form.offer_hours)),
    ]


def values(form: WindowForm) -> Answers:
    """As the fields of a window that is there show it."""
    return {one.name: one.value for one in fields(form, is_new=False)}


def read(answers: Answers, before: WindowForm) -> WindowForm:
    """What was entered; `before` says what is not asked any more."""
    level = answers.get("level", before.level)
    areas = answers["areas"].replace("，", "、").replace(",", "、").split("、")
    return WindowForm(
        name=answers["name"],
        city=answers["city"],
        place=answers["place"],
        district=answers["district"],
        service=answers.get("service", before.service),
        level="" if level == NO_LEVEL else level,
        areas=tuple(dict.fromkeys(one.strip() for one in areas if one.strip())),
        phone=answers["phone"],
        ways=answers["ways"],
        slot_minutes=number_of(answers, "slot_minutes"),
        max_changes=number_of(answers, "max_changes"),
        offer_hours=number_of(answers, "offer_hours"),
    )


def empty(scope: Scope) -> WindowForm:
    """What a new one begins with: the clerk's own area."""
    return WindowForm("", scope.city, "", scope.district)
