"""A reply asks for consent after a booking, once, and only where somebody could open the page."""

import pytest

from base.database import Database
from base.settings import DEMO_APPID, Settings
from tests.conftest import WEDNESDAY as NOW
from tests.union.conftest import add_rows, member
from union.conversations.reply import Reply
from union.notices.grants import record_opt_in, spend_grant
from webhook.opt_in.links import Question, base_url, link, opt_in_link, page_url, question, with_link
from webhook.render import MAX_BYTES
from webhook.templates import Registry
from webhook.templates_file import parse_notices, read_notices

HERE = "https://union.example.org"
BOOKED = Reply(texts=["报名成功！\n周三相亲下午\n签到码：A1"])
REMINDER = Question("DEMO-subscribe-reminder", "接收活动提醒")
LINK = f'<a href="{HERE}/wechat/{DEMO_APPID}/notices?templates=DEMO-subscribe-reminder">接收活动提醒</a>'


@pytest.fixture
def registry() -> Registry:
    demo = read_notices()
    assert isinstance(demo, Registry)
    return demo


@pytest.mark.parametrize(
    ("text", "outcome", "asked"),
    [
        ("报名成功！\n周三相亲下午", "task", REMINDER),
        ("\n报名成功！", "task", REMINDER),
        ("预约成功！\n王律师", "task", Question("DEMO-subscribe-legal", "接收预约提醒")),
        ("名额已满，已为您登记候补，排第3位。", "task", Question("DEMO-subscribe-offer", "有名额时通知我")),
        ("报名成功！", "answered", None),
        ("怎么报名？\n看到“报名成功”就好了", "task", None),
        ("好的，没有提交报名。", "task", None),
        ("已提交，请等待审核。", "task", None),  # the demo account has no subscribe notice for it
        ("", "task", None),
    ],
)
def test_only_a_finished_booking_asks(registry: Registry, text: str, outcome: str, asked: Question | None) -> None:
    assert question(Reply(texts=[text]), outcome, registry) == asked


def test_an_account_without_the_template_does_not_ask() -> None:
    assert question(BOOKED, "task", Registry()) is None


def test_no_link_where_it_is_allowed_already_or_nobody_could_open_it() -> None:
    assert link(REMINDER, [], HERE, DEMO_APPID) == LINK
    assert link(REMINDER, [REMINDER.template_id], HERE, DEMO_APPID) is None
    assert link(REMINDER, [], "", DEMO_APPID) is None


def test_nothing_in_an_address_ends_the_tag() -> None:
    assert page_url("https://a.b/", 'x"y', ["a>b", "c"]) == "https://a.b/wechat/x%22y/notices?templates=a%3Eb,c"


def test_the_link_stands_below_the_text_or_is_left_out_whole() -> None:
    assert with_link("报名成功！", LINK) == f"报名成功！\n{LINK}"
    assert with_link("", LINK) == LINK
    assert with_link("报名成功！", None) == "报名成功！"
    room = MAX_BYTES - len(LINK.encode()) - 1
    assert with_link("a" * room, LINK).endswith("</a>")
    assert with_link("a" * (room + 1), LINK) == "a" * (room + 1)


def test_members_reach_the_simulators_pages_on_this_machine_and_others_by_the_public_name() -> None:
    assert base_url(Settings()) == "http://127.0.0.1:8000"  # type: ignore[call-arg]
    assert base_url(Settings(public_url=HERE)) == HERE  # type: ignore[call-arg]
    assert base_url(Settings(simulator=False)) == ""  # type: ignore[call-arg]


async def test_who_allowed_it_is_asked_again_once_it_is_spent(database: Database, registry: Registry) -> None:
    await add_rows(database, member())

    async def asked() -> str | None:
        async with database.read() as session:
            return await opt_in_link(session, "m1", BOOKED, "task", registry, HERE, DEMO_APPID)

    assert await asked() == LINK
    await database.transact(lambda s: record_opt_in(s, "m1", REMINDER.template_id, True, NOW))
    assert await asked() is None
    await database.transact(lambda s: spend_grant(s, "m1", REMINDER.template_id, NOW))
    assert await asked() == LINK


async def test_a_lasting_consent_is_asked_for_once(database: Database) -> None:
    await add_rows(database, member())
    lasting = {"id": "L", "long_term": True, "fields": {"thing1": "{title}"}}
    registry = parse_notices({"notices": {"events.reminder": {"subscribe": lasting}}})
    assert isinstance(registry, Registry)
    await database.transact(lambda s: record_opt_in(s, "m1", "L", True, NOW, long_term=True))
    await database.transact(lambda s: spend_grant(s, "m1", "L", NOW))
    async with database.read() as session:
        assert await opt_in_link(session, "m1", BOOKED, "task", registry, HERE, DEMO_APPID) is None
