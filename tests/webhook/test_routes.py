"""Which routes are open, in which order, and why the others are not."""

from datetime import timedelta

import pytest

from tests.conftest import WEDNESDAY as NOW
from union.allowances.rules import Allowance
from webhook.routes import (
    NO_CONSENT,
    NOT_ALLOWED,
    UNVERIFIED,
    CustomerService,
    Route,
    Situation,
    SubscribeNotice,
    TemplateMessage,
    routes,
    why_not,
)
from webhook.templates import Rendered

OPEN = Allowance(1, NOW + timedelta(hours=1))
USED_UP = Allowance(0, NOW + timedelta(hours=1))
SUBSCRIBE, TEMPLATE = Rendered("S"), Rendered("T")
WORDS, NOTICE, MESSAGE = CustomerService(), SubscribeNotice(SUBSCRIBE), TemplateMessage(TEMPLATE)


@pytest.mark.parametrize(
    ("situation", "open_routes", "closed"),
    [
        (Situation(True, OPEN), [WORDS], []),
        (Situation(True, OPEN, SUBSCRIBE, True, TEMPLATE), [WORDS, NOTICE, MESSAGE], []),
        (Situation(True, OPEN, SUBSCRIBE, False, TEMPLATE), [WORDS, MESSAGE], [NO_CONSENT]),
        (Situation(True, USED_UP), [], [NOT_ALLOWED["used_up"]]),
        (Situation(True, Allowance()), [], [NOT_ALLOWED["window"]]),
        (Situation(True, USED_UP, SUBSCRIBE, True), [NOTICE], [NOT_ALLOWED["used_up"]]),
        (Situation(True, USED_UP, SUBSCRIBE), [], [NOT_ALLOWED["used_up"], NO_CONSENT]),
        (Situation(True, USED_UP, template=TEMPLATE), [MESSAGE], [NOT_ALLOWED["used_up"]]),
        (Situation(False, OPEN), [], [UNVERIFIED]),
    ],
)
def test_the_routes_of_a_situation(situation: Situation, open_routes: list[Route], closed: list[str]) -> None:
    assert routes(situation, NOW) == (open_routes, closed)


def test_staff_read_why_a_message_did_not_go() -> None:
    used_up = Situation(True, USED_UP)
    assert why_not(routes(used_up, NOW)[1], used_up) == "48小时内可发条数已用完，且没有可用的订阅通知"
    refused = Situation(True, USED_UP, SUBSCRIBE)
    assert why_not(routes(refused, NOW)[1], refused) == "48小时内可发条数已用完；会员没有订阅这类通知"
