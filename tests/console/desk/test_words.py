"""Hours and groups between what is typed and what is kept."""

from datetime import time

import pytest

from console.desk.words import read_spans, spans, wanted_group
from union.handoff.groups import Wanted
from union.handoff.hours import Hours


def test_hours_are_read_as_people_write_them() -> None:
    wanted = [Hours(0, time(9), time(11, 30)), Hours(0, time(13, 30), time(17))]
    for text in ("09:00-11:30、13:30-17:00", "9：00 — 11：30，13:30~17:00", "9:00到11:30; 13:30至17:00"):
        assert read_spans(text, 0) == wanted
    assert spans(wanted, 0) == "09:00-11:30、13:30-17:00" and spans(wanted, 1) == ""
    assert read_spans("", 3) == []


@pytest.mark.parametrize("text", ["全天", "9:00", "25:00-26:00", "9:00-11:70", "9:00-11:30 下午", "9-11"])
def test_what_is_no_time_is_told(text: str) -> None:
    assert read_spans(text, 0) is None


def test_a_group_is_read_from_its_fields() -> None:
    answers = {"name": "法律", "topics": "欠薪、工伤 合同", "union": "", "staff": "小王\n小李", "remind": "5"}
    answers |= {"escalate": "10", "next": "3", "fallback": ""}
    wanted = Wanted("法律", ("欠薪", "工伤", "合同"), None, 3, 5, 10, False, ("小王", "小李"), 7)
    assert wanted_group(answers, 7) == wanted
    assert isinstance(wanted_group(answers | {"remind": "很快"}, 7), str)
