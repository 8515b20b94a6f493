"""What must not wait for a talk, how an intake is kept, who may read it, whose turn it is. Pure."""

from datetime import time, timedelta

import pytest

from tests.conftest import WEDNESDAY
from union.legal_aid.intake import Intake, needs_staff_now, read_intake
from union.legal_aid.listing import FreeSlot
from union.legal_aid.models import Lawyer, LegalWindow
from union.legal_aid.privacy import Reader, may_read
from union.legal_aid.rota import Shift
from union.legal_aid.rules import check_request, check_way, latest_answer
from union.legal_aid.services import next_level, ways_of
from union.legal_aid.turns import Talks, in_turn
from union.ratings.rules import Said, read_rating


@pytest.mark.parametrize(
    ("intake", "reason"),
    [
        (Intake(people=10), "group"),
        (Intake(people=9), None),
        (Intake(story="昨天工地塌方，有人受伤了"), "emergency"),
        (Intake(story="我被老板打伤了"), "emergency"),
        (Intake(story="他们扣着身份证不让走"), "emergency"),
        (Intake(story="老板跑路了，厂里机器都在往外搬"), "emergency"),
        (Intake(story="工友昏迷，正在抢救"), "emergency"),
        (Intake(story="同事罢工我没参加，也扣我钱"), None),
        (Intake(story="保安把我们关在宿舍"), "emergency"),
        (Intake(story="脚手架倒了，好几个受伤"), "emergency"),
        (Intake(story="公司不让走，说要提前一个月"), None),
        (Intake(story="因为没打卡被打卡机记旷工"), None),
        (Intake(story="被打招呼说不用来了"), None),
        (Intake(story="入职时被要求交身份证复印件"), None),
        (Intake(story="公司有五十个人，只辞退了我"), None),
        (Intake(story="全公司都不交社保"), None),
        (Intake(story="去年手指受伤，一直没认定工伤"), None),
        (Intake(story="三个月没发工资"), None),
        (Intake(story="去年被打伤，现在想问赔偿"), None),
        (Intake(), None),
    ],
)
def test_many_people_or_danger_go_to_staff_at_once(intake: Intake, reason: str | None) -> None:
    assert needs_staff_now(intake) == reason


def test_an_intake_is_kept_without_what_has_columns_of_its_own() -> None:
    intake = Intake(topic="欠薪", story="没发工资", since="8月", people=3, more={"加班": "有"})

    stored = intake.stored()

    assert stored is not None
    assert "没发工资" not in stored
    assert read_intake(stored, "欠薪", "没发工资") == intake
    assert Intake(topic="欠薪", story="x").stored() is None
    assert read_intake(None) == Intake()


@pytest.mark.parametrize(
    ("name", "role", "privacy", "reads"),
    [
        ("赵", "lawyer", "private", True),
        ("赵", "lawyer", "ordinary", True),
        ("钱", "lawyer", "ordinary", False),
        ("小李", "agent", "ordinary", True),
        ("小李", "agent", "private", False),
        ("admin", "admin", "private", False),
        ("admin", "admin", "ordinary", True),
        ("编辑", "editor", "ordinary", False),
    ],
)
def test_what_is_private_is_for_who_gives_the_talk_alone(name: str, role: str, privacy: str, reads: bool) -> None:
    assert may_read(Reader(name, role), privacy, "赵") is reads


def test_without_an_account_of_ones_own_nobody_reads_what_is_private() -> None:
    assert not may_read(Reader("", "lawyer"), "private", None)


def slot(lawyer_id: str) -> FreeSlot:
    lawyer = Lawyer(id=lawyer_id, name=lawyer_id, window=LegalWindow(id="w", name="w", city="", place=""))
    shift = Shift(lawyer_id, 2, time(10), time(11), people={lawyer_id: lawyer})
    return FreeSlot(WEDNESDAY, WEDNESDAY + timedelta(minutes=30), lawyer_id, shift)


def test_who_had_fewest_talks_comes_first_then_who_waited_longest_then_the_id() -> None:
    day = timedelta(days=1)
    talks = {
        "a": Talks(3, WEDNESDAY),
        "b": Talks(1, WEDNESDAY),
        "c": Talks(1, WEDNESDAY - day),
        "d": Talks(1, WEDNESDAY),
    }

    turn = [one.lawyer_id for one in in_turn([slot(name) for name in "abdce"], talks)]

    assert turn == ["e", "c", "b", "d", "a"]


@pytest.mark.parametrize(
    ("service", "topic", "description", "reason"),
    [
        ("legal", "欠薪", "x", None),
        ("legal", "心理咨询", "x", "bad_topic"),
        ("legal", "欠薪", "", "bad_description"),
        ("legal", "欠薪", "长" * 5000, None),
        ("legal", "欠薪", "长" * 5001, "too_long"),
        ("counselling", "心理咨询", "", None),
        ("counselling", "心理咨询", "长" * 5001, "too_long"),
        ("mediation", "调解", "x", None),
        ("mediation", "欠薪", "x", None),
        ("mediation", "调解", "", "bad_description"),
    ],
)
def test_what_is_asked_for_depends_on_the_service(
    service: str, topic: str, description: str, reason: str | None
) -> None:
    later = WEDNESDAY + timedelta(hours=1)
    assert check_request(later, topic, description, WEDNESDAY, service) == reason
    assert check_request(WEDNESDAY, topic, description, WEDNESDAY, service) == "past"


def test_an_offer_ends_two_hours_before_its_slot_begins() -> None:
    hour = timedelta(hours=1)
    assert latest_answer(WEDNESDAY, WEDNESDAY + 100 * hour, 12) == WEDNESDAY + 12 * hour
    assert latest_answer(WEDNESDAY, WEDNESDAY + 5 * hour, 12) == WEDNESDAY + 3 * hour


def test_ways_and_levels() -> None:
    assert check_way(None, ways_of("both")) == "window"
    assert check_way("telephone", ways_of("both")) == "telephone"
    assert not isinstance(check_way("telephone", ways_of("window")), str)
    assert [next_level(level) for level in ("company", "town", "district", "")] == ["town", "district", None, None]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5", Said(5, "")),
        ("4分，很耐心", Said(4, "很耐心")),
        ("给3星 一般", Said(3, "一般")),
        ("0", None),
        ("6", None),
        ("05", None),
        ("好", None),
        ("5" * 5000, None),
    ],
)
def test_a_rating_is_a_number_from_one_to_five_and_words(text: str, said: Said | None) -> None:
    assert read_rating(text) == said
