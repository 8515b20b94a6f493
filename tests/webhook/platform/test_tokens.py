"""The access token: one owner, careful renewal, rationed force, and an alarm when none can be had."""

import asyncio
from datetime import timedelta

import httpx
import pytest
from prometheus_client import CollectorRegistry, generate_latest
from structlog.testing import capture_logs

from base.bus import Bus
from base.clock import FixedClock
from base.settings import DEMO_APPID, DEMO_UNVERIFIED, Settings
from tests.webhook.platform.conftest import NewApis, api_of
from tests.webhook.platform.parts import SEND, StandIn, no_lock, text_for
from webhook.platform.apis import PlatformApis
from webhook.platform.client import PlatformApi
from webhook.platform.errors import PlatformError, TokenError, UnreachableError
from webhook.simulator.api.faults import Fault
from webhook.simulator.phones import Phone

TOKEN = "/stable_token"
FORCED_KEY = f"wechat:token:{DEMO_APPID}:forced"


async def refused(api: PlatformApi, phone: Phone) -> int:
    with pytest.raises(PlatformError) as raised:
        await api.post(SEND, text_for(phone))
    return raised.value.code


async def test_many_callers_of_two_replicas_fetch_one_token(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn
) -> None:
    replicas = [api_of(new_apis(bus)) for bus in two_buses]
    phones = [stand_in.phone(f"会员{number}") for number in range(40)]
    await asyncio.gather(*(replicas[n % 2].post(SEND, text_for(phone)) for n, phone in enumerate(phones)))
    assert stand_in.forced == [False]
    assert [len(phone.lines) for phone in phones] == [1] * 40


