"""The forms of an event and of a session: what is asked, in sections."""

from collections.abc import Mapping, Sequence

from console.events.choices import areas
from console.parts.fields import Field
from union.events.entering.event_form import LONGEST_DESCRIPTION, WAYS
from union.events.entering.rules_form import GENDERS, HOLDS, ONCE_PER, TIES
from union.events.entering.session_form import GROUPS
from union.events.kinds import KINDS
from union.events.models import Event

Sections = dict[str, Sequence[Field]]
WHEN_WHERE = "什么时候、在哪里"


def event_sections(holders: Mapping[str, str], event: Event | None = None) -> Sections:
    """What is asked of an event; of a new one, of its first session too."""
    first = event is None
    is_fixed = event is not None and event.status != "draft"
    place = [
        Field("city", "城市", "choice", {name: name for name in areas()}),
        Field("district", "区县（空着表示全市）", "choice"),
        Field("place", "地点", longest=100, hint="写到门牌和楼层，会员照着找"),
    ]
    return {
        "是什么": _what(holders, event, is_fixed=is_fixed),
        WHEN_WHERE: [*place, *(session_times() if first else ())],
        **({"有多少名额": session_places()} if first else {}),
        "怎么报名": _sign_up(is_fixed=is_fixed),
        "谁能来": _who(event),
        "规则（一般不用改）": _policy(),
        "疗休养和优先（别的活动不用填）": _excursion(),
    }


def session_times() -> list[Field]:
    return [
        Field("starts_at", "开始", "moment"),
        Field("ends_at", "结束", "moment"),
        Field("session_title", "场次名称（只有一场就不用填）", longest=64),
    ]


def session_places() -> list[Field]:
    """How many places there are, in all and for some."""
    groups = [Field(who, f"其中：{name}", "number", hint="不限就空着") for who, name in GROUPS.items()]
    return [
        Field("total", "一共有多少名额", "number"),
        *groups,
        Field("by_district", "其中：按区县", "long", hint="一行一个，例如：上城区 20"),
        Field("by_union", "其中：按工会", "long", longest=1000, hint="一行一个，例如：湖滨街道总工会 20"),
        Field("min_group", "满多少人成团", "number", hint="不满就自动取消；不需要就空着"),
        Field("group_deadline", "到什么时候要满", "moment"),
    ]


def session_sections(*, is_new: bool) -> Sections:
    """What is asked of one session; its places are changed one by one later."""
    own = [
        Field("session_place", "地点（和活动不同才填）", longest=100),
        Field("session_opens", "报名开始（和活动不同才填）", "moment"),
        Field("session_closes", "报名截止（和活动不同才填）", "moment"),
    ]
    places = session_places()
    group = [one for one in places if one.name in ("min_group", "group_deadline")]
    return {
        "什么时候": [*session_times(), *own],
        **({"有多少名额": places} if is_new else {"成团": group}),
    }


def _what(holders: Mapping[str, str], event: Event | None, *, is_fixed: bool) -> list[Field]:
    kinds = [event.kind] if event is not None and is_fixed else [*KINDS, *([event.kind] if event else [])]
    fields = [
        Field("title", "活动名称", longest=100),
        Field("kind", "类型" + ("（发布后不能改）" if is_fixed else ""), "choice", {kind: kind for kind in kinds}),
        Field("description", "介绍", "long", longest=LONGEST_DESCRIPTION),
        Field("organiser", "主办单位", longest=100),
    ]
    if holders:
        fields.append(Field("holder", "由哪个工会管理", "choice", holders, hint="这个工会和它上级的同事能看到和处理"))
    return fields


def _sign_up(*, is_fixed: bool) -> list[Field]:
    return [
        Field("sign_up_opens", "报名开始", "moment"),
        Field("sign_up_closes", "报名截止", "moment"),
        Field("way", "怎么得到名额" + ("（发布后不能改）" if is_fixed else ""), "choice", WAYS),
        Field("places_per_member", "每人最多几个名额", "number"),
        Field("once_per", "能报几次", "choice", ONCE_PER),
        Field("cycle_years", "选“几年一次”时：几年", "number"),
        Field("companions", "要填同行人的姓名", "switch"),
    ]


def _who(event: Event | None) -> list[Field]:
    named = [district for names in areas().values() for district in names]
    kept = event.rules.districts if event is not None else ()
    return [
        Field("members_only", "仅限会员（要先绑定）", "switch"),
        Field("single_only", "仅限单身", "switch"),
        Field("gender", "男女", "choice", {"": "男女都可以", **GENDERS}),
        Field("min_age", "最小年龄", "number", hint="不限就空着"),
        Field("max_age", "最大年龄", "number", hint="不限就空着"),
        Field("districts", "只给这些区县（不限就空着）", "many", {one: one for one in dict.fromkeys([*named, *kept])}),
        Field("unions", "只给这些工会的会员（不限就空着）", "long", longest=1000, hint="一行一个，写工会的全名"),
        Field("frontline_first_hours", "一线职工先报几小时", "number"),
    ]


def _policy() -> list[Field]:
    return [
        Field("cancel_hours", "活动前几小时之内不能取消", "number", hint="0：开始前都能取消"),
        Field("late_cancel_counts", "之后仍可取消，但算一次未到场", "switch"),
        Field("waitlist", "报满后可以候补", "switch"),
        Field("offer_hours", "候补到号后几小时内答复", "number", hint="0：有名额就直接报上"),
        Field("hold", "会员填表时先保留名额", "choice", HOLDS),
        Field("hold_minutes", "保留几分钟", "number"),
        Field("confirm_hours", "中签后几小时内确认", "number"),
        Field("draw_minutes", "公布名单后几分钟抽签", "number"),
        Field("group_warn_days", "成团截止前几天提醒", "number"),
        Field("no_shows", "几次未到场后限制报名", "number", hint="0：不限制"),
        Field("no_show_days", "在多少天内", "number"),
        Field("bar_days", "限制多少天", "number"),
        Field("bar_all_kinds", "所有活动都限制（不只这一类）", "switch"),
    ]


def _excursion() -> list[Field]:
    return [
        Field("days", "占用几天疗休养额度", "number"),
        Field("yuan", "每人价格（元）", "number"),
        Field("yuan_per_day", "工会每天最多补（元）", "number"),
        Field("companion_yuan", "家属每人（元）", "number"),
        Field("priority_first_hours", "优先的人先报几小时", "number"),
        Field("first_frontline", "优先分：一线职工", "number", hint="分数高的排在前面，0 不算"),
        Field("first_model_worker", "优先分：劳模", "number"),
        Field("first_injured_at_work", "优先分：工伤职工", "number"),
        Field("first_retiring", "优先分：即将退休", "number"),
        Field("ties", "抽签时分数一样怎么排", "choice", TIES),
    ]
