"""Entries for tests, made of as little as an entry needs."""

from typing import Any

from knowledge.entries import Program


def entry(**fields: Any) -> dict[str, Any]:
    """An entry as a knowledge file holds it; `fields` replace or add."""
    return {
        "id": "moon-lake-reading-room",
        "name": "月湖职工书房",
        "area": {"city": "宁波市", "district": "海曙区"},
        "kind": "station",
        "facts": {"what": "给职工看书的地方。"},
        "source": "000.txt",
        "published": "2020-01",
        **fields,
    }


def program(**fields: Any) -> Program:
    """The same, as the loader makes it."""
    return Program.model_validate(entry(**fields))


def right(**fields: Any) -> dict[str, Any]:
    """A labour right as a faq file holds it."""
    return {
        "id": "moon-break",
        "title": "月食那天可以休息吗",
        "topic": "加班",
        "questions": ["月食放假吗"],
        "answer": "看当地的规定。",
        "law": [{"name": "月历法", "article": "第一条"}],
        "reviewed": "2026-11",
        **fields,
    }


def hotline(**fields: Any) -> dict[str, Any]:
    """A hotline as hotlines.yml holds it."""
    return {
        "id": "moon",
        "number": "12399",
        "name": "月亮热线",
        "for": "问月亮。",
        "source": "月亮",
        "reviewed": "2026-11",
        **fields,
    }


def guide(**fields: Any) -> dict[str, Any]:
    """An answer of the union's own as a guides file holds it."""
    return {
        "id": "lost-card",
        "title": "工会卡丢了怎么补办",
        "area": {"city": "全省"},
        "questions": ["会员卡掉了去哪补"],
        "answer": "带身份证到所在单位工会登记，十个工作日后领新卡。",
        "source": "市总工会组织部",
        "reviewed": "2026-11",
        **fields,
    }