async def test_control_without_the_lock_two_replicas_fetch_two(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.platform.shared.Shared.lock", no_lock)
    stand_in.meeting = asyncio.Barrier(2)
    await asyncio.gather(*(api_of(new_apis(bus)).tokens.get() for bus in two_buses))
    assert stand_in.forced == [False, False]


async def test_a_worn_out_token_is_renewed_once_for_all_and_nothing_is_sent_twice(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn
) -> None:
    replicas = [api_of(new_apis(bus)) for bus in two_buses]
    for api in replicas:
        await api.post(SEND, text_for(stand_in.phone()))
    stand_in.side().tokens.revoke()
    phones = [stand_in.phone(f"会员{number}") for number in range(10)]
    await asyncio.gather(*(replicas[n % 2].post(SEND, text_for(phone)) for n, phone in enumerate(phones)))
    assert stand_in.forced == [False, False]
    assert [len(phone.lines) for phone in phones] == [1] * 10


async def test_a_token_is_renewed_before_its_end(api: PlatformApi, stand_in: StandIn, clock: FixedClock) -> None:
    await api.post(SEND, text_for(stand_in.phone()))
    clock.move(timedelta(seconds=7200 - 299))
    await api.post(SEND, text_for(stand_in.phone()))
    assert stand_in.forced == [False, False]
    assert stand_in.sent() == 2  # none was refused on the way


async def test_a_refresh_is_forced_only_when_the_same_token_comes_again(api: PlatformApi, stand_in: StandIn) -> None:
    stand_in.simulator.faults.set(Fault("errcode", 40001, SEND, calls=1))
    phone = stand_in.phone()
    await api.post(SEND, text_for(phone))
    assert stand_in.forced == [False, False, True]
    assert len(phone.lines) == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_call_is_repeated_at_most_once(api: PlatformApi, stand_in: StandIn, code: int) -> None:
    stand_in.simulator.faults.set(Fault("errcode", code, SEND))
    assert await refused(api, stand_in.phone()) == code
    assert stand_in.sent() == 2


async def test_replicas_force_at_most_once_in_thirty_seconds(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn
) -> None:
    stand_in.simulator.faults.set(Fault("errcode", 40001, SEND))
    replicas = [api_of(new_apis(bus)) for bus in two_buses]
    for api in replicas * 3:
        assert await refused(api, stand_in.phone()) == 40001
    assert stand_in.forced.count(True) == 1


async def test_replicas_force_at_most_so_often_a_day(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn, settings: Settings, clock: FixedClock
) -> None:
    rationed = settings.model_copy(update={"limits": settings.limits.model_copy(update={"forced_tokens_a_day": 2})})
    stand_in.simulator.faults.set(Fault("errcode", 40001, SEND))
    for number in range(4):
        await two_buses[0].redis.delete(FORCED_KEY)  # 30 seconds later
        clock.move(timedelta(seconds=31))
        await refused(api_of(new_apis(two_buses[number % 2], rationed)), stand_in.phone())
    assert stand_in.forced.count(True) == 2
    await two_buses[0].redis.delete(FORCED_KEY)
    clock.move(timedelta(days=1))
    await refused(api_of(new_apis(two_buses[0], rationed)), stand_in.phone())
    assert stand_in.forced.count(True) == 3


async def test_while_the_platform_gives_none_a_crowd_does_not_ask_in_turn(
    api: PlatformApi, stand_in: StandIn, bus: Bus
) -> None:
    stand_in.simulator.faults.set(Fault("status", path=TOKEN))
    ends = await asyncio.gather(
        *(api.post(SEND, text_for(stand_in.phone())) for _ in range(50)), return_exceptions=True
    )
    assert all(isinstance(end, UnreachableError) for end in ends)
    assert stand_in.sent() == 0
    assert len(stand_in.forced) == 1


async def test_staff_and_operators_see_that_no_token_can_be_had(
    apis: PlatformApis, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.platform.alarm.PAUSE", 0)
    registry = CollectorRegistry()
    apis.watch(registry)
    api, gauge = api_of(apis), f'unionbot_platform_token_up{{account="{DEMO_APPID}"}}'
    assert gauge not in generate_latest(registry).decode()
    stand_in.simulator.faults.set(Fault("errcode", 40164, TOKEN, calls=3))
    with capture_logs() as lines:
        for _ in range(3):
            with pytest.raises(TokenError):
                await api.post(SEND, text_for(stand_in.phone()))
    errors = [line for line in lines if line["log_level"] == "error"]
    assert [(line["event"], line["code"]) for line in errors] == [("no_token", 40164)]
    assert await apis.problem(DEMO_APPID) == "微信凭证获取失败：服务器地址不在公众号的IP白名单中（40164）"
    assert await apis.problem(DEMO_UNVERIFIED.appid) == ""
    assert f"{gauge} 0.0" in generate_latest(registry).decode()
    await api.post(SEND, text_for(stand_in.phone()))
    assert await apis.problem(DEMO_APPID) == ""
    page = generate_latest(registry).decode()
    assert f"{gauge} 1.0" in page
    assert f'unionbot_platform_token_seconds_left{{account="{DEMO_APPID}"}} 6900.0' in page


async def test_a_token_that_the_platform_does_not_take_is_a_problem_until_it_does(
    apis: PlatformApis, stand_in: StandIn
) -> None:
    stand_in.simulator.faults.set(Fault("errcode", 42001, SEND))
    await refused(api_of(apis), stand_in.phone())
    assert (await apis.problem(DEMO_APPID)).endswith("（42001）")
    stand_in.simulator.faults.clear()
    await api_of(apis).post(SEND, text_for(stand_in.phone()))
    assert await apis.problem(DEMO_APPID) == ""


async def test_a_problem_of_one_replica_is_seen_by_the_others(
    two_buses: list[Bus], new_apis: NewApis, stand_in: StandIn
) -> None:
    sick, other = (new_apis(bus) for bus in two_buses)
    stand_in.simulator.faults.set(Fault("html", path=TOKEN))
    with pytest.raises(UnreachableError):
        await api_of(sick).post(SEND, text_for(stand_in.phone()))
    assert await other.problem(DEMO_APPID) == "微信凭证获取失败：无法连接微信平台"


async def test_accounts_have_tokens_of_their_own(apis: PlatformApis, stand_in: StandIn) -> None:
    await asyncio.gather(*(api_of(apis, account.appid).tokens.get() for account in stand_in.settings.accounts))
    first, second = (stand_in.side(number).tokens for number in (0, 1))
    assert (first.asked, second.asked) == (1, 1)
    assert await api_of(apis).tokens.get() != await api_of(apis, DEMO_UNVERIFIED.appid).tokens.get()


async def test_a_flushed_bus_loses_nothing(api: PlatformApi, bus: Bus, stand_in: StandIn) -> None:
    phone = stand_in.phone()
    await api.post(SEND, text_for(phone))
    await bus.redis.flushall()
    await api.post(SEND, text_for(phone))
    assert len(phone.lines) == 2


async def test_without_redis_calls_still_go_out(new_apis: NewApis, stand_in: StandIn) -> None:
    down, phone = Bus("redis://127.0.0.1:1"), stand_in.phone()
    api = api_of(new_apis(down))
    await api.post(SEND, text_for(phone))
    await api.post(SEND, text_for(phone))
    assert stand_in.forced == [False] and len(phone.lines) == 2
    stand_in.simulator.faults.set(Fault("errcode", 40001, SEND))
    for _ in range(3):
        await refused(api, phone)
    assert stand_in.forced.count(True) == 1
    await down.close()


async def test_what_another_version_left_in_redis_does_not_matter(
    api: PlatformApi, bus: Bus, stand_in: StandIn
) -> None:
    for left in ('{"token": 1}', '{"value": 1, "ends": 9e9}', '{"value": "t", "ends": []}', "[]", b"\xff"):
        await bus.redis.set(f"wechat:token:{DEMO_APPID}", left)
        api.tokens._own = None
        await api.post(SEND, text_for(stand_in.phone()))
    assert stand_in.sent() == 5


@pytest.mark.parametrize(
    "answer",
    [
        "{}",
        "[]",
        "null",
        '{"access_token": "", "expires_in": 7200}',
        '{"access_token": "a", "expires_in": "soon"}',
        '{"access_token": 7, "expires_in": 7200}',
        '{"access_token": "a", "expires_in": Infinity}',
        '{"access_token": "a"}',
    ],
)
async def test_a_token_that_is_none_is_not_taken(answer: str, settings: Settings) -> None:
    bus = Bus()
    apis = PlatformApis(settings, bus, httpx.MockTransport(lambda _: httpx.Response(200, text=answer)))
    with pytest.raises(UnreachableError):
        await api_of(apis).post(SEND, {})
    await apis.close()
    await bus.close()


async def test_a_lock_that_is_never_given_back_stops_nobody(
    api: PlatformApi, bus: Bus, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("webhook.platform.tokens.LOCK_WAITS", timedelta(seconds=0.1))
    await bus.redis.set(f"wechat:token:{DEMO_APPID}:lock", "a process that died")
    phone = stand_in.phone()
    await api.post(SEND, text_for(phone))
    assert len(phone.lines) == 1
