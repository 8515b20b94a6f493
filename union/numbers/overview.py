"""All numbers of a period at once, and as tables to take away."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from union.numbers.desk import Desk, desk
from union.numbers.gatherings import Gathering, gatherings
from union.numbers.legal import Legal, legal
from union.numbers.measures import measures
from union.numbers.period import Period
from union.numbers.talks import QUESTIONS, Talks, talks
from union.numbers.words import OUTCOMES, minutes, percent, stars
from union.staff.scope import Scope

Table = list[list[object]]


@dataclass(frozen=True)
class Overview:
    """What the page shows."""

    period: Period
    talks: Talks
    desk: Desk
    gatherings: list[Gathering]
    legal: Legal

    def values(self) -> dict[str, str]:
        """The single numbers by the ids of measures.yml, as they are read; "—" where there is nothing to tell."""
        asked, desk, signed_up = self.talks, self.desk, sum(one.signed_up for one in self.gatherings)
        came, away = (sum(getattr(one, name) for one in self.gatherings) for name in ("came", "no_show"))
        return {
            "visits": str(asked.visits),
            "messages": str(asked.messages),
            "questions": str(asked.questions),
            "answered": percent(asked.outcomes.get("answered", 0), asked.questions),
            "missed": str(asked.outcomes.get("not_found", 0)),
            "alone": percent(max(asked.visits - desk.visits, 0), asked.visits),
            "cases": str(desk.cases),
            "half": minutes(desk.half),
            "most": minutes(desk.most),
            "marks": stars(desk.mean_mark, desk.marks.total()),
            "signed_up": str(signed_up),
            "came": percent(came, came + away),
            "legal": str(self.legal.cells.total()),
        }


async def overview(session: AsyncSession, period: Period, scope: Scope) -> Overview:
    """Read everything of a period."""
    return Overview(
        period=period,
        talks=await talks(session, period, scope),
        desk=await desk(session, period, scope),
        gatherings=await gatherings(session, period, scope),
        legal=await legal(session, period, scope),
    )


def tables(shown: Overview, names: Mapping[str, str]) -> dict[str, Table]:
    """The sheets of the export. `names`: what intents and entries are called."""
    single: Table = [[one.name, shown.values()[key], one.unit, one.words] for key, one in measures().items()]
    period = f"{shown.period.first} 至 {shown.period.last}"
    steps: Table = [[step, *(row[outcome] for outcome in QUESTIONS)] for step, row in shown.talks.by_step.items()]
    kinds: Table = [
        [one.kind, one.sessions, one.signed_up, one.came, one.no_show, one.cancelled, stars(one.stars, one.ratings)]
        for one in shown.gatherings
    ]
    return {
        "数字": [[f"统计时间：{period}"], ["名称", "数值", "单位", "怎么算的"], *single],
        "咨询": [["时间", *(OUTCOMES[outcome] for outcome in QUESTIONS)], *steps],
        "来做什么": [["事项", "次数"], *([names.get(key, key), count] for key, count in shown.talks.intents)],
        "答得最多": [["条目", "次数"], *([names.get(key, key), count] for key, count in shown.talks.answered)],
        "转人工": [["时间", "次数"], *(list(pair) for pair in shown.desk.by_step.items())],
        "活动": [["类别", "场次", "报名", "到场", "爽约", "取消", "评分"], *kinds],
        "法律咨询": [
            ["月份", "区县", "主题", "次数"],
            *([*cell, count] for cell, count in sorted(shown.legal.cells.items())),
        ],
    }
